"""A workbook's native charts, and the sheet of numbers that feeds them."""

from collections.abc import Sequence
from math import ceil
from typing import Any, Final

from tracking.briefing.briefing import (
    Briefing,
    Bullets,
    Chart,
    Counts,
    Course,
    Heat,
    Ranking,
    Tiles,
)
from tracking.briefing.sheet_pages import rows_between
from tracking.briefing.sheets_behind import Writing
from tracking.charts.style import PALETTES
from tracking.forms.book import HEAD, Book, room_for
from tracking.words import say

# A sheet's row is so many pixels high, and a chart so many wide; that in points.
_ROW: Final = 20
_WIDE: Final = 760
WIDTH: Final = _WIDE * 0.75
# A bar is so many pixels high; many are less, so that a page has room for all.
_BAR: Final = 26
_TALLEST: Final = 830
# What of a chart's height is scale and legend; the size of its letters in points.
_AROUND: Final = 110
_SIZE: Final = 10
# How wide a column of the numbers is, and how many are so at least.
_NUMBER: Final = 10.0
_NUMBERS: Final = 10
# A reference goes on over so many of these columns.
_REFERENCE: Final = 3
_INK: Final = PALETTES["light"].ink
_QUIET: Final = PALETTES["light"].quiet
_ACCENT: Final = PALETTES["light"].accent
_LINES: Final[dict[str, dict[str, Any]]] = {
    "actual": {"color": _ACCENT, "width": 2.5},
    "history": {"color": _QUIET, "width": 2},
    "ministry": {"color": _ACCENT, "width": 2.5},
    "regions": {"color": _ACCENT, "width": 2, "dash_type": "round_dot"},
    "planned": {"color": _QUIET, "width": 1.5, "dash_type": "dash"},
    "target": {"color": _INK, "width": 1.5},
    "centre": {"color": _ACCENT, "width": 2, "dash_type": "dash"},
    "full_pace": {"color": _ACCENT, "width": 1.25, "dash_type": "round_dot"},
    "low": {"color": _ACCENT, "width": 0.75, "dash_type": "round_dot"},
    "high": {"color": _ACCENT, "width": 0.75, "dash_type": "round_dot"},
}
_REPORTED: Final = ("actual", "history", "ministry", "regions")

# A block of numbers: heads, and rows of a name and numbers.
_Block = tuple[Sequence[str], Sequence[tuple[str, Sequence[float | None]]]]


def rows_of(chart: Chart) -> int:
    """How many rows of a sheet a chart covers."""
    return ceil(_high(chart) / _ROW) + 1


def _high(chart: Chart) -> int:
    of = chart.of
    if isinstance(of, Counts | Bullets | Ranking):
        return min(_AROUND + _BAR * len(of.rows), _TALLEST)
    return 360


def write_data(
    writing: Writing, drawn: Sequence[tuple[Any, int, Chart]], briefing: Briefing
) -> None:
    """The numbers of these charts on a sheet of their own, and each chart into its place.

    Below stand the references of those that are drawn as squares elsewhere.
    """
    squares = [one for one in briefing.charts() if isinstance(one.of, Heat | Tiles)]
    squares = [one for one in squares if one.lookup.values]
    if not drawn and not squares:
        return
    book = writing.book
    name = say(briefing.language, "Chart data")
    sheet = writing.sheet(name)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, _NUMBERS, _NUMBER)
    printed = writing.printed[sheet]
    row = writing.head(sheet, name) + 1
    for place, at, chart in drawn:
        sheet.write_string(row, 0, chart.title, book.style(bold=True))
        heads, lines = _block(chart, briefing)
        _write(book, sheet, row + 1, heads, lines)
        _refer(book, sheet, row + 1, len(heads) + 1, chart, briefing)
        printed.columns = max(printed.columns, 1 + len(heads) + _REFERENCE)
        after = row + 2 + len(lines)
        printed.body(row, after, rows_between(row + 2, after))
        made = _made(book, chart, sheet.name, row + 1, len(lines))
        made.set_title({"none": True})
        made.set_size({"width": _WIDE, "height": _high(chart)})
        made.set_legend({"position": "bottom"})
        options = {"description": f"{chart.title}: {chart.alt}", "object_position": 1}
        place.insert_chart(at, 0, made, options)
        row += len(lines) + 3
    for chart in squares:
        sheet.write_string(row, 0, chart.title, book.style(bold=True))
        _write(book, sheet, row + 1, (), [(one.name, ()) for one in chart.lookup.values])
        _refer(book, sheet, row + 1, 1, chart, briefing)
        after = row + 2 + len(chart.lookup.values)
        printed.body(row, after, rows_between(row + 2, after))
        row = after + 1


def _refer(book: Book, sheet: Any, row: int, at: int, chart: Chart, briefing: Briefing) -> None:
    """The reference of each line in a column of its own; native charts do not read it."""
    values = chart.lookup.values
    if not values:
        return
    sheet.write_string(row, at, briefing.words.origin_reference, book.style(bold=True))
    for n, one in enumerate(values, start=row + 1):
        sheet.write_string(n, at, one.reference, book.style())


def _write(book: Book, sheet: Any, row: int, heads: Sequence[str], lines: Any) -> None:
    room_for(sheet, row, [(head, _NUMBER) for head in ["", *heads]], 1)
    for at, head in enumerate(["", *heads]):
        sheet.write_string(row, at, head, book.cell(bold=True, bg_color=HEAD))
    for n, (name, values) in enumerate(lines, start=row + 1):
        sheet.write_string(n, 0, name, book.cell())
        for at, value in enumerate(values, start=1):
            if value is not None:
                sheet.write_number(n, at, value, book.cell())


def _block(chart: Chart, briefing: Briefing) -> _Block:
    of, words = chart.of, briefing.words
    if isinstance(of, Counts):
        counts = [segment.counts for segment in of.segments]
        return (
            [f"{segment.look.symbol} {segment.name}" for segment in of.segments],
            [(name, [float(c[n]) for c in counts]) for n, name in enumerate(of.rows)],
        )
    if isinstance(of, Bullets):
        heads = [say(briefing.language, "Share of the target"), words.planned, words.target]
        return heads, [(row.name, [row.value, row.planned, 1.0]) for row in of.rows]
    if isinstance(of, Ranking):
        value = say(briefing.language, "Index") if of.share else of.unit
        heads = [value or say(briefing.language, "Value")]
        if of.line is not None:
            heads.append(of.line_said)
        return heads, [
            (f"{row.name}  {row.rank}".strip(" —"), [row.value, of.line][: len(heads)])
            for row in of.rows
        ]
    assert isinstance(of, Course)
    return (
        [line.name for line in of.lines],
        [(q, [line.values[n] for line in of.lines]) for n, q in enumerate(of.quarters)],
    )


def _made(book: Book, chart: Chart, sheet: str, row: int, lines: int) -> Any:
    """The native chart over its block, whose heads stand in `row`."""

    def series(at: int, **look: Any) -> dict[str, Any]:
        return {
            "name": [sheet, row, at],
            "categories": [sheet, row + 1, 0, row + lines, 0],
            "values": [sheet, row + 1, at, row + lines, at],
            **look,
        }

    of = chart.of
    if isinstance(of, Counts):
        made = book.file.add_chart({"type": "bar", "subtype": "stacked"})
        for at, segment in enumerate(of.segments, start=1):
            label = {"value": True, "font": {"color": segment.look.ink}, "num_format": "0;;"}
            fill = {"color": segment.look.colour}
            made.add_series(series(at, fill=fill, data_labels=label, gap=40))
        made.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        made.set_y_axis({"reverse": True})
        return made
    if isinstance(of, Bullets | Ranking):
        return _bars(book, of, series)
    assert isinstance(of, Course)
    made = book.file.add_chart({"type": "line"})
    for at, line in enumerate(of.lines, start=1):
        marker = {"type": "circle", "size": 6} if line.role in _REPORTED else {"type": "none"}
        look = {**marker, "fill": {"color": _ACCENT}, "border": {"color": _ACCENT}}
        made.add_series(series(at, line=_LINES[line.role], marker=look))
    made.show_blanks_as("gap")
    places = f".{'0' * of.decimals}" if of.decimals else ""
    made.set_y_axis(
        {
            "num_format": f"#,##0{places}",
            "name": of.unit,
            "major_gridlines": {"visible": True, "line": {"color": "#E5E7EB"}},
        }
    )
    made.set_x_axis({"num_font": {"rotation": -45}})
    return made


def _bars(book: Book, of: Bullets | Ranking, series: Any) -> Any:
    """Level bars; what they are held against as marks that stand on the same rows."""
    made = book.file.add_chart({"type": "bar"})
    points = [{"fill": {"color": row.look.colour}} for row in of.rows]
    share = isinstance(of, Bullets) or of.share
    form = "0%" if share else "#,##0"
    font = {"size": _letters(len(of.rows))}
    label = {"value": True, "num_format": form, "font": font}
    made.add_series(series(1, points=points, gap=50, overlap=100, data_labels=label))
    if isinstance(of, Bullets):
        hollow = {"none": True}
        made.add_series(series(2, fill=hollow, border={"color": _INK, "width": 1.25}))
    made.set_x_axis(
        {"num_format": form, "min": 0, "major_gridlines": {"visible": True,
                                                            "line": {"color": "#E5E7EB"}}}
    )  # fmt: skip
    made.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": font})
    return made


def _letters(bars: int) -> int:
    """The size in points of the letters beside so many bars: some less than a bar's share."""
    each = (_TALLEST - _AROUND) / bars * 0.75 if bars else _SIZE
    return int(max(min(_SIZE, each * 0.75), 5))
