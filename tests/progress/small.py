"""Small figures and targets to assess in tests."""

import numpy as np
import pandas as pd

from tracking.figures import STORED_DTYPES, figures_of
from tracking.programme import Quarter
from tracking.progress.columns import TARGET_DTYPES


def q(label: str) -> int:
    """A quarter's index."""
    return Quarter.of(label).index


def figures(*rows: tuple[str, str, str, float], **more: object) -> pd.DataFrame:
    """Figures of (indicator, unit, quarter, value), with further columns."""
    indicators, units, quarters, values = zip(*rows, strict=True) if rows else ([],) * 4
    columns = {
        "indicator": list(indicators),
        "unit": list(units),
        "quarter": [q(label) for label in quarters],
        "value": list(values),
        "origin": "own",
    }
    return figures_of(columns | more, STORED_DTYPES)


def target(indicator: str, unit: str, value: float, **more: object) -> dict[str, object]:
    """A target's row."""
    row = {
        "indicator": indicator, "unit": unit, "value": value, "due": q("2025Q4"),
        "baseline": np.nan, "baseline_quarter": -1, "path": "linear", "interim": "",
        "basis_zh": "《计划》", "basis_en": "Plan", "set_by": "", "effective": "2022-05-12",
        "id": 7,
    }  # fmt: skip
    return row | more


def targets(*rows: dict[str, object]) -> pd.DataFrame:
    """The targets' frame."""
    return pd.DataFrame(list(rows), columns=list(TARGET_DTYPES)).astype(TARGET_DTYPES)


def one(assessment: pd.DataFrame, indicator: str, unit: str, quarter: str) -> pd.Series:
    """One row of an assessment."""
    rows = assessment[
        (assessment["indicator"] == indicator)
        & (assessment["unit"] == unit)
        & (assessment["quarter"] == q(quarter))
    ]
    assert len(rows) == 1
    return rows.iloc[0]
