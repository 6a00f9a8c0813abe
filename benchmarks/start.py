"""From `python dashboard.py` to the first answered page, on a store that is there.

    python -m benchmarks.start

The clock runs from starting the process until a first session's overview has been computed and
sent in whole; the browser's own drawing is not in it. Beside it, what Python needs to import
Streamlit, pandas and Plotly alone, below which no start can come.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.session import session
from tests.e2e.serving import served
from tracking.programme import load
from tracking.published import import_published
from tracking.store import Store

ROOT = Path(__file__).parent.parent
LIMIT = 3.0  # seconds
ROUNDS = 5


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-start-") as name:
        path = Path(name) / "tracking.db"
        programme = load(ROOT / "data" / "programme")
        with Store.open(path, programme) as store:
            import_published(store, programme)
        imports = [_imports() for _ in range(ROUNDS)]
        starts = [_start(path) for _ in range(ROUNDS)]
    median = statistics.median(starts)
    print(f"importing Streamlit, pandas and Plotly alone: {statistics.median(imports):.2f} s")
    print(f"to the first answered overview: {median:.2f} s, slowest {max(starts):.2f} s")
    print(f"limit: {LIMIT:.1f} s")
    return 0 if median <= LIMIT else 1


def _start(path: Path) -> float:
    began = time.perf_counter()
    with served(path) as address, session(address) as reader:
        reader.run()
        return time.perf_counter() - began


def _imports() -> float:
    began = time.perf_counter()
    command = "import streamlit, pandas, plotly.graph_objects, sqlite_utils"
    subprocess.run([sys.executable, "-c", command], check=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
