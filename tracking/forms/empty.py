"""The empty form, for whoever fills in more than one unit or quarter, or writes a program."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from tracking.forms.book import HEAD, new_book, on_paper
from tracking.intake.contract import COLUMNS
from tracking.words import Language, say

_TEXTS: Final = ("unit", "period", "indicator", "completed_on")
_WIDE: Final = ("indicator", "progress_note", "problem", "next_step", "source")


def empty_csv(language: Language, rows: Sequence[Sequence[str]] = ()) -> bytes:
    """The form as CSV that Excel opens; with rows, filled in."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name.to(language) for column in COLUMNS])
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def empty_xlsx(language: Language) -> bytes:
    """The form as a workbook: what a column holds is a note on its head."""
    title = say(language, "Report")
    with new_book(language, title) as (book, data):
        sheet = book.file.add_worksheet(title)
        head = book.cell(heading=True, bold=True, align="center", bg_color=HEAD)
        for n, column in enumerate(COLUMNS):
            # As text, or a spreadsheet makes a day of 2024年9月.
            format_ = "@" if column.code in _TEXTS else "General"
            width = 34 if column.code in _WIDE else 16
            sheet.set_column(n, n, width, book.style(num_format=format_, text_wrap=True))
            sheet.write_string(0, n, column.name.to(language), head)
            book.note(sheet, 0, n, column.about.to(language))
        sheet.set_row(0, 24)
        sheet.freeze_panes(1, 0)
        on_paper(sheet, 0)
    return data.getvalue()
