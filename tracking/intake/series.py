"""Figures as series: units and indicators down, quarters across, a file's beside what is known."""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from math import isclose, isnan
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.intake.amounts import Floats, Measures
from tracking.intake.contract import BY_CODE
from tracking.intake.findings import Value
from tracking.intake.keys import BASIS_CODES, NUMBER_OF_BASIS, Bools, Known
from tracking.intake.wording import a_quarter, amount, grouped, on_basis, quarter, quoted, times
from tracking.programme import Basis
from tracking.words import Text

Ints = npt.NDArray[Any]

QUARTER, YEAR_TO_DATE, SINCE_START, PERIOD_END = (
    NUMBER_OF_BASIS[b] for b in ("quarter", "year_to_date", "since_start", "period_end")
)
# Counts below these are too small for a ratio of two of them to say anything.
FEW_FOR_TIMES: Final = 100
FEW_FOR_SHARE: Final = 10
# More rows of a kind than are ever told need no place.
PLACES: Final = 1000

# A kind of finding, the rows (positions) it is found in, its column, and its values for a row.
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


class Grid:
    """Series (unit and indicator) down, quarters across: values, bases, and the file's rows."""

    def __init__(self, file: Stated, before: Stated | None, known: Known) -> None:
        self.file, self.known = file, known
        # Whether figures of different bases are held against each other.
        self.across = False
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
        # What the file's rows replace, where anything was known, and on which basis it was.
        self.was = np.full(len(file.value), np.nan)
        self.was_on = np.zeros(len(file.value), dtype=np.int8)
        # Rows in which that was told already; −1, no row, is the last.
        self.corrected = np.zeros(len(file.value) + 1, dtype=bool)
        self.mixed_up = self.corrected.copy()
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
                if part is file and old is not None:
                    self.was, self.was_on = self.value.ravel()[place], self.basis.ravel()[place]
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

    def with_basis(self, basis: int) -> "Grid":
        """The series of which the file states something on this basis."""
        return self.lines(((self.basis == basis) & (self.row >= 0)).any(axis=1))

    def on_several_bases(self) -> "Grid":
        """The series that are stated on more than one basis, to be held against each other."""
        least = np.where(self.basis > 0, self.basis, np.int8(len(BASIS_CODES))).min(axis=1)
        mine = (self.row >= 0).any(axis=1)
        grid = copy(self.lines(mine & (least < self.basis.max(axis=1))))
        grid.across = True
        return grid

    def lines(self, wanted: Bools) -> "Grid":
        """These series of it."""
        if wanted.all():
            return self
        keep = np.flatnonzero(wanted)
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
        before, at = last_before(self.below)
        limit = self.known.programme.checks.denominator_jump
        with np.errstate(all="ignore"):
            jumps = np.abs(self.below / before - 1) > limit
        jumps &= (self.row >= 0) & ~self.marked
        yield self.told("denominator_jump", jumps, self.below, before, at, "denominator")

    def told(
        self,
        code: str,
        where: Bools,
        now: Floats,
        before: Floats,
        at: Ints | None,
        column: str = "value",
    ) -> Suspicion:
        """A finding for the file's rows in these places of the grid, in the file's order.

        `now` is held against `before`, which stands in the quarter `at`, None for no one quarter.
        """
        series, of = np.nonzero(where)
        rows = self.row[series, of]
        order = np.argsort(rows, kind="stable")
        place = {int(rows[o]): (int(series[o]), int(of[o])) for o in order[:PLACES]}
        said = self._amount if column == "value" else _number

        def values(row: int) -> dict[str, Value]:
            s, q = place[row]
            indicator = self.known.indicators[self.indicator[s]]
            earlier = -1 if at is None else int(at[s, q])
            new, old = float(now[s, q]), float(before[s, q])
            told: dict[str, Value] = {
                "indicator": quoted(indicator),
                "measured_in": indicator.unit,
                "value": said(s, q, new),
                "before": amount(old, indicator) if at is None else said(s, earlier, old),
                "before_quarter": quarter(self.first + earlier),
                "name": BY_CODE["definition_break"].name,
            }
            return told | ({"times": times(new, old)} if old > 0 and new > 0 else {})

        return code, rows[order], column, values

    def _amount(self, series: int, at: int, compared: float) -> Text:
        """What was compared of a figure: the value as it is stated, or what it comes to."""
        indicator = self.known.indicators[self.indicator[series]]
        stated = float(self.value[series, at])
        basis = cast("Basis", BASIS_CODES[self.basis[series, at]])
        if isnan(compared) or isclose(stated, compared):
            said = amount(stated, indicator)
            return on_basis(said, basis) if self.across else said
        rounded = round(compared, max(1, indicator.decimals))
        return a_quarter(amount(rounded, indicator), on_basis(amount(stated, indicator), basis))


def _number(_series: int, _at: int, compared: float) -> Text:
    return Text(grouped(compared))


def last_before(value: Floats) -> tuple[Floats, Ints]:
    """For each place of the grid the last value before it, and which quarter that is."""
    there = np.where(np.isnan(value), -1, np.arange(value.shape[1], dtype=np.int16))
    last = np.maximum.accumulate(there, axis=1)
    at = np.full_like(last, -1)
    at[:, 1:] = last[:, :-1]
    before = np.take_along_axis(value, np.maximum(at, 0), axis=1)
    before[at < 0] = np.nan
    return before, at
