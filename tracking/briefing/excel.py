"""A briefing as an Excel workbook: numbers as numbers, charts that stay editable.

The only formulas are the totals a reader would want to check, and each has its value beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import zip_longest
from typing import Any, Final

from tracking.briefing import sheet_charts, sheet_paper, sheets_behind
from tracking.briefing.briefing import (
    Briefing,
    Cell,
    Chart,
    Column,
    Heat,
    Look,
    Section,
    Sentence,
    Table,
    Tiles,
)
from tracking.briefing.sheet_pages import Printed, fits_upright, rows_between
from tracking.briefing.tabled import NUMERIC
from tracking.charts.style import STATUS_STYLE
from tracking.forms.book import HEAD, INK, Book, new_book, room_for
from tracking.words import say

# A column's width in characters for each unit of the model's, and the least.
_WIDE: Final = 8.5
_LEAST: Final = 9.0
# A sentence goes over so many characters' width, in so many columns.
_ACROSS: Final = 8
_LINE_WIDTH: Final = 100.0
_TILE: Final = 9
# How high the rows of a sheet's title and of a heading are.
_TITLE: Final = 21
_HEADING: Final = 18
# A table with more rows may go on to other pages: what follows it has a sheet of its own, so that
# its head can be printed on each.
_LONG: Final = 24
# Latin letters are narrower than the numerals that a width is counted in.
_NARROWER: Final = {"zh": 1.0, "en": 1.15}


def write(briefing: Briefing) -> bytes:
    """The workbook's bytes; equal briefings give equal ones."""
    title = f"{briefing.title} · {briefing.subtitle}"
    with new_book(briefing.language, title) as (book, data):
        _properties(book, briefing, title)
        writing = _Writing(book, briefing)
        _summary(writing)
        for section in briefing.sections:
            _section(writing, section)
        sheets_behind.add(writing, briefing)
        sheet_charts.write_data(writing, writing.drawn, briefing)
        for sheet, printed in writing.printed.items():
            sheet_paper.ready(sheet, printed, briefing)
    return data.getvalue()


@dataclass(eq=False)
class _Writing:
    """The workbook being written: its sheets' names so far, the charts to feed."""

    book: Book
    briefing: Briefing
    drawn: list[tuple[Any, int, Chart]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    printed: dict[Any, Printed] = field(default_factory=dict)
    tables: int = 0
    charts: int = 0

    def head(self, sheet: Any, title: str) -> int:
        """The label of invented figures and the sheet's title; the row after them."""
        stamp, row = self.briefing.stamp, 0
        printed = self.printed[sheet]
        if stamp.demonstration:
            label = self.book.style(bold=True, font_color="#7C2D12", bg_color="#FFF7ED", border=1)
            last = min(printed.columns, _ACROSS) - 1
            sheet.merge_range(0, 0, 0, last, stamp.demonstration, label)
            row = 1
        printed.lead(0)
        sheet.set_row(row, _TITLE)
        sheet.write_string(row, 0, title, self.book.style(heading=True, bold=True, font_size=14))
        return row + 1

    def sheet(self, name: str) -> Any:
        """A new sheet; once all is written, it is made ready for paper."""
        short = sheets_behind.name_of(name)
        told, n = short, 1
        while told.casefold() in self.names:
            n += 1
            told = f"{short[: sheets_behind.LONGEST_NAME - len(str(n)) - 1]} {n}"
        self.names.add(told.casefold())
        sheet = self.book.file.add_worksheet(told)
        self.printed[sheet] = Printed(_ACROSS)
        sheet.hide_gridlines(2)
        return sheet


def _properties(book: Book, briefing: Briefing, title: str) -> None:
    day = briefing.stamp.known_on
    book.file.set_properties(
        {
            "title": title,
            "author": briefing.stamp.programme,
            "comments": briefing.stamp.short,
            # The day the figures are of: the same briefing is the same file whenever it is made.
            "created": datetime(day.year, day.month, day.day),
        }
    )


def _summary(writing: _Writing) -> None:
    briefing, book = writing.briefing, writing.book
    words = briefing.words
    sheet = writing.sheet(words.key)
    row = writing.head(sheet, briefing.title)
    sheet.write_string(row, 0, briefing.subtitle, book.style(font_color=INK))
    sheet.set_column(0, _ACROSS - 1, _LINE_WIDTH / _ACROSS)
    row += 2
    for sentence in briefing.key:
        row = _body(writing, sheet, row, sentence)
    for heading, lines in ((words.notes, briefing.notes), (words.stamp, briefing.stamp.lines)):
        row = _heading(writing, sheet, row + 1, heading)
        for line in lines:
            row = _body(writing, sheet, row, Sentence(line))


def _heading(writing: _Writing, sheet: Any, row: int, text: str) -> int:
    """A heading, which stays with what follows; the row after it."""
    writing.printed[sheet].lead(row)
    sheet.set_row(row, _HEADING)
    look = writing.book.style(heading=True, bold=True, font_size=12)
    sheet.write_string(row, 0, text, look)
    return row + 1


def _body(writing: _Writing, sheet: Any, row: int, sentence: Sentence) -> int:
    """A sentence by itself; the row after it."""
    after = _line(writing, sheet, row, sentence)
    writing.printed[sheet].body(row, after)
    return after


def _line(writing: _Writing, sheet: Any, row: int, sentence: Sentence) -> int:
    """A sentence over the sheet's width; the row after it."""
    marks = "".join(f" [{n}]" for n in sentence.origins)
    text = sentence.text + marks
    sheet.merge_range(
        row, 0, row, _ACROSS - 1, "", writing.book.style(text_wrap=True, valign="top")
    )
    sheet.write_string(row, 0, text, writing.book.style(text_wrap=True, valign="top"))
    width = writing.printed[sheet].letters * _NARROWER[writing.book.language]
    room_for(sheet, row, [(text, width)], 1)
    return row + 1


def _section(writing: _Writing, section: Section) -> None:
    for n, parts in enumerate(_sheets(section)):
        told = section.heading
        if n:
            told = say(writing.briefing.language, "{section} (continued)", section=told)
        sheet = writing.sheet(told)
        one = replace(section, parts=parts)
        writing.printed[sheet].letters = _widths(sheet, list(_tables(one)))
        _parts(writing, sheet, one, writing.head(sheet, told) + 1)


def _sheets(section: Section) -> Iterator[tuple[Sentence | Table | Chart | Section, ...]]:
    """The parts of a section in those of its sheets; charts stand upright, two on a page."""
    begun = 0
    for n, part in enumerate(section.parts[:-1], start=1):
        if not isinstance(part, Table):
            continue
        charts = any(isinstance(following, Chart) for following in section.parts[n:])
        across = charts and not fits_upright(_table_widths(part))
        if across or len(part.rows) > _LONG:
            yield section.parts[begun:n]
            begun = n
    yield section.parts[begun:]


def _tables(section: Section) -> Iterator[Table]:
    for part in section.parts:
        if isinstance(part, Table):
            yield part
        elif isinstance(part, Section):
            yield from _tables(part)


def _widths(sheet: Any, tables: Sequence[Table]) -> float:
    """Each column as wide as the widest that stands in it; how wide a sentence's are together."""
    most = max((len(table.columns) for table in tables), default=_ACROSS)
    least = [_LEAST if tables else _LINE_WIDTH / _ACROSS] * max(most, _ACROSS)
    each = (_table_widths(table) for table in tables)
    widths = [max(column) for column in zip_longest(least, *each, fillvalue=0.0)]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    return sum(widths[:_ACROSS])


def _table_widths(table: Table) -> list[float]:
    return [max(_LEAST, _width(table, at)) for at in range(len(table.columns))]


def _width(table: Table, at: int) -> float:
    """A column's width: its share, and room for its longest number or status on one line."""
    column = table.columns[at]
    if column.kind not in ("quantity", "status"):
        return _WIDE * column.width
    longest = max((_letters(row[at], column) for row in table.rows), default=0)
    return max(_WIDE * column.width, longest + 2)


def _letters(cell: Cell, column: Column) -> int:
    """How many letters a number takes with its unit, or a status; a Chinese one counts for two."""
    written = cell.said if column.kind == "status" else ""
    if column.kind == "quantity" and cell.value is not None:
        written = f"{cell.value:,.{cell.decimals}f} {cell.unit}"
    return sum(1 + (letter > "\u2e7f") for letter in written)


def _parts(writing: _Writing, sheet: Any, section: Section, row: int) -> int:
    words = writing.briefing.words
    for part in section.parts:
        if isinstance(part, Section):
            row = _heading(writing, sheet, row, part.heading)
            row = _parts(writing, sheet, part, row) + 1
        elif isinstance(part, Table):
            writing.tables += 1
            row = _table(writing, sheet, row, part, words.table.format(n=writing.tables)) + 1
        elif isinstance(part, Chart):
            writing.charts += 1
            row = _chart(writing, sheet, row, part, words.figure.format(n=writing.charts)) + 1
        elif part is section.parts[-1]:
            row = _body(writing, sheet, row, part)
        else:
            writing.printed[sheet].lead(row)
            row = _line(writing, sheet, row, part)
    return row


def _table(writing: _Writing, sheet: Any, row: int, table: Table, number: str) -> int:
    """A table with its caption; the row after it and its note."""
    book, printed = writing.book, writing.printed[sheet]
    printed.columns = max(printed.columns, len(table.columns))
    printed.lead(row)
    sheet.write_string(row, 0, f"{number}　{table.title}", book.style(bold=True))
    head = row + 1
    for at, column in enumerate(table.columns):
        align = "right" if column.kind in NUMERIC else "left"
        sheet.write_string(head, at, column.head, book.cell(bold=True, bg_color=HEAD, align=align))
    narrower = _NARROWER[book.language]
    widths = [narrower * width for width in _table_widths(table)]
    room_for(sheet, head, list(zip((c.head for c in table.columns), widths, strict=True)), 1)
    for n, cells in enumerate(table.rows):
        total = n == len(table.rows) - 1 and any(c.total for c in table.columns)
        for at, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
            place = partial(_put, writing, sheet, head + 1 + n, at, cell, column)
            if total and column.total:
                _total(writing, sheet, head + 1, head + 1 + n, at, cell)
            else:
                place(bold=total)
        told = [(cell.said, width) for cell, width in zip(cells, widths, strict=True)]
        room_for(sheet, head + 1 + n, told, 1)
    for at, column in enumerate(table.columns):
        if column.kind == "share" and table.rows:
            sheet.conditional_format(
                head + 1, at, head + len(table.rows), at,
                {"type": "data_bar", "bar_solid": True, "bar_color": "#9CC5EA", "min_type": "num",
                 "min_value": 0, "max_type": "num", "max_value": 1},
            )  # fmt: skip
    after = head + 1 + len(table.rows)
    if table.note:
        after = _line(writing, sheet, after, Sentence(table.note))
    printed.body(row, after, rows_between(head + 1, after), head)
    return after


def _put(
    writing: _Writing, sheet: Any, row: int, at: int, cell: Cell, column: Column, *, bold: bool
) -> None:
    book = writing.book
    if cell.status:
        style = STATUS_STYLE[cell.status]
        sheet.write_string(
            row, at, cell.said, book.cell(bg_color=style.colour, font_color=style.text)
        )
    elif cell.value is not None and column.kind in NUMERIC:
        sheet.write_number(
            row, at, cell.value, book.cell(num_format=_format(cell, column), bold=bold)
        )
    elif cell.origin and cell.said.startswith("["):
        link = sheets_behind.link_to(writing.briefing, cell.origin)
        look = book.cell(align="right", font_color="#1F4E79", underline=1)
        sheet.write_url(row, at, link, look, cell.said)
    else:
        align = "right" if column.kind in NUMERIC else "left"
        sheet.write_string(row, at, cell.said, book.cell(align=align, bold=bold))


def _format(cell: Cell, column: Column) -> str:
    places = f".{'0' * cell.decimals}" if cell.decimals else ""
    if column.kind == "share":
        return f"0{places}%"
    # What stands between quotes is written as it is; a quote would end it.
    unit = cell.unit.replace('"', "")
    blank = "" if unit[:1] in ("", "%", "‰") or unit[0] > "\u2e7f" else " "
    return f'#,##0{places}"{blank}{unit}"' if unit else f"#,##0{places}"


def _total(writing: _Writing, sheet: Any, first: int, row: int, at: int, cell: Cell) -> None:
    """The sum of the rows above, as a formula that can be checked, with its value."""
    from xlsxwriter.utility import xl_range  # noqa: PLC0415 (as the writer itself)

    style = writing.book.cell(num_format="#,##0", bold=True)
    formula = f"=SUM({xl_range(first, at, row - 1, at)})"
    sheet.write_formula(row, at, formula, style, cell.value or 0)


def _chart(writing: _Writing, sheet: Any, row: int, chart: Chart, number: str) -> int:
    """A chart with its caption, and how it is looked up below; the row after it."""
    sheet.write_string(row, 0, f"{number}　{chart.title}", writing.book.style(bold=True))
    printed = writing.printed[sheet]
    printed.lead(row)
    head = row + 1
    splits: Sequence[int] = ()
    if isinstance(chart.of, Heat):
        printed.columns = max(printed.columns, 1 + len(chart.of.heads))
        after = _heat(writing, sheet, head, chart.of)
        splits = rows_between(head + 1, after)
    elif isinstance(chart.of, Tiles):
        printed.columns = max(printed.columns, 1 + _TILE)
        after = _tiles(writing, sheet, head, chart.of)
    else:
        writing.drawn.append((sheet, head, chart))
        printed.least_width = sheet_charts.WIDTH
        after = head + sheet_charts.rows_of(chart)
    if chart.lookup.said:
        after = _line(writing, sheet, after, Sentence(chart.lookup.said))
    printed.body(row, after, splits, head if splits else None)
    return after


def _filled(writing: _Writing, look: Look) -> Any:
    return writing.book.cell(bg_color=look.colour, font_color=look.ink, align="center")


def _heat(writing: _Writing, sheet: Any, row: int, of: Heat) -> int:
    book = writing.book
    sheet.write_string(row, 0, "", book.cell(bg_color=HEAD))
    for at, head in enumerate(of.heads, start=1):
        sheet.write_string(row, at, head, book.cell(bold=True, bg_color=HEAD, align="center"))
    for n, (name, squares) in enumerate(zip(of.rows, of.squares, strict=True), start=row + 1):
        sheet.write_string(n, 0, name, book.cell())
        for at, square in enumerate(squares, start=1):
            style = {"bg_color": square.look.colour, "font_color": square.look.ink}
            if square.value is None:
                sheet.write_string(n, at, square.said, book.cell(align="center", **style))
            else:
                look = book.cell(align="center", num_format="0%", **style)
                sheet.write_number(n, at, square.value, look)
    return row + 1 + len(of.rows)


def _tiles(writing: _Writing, sheet: Any, row: int, of: Tiles) -> int:
    left = min(square.column for square in of.squares)
    for square in of.squares:
        look = _filled(writing, square.look)
        text = f"{square.name}\n{square.said}"
        sheet.write_string(row + square.row, square.column - left, text, look)
    down = max(square.row for square in of.squares) + 1
    for n in range(down):
        sheet.set_row(row + n, 34)
    for n, (said, look) in enumerate(of.legend):
        sheet.write_string(row + n, _TILE, said, _filled(writing, look))
    return _line(writing, sheet, row + max(down, len(of.legend)), Sentence(of.caption))
