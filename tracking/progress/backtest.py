"""The outlook held against what came: one made in every quarter so far, as it was known then.

Rolling origin (Tashman 2000, “Out-of-sample tests of forecasting accuracy”, International Journal
of Forecasting 16, 437–450). Method: docs/method.md, “How far the outlook can be trusted”.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from tracking.programme import Programme
from tracking.progress.aims import stepped
from tracking.progress.grid import Bools, Floats, Ints
from tracking.progress.measures import REACHED, Aim, measure
from tracking.progress.outlook import (
    WAYS,
    ahead,
    heads_of,
    reasons,
    running_totals,
    signs,
    ways,
)
from tracking.progress.points import how_many, marked, points_of, series

# Quarters ahead that are looked at; and besides, the deadlines that have come.
HORIZONS: Final = 4
# Chances are told apart in fifths: up to 0.2 is unlikely, from 0.8 on likely.
BINS: Final = 5

# One outlook that can be held against what came. `goal` is the planned path's value at quarter
# `to`, at the deadline the target; `hit` its chance and `came` whether it was reached (1, 0), NaN
# where there is no path or it was reached before. Errors are in units of `scale`.
CASE_DTYPES: Final[dict[str, str]] = {
    "indicator": "category",
    "unit": "category",
    "quarter": "int32",  # as of which it was made
    "to": "int32",
    "horizon": "int32",  # quarters between the two
    "deadline": "bool",
    "way": "category",
    "centre": "float64",
    "low": "float64",
    "high": "float64",
    "full_pace": "float64",
    "naive": "float64",
    "scale": "float64",
    "goal": "float64",
    "hit": "float64",
    "actual": "float64",
    "inside": "bool",
    "came": "float64",
}


@dataclass(frozen=True)
class Backtest:
    """Every outlook beside what came, and how many `series` have enough history to judge by.

    `known_then` tells whether each outlook rests on what was known on the day its quarter's
    reports were due, or on today's knowledge.
    """

    cases: pd.DataFrame
    series: int
    needed: int
    known_then: bool

    @property
    def enough(self) -> bool:
        """Whether there is history enough to say something."""
        return self.series >= self.needed

    @cached_property
    def horizons(self) -> pd.DataFrame:
        """How the outlooks did, by quarters ahead."""
        found = _by(self.cases[self.cases["horizon"] <= HORIZONS], "horizon")
        return found[found["n"] > 0]

    @cached_property
    def at_deadline(self) -> pd.DataFrame:
        """How those for deadlines that have come did, however far ahead: one row, or none."""
        found = _by(self.cases[self.cases["deadline"]].assign(all=0), "all")
        return found[found["n"] > 0]

    @cached_property
    def ways(self) -> pd.DataFrame:
        """How they did by the way series are carried on, over all horizons."""
        found = _by(self.cases[self.cases["horizon"] <= HORIZONS], "way")
        return found[found["n"] > 0]

    @cached_property
    def calibration(self) -> pd.DataFrame:
        """Of each fifth of chances: low, high, n, the mean chance `said`, the share that `came`."""
        told = self._chances
        edges = np.arange(BINS + 1) / BINS
        fifth = np.clip((told["hit"].to_numpy() * BINS).astype(int), 0, BINS - 1)
        groups = told.groupby(fifth)
        found = pd.DataFrame(
            {"n": groups.size(), "said": groups["hit"].mean(), "came": groups["came"].mean()}
        )
        at = found.index.to_numpy(dtype=int)
        return found.assign(low=edges[at], high=edges[at + 1]).reset_index(drop=True)

    @cached_property
    def brier(self) -> tuple[float, float]:
        """The mean squared error of the chances, and that of always telling the share that came.

        Brier (1950), “Verification of forecasts expressed in terms of probability”, Monthly
        Weather Review 78, 1–3.
        """
        told = self._chances
        base = told["came"].mean()
        return float(((told["hit"] - told["came"]) ** 2).mean()), float(base * (1 - base))

    @property
    def _chances(self) -> pd.DataFrame:
        return self.cases[self.cases["came"].notna()]


def backtest(
    assessment: pd.DataFrame,
    programme: Programme,
    known_then: Mapping[int, pd.DataFrame] | None = None,
) -> Backtest:
    """Every outlook of the quarters so far, held against what the assessment says came.

    `known_then` has for each quarter the assessment as it was known then; without it the present
    one is read up to that quarter. What came counts where it goes on with what the outlook rests
    on: reported, enough of a sum, of one definition and source, and a flow without a gap.
    """
    last = int(assessment["quarter"].max()) if len(assessment) else programme.start.index
    found = [
        _of_origin(
            assessment if known_then is None else known_then[quarter], quarter, came, programme
        )
        for came in [_came(assessment, programme, last)]
        for quarter in range(programme.start.index, last)
        if known_then is None or quarter in known_then
    ]
    cases = pd.concat(found or [_none(assessment)], ignore_index=True)
    return Backtest(
        cases=cases.astype(CASE_DTYPES),
        series=_long_enough(cases, assessment, programme, last),
        needed=programme.outlook.history_series,
        known_then=known_then is not None,
    )


@dataclass(frozen=True, slots=True)
class _Came:
    """What came, (quarters, series) from the start on, a place for each number of a series.

    `value`, and since which quarter it goes on without a break or gap.
    """

    first: int
    value: Floats
    since: Ints


def _came(assessment: pd.DataFrame, programme: Programme, last: int) -> _Came:
    first = programme.start.index
    shape = (last - first + 1, how_many(assessment))
    value, since = np.full(shape, np.nan), np.full(shape, last + 1)
    for quarter in range(first, last + 1):
        heads = heads_of(assessment, quarter)
        points = points_of(assessment, heads, programme, quarter)
        there = points.last == quarter
        row = np.arange(len(points.value))[:, None]
        of_level = np.where(np.isfinite(points.value), row, len(row)).min(axis=0)
        gaps = np.where(np.isfinite(points.flow), -1, row).max(axis=0)
        begun = np.where(running_totals(heads), gaps, of_level) + points.first
        at = series(heads)[there]
        value[quarter - first, at] = points.newest[there]
        since[quarter - first, at] = begun[there]
    return _Came(first, value, since)


def _of_origin(
    known: pd.DataFrame, quarter: int, came: _Came, programme: Programme
) -> pd.DataFrame:
    """The outlooks made in one quarter that can be held against what came."""
    heads = heads_of(known, quarter)
    if heads.empty:
        return _none(known)
    points = points_of(known, heads, programme, quarter)
    due = heads["due"].to_numpy().astype(np.int64)
    last = came.first + len(came.value) - 1
    steps = np.arange(1, HORIZONS + 1)[:, None]
    # The deadline is a horizon of its own where it lies further off.
    to = np.concatenate([np.broadcast_to(quarter + steps, (HORIZONS, len(heads))), due[None]])
    wanted = (to <= due) & (to <= last)
    wanted[HORIZONS] &= due > quarter + HORIZONS
    goal = _goals(heads, to, programme)
    of = ahead(points, heads, programme, np.maximum(to - points.last, 0), goal)
    told = reasons(heads, of, due - points.last) == 0
    at = np.clip(to, came.first, last) - came.first, series(heads)
    actual = came.value[at]
    wanted &= told & np.isfinite(actual) & (came.since[at] <= points.last)
    arrays: dict[str, Any] = {
        "indicator": heads["indicator"].cat.codes.to_numpy(),
        "unit": heads["unit"].cat.codes.to_numpy(),
        "quarter": quarter,
        "to": to,
        "horizon": to - quarter,
        "deadline": to == due,
        "way": ways(heads, of.found),
        "centre": of.centre,
        "low": of.low,
        "high": of.high,
        "full_pace": of.full_pace,
        "naive": of.found.naive,
        "scale": of.found.scale,
        "goal": goal,
        "hit": of.hit,
        "actual": actual,
        "inside": _inside(actual, of.low, of.high),
        "came": _reached(actual, goal, signs(heads, programme), of.reached),
    }
    picked: dict[str, Any] = {
        name: np.broadcast_to(array, to.shape)[wanted] for name, array in arrays.items()
    }
    for name in ("indicator", "unit"):
        picked[name] = pd.Categorical.from_codes(picked[name], known[name].cat.categories)
    picked["way"] = pd.Categorical.from_codes(picked["way"], pd.Index(list(WAYS)))
    return pd.DataFrame(picked)


def _goals(heads: pd.DataFrame, to: Ints, programme: Programme) -> Floats:
    """What the planned path asks for at these quarters; at the deadline the target itself."""
    directions = [i.direction for i in programme.indicators.values()]
    steady = np.array([d in ("at_least", "at_most") for d in directions])
    target, due = heads["target"].to_numpy(), heads["due"].to_numpy().astype(np.int64)
    aim = Aim(
        target=target,
        due=due,
        baseline=heads["baseline"].to_numpy(),
        baseline_quarter=heads["baseline_quarter"].to_numpy().astype(np.int64),
        path=heads["path"].cat.codes.to_numpy(),
        sign=signs(heads, programme),
        steady=steady[heads["indicator"].cat.codes.to_numpy()],
        planned=_planned(heads, to),
    )
    path_value = measure(np.full(to.shape, np.nan), to, aim).path_value
    # A sum follows its members' interim targets, which its row does not have.
    straight = marked(heads, "plan_as_linear") | (heads["path"] != "plan").to_numpy()
    untold = ~straight & (heads["interim"].astype("str") == "").to_numpy()
    return np.where(to == due, target, np.where(untold, np.nan, path_value))


def _planned(heads: pd.DataFrame, to: Ints) -> Floats:
    """What the interim targets ask for at these quarters; NaN where there are none."""
    planned = np.full(to.shape, np.nan)
    steps = heads["interim"].astype("str").to_numpy()
    for at in np.flatnonzero(steps != ""):
        row = heads.iloc[at]
        ends = (row["baseline_quarter"], row["baseline"]), (row["due"], row["target"])
        planned[:, at] = stepped(steps[at], ends, to[:, at])
    return planned


def _inside(actual: Floats, low: Floats, high: Floats) -> Bools:
    slack = REACHED * np.maximum(1, np.abs(actual))
    found: Bools = (actual >= low - slack) & (actual <= high + slack)
    return found


def _reached(actual: Floats, goal: Floats, sign: Ints, before: Bools) -> Floats:
    """Whether the goal was reached; NaN where there is none, or where nothing was uncertain."""
    reached = sign * (actual - goal) >= -REACHED * np.maximum(1, np.abs(goal))
    return np.where(np.isfinite(goal) & ~before, reached, np.nan)


def _by(cases: pd.DataFrame, by: str) -> pd.DataFrame:
    """Of each group: how many, the share inside the interval, and the mean scaled errors.

    `error`, `naive` and `full_pace` are MASE, mean absolute scaled errors: in units of what naive
    missed by, a quarter ahead, up to the outlook's quarter (Hyndman & Koehler 2006, “Another look
    at measures of forecast accuracy”, International Journal of Forecasting 22, 679–688).
    `ratio` and `full_ratio` hold the outlook and full pace against naive: below 1 is better. A
    series that never changed has no scale and is left out of them; `scaled` are the others.
    """
    scale = cases["scale"].where(cases["scale"] > 0)
    errors = {
        name: (cases["actual"] - cases[column]).abs() / scale
        for name, column in (("error", "centre"), ("naive", "naive"), ("full_pace", "full_pace"))
    }
    groups = cases.assign(**errors).groupby(by, observed=False)
    found = groups.agg(
        n=("inside", "size"),
        inside=("inside", "mean"),
        scaled=("error", "count"),
        error=("error", "mean"),
        naive=("naive", "mean"),
        full_pace=("full_pace", "mean"),
    )
    base = found["naive"].where(found["naive"] > 0)
    found = found.assign(ratio=found["error"] / base, full_ratio=found["full_pace"] / base)
    return found.reset_index()


def _long_enough(
    cases: pd.DataFrame, assessment: pd.DataFrame, programme: Programme, last: int
) -> int:
    """How many series have enough quarters with data, and outlooks that something came of."""
    heads = heads_of(assessment, last)
    if heads.empty:
        return 0
    points = points_of(assessment, heads, programme, last)
    running = running_totals(heads)
    quarters = np.isfinite(np.where(running, points.flow, points.value)).sum(axis=0)
    long = series(heads)[quarters >= programme.outlook.history_quarters]
    return int(np.isin(long, series(cases)).sum())


def _none(assessment: pd.DataFrame) -> pd.DataFrame:
    of = {name: assessment[name].iloc[:0] for name in ("indicator", "unit")}
    empty = pd.DataFrame({name: [] for name in CASE_DTYPES}).astype(CASE_DTYPES)
    return empty.assign(**of)
