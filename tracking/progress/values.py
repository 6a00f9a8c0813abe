"""The value of a quarter: figures laid on a grid, carried forward, totalled and rolled up.

Arrays are (quarters, units, indicators); loops run over quarters only. The store calls the array
functions, `assess` builds on them too, so that both carry and add alike. Method: docs/method.md,
“The value of a quarter”.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.figures import STORED_DTYPES
from tracking.programme import Programme
from tracking.progress.grid import (
    BASIS_CODES,
    LOWER,
    PERIOD_END,
    QUALIFIER_OF,
    SINCE_START,
    UPPER,
    YEAR_TO_DATE,
    Bools,
    Cells,
    Floats,
    Grid,
    Ints,
    Layout,
    cells_of,
    lay,
    layout_of,
)

# Sums closer than this, relatively, are one: adding in another order leaves no more.
ADDING: Final = 1e-12
_BOUNDS_OF_THE_REST: Final = np.array([0, UPPER, LOWER, LOWER | UPPER], dtype=np.int8)


@dataclass(frozen=True, slots=True)
class Latest:
    """What is known at each quarter's end, on the grid: the value and where it comes from.

    `since` is the grid row it was reported for, −1 where nothing is known. `bounds` are as the
    report words it; `partial` is a total that misses a quarter (a lower bound), `early` one that
    holds quarters before the start (an upper bound); `fell` a total below the one before.
    """

    first: int
    value: Floats
    numerator: Floats
    denominator: Floats
    since: Ints
    bounds: Ints
    partial: Bools
    early: Bools
    fell: Bools


@dataclass(frozen=True, slots=True)
class Rolled:
    """Values of regions summed from the offices below, one entry for each cell with a report."""

    quarter: Ints
    region: Ints
    indicator: Ints
    basis: Ints
    value: Floats
    numerator: Floats
    denominator: Floats
    bounds: Ints
    broken: Bools
    reported: Ints
    expected: Ints


def carry(grid: Grid, layout: Layout) -> Latest:
    """Each quarter's value: the latest report carried forward, of a flow the total since start."""
    since = np.where(grid.has, np.arange(len(grid.has), dtype=np.int16)[:, None, None], -1)
    fell = np.zeros(grid.has.shape, dtype=bool)
    value, bounds = grid.value.copy(), grid.bounds.copy()
    numerator, denominator = grid.numerator.copy(), grid.denominator.copy()
    for q in range(1, len(value)):
        silent = ~grid.has[q]
        falls = (value[q] < value[q - 1]) & layout.running
        for of in (value, bounds, since):
            np.copyto(of[q], of[q - 1], where=silent)
        np.copyto(fell[q], np.where(silent, fell[q - 1], falls))
        for of in (numerator, denominator):
            of[q][:, layout.pooled] = np.where(
                silent[:, layout.pooled], of[q - 1][:, layout.pooled], of[q][:, layout.pooled]
            )
    partial, early = (np.zeros(grid.has.shape, dtype=bool) for _ in range(2))
    if layout.flow.any():
        at = (slice(None), slice(None), np.flatnonzero(layout.flow))
        value[at], partial[at], early[at], fell[at], bounds[at] = _totals(
            grid.has[at], grid.basis[at], grid.value[at], grid.bounds[at], grid.first, layout.start
        )
        before = max(min(layout.start - grid.first, len(value)), 0)
        since[at] = np.where(since[at] < before, -1, since[at])
    return Latest(
        first=grid.first,
        value=value,
        numerator=numerator,
        denominator=denominator,
        since=since,
        bounds=bounds,
        partial=partial,
        early=early,
        fell=fell,
    )


def _totals(
    has: Bools, basis: Ints, value: Floats, bounds: Ints, first: int, start: int
) -> tuple[Floats, Bools, Bools, Bools, Ints]:
    """Flow figures as totals since the start, with the marks partial, early and fell, and bounds.

    A quarter without a report makes the total partial; a year-to-date figure makes that year whole
    again, a since-start figure everything before it. What a year-to-date figure of the first year
    holds from before the start is taken off as far as it is known. A total is worded as any of the
    figures that it holds. `first` begins a year that is not after the start's.
    """
    shape = value.shape[1:]
    total, worded = np.full(value.shape, np.nan), np.zeros(value.shape, dtype=bounds.dtype)
    partial, early, fell = (np.zeros(value.shape, dtype=bool) for _ in range(3))
    sofar, misses, holds = np.zeros(shape), np.zeros(shape, bool), np.zeros(shape, bool)
    bound = np.zeros(shape, bounds.dtype)
    base, base_misses, base_holds, base_bound = sofar, misses, holds, bound
    # Before the start: what is known of the year up to there, and whether all of it is.
    year, whole = np.zeros(shape), np.ones(shape, bool)
    floor = np.full(shape, -np.inf)
    known = np.zeros(shape, bool)
    for q, quarter in enumerate(range(first, first + len(value))):
        got, v, b = has[q], value[q], bounds[q]
        to_date, ever = got & (basis[q] == YEAR_TO_DATE), got & (basis[q] == SINCE_START)
        single = got & ~to_date & ~ever
        if quarter % 4 == 0:
            base, base_misses, base_holds, base_bound = sofar, misses, holds, bound
            year, whole = np.zeros(shape), np.ones(shape, bool)
            floor = np.full(shape, -np.inf)
        if quarter < start:
            year = np.where(to_date, v, np.where(single, year + v, year))
            whole = to_date | (single & whole)
            bound = np.where(to_date, b, np.where(single, bound | b, bound))
            if quarter % 4 == 3:
                bound = np.zeros_like(bound)
            continue
        if quarter == start:
            # A year-to-date total of this year counts from here: what came before is taken off,
            # and where that is “more than”, what is left is “at most”.
            base, base_misses, base_holds = -year, np.zeros(shape, bool), ~whole
            base_bound, bound = _BOUNDS_OF_THE_REST[bound], np.zeros_like(bound)
        before = sofar
        floor = np.where(ever, v, np.where(single, floor + v, floor))
        # While last year's end is a lower bound, a since-start figure of this year may be above it.
        through = np.where(base_misses, np.fmax(base + v, floor), base + v)
        sofar = np.where(single, before + v, before)
        sofar = np.where(to_date, through, np.where(ever, v, sofar))
        misses = np.where(to_date, base_misses, np.where(ever, False, misses | ~got))
        holds = np.where(to_date, base_holds, ~ever & holds)
        bound = np.where(single, bound | b, np.where(ever, b, bound))
        bound = np.where(to_date, base_bound | b, bound)
        falls = before - sofar > ADDING * np.maximum(1, np.abs(before))
        fell[q] = known & np.where(got, falls, fell[q - 1])
        known = known | got
        total[q] = np.where(known, sofar, np.nan)
        partial[q], early[q], worded[q] = misses & known, holds & known, bound
    return total, partial, early, fell, worded


def roll(grid: Grid, latest: Latest, layout: Layout, region: Ints, breaking: float) -> Rolled:
    """The offices' values added up to their region: Σ of each one's latest, ratios Σnum/Σden.

    `region` is each unit's region, ascending. A sum counts as broken when more than the share
    `breaking` of its offices report a changed definition.
    """
    starts = np.flatnonzero(np.diff(region, prepend=-1))
    expected = np.diff(np.append(starts, len(region)))

    def over(ufunc: np.ufunc, of: npt.NDArray[Any], **how: Any) -> npt.NDArray[Any]:
        result: npt.NDArray[Any] = ufunc.reduceat(of, starts, axis=1, **how)
        return result

    counts: Any = np.int32
    countable = grid.has & (np.isfinite(grid.denominator) | ~layout.pooled)
    reported = over(np.add, countable, dtype=counts)
    with np.errstate(invalid="ignore"):
        value = over(np.add, np.where(np.isfinite(latest.value), latest.value, 0.0))
    numerator, denominator = (np.full(value.shape, np.nan) for _ in range(2))
    for i in np.flatnonzero(layout.pooled):
        has = np.isfinite(latest.denominator[:, :, i])
        numerator[:, :, i] = over(np.add, np.where(has, latest.numerator[:, :, i], 0.0))
        denominator[:, :, i] = over(np.add, np.where(has, latest.denominator[:, :, i], 0.0))
        with np.errstate(divide="ignore", invalid="ignore"):
            value[:, :, i] = layout.scale[i] * numerator[:, :, i] / denominator[:, :, i]
    worded = latest.bounds | (latest.partial * LOWER) | (latest.early * UPPER)
    # An office never heard of adds nothing: a sum that misses it is a lower bound.
    heard = over(np.add, latest.since >= 0, dtype=counts)
    bounds = over(np.bitwise_or, worded.astype(np.int8))
    bounds |= ((heard < expected[:, None]) & layout.summed).astype(np.int8) * LOWER
    broken = over(np.add, grid.broken, dtype=counts) > breaking * expected[:, None]
    basis = np.where(layout.running, SINCE_START, PERIOD_END)
    kept = (reported > 0) & (layout.summed | layout.pooled) & np.isfinite(value)
    # A flow is totalled from the start on; what was before only serves to take it off.
    kept[: max(layout.start - grid.first, 0)][:, :, layout.flow] = False
    quarter, at, indicator = np.nonzero(kept)
    return Rolled(
        quarter=(quarter + grid.first).astype(np.int32),
        region=region[starts][at],
        indicator=indicator,
        basis=basis[indicator],
        value=value[kept],
        numerator=numerator[kept],
        denominator=denominator[kept],
        bounds=bounds[kept],
        broken=broken[kept],
        reported=reported[kept],
        expected=expected[at].astype(np.int32),
    )


def roll_cells(cells: Cells, layout: Layout, region: Ints, breaking: float) -> Rolled:
    """Roll figures of offices up to regions; `region` is each unit's region, ascending.

    Give every quarter from the year of the programme's start on: totals count from there.
    """
    if not len(cells.quarter) or not len(region):
        nothing = np.zeros(0, dtype=np.int32)
        empty = np.zeros(0)
        return Rolled(
            *(nothing,) * 4, empty, empty, empty, nothing, nothing.astype(bool), nothing, nothing
        )
    first = min(int(cells.quarter.min()), layout.start)
    grid = lay(cells, layout, len(region), first - first % 4, int(cells.quarter.max()))
    return roll(grid, carry(grid, layout), layout, region, breaking)


def roll_offices(figures: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """The offices' figures rolled up to their regions, as a stored figures frame.

    Flows and cumulatives become totals since the start, stocks and ratios levels at the quarter's
    end; `reported` of `expected` offices have a figure for that very quarter. A total that misses
    something is worded "≥", one that holds too much "≤".
    """
    regions = list(programme.offices)
    offices = [(o.code, r) for r, code in enumerate(regions) for o in programme.offices[code]]
    layout = layout_of(programme)
    cells = cells_of(figures, programme, {code: n for n, (code, _) in enumerate(offices)}, layout)
    owed = np.array(["region" in i.reporters for i in programme.indicators.values()], dtype=bool)
    mine = (cells.unit >= 0) & (cells.indicator >= 0) & owed[cells.indicator]
    if not mine.all():
        cells = Cells(*(getattr(cells, name)[mine] for name in Cells.__slots__))
    region = np.array([r for _, r in offices], dtype=np.int32)
    rolled = roll_cells(cells, layout, region, 1 - programme.thresholds.coverage)
    names = np.array(list(programme.indicators), dtype=object)
    columns: dict[str, object] = {
        "indicator": names[rolled.indicator],
        "unit": np.array(regions, dtype=object)[rolled.region],
        "quarter": rolled.quarter,
        "basis": np.array(list(BASIS_CODES), dtype=object)[rolled.basis],
        "value": rolled.value,
        "numerator": rolled.numerator,
        "denominator": rolled.denominator,
        "state": "",
        "completed_on": "",
        "qualifier": QUALIFIER_OF[rolled.bounds],
        "definition_break": rolled.broken,
        "row": 0,
        "submission": 0,
        "origin": "rolled",
        "reported": rolled.reported,
        "expected": rolled.expected,
    }
    return pd.DataFrame(columns, index=range(len(rolled.value))).astype(STORED_DTYPES)
