"""How likely targets are reached, as of a quarter: every series of an assessment carried on.

Method: docs/method.md, “Outlook at the deadline”.
"""

from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.programme import OutlookSettings, Programme
from tracking.progress.forecast import Forecast, chance, flows, interval, levels
from tracking.progress.grid import Bools, Floats, Ints
from tracking.progress.measures import TOLERANCE
from tracking.progress.points import Points, points_of

# How the target's chance is told, and why there is none.
LIKELIHOODS: Final = ("likely", "uncertain", "unlikely", "not_assessed")
REASONS: Final = (
    "",
    "no_target",
    "milestone",  # verified or not; nothing to carry on
    "over",  # the deadline has come
    "not_reported",
    "stale",
    "insufficient",  # too few reports in a sum
    "gap",  # of a total: quarters enough since the last break, too few since one without data
    "few",  # too few quarters with data, since the last break
    "corrected",  # no two quarters to tell the spread by that no correction touched
)
WAYS: Final = ("", "level", "flow", "seasonal")

# The outlook: one row a series. `centre`, `low` and `high` are expected at the deadline, in the
# value's unit; `degrees` and `t` are of Student's t.
OUTLOOK_DTYPES: Final[dict[str, str]] = {
    "indicator": "category",
    "unit": "category",
    "quarter": "int32",
    "last": "int32",  # the last quarter with data it rests on, −1 for none
    "n": "int32",
    "horizon": "int32",
    "way": "category",
    "value": "float64",  # of the last quarter
    "slope": "float64",
    "strength": "float64",
    "same": "float64",  # of seasonal flows: what the same quarters of last year added
    "growth": "float64",  # … and last year against the one before
    "centre": "float64",
    "full_pace": "float64",
    "se": "float64",
    "degrees": "int32",
    "t": "float64",
    "low": "float64",
    "high": "float64",
    "hit": "float64",
    "likelihood": "category",
    "reason": "category",
}


@dataclass(frozen=True, slots=True)
class Ahead:
    """Where series are likely to be at a horizon, within their limits, and P(hit) of a goal.

    `reached`: a running total is there already, so that its chance is 1. `gap`: it has quarters
    enough, but too few since the last one without data.
    """

    found: Forecast
    centre: Floats
    full_pace: Floats
    low: Floats
    high: Floats
    t: Floats
    hit: Floats
    reached: Bools
    gap: Bools


def outlook(assessment: pd.DataFrame, programme: Programme, quarter: int) -> pd.DataFrame:
    """The outlook of every series as of a quarter, in the assessment's order (OUTLOOK_DTYPES).

    It rests on reports alone: never on carried values, sums of too few, or quarters before a
    change of definition or of source. Before the programme nothing is looked ahead from.
    """
    if quarter < programme.start.index:
        return pd.DataFrame(columns=list(OUTLOOK_DTYPES)).astype(OUTLOOK_DTYPES)
    heads = heads_of(assessment, quarter)
    settings = programme.outlook
    points = points_of(assessment, heads, programme, quarter)
    due = heads["due"].to_numpy().astype(np.int64)
    horizon = np.where((due >= 0) & (points.last >= 0), due - points.last, 0)
    of = ahead(points, heads, programme, horizon, heads["target"].to_numpy())
    reason = reasons(heads, of, horizon)
    told = reason == 0
    likelihood = np.where(told, likelihood_of(of.hit, settings), LIKELIHOODS.index("not_assessed"))
    numbers = {
        "last": np.where(points.last >= 0, points.last, -1),
        "n": of.found.n,
        "horizon": horizon,
        "way": np.where(told, ways(heads, of.found), 0),
        "value": points.newest,
        "slope": of.found.slope,
        "strength": of.found.strength,
        "same": of.found.same,
        "growth": of.found.growth,
        "centre": of.centre,
        "full_pace": of.full_pace,
        "se": of.found.se,
        "degrees": of.found.degrees,
        "t": of.t,
        "low": of.low,
        "high": of.high,
        "hit": of.hit,
        "likelihood": likelihood,
        "reason": reason,
    }
    return _frame(heads, numbers, told)


def likelihood_of(hit: Floats | float, settings: OutlookSettings) -> Ints:
    """What chances are called: the places in LIKELIHOODS."""
    called: Ints = np.select(
        [np.asarray(hit) >= settings.likely, np.asarray(hit) > settings.unlikely],
        [LIKELIHOODS.index("likely"), LIKELIHOODS.index("uncertain")],
        LIKELIHOODS.index("unlikely"),
    )
    return called


def heads_of(assessment: pd.DataFrame, quarter: int) -> pd.DataFrame:
    """The assessment's rows of one quarter: one for each series."""
    rows: pd.DataFrame = assessment[assessment["quarter"].to_numpy() == quarter]
    return rows.reset_index(drop=True)


def ahead(
    points: Points, heads: pd.DataFrame, programme: Programme, horizon: Ints, goal: Floats
) -> Ahead:
    """Every series carried on; horizon and goal are one for each series, or (horizons, series)."""
    settings, newest, running = programme.outlook, points.newest, running_totals(heads)
    found = _either(
        running,
        flows(points.up_to_the_last, newest, horizon, settings),
        levels(points.value, horizon, settings),
    )
    low, high = _limits(heads, programme)
    rising = ~(points.flow < 0).any(axis=0)
    low = np.where(running & rising, newest, low)
    below, above, t = interval(found, low, high, settings)
    sign = signs(heads, programme)
    hit = chance(found, goal, sign)
    with np.errstate(invalid="ignore"):
        reached = running & (sign * (newest - goal) >= -TOLERANCE * np.maximum(1, np.abs(goal)))
    return Ahead(
        found=found,
        centre=np.fmin(np.fmax(found.centre, low), high),
        full_pace=np.fmin(np.fmax(found.full_pace, low), high),
        low=below,
        high=above,
        t=t,
        hit=np.where(reached, 1.0, hit),
        reached=reached,
        gap=running & (np.isfinite(points.value).sum(axis=0) > settings.least_quarters),
    )


def running_totals(heads: pd.DataFrame) -> Bools:
    """Which series are totals that run on; the others are levels and shares."""
    kind = heads["kind"].astype("str").to_numpy()
    running: Bools = (kind == "flow") | (kind == "cumulative")
    return running


def ways(heads: pd.DataFrame, found: Forecast) -> Ints:
    """By which of WAYS each series is carried on."""
    way: Ints = np.where(running_totals(heads), np.where(found.seasonal, 3, 2), 1)
    return way


def signs(heads: pd.DataFrame, programme: Programme) -> Ints:
    """+1 where more is better, −1 where less is."""
    each = np.array([i.sign for i in programme.indicators.values()])
    picked: Ints = each[heads["indicator"].cat.codes.to_numpy()]
    return picked


def reasons(heads: pd.DataFrame, of: Ahead, horizon: Ints) -> Ints:
    """Why a series has no outlook; the first reason that holds."""
    status = heads["status"].astype("str").to_numpy()
    over = heads["due"].to_numpy() <= heads["quarter"].to_numpy()
    few = np.isnan(of.found.centre) | (horizon < 1)
    tests = {
        "no_target": np.isnan(heads["target"].to_numpy()),
        "milestone": heads["kind"].astype("str").to_numpy() == "milestone",
        "over": over,
        "not_reported": np.isnan(heads["value"].to_numpy()),
        "stale": status == "stale",
        "insufficient": status == "insufficient",
        "gap": few & of.gap,
        "few": few,
        "corrected": np.isnan(of.found.se) & ~of.reached,
    }
    picked: Ints = np.select(list(tests.values()), [REASONS.index(name) for name in tests], 0)
    return picked


def _either(which: Bools, one: Forecast, other: Forecast) -> Forecast:
    return Forecast(
        **{
            field.name: np.where(which, getattr(one, field.name), getattr(other, field.name))
            for field in fields(Forecast)
        }
    )


def _limits(heads: pd.DataFrame, programme: Programme) -> tuple[Floats, Floats]:
    codes = heads["indicator"].cat.codes.to_numpy()
    each = [i.limits for i in programme.indicators.values()]
    low, high = np.array(each, dtype=np.float64).T
    return low[codes], high[codes]


def _frame(heads: pd.DataFrame, numbers: dict[str, npt.NDArray[Any]], told: Bools) -> pd.DataFrame:
    """The rows; where there is no outlook, its numbers are missing."""
    coded = {"way": WAYS, "likelihood": LIKELIHOODS, "reason": REASONS}
    columns: dict[str, Any] = {name: heads[name] for name in ("indicator", "unit", "quarter")}
    for name, values in numbers.items():
        if name in coded:
            columns[name] = pd.Categorical.from_codes(values, pd.Index(list(coded[name])))
        elif OUTLOOK_DTYPES[name] == "float64" and name != "value":
            columns[name] = np.where(told, values, np.nan)
        else:
            columns[name] = values.astype(OUTLOOK_DTYPES[name])
    return pd.DataFrame(columns)[list(OUTLOOK_DTYPES)]
