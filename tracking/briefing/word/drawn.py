"""The native charts of a Word document, taken over from a scratch presentation."""

from collections.abc import Callable
from dataclasses import replace
from math import ceil
from typing import Any, Final

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package
from docx.parts.document import DocumentPart
from pptx import Presentation
from pptx.oxml import parse_xml

from tracking.briefing import native_charts
from tracking.briefing.briefing import Briefing, Bullets, Chart, Counts, Course, Ranking
from tracking.briefing.word.layout import Layout
from tracking.briefing.word.markup import quoted

_EMU_IN_MM: Final = 36_000
_DML: Final = "http://schemas.openxmlformats.org/drawingml/2006"
# Room for axis and legend, and a row of each kind, in millimetres.
_FRAME: Final = 20.0
_ROW: Final = {Counts: 6.5, Bullets: 8.5, Ranking: 5.2}
_COURSE: Final = 72.0
_NAMED: Final = 11
# The names of so many rows are set small, so that each is there.
_MANY, _MANY_SIZE = 28, 8.0
_LATIN: Final = {"zh": "Times New Roman", "en": "Arial"}


def drawer(document: DocumentPart, briefing: Briefing, layout: Layout) -> Callable[[Chart], str]:
    """What adds a chart with its workbook to a document, and gives the run that shows it."""
    deck = Presentation()
    slide: Any = deck.slides.add_slide(deck.slide_layouts[6])
    language = briefing.language
    face = native_charts.Face(_LATIN[language], "宋体", layout.chart_letters)
    count = 0

    def draw(chart: Chart) -> str:
        nonlocal count
        count += 1
        wide = int(layout.paper.wide * 635)
        high = int(height_of(chart, layout) * _EMU_IN_MM)
        place = native_charts.Place(0, 0, wide, high)
        rows = len(getattr(chart.of, "rows", ()))
        letters = replace(face, size=min(face.size, _MANY_SIZE)) if rows > _MANY else face
        frame = native_charts.add(slide.shapes, chart, place, letters, language)
        if isinstance(chart.of, Course):
            _spaced(frame.chart, len(chart.of.quarters))
        _unframed(frame.chart._chartSpace)
        key = _lifted(document, frame.chart.part, count)
        return _inline(chart, key, count, wide, high)

    return draw


def height_of(chart: Chart, layout: Layout) -> float:
    """As high as its rows ask for, on one page at most, with its caption."""
    each = _ROW.get(type(chart.of), 0.0)
    rows = len(chart.of.rows) if isinstance(chart.of, Counts | Bullets | Ranking) else 0
    asked = _FRAME + each * rows if each else _COURSE
    return min(asked * layout.charts, layout.paper.high - 25)


def _spaced(chart: Any, quarters: int) -> None:
    """Names only so many quarters as stand level across a page."""
    skip = ceil(quarters / _NAMED)
    axis = chart.category_axis._element
    tag = f"{{{_DML}/chart}}"
    mark = axis.find(f"{tag}tickLblSkip")
    if mark is None:
        mark = parse_xml(f'<c:tickLblSkip xmlns:c="{_DML}/chart" val="1"/>')
        axis.find(f"{tag}noMultiLvlLbl").addprevious(mark)
    mark.set("val", str(skip))
    axis.get_or_add_txPr().find(f"{{{_DML}/main}}bodyPr").set("rot", "0")


def _unframed(space: Any) -> None:
    """A chart in a text has no frame of its own."""
    bare = f'<c:spPr xmlns:c="{_DML}/chart" xmlns:a="{_DML}/main"><a:ln><a:noFill/></a:ln></c:spPr>'
    if space.find(f"{{{_DML}/chart}}spPr") is None:
        space.chart.addnext(parse_xml(bare))


def _lifted(document: DocumentPart, chart: Any, n: int) -> str:
    """The chart's part and its workbook's, in the document; the key of the relation to it."""
    package = document.package
    assert isinstance(package, Package)
    book = Part(
        PackURI(f"/word/embeddings/chart{n}.xlsx"),
        CONTENT_TYPE.SML_SHEET,
        chart.chart_workbook.xlsx_part.blob,
        package,
    )
    part = Part(PackURI(f"/word/charts/chart{n}.xml"), CONTENT_TYPE.DML_CHART, chart.blob, package)
    # The chart names its workbook by the key of the presentation's relation.
    known = next(iter(chart.rels))
    part.rels.add_relationship(RELATIONSHIP_TYPE.PACKAGE, book, known)
    return document.relate_to(part, RELATIONSHIP_TYPE.CHART)


def _inline(chart: Chart, key: str, n: int, wide: int, high: int) -> str:
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        f'wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{n}" name={quoted(chart.code)}'
        f" descr={quoted(chart.alt)} title={quoted(chart.title)}/><wp:cNvGraphicFramePr/>"
        f'<a:graphic xmlns:a="{_DML}/main"><a:graphicData uri="{_DML}/chart">'
        f'<c:chart xmlns:c="{_DML}/chart" xmlns:r="http://schemas.openxmlformats.org/'
        f'officeDocument/2006/relationships" r:id="{key}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
