"""合计 rows held against the sum of the rows above them."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.intake.amounts import Amounts
from tracking.intake.findings import Finding
from tracking.intake.keys import Keys, Known
from tracking.intake.numbers import factor_between, parse
from tracking.intake.periods import period_of
from tracking.intake.shape import Rows, is_period_head
from tracking.intake.tables import Table
from tracking.intake.wording import plain

Mask = npt.NDArray[np.bool_]


def totals_differ(
    table: Table, rows: Rows, keys: Keys, amounts: Amounts, known: Known
) -> Iterator[Finding]:
    """A finding for each total that is not the sum of its rows.

    A total may be of the rows since the total before it, or of all rows above it. It is compared
    only where these are of one indicator that adds up, of one quarter and one basis.
    """
    adds_up = known.is_kind("flow", "cumulative", "stock")[np.maximum(keys.indicator, 0)]
    numbers = rows.numbers
    before = 0
    for at, number in enumerate(table.total_rows.tolist()):
        for column, head in _totalled(table, rows):
            text = str(table.totals.iloc[at, column])
            said = _number(text)
            if said is None:
                continue
            of_head = _under(rows, head)
            above = adds_up & (numbers < number) & of_head & ~np.isnan(amounts.value)
            sums = [
                float(amounts.value[part].sum())
                for part in (above & (numbers > before), above)
                if _of_one_kind(part, keys)
            ]
            if sums and rows.stated_unit:
                indicator = known.indicators[int(keys.indicator[above][0])]
                said *= factor_between(rows.stated_unit, indicator.unit.zh)
            limit = known.programme.checks.total
            if sums and all(abs(s - said) > limit * max(abs(s), abs(said)) for s in sums):
                computed = plain(sums[0])
                yield Finding(
                    "total_differs",
                    table.file,
                    table.sheet,
                    number,
                    head,
                    text,
                    {"computed": computed},
                )
        before = number


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


def _of_one_kind(part: Mask, keys: Keys) -> bool:
    return all(
        len(np.unique(values[part])) == 1 for values in (keys.indicator, keys.quarter, keys.basis)
    )


def _number(text: str) -> float | None:
    parsed = parse(pd.Series([text], dtype="str"))
    return float(parsed.value[0]) if parsed.ok[0] else None
