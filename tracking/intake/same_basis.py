"""Each value held against those of the same basis before it."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from tracking.intake.amounts import Floats
from tracking.intake.keys import Bools
from tracking.intake.series import (
    FEW_FOR_SHARE,
    FEW_FOR_TIMES,
    PERIOD_END,
    SINCE_START,
    YEAR_TO_DATE,
    Grid,
    Suspicion,
    last_before,
)

# Where every step was the same, the least other one is out of line; it must matter, too.
MATTERS: Final = 0.05
# A level is held against the one before only within a year.
NEAR: Final = 4


class SameBasis:
    """The figures of one basis: only like is held against like."""

    def __init__(self, grid: Grid, basis: int) -> None:
        self.grid, self.basis = grid, basis
        self.stated = np.where(grid.basis == basis, grid.value, np.nan)
        self.mine = (grid.row >= 0) & ~np.isnan(self.stated)
        self.value: Floats = self._within_year() if basis == YEAR_TO_DATE else self.stated
        self.before, self.at = last_before(self.value)

    def all(self) -> Iterator[Suspicion]:
        """Every check of this basis."""
        grid = self.grid
        yield from self._falls()
        fraction = self._fraction()
        mixed = self._mixed() & ~fraction
        changed = self._changed() & ~mixed
        # What a correction was asked about already is not asked again.
        again = grid.mixed_up[grid.row]
        yield self._told("fraction_suspected", fraction & ~again)
        yield self._told("unit_mix_up", mixed & ~again)
        yield self._told("definition_break_suspected", changed & ~again)
        yield from self._steps(~mixed & ~changed & ~grid.corrected[grid.row])

    def _steps(self, among: Bools) -> Iterator[Suspicion]:
        """Steps out of line with the past, also where there is none."""
        outlier = self._outlier() & among
        still = outlier & (self.value == self.before)
        yield self._told("outlier", outlier & ~still)
        yield self._told("stands_still", still)

    def _told(self, code: str, where: Bools) -> Suspicion:
        return self.grid.told(code, where, self.value, self.before, self.at)

    def _within_year(self) -> Floats:
        """What the year to date added in the quarter; of a ratio nothing adds up."""
        added = self.stated.copy()
        later = np.flatnonzero(self.grid.quarter_of_year[1:] > 0) + 1
        added[:, later] = self.stated[:, later] - self.stated[:, later - 1]
        return np.where(self.grid.kind["flow"], added, self.stated)

    def _falls(self) -> Iterator[Suspicion]:
        if self.basis not in (SINCE_START, YEAR_TO_DATE):
            return
        before, at = last_before(self.stated)
        fell = self.mine & ~self.grid.marked & ~self.grid.kind["ratio"]
        fell &= self.stated < before
        if self.basis == YEAR_TO_DATE:
            quarters = np.arange(self.stated.shape[1])
            same_year = (self.grid.first + quarters) // 4 == (self.grid.first + at) // 4
            fell &= same_year
        yield self.grid.told("running_total_falls", fell, self.stated, before, at)

    def _fraction(self) -> Bools:
        """A share given as 0.459 where 45.9 is meant."""
        grid = self.grid
        scale = grid.measures.scale[grid.indicator][:, None]
        small = self.mine & grid.kind["ratio"] & (scale >= 100)
        small &= (self.value > 0) & (self.value < 1)
        if small.any():
            series, quarter = np.nonzero(small)
            small[series, quarter] = grid.file.written[grid.row[series, quarter]]
            # A rate that was below 1 before, 0.4 % say, may well be so again.
            small &= np.isnan(self.before) | (self.before >= 10 * self.value)
        return np.asarray(small)

    def _mixed(self) -> Bools:
        times = self.grid.known.programme.checks.unit_mix_up
        now, before = self.value, self.before
        mixed = self.mine & (now > 0) & (before > 0)
        mixed &= (now > times * before) | (times * now < before)
        return np.asarray(mixed & (~self.grid.counted | (np.fmax(now, before) >= FEW_FOR_TIMES)))

    def _changed(self) -> Bools:
        """A level that falls or jumps as levels rarely do: has the definition changed?"""
        checks = self.grid.known.programme.checks
        if self.basis != PERIOD_END:
            return np.zeros_like(self.mine)
        quarters = np.arange(self.value.shape[1])
        changed = self.mine & self.grid.kind["stock"] & ~self.grid.marked & (self.before > 0)
        apart = quarters - self.at
        changed &= apart <= NEAR
        step = self.value - self.before
        changed &= (step < -checks.level_fall * self.before) | (
            step > checks.level_jump * apart * self.before
        )
        return np.asarray(changed & (~self.grid.counted | (np.abs(step) >= FEW_FOR_SHARE)))

    def _outlier(self) -> Bools:
        """A step out of line with the unit's own past: modified z-score of its changes."""
        checks = self.grid.known.programme.checks
        enough = (~np.isnan(self.value)).sum(axis=1) >= checks.outlier_quarters
        enough &= self.mine.any(axis=1)
        found = np.zeros_like(self.mine)
        series = np.flatnonzero(enough)
        if not len(series):
            return found
        step = self.value[series] - self.before[series]
        # Over a gap a level or total moves for several quarters; a flow is of one quarter.
        apart = np.arange(step.shape[1]) - self.at[series]
        step /= np.where(self.grid.kind["flow"][series], 1, apart)
        step[self.grid.marked[series]] = np.nan
        distance = step - _median(step)[:, None]
        far = np.abs(distance)
        spread = _median(far)
        with np.errstate(all="ignore"):
            mean = np.nansum(far, axis=1) / (~np.isnan(far)).sum(axis=1)
            unit = np.where(spread > 0, spread / 0.6745, 1.253314 * mean)
            found[series] = (unit[:, None] > 0) & (far > checks.outlier * unit[:, None])
            found[series] &= far > MATTERS * np.abs(self.value[series])
        return np.asarray(found & self.mine)


def _median(rows: Floats) -> Floats:
    """Each row's median, NaN left out: numpy's own goes row by row."""
    ordered = np.sort(rows, axis=1)
    n = (~np.isnan(ordered)).sum(axis=1)
    line = np.arange(len(rows))
    low, high = np.maximum(n - 1, 0) // 2, n // 2
    high = np.minimum(high, rows.shape[1] - 1)
    return np.asarray((ordered[line, low] + ordered[line, high]) / 2)
