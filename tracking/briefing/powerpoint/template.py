"""The empty deck: 16:9, a theme with a Chinese face, three layouts, nothing of another's making."""

from typing import Any, Final

from pptx import Presentation
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from tracking.charts.style import PALETTES

LATIN: Final = "Arial"
EAST_ASIAN: Final = "微软雅黑"
WIDE, HIGH = 13.333, 7.5
MARGIN: Final = 0.6
ACROSS: Final = WIDE - 2 * MARGIN
_PALETTE: Final = PALETTES["light"]
# The layouts that are used, by their place in python-pptx's own template.
_KEPT: Final = {"title": 0, "text": 1, "free": 5}
# Where the placeholders stand, in inches: left, top, width, height.
_PLACES: Final = {
    "title": (MARGIN, 0.38, ACROSS, 0.97),
    "body": (MARGIN, 1.75, ACROSS, 5.1),
    "dt": (MARGIN, 6.98, 0.1, 0.3),
    "ftr": (MARGIN, 6.98, ACROSS - 1.0, 0.3),
    "sldNum": (WIDE - MARGIN - 0.9, 6.98, 0.9, 0.3),
    "ctrTitle": (MARGIN, 1.9, ACROSS, 1.6),
    "subTitle": (MARGIN, 3.65, ACROSS, 1.0),
}
_COLOURS: Final = {
    "dk2": _PALETTE.accent, "accent1": _PALETTE.accent, "accent2": "#B45309",
    "accent3": "#0B6E4F", "accent4": "#3A86C8", "accent5": "#F2B134", "accent6": "#7A1E5C",
    "hlink": _PALETTE.accent, "folHlink": _PALETTE.quiet,
}  # fmt: skip


def empty() -> tuple[Any, dict[str, Any]]:
    """A presentation without slides, and its layouts: title, text, free."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    deck.element.find(qn("p:sldSz")).attrib.pop("type", None)
    _drop_foreign(deck)
    layouts = {name: deck.slide_layouts[at] for name, at in _KEPT.items()}
    for layout in list(deck.slide_layouts):
        if layout not in layouts.values():
            deck.slide_layouts.remove(layout)
    for master in (deck.slide_master.part, deck.part.notes_master_part):
        _themed(master)
    for holder in (deck.slide_master, *layouts.values()):
        _place(holder)
    for level in layouts["title"]._element.iter(qn("a:lvl1pPr")):
        level.set("algn", "l")
    _style(deck.slide_master)
    return deck, layouts


def _themed(master: Any) -> None:
    """Gives the theme of a master, of slides or notes, its faces and colours."""
    for relation in master.rels.values():
        if not relation.reltype.endswith("/theme"):
            continue
        theme = relation.target_part
        # Of the two themes python-pptx keeps one as a tree, the other as bytes.
        tree = getattr(theme, "_element", None)
        root = parse_xml(theme.blob) if tree is None else tree
        for fonts in root.iter(qn("a:majorFont"), qn("a:minorFont")):
            fonts.find(qn("a:latin")).set("typeface", LATIN)
            fonts.find(qn("a:ea")).set("typeface", EAST_ASIAN)
            for font in fonts.findall(qn("a:font")):
                if font.get("script") == "Hans":
                    font.set("typeface", EAST_ASIAN)
        for name, colour in _COLOURS.items():
            for old in root.iter(qn(f"a:{name}")):
                old.clear()
                old.append(parse_xml(f'<a:srgbClr {nsdecls("a")} val="{colour[1:]}"/>'))
        if tree is None:
            theme._blob = serialize_part_xml(root)


def _drop_foreign(deck: Any) -> None:
    """Leaves out what the template says of another deck: its picture, printer and statistics."""
    for holder in (deck.part.rels, deck.part.package._rels):
        for name, relation in list(holder.items()):
            if relation.reltype.rpartition("/")[2] in (
                "printerSettings",
                "extended-properties",
                "thumbnail",
            ):
                holder.pop(name)


def _place(holder: Any) -> None:
    """Puts placeholders where they stand at 16:9; of a layout, those that say their own place."""
    for shape in holder.placeholders:
        kind = shape._element.ph.get("type", "body")
        own = shape._element.spPr.find(qn("a:xfrm")) is not None
        if kind in _PLACES and own:
            at = (Inches(x) for x in _PLACES[kind])
            shape.left, shape.top, shape.width, shape.height = (Emu(x) for x in at)


def _style(master: Any) -> None:
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    letters = title.find(qn("a:defRPr"))
    letters.set("sz", "2400")
    letters.set("b", "1")
    letters.find(qn("a:solidFill")).find(qn("a:schemeClr")).set("val", "accent1")
    for level, size in zip(styles.find(qn("p:bodyStyle")), (1800, 1600, 1400), strict=False):
        level.find(qn("a:defRPr")).set("sz", str(size))
    for shape in master.placeholders:
        kind = shape._element.ph.get("type")
        inside = shape._element.txBody.find(qn("a:bodyPr"))
        inside.set("lIns", "0")
        inside.set("rIns", "0")
        inside.set("tIns", "0")
        inside.set("bIns", "0")
        if kind == "title":
            inside.set("anchor", "b")
        if kind == "ftr":
            shape._element.txBody.find(qn("a:lstStyle")).find(qn("a:lvl1pPr")).set("algn", "l")
        if kind in ("ftr", "sldNum", "dt"):
            for small in shape._element.iter(qn("a:defRPr")):
                small.set("sz", str(Pt(10).centipoints))
    bar = master.shapes._spTree
    bar.insert(2, parse_xml(_bar()))


def _bar() -> str:
    """A bar across the top, and nothing more for ornament."""
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="99" name="Bar"/><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{Inches(WIDE)}" cy="{Inches(0.12)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
        '<a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )
