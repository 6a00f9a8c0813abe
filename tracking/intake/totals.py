"""合计 rows held against the sum of the rows above them."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from tracking.intake.amounts import Amounts, plain
from tracking.intake.findings import Finding
from tracking.intake.keys import Keys, Known
from tracking.intake.numbers import factor_between, parse
from tracking.intake.periods import period_of
from tracking.intake.shape import Rows, is_period_head
from tracking.intake.tables import Table

Mask = npt.NDArray[np.bool_]


def totals_differ(
    table: Table, rows: Rows, keys: Keys, amounts: Amounts, known: Known
) -> Iterator[Finding]:
    """A finding for each total that is not the sum of its rows.

    A total may be of the rows since the total before it, or of all rows above it. It is compared
    only where these are of one indicator that adds up, of one quarter and one basis.
    """
    if rows.stated_unit:
        factors = [factor_between(rows.stated_unit, i.unit.zh) for i in known.indicators]
    limit = known.programme.checks.total
    for column, head in _totalled(table, rows):
        texts = table.totals.iloc[:, column].astype("str")
        parsed = parse(texts)
        of = _Summed(rows, keys, amounts, known, head)
        before = 0
        for at in range(len(texts)):
            number = int(table.total_rows[at])
            sums = [*of.since(before, number), *of.since(0, number)]
            before = number
            if not sums or not parsed.ok[at]:
                continue
            said = float(parsed.value[at])
            if rows.stated_unit:
                said *= factors[of.indicator_above(number)]
            if all(abs(s - said) > limit * max(abs(s), abs(said)) for s in sums):
                place = (table.file, table.sheet, number, head, str(texts.iat[at]))
                yield Finding("total_differs", *place, {"computed": plain(sums[0])})


class _Summed:
    """The values below one head that add up, ready to be summed between any two rows."""

    def __init__(self, rows: Rows, keys: Keys, amounts: Amounts, known: Known, head: str) -> None:
        adds_up = known.is_kind("flow", "cumulative", "stock")[np.maximum(keys.indicator, 0)]
        there = np.flatnonzero(adds_up & ~np.isnan(amounts.value) & _under(rows, head))
        self.numbers = rows.numbers[there]
        self.indicator = keys.indicator[there]
        self.values = amounts.value[there]
        self.sums = np.append(0.0, np.cumsum(self.values))
        # How often the kind of value has changed up to a row: as often at both ends of one kind.
        kinds = np.stack([values[there] for values in (keys.indicator, keys.quarter, keys.basis)])
        self.changes = np.append(0, np.cumsum((kinds[:, 1:] != kinds[:, :-1]).any(axis=0)))

    def since(self, before: int, number: int) -> list[float]:
        """The sum of the values between two rows of the file, [] unless all are of one kind."""
        first = int(np.searchsorted(self.numbers, before, side="right"))
        end = int(np.searchsorted(self.numbers, number, side="left"))
        if first == end or self.changes[first] != self.changes[end - 1]:
            return []
        # The difference of two running sums would lose the digits of small values.
        return [float(self.values[first:end].sum() if first else self.sums[end])]

    def indicator_above(self, number: int) -> int:
        """The indicator of the last value above a row."""
        return int(self.indicator[np.searchsorted(self.numbers, number, side="left") - 1])


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
