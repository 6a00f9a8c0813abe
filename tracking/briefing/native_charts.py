"""Charts that stay charts in an office document: to be restyled, with their numbers to be edited.

Load it late: python-pptx takes its time. Word has no charts of its own here; it takes the parts of
one that was added to a scratch presentation.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, Final, cast
from xml.sax.saxutils import quoteattr

from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.shapetree import SlideShapes
from pptx.util import Emu, Pt
from xlsxwriter import Workbook

from tracking.briefing.briefing import Bullets, Chart, Counts, Course, Look, Ranking, Role
from tracking.charts.style import PALETTES
from tracking.words import Language, say

_PALETTE: Final = PALETTES["light"]
# Behind bars: how far it goes to the target or the nation, and how far it should be by now.
_TRACK: Final = "#EEF1F5"
_DUE: Final = "#CBD2DB"
_HATCHING: Final = {".": MSO_PATTERN.PERCENT_20, "-": MSO_PATTERN.LIGHT_HORIZONTAL,
                    "/": MSO_PATTERN.LIGHT_UPWARD_DIAGONAL}  # fmt: skip
_HATCH: Final = "#7B8593"
# A document says when it was made: always then, so that equal charts are equal bytes.
_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - XlsxWriter takes none with a zone
_TAG: Final = {"zh": "zh-CN", "en": "en-GB"}
_UNPRINTABLE: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chart stands and how large it is, in EMU."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Face:
    """The letters of a chart: a face for Latin, one for Chinese, and the size in points."""

    latin: str
    east_asian: str
    size: float


@dataclass(frozen=True, slots=True)
class _Line:
    """How a line of a course is drawn; `wide` in points."""

    colour: str
    wide: float
    dash: str = "solid"
    marked: bool = False


_LINES: Final[dict[Role, _Line]] = {
    "actual": _Line(_PALETTE.accent, 2.5, marked=True),
    "history": _Line(_PALETTE.quiet, 2, marked=True),
    "ministry": _Line(_PALETTE.accent, 2.5, marked=True),
    "regions": _Line("#B45309", 2, marked=True),
    "planned": _Line(_PALETTE.rule, 1.75, "dash"),
    "target": _Line(_PALETTE.ink, 1.5),
    "centre": _Line(_PALETTE.accent, 1.75, "dash"),
    "full_pace": _Line(_PALETTE.accent, 1.25, "lgDashDot"),
    "low": _Line(_PALETTE.accent, 1, "sysDot"),
    "high": _Line(_PALETTE.accent, 1, "sysDot"),
}


def add(
    shapes: SlideShapes, chart: Chart, place: Place, face: Face, language: Language
) -> GraphicFrame:
    """Adds a native chart of counts, bullets, a course or a ranking; its frame tells `alt`."""
    of = chart.of
    if isinstance(of, Counts):
        frame = _counts(shapes, of, place)
    elif isinstance(of, Bullets):
        frame = _bullets(shapes, of, place, language)
    elif isinstance(of, Ranking):
        frame = _ranking(shapes, of, place, language)
    elif isinstance(of, Course):
        frame = _course(shapes, of, place, language)
    else:
        raise TypeError(type(of))
    frame.name = legible(chart.title)
    described(frame, chart.title, chart.alt)
    _lettered(frame.chart, face, language)
    return frame


def drawable(chart: Chart) -> bool:
    """Whether there is a native chart of this kind, and something to draw."""
    of = chart.of
    if isinstance(of, Course):
        return bool(of.quarters)
    return isinstance(of, Counts | Bullets | Ranking) and bool(of.rows)


def described(shape: Any, title: str, text: str) -> None:
    """Gives a shape its text alternative."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("title", legible(title))
    properties.set("descr", legible(text))


def legible(text: str) -> str:
    """A text without the signs that no XML may hold.

    >>> legible("a\\x00b")
    'ab'
    """
    return _UNPRINTABLE.sub("", text)


def _counts(shapes: SlideShapes, of: Counts, place: Place) -> GraphicFrame:
    data = _data(of.rows, "0;;")
    for segment in of.segments:
        _series(data, f"{segment.look.symbol} {segment.name}", segment.counts)
    frame = _added(shapes, XL_CHART_TYPE.BAR_STACKED, data, place)
    plot = frame.chart.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    for series, segment in zip(plot.series, of.segments, strict=True):
        _fill(series.format.fill, segment.look)
        _labels(series, "0;;", segment.look.ink)
    _rows_axis(frame.chart)
    frame.chart.value_axis.visible = False
    frame.chart.value_axis.has_major_gridlines = False
    return frame


def _bullets(
    shapes: SlideShapes, of: Bullets, place: Place, language: Language
) -> GraphicFrame:
    values = [v for row in of.rows for v in (row.value, row.planned) if v is not None]
    bars = [(row.value, row.look, row.status_said) for row in of.rows]
    references = [
        (say(language, "Target"), [1.0] * len(of.rows), _TRACK),
        (say(language, "Planned by now"), [row.planned for row in of.rows], _DUE),
    ]
    names = [row.name for row in of.rows]
    return _level(shapes, place, names, bars, references, "0%", [*values, 1.0], _BULLET)


def _ranking(
    shapes: SlideShapes, of: Ranking, place: Place, language: Language
) -> GraphicFrame:
    form = "0%" if of.share else _form(of.decimals)
    plain = say(language, "Index") if of.share else of.unit or say(language, "Value")
    bars = [(row.value, row.look, row.status_said or plain) for row in of.rows]
    known = [row.value for row in of.rows if row.value is not None]
    references: list[_Reference] = []
    if of.line is not None:
        references.append((of.line_said, [of.line] * len(of.rows), _TRACK))
        known.append(of.line)
    names = [f"{row.name}  {row.rank}".strip(" —") for row in of.rows]
    frame = _level(shapes, place, names, bars, references, form, known, _RANKED)
    if of.unit:
        _titled(frame.chart.value_axis, of.unit)
    return frame


_Reference = tuple[str, Sequence[float | None], str]


@dataclass(frozen=True, slots=True)
class _Rows:
    """How level bars stand: the gap between them (of a bar's width), how high a tick is (of a row)."""

    gap: int
    tick: float


_BULLET: Final = _Rows(70, 0.8)
_RANKED: Final = _Rows(30, 1.02)


def _level(
    shapes: SlideShapes,
    place: Place,
    names: Sequence[str],
    bars: Sequence[tuple[float | None, Look, str]],
    references: Sequence[_Reference],
    form: str,
    values: Sequence[float],
    rows: _Rows,
) -> GraphicFrame:
    """Level bars, one series for each look; what they are held against lies behind, with a tick."""
    data = _data(names, form)
    for name, against, _colour in references:
        _series(data, name, against)
    looks = dict.fromkeys((look, said) for _value, look, said in bars)
    for look, said in looks:
        _series(data, said, [v if (one, word) == (look, said) else None for v, one, word in bars])
    frame = _added(shapes, XL_CHART_TYPE.BAR_CLUSTERED, data, place)
    chart, plot = frame.chart, frame.chart.plots[0]
    plot.gap_width, plot.overlap = rows.gap, 100
    low, high = min([0.0, *values]), max([0.0, *values]) or 1.0
    pitch = max(Emu(place.height).pt - 70, 40) / max(len(names), 1)
    drawn = list(plot.series)
    for series, (_name, _against, colour) in zip(drawn, references, strict=False):
        _fill(series.format.fill, Look(colour, _PALETTE.ink))
        _ticked(series, (high - low) * 0.0015, pitch * rows.tick)
    for series, (look, _said) in zip(drawn[len(references) :], looks, strict=True):
        _fill(series.format.fill, look)
        _labels(series, form, _PALETTE.ink, XL_LABEL_POSITION.OUTSIDE_END)
    _rows_axis(chart)
    axis = chart.value_axis
    # Room for the longest bar's label.
    axis.minimum_scale, axis.maximum_scale = low * 1.1, high * 1.1
    _quiet_axis(axis, form)
    return frame


def _ticked(series: Any, half: float, high: float) -> None:
    """A tick at each value: an error bar next to no long, and as thick as the tick is high."""
    ink = _PALETTE.ink[1:]
    bars = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errBarType val="both"/><c:errValType val="fixedVal"/>'
        f'<c:noEndCap val="1"/><c:val val="{half:.6g}"/><c:spPr>'
        f'<a:ln w="{min(Pt(high), 20116800)}" cap="flat"><a:solidFill><a:srgbClr val="{ink}"/>'
        "</a:solidFill></a:ln></c:spPr></c:errBars>"
    )
    series._element.find(qn("c:cat")).addprevious(bars)


def _course(shapes: SlideShapes, of: Course, place: Place, language: Language) -> GraphicFrame:
    form = _form(of.decimals)
    data = _data(of.quarters, form)
    for line in of.lines:
        _series(data, line.name, line.values)
    broken = _broken(of)
    if broken:
        _series(data, say(language, "definition changed"), broken)
    frame = _added(shapes, XL_CHART_TYPE.LINE, data, place)
    chart = frame.chart
    drawn = list(chart.plots[0].series)
    for series, line in zip(drawn, of.lines, strict=False):
        _draw(series, _LINES[line.role])
        if line.role in ("actual", "target"):
            _last_labelled(series, line.values, form, _LINES[line.role].colour)
    if broken:
        _only_marked(drawn[-1])
    _gaps(chart)
    _quiet_axis(chart.value_axis, form)
    _titled(chart.value_axis, of.unit)
    quarters = chart.category_axis
    quarters.format.line.color.rgb = _rgb(_PALETTE.rule)
    quarters.major_tick_mark = XL_TICK_MARK.OUTSIDE
    skip = ceil(len(of.quarters) / 18)
    if skip > 1:
        mark = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="{skip}"/>')
        quarters._element.find(qn("c:noMultiLvlLbl")).addprevious(mark)
    return frame


def _broken(of: Course) -> list[float | None]:
    """The values reported where the definition changed, as a line of their own."""
    seen = [line for line in of.lines if line.role in ("actual", "history", "ministry", "regions")]
    return [
        next((v for line in seen if (v := line.values[n]) is not None), None)
        if n in of.breaks
        else None
        for n in range(len(of.quarters))
    ] if of.breaks and seen else []


def _draw(series: Any, line: _Line) -> None:
    series.smooth = False
    properties = parse_xml(
        f'<c:spPr {nsdecls("c", "a")}><a:ln w="{Pt(line.wide)}" cap="rnd"><a:solidFill>'
        f'<a:srgbClr val="{line.colour[1:]}"/></a:solidFill><a:prstDash val="{line.dash}"/>'
        "<a:round/></a:ln></c:spPr>"
    )
    _properties(series, properties)
    _marker(series, line.colour if line.marked else "")


def _only_marked(series: Any) -> None:
    series.smooth = False
    bare = f'<c:spPr {nsdecls("c", "a")}><a:ln><a:noFill/></a:ln></c:spPr>'
    _properties(series, parse_xml(bare))
    _marker(series, "#FFFFFF", "diamond", 10, _PALETTE.ink)


def _properties(series: Any, properties: Any) -> None:
    element = series._element
    for old in element.findall(qn("c:spPr")):
        element.remove(old)
    element.find(qn("c:tx")).addnext(properties)


def _marker(series: Any, fill: str, symbol: str = "circle", size: int = 6, line: str = "") -> None:
    element = series._element
    for old in element.findall(qn("c:marker")):
        element.remove(old)
    look = (
        f'<c:symbol val="{symbol}"/><c:size val="{size}"/><c:spPr><a:solidFill>'
        f'<a:srgbClr val="{fill[1:]}"/></a:solidFill><a:ln w="12700"><a:solidFill>'
        f'<a:srgbClr val="{(line or fill)[1:]}"/></a:solidFill></a:ln></c:spPr>'
        if fill
        else '<c:symbol val="none"/>'
    )
    made = parse_xml(f'<c:marker {nsdecls("c", "a")}>{look}</c:marker>')
    element.find(qn("c:spPr")).addnext(made)


def _last_labelled(
    series: Any, values: Sequence[float | None], form: str, colour: str
) -> None:
    """The last value of a line, written above it."""
    known = [n for n, value in enumerate(values) if value is not None]
    if not known:
        return
    label = series.points[known[-1]].data_label
    label.position = XL_LABEL_POSITION.ABOVE
    label.font.bold = True
    label.font.color.rgb = _rgb(colour)
    element = label._dLbl
    format_ = f'<c:numFmt {nsdecls("c")} formatCode={quoteattr(form)} sourceLinked="0"/>'
    element.find(qn("c:idx")).addnext(parse_xml(format_))


def _gaps(chart: NativeChart) -> None:
    """What was not reported is a gap in the line, not zero."""
    outer = chart.element.find(qn("c:chart"))
    blanks = outer.find(qn("c:dispBlanksAs"))
    if blanks is None:
        blanks = parse_xml(f'<c:dispBlanksAs {nsdecls("c")} val="gap"/>')
        outer.find(qn("c:plotVisOnly")).addnext(blanks)
    blanks.set("val", "gap")


class _Data(CategoryChartData):  # type: ignore[misc]
    """Names and numbers of a chart, whose workbook takes every text as text."""

    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        return _Texts(self)


class _Texts(CategoryWorkbookWriter):  # type: ignore[misc]
    """Writes no text as a formula, a link or a number, and says no time of writing."""

    @contextmanager
    def _open_worksheet(self, file: Any) -> Iterator[tuple[Any, Any]]:
        options = {"in_memory": True} | {
            f"strings_to_{what}": False for what in ("formulas", "urls", "numbers")
        }
        workbook = Workbook(file, options)
        workbook.set_properties({"created": _MADE})
        yield workbook, workbook.add_worksheet()
        workbook.close()


def _data(names: Sequence[str], form: str) -> _Data:
    data = _Data(number_format=form)
    data.categories = [_one_line(name) for name in names]
    return data


def _series(data: _Data, name: str, values: Sequence[float | None]) -> None:
    data.add_series(_one_line(name), values)


def _one_line(text: str) -> str:
    return " ".join(legible(text).split()) or " "


def _added(shapes: SlideShapes, kind: Any, data: _Data, place: Place) -> GraphicFrame:
    at = (Emu(place.left), Emu(place.top), Emu(place.width), Emu(place.height))
    frame = cast(GraphicFrame, shapes.add_chart(kind, *at, data))
    chart = frame.chart
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    return frame


def _form(decimals: int) -> str:
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:])


def _fill(fill: Any, look: Look) -> None:
    if look.pattern not in _HATCHING:
        fill.solid()
        fill.fore_color.rgb = _rgb(look.colour)
        return
    fill.patterned()
    fill.pattern = _HATCHING[look.pattern]
    fill.fore_color.rgb, fill.back_color.rgb = _rgb(_HATCH), _rgb(look.colour)


def _labels(series: Any, form: str, ink: str, position: Any = XL_LABEL_POSITION.CENTER) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = form, False
    labels.position = position
    labels.font.color.rgb = _rgb(ink)


def _rows_axis(chart: NativeChart) -> None:
    """The first row above; values stay below."""
    axis = chart.category_axis
    axis.reverse_order = True
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.color.rgb = _rgb(_PALETTE.rule)
    crosses = chart.value_axis._element.find(qn("c:crosses"))
    crosses.set("val", "max")


def _quiet_axis(axis: Any, form: str) -> None:
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = _rgb(_PALETTE.grid)
    axis.format.line.fill.background()
    axis.tick_labels.number_format = form
    axis.tick_labels.number_format_is_linked = False
    axis.tick_labels.font.color.rgb = _rgb(_PALETTE.quiet)


def _titled(axis: Any, unit: str) -> None:
    if not unit:
        return
    axis.has_title = True
    frame = axis.axis_title.text_frame
    frame.text = _one_line(unit)
    frame.paragraphs[0].runs[0].font.bold = False
    frame.paragraphs[0].runs[0].font.color.rgb = _rgb(_PALETTE.quiet)


def _lettered(chart: NativeChart, face: Face, language: Language) -> None:
    """Every text of a chart in its face, for Latin and Chinese, and in its language."""
    chart.font.size = Pt(face.size)
    chart.font.color.rgb = _rgb(_PALETTE.ink)
    for properties in chart.element.iter(qn("a:defRPr"), qn("a:rPr")):
        properties.set("lang", _TAG[language])
        for tag, name in (("a:latin", face.latin), ("a:ea", face.east_asian)):
            for old in properties.findall(qn(tag)):
                properties.remove(old)
            made = parse_xml(f"<{tag} {nsdecls('a')} typeface={quoteattr(name)}/>")
            properties.append(made)
