"""A table's columns as the contract names them; years or quarters as heads become rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from tracking.intake.contract import BY_CODE, COLUMNS, SAYING, column_of
from tracking.intake.findings import Finding, Value
from tracking.intake.limits import DIFFERENT_TEXTS
from tracking.intake.numbers import parse
from tracking.intake.periods import period_of
from tracking.intake.tables import Table

Codes = npt.NDArray[Any]
Read = TypeVar("Read")

# Of these a file may have two columns: one for the code, one for the name.
TWICE: Final = ("unit", "indicator")
TEXTS: Final = ("progress_note", "problem", "next_step", "source")


@dataclass(frozen=True, eq=False)
class Coded:
    """A column as its different texts and, for each row, which of them it has."""

    head: str
    texts: Sequence[str]
    codes: Codes

    def blank(self) -> npt.NDArray[np.bool_]:
        """Which of the different texts say nothing."""
        return np.array([not text.strip() for text in self.texts], dtype=bool)

    def each(self, read: Callable[[str], Read], rest: Read) -> list[Read]:
        """What `read` makes of each different text; beyond what any report has, `rest`."""
        read_ones = [read(text) for text in self.texts[:DIFFERENT_TEXTS]]
        return read_ones + [rest] * (len(self.texts) - len(read_ones))

    def take(self, positions: Codes) -> "Coded":
        """The column at these rows."""
        return Coded(self.head, self.texts, self.codes[positions])


@dataclass(frozen=True, eq=False)
class Rows:
    """A table's rows in long form: one for each unit, quarter and indicator.

    `columns` holds the columns the table has by code; `second` a second unit or indicator column.
    In a `wide` table the heads of the value cells were the periods. `stated_unit` is what a line
    单位：万元 above the table says.
    """

    table: int
    sheet: str
    numbers: npt.NDArray[np.int32]
    columns: dict[str, Coded]
    second: dict[str, Coded]
    wide: bool
    stated_unit: str = ""

    def __len__(self) -> int:
        return len(self.numbers)

    def found(self, column: str, position: int) -> str:
        """What the cell says."""
        coded = self.columns.get(column)
        return coded.texts[coded.codes[position]] if coded else ""

    def head(self, column: str, position: int) -> str:
        """The head of the cell's column as the file has it."""
        if self.wide and column in ("value", "period"):
            return self.found("period", position)
        coded = self.columns.get(column)
        return coded.head if coded else ""


def chosen(texts: list[str], codes: Codes) -> "pd.Series[str]":
    """A column of texts by position; a negative one is the last."""
    if len(set(texts)) == 1:
        same = pa.repeat(pa.scalar(texts[0], pa.large_string()), len(codes))
        return pd.Series(pd.array(same, dtype="str"))
    return pd.Series(pd.array(texts, dtype="str").take(np.where(codes < 0, len(texts) - 1, codes)))


def shape(table: Table, number: int) -> tuple[Rows | None, list[Finding]]:
    """The table's rows in long form, and what is wrong with its heads; no rows if they miss."""
    heads = Heads.of(table)
    findings = heads.findings
    if any(finding.severity == "error" for finding in findings):
        return None, findings
    columns = {code: coded(table, heads.single[code]) for code in heads.single}
    second = {code: coded(table, at) for code, at in heads.second.items()}
    rows = Rows(number, table.sheet, table.rows, columns, second, False, table.stated_unit)
    return (_unpivoted(table, rows, heads.periods) if heads.periods else rows), findings


@dataclass(frozen=True)
class Heads:
    """Which column is what: `single` and `second` by code, `periods` those headed by a period."""

    single: dict[str, int]
    second: dict[str, int]
    periods: list[int]
    findings: list[Finding]

    @classmethod
    def of(cls, table: Table) -> "Heads":
        """Recognise a table's heads."""
        heads = cls({}, {}, [], [])
        # 本期值/2024年 is a value's head and a period's; the period says more.
        named = [None if is_period_head(head) else column_of(head) for head in table.header]
        for at, code in enumerate(named):
            if code:
                heads._place(table, at, code)
        for at, code in enumerate(named):
            if code is None:
                heads._place_unknown(table, at, table.header[at])
        heads._miss(table)
        return heads

    def _place(self, table: Table, at: int, code: str) -> None:
        if code not in self.single:
            self.single[code] = at
        elif code in TWICE and code not in self.second:
            self.second[code] = at
        elif code in TEXTS:
            self._say("unknown_column", table, at)
        else:
            other = table.header[self.single[code]]
            self._say("duplicate_column", table, at, {"name": BY_CODE[code].name, "other": other})

    def _place_unknown(self, table: Table, at: int, head: str) -> None:
        if is_period_head(head) and "period" not in self.single:
            self.periods.append(at)
        elif head.strip() or not coded(table, at).blank().all():
            self._say("unknown_column", table, at)

    def _miss(self, table: Table) -> None:
        if self.periods and "value" in self.single:
            self._say("unknown_column", table, self.single.pop("value"))
        for column in COLUMNS:
            headed = column.code in self.single or (column.code == "period" and self.periods)
            if column.required and not headed:
                self._say_missing(table, column.code)
        if not self.periods and not any(code in self.single for code in SAYING):
            self._say_missing(table, "value")

    def _say(
        self, code: str, table: Table, at: int, values: dict[str, Value] | None = None
    ) -> None:
        head = table.header[at]
        self.findings.append(
            Finding(code, table.file, table.sheet, table.header_row, head, head, values or {})
        )

    def _say_missing(self, table: Table, code: str) -> None:
        name = BY_CODE[code].name
        values: dict[str, Value] = {"name": name, "code": code}
        self.findings.append(
            Finding(
                "missing_column",
                table.file,
                table.sheet,
                table.header_row,
                name.zh,
                values=values,
            )
        )


def is_period_head(head: str) -> bool:
    """Whether a head names a period, by itself or in one row of a two-row head over values."""
    if period_of(head):
        return True
    parts = head.split("/")
    named = [part for part in parts if period_of(part)]
    return len(named) == 1 and all(p in named or column_of(p) == "value" for p in parts)


def coded(table: Table, at: int) -> Coded:
    """One column of a table by its different texts."""
    return _coded(table.header[at], table.cells.iloc[:, at])


def _coded(head: str, column: "pd.Series[Any]") -> Coded:
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, texts = column.cat.codes.to_numpy(), column.cat.categories
    else:
        codes, texts = pd.factorize(column)
    # A missing cell has code −1, which takes the blank put last.
    different = texts.tolist()
    return Coded(head, [*different, ""] if (codes < 0).any() else different, codes)


def _unpivoted(table: Table, rows: Rows, periods: list[int]) -> Rows:
    """Each filled-in cell below a period becomes a row; texts stay with the row's last one."""
    cells = [parse(table.cells.iloc[:, at]).blank for at in periods]
    filled = ~np.column_stack(cells) if len(rows) else np.zeros((0, len(periods)), dtype=bool)
    row, at = np.nonzero(filled)
    is_last = np.append(row[1:] != row[:-1], True) if len(row) else np.zeros(0, dtype=bool)
    stacked = [table.cells.iloc[:, p].astype("str") for p in periods]
    texts = pd.concat(stacked, ignore_index=True).iloc[at * len(rows) + row]
    columns = {code: column.take(row) for code, column in rows.columns.items()}
    for code in TEXTS:
        if code in columns:
            column = columns[code]
            codes = np.where(is_last, column.codes, len(column.texts))
            columns[code] = Coded(column.head, [*column.texts, ""], codes)
    columns["value"] = _coded("", texts)
    heads = [_period_part(table.header[p]) for p in periods]
    columns["period"] = Coded("", heads, at)
    second = {code: column.take(row) for code, column in rows.second.items()}
    numbers = rows.numbers[row]
    return Rows(rows.table, rows.sheet, numbers, columns, second, True, rows.stated_unit)


def _period_part(head: str) -> str:
    if period_of(head):
        return head
    return next(part for part in head.split("/") if period_of(part))
