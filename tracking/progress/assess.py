"""Figures held against targets: every indicator of every unit in every quarter, in one frame.

Method: docs/method.md. Arrays are (quarters, units, indicators).
"""

import numpy as np
import pandas as pd

from tracking.programme import Programme
from tracking.progress import aims, known
from tracking.progress.aims import Aims
from tracking.progress.grid import Bools, Floats, Ints, Layout, layout_of
from tracking.progress.known import Known
from tracking.progress.measures import TOLERANCE
from tracking.progress.rows import Sources, rows_of
from tracking.progress.units import Units, units_of


def assess(
    figures: pd.DataFrame,
    targets: pd.DataFrame,
    programme: Programme,
    *,
    through: int | None = None,
    cities: bool = False,
) -> pd.DataFrame:
    """The assessment (see ASSESSMENT_DTYPES), by unit, indicator and quarter.

    `figures` are a figures frame down to the regions, `targets` as in TARGET_DTYPES. It reaches up
    to the quarter `through`, or that of the latest figure; figures after it are not looked at.
    With `cities` a province's row takes in its city with separate planning, target and baseline
    too.
    """
    layout = layout_of(programme)
    units = units_of(programme, cities=cities)
    if through is None:
        newest = int(figures["quarter"].max()) if len(figures) else 0
        through = max(newest, programme.start.index)
    mine, first = known.own(figures, programme, units.own, units.owed, layout, through)
    quarters = np.arange(first, first + len(mine.value))
    goals, weights = _aims(targets, programme, units, layout, quarters)
    sums = known.total(mine, units.sums, weights, layout, 1 - programme.thresholds.coverage)
    nation, sources = _nation(mine, sums, units, programme)
    groups = known.of_units(sums, slice(1, 1 + units.groups))
    every = known.beside(nation, groups, known.of_units(mine, slice(1, None)))
    for n, at in enumerate(units.provinces, start=1 + units.groups):
        # What is not added up stays the province's own.
        added = units.sums[n].any(axis=0)
        for name in Known.__slots__:
            getattr(every, name)[:, at, added] = getattr(sums, name)[:, n, added]
    kept = _owed(units) | (every.since >= 0).any(axis=0) | np.isfinite(goals.target)
    unit, indicator = np.argwhere(kept).T
    return rows_of(
        every, goals, (unit, indicator), sources, units, programme, figures, targets, first
    )


def _aims(
    targets: pd.DataFrame, programme: Programme, units: Units, layout: Layout, quarters: Ints
) -> tuple[Aims, Floats]:
    """The aims of all units, and how much each part of each sum weighs in its coverage."""
    stated = aims.stated(targets, programme, {code: n for n, code in enumerate(units.codes)})
    stated = aims.with_interim(aims.from_the_start(stated, layout), targets, quarters)
    own = aims.of_units(stated, [0, *range(1 + units.groups, len(units.codes))])
    added = aims.total(own, units.sums, layout)
    heads = slice(0, 1 + units.groups)
    leading = aims.or_else(aims.of_units(stated, heads), aims.of_units(added, heads))
    # What a ministry reports for the nation is held against the nation's target.
    lent = aims.of_units(leading, [0] * (len(units.own) - 1))
    lent.target[np.arange(1, len(units.own))[:, None] != units.speaker] = np.nan
    lent = aims.or_else(lent, aims.none(*lent.target.shape))
    rest = aims.or_else(aims.of_units(own, slice(1, None)), lent)
    every = aims.beside(leading, rest)
    for n, at in enumerate(units.provinces, start=1 + units.groups):
        summed = units.sums[n].any(axis=0)
        for name in Aims.__slots__:
            getattr(every, name)[at, summed] = getattr(added, name)[n, summed]
    size = np.where(units.sums, np.abs(own.target), 0)
    by_target = (size.sum(axis=1) > 0) & ~layout.pooled  # NaN where any part has no target
    weights = np.where(by_target[:, None], size, units.sums)
    return every, weights.astype(np.float64)


def _nation(mine: Known, sums: Known, units: Units, programme: Programme) -> tuple[Known, Sources]:
    """The nation's values, and where they come from.

    The ministry's figure of this very quarter counts; else the sum of the regions, where enough of
    them reported; else the ministry's latest.
    """
    indicators = np.arange(len(units.speaker))
    speaker = np.maximum(units.speaker, 0)
    ministry = Known(
        **{name: getattr(mine, name)[:, speaker, indicators][:, None] for name in Known.__slots__}
    )
    regions = known.of_units(sums, slice(0, 1))
    enough = regions.coverage >= programme.thresholds.coverage - TOLERANCE
    there = ministry.since >= 0
    ministrys = there & (ministry.reported | ~(enough & np.isfinite(regions.value)))
    # What only the ministry owes is the ministry's even before its first figure.
    ministrys |= (regions.expecting == 0) & (units.speaker >= 0)
    nation = known.choose(ministrys, ministry, regions)
    # How many of the regions reported is worth knowing beside the ministry's figure, too.
    beside = ministrys & (regions.expecting > 0)
    for name in ("coverage", "reporting", "expecting"):
        np.copyto(getattr(nation, name), getattr(regions, name), where=beside)
    return nation, Sources(
        by_ministry=ministrys[:, 0], ministry=ministry.value[:, 0], regions=regions.value[:, 0]
    )


def _owed(units: Units) -> Bools:
    """Which series are owed; all of the nation's are of interest."""
    owed = np.zeros((len(units.codes), len(units.speaker)), dtype=bool)
    owed[0] = True
    owed[1 : 1 + units.groups] = units.sums[1 : 1 + units.groups].any(axis=1)
    owed[1 + units.groups :] = units.owed[1:]
    return owed
