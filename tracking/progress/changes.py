"""What changed between two quarters, or between two days of knowledge, and why.

Method: docs/method.md, “What changed, and why”.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.progress.chains import SILENT
from tracking.progress.columns import STATUS_CODE, STATUSES
from tracking.progress.grid import Bools, Floats, Ints, positions

# Why a status or a value changed; the first that holds is told.
CAUSES: Final = (
    "target_changed",  # target, deadline or baseline
    "verified",  # a reviewer verified the milestone
    "taken_back",  # a report of this very quarter counts no longer
    "revised",  # the value known for the earlier quarter is another one now
    "missing",  # no report for the quarter
    "reported",  # a new report
    "deadline",  # no news, but the target fell due: the statuses at the deadline apply
    "time",  # no news, but the planned path went on
)
_SERIES: Final = ["indicator", "unit"]
_TOLD: Final = ["status", "value", "gap", "pace"]
_GOAL: Final = ["target", "due", "baseline", "baseline_quarter", "path", "interim"]
_READ: Final = ["quarter", *_TOLD, *_GOAL, "reported", "reporting", "value_quarter"]


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
    past = assessment if earlier is None else earlier
    now = np.flatnonzero(assessment["quarter"].to_numpy() == quarter)
    then = np.flatnonzero(past["quarter"].to_numpy() == before)
    found = _compared(assessment, past, now, then, np.full(len(then), quarter - before))
    return found.drop(columns=["quarter", "quarter_before"])


def learned(
    assessment: pd.DataFrame, earlier: pd.DataFrame, quarter: int | None = None
) -> pd.DataFrame:
    """What is known otherwise than at an earlier day, of every quarter or of one; as `changes`.

    Each quarter stands beside itself; the last one, where it was not over at the earlier day,
    beside the last one of then. Columns besides: quarter, quarter_before.
    """
    of_now, of_then = (frame["quarter"].to_numpy() for frame in (assessment, earlier))
    now = np.arange(len(of_now)) if quarter is None else np.flatnonzero(of_now == quarter)
    then, ahead = np.arange(len(of_then)), np.zeros(len(of_then), dtype=np.int64)
    if len(of_now) and len(of_then) and of_now.max() > of_then.max():
        last = np.flatnonzero(of_then == of_then.max())
        then = np.append(then, last)
        ahead = np.append(ahead, np.full(len(last), of_now.max() - of_then.max()))
    return _compared(assessment, earlier, now, then, ahead)


def turns(assessment: pd.DataFrame) -> pd.DataFrame:
    """Each status or value that is not that of the quarter before, in all quarters; as `learned`.

    Both are as known now, so that nothing of it is a revision.
    """
    every = np.arange(len(assessment))
    return _compared(assessment, assessment, every, every, np.ones(len(every), dtype=np.int64))


def _compared(
    assessment: pd.DataFrame, earlier: pd.DataFrame, now: Ints, then: Ints, ahead: Ints
) -> pd.DataFrame:
    """The rows at `now` that differ from those at `then`, so many quarters ahead of them."""
    here = _keys(assessment, now, assessment, 0)
    there = _keys(earlier, then, assessment, ahead)
    _, mine, theirs = np.intersect1d(here, there, assume_unique=True, return_indices=True)
    # In the order of the assessment, so that what is worse alike stays as it stands.
    order = np.argsort(mine)
    mine, theirs = mine[order], theirs[order]
    now, then, known = now[mine], then[theirs], _values(assessment, (there - ahead)[theirs])
    status, was = (
        positions(frame["status"], STATUS_CODE)[rows]
        for frame, rows in ((assessment, now), (earlier, then))
    )
    value, before = (
        frame["value"].to_numpy()[rows] for frame, rows in ((assessment, now), (earlier, then))
    )
    differ = (status != was) | ~_equal(value, before)
    now, then, known = now[differ], then[differ], known[differ]
    columns = [*_SERIES, "chain", "unit_kind", "kind"]
    both = pd.concat(
        [
            _plain(assessment[[*columns, *_READ]].take(now)).reset_index(drop=True),
            _plain(earlier[_READ].take(then)).add_suffix("_before").reset_index(drop=True),
        ],
        axis=1,
    )
    revised = ~_equal(known, both["value_before"]) & both["value_before"].notna().to_numpy()
    both["cause"] = _causes(both, revised)
    both["revised_from"] = np.where(revised, both["value_before"], np.nan)
    both["turn"] = turn(both["status"], both["status_before"])
    return _worst_first(both)


def _keys(frame: pd.DataFrame, rows: Ints, named: pd.DataFrame, ahead: Ints | int) -> Ints:
    """One number for each row's series and quarter, numbered as in another frame."""
    indicator, unit = (
        positions(frame[name], {code: n for n, code in enumerate(named[name].cat.categories)})
        for name in _SERIES
    )
    series = (indicator[rows].astype(np.int64) << 40) + (unit[rows].astype(np.int64) << 16)
    keys: Ints = series + frame["quarter"].to_numpy()[rows] + ahead
    return keys


def _values(assessment: pd.DataFrame, keys: Ints) -> Floats:
    """The values that an assessment knows for series and quarters; NaN for none."""
    rows = np.flatnonzero(np.isin(assessment["quarter"].to_numpy(), np.unique(keys & 0xFFFF)))
    known = _keys(assessment, rows, assessment, 0)
    order = np.argsort(known)
    at = np.minimum(np.searchsorted(known, keys, sorter=order), max(len(rows) - 1, 0))
    values = np.full(len(keys), np.nan)
    if len(rows):
        found = known[order[at]] == keys
        values[found] = assessment["value"].to_numpy()[rows[order[at[found]]]]
    return values


def _causes(both: pd.DataFrame, revised: Bools) -> npt.NDArray[np.str_]:
    """The cause of each change."""
    quarter, before = both["quarter"].to_numpy(), both["quarter_before"].to_numpy()
    same = quarter == before
    aimed = ~_same(both, "target") | ~_same(both, "due") | ~_same(both, "baseline")
    has_target = both["target"].notna().to_numpy()
    for name in ("path", "interim"):
        aimed |= (both[name] != both[f"{name}_before"]).to_numpy() & has_target
    aimed |= ~_same(both, "baseline_quarter") & has_target
    reported = both["reported"].to_numpy(dtype=bool)
    milestone = (both["kind"] == "milestone").to_numpy()
    verified = same & milestone & (both["value"] > both["value_before"]).to_numpy()
    # Of the same quarter, more or fewer reports tell a new one and one taken back from a revision.
    came, went = _steps(both)
    silent = both["status"].isin(SILENT).to_numpy()
    due = both["due"].to_numpy()
    holds = {
        "target_changed": aimed,
        "verified": verified,
        "taken_back": same & went,
        "revised": revised & ~(same & came),
        "missing": ~reported & silent & ~(same & came),
        "reported": np.where(same, came, reported),
        "deadline": (before < due) & (quarter >= due),
    }
    return np.select(list(holds.values()), list(holds), "time")


def _steps(both: pd.DataFrame) -> tuple[Bools, Bools]:
    """Whether there are more reports than before, and whether there are fewer."""
    came, went = np.zeros(len(both), dtype=bool), np.zeros(len(both), dtype=bool)
    for name in ("reporting", "reported", "value_quarter"):
        step = both[name].astype(np.int64) - both[f"{name}_before"].astype(np.int64)
        came |= (step > 0).to_numpy()
        went |= (step < 0).to_numpy()
    return came, went & ~came


def _worst_first(both: pd.DataFrame) -> pd.DataFrame:
    told = [f"{name}{suffix}" for name in _TOLD for suffix in ("", "_before")]
    kept = [*_SERIES, "chain", "unit_kind", "quarter", "quarter_before", *told]
    quiet = (both["status"] == both["status_before"]).to_numpy()
    ordered: pd.DataFrame = (
        both[[*kept, "revised_from", "cause", "turn"]]
        .assign(_quiet=quiet)
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


def _equal(one: pd.Series | Floats, other: pd.Series | Floats) -> Bools:
    a, b = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    near = np.isclose(a, b, rtol=1e-12, atol=0)
    both: Bools = near | (np.isnan(a) & np.isnan(b))
    return both


# Where a status stands between worst and best; what cannot be judged stands nowhere.
_HEIGHT: Final = {
    "moving_away": 0, "moved_away": 0, "off_track": 1, "missed": 1, "delayed": 2, "partly": 2,
    "on_track": 3, "narrowly_missed": 3, "achieved": 4,
}  # fmt: skip
assert set(_HEIGHT) <= set(STATUSES)


def turn(now: pd.Series, before: pd.Series) -> Ints:
    """−1 where a status is worse than before, +1 where it is better, 0 where neither."""
    step: Floats = np.sign(now.map(_HEIGHT).to_numpy() - before.map(_HEIGHT).to_numpy())
    return np.nan_to_num(step).astype(np.int8)
