"""Sums with reports missing, as a range: what they come to, and whether a status hangs on it.

Absentees are taken at nothing (of a running total: nothing new), at their last report, and as far
on as those that reported.
Method: docs/method.md, “Reports that are missing”.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from tracking.programme import NATION, PATHS, Programme, Quarter
from tracking.progress.columns import STATUSES
from tracking.progress.grid import Bools, Floats
from tracking.progress.measures import TOLERANCE, Aim, measure
from tracking.progress.names import status_name
from tracking.progress.points import marked
from tracking.progress.status import judge
from tracking.words import N_, Language, numbers, say, say_n

# How absentees are taken, from the least they can have to what is likely.
AT: Final = ("nothing", "last", "others")
_TAKEN: Final = {
    "nothing": N_("{status} if they hold nothing"),
    "last": N_("{status} if they stand where they stood last"),
    "others": N_("{status} if they are as far as the others"),
}
# One row for each sum that misses reports: its value for each way to take the absentees, and the
# status that it would have; `depends` where these are not all the same.
ABSENT_DTYPES: Final[dict[str, str]] = {
    "indicator": "str",
    "unit": "str",
    "quarter": "int32",
    "missing": "int32",
    "coverage": "float64",
    **{f"value_{way}": "float64" for way in AT},
    **{f"status_{way}": "str" for way in AT},
    "depends": "bool",
}


def absent(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """The sums among rows of the assessment that miss reports, as ABSENT_DTYPES.

    A value is NaN where nobody reported, a status "" without a target. Source of the last way: a
    total divided by its completeness, as Countdown 2030 adjusts with k = 1; completeness is
    weighted by targets where all parts have one.
    """
    heads = rows[_lacking(rows)].reset_index(drop=True)
    pooled = (heads["kind"] == "ratio").to_numpy()
    heard, coverage = heads["heard"].to_numpy(), heads["coverage"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        others = np.where(pooled, heard, heard / coverage)
    last = heads["value"].to_numpy()
    # A total does not fall because a report is missing.
    nothing = np.where(heads["kind"].isin(["flow", "cumulative"]), last, heard)
    values = dict(zip(AT, (nothing, last, others), strict=True))
    statuses = {way: _status(heads, value, programme) for way, value in values.items()}
    told = np.stack(list(statuses.values())) if len(heads) else np.empty((3, 0), dtype=object)
    some = np.stack([np.isfinite(value) for value in values.values()])
    differs = np.array([len(set(told[has, n])) > 1 for n, has in enumerate(some.T)], dtype=bool)
    frame = {
        "indicator": heads["indicator"].astype("str"),
        "unit": heads["unit"].astype("str"),
        "quarter": heads["quarter"],
        "missing": heads["expecting"] - heads["reporting"],
        "coverage": coverage,
        **{f"value_{way}": value for way, value in values.items()},
        **{f"status_{way}": status for way, status in statuses.items()},
        "depends": differs,
    }
    return pd.DataFrame(frame).astype(ABSENT_DTYPES)


def absent_of(row: Mapping[Any, Any], programme: Programme) -> dict[str, Any] | None:
    """The row of `absent` of one row of the assessment; None where it misses no report."""
    if not _lacking(row):
        return None
    (found,) = absent(pd.DataFrame([dict(row)]), programme).to_dict("records")
    return {str(name): value for name, value in found.items()}


def absent_data(of: Mapping[str, Any]) -> dict[str, Any]:
    """The range as plain data; numbers that are not there are None."""
    told = {name: of[name] for name in ("missing", "coverage", "depends")}
    for way in AT:
        value = float(of[f"value_{way}"])
        told[way] = {
            "value": value if np.isfinite(value) else None,
            "status": of[f"status_{way}"] if np.isfinite(value) else "",
        }
    return told


def headline_of_absent(found: pd.DataFrame, language: Language) -> str:
    """How many of the nation's sums lack reports, and how many statuses hang on these; or ""."""
    nation = found[found["unit"] == NATION]
    if nation.empty:
        return ""
    hang = int(nation["depends"].sum())
    waiting = say_n(
        language,
        "{n} national sum lacks reports of the quarter",
        "{n} national sums lack reports of the quarter",
        len(nation),
    )
    if not hang:
        return say(language, "{waiting}; no status hangs on them.", waiting=waiting)
    return say_n(
        language,
        "{waiting}; {n} status depends on them.",
        "{waiting}; {n} statuses depend on them.",
        hang,
        waiting=waiting,
    )


def absent_said(
    of: Mapping[Any, Any], row: Mapping[Any, Any], programme: Programme, language: Language
) -> list[str]:
    """What a sum comes to without the missing reports, and whether its status hangs on them.

    `of` is its row of `absent`, `row` its row of the assessment.
    """
    indicator = programme.indicators[str(of["indicator"])]
    found = [float(of[f"value_{way}"]) for way in AT if np.isfinite(of[f"value_{way}"])]
    low, high = (
        numbers.quantity(language, value, indicator, brief=False)
        for value in (min(found), max(found))
    )
    told = [
        say_n(
            language,
            "{n} report of {quarter} is missing. Depending on it, the sum is {value}.",
            "{n} reports of {quarter} are missing. Depending on them, the sum is {value}.",
            int(of["missing"]),
            quarter=numbers.quarter(language, Quarter(int(of["quarter"]))),
            value=low if low == high else say(language, "{low} to {high}", low=low, high=high),
        )
    ]
    if not np.isfinite(row["target"]):
        return told
    if not of["depends"]:
        if str(of["status_last"]) != str(row["status"]):
            return told
        return [*told, say(language, "The status is the same either way.")]
    # Each status once, with how the absentees are taken for it.
    named = [
        say(language, _TAKEN[way], status=status_name(language, str(of[f"status_{way}"])))
        for way in AT
        if np.isfinite(of[f"value_{way}"]) and not (way == "nothing" and _same(of))
    ]
    said = say(language, "; ").join(named)
    return [*told, say(language, "The status depends on missing reports: {cases}.", cases=said)]


def _lacking(of: Any) -> Any:
    """Whether a row of the assessment, or each of a frame, is a sum that misses reports."""
    return (
        (of["origin"] == "sum")
        & (of["reporting"] < of["expecting"])
        & (of["kind"] != "milestone")
        & np.isfinite(of["value"])
    )


def _same(of: Mapping[Any, Any]) -> bool:
    return bool(of["value_nothing"] == of["value_last"])


def _status(heads: pd.DataFrame, value: Floats, programme: Programme) -> Any:
    """The status each sum would have with this value; "" without a target."""
    each = [programme.indicators[code] for code in heads["indicator"].astype(str)]
    sign = np.array([i.sign for i in each], dtype=np.int64)
    aim = Aim(
        target=heads["target"].to_numpy(),
        due=heads["due"].to_numpy(),
        baseline=heads["baseline"].to_numpy(),
        baseline_quarter=heads["baseline_quarter"].to_numpy(),
        path=heads["path"].map({path: n for n, path in enumerate(PATHS)}).to_numpy(dtype=np.int64),
        sign=sign,
        steady=np.array([i.direction in ("at_least", "at_most") for i in each], dtype=bool),
    )
    comparable: Bools = ~marked(heads, "break_after_baseline")
    quarter = heads["quarter"].to_numpy()
    measures = measure(value, quarter, aim, comparable=comparable)
    with np.errstate(invalid="ignore"):
        steps = TOLERANCE * np.maximum(1, np.abs(value))
        worsening = sign * heads["slope"].to_numpy() < -steps
    code = judge(value, quarter, aim, measures, programme.thresholds, worsening=worsening)
    named = np.array(STATUSES, dtype=object)[code]
    return np.where(np.isfinite(aim.target), named, "")
