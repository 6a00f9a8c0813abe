"""What stands out in the figures that count: steps, levels, falls, sums, parts, definitions.

What the checks of a report found is kept with it (tracking/intake); this looks at the figures as
they stand together. Method: docs/method.md, “Quality of reporting”.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from tracking.programme import NATION, Programme
from tracking.progress.formulas import plain, signed
from tracking.progress.grid import Bools, Floats
from tracking.progress.outlook import heads_of
from tracking.progress.points import marked, points_of
from tracking.words import N_, Language, say

CHECKS: Final = ("outlier", "consistency", "running_total", "sum", "logic", "definition")
CHECK_NAMES: Final[Mapping[str, str]] = {
    "outlier": N_("Outliers"),
    "consistency": N_("Consistency"),
    "running_total": N_("Running totals that fall"),
    "sum": N_("Sums that disagree"),
    "logic": N_("Numerators and denominators"),
    "definition": N_("Changed definitions"),
}
CHECK_FORMULAS: Final[Mapping[str, str]] = {
    "outlier": N_("M = (step − median of the steps) / their spread"),
    "consistency": N_("value / mean of the three quarters before"),
    "running_total": N_("total − that of the quarter before"),
    "sum": N_("|sum of the regions − ministry’s figure| / ministry’s figure"),
    "logic": N_("change of the denominator / the one before"),
    "definition": N_("the reporter marks a change of definition"),
}
# One row for each figure that stands out. `value` is what was looked at (of a total what the
# quarter added), `against` what it was held against, `middle` and `spread` those of an outlier's
# steps; `measure` is the check's own number: M, a ratio, a fall, a share. NaN where there is none.
STANDS_OUT_DTYPES: Final[dict[str, str]] = {
    "check": "str",
    "indicator": "str",
    "unit": "str",
    "quarter": "int32",
    "value": "float64",
    "against": "float64",
    "middle": "float64",
    "spread": "float64",
    "measure": "float64",
}
_BEFORE: Final = 3
# Counts that differ by fewer are left alone.
FEW: Final = 10
# Of a normal distribution: MAD and mean absolute deviation in terms of its standard deviation.
_MAD: Final = 0.6745
_MEAN_AD: Final = 1.253314


def stands_out(assessment: pd.DataFrame, programme: Programme, quarter: int) -> pd.DataFrame:
    """The figures of a quarter that stand out, as STANDS_OUT_DTYPES: by check, furthest first.

    Of regions and ministries; of the nation whether its two figures agree. Sources: Iglewicz &
    Hoaglin (1993) for the modified z-score; WHO, Data Quality Review (2017), for consistency.
    """
    rows = heads_of(assessment, quarter)
    rows = rows[rows["unit_kind"].isin(["region", "ministry"])].reset_index(drop=True)
    rows = rows[rows["kind"] != "milestone"].reset_index(drop=True)
    points = points_of(assessment, rows, programme, quarter)
    running = rows["kind"].isin(["flow", "cumulative"]).to_numpy()
    level = np.where(running, points.flow, points.value)
    nation = assessment[
        (assessment["quarter"] == quarter) & (assessment["unit"] == NATION)
    ].reset_index(drop=True)
    found = [
        _outliers(rows, level, programme),
        _inconsistent(rows, level, programme),
        _falls(rows, assessment, quarter),
        _sums(nation),
        _parts(rows, assessment, quarter, programme),
        _told("definition", rows, marked(rows, "break"), rows["value"].to_numpy()),
    ]
    # Of each check what is furthest from the ordinary first.
    told = [one.loc[one["measure"].map(_far).sort_values(ascending=False).index] for one in found]
    return pd.concat(told, ignore_index=True).astype(STANDS_OUT_DTYPES)


def stands_out_said(
    of: Mapping[Any, Any], programme: Programme, language: Language
) -> tuple[str, str]:
    """What stands out in one row of `stands_out`, as its formula with numbers, and the limit."""
    check = str(of["check"])
    value, against, measure = (float(of[name]) for name in ("value", "against", "measure"))
    if check == "outlier":
        middle, spread = signed(float(of["middle"])), plain(float(of["spread"]))
        step = f"{plain(value)} − {signed(against)}"
        worked = f"M = (({step}) − {middle}) / {spread} = {plain(measure)}"
    elif check == "consistency":
        worked = f"{plain(value)} / {plain(against)} = {plain(measure)}"
    elif check == "running_total":
        worked = f"{plain(value)} − {plain(against)} = {plain(measure)}"
    elif check == "sum":
        worked = f"|{plain(value)} − {plain(against)}| / {plain(against)} = {plain(100 * measure)}%"
    elif check == "logic":
        worked = f"({plain(value)} − {plain(against)}) / {plain(against)} = {plain(100 * measure)}%"
    else:
        worked = say(language, "The reporter marked a change of definition.")
    return worked, limit_said(check, programme)


def limit_said(check: str, programme: Programme) -> str:
    """What a check wants; "" where there is no limit."""
    checks = programme.checks
    limits = {
        "outlier": f"|M| ≤ {plain(checks.outlier)}",
        "consistency": f"{plain(checks.consistent_low)} … {plain(checks.consistent_high)}",
        "running_total": "y(q) ≥ y(q − 1)",
        "sum": f"≤ {plain(100 * checks.total)}%",
        "logic": f"≤ {plain(100 * checks.denominator_jump)}%",
        "definition": "",
    }
    return limits[check]


def _far(measure: float) -> float:
    """How far a check's number is from the ordinary; a ratio and its inverse are as far."""
    size = abs(measure)
    return max(size, 1 / size) if size else float("inf")


def _outliers(rows: pd.DataFrame, level: Floats, programme: Programme) -> pd.DataFrame:
    """The modified z-score of the last step among all steps of the series."""
    steps = np.diff(level, axis=0)
    enough = np.isfinite(level).sum(axis=0) >= programme.checks.outlier_quarters
    with np.errstate(all="ignore"):
        middle = _median(steps)
        apart = np.abs(steps - middle)
        mad, mean = _median(apart), np.nansum(apart, axis=0) / np.isfinite(apart).sum(axis=0)
        spread = np.where(mad > 0, mad / _MAD, _MEAN_AD * mean)
        score = (steps[-1] - middle) / spread
        out = enough & (spread > 0) & (np.abs(score) > programme.checks.outlier)
    return _told("outlier", rows, out, level[-1], level[-2], score, middle=middle, spread=spread)


def _inconsistent(rows: pd.DataFrame, level: Floats, programme: Programme) -> pd.DataFrame:
    """The value held against the mean of the three quarters before it."""
    checks = programme.checks
    before = level[-1 - _BEFORE : -1]
    with np.errstate(all="ignore"):
        mean = before.mean(axis=0) if len(before) == _BEFORE else np.full(len(rows), np.nan)
        ratio = np.where(mean != 0, level[-1] / mean, np.nan)
        out = (ratio < checks.consistent_low) | (ratio > checks.consistent_high)
    # Of a few things, one more or less is a large share.
    counted = np.array([i.decimals == 0 for i in programme.indicators.values()])
    out &= ~counted[rows["indicator"].cat.codes.to_numpy()] | (np.abs(level[-1] - mean) >= FEW)
    return _told("consistency", rows, out, level[-1], mean, ratio)


def _falls(rows: pd.DataFrame, assessment: pd.DataFrame, quarter: int) -> pd.DataFrame:
    before = _earlier(rows, assessment, quarter, "value")
    value = rows["value"].to_numpy()
    return _told("running_total", rows, marked(rows, "fell"), value, before, value - before)


def _sums(nation: pd.DataFrame) -> pd.DataFrame:
    """The ministry's figure and the sum of the regions, of the nation."""
    ministry, regions = nation["ministry_value"].to_numpy(), nation["regions_value"].to_numpy()
    with np.errstate(all="ignore"):
        share = np.abs(regions - ministry) / np.abs(ministry)
    return _told("sum", nation, marked(nation, "sources_differ"), regions, ministry, share)


def _parts(
    rows: pd.DataFrame, assessment: pd.DataFrame, quarter: int, programme: Programme
) -> pd.DataFrame:
    """A denominator that jumps: shares before and after it are hard to compare."""
    value = rows["denominator"].to_numpy()
    before = _earlier(rows, assessment, quarter, "denominator")
    with np.errstate(all="ignore"):
        jump = np.where(before != 0, (value - before) / np.abs(before), np.nan)
        out = rows["reported"].to_numpy() & (np.abs(jump) > programme.checks.denominator_jump)
    out &= (rows["kind"] == "ratio").to_numpy() & ~marked(rows, "break")
    return _told("logic", rows, out, value, before, jump)


def _earlier(rows: pd.DataFrame, assessment: pd.DataFrame, quarter: int, name: str) -> Floats:
    """What the same series had in the quarter before."""
    then = assessment[assessment["quarter"] == quarter - 1]
    keys = ["indicator", "unit"]
    found = then.set_index(keys)[name].reindex(pd.MultiIndex.from_frame(rows[keys]))
    values: Floats = found.to_numpy(dtype=np.float64)
    return values


def _median(values: Floats) -> Floats:
    """Each series' median; NaN without a warning where nothing is known."""
    ordered = np.sort(values, axis=0)
    n = np.isfinite(ordered).sum(axis=0)
    column, most = np.arange(values.shape[1]), len(values) - 1
    low, high = np.maximum(n - 1, 0) // 2, np.minimum(n // 2, most)
    middle: Floats = (ordered[low, column] + ordered[high, column]) / 2
    return middle


def _told(
    check: str,
    rows: pd.DataFrame,
    out: Bools,
    value: Floats,
    against: Floats | None = None,
    measure: Floats | None = None,
    **more: Floats,
) -> pd.DataFrame:
    nothing = np.full(len(rows), np.nan)
    frame = pd.DataFrame(
        {
            "check": check,
            "indicator": rows["indicator"].astype("str"),
            "unit": rows["unit"].astype("str"),
            "quarter": rows["quarter"],
            "value": value,
            "against": nothing if against is None else against,
            "middle": more.get("middle", nothing),
            "spread": more.get("spread", nothing),
            "measure": nothing if measure is None else measure,
        }
    )
    return frame[out]
