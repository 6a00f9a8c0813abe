"""Small hand-made frames, as measuring gives them."""

from typing import Any

import numpy as np
import pandas as pd

from tracking.programme import Indicator, Quarter

NAN = float("nan")
START, END = Quarter.of("2022Q2").index, Quarter.of("2025Q4").index


def course(
    indicator: Indicator, values: list[float], *, first: int = START, **columns: Any
) -> pd.DataFrame:
    """An assessment of one indicator of the nation; NaN stands for a quarter without a report."""
    n = len(values)
    frame = {
        "indicator": indicator.code,
        "unit": "nation",
        "quarter": np.arange(first, first + n),
        "value": pd.Series(values).ffill(),
        "reported": ~pd.isna(pd.Series(values)),
        "qualifier": "",
        "status": "on_track",
        "marks": [() for _ in values],
        "path_value": [100 + 60 * (k + 1) for k in range(n)],
        "baseline": 100.0,
        "baseline_quarter": START - 1,
        "target": 1000.0,
        "due": END,
        "ministry_value": NAN,
        "regions_value": NAN,
    }
    return pd.DataFrame(frame | columns)


def counts(**of: list[int]) -> pd.DataFrame:
    """Counts by status of the first chains."""
    chains = ["innovation", "industry", "supply"]
    n = len(next(iter(of.values())))
    return pd.DataFrame({"chain": chains[:n], **{f"n_{s}": values for s, values in of.items()}})
