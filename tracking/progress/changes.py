"""What changed between two quarters, or between two days of knowledge, and why."""

from typing import Final

import numpy as np
import pandas as pd

from tracking.progress.chains import SILENT
from tracking.progress.columns import STATUSES
from tracking.progress.grid import Bools, Floats, Ints

# Why a status or a value changed; the first that holds is told.
CAUSES: Final = (
    "target_changed",  # target, deadline or baseline
    "revised",  # the value known for the earlier quarter is another one now
    "missing",  # no report for the quarter
    "reported",  # a new report
    "time",  # no news, but the planned path went on
)
_SERIES: Final = ["indicator", "unit"]
_TOLD: Final = ["status", "value", "gap", "pace"]
_GOAL: Final = ["target", "due", "baseline", "baseline_quarter", "path"]


def changes(
    assessment: pd.DataFrame,
    quarter: int,
    before: int,
    *,
    earlier: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Series whose status or value differs from an earlier quarter's, worst turns first.

    `earlier` is the assessment as it was known then, to tell revisions and changed targets; with
    the same quarter twice, what changed in knowledge alone. Columns: indicator, chain, unit,
    unit_kind, status, value, gap, pace and each with _before, revised_from (the value known then),
    cause (see CAUSES), turn (−1 worse, 0 the same or not comparable, +1 better).
    """
    now = assessment[assessment["quarter"] == quarter]
    past = assessment if earlier is None else earlier
    then = past[past["quarter"] == before]
    known_now = assessment.loc[assessment["quarter"] == before, [*_SERIES, "value"]]
    columns = [*_SERIES, "chain", "unit_kind", *_TOLD, *_GOAL, "reported", "value_quarter"]
    both = _plain(now[columns]).merge(
        _plain(then[[*_SERIES, *_TOLD, *_GOAL, "value_quarter"]]),
        on=_SERIES,
        suffixes=("", "_before"),
    )
    both = both.merge(
        _plain(known_now).rename(columns={"value": "value_known_now"}), on=_SERIES, how="left"
    )
    aimed = ~_same(both, "target") | ~_same(both, "due") | ~_same(both, "baseline")
    aimed |= ~_same(both, "baseline_quarter") & both["target"].notna().to_numpy()
    aimed |= (both["path"] != both["path_before"]).to_numpy() & both["target"].notna().to_numpy()
    revised = ~_equal(both["value_known_now"], both["value_before"])
    revised &= both["value_before"].notna().to_numpy()
    news = both["reported"].to_numpy(dtype=bool) & (
        (quarter != before) | ~(_same(both, "value_quarter"))
    )
    missing = ~both["reported"].to_numpy(dtype=bool) & both["status"].isin(SILENT).to_numpy()
    both["cause"] = np.select([aimed, revised, missing, news], CAUSES[:4], CAUSES[4])
    both["revised_from"] = np.where(revised, both["value_before"], np.nan)
    both["turn"] = _turn(both["status"], both["status_before"])
    changed = (both["status"] != both["status_before"]).to_numpy() | ~_same(both, "value")
    told = [f"{name}{suffix}" for name in _TOLD for suffix in ("", "_before")]
    kept = [*_SERIES, "chain", "unit_kind", *told, "revised_from", "cause", "turn"]
    moved = both.loc[changed, kept]
    by_status = (moved["status"] == moved["status_before"]).to_numpy()
    ordered: pd.DataFrame = (
        moved.assign(_quiet=by_status)
        .sort_values(["_quiet", "turn"], kind="stable")
        .drop(columns="_quiet")
        .reset_index(drop=True)
    )
    return ordered


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """Categories as text: two assessments need not share them."""
    coded = [name for name in rows if isinstance(rows[name].dtype, pd.CategoricalDtype)]
    return rows.astype(dict.fromkeys(coded, "str"))


def _same(both: pd.DataFrame, name: str) -> Bools:
    return _equal(both[name], both[f"{name}_before"])


def _equal(one: pd.Series, other: pd.Series) -> Bools:
    a, b = one.to_numpy(dtype=np.float64), other.to_numpy(dtype=np.float64)
    near = np.isclose(a, b, rtol=1e-12, atol=0)
    both: Bools = near | (np.isnan(a) & np.isnan(b))
    return both


# Where a status stands between worst and best; what cannot be judged stands nowhere.
_HEIGHT: Final = {
    "moving_away": 0, "moved_away": 0, "off_track": 1, "missed": 1, "delayed": 2, "partly": 2,
    "on_track": 3, "narrowly_missed": 3, "achieved": 4,
}  # fmt: skip
assert set(_HEIGHT) <= set(STATUSES)


def _turn(now: pd.Series, before: pd.Series) -> Ints:
    step: Floats = np.sign(now.map(_HEIGHT).to_numpy() - before.map(_HEIGHT).to_numpy())
    return np.nan_to_num(step).astype(np.int8)
