"""合计 rows held against the sum of the rows above them."""

from collections.abc import Iterator
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from tracking.intake.amounts import Amounts, Floats
from tracking.intake.collector import LIMIT
from tracking.intake.findings import Finding
from tracking.intake.keys import Keys, Known
from tracking.intake.numbers import factor_between, parse
from tracking.intake.periods import period_of
from tracking.intake.shape import Rows, is_period_head
from tracking.intake.tables import Table
from tracking.intake.wording import plain

Ints = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]


def totals_differ(
    table: Table, rows: Rows, keys: Keys, amounts: Amounts, known: Known
) -> Iterator[Finding]:
    """A finding for each total that is not the sum of its rows.

    A total may be of the rows since the total before it, or of all rows above it. It is compared
    only where these are of one indicator that adds up, of one quarter and one basis.
    """
    units = [indicator.unit.zh for indicator in known.indicators]
    factor = np.array([factor_between(rows.stated_unit, unit) for unit in units])
    limit = known.programme.checks.total
    number = table.total_rows
    before = np.append(np.int32(0), number[:-1])
    for column, head in _totalled(table, rows):
        texts = table.totals.iloc[:, column].astype("str")
        parsed = parse(texts)
        of = _Summed(rows, keys, amounts, known, head)
        indicator = of.indicator_above(number)
        said = parsed.value * (factor[indicator] if rows.stated_unit else 1)
        sums = (of.between(before, number), of.above(number))
        differs = parsed.ok & ~(np.isnan(sums[0]) & np.isnan(sums[1]))
        for total in sums:
            largest = np.fmax(np.abs(total), np.abs(said))
            differs &= np.isnan(total) | (np.abs(total - said) > limit * largest)
        computed = np.where(np.isnan(sums[0]), sums[1], sums[0])
        found = np.flatnonzero(differs).tolist()
        for at in found[:LIMIT]:
            place = (table.file, table.sheet, int(number[at]), head, str(texts.iat[at]))
            yield Finding("total_differs", *place, {"computed": plain(float(computed[at]))})
        # More than are ever told are only counted.
        yield from repeat(Finding("total_differs", table.file), len(found) - LIMIT)


class _Summed:
    """The values below one head that add up, ready to be summed; NaN where not of one kind."""

    def __init__(self, rows: Rows, keys: Keys, amounts: Amounts, known: Known, head: str) -> None:
        adds_up = known.is_kind("flow", "cumulative", "stock")[np.maximum(keys.indicator, 0)]
        there = np.flatnonzero(adds_up & ~np.isnan(amounts.value) & _under(rows, head))
        self.numbers = rows.numbers[there]
        self.indicator = np.append(keys.indicator[there], 0)
        self.values = np.append(amounts.value[there], 0.0)
        # How often the kind of value has changed up to a row: as often at both ends of one kind.
        kinds = np.stack([values[there] for values in (keys.indicator, keys.quarter, keys.basis)])
        changes = np.cumsum((kinds[:, 1:] != kinds[:, :-1]).any(axis=0))
        self.changes = np.concatenate([[0], changes, [-1]])

    def between(self, before: Ints, number: Ints) -> Floats:
        """The sums of the values between two rows of the file each."""
        first = np.searchsorted(self.numbers, before, side="right")
        end = np.searchsorted(self.numbers, number, side="left")
        # Not as differences of running sums: those lose the digits of small values.
        sums = np.add.reduceat(self.values, np.column_stack([first, end]).ravel())[::2]
        return np.where((first < end) & self._alike(first, end), sums, np.nan)

    def above(self, number: Ints) -> Floats:
        """The sums of all values above each of these rows."""
        end = np.searchsorted(self.numbers, number, side="left")
        sums = np.append(0.0, np.cumsum(self.values))[end]
        return np.where((end > 0) & self._alike(np.zeros_like(end), end), sums, np.nan)

    def indicator_above(self, number: Ints) -> Ints:
        """The indicator of the last value above each of these rows."""
        end = np.searchsorted(self.numbers, number, side="left")
        return np.asarray(self.indicator[end - 1])

    def _alike(self, first: Ints, end: Ints) -> Mask:
        return np.asarray(self.changes[first] == self.changes[end - 1])


def _totalled(table: Table, rows: Rows) -> list[tuple[int, str]]:
    """The columns whose totals are compared: the value, or each period of a wide table."""
    if rows.wide:
        return [(at, head) for at, head in enumerate(table.header) if is_period_head(head)]
    head = rows.columns["value"].head if "value" in rows.columns else None
    return [(table.header.index(head), head)] if head is not None else []


def _under(rows: Rows, head: str) -> Mask:
    if not rows.wide:
        return np.ones(len(rows), dtype=bool)
    period = rows.columns["period"]
    same = [
        text == head or (text in head.split("/") and bool(period_of(text))) for text in period.texts
    ]
    return np.array(same, dtype=bool)[period.codes]
