"""Heat tables as native tables, and the tile grid as shapes."""

from typing import Any, Final

from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from tracking.briefing.briefing import Chart, Heat, Look, Square, Tiles
from tracking.briefing.native_charts import described
from tracking.briefing.native_data import legible
from tracking.briefing.native_marks import PALETTE, fill, rgb
from tracking.briefing.powerpoint import measure
from tracking.briefing.powerpoint.deck import Area, Deck
from tracking.briefing.powerpoint.tables import Grid, Put, head

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
    for square in of.squares:
        at = Area(
            area.left + (square.column - left) * wide,
            area.top + (square.row - top) * high,
            wide - _GAP,
            high - _GAP,
        )
        _tile(deck, group, at, square)
    group.name = legible(chart.title)
    described(group, chart.title, chart.alt)
    _legend(deck, slide, area, of)
    foot = Area(area.left, area.top + area.height - 0.22, area.width, 0.24)
    if of.caption:
        deck.text(slide, foot, [of.caption], 11, colour=PALETTE.quiet)


def _tile(deck: Deck, group: Any, at: Area, square: Square) -> None:
    shape = _filled(group.shapes, at, square.look)
    room = at.points[0]
    name = 12.0 if measure.width(square.name, 12) <= room else 9.0
    texts = (square.name, _said(square))
    paragraphs = [deck.paragraph(texts[0], name, square.look.ink)]
    paragraphs.append(deck.paragraph(texts[1], 11, square.look.ink))
    body = shape._element.txBody
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for text in paragraphs:
        made = parse_xml(text)
        made.insert(0, parse_xml(f'<a:pPr {nsdecls("a")} algn="ctr"/>'))
        body.append(made)
    shape.name = legible(square.name)
    if square.dotted:
        shape.line.color.rgb = rgb(PALETTE.ink)
        shape.line.width = Pt(1.25)
        shape.line.dash_style = MSO_LINE_DASH_STYLE.ROUND_DOT


def _filled(shapes: Any, at: Area, look: Look) -> Any:
    shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, *at.emu)
    # The template's style would put a shade and its own ink on it.
    style = shape._element.find(qn("p:style"))
    shape._element.remove(style)
    fill(shape, look)
    shape.line.fill.background()
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.word_wrap = True
    return shape


def _legend(deck: Deck, slide: Any, area: Area, of: Tiles) -> None:
    left = area.left + area.width - _LEGEND + 0.3
    for n, (said, look) in enumerate(of.legend):
        top = area.top + n * 0.34
        swatch = _filled(slide.shapes, Area(left, top, 0.34, 0.26), look)
        swatch.name = legible(said)
        room = _LEGEND - 0.3 - 0.44
        size = 12.0 if measure.width(said, 12) <= room * 72 else 11.0
        deck.text(slide, Area(left + 0.44, top + 0.02, room, 0.26), [said], size)
