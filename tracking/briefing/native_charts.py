"""Charts that stay charts in an office document: to be restyled, with their numbers to be edited.

Load it late: python-pptx takes its time. Word has no charts of its own here; it takes the parts of
one that was added to a scratch presentation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final, cast
from xml.sax.saxutils import quoteattr

from pptx.chart.chart import Chart as NativeChart
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.shapetree import SlideShapes
from pptx.util import Emu, Pt

from tracking.briefing import native_marks as marks
from tracking.briefing.briefing import Bullets, Chart, Counts, Course, Look, Ranking
from tracking.briefing.native_data import Data, legible, number_format
from tracking.words import Language, say

# Behind bars: how far it goes to the nation.
_TRACK: Final = Look("#CBD2DB", marks.PALETTE.ink)
# A bar shorter than this part of the scale has its value beside it, not in it.
_SHORT: Final = 0.12
_TAG: Final = {"zh": "zh-CN", "en": "en-GB"}
_REPORTED: Final = ("actual", "history", "ministry", "regions")


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


def add(
    shapes: SlideShapes,
    chart: Chart,
    place: Place,
    face: Face,
    language: Language,
    *,
    among: Ranking | None = None,
) -> GraphicFrame:
    """Adds a native chart of counts, bullets, a course or a ranking; its frame tells `alt`.

    `among`: the whole ranking of which this one is a part, whose scale it keeps.
    """
    of = chart.of
    if isinstance(of, Counts):
        frame = _counts(shapes, of, place)
    elif isinstance(of, Bullets):
        frame = _bullets(shapes, of, place, language)
    elif isinstance(of, Ranking):
        frame = _ranking(shapes, of, place, language, face, among or of)
    elif isinstance(of, Course):
        frame = _course(shapes, of, place, language, face)
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
        return bool(of.quarters and of.lines)
    if isinstance(of, Counts):
        return bool(of.rows and of.segments)
    return isinstance(of, Bullets | Ranking) and bool(of.rows)


def described(shape: Any, title: str, text: str) -> None:
    """Gives a shape its text alternative."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("title", legible(title))
    properties.set("descr", legible(text))


def _counts(shapes: SlideShapes, of: Counts, place: Place) -> GraphicFrame:
    data = Data(of.rows, "0;;")
    for segment in of.segments:
        data.series(f"{segment.look.symbol} {segment.name}", segment.counts)
    frame = _added(shapes, XL_CHART_TYPE.BAR_STACKED, data, place)
    plot = frame.chart.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    for series, segment in zip(plot.series, of.segments, strict=True):
        marks.fill(series.format, segment.look)
        marks.labels(series, "0;;", segment.look.ink)
    marks.rows_axis(frame.chart)
    frame.chart.value_axis.visible = False
    frame.chart.value_axis.has_major_gridlines = False
    return frame


# What bars are held against: its name, its value in each row.
_Reference = tuple[str, Sequence[float | None]]
# A bar: its value, how it looks, and what that look says.
_Bar = tuple[float | None, Look, str]


def _bullets(shapes: SlideShapes, of: Bullets, place: Place, language: Language) -> GraphicFrame:
    """Bars within the outline of their target, and within the one of what is planned by now."""
    values = [v for row in of.rows for v in (row.value, row.planned) if v is not None]
    bars = [(row.value, row.look, row.status_said) for row in of.rows]
    over: list[_Reference] = [
        (say(language, "Planned by now"), [row.planned for row in of.rows]),
        (say(language, "Target"), [1.0] * len(of.rows)),
    ]
    names = [row.name for row in of.rows]
    frame = _level(shapes, place, names, bars, "0%", [*values, 1.0], over=over)
    frame.chart.plots[0].gap_width = 70
    planned, target = list(frame.chart.plots[0].series)[-2:]
    marks.hollow(planned, "sysDash")
    marks.hollow(target)
    return frame


def _ranking(
    shapes: SlideShapes,
    of: Ranking,
    place: Place,
    language: Language,
    face: Face,
    among: Ranking,
) -> GraphicFrame:
    """Bars one below the other, and what they are held against behind each, with a tick."""
    form = "0%" if of.share else number_format(of.decimals)
    plain = say(language, "Index") if of.share else of.unit or say(language, "Value")
    bars = [(row.value, row.look, row.status_said or plain) for row in of.rows]
    known = [row.value for row in among.rows if row.value is not None]
    behind: list[_Reference] = []
    if of.line is not None:
        behind.append((of.line_said, [of.line] * len(of.rows)))
        known.append(of.line)
    names = [f"{row.name}  {row.rank}".strip(" —") for row in of.rows]
    frame = _level(shapes, place, names, bars, form, known, behind=behind)
    plot = frame.chart.plots[0]
    plot.gap_width = 30
    for series in list(plot.series)[: len(behind)]:
        marks.fill(series.format, _TRACK)
        marks.ticks(series, max(known) * 0.0005)
    longest = max(map(_ems, names), default=0) * face.size
    marks.room_for_names(frame.chart, longest, place.width, place.height)
    # Each bar has its value: no scale, and more room for the rows.
    axis = frame.chart.value_axis
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.has_major_gridlines = False
    marks.titled(axis, of.unit)
    return frame


def _ems(text: str) -> float:
    """About how wide a text is, in the size of its letters."""
    return sum(1.0 if letter > "\u2e7f" else 0.58 for letter in text)


def _level(
    shapes: SlideShapes,
    place: Place,
    names: Sequence[str],
    bars: Sequence[_Bar],
    form: str,
    values: Sequence[float],
    *,
    behind: Sequence[_Reference] = (),
    over: Sequence[_Reference] = (),
) -> GraphicFrame:
    """Level bars, one series for each look, between what is drawn behind and over them."""
    low, high = min([0.0, *values]), max([0.0, *values]) or 1.0
    looks = dict.fromkeys((look, said) for _value, look, said in bars)
    drawn = [
        [v if (one, word) == (look, said) else None for v, one, word in bars]
        for look, said in looks
    ]
    data = Data(names, form)
    for name, against in behind:
        data.series(name, against)
    for (_look, said), of in zip(looks, drawn, strict=True):
        data.series(said, of)
    for name, against in over:
        data.series(name, against)
    frame = _added(shapes, XL_CHART_TYPE.BAR_CLUSTERED, data, place)
    chart, plot = frame.chart, frame.chart.plots[0]
    plot.overlap = 100
    own = list(plot.series)[len(behind) : len(behind) + len(looks)]
    for series, (look, _said), of in zip(own, looks, drawn, strict=True):
        marks.fill(series.format, look)
        if any(v is not None and v < _SHORT * (high - low) for v in of):
            marks.labels(series, form, marks.PALETTE.ink, XL_LABEL_POSITION.OUTSIDE_END)
        else:
            marks.labels(series, form, look.ink, XL_LABEL_POSITION.INSIDE_END)
    marks.rows_axis(chart)
    # Room for the longest bar's label.
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = low * 1.1, high * 1.1
    marks.quiet_axis(chart.value_axis, form)
    return frame


def _course(
    shapes: SlideShapes, of: Course, place: Place, language: Language, face: Face
) -> GraphicFrame:
    form = number_format(of.decimals)
    data = Data(of.quarters, form)
    for line in of.lines:
        data.series(line.name, line.values)
    broken = _broken(of)
    if broken:
        data.series(say(language, "definition changed"), broken)
    frame = _added(shapes, XL_CHART_TYPE.LINE, data, place)
    chart = frame.chart
    drawn = list(chart.plots[0].series)
    for series, line in zip(drawn, of.lines, strict=False):
        marks.draw(series, line.role)
    _label_lines(drawn, of, form)
    if broken:
        marks.only_marked(drawn[-1])
    marks.gaps(chart)
    marks.quiet_axis(chart.value_axis, form)
    marks.titled(chart.value_axis, of.unit)
    quarters = chart.category_axis
    quarters.format.line.color.rgb = marks.rgb(marks.PALETTE.rule)
    quarters.major_tick_mark = XL_TICK_MARK.OUTSIDE
    # A quarter's name is six letters wide; four fifths of the chart are left for them.
    room = 0.8 * Emu(place.width).pt / (5 * face.size)
    marks.every(quarters, ceil(len(of.quarters) / room))
    return frame


def _label_lines(drawn: Sequence[Any], of: Course, form: str) -> None:
    """The last value reported, on the free side of its line, and the target."""
    labelled: set[str] = set()
    for series, line in zip(drawn, of.lines, strict=False):
        known = [n for n, value in enumerate(line.values) if value is not None]
        kind = "target" if line.role == "target" else "reported"
        if not known or line.role not in ("target", *_REPORTED) or kind in labelled:
            continue
        labelled.add(kind)
        last, value = known[-1], line.values[known[-1]] or 0.0
        others = [other.values[last] for other in of.lines if other is not line]
        near = [v for v in others if v is not None]
        below = kind == "reported" and sum(v > value for v in near) > len(near) / 2
        marks.label_last(series, line.values, form, line.role, below=below)


def _broken(of: Course) -> list[float | None]:
    """The values reported where the definition changed, as a line of their own."""
    seen = [line for line in of.lines if line.role in _REPORTED]
    if not of.breaks or not seen:
        return []
    reported = [
        next((v for line in seen if (v := line.values[n]) is not None), None)
        for n in range(len(of.quarters))
    ]
    return [value if n in of.breaks else None for n, value in enumerate(reported)]


def _added(shapes: SlideShapes, kind: Any, data: Data, place: Place) -> GraphicFrame:
    at = (Emu(place.left), Emu(place.top), Emu(place.width), Emu(place.height))
    frame = cast(GraphicFrame, shapes.add_chart(kind, *at, cast(Any, data)))
    chart = frame.chart
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    return frame


def _lettered(chart: NativeChart, face: Face, language: Language) -> None:
    """Every text of a chart in its face, for Latin and Chinese, and in its language."""
    chart.font.size = Pt(face.size)
    chart.font.color.rgb = marks.rgb(marks.PALETTE.ink)
    for properties in chart.element.iter(qn("a:defRPr"), qn("a:rPr")):
        properties.set("lang", _TAG[language])
        for tag, name in (("a:latin", face.latin), ("a:ea", face.east_asian)):
            for old in properties.findall(qn(tag)):
                properties.remove(old)
            properties.append(parse_xml(f"<{tag} {nsdecls('a')} typeface={quoteattr(name)}/>"))
