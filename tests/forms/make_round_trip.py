"""Make libreoffice-round-trip.xlsx: Beijing's template, filled in and saved by LibreOffice.

`python -m tests.forms.make_round_trip`, where soffice (Debian: libreoffice-calc) is installed.
"""

import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.forms.conftest import QUARTER, typed_into
from tracking.figures import STORED_DTYPES, no_figures
from tracking.forms import template_xlsx
from tracking.programme import load

# By indicator: what is typed into which column.
TYPED: dict[str, dict[str, Any]] = {
    "INN-1-1": {"value": 128, "progress_note": "新组建9个", "source": "台账"},
    "INN-1-2": {"basis": "本年累计", "value": 31},
    "INN-3-2": {"value": 1234.56},
    "IND-1-2": {"numerator": 480, "denominator": 960},
    "IND-3-1": {"value": 1035, "definition_break": "是"},
    "IND-4-1": {"problem": "=SUM(A1) 是文字", "next_step": "第一行\n第二行"},
}


def main() -> None:
    """Write the file beside this script."""
    programme = load(ROOT / "data" / "programme")
    due = programme.deadline_of(QUARTER)
    beijing, nothing = programme.units["110000"], no_figures(STORED_DTYPES)
    data = template_xlsx(beijing, QUARTER, programme, nothing, {"INN-1-1": 140.0}, "zh", due)
    with tempfile.TemporaryDirectory() as folder:
        name = "libreoffice-round-trip.xlsx"
        (Path(folder) / name).write_bytes(typed_into(data, TYPED))
        out = Path(__file__).parent
        command = ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
        subprocess.run([*command, str(Path(folder) / name)], check=True)


if __name__ == "__main__":
    main()
