"""Figures laid out as arrays (quarters, units, indicators), for totals and roll-ups.

Method: docs/method.md, “The value of a quarter”.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.programme import BASES, Indicator, Programme

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer[Any]]
Bools = npt.NDArray[np.bool_]

# What a figure states its value as, by position; "" stands for the kind's first basis.
BASIS_CODES: Final[Mapping[str, int]] = {
    "quarter": 0,
    "year_to_date": 1,
    "since_start": 2,
    "period_end": 3,
}
BY_QUARTER, YEAR_TO_DATE, SINCE_START, PERIOD_END = range(4)

# In which directions the true value may lie beyond the stated one; bits, so that a sum's is the OR.
LOWER, UPPER = 1, 2
QUALIFIERS: Final[Mapping[str, int]] = {"": 0, "≥": LOWER, "≤": UPPER, "~": LOWER | UPPER}
QUALIFIER_OF: Final = np.array(list(QUALIFIERS), dtype=object)


@dataclass(frozen=True, slots=True)
class Layout:
    """What the arithmetic needs to know of the indicators (arrays by position) and the calendar.

    `flow` values are totalled, `running` ones may not fall; `pooled` ones roll up as
    Σ numerator / Σ denominator · `scale`, `summed` ones as Σ. `default_basis` is meant by "".
    """

    flow: Bools
    running: Bools
    pooled: Bools
    summed: Bools
    scale: Floats
    default_basis: Ints
    start: int


@dataclass(frozen=True, slots=True)
class Cells:
    """Figures as parallel arrays; `unit` and `indicator` are positions, `quarter` an index.

    `basis` holds BASIS_CODES, `bounds` QUALIFIERS. Of several for one cell the last counts.
    """

    quarter: Ints
    unit: Ints
    indicator: Ints
    basis: Ints
    value: Floats
    numerator: Floats
    denominator: Floats
    bounds: Ints
    broken: Bools


@dataclass(frozen=True, slots=True)
class Grid:
    """Figures laid out (quarters, units, indicators); NaN where none. `first` is row 0's quarter.

    `cell` is the position of the figure among the cells, −1 where none.
    """

    first: int
    has: Bools
    cell: Ints
    basis: Ints
    value: Floats
    numerator: Floats
    denominator: Floats
    bounds: Ints
    broken: Bools


def layout_of(programme: Programme, indicators: Sequence[Indicator] | None = None) -> Layout:
    """The layout of these indicators (default: all of the programme, in order)."""
    of = list(programme.indicators.values()) if indicators is None else list(indicators)
    return Layout(
        flow=np.array([i.kind == "flow" for i in of], dtype=bool),
        running=np.array([i.kind in ("flow", "cumulative") for i in of], dtype=bool),
        pooled=np.array([i.rollup in ("ratio", "weighted_mean") for i in of], dtype=bool),
        summed=np.array([i.rollup == "sum" for i in of], dtype=bool),
        scale=np.array([i.scale for i in of], dtype=np.float64),
        default_basis=np.array([BASIS_CODES[BASES[i.kind][0]] for i in of], dtype=np.int8),
        start=programme.start.index,
    )


def lay(cells: Cells, layout: Layout, units: int, first: int, last: int) -> Grid:
    """The cells on a grid of the quarters first…last; cells outside it are left out.

    A numerator and a denominator decide the value; a zero denominator gives none.
    """
    shape = (last - first + 1, units, len(layout.flow))
    inside = (cells.quarter >= first) & (cells.quarter <= last)
    inside &= (cells.unit >= 0) & (cells.indicator >= 0)
    taken: Any = slice(None) if inside.all() else np.flatnonzero(inside)
    row = (cells.quarter[taken] - first).astype(np.int64)
    at = (row * shape[1] + cells.unit[taken]) * shape[2] + cells.indicator[taken]

    def spread(column: npt.NDArray[Any], empty: float, dtype: npt.DTypeLike) -> npt.NDArray[Any]:
        grid = np.full(shape, empty, dtype=dtype)
        grid.reshape(-1)[at] = column[taken]
        return grid

    value = spread(cells.value, np.nan, np.float64)
    numerator, denominator = (np.full(shape, np.nan) for _ in range(2))
    for i in np.flatnonzero(layout.pooled):
        of = np.flatnonzero(inside & (cells.indicator == i))
        where = (cells.quarter[of] - first, cells.unit[of], i)
        numerator[where] = cells.numerator[of]
        denominator[where] = cells.denominator[of]
        parts = np.isfinite(numerator[:, :, i]) & np.isfinite(denominator[:, :, i])
        with np.errstate(divide="ignore", invalid="ignore"):
            quotient = layout.scale[i] * numerator[:, :, i] / denominator[:, :, i]
        value[:, :, i] = np.where(parts, quotient, value[:, :, i])
        numerator[:, :, i][~parts] = np.nan
        denominator[:, :, i][~parts] = np.nan
    has = np.isfinite(value)
    value[~has] = np.nan
    return Grid(
        first=first,
        has=has,
        cell=spread(np.arange(len(cells.value), dtype=np.int32), -1, np.int32),
        basis=spread(cells.basis, PERIOD_END, np.int8),
        value=value,
        numerator=numerator,
        denominator=denominator,
        bounds=spread(cells.bounds, 0, np.int8),
        broken=spread(cells.broken, False, bool),
    )


def cells_of(
    figures: pd.DataFrame, programme: Programme, units: Mapping[str, int], layout: Layout
) -> Cells:
    """A figures frame as cells; `units` gives each unit's position, others get −1.

    Fast where `unit`, `indicator` and `basis` are categorical.
    """
    indicators = {code: n for n, code in enumerate(programme.indicators)}
    indicator = positions(figures["indicator"], indicators)
    basis = positions(figures["basis"], BASIS_CODES)
    stated = layout.default_basis[indicator] if len(layout.default_basis) else basis
    return Cells(
        quarter=figures["quarter"].to_numpy(dtype=np.int32),
        unit=positions(figures["unit"], units),
        indicator=indicator,
        basis=np.where(basis < 0, stated, basis).astype(np.int8),
        value=figures["value"].to_numpy(dtype=np.float64),
        numerator=figures["numerator"].to_numpy(dtype=np.float64),
        denominator=figures["denominator"].to_numpy(dtype=np.float64),
        bounds=np.maximum(positions(figures["qualifier"], QUALIFIERS), 0).astype(np.int8),
        broken=figures["definition_break"].to_numpy(dtype=bool),
    )


def positions(column: "pd.Series[Any]", of: Mapping[str, int]) -> npt.NDArray[np.int32]:
    """Where each value of a column stands in a mapping; −1 where it does not."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, found = column.cat.codes.to_numpy(), column.cat.categories
    else:
        codes, found = pd.factorize(column)
    table = np.array([*(of.get(name, -1) for name in found), -1], dtype=np.int32)
    return table[codes]
