"""A small store that people reported to, and what a page shows of it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from tests.progress.small import figures
from tracking.programme import Programme, Quarter, Target
from tracking.store import Store
from tracking.words import Text

CONSORTIA, NOTICE = "INN-1-1", "SUP-1-4"
NOW, BEFORE = "2024Q3", "2024Q2"
LATE = 5  # days, of Tianjin
REACHED = {
    "110000": (45.0, 50.0),
    "310000": (10.0, 20.0),
    "210000": (20.0, 40.0),
    "210200": (5.0, 10.0),
    "120000": (40.0, 51.0),
}


def reported(path: Path, programme: Programme) -> Path:
    """Five units reported two quarters; one came late; a ministry's notice is overdue."""
    with Store.open(path, programme) as store:
        store.add_targets(
            [*(target(CONSORTIA, unit, 100, "2025Q4") for unit in REACHED),
             target(NOTICE, "nation", 1, BEFORE)],
            "admin",
            datetime(2022, 5, 13, tzinfo=UTC),
        )  # fmt: skip
        for n, quarter in enumerate((BEFORE, NOW)):
            due = programme.deadline_of(Quarter.of(quarter))
            for unit, values in REACHED.items():
                late = timedelta(days=LATE if unit == "120000" and quarter == NOW else -1)
                day = datetime(due.year, due.month, due.day, 4, tzinfo=UTC) + late
                rows = figures((CONSORTIA, unit, quarter, values[n]))
                data = f"{unit} {quarter}".encode()
                came = store.submit(data, f"{unit}.csv", rows, actor=unit, at=day)
                store.approve(came.id, actor="admin", at=day)
    return path


def report_notice(path: Path, programme: Programme, *quarters: str) -> None:
    """The ministry reports, quarter after quarter, the same day its notice was issued."""
    with Store.open(path, programme) as store:
        for quarter in quarters:
            rows = figures(
                (NOTICE, "miit", quarter, np.nan), state="verified", completed_on="2024-05-20"
            )
            came = store.submit(quarter.encode(), f"{quarter}.csv", rows, actor="miit")
            store.approve(came.id, actor="admin")


def target(indicator: str, unit: str, value: float, due: str) -> Target:
    """A target that somebody sets, from 0 at the programme's start."""
    return Target(
        indicator=indicator,
        unit=unit,
        value=value,
        due=Quarter.of(due),
        baseline=None if indicator == NOTICE else 0.0,
        baseline_quarter=None if indicator == NOTICE else Quarter.of("2022Q1"),
        path="linear",
        basis=Text("《计划》", "Plan"),
        effective=datetime(2022, 5, 12, tzinfo=UTC).date(),
    )


def chart(at: Any, key: str) -> dict[str, Any]:
    """The chart with this key, whatever the count of doors behind it."""
    (one,) = [e for e in at.get("plotly_chart") if f"-{key}" in e.proto.id]
    figure: dict[str, Any] = json.loads(one.proto.spec)
    return figure


def shows(at: Any, key: str) -> bool:
    """Whether the page has this chart."""
    return any(f"-{key}" in e.proto.id for e in at.get("plotly_chart"))


def texts(at: Any) -> str:
    """Everything the page says in words."""
    parts = [e.value for kind in ("markdown", "caption", "text", "info", "subheader")
             for e in at.get(kind)]  # fmt: skip
    parts += [e.proto.body for e in at.get("html")]
    parts += [e.proto.label for e in at.get("expander")]
    return "\n".join(map(str, parts))


def table(at: Any, head: str) -> Any:
    """The first table with a column of this name."""
    return next(e.value for e in at.dataframe if head in e.value.columns)
