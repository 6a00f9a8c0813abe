"""How the bars, lines, labels and axes of a native chart look."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from pptx.chart.chart import Chart as NativeChart
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from tracking.briefing.briefing import Look, Role
from tracking.briefing.native_data import one_line
from tracking.charts.style import PALETTES

PALETTE: Final = PALETTES["light"]
_HATCHING: Final = {
    ".": MSO_PATTERN.PERCENT_20,
    "-": MSO_PATTERN.LIGHT_HORIZONTAL,
    "/": MSO_PATTERN.LIGHT_UPWARD_DIAGONAL,
}
_HATCH: Final = "#7B8593"
_REGIONS: Final = "#B45309"
# The part of a chart's width that names of rows take at the most; the height of its legend in
# points.
_MOST_FOR_NAMES: Final = 0.4
_LEGEND: Final = 30


@dataclass(frozen=True, slots=True)
class _Line:
    """How a line of a course is drawn; `wide` in points."""

    colour: str
    wide: float
    dash: str = "solid"
    marked: bool = False


_LINES: Final[dict[Role, _Line]] = {
    "actual": _Line(PALETTE.accent, 2.5, marked=True),
    "history": _Line(PALETTE.quiet, 2, marked=True),
    "ministry": _Line(PALETTE.accent, 2.5, marked=True),
    "regions": _Line(_REGIONS, 2, marked=True),
    "planned": _Line(PALETTE.rule, 1.75, "dash"),
    "target": _Line(PALETTE.ink, 1.5),
    "centre": _Line(PALETTE.accent, 1.75, "dash"),
    "full_pace": _Line(PALETTE.accent, 1.25, "lgDashDot"),
    "low": _Line(PALETTE.accent, 1, "sysDot"),
    "high": _Line(PALETTE.accent, 1, "sysDot"),
}


def rgb(colour: str) -> RGBColor:
    """#RRGGBB as python-pptx has it."""
    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]


def fill(shape: Any, look: Look) -> None:
    """Fills a bar or shape: plain, or hatched."""
    of = shape.fill
    if look.pattern not in _HATCHING:
        of.solid()
        of.fore_color.rgb = rgb(look.colour)
        return
    of.patterned()
    of.pattern = _HATCHING[look.pattern]
    of.fore_color.rgb, of.back_color.rgb = rgb(_HATCH), rgb(look.colour)


def filling(look: Look) -> str:
    """The same filling as XML, for what is written whole."""
    colour = f'<a:srgbClr val="{look.colour[1:]}"/>'
    if look.pattern not in _HATCHING:
        return f"<a:solidFill>{colour}</a:solidFill>"
    return (
        f'<a:pattFill prst="{MSO_PATTERN.to_xml(_HATCHING[look.pattern])}"><a:fgClr>'
        f'<a:srgbClr val="{_HATCH[1:]}"/></a:fgClr><a:bgClr>{colour}</a:bgClr></a:pattFill>'
    )


def labels(series: Any, form: str, ink: str, position: Any = XL_LABEL_POSITION.CENTER) -> None:
    """Writes its value at each bar of a series."""
    of = series.data_labels
    of.show_value = True
    of.number_format, of.number_format_is_linked = form, False
    of.position = position
    of.font.color.rgb = rgb(ink)


def hollow(series: Any, dash: str = "solid") -> None:
    """Only the outline of bars: drawn over others, its end is where they should come to."""
    outline = parse_xml(
        f'<c:spPr {nsdecls("c", "a")}><a:noFill/><a:ln w="{Pt(1.25)}"><a:solidFill>'
        f'<a:srgbClr val="{PALETTE.ink[1:]}"/></a:solidFill><a:prstDash val="{dash}"/></a:ln>'
        "</c:spPr>"
    )
    _properties(series, outline)


def ticks(series: Any, half: float) -> None:
    """A tick at each value: an error bar of next to no length, of which only the ends are seen."""
    bars = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errBarType val="both"/><c:errValType val="fixedVal"/>'
        f'<c:noEndCap val="0"/><c:val val="{half:.6g}"/><c:spPr>'
        f'<a:ln w="{Pt(2)}" cap="flat"><a:solidFill><a:srgbClr val="{PALETTE.ink[1:]}"/>'
        "</a:solidFill></a:ln></c:spPr></c:errBars>"
    )
    series._element.find(qn("c:cat")).addprevious(bars)


def draw(series: Any, role: Role) -> None:
    """Draws a line as its role asks."""
    line = _LINES[role]
    series.smooth = False
    properties = parse_xml(
        f'<c:spPr {nsdecls("c", "a")}><a:ln w="{Pt(line.wide)}" cap="rnd"><a:solidFill>'
        f'<a:srgbClr val="{line.colour[1:]}"/></a:solidFill><a:prstDash val="{line.dash}"/>'
        "<a:round/></a:ln></c:spPr>"
    )
    _properties(series, properties)
    _marker(series, line.colour if line.marked else "")


def only_marked(series: Any) -> None:
    """Marks the values of a series without a line between them."""
    series.smooth = False
    bare = f"<c:spPr {nsdecls('c', 'a')}><a:ln><a:noFill/></a:ln></c:spPr>"
    _properties(series, parse_xml(bare))
    _marker(series, "#FFFFFF", "diamond", 10, PALETTE.ink)


def _properties(series: Any, properties: Any) -> None:
    element = series._element
    for old in element.findall(qn("c:spPr")):
        element.remove(old)
    element.find(qn("c:tx")).addnext(properties)


def _marker(
    series: Any, inside: str, symbol: str = "circle", size: int = 6, line: str = ""
) -> None:
    element = series._element
    for old in element.findall(qn("c:marker")):
        element.remove(old)
    look = (
        f'<c:symbol val="{symbol}"/><c:size val="{size}"/><c:spPr><a:solidFill>'
        f'<a:srgbClr val="{inside[1:]}"/></a:solidFill><a:ln w="12700"><a:solidFill>'
        f'<a:srgbClr val="{(line or inside)[1:]}"/></a:solidFill></a:ln></c:spPr>'
        if inside
        else '<c:symbol val="none"/>'
    )
    made = parse_xml(f"<c:marker {nsdecls('c', 'a')}>{look}</c:marker>")
    element.find(qn("c:spPr")).addnext(made)


def label_last(
    series: Any, values: Sequence[float | None], form: str, role: Role, *, below: bool
) -> None:
    """Writes the last value of a line above it, or below."""
    last = max(n for n, value in enumerate(values) if value is not None)
    label = series.points[last].data_label
    label.position = XL_LABEL_POSITION.BELOW if below else XL_LABEL_POSITION.ABOVE
    label.font.bold = True
    label.font.color.rgb = rgb(_LINES[role].colour)
    format_ = f'<c:numFmt {nsdecls("c")} formatCode={quoteattr(form)} sourceLinked="0"/>'
    label._dLbl.find(qn("c:idx")).addnext(parse_xml(format_))


def gaps(chart: NativeChart) -> None:
    """What was not reported is a gap in the line, not zero."""
    outer = chart.element.find(qn("c:chart"))
    blanks = outer.find(qn("c:dispBlanksAs"))
    if blanks is None:
        blanks = parse_xml(f'<c:dispBlanksAs {nsdecls("c")} val="gap"/>')
        outer.find(qn("c:plotVisOnly")).addnext(blanks)
    blanks.set("val", "gap")


def rows_axis(chart: NativeChart) -> None:
    """The first row above, each with its name; values stay below."""
    axis = chart.category_axis
    axis.reverse_order = True
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.color.rgb = rgb(PALETTE.rule)
    every(axis, 1)
    crosses = chart.value_axis._element.find(qn("c:crosses"))
    crosses.set("val", "max")


def room_for_names(chart: NativeChart, names: float, width: int, height: int) -> None:
    """Leaves the names of rows, so many points wide, on one line each: one that goes over two
    takes the room of its neighbours, which are then left out.

    `width` and `height` are the chart's, in EMU; below its rows stands the legend.
    """
    left = min(Pt(names + 8) / width, _MOST_FOR_NAMES)
    below = Pt(_LEGEND) / height
    layout = chart.element.find(".//" + qn("c:plotArea")).find(qn("c:layout"))
    made = parse_xml(
        f"<c:layout {nsdecls('c')}><c:manualLayout>"
        '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{left:.4f}"/><c:y val="0.01"/>'
        f'<c:w val="{0.99 - left:.4f}"/><c:h val="{0.98 - below:.4f}"/>'
        "</c:manualLayout></c:layout>"
    )
    if layout is None:
        chart.element.find(".//" + qn("c:plotArea")).insert(0, made)
    else:
        layout.getparent().replace(layout, made)


def every(axis: Any, step: int) -> None:
    """Names each so many-th place of an axis."""
    mark = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="{step}"/>')
    axis._element.find(qn("c:noMultiLvlLbl")).addprevious(mark)


def quiet_axis(axis: Any, form: str) -> None:
    """A value axis without a line of its own, its numbers in this form."""
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(PALETTE.grid)
    axis.format.line.fill.background()
    axis.tick_labels.number_format = form
    axis.tick_labels.number_format_is_linked = False
    axis.tick_labels.font.color.rgb = rgb(PALETTE.quiet)


def titled(axis: Any, unit: str) -> None:
    """Names an axis by its unit, written level."""
    if not unit:
        return
    axis.has_title = True
    frame = axis.axis_title.text_frame
    frame.text = one_line(unit)
    frame._txBody.find(qn("a:bodyPr")).set("rot", "0")
    frame._txBody.find(qn("a:bodyPr")).set("vert", "horz")
    run = frame.paragraphs[0].runs[0]
    run.font.bold = False
    run.font.color.rgb = rgb(PALETTE.quiet)
