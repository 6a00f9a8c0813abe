"""Heat tables as native tables, and the tile grid as shapes."""

from typing import Any, Final
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from tracking.briefing.briefing import Chart, Heat, Look, Square, Tiles
from tracking.briefing.native_charts import described
from tracking.briefing.native_data import legible
from tracking.briefing.native_marks import PALETTE, filling
from tracking.briefing.powerpoint import measure
from tracking.briefing.powerpoint.deck import LEAST, Area, Deck
from tracking.briefing.powerpoint.tables import Grid, Put, head

_DOTTED: Final = (
    f'<a:ln w="{Pt(1.25)}"><a:solidFill><a:srgbClr val="{PALETTE.ink[1:]}"/></a:solidFill>'
    '<a:prstDash val="sysDot"/></a:ln>'
)
_LEGEND: Final = 3.0
_GAP: Final = 0.05
_CAPTION: Final = 0.3


def grid_of(of: Heat) -> Grid:
    """The heat table: each square's text on its colour."""
    heads = (head(""), *(head(name, "ctr") for name in of.heads))
    rows = tuple(
        (Put(name), *(Put(_said(one), one.look, "ctr") for one in squares))
        for name, squares in zip(of.rows, of.squares, strict=True)
    )
    return Grid(heads, rows, (1.5, *(1.0 for _head in of.heads)), 11.0, edge=1.2)


def _said(square: Square) -> str:
    symbol = square.look.symbol
    return square.said if not symbol or symbol in square.said else f"{symbol} {square.said}"


def tiles(deck: Deck, slide: Any, area: Area, chart: Chart, of: Tiles) -> None:
    """The tile grid as one group of shapes that tells `alt`; legend beside, caption below."""
    left, top = (min(getattr(s, at) for s in of.squares) for at in ("column", "row"))
    across = max(s.column for s in of.squares) - left + 1
    down = max(s.row for s in of.squares) - top + 1
    wide = (area.width - _LEGEND) / across
    high = (area.height - _CAPTION) / down
    group = slide.shapes.add_group_shape()
    # Written whole: added one by one, each would make the group be measured again.
    for n, square in enumerate(of.squares, start=group.shape_id + 1):
        at = Area(
            area.left + (square.column - left) * wide,
            area.top + (square.row - top) * high,
            wide - _GAP,
            high - _GAP,
        )
        group._element.append(parse_xml(_tile(deck, n, at, square)))
    group._element.recalculate_extents()
    group.name = legible(chart.title)
    described(group, chart.title, chart.alt)
    _legend(deck, slide, area, of)
    foot = Area(area.left, area.top + area.height - 0.22, area.width, 0.24)
    if of.caption:
        deck.text(slide, foot, [of.caption], 11, colour=PALETTE.quiet)


def _tile(deck: Deck, number: int, at: Area, square: Square) -> str:
    """One square with its name and what it says, as XML."""
    ink = square.look.ink
    name = 12.0 if measure.width(square.name, 12) <= at.points[0] else 9.0
    paragraphs = deck.paragraph(square.name, name, ink, centred=True) + deck.paragraph(
        _said(square), LEAST, ink, centred=True
    )
    line = _DOTTED if square.dotted else "<a:ln><a:noFill/></a:ln>"
    return _rectangle(number, square.name, at, square.look, paragraphs, line)


def _rectangle(
    number: int, name: str, at: Area, look: Look, paragraphs: str, line: str = ""
) -> str:
    left, top, width, height = at.emu
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}"'
        f" name={quoteattr(legible(name))}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>"
        f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{filling(look)}{line}</p:spPr>'
        '<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
        f"<a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )


def _legend(deck: Deck, slide: Any, area: Area, of: Tiles) -> None:
    left = area.left + area.width - _LEGEND + 0.3
    for n, (said, look) in enumerate(of.legend):
        top = area.top + n * 0.34
        tree = slide.shapes._spTree
        swatch = Area(left, top, 0.34, 0.26)
        tree.append(parse_xml(_rectangle(tree.max_shape_id + 1, said, swatch, look, "<a:p/>")))
        room = _LEGEND - 0.3 - 0.44
        size = 12.0 if measure.width(said, 12) <= room * 72 else LEAST
        deck.text(slide, Area(left + 0.44, top + 0.02, room, 0.26), [said], size)
