"""A file that is no XLSX workbook, or too large a one, rendered as one: each row at its number."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any, Final

from tracking.forms import marked_summary as summary
from tracking.forms.marked_places import (
    AUTHOR,
    COLOURS,
    HEADINGS,
    Mark,
    Place,
    Places,
    comment_size,
    width,
    writable,
)
from tracking.intake.codes import Severity
from tracking.intake.findings import Finding
from tracking.intake.layout import find_head
from tracking.intake.limits import COLUMNS, RENDERED_CELLS, RENDERED_ROWS
from tracking.intake.returned import SURPLUS
from tracking.sheets.cells import Sheet, number
from tracking.words import Language, say

_WHOLE: Final = re.compile(r"-?[1-9][0-9]{0,14}|0")
_DECIMAL: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,11})\.[0-9]{1,9}")
# So many rows are looked at for a column's width.
_LOOKED_AT: Final = 200
_NARROWEST, _WIDEST = 9, 42
# Each merged cell is kept in memory by the writer.
_MERGED_CELLS: Final = 100_000


def rendered(about: summary.About, sheets: Sequence[Sheet]) -> bytes:
    """The workbook: the summary, then the sheets; the one of a text file is named as the file."""
    shown = [_with_surplus(sheet, about.language) for sheet in _within(sheets)]
    places = Places(shown, about.findings)
    name = PurePath(about.file).stem
    names: dict[str, str] = {}
    for sheet in shown:
        names[sheet.name] = summary.free_name(sheet.name or name, [*names.values()])
    out = io.BytesIO()
    book = summary.workbook(out)

    def where(finding: Finding) -> Place | None:
        place = places.of(finding)
        return place and replace(place, sheet=names[place.sheet])

    summary.write(book, about, _note(about.language, sheets, shown), where, [*names.values()])
    styles = _Styles(book)
    for sheet in shown:
        marks = [mark for mark in places.marks if mark.place.sheet == sheet.name]
        _Page(book.add_worksheet(names[sheet.name]), sheet, styles).write(marks, about.language)
    book.close()
    return out.getvalue()


def _within(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets as far as a workbook of them is written in time."""
    rows, cells = RENDERED_ROWS, RENDERED_CELLS
    shown: list[Sheet] = []
    for sheet in sheets:
        widest = max([1, *(min(len(row), COLUMNS) for row in sheet.rows)])
        n = min(len(sheet.rows), rows, cells // widest)
        rows, cells = rows - n, cells - n * widest
        shown.append(replace(sheet, rows=[row[:COLUMNS] for row in sheet.rows[:n]]))
    return shown


def _with_surplus(sheet: Sheet, language: Language) -> Sheet:
    """A text file's rows, with a head over what a line has beyond the last one."""
    head = None if sheet.name else find_head(sheet.rows)
    if head is None:
        return sheet
    end = max(n for n, text in enumerate(head.texts) if text) + 1
    over = {n for row in sheet.rows[head.last + 1 :] for n in range(end, len(row)) if row[n]}
    heads = list(sheet.rows[head.last])
    heads += [""] * (max(over, default=-1) + 1 - len(heads))
    for n in over:
        heads[n] = SURPLUS.to(language)
    return replace(sheet, rows=[*sheet.rows[: head.last], heads, *sheet.rows[head.last + 1 :]])


def _note(language: Language, sheets: Sequence[Sheet], shown: Sequence[Sheet]) -> str:
    n = sum(len(sheet.rows) for sheet in shown)
    if n < sum(len(sheet.rows) for sheet in sheets):
        return say(
            language,
            "The file is large: only its first {n} rows are in the sheets after this one. Mend your"
            " own file and hand that in.",
            n=n,
        )
    return say(
        language,
        "The sheets after this one hold your file’s content, each row at its number there; coloured"
        " cells have a comment. Mend it here or in your own file, and hand that in; this sheet is"
        " not read.",
    )


class _Styles:
    """How cells look: by what was found in them, head or not, a text that could be run or not."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[Severity | None, bool, bool, bool], Any] = {}

    def of(
        self,
        severity: Severity | None = None,
        head: bool = False,
        quoted: bool = False,
        wrapped: bool = False,
    ) -> Any:
        key = (severity, head, quoted, wrapped)
        if key not in self._made:
            look: dict[str, object] = {"quote_prefix": quoted, "bold": head, "valign": "top"}
            if head or wrapped:
                look["text_wrap"] = True
            if head:
                look |= {"bg_color": "#E8ECF1", "bottom": 1, "valign": "vcenter"}
            if severity:
                look["bg_color"] = f"#{COLOURS[severity]}"
            self._made[key] = self._book.add_format(look)
        return self._made[key]


class _Page:
    """One sheet of the file, being written."""

    def __init__(self, page: Any, sheet: Sheet, styles: _Styles) -> None:
        self._page, self._sheet, self._styles = page, sheet, styles
        head = find_head(sheet.rows)
        self._heads = range(head.first, head.last + 1) if head else range(0)

    def write(self, marks: Sequence[Mark], language: Language) -> None:
        """The cells, then what was found in them."""
        self._set_up(language)
        self._merge()
        found = {(m.place.row - 1, m.place.column): m.severity for m in marks}
        for row, cells in enumerate(self._sheet.rows):
            head = row in self._heads
            for column, text in enumerate(cells):
                if text:
                    self._put(row, column, text, found.get((row, column)), head)
        for mark in marks:
            self._comment(mark, language)

    def _set_up(self, language: Language) -> None:
        page = self._page
        page.set_comments_author(AUTHOR.to(language))
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        if self._sheet.hidden:
            page.hide()
        hidden = {row - 1 for row in self._sheet.hidden_rows}
        for row, cells in enumerate(self._sheet.rows):
            lines = max(map(_lines, cells), default=1)
            if lines > 1 or row in hidden:
                height = min(lines * summary.LINE + 3, summary.HIGHEST)
                page.set_row(row, height, None, {"hidden": row in hidden})
        if self._heads:
            page.freeze_panes(self._heads.stop, 0)
            page.repeat_rows(self._heads.start, self._heads.stop - 1)
        summary.for_paper(page)
        # A title above the table must not make its first column wide.
        sample = self._sheet.rows[self._heads.start : self._heads.start + _LOOKED_AT]
        for column in range(max(map(len, sample), default=0)):
            texts = (row[column] for row in sample if column < len(row))
            widest = max(
                width(line) for text in texts for line in (text[:200].splitlines() or [""])
            )
            page.set_column(column, column, min(max(widest + 3, _NARROWEST), _WIDEST))

    def _merge(self) -> None:
        """Merged cells as in the file, as far as they lie among those shown."""
        from xlsxwriter.exceptions import OverlappingRange  # noqa: PLC0415

        room = _MERGED_CELLS
        for top, left, bottom, right in self._sheet.merges:
            low = min(bottom, len(self._sheet.rows) - 1)
            far = min(right, COLUMNS - 1)
            size = (low - top + 1) * (far - left + 1)
            if low < top or far < left or not 1 < size <= room:
                continue
            room -= size
            try:
                style = self._styles.of(head=top in self._heads)
                self._page.merge_range(top, left, low, far, "", style)
            except OverlappingRange:
                continue

    def _put(self, row: int, column: int, text: str, found: Severity | None, head: bool) -> None:
        """A number where it reads as the very same text, else the text."""
        style = self._styles.of(found, head)
        if _WHOLE.fullmatch(text):
            self._page.write_number(row, column, int(text), style)
        elif _DECIMAL.fullmatch(text) and number(float(text)) == text:
            self._page.write_number(row, column, float(text), style)
        else:
            quoted, wrapped = text.startswith(summary.FORMULA), _lines(text) > 1
            if quoted or wrapped:
                style = self._styles.of(found, head, quoted, wrapped)
            self._page.write_string(row, column, writable(text), style)

    def _comment(self, mark: Mark, language: Language) -> None:
        place, text = mark.place, mark.text(language)
        row, column = place.row - 1, place.column
        cells = self._sheet.rows[row]
        if column >= len(cells) or not cells[column]:
            style = self._styles.of(mark.severity, row in self._heads)
            self._page.write_blank(row, column, None, style)
        wide, high = comment_size(text)
        look = {"width": wide, "height": high, "font_size": 9, "font_name": "Microsoft YaHei"}
        heading = HEADINGS.to(language)
        self._page.write_comment(row, column, f"{heading}\n{text}", look)


def _lines(text: str) -> int:
    """How many lines a cell's text takes in the widest column."""
    if len(text) * 2 <= _WIDEST and "\n" not in text:
        return 1
    return sum(max(1, -(-width(line) // _WIDEST)) for line in text[:2000].split("\n"))
