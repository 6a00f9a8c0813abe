"""How likely targets are reached, as of a quarter: every series of an assessment carried on.

Method: docs/method.md, “Outlook at the deadline”.
"""

from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.programme import Programme
from tracking.progress.forecast import Forecast, chance, flows, interval, levels
from tracking.progress.grid import Bools, Floats, Ints
from tracking.progress.measures import TOLERANCE

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
    "few",  # too few quarters with data, since the last break
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
class _Points:
    """What the series are known by, (quarters, series); row 0 is quarter `first`."""

    first: int
    value: Floats
    flow: Floats
    last: Ints


def outlook(assessment: pd.DataFrame, programme: Programme, quarter: int) -> pd.DataFrame:
    """The outlook of every series as of a quarter, in the assessment's order (OUTLOOK_DTYPES).

    It rests on reports alone: never on carried values, sums of too few, or quarters before a
    change of definition or of source.
    """
    heads = assessment[assessment["quarter"].to_numpy() == quarter].reset_index(drop=True)
    settings = programme.outlook
    points = _points(assessment, heads, programme, quarter)
    kind = heads["kind"].astype("str").to_numpy()
    running = (kind == "flow") | (kind == "cumulative")
    due = heads["due"].to_numpy().astype(np.int64)
    horizon = np.where((due >= 0) & (points.last >= 0), due - points.last, 0)
    newest = _newest(points)
    found = _either(
        running,
        flows(points.flow, newest, horizon, settings),
        levels(points.value, horizon, settings),
    )
    low, high = _limits(heads, programme)
    rising = ~(points.flow < 0).any(axis=0)
    low = np.where(running & rising, newest, low)
    below, above, t = interval(found, low, high, settings)
    target, sign = heads["target"].to_numpy(), _signs(heads, programme)
    hit = chance(found, target, sign)
    with np.errstate(invalid="ignore"):
        reached = running & (sign * (newest - target) >= -TOLERANCE * np.maximum(1, np.abs(target)))
    hit = np.where(reached, 1.0, hit)
    reason = _reasons(heads, found, horizon, kind)
    told = reason == 0
    likelihood = np.select(
        [~told, hit >= settings.likely, hit > settings.unlikely],
        [LIKELIHOODS.index(name) for name in ("not_assessed", "likely", "uncertain")],
        LIKELIHOODS.index("unlikely"),
    )
    way = np.where(running, np.where(found.seasonal, 3, 2), 1)
    numbers = {
        "last": np.where(points.last >= 0, points.last, -1),
        "n": found.n,
        "horizon": horizon,
        "way": np.where(told, way, 0),
        "value": newest,
        "slope": found.slope,
        "strength": found.strength,
        "centre": np.fmin(np.fmax(found.centre, low), high),
        "full_pace": np.fmin(np.fmax(found.full_pace, low), high),
        "se": found.se,
        "degrees": found.degrees,
        "t": t,
        "low": below,
        "high": above,
        "hit": hit,
        "likelihood": likelihood,
        "reason": reason,
    }
    return _frame(heads, numbers, told)


def _points(
    assessment: pd.DataFrame, heads: pd.DataFrame, programme: Programme, quarter: int
) -> _Points:
    """The reports that count, on a grid; totals begin at 0, or at their baseline, at the start."""
    places = np.full(_size(heads), -1)
    places[_keys(heads)] = np.arange(len(heads))
    usable = _usable(assessment, programme, quarter)
    rows = np.flatnonzero(usable)
    place = places[_keys(assessment)[rows]]
    rows, place = rows[place >= 0], place[place >= 0]
    when = assessment["quarter"].to_numpy()[rows].astype(np.int64)
    zero = programme.start.index - 1
    first = min(int(when.min(initial=zero)), zero)
    shape = (quarter - first + 1, len(heads))
    value, ministry = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    value[when - first, place] = assessment["value"].to_numpy()[rows]
    origin = assessment["origin"]
    of_ministry = origin.cat.categories.get_loc("ministry")
    ministry[when - first, place] = origin.cat.codes.to_numpy()[rows] == of_ministry
    _begin(value, heads, zero - first, programme)
    at = np.arange(shape[0])[:, None]
    last = np.where(np.isfinite(value), at, -1).max(axis=0)
    same = ministry == np.take_along_axis(ministry, np.maximum(last, 0)[None], axis=0)
    same[zero - first] = True
    broken = _last_break(assessment, places, first, quarter, shape)
    value = np.where(same & (at >= broken), value, np.nan)
    flow = np.full(shape, np.nan)
    flow[1:] = value[1:] - value[:-1]
    return _Points(first, value, flow, np.where(last >= 0, last + first, -1))


def _begin(value: Floats, heads: pd.DataFrame, row: int, programme: Programme) -> None:
    """Totals are 0 before the start, or what is stated as their baseline; levels have none."""
    kind = heads["kind"].astype("str").to_numpy()
    baseline = heads["baseline"].to_numpy()
    based = (heads["baseline_quarter"].to_numpy() == programme.start.index - 1) & np.isfinite(
        baseline
    )
    unheard = np.isnan(value[: row + 1]).all(axis=0)
    begins = (kind == "flow") | ((kind == "cumulative") & unheard)
    begin = np.where(based & (kind != "flow"), baseline, 0.0)
    value[: row + 1, kind == "flow"] = np.nan
    value[row] = np.where(begins, begin, value[row])
    # A total that nobody has reported since rests on nothing.
    silent = begins & np.isnan(value[row + 1 :]).all(axis=0)
    value[row, silent] = np.nan


def _usable(assessment: pd.DataFrame, programme: Programme, quarter: int) -> Bools:
    """Rows of a report of their own quarter; of a sum, where enough of it came."""
    enough = assessment["coverage"].to_numpy() >= programme.thresholds.coverage - TOLERANCE
    alone = assessment["expecting"].to_numpy() <= 1
    usable: Bools = assessment["reported"].to_numpy() & (enough | alone)
    usable &= np.isfinite(assessment["value"].to_numpy())
    usable &= assessment["quarter"].to_numpy() <= quarter
    return usable


def _last_break(
    assessment: pd.DataFrame,
    places: Ints,
    first: int,
    quarter: int,
    shape: tuple[int, ...],
) -> Ints:
    """The row of the grid in which each series last changed its definition, −1 for never."""
    found = np.full(shape[1], -1, dtype=np.int64)
    # Rows with the same marks share one tuple.
    tuples = assessment["marks"].tolist()
    shared = np.fromiter(map(id, tuples), dtype=np.int64, count=len(tuples))
    breaks = [id(marks) for marks in {id(one): one for one in tuples}.values() if "break" in marks]
    broken = np.isin(shared, breaks)
    broken &= assessment["quarter"].to_numpy() <= quarter
    rows = np.flatnonzero(broken)
    place = places[_keys(assessment)[rows]]
    when = assessment["quarter"].to_numpy()[rows] - first
    np.maximum.at(found, place[place >= 0], when[place >= 0])
    return found


def _keys(frame: pd.DataFrame) -> Ints:
    """A number for each series; the categories are the same in all rows of an assessment."""
    indicators = len(frame["indicator"].cat.categories)
    units = frame["unit"].cat.codes.to_numpy().astype(np.int64)
    return units * indicators + frame["indicator"].cat.codes.to_numpy()


def _size(frame: pd.DataFrame) -> int:
    return len(frame["unit"].cat.categories) * len(frame["indicator"].cat.categories)


def _newest(points: _Points) -> Floats:
    at = np.maximum(points.last - points.first, 0)[None]
    picked: Floats = np.take_along_axis(points.value, at, axis=0)[0]
    return np.where(points.last >= 0, picked, np.nan)


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


def _signs(heads: pd.DataFrame, programme: Programme) -> Ints:
    signs = np.array([i.sign for i in programme.indicators.values()])
    picked: Ints = signs[heads["indicator"].cat.codes.to_numpy()]
    return picked


def _reasons(heads: pd.DataFrame, found: Forecast, horizon: Ints, kind: npt.NDArray[Any]) -> Ints:
    """Why a series has no outlook; the first reason that holds."""
    status = heads["status"].astype("str").to_numpy()
    over = heads["due"].to_numpy() <= heads["quarter"].to_numpy()
    tests = {
        "no_target": np.isnan(heads["target"].to_numpy()),
        "milestone": kind == "milestone",
        "over": over,
        "not_reported": np.isnan(heads["value"].to_numpy()),
        "stale": status == "stale",
        "insufficient": status == "insufficient",
        "few": np.isnan(found.centre) | (horizon < 1),
    }
    picked: Ints = np.select(list(tests.values()), [REASONS.index(name) for name in tests], 0)
    return picked


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
