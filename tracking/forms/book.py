"""The look of the workbooks that are handed out, and how they are written.

XlsxWriter would make formulas and links of texts that look like them; here a text is a text.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from tracking.words import Language

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

INK: Final = "#1F2937"
RULE: Final = "#8A94A3"
HEAD: Final = "#DCE6F1"
HEAD_TYPED: Final = "#FBE9B7"
TYPED: Final = "#FFFBEA"
NOT_ASKED: Final = "#ECEEF1"

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# A line's height, in points.
_LINE: Final = 14
# The highest row there is.
_HIGHEST: Final = 409
# Fonts that Windows, where WPS and Excel are, has for both.
_FONTS: Final = {"zh": ("宋体", "黑体"), "en": ("Arial", "Arial")}


@dataclass(frozen=True, eq=False)
class Book:
    """A workbook being written, each of its cell formats made once."""

    file: Any
    language: Language
    _formats: dict[tuple[tuple[str, object], ...], Any]

    def style(self, **how: object) -> Any:
        """A cell format; `heading` takes the font of titles."""
        key = tuple(sorted(how.items()))
        if key not in self._formats:
            body, title = _FONTS[self.language]
            font = title if how.pop("heading", False) else body
            base = {"font_name": font, "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self._formats[key] = self.file.add_format(base | how)
        return self._formats[key]

    def cell(self, **how: object) -> Any:
        """The format of a cell within a table: ruled and wrapped."""
        return self.style(border=1, border_color=RULE, text_wrap=True, **how)

    def note(self, sheet: Any, row: int, column: int, text: str) -> None:
        """A note on a cell, large enough to be read without drawing it wider."""
        wide = 2 if self.language == "zh" else 1
        lines = sum(1 + wide * len(line) // 40 for line in text.splitlines())
        sheet.write_comment(
            row,
            column,
            text,
            {
                "author": "",
                "width": 260,
                "height": 18 * lines + 14,
                "font_name": _FONTS[self.language][0],
                "font_size": 9,
                "color": "#FFFFF0",
            },
        )


@contextmanager
def new_book(language: Language, title: str) -> Iterator[tuple[Book, io.BytesIO]]:
    """A workbook to write, and where its bytes are afterwards."""
    from xlsxwriter import Workbook  # noqa: PLC0415 (60 ms that starting up need not pay)

    data = io.BytesIO()
    with Workbook(data, _OPTIONS) as file:
        file.set_properties({"title": title})
        yield Book(file, language, {}), data


def rows_of_height(sheet: Any, lines: int) -> None:
    """Rows so many lines high; one grows as a long text is typed, as none with a height would."""
    sheet.set_default_row(_LINE * lines + 3)


def room_for(sheet: Any, row: int, cells: Sequence[tuple[str | float, float]], least: int) -> None:
    """Make a row higher where one of its cells, given with its width, takes more lines."""
    lines = max(_lines(said, width) for said, width in cells)
    if lines > least:
        sheet.set_row(row, min(_LINE * lines + 3, _HIGHEST))


def _lines(said: str | float, width: float) -> int:
    """About how many lines a text takes in a cell; a Chinese character is as wide as two others."""
    if not isinstance(said, str):
        return 1
    each = [sum(1 + (c > "\u2e7f") for c in line) for line in said.split("\n")]
    return sum(max(1, ceil(wide / (width - 1))) for wide in each)


def on_paper(sheet: Any, head: int) -> None:
    """Print on A4 across, as wide as one page, its head again on each, numbered — 1 —."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.3, right=0.3, top=0.5, bottom=0.65)
    sheet.center_horizontally()
    sheet.repeat_rows(head)
    sheet.set_footer("&C— &P —")
