"""A submission beside what was there before: what a reviewer looks at before believing it."""

from datetime import timedelta
from typing import Any, Final

import numpy as np
import pandas as pd

from tracking.figures import KEY, stating
from tracking.programme import Programme
from tracking.progress.values import roll_offices
from tracking.store import Store, Submission

# One row for each figure stated. `known` is the value that counted before it for the same quarter,
# `before` and `year_before` those of a quarter and a year ago on the same basis; NaN where there is
# none. `change` and `percent` are against `known`, else against `before`. `corrects`: whether what
# was known becomes another value, or is withdrawn.
BESIDE_DTYPES: Final[dict[str, str]] = {
    "indicator": "str",
    "unit": "str",
    "quarter": "int32",
    "row": "int32",
    "basis": "str",
    "value": "float64",
    "numerator": "float64",
    "denominator": "float64",
    "state": "str",
    "completed_on": "str",
    "qualifier": "str",
    "definition_break": "bool",
    "known": "float64",
    "known_state": "str",
    "before": "float64",
    "year_before": "float64",
    "change": "float64",
    "percent": "float64",
    "corrects": "bool",
}

# One row for each sum that can be held against a figure stated: of a region the sum of its offices.
CROSS_DTYPES: Final[dict[str, str]] = {
    "indicator": "str",
    "unit": "str",
    "quarter": "int32",
    "stated": "float64",
    "added_up": "float64",
    "difference": "float64",
    "percent": "float64",
    "reported": "int32",
    "expected": "int32",
}


def beside(store: Store, submission: Submission) -> pd.DataFrame:
    """What a submission states, and what was known before it counted, as BESIDE_DTYPES.

    Raises UnknownSubmission.
    """
    stated = store.stated(submission.id)
    known = _known(store, submission, stated)
    mine = stated.merge(
        known[[*KEY, "value", "state"]].rename(columns={"value": "known", "state": "known_state"}),
        on=KEY,
        how="left",
    )
    for name, back in (("before", 1), ("year_before", 4)):
        past = known[[*KEY, "basis", "value"]].rename(columns={"value": name})
        past = past.assign(quarter=past["quarter"] + back)
        mine = mine.merge(past, on=[*KEY, "basis"], how="left")
    first = mine["known"].fillna(mine["before"]).to_numpy()
    change = mine["value"].to_numpy() - first
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = np.where(first != 0, 100 * change / np.abs(first), np.nan)
    another = mine["known"].notna() & (mine["value"] != mine["known"])
    mine = mine.assign(change=change, percent=percent, corrects=another & stating(mine))
    mine["known_state"] = mine["known_state"].fillna("")
    return mine[list(BESIDE_DTYPES)].astype(BESIDE_DTYPES)


def cross_sums(store: Store, programme: Programme, submission: Submission) -> pd.DataFrame:
    """Regions' own figures beside the sums of their offices, as CROSS_DTYPES."""
    stated = store.stated(submission.id)
    regions = [u for u in submission.units if programme.offices.get(u)]
    below = [office.code for region in regions for office in programme.offices[region]]
    own = stated[stated["unit"].isin(regions) & stated["value"].notna()]
    if not below or own.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in CROSS_DTYPES.items()})
    offices = store.current(list(own["indicator"].unique()), below)
    rolled = roll_offices(offices, programme)
    both = own[[*KEY, "basis", "value"]].merge(
        rolled[[*KEY, "basis", "value", "reported", "expected"]],
        on=[*KEY, "basis"],
        suffixes=("", "_sum"),
    )
    difference = both["value"] - both["value_sum"]
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = np.where(both["value_sum"] != 0, 100 * difference / both["value_sum"], np.nan)
    told: dict[str, Any] = {name: both[name] for name in (*KEY, "reported", "expected")}
    told |= {"stated": both["value"], "added_up": both["value_sum"]}
    told |= {"difference": difference, "percent": percent}
    return pd.DataFrame(told)[list(CROSS_DTYPES)].astype(CROSS_DTYPES)


def _known(store: Store, submission: Submission, stated: pd.DataFrame) -> pd.DataFrame:
    """What counted before the submission did, of its units, a year back."""
    counted = submission.state in ("approved", "superseded") and submission.decided_at
    known_on = (
        submission.decided_at - timedelta(milliseconds=1)
        if counted and submission.decided_at
        else None
    )
    quarters = sorted({int(q) - back for q in stated["quarter"].unique() for back in (0, 1, 4)})
    return store.current(list(stated["indicator"].unique()), submission.units, quarters, known_on)
