"""Each value held against the one that it replaces."""

from collections.abc import Callable, Iterator
from typing import Final, cast

import numpy as np

from tracking.intake.amounts import Floats
from tracking.intake.findings import Value
from tracking.intake.keys import BASIS_CODES
from tracking.intake.series import (
    FEW_FOR_SHARE,
    FEW_FOR_TIMES,
    SINCE_START,
    YEAR_TO_DATE,
    Grid,
    Ints,
    Suspicion,
)
from tracking.intake.wording import amount, change, on_basis, quoted, times
from tracking.programme import Basis
from tracking.words import Text

# Of one quarter, a mix-up of units is ten times to the digit.
_EXACT: Final = 1e-9


def corrections(grid: Grid) -> Iterator[Suspicion]:
    """Values that are far from those they replace; the grid keeps which rows they stand in."""
    file, checks = grid.file, grid.known.programme.checks
    where = np.flatnonzero(~np.isnan(grid.was) & (grid.was != file.value))
    if not len(where):
        return
    now, was = file.value[where], grid.was[where]
    counted = grid.measures.decimals[file.indicator[where]] == 0
    each = now / _quarters_in(grid, where, file.basis)
    each_was = was / _quarters_in(grid, where, grid.was_on)
    far = checks.unit_mix_up * (1 - _EXACT)
    mixed = (each > 0) & (each_was > 0) & ((each >= far * each_was) | (far * each <= each_was))
    mixed &= ~counted | (np.fmax(each, each_was) >= FEW_FOR_TIMES)
    step = np.abs(now - was)
    large = (file.basis[where] == grid.was_on[where]) & ~mixed & ~file.definition_break[where]
    large &= (step > checks.correction * np.abs(was)) & (~counted | (step >= FEW_FOR_SHARE))
    grid.mixed_up[where[mixed]] = True
    grid.corrected[where[mixed | large]] = True
    values = _values(grid)
    yield "correction_mix_up", where[mixed], "value", values
    yield "large_correction", where[large], "value", values


def _quarters_in(grid: Grid, where: Ints, basis: Ints) -> Floats:
    """How many quarters' flow each value holds; of what does not add up, one."""
    file, of = grid.file, basis[where]
    quarter = file.quarter[where]
    since = np.maximum(quarter - grid.known.programme.start.index + 1, 1)
    held = np.select([of == YEAR_TO_DATE, of == SINCE_START], [quarter % 4 + 1, since], 1)
    flow = grid.known.is_kind("flow")[file.indicator[where]]
    return np.where(flow, held, 1).astype(float)


def _values(grid: Grid) -> Callable[[int], dict[str, Value]]:
    def values(row: int) -> dict[str, Value]:
        indicator = grid.known.indicators[int(grid.file.indicator[row])]
        now, was = float(grid.file.value[row]), float(grid.was[row])
        bases = int(grid.file.basis[row]), int(grid.was_on[row])
        told: list[Text] = [amount(value, indicator) for value in (now, was)]
        if bases[0] != bases[1]:
            told = [
                on_basis(text, cast("Basis", BASIS_CODES[basis]))
                for text, basis in zip(told, bases, strict=True)
            ]
        held = _quarters_in(grid, np.array([row]), grid.file.basis)[0]
        held_was = _quarters_in(grid, np.array([row]), grid.was_on)[0]
        values: dict[str, Value] = {
            "indicator": quoted(indicator),
            "measured_in": indicator.unit,
            "value": told[0],
            "before": told[1],
            "change": change(now, was, indicator),
        }
        far = now > 0 and was > 0
        return values | ({"times": times(now / held, was / held_was)} if far else {})

    return values
