"""The ledger as an XLSX workbook that prints: A4 across, its head on every sheet of paper."""

from typing import Any, Final

import pandas as pd

from tracking.forms.book import HEAD, Book, new_book, on_paper, room_for
from tracking.forms.ledger import HEADS, Heading, heads
from tracking.words import Language, say
from tracking.words.cells import fitting

# How wide each column is, in characters.
_WIDTHS: Final[dict[str, float]] = {
    "number": 5,
    "chain": 9,
    "measure": 14,
    "indicator": 14,
    "lead": 10,
    "unit": 10,
    "quarter": 7.5,
    "due": 7.5,
    "target": 9,
    "value": 9,
    "progress_note": 30,
    "achieved": 8,
    "status": 11,
    "problem": 26,
    "next_step": 26,
    "state": 8,
    "remark": 16,
}
_CENTRED: Final = ("number", "quarter", "due", "achieved", "state")


def as_xlsx(lines: pd.DataFrame, heading: Heading, language: Language) -> bytes:
    """The lines under their heading as an XLSX file; every cell of it is a text."""
    with new_book(language, heading.title) as (book, data):
        sheet = book.file.add_worksheet(say(language, "Ledger"))
        row = _heading(book, sheet, heading)
        _table(book, sheet, lines, row)
        sheet.freeze_panes(row + 1, 0)
        sheet.autofilter(row, 0, row + len(lines), len(HEADS) - 1)
        on_paper(sheet, row)
        if heading.demonstration:
            sheet.set_footer(f"&L{say(language, 'Demonstration data')}&C— &P —")
    return data.getvalue()


def _heading(book: Book, sheet: Any, heading: Heading) -> int:
    """The title and what stands below it; returns the row of the columns' heads."""
    title = book.style(heading=True, bold=True, font_size=16, align="center")
    sheet.merge_range(0, 0, 0, len(HEADS) - 1, "", title)
    sheet.write_string(0, 0, fitting(heading.title), title)
    sheet.set_row(0, 27)
    for row, line in enumerate(heading.lines, start=1):
        sheet.write_string(row, 0, fitting(line), book.style(font_size=9))
    return len(heading.lines) + 1


def _table(book: Book, sheet: Any, lines: pd.DataFrame, row: int) -> None:
    head = book.cell(bold=True, align="center", bg_color=HEAD)
    text, centred = book.cell(valign="top"), book.cell(valign="top", align="center")
    said = heads(book.language)
    for column, name in enumerate(HEADS):
        sheet.set_column(column, column, _WIDTHS[name])
        sheet.write_string(row, column, said[column], head)
        style = centred if name in _CENTRED else text
        for at, value in enumerate(lines[name].tolist(), start=row + 1):
            # As a string, whatever it looks like: no formula, no link, no number.
            sheet.write_string(at, column, fitting(value), style)
    # Not every program makes rows as high as their texts by itself.
    widths = [width - 1 for width in _WIDTHS.values()]
    for at, told in enumerate([said, *lines.to_numpy().tolist()], start=row):
        room_for(sheet, at, list(zip(told, widths, strict=True)), least=1)
