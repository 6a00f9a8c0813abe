"""Native tables on slides: as many rows as fit, the heads again on each slide."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from tracking.briefing.briefing import Look
from tracking.briefing.native_charts import described
from tracking.briefing.native_data import legible
from tracking.briefing.native_marks import PALETTE, filling
from tracking.briefing.powerpoint import measure
from tracking.briefing.powerpoint.deck import POINTS, Area, Deck

_HEAD: Final = "#DCE6F1"
_RULE: Final = "#C3CAD4"
# Beside the text of a cell, in points.
_SIDE: Final = 6.0


@dataclass(frozen=True, slots=True)
class Put:
    """A cell on a slide: its text, how it is filled, whether it is a number or stands out."""

    said: str
    look: Look | None = None
    align: str = "l"
    bold: bool = False


_Row = tuple[Put, ...]


@dataclass(frozen=True)
class Grid:
    """A table for slides: its heads, its rows, and how wide its columns are beside each other."""

    heads: _Row
    rows: tuple[_Row, ...]
    widths: tuple[float, ...]
    size: float = 12.0
    edge: float = 2.0  # above and below the text of a cell, in points


def pages(grid: Grid, first: Area, other: Area) -> list[Grid]:
    """The table in parts that fit, the first into its own room; a row is never cut.

    The parts are about as long as each other: no slide holds only the last row.
    """
    heights = [_high(grid, row, first) for row in grid.rows]
    rooms = [area.points[1] - _high(grid, grid.heads, area) for area in (first, other)]
    parts = _filled_up(heights, rooms[0], rooms[1])
    if len(parts) > 1:
        # As little of each slide as the same number of slides needs.
        fuller = (
            _filled_up(heights, *(room * share / 20 for room in rooms)) for share in range(8, 20)
        )
        parts = next((found for found in fuller if len(found) == len(parts)), parts)
    return [replace(grid, rows=grid.rows[part.start : part.stop]) for part in parts]


def _filled_up(heights: Sequence[float], first: float, other: float) -> list[range]:
    """Which rows stand on which slide, when they fill the first and the other rooms in turn."""
    parts, start, taken, room = list[range](), 0, 0.0, first
    for n, tall in enumerate(heights):
        if n > start and taken + tall > room:
            parts.append(range(start, n))
            start, taken, room = n, 0.0, other
        taken += tall
    return [*parts, range(start, len(heights))] if heights else parts


def height(grid: Grid, area: Area) -> float:
    """How high the whole table is in so wide a room, in inches."""
    return sum(_high(grid, row, area) for row in (grid.heads, *grid.rows)) / POINTS


def add(deck: Deck, slide: Any, area: Area, grid: Grid, title: str) -> None:
    """Adds a native table with its text alternative."""
    wide = _widths(grid, area)
    heights = [_high(grid, row, area) for row in (grid.heads, *grid.rows)]
    shape = slide.shapes.add_table(1, 1, *area.emu)
    shape.height = Pt(sum(heights))
    columns = "".join(f'<a:gridCol w="{Pt(w)}"/>' for w in wide)
    rows = "".join(
        f'<a:tr h="{Pt(high)}">' + "".join(_cell(cell, grid, deck.tag) for cell in row) + "</a:tr>"
        for row, high in zip((grid.heads, *grid.rows), heights, strict=True)
    )
    made = parse_xml(
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1">'
        "<a:tableStyleId>{2D5ABB26-0587-4C30-8999-92F81FD0307C}</a:tableStyleId></a:tblPr>"
        f"<a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>"
    )
    old = shape._element.find(f".//{qn('a:tbl')}")
    old.getparent().replace(old, made)
    shape.name = legible(title)
    heads = ", ".join(cell.said for cell in grid.heads if cell.said)
    described(shape, title, f"{title}: {heads}")


def _widths(grid: Grid, area: Area) -> list[float]:
    whole = sum(grid.widths)
    return [area.points[0] * w / whole for w in grid.widths]


def _high(grid: Grid, row: Sequence[Put], area: Area) -> float:
    """How high a row is, in points."""
    return 2 * grid.edge + max(
        measure.height([cell.said], grid.size, wide - 2 * _SIDE)
        for cell, wide in zip(row, _widths(grid, area), strict=True)
    )


def _cell(cell: Put, grid: Grid, tag: str) -> str:
    look, size = cell.look, round(grid.size * 100)
    ink = look.ink if look else PALETTE.ink
    filled = filling(look) if look else "<a:noFill/>"
    bold = ' b="1"' if cell.bold else ""
    text = escape(" ".join(legible(cell.said).split()))
    letters = (
        f'<a:rPr lang="{tag}" sz="{size}"{bold}><a:solidFill>'
        f'<a:srgbClr val="{ink[1:]}"/></a:solidFill></a:rPr>'
    )
    run = f"<a:r>{letters}<a:t>{text}</a:t></a:r>" if text else ""
    rule = f'<a:solidFill><a:srgbClr val="{_RULE[1:]}"/></a:solidFill>'
    line = f'<a:lnB w="6350">{rule}</a:lnB>'
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn={quoteattr(cell.align)}/>"
        f'{run}<a:endParaRPr lang="{tag}" sz="{size}"/></a:p></a:txBody>'
        f'<a:tcPr marL="{Pt(_SIDE)}" marR="{Pt(_SIDE)}" marT="{Pt(grid.edge)}"'
        f' marB="{Pt(grid.edge)}" anchor="ctr">{line}{filled}</a:tcPr></a:tc>'
    )


def head(said: str, align: str = "l") -> Put:
    """A column's head."""
    return Put(said, Look(_HEAD, PALETTE.ink), align, bold=True)
