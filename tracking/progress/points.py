"""What series are known by: the reports that an outlook rests on, laid on a grid of quarters.

Method: docs/method.md, “Outlook at the deadline”.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tracking.programme import Programme
from tracking.progress.columns import SUMS
from tracking.progress.grid import Bools, Floats, Ints
from tracking.progress.measures import TOLERANCE


@dataclass(frozen=True, slots=True)
class Points:
    """What the series are known by, (quarters, series); row 0 is quarter `first`.

    `flow` is what each quarter added; `last` the last quarter with data, −1 for none.
    """

    first: int
    value: Floats
    flow: Floats
    last: Ints

    @property
    def newest(self) -> Floats:
        """The value of each series' last quarter."""
        at = np.maximum(self.last - self.first, 0)[None]
        picked: Floats = np.take_along_axis(self.value, at, axis=0)[0]
        return np.where(self.last >= 0, picked, np.nan)

    @property
    def up_to_the_last(self) -> Floats:
        """The flows; none of a series whose last quarter with data follows a gap."""
        at = np.maximum(self.last - self.first, 0)[None]
        return np.where(np.isfinite(np.take_along_axis(self.flow, at, axis=0)), self.flow, np.nan)


def points_of(
    assessment: pd.DataFrame, heads: pd.DataFrame, programme: Programme, quarter: int
) -> Points:
    """The reports that count, on a grid; totals begin at 0, or at their baseline, at the start."""
    places = np.full(how_many(heads), -1)
    places[series(heads)] = np.arange(len(heads))
    usable = _usable(assessment, programme, quarter)
    rows = np.flatnonzero(usable)
    place = places[series(assessment)[rows]]
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
    return Points(first, value, flow, np.where(last >= 0, last + first, -1))


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
    # Beside a ministry's figure stands how much of the regions' sum came: it is no sum itself.
    summed = assessment["origin"].isin(SUMS).to_numpy()
    usable: Bools = assessment["reported"].to_numpy() & (enough | ~summed)
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
    broken = marked(assessment, "break")
    broken &= assessment["quarter"].to_numpy() <= quarter
    rows = np.flatnonzero(broken)
    place = places[series(assessment)[rows]]
    when = assessment["quarter"].to_numpy()[rows] - first
    np.maximum.at(found, place[place >= 0], when[place >= 0])
    return found


def marked(frame: pd.DataFrame, mark: str) -> Bools:
    """Which rows have this mark."""
    # Rows with the same marks share one tuple: few are looked into.
    tuples = frame["marks"].tolist()
    shared, found = pd.factorize(np.fromiter(map(id, tuples), dtype=np.int64, count=len(tuples)))
    first = np.empty(len(found), dtype=np.int64)
    first[shared[::-1]] = np.arange(len(shared))[::-1]
    having = np.array([mark in tuples[at] for at in first.tolist()], dtype=bool)
    of: Bools = having[shared]
    return of


def series(frame: pd.DataFrame) -> Ints:
    """A number for each series; the categories are the same in all rows of an assessment."""
    indicators = len(frame["indicator"].cat.categories)
    units = frame["unit"].cat.codes.to_numpy().astype(np.int64)
    return units * indicators + frame["indicator"].cat.codes.to_numpy()


def how_many(frame: pd.DataFrame) -> int:
    """How many numbers there are for series."""
    return len(frame["unit"].cat.categories) * len(frame["indicator"].cat.categories)
