"""What the store's tests share: a fresh store, and figures from a few words."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from tracking.figures import figures_of
from tracking.programme import BASES, Programme, Quarter
from tracking.store import Store

if TYPE_CHECKING:
    from tests.store.workers import Workers

Q1, Q2, Q3 = (Quarter.of(f"2024Q{n}").index for n in (1, 2, 3))
REGION = "340000"  # the region that has offices below it
# A briefing as it is saved.
BRIEFING: dict[str, Any] = {
    "scope": "nation", "compared": "before", "language": "zh", "full": True,
    "formats": "docx,pdf",
}  # fmt: skip
OFFICE, OTHER_OFFICE = "340100", "340200"


def stated(*rows: tuple[str, str, int, float], **columns: object) -> pd.DataFrame:
    """Figures from (indicator, unit, quarter, value)."""
    indicator, unit, quarter, value = (list(column) for column in zip(*rows, strict=True))
    return figures_of(
        {
            "indicator": indicator,
            "unit": unit,
            "quarter": quarter,
            "value": value,
            "row": np.arange(2, len(rows) + 2),
            **columns,
        }
    ).assign(**{name: columns[name] for name in ("problem", "source") if name in columns})


def random_figures(rng: np.random.Generator, programme: Programme, size: int) -> pd.DataFrame:
    """Figures of any kind, of a few offices, regions and ministries."""
    units = [OFFICE, OTHER_OFFICE, "340300", REGION, "110000", "miit"]
    indicators = list(programme.indicators.values())
    keys = {
        (
            str(rng.choice(units)),
            int(rng.integers(0, len(indicators))),
            int(rng.integers(Q1 - 8, Q3)),
        )
        for _ in range(size)
    }
    rows = []
    for number, (unit, at, quarter) in enumerate(sorted(keys)):
        indicator = indicators[at]
        parts = indicator.kind == "ratio" and rng.random() < 0.8
        milestone = indicator.kind == "milestone"
        numerator, denominator = rng.integers(1, 50), rng.integers(50, 100)
        value = indicator.scale * numerator / denominator if parts else rng.integers(0, 1000)
        rows.append(
            {
                "indicator": indicator.code,
                "unit": unit,
                "quarter": quarter,
                "basis": str(rng.choice(list(BASES[indicator.kind]))),
                "value": np.nan if milestone else float(value),
                "numerator": float(numerator) if parts else np.nan,
                "denominator": float(denominator) if parts else np.nan,
                "state": str(rng.choice(["claimed", "under_way"])) if milestone else "",
                "qualifier": str(rng.choice(["", "", "≥", "~"])),
                "definition_break": bool(rng.random() < 0.1),
                "row": number + 2,
            }
        )
    return figures_of({name: [row[name] for row in rows] for name in rows[0]})


def take(
    store: Store,
    figures: pd.DataFrame,
    data: bytes = b"",
    at: datetime | None = None,
    **how: Any,
) -> int:
    """Submit and approve; returns the submission's number. Bytes differ where none are given."""
    data = data or f"taken {len(store.submissions())}".encode()
    submission = store.submit(data, "report.csv", figures, actor="reporter", at=at, **how)
    return store.approve(submission.id, actor="reviewer", at=at).id


@pytest.fixture
def store(tmp_path: Path, programme: Programme) -> Iterator[Store]:
    """An empty store of the programme that ships."""
    with Store.open(tmp_path / "tracking.db", programme) as opened:
        yield opened


@pytest.fixture(scope="session")
def workers() -> Iterator["Workers"]:
    """A process that has all loaded, to fork others from."""
    from tests.store.workers import Workers  # noqa: PLC0415

    started = Workers()
    yield started
    started.close()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if (
        shutil.which("mount") is None
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("mounting a disk takes rights that are not there")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store as version 0.1.0 made it, with a correction, a milestone and one that waits."""
    path = tmp_path / "old.db"
    script = Path(__file__).with_name("store-of-0.1.0.sql").read_text(encoding="utf-8")
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.executescript("pragma application_id = 1212762177; pragma user_version = 1;")
    connection.close()
    return path
