"""How much of a page a briefing takes, reckoned before it is set: so that one page is one page."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from tracking.briefing.briefing import Briefing, Chart, Section, Sentence, Table
from tracking.briefing.word.drawn import height_of
from tracking.briefing.word.layout import PAGE_SIZES, Layout, Letters, layout_of
from tracking.briefing.word.widths import measure, widths

_POINTS_IN_MM: Final = 72 / 25.4
# Lines break before the edge, and another program breaks them elsewhere.
_LINES_FILL: Final = 0.96
# The reckoning is on the safe side by more than this.
_PAGE_FILLS: Final = 1.03
_CELL_MARGINS: Final = 130


def fitted(briefing: Briefing) -> Layout:
    """The layout for it; of one page, the largest letters in which it fits."""
    if briefing.full:
        return layout_of(briefing)
    layouts = [layout_of(briefing, size) for size in PAGE_SIZES]
    for layout in layouts:
        if _high(briefing, layout) <= layout.paper.high * _POINTS_IN_MM * _PAGE_FILLS:
            return layout
    return layouts[-1]


def _high(briefing: Briefing, layout: Layout) -> float:
    """In points, as it would be with this layout."""
    heads = 3 if briefing.origins else 2
    origins = [" · ".join((o.said, o.value, o.stands_in, o.reference)) for o in briefing.origins]
    return (
        _lines([briefing.title], layout.title, layout, 6 * layout.space)
        + _lines([briefing.subtitle], layout.subtitle, layout, 10 * layout.space)
        + heads * _heading(layout)
        + _lines([one.text for one in briefing.key], layout.body, layout, layout.after)
        + sum(_section(section, layout) for section in briefing.sections)
        + _lines(origins, layout.note, layout, 0)
        + _lines(briefing.notes, layout.note, layout, 6 * layout.space)
    )


def _section(section: Section, layout: Layout) -> float:
    high = _heading(layout)
    for part in section.parts:
        if isinstance(part, Section):
            high += _section(part, layout)
        elif isinstance(part, Table):
            high += _table(part, layout)
        elif isinstance(part, Chart):
            high += height_of(part, layout) * _POINTS_IN_MM + 2 * layout.caption.line
            high += _lines([part.lookup.said], layout.note, layout, 6 * layout.space)
        else:
            assert isinstance(part, Sentence)
            high += _lines([part.text], layout.body, layout, layout.after)
    return high


def _heading(layout: Layout) -> float:
    return layout.headings[0].line + (layout.after * 2 + 4) * layout.space


def _lines(texts: Sequence[str], letters: Letters, layout: Layout, after: float) -> float:
    room = layout.paper.wide / 20 * _LINES_FILL
    lines = sum(ceil((measure(text) + layout.indent) * letters.size / room) for text in texts)
    return lines * letters.line + len(texts) * after


def _table(table: Table, layout: Layout) -> float:
    """The table, its caption and its note."""
    told = widths(table, layout.paper.wide, layout.tables)
    line, margins = told.size * 1.3, 3 * layout.space + 0.5
    rows = [tuple(column.head for column in table.columns)]
    rows += [tuple(cell.said for cell in row) for row in table.rows]
    lines = sum(
        max(
            ceil(measure(text) * told.size * 20 / max(wide - _CELL_MARGINS, 1))
            for text, wide in zip(row, told.columns, strict=True)
        )
        for row in rows
    )
    around = layout.caption.line + layout.note.line + 15 * layout.space
    return (
        lines * line + len(rows) * margins + around + _lines([table.note], layout.note, layout, 0)
    )
