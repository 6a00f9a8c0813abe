"""A list as an XLSX workbook that prints: A4 across, its head on every sheet of paper."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tracking.forms.book import HEAD, Book, new_book, on_paper, room_for
from tracking.forms.ledger import Heading
from tracking.words import Language, say
from tracking.words.cells import fitting


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a list: their heads by name, their widths in characters, which are centred."""

    heads: Mapping[str, str]
    widths: Mapping[str, float]
    centred: Collection[str] = ()


def as_xlsx(
    lines: pd.DataFrame, columns: Columns, heading: Heading, language: Language, name: str
) -> bytes:
    """The lines under their heading as an XLSX file; every cell of it is a text."""
    with new_book(language, heading.title) as (book, data):
        sheet = book.file.add_worksheet(name)
        row = _heading(book, sheet, heading, len(columns.heads))
        _table(book, sheet, lines, columns, row)
        sheet.freeze_panes(row + 1, 0)
        sheet.autofilter(row, 0, row + len(lines), len(columns.heads) - 1)
        on_paper(sheet, row)
        if heading.demonstration:
            sheet.set_footer(f"&L{say(language, 'Demonstration data')}&C— &P —")
    return data.getvalue()


def _heading(book: Book, sheet: Any, heading: Heading, width: int) -> int:
    """The title and what stands below it; returns the row of the columns' heads."""
    title = book.style(heading=True, bold=True, font_size=16, align="center")
    sheet.merge_range(0, 0, 0, width - 1, "", title)
    sheet.write_string(0, 0, fitting(heading.title), title)
    sheet.set_row(0, 27)
    for row, line in enumerate(heading.lines, start=1):
        sheet.write_string(row, 0, fitting(line), book.style(font_size=9))
    return len(heading.lines) + 1


def _table(book: Book, sheet: Any, lines: pd.DataFrame, columns: Columns, row: int) -> None:
    head = book.cell(bold=True, align="center", bg_color=HEAD)
    text, centred = book.cell(valign="top"), book.cell(valign="top", align="center")
    said = list(columns.heads.values())
    for column, name in enumerate(columns.heads):
        sheet.set_column(column, column, columns.widths[name])
        sheet.write_string(row, column, said[column], head)
        style = centred if name in columns.centred else text
        for at, value in enumerate(lines[name].tolist(), start=row + 1):
            # As a string, whatever it looks like: no formula, no link, no number.
            sheet.write_string(at, column, fitting(value), style)
    # Not every program makes rows as high as their texts by itself.
    widths = [columns.widths[name] - 1 for name in columns.heads]
    for at, told in enumerate([said, *lines.to_numpy().tolist()], start=row):
        room_for(sheet, at, list(zip(told, widths, strict=True)), least=1)
