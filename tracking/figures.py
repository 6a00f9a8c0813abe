"""The figures frame: one row for one value of one indicator, unit and quarter.

Intake makes it, the store keeps it, progress measures it. Columns and dtypes are written here,
once. Where `str` stands, a categorical of str is as good: intake gives indicator, unit and basis
so, since a million of them are made and taken apart many times faster.
"""

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

# What identifies a figure.
KEY: Final = ["indicator", "unit", "quarter"]

# `quarter` is the index of Quarter. `basis` is one of programme.Basis. `value` is in the
# indicator's own unit (75.2 for 75.2 %), NaN where the report says nothing; of a ratio
# `numerator` and `denominator` are kept where given; `value` is then scale · their quotient.
# `state` is for milestones: "" (no milestone), "not_started", "under_way", "claimed", "verified";
# of other indicators "withdrawn" says that the value known so far no longer counts.
# `completed_on` is the day as an ISO text, "" when open.
# `qualifier` keeps how the value was worded: "" exact, "≥" 超/不少于, "≤", "~" 约.
FIGURE_DTYPES: Final[dict[str, str]] = {
    "indicator": "str",
    "unit": "str",
    "quarter": "int32",
    "basis": "str",
    "value": "float64",
    "numerator": "float64",
    "denominator": "float64",
    "state": "str",
    "completed_on": "str",
    "qualifier": "str",
    "definition_break": "bool",
    "row": "int32",
}

# The narrative texts of a report row; kept beside the figures, "" when not given.
TEXT_COLUMNS: Final = ["progress_note", "problem", "next_step", "source"]

# What the store adds: the submission a figure stands in (0 for a rolled-up one), and where it comes
# from: "own" report, or "rolled" from the offices below, `reported` of `expected` of them.
STORED_DTYPES: Final[dict[str, str]] = FIGURE_DTYPES | {
    "submission": "int64",
    "origin": "str",
    "reported": "int32",
    "expected": "int32",
}


def no_figures(dtypes: dict[str, str] = FIGURE_DTYPES) -> pd.DataFrame:
    """An empty figures frame with the right columns and dtypes."""
    return _empty(tuple(dtypes.items())).copy()


@cache
def _empty(dtypes: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    # Making it takes 3 ms, as long as half the check of a small report; copying it nothing.
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes})


def stating(figures: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which rows state a value or a milestone's state, or withdraw one; others add words alone.

    A row that states nothing leaves standing what was known of its key.
    """
    states = figures["value"].notna().to_numpy() | (figures["state"] != "").to_numpy(dtype=bool)
    if not states.all():
        parts = figures[["numerator", "denominator"]].notna().to_numpy()
        states = states | parts.any(axis=1)
    return np.asarray(states, dtype=bool)


def figures_of(columns: dict[str, object], dtypes: dict[str, str] = FIGURE_DTYPES) -> pd.DataFrame:
    """A figures frame from some columns, the others at their empty value.

    >>> float(figures_of({"indicator": ["INN-1-1"], "unit": ["110000"]})["value"][0])
    nan
    """
    empty: dict[str, str | float | bool] = {
        "str": "",
        "float64": np.nan,
        "bool": False,
        "int32": 0,
        "int64": 0,
    }
    frame = pd.DataFrame(columns)
    missing = {name: empty[dtype] for name, dtype in dtypes.items() if name not in frame}
    return frame.assign(**missing)[list(dtypes)].astype(dtypes)
