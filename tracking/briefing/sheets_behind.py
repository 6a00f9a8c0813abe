"""The sheets behind a briefing's workbook: how it is measured, where figures stand, the data."""

from collections.abc import Sequence
from typing import Any, Final, Protocol

import pandas as pd

from tracking.briefing import sheet_paper
from tracking.briefing.briefing import Briefing
from tracking.briefing.data import FIELDS
from tracking.briefing.sheet_pages import Printed, rows_between
from tracking.forms.book import HEAD, Book, room_for
from tracking.words import say

# Excel takes 31 characters as a sheet's name, and none of these.
LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys(r"[]:*?/\\'", " "))
# The row that the heads of these sheets stand in, from 0; what is above is label and title.
_HEADS: Final = 3
# More rows of data nobody would hand round: these are four or five pages.
_ON_PAPER: Final = 200
_SHARES: Final = ("achieved", "expected", "coverage")
_WIDE: Final = {"number": 13, "integer": 9, "boolean": 9}


class Writing(Protocol):
    """What of a workbook being written these sheets need."""

    book: Book
    printed: dict[Any, Printed]

    def sheet(self, name: str) -> Any:
        """A new sheet."""

    def head(self, sheet: Any, title: str) -> int:
        """Its title; the row after it."""


def add(writing: Writing, briefing: Briefing) -> None:
    """Add method, origins and data."""
    _method(writing, briefing)
    if briefing.origins:
        _origins(writing, briefing)
    _data(writing, briefing)


def name_of(text: str) -> str:
    """A text as the name of a sheet."""
    return " ".join(text.translate(_NOT_IN_NAMES).split())[:LONGEST_NAME] or "-"


def link_to(briefing: Briefing, origin: int) -> str:
    """Where an origin stands in the workbook."""
    return f"internal:'{name_of(briefing.words.origins)}'!A{_HEADS + 1 + origin}"


def _method(writing: Writing, briefing: Briefing) -> None:
    title = say(briefing.language, "How progress is measured")
    sheet = writing.sheet(title)
    printed = writing.printed[sheet]
    printed.columns = 2
    writing.head(sheet, title)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 96)
    for row, (name, meaning) in enumerate(briefing.method, start=_HEADS):
        sheet.write_string(row, 0, name, writing.book.cell(bold=True))
        sheet.write_string(row, 1, meaning, writing.book.cell())
        room_for(sheet, row, [(meaning, 96.0)], 1)
        printed.body(row, row + 1)


def _origins(writing: Writing, briefing: Briefing) -> None:
    book, words = writing.book, briefing.words
    heads = (words.origin_number, words.origin_said, words.origin_value, words.origin_stands_in,
             words.origin_reference)  # fmt: skip
    sheet = _sheet(writing, words.origins, dict(zip(heads, (7, 52, 18, 52, 32), strict=True)))
    for n, one in enumerate(briefing.origins, start=_HEADS + 1):
        told = (f"[{one.number}]", one.said, one.value, one.stands_in, one.reference)
        for at, text in enumerate(told):
            sheet.write_string(n, at, text, book.cell())
        room_for(sheet, n, [(one.said, 52.0), (one.stands_in, 52.0)], 1)
    _rows(writing, sheet, len(briefing.origins))


def _data(writing: Writing, briefing: Briefing) -> None:
    """Every figure of the briefing's quarter, a row each; the CSV has all quarters."""
    data, language, book = briefing.data, briefing.language, writing.book
    told = data.named
    told = told[data.figures["quarter"] == str(briefing.quarter)]
    kinds = {say(language, field.head): field for field in FIELDS}
    widths = {
        head: _longest(told[head]) if kind == "string" else _WIDE[kind]
        for head in map(str, told.columns)
        for kind in [kinds[head].type if head in kinds else "string"]
    }
    sheet = _sheet(writing, say(language, "Data"), widths)
    _in_part(writing, sheet, list(widths), len(told))
    # No rules and no wrapping: thousands of rows are to be filtered, not read.
    plain = book.style()
    looks = {"share": book.style(num_format="0.0%"), "number": book.style(num_format="#,##0.##")}
    for at, head in enumerate(widths):
        field = kinds.get(head)
        share = field is not None and field.name in _SHARES
        look = looks["share" if share else "number"]
        for row, cell in enumerate(told[head].tolist(), start=_HEADS + 1):
            if isinstance(cell, str):
                if cell:
                    sheet.write_string(row, at, cell, plain)
            elif not pd.isna(cell):
                sheet.write_number(row, at, cell, look)
    if len(told):
        sheet.autofilter(_HEADS, 0, _HEADS + len(told), len(widths) - 1)


def _rows(writing: Writing, sheet: Any, many: int) -> None:
    """So many rows stand under the sheet's heads, which are printed on every page of theirs."""
    first, after = _HEADS + 1, _HEADS + 1 + many
    writing.printed[sheet].body(0, after, rows_between(first, after), _HEADS)


def _longest(texts: "pd.Series[str]") -> int:
    """How wide a column of these texts is; a Chinese character is as wide as two others."""
    wide = texts.str.len() + texts.str.count("[^\x00-\u2e7f]")
    return int(min(max([8, *wide]) + 2, 34))


def _in_part(writing: Writing, sheet: Any, heads: Sequence[str], rows: int) -> None:
    """Print as many columns as can be read on a page and no more rows than one would; say so."""
    printed = writing.printed[sheet]
    printed.columns = sheet_paper.columns_on_a_page(sheet, len(heads))
    printed.in_part = True
    language, column = writing.book.language, heads[printed.columns - 1]
    told = say(
        language,
        "On paper: the columns up to “{column}”. The others stand to the right of it here.",
        column=column,
    )
    if rows > _ON_PAPER:
        told = say(
            language,
            "On paper: the first {n} of {rows} rows, the columns up to “{column}”. All are here.",
            n=f"{_ON_PAPER:,}",
            rows=f"{rows:,}",
            column=column,
        )
    sheet.write_string(_HEADS - 1, 0, told, writing.book.style())
    _rows(writing, sheet, min(rows, _ON_PAPER))


def _sheet(writing: Writing, title: str, widths: dict[str, int]) -> Any:
    """A sheet of rows, whose heads stay in sight."""
    sheet = writing.sheet(title)
    writing.printed[sheet].columns = len(widths)
    writing.head(sheet, title)
    room_for(sheet, _HEADS, list(widths.items()), 1)
    look = writing.book.cell(bold=True, bg_color=HEAD)
    for at, (head, width) in enumerate(widths.items()):
        sheet.set_column(at, at, width)
        sheet.write_string(_HEADS, at, head, look)
    sheet.freeze_panes(_HEADS + 1, 0)
    return sheet
