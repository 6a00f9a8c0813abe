"""What is known of every unit at each quarter's end: own figures, and sums of them.

Arrays are (quarters, units, indicators). Sums are of totals, never of shares.
Method: docs/method.md, “From regions to the nation”.
"""

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.programme import Programme
from tracking.progress.grid import LOWER, UPPER, Bools, Cells, Floats, Ints, Layout, cells_of, lay
from tracking.progress.values import ADDING, carry

MILESTONE_STATES = {"not_started": 0.0, "under_way": 0.0, "claimed": 0.0, "verified": 1.0}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known; `since` and `last_break` are rows of the grid, −1 for none.

    `heard` is what those that reported for this very quarter come to without the others.
    `cell` is the figure's position in the frame, −1 for a sum; `coverage` the share of what was to
    report; `carried` values stand for some report that is missing. `unpoolable`: a share without
    its parts; `parts_broken`: some parts changed their definition in this quarter.
    """

    value: Floats
    heard: Floats
    numerator: Floats
    denominator: Floats
    since: Ints
    reported: Bools
    bounds: Ints
    partial: Bools
    early: Bools
    fell: Bools
    broken: Bools
    parts_broken: Bools
    unpoolable: Bools
    last_break: Ints
    coverage: Floats
    reporting: Ints
    expecting: Ints
    summed: Bools
    cell: Ints


def own(
    figures: pd.DataFrame,
    programme: Programme,
    units: dict[str, int],
    owed: Bools,
    layout: Layout,
    last: int,
) -> tuple[Known, int]:
    """What the units' own figures, or their offices' sums, tell; and the first row's quarter."""
    cells, rolled, reporting, expecting = _cells(figures, programme, units, layout)
    # From the year in which figures begin, or the quarter before the start.
    first = min(int(cells.quarter.min(initial=layout.start)), layout.start - 1)
    first = max(first, min(programme.history_from.index, layout.start - 1))
    first -= first % 4
    grid = lay(cells, layout, len(units), first, last)
    latest = carry(grid, layout)
    at = np.where(latest.since >= 0, latest.since, 0).astype(np.int64)
    cell = np.take_along_axis(grid.cell, at, axis=0)
    cell = np.where(latest.since >= 0, cell, -1)
    reported = grid.has & (latest.since >= 0)
    # A region's sum of offices says in its wording what it misses or holds too much.
    worded = rolled[cell]
    count = np.maximum(expecting[cell], owed | (latest.since >= 0)).astype(np.int32)
    arrived = np.where(reported, np.maximum(reporting[cell], 1), 0).astype(np.int32)
    with np.errstate(invalid="ignore"):
        coverage = np.where(count > 0, arrived / count, np.nan)
    return Known(
        value=latest.value,
        heard=np.where(reported, latest.value, np.nan),
        numerator=latest.numerator,
        denominator=latest.denominator,
        since=latest.since,
        reported=reported,
        bounds=latest.bounds,
        partial=latest.partial | ((worded & LOWER) > 0),
        early=latest.early | ((worded & UPPER) > 0),
        fell=latest.fell,
        broken=grid.broken,
        parts_broken=np.zeros_like(reported),
        unpoolable=layout.pooled & (latest.since >= 0) & np.isnan(latest.denominator),
        last_break=_last_row(grid.broken),
        coverage=coverage,
        reporting=arrived,
        expecting=count,
        summed=count > 1,
        cell=cell,
    ), first


def _cells(
    figures: pd.DataFrame, programme: Programme, units: dict[str, int], layout: Layout
) -> tuple[Cells, Ints, Ints, Ints]:
    """The cells, and of rolled figures how they are worded, and how many of how many reported.

    Where a unit reports an indicator itself, the sum of its offices gives way: two sources that
    take turns would make steps that are none.
    """
    cells = cells_of(figures, programme, units, layout)
    milestone = np.array([i.kind == "milestone" for i in programme.indicators.values()])
    of = (cells.indicator >= 0) & milestone[cells.indicator]
    if of.any():
        stated = figures["state"].map(MILESTONE_STATES).to_numpy(dtype=np.float64)
        cells = replace(cells, value=np.where(of, stated, cells.value))
    # One more than there are cells, so that “no cell”, −1, reads as 0.
    none = np.zeros(len(cells.value) + 1, dtype=np.int32)
    if "origin" not in figures:
        return cells, none, none, none
    rolled = (figures["origin"] == "rolled").to_numpy(dtype=bool)
    if not rolled.any():
        return cells, none, none, none
    series = cells.unit.astype(np.int64) * len(layout.flow) + cells.indicator
    valued = np.isfinite(cells.value)
    double = rolled & np.isin(series, series[~rolled & valued])
    cells.unit[double] = -1
    worded = np.where(rolled, cells.bounds, 0)
    cells.bounds[rolled] = 0
    return (
        cells,
        np.append(worded, 0),
        np.append(np.where(rolled, figures["reported"].to_numpy(), 0), 0),
        np.append(np.where(rolled, figures["expected"].to_numpy(), 0), 0),
    )


def total(of: Known, members: Bools, weight: Floats, layout: Layout, breaking: float) -> Known:
    """The sums of members; `members` and `weight` are (sums, units, indicators).

    A sum counts as broken in a quarter when more than the share `breaking` of it changed its
    definition.
    """

    def add(what: npt.NDArray[np.generic], by: npt.NDArray[np.generic] = members) -> Floats:
        result: Floats = np.einsum("aui,qui->qai", by.astype(float), what.astype(float))
        return result

    heard = of.since >= 0
    usable = heard & ~of.unpoolable
    numerator = add(np.where(usable & layout.pooled, of.numerator, 0))
    denominator = add(np.where(usable & layout.pooled, of.denominator, 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = layout.scale * numerator / denominator
        value = np.where(layout.pooled, quotient, add(np.where(heard, of.value, 0)))
        coverage = add(np.where(of.reported & usable, of.coverage, 0), weight) / weight.sum(axis=1)
        broken = add(of.broken, weight) / weight.sum(axis=1) > breaking + ADDING
    value[(add(usable) == 0) | ~np.isfinite(value)] = np.nan
    now = of.reported & usable
    parts = [add(np.where(now & layout.pooled, n, 0)) for n in (of.numerator, of.denominator)]
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = layout.scale * parts[0] / parts[1]
    in_this_quarter = np.where(layout.pooled, shares, add(np.where(now, of.value, 0)))
    known = np.isfinite(value)
    expecting = add(np.ones_like(heard)).astype(np.int32)
    since = np.full(value.shape, -1, dtype=of.since.dtype)
    bounds = np.zeros(value.shape, dtype=of.bounds.dtype)
    for a, mine in enumerate(members):
        since[:, a] = np.where(mine & usable, of.since, -1).max(axis=1)
        bounds[:, a] = np.bitwise_or.reduce(np.where(mine & heard, of.bounds, 0), axis=1)
    fell = np.zeros(value.shape, dtype=bool)
    with np.errstate(invalid="ignore"):
        falls = value[:-1] - value[1:] > ADDING * np.maximum(1, np.abs(value[:-1]))
        fell[1:] = falls & layout.running
    reporting = add(now).astype(np.int32)
    return Known(
        value=value,
        heard=np.where(reporting > 0, in_this_quarter, np.nan),
        numerator=np.where(layout.pooled & known, numerator, np.nan),
        denominator=np.where(layout.pooled & known, denominator, np.nan),
        since=np.where(known, since, -1),
        reported=known & (reporting > 0),
        bounds=bounds,
        partial=known & ((add(of.partial) > 0) | ((add(usable) < expecting) & layout.summed)),
        early=add(of.early) > 0,
        fell=fell,
        broken=broken,
        parts_broken=add(of.broken) > 0,
        unpoolable=add(of.unpoolable) > 0,
        last_break=_last_row(broken),
        coverage=np.where(expecting > 0, coverage, np.nan),
        reporting=reporting,
        expecting=expecting,
        summed=np.ones(value.shape, dtype=bool),
        cell=np.full(value.shape, -1, dtype=of.cell.dtype),
    )


def choose(first: Bools, one: Known, other: Known) -> Known:
    """One where `first` holds, the other elsewhere."""
    return Known(
        **{
            f.name: np.where(first, getattr(one, f.name), getattr(other, f.name))
            for f in fields(Known)
        }
    )


def beside(*parts: Known) -> Known:
    """Units beside each other."""
    return Known(
        **{
            f.name: np.concatenate([getattr(p, f.name) for p in parts], axis=1)
            for f in fields(Known)
        }
    )


def of_units(of: Known, units: Ints | list[int] | slice) -> Known:
    """Some of the units."""
    return Known(**{f.name: getattr(of, f.name)[:, units] for f in fields(Known)})


def of_series(of: Known, series: tuple[Ints, Ints]) -> Known:
    """Some series, as arrays (quarters, series)."""
    return Known(**{f.name: getattr(of, f.name)[:, series[0], series[1]] for f in fields(Known)})


def _last_row(happens: Bools) -> Ints:
    """The row of the last happening up to each row, −1 before the first."""
    rows = np.arange(len(happens), dtype=np.int32)[:, None, None]
    result: Ints = np.maximum.accumulate(np.where(happens, rows, -1), axis=0)
    return result
