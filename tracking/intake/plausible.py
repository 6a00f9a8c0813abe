"""What is possible but looks wrong: each value held against its own series and what is known."""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.intake.amounts import Floats, Measures, plain
from tracking.intake.contract import BY_CODE
from tracking.intake.findings import Value
from tracking.intake.keys import NUMBER_OF_BASIS, Bools, Known
from tracking.programme import Quarter

Ints = npt.NDArray[Any]

QUARTER, YEAR_TO_DATE, SINCE_START, PERIOD_END = (
    NUMBER_OF_BASIS[b] for b in ("quarter", "year_to_date", "since_start", "period_end")
)
# Counts below these are too small for a ratio of two of them to say anything.
FEW_FOR_TIMES: Final = 100
FEW_FOR_SHARE: Final = 10
# Where every step was the same, the least other one is out of line; it must matter, too.
MATTERS: Final = 0.05
# A level is held against the one before only within a year.
NEAR: Final = 4

# A kind of finding, the rows (positions) it is found in, and the message's values for a row.
Suspicion = tuple[str, Ints, str, Callable[[int], dict[str, Value]]]


@dataclass(frozen=True, eq=False)
class Stated:
    """Figures as arrays: of a file's good rows, or of what is known already."""

    unit: Ints
    indicator: Ints
    quarter: Ints
    basis: Ints
    value: Floats
    denominator: Floats
    definition_break: Bools
    written: Bools

    def arrays(self) -> tuple[Ints, ...]:
        """All of them, in order."""
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)

    def take(self, where: Ints) -> "Stated":
        """These of them."""
        return Stated(*(array[where] for array in self.arrays()))


def stated_by(figures: pd.DataFrame, known: Known) -> Stated:
    """A stored figures frame as arrays: own figures of the units and indicators there are."""
    own = figures[figures["origin"] == "own"] if "origin" in figures else figures
    numbers = NUMBER_OF_BASIS
    stated = Stated(
        unit=_mapped(own["unit"], known.unit_at),
        indicator=_mapped(own["indicator"], known.indicator_at),
        quarter=own["quarter"].to_numpy(),
        basis=_mapped(own["basis"], numbers),
        value=own["value"].to_numpy(dtype=float),
        denominator=own["denominator"].to_numpy(dtype=float),
        definition_break=own["definition_break"].to_numpy(dtype=bool),
        written=np.zeros(len(own), dtype=bool),
    )
    return stated.take(np.flatnonzero((stated.unit >= 0) & (stated.indicator >= 0)))


def _mapped(column: "pd.Series[Any]", positions: dict[str, int]) -> Ints:
    codes, texts = pd.factorize(column)
    return np.array([*(positions.get(text, -1) for text in texts), -1])[codes]


def suspicions(file: Stated, before: Stated | None, known: Known) -> Iterator[Suspicion]:
    """Everything that looks wrong in a file's figures, beside what is known already."""
    if not len(file.value):
        return
    grid = _Grid(file, before, known)
    for basis in np.flatnonzero(np.bincount(file.basis)).tolist():
        yield from _Look(grid.with_basis(basis), basis).all()
    yield from grid.denominators()


class _Grid:
    """Series (unit and indicator) down, quarters across: values, bases, and the file's rows."""

    def __init__(self, file: Stated, before: Stated | None, known: Known) -> None:
        self.file, self.known = file, known
        n = len(known.indicators)
        here = np.zeros(len(known.units) * n, dtype=bool)
        here[file.unit.astype(np.int64) * n + file.indicator] = True
        series = np.cumsum(here) - 1
        old = None
        if before is not None:
            key = before.unit * n + before.indicator
            old = before.take(np.flatnonzero(here[key]))
        quarters = file.quarter if old is None else np.append(file.quarter, old.quarter)
        self.first = int(quarters.min())
        self.indicator = np.flatnonzero(here) % n
        shape = (len(self.indicator), int(quarters.max()) - self.first + 1)
        self.value = np.full(shape, np.nan)
        self.basis = np.zeros(shape, dtype=np.int8)
        self.marked = np.zeros(shape, dtype=bool)
        self.row = np.full(shape, -1, dtype=np.int32)
        self.below = np.full(shape, np.nan) if self._has_denominators(file, old) else None
        for part in (old, file):
            if part is not None:
                line = series[part.unit.astype(np.int64) * n + part.indicator]
                place = line * shape[1] + (part.quarter - self.first)
                self.value.ravel()[place] = part.value
                self.basis.ravel()[place] = part.basis
                self.marked.ravel()[place] = part.definition_break
                if self.below is not None:
                    self.below.ravel()[place] = part.denominator
                if part is file:
                    self.row.ravel()[place] = np.arange(len(part.value), dtype=np.int32)
        self.quarter_of_year = (self.first + np.arange(shape[1])) % 4
        kinds = ("flow", "stock", "ratio")
        self.kind = {kind: known.is_kind(kind)[self.indicator][:, None] for kind in kinds}
        self.measures = Measures(known)
        self.counted = (self.measures.decimals[self.indicator] == 0)[:, None]

    def with_basis(self, basis: int) -> "_Grid":
        """The series of which the file states something on this basis."""
        keep = np.flatnonzero(((self.basis == basis) & (self.row >= 0)).any(axis=1))
        if len(keep) == len(self.value):
            return self
        grid = copy(self)
        for name in ("indicator", "value", "basis", "marked", "row", "counted"):
            setattr(grid, name, getattr(self, name)[keep])
        grid.kind = {kind: of_kind[keep] for kind, of_kind in self.kind.items()}
        return grid

    @staticmethod
    def _has_denominators(*parts: Stated | None) -> bool:
        return any(p is not None and not np.isnan(p.denominator).all() for p in parts)

    def denominators(self) -> Iterator[Suspicion]:
        """Denominators far from the ones before."""
        if self.below is None:
            return
        before, at = _before(self.below)
        limit = self.known.programme.checks.denominator_jump
        with np.errstate(all="ignore"):
            jumps = np.abs(self.below / before - 1) > limit
        jumps &= (self.row >= 0) & ~self.marked
        name = BY_CODE["definition_break"].name
        yield self.told("denominator_jump", jumps, "denominator", before, at, {"name": name})

    def told(
        self,
        code: str,
        where: Bools,
        column: str,
        before: Floats,
        at: Ints,
        more: dict[str, Value] | None = None,
    ) -> Suspicion:
        """A finding for the file's rows in these places of the grid, in the file's order."""
        series, quarter = np.nonzero(where)
        rows = self.row[series, quarter]
        order = np.argsort(rows, kind="stable")
        place = {int(rows[o]): (int(series[o]), int(quarter[o])) for o in order[:PLACES]}

        def values(row: int) -> dict[str, Value]:
            s, q = place[row]
            indicator = self.known.indicators[self.indicator[s]]
            old = float(before[s, q])
            told: dict[str, Value] = {
                "before": plain(old),
                "before_quarter": str(Quarter(self.first + int(at[s, q]))),
                "indicator": indicator.name,
                "measured_in": indicator.unit,
                **(more or {}),
            }
            now = float(self.value[s, q])
            if old > 0 and now > 0:
                times = now / old
                told["times"] = f"×{times:.3g}" if times >= 1 else f"÷{1 / times:.3g}"
            return told

        return code, rows[order], column, values


# More rows of a kind than are ever told need no place.
PLACES: Final = 1000


class _Look:
    """The figures of one basis: only like is held against like."""

    def __init__(self, grid: _Grid, basis: int) -> None:
        self.grid, self.basis = grid, basis
        self.stated = np.where(grid.basis == basis, grid.value, np.nan)
        self.mine = (grid.row >= 0) & ~np.isnan(self.stated)
        self.value = self._within_year() if basis == YEAR_TO_DATE else self.stated
        self.before, self.at = _before(self.value)

    def all(self) -> Iterator[Suspicion]:
        """Every check of this basis."""
        grid = self.grid
        yield from self._falls()
        fraction = self._fraction()
        mixed = self._mixed() & ~fraction
        changed = self._changed() & ~mixed
        outlier = self._outlier() & ~mixed & ~changed
        name = BY_CODE["definition_break"].name
        yield grid.told("fraction_suspected", fraction, "value", self.before, self.at)
        yield grid.told("unit_mix_up", mixed, "value", self.before, self.at)
        yield grid.told(
            "definition_break_suspected", changed, "value", self.before, self.at, {"name": name}
        )
        yield grid.told("outlier", outlier, "value", self.before, self.at)

    def _within_year(self) -> Floats:
        """What the year to date added in the quarter; of a ratio nothing adds up."""
        added = self.stated.copy()
        later = np.flatnonzero(self.grid.quarter_of_year[1:] > 0) + 1
        added[:, later] = self.stated[:, later] - self.stated[:, later - 1]
        return np.where(self.grid.kind["flow"], added, self.stated)

    def _falls(self) -> Iterator[Suspicion]:
        if self.basis not in (SINCE_START, YEAR_TO_DATE):
            return
        before, at = _before(self.stated)
        fell = self.mine & ~self.grid.marked & ~self.grid.kind["ratio"]
        fell &= self.stated < before
        if self.basis == YEAR_TO_DATE:
            quarters = np.arange(self.stated.shape[1])
            same_year = (self.grid.first + quarters) // 4 == (self.grid.first + at) // 4
            fell &= same_year
        yield self.grid.told("running_total_falls", fell, "value", before, at)

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


def _before(value: Floats) -> tuple[Floats, Ints]:
    """For each place of the grid the last value before it, and which quarter that is."""
    there = np.where(np.isnan(value), -1, np.arange(value.shape[1], dtype=np.int16))
    last = np.maximum.accumulate(there, axis=1)
    at = np.full_like(last, -1)
    at[:, 1:] = last[:, :-1]
    before = np.take_along_axis(value, np.maximum(at, 0), axis=1)
    before[at < 0] = np.nan
    return before, at


def _median(rows: Floats) -> Floats:
    """Each row's median, NaN left out: numpy's own goes row by row."""
    ordered = np.sort(rows, axis=1)
    n = (~np.isnan(ordered)).sum(axis=1)
    line = np.arange(len(rows))
    low, high = np.maximum(n - 1, 0) // 2, n // 2
    high = np.minimum(high, rows.shape[1] - 1)
    return np.asarray((ordered[line, low] + ordered[line, high]) / 2)
