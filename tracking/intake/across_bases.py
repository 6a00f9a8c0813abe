"""Flows stated on another basis than before, held against what those come to a quarter or so far.

The total of three quarters is not held against a quarter's value, but a third of it is; and it
cannot be less than those of its quarters that are known.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from tracking.intake.amounts import Floats
from tracking.intake.keys import Bools
from tracking.intake.same_basis import SameBasis
from tracking.intake.series import (
    QUARTER,
    SINCE_START,
    YEAR_TO_DATE,
    Grid,
    Suspicion,
    last_before,
)

_NO_BASIS: Final = 0


class AcrossBases(SameBasis):
    """Figures of any basis as what they come to a quarter; a ratio is one as it stands."""

    def __init__(self, grid: Grid) -> None:
        self.grid, self.basis = grid, _NO_BASIS
        self.stated = grid.value
        self.mine = self._unlike_any_before()
        each, self.so_far = _a_quarter_and_so_far(grid)
        self.value = np.where(grid.kind["flow"], each, grid.value)
        self.before, self.at = last_before(self.value)

    def all(self) -> Iterator[Suspicion]:
        """What only another basis shows: where there is one of the same, that was asked."""
        again = self.grid.mixed_up[self.grid.row]
        mixed = self._mixed()
        short = self._less_than_parts()
        yield self._told("unit_mix_up", mixed & ~again)
        yield self.grid.told("less_than_parts", short, self.stated, self.so_far, None)
        yield from self._steps(~mixed & ~short & ~self.grid.corrected[self.grid.row])

    def _unlike_any_before(self) -> Bools:
        """The file's values without a value of the same basis that they could be held against."""
        found = np.zeros(self.grid.value.shape, dtype=bool)
        for basis in (QUARTER, YEAR_TO_DATE, SINCE_START):
            own = SameBasis(self.grid, basis)
            found |= own.mine & (np.isnan(own.value) | np.isnan(own.before))
        return found

    def _less_than_parts(self) -> Bools:
        allowed = 1 - self.grid.known.programme.checks.total
        short = (self.grid.row >= 0) & ~self.grid.marked & self.grid.kind["flow"]
        return np.asarray(short & (self.stated < allowed * self.so_far))


class _Span:
    """What of a year, or of the action so far, is known: its last total, and its parts' sum."""

    def __init__(self, size: int, before: int) -> None:
        self.total, self.sum = np.zeros(size), np.zeros(size)
        # The column of the last total; first the one before the span begins.
        self.at = np.full(size, before)
        self.stated = np.zeros(size, dtype=bool)

    def a_quarter(self, value: Floats, column: int) -> Floats:
        """What a total comes to a quarter, since the one before it or since the span began."""
        return np.asarray((value - self.total) / np.maximum(column - self.at, 1))

    def so_far(self, value: Floats) -> Floats:
        """What was known before a total; NaN where it is below the total before anyway."""
        return np.where(self.stated & (value < self.total), np.nan, self.sum)

    def take(self, where: Bools, value: Floats, column: int) -> None:
        """A total is stated."""
        self.total[where] = self.sum[where] = value[where]
        self.at[where] = column
        self.stated[where] = True


def _a_quarter_and_so_far(grid: Grid) -> tuple[Floats, Floats]:
    """What each flow comes to a quarter, and what was known before of the span that it covers."""
    each, so_far = np.full(grid.value.shape, np.nan), np.full(grid.value.shape, np.nan)
    start = grid.known.programme.start.index - grid.first
    year, action = _Span(len(each), 0), _Span(len(each), start - 1)
    for column, of_year in enumerate(grid.quarter_of_year.tolist()):
        if of_year == 0 or column == 0:
            year = _Span(len(each), column - of_year - 1)
        value = grid.value[:, column]
        there = ~np.isnan(value)
        single, yearly, running = (
            there & (grid.basis[:, column] == b) for b in (QUARTER, YEAR_TO_DATE, SINCE_START)
        )
        each[single, column] = value[single]
        for span, total in ((year, yearly), (action, running)):
            each[total, column] = span.a_quarter(value, column)[total]
            so_far[total, column] = span.so_far(value)[total]
        if column >= start:
            action.sum[single] += value[single]
        if column - of_year >= start:
            action.sum[yearly] += np.maximum(value - year.sum, 0)[yearly]
        year.sum[single] += value[single]
        year.take(yearly, value, column)
        action.take(running, value, column)
    return each, so_far
