"""Native charts hold the model's numbers, and no text of theirs acts."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from tests.briefing.small import asked, at_random
from tracking.briefing import Bullets, Chart, Counts, Course, Ranking
from tracking.briefing.native_charts import Face, Place, add, drawable

HOSTILE = "=cmd|'/c calc'!A0"
LINK = "https://example.org/x"
PLACE = Place(Inches(1), Inches(1), Inches(10), Inches(5))
FACE = Face("Arial", "微软雅黑", 12)


def frame_of(chart: Chart, language: str = "zh"):
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    add(slide.shapes, chart, PLACE, FACE, language)  # type: ignore[arg-type]
    data = io.BytesIO()
    deck.save(data)
    return Presentation(io.BytesIO(data.getvalue())).slides[0].shapes[0]


def charts_of(kind: type, scope: str = "nation", seed: int = 4) -> list[Chart]:
    found = [c for c in asked(at_random(seed), scope).charts() if isinstance(c.of, kind)]
    assert found
    return found


def series_of(frame) -> dict[str, list[float | None]]:
    return {s.name: list(s.values) for s in frame.chart.plots[0].series}


def sheet_of(frame):
    return load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).worksheets[0]


def test_counts_are_the_counts_of_the_model() -> None:
    for chart in charts_of(Counts):
        found = series_of(frame_of(chart))
        assert list(found.values()) == [list(s.counts) for s in chart.of.segments]


def test_a_course_has_each_line_with_its_gaps() -> None:
    for chart in charts_of(Course):
        found = series_of(frame_of(chart))
        for line in chart.of.lines:
            assert found[line.name] == list(line.values)


def test_bullets_have_value_planned_and_target() -> None:
    for chart in charts_of(Bullets):
        *own, planned, target = series_of(frame_of(chart)).values()
        assert planned == [row.planned for row in chart.of.rows]
        assert target == [1.0] * len(chart.of.rows)
        merged = [[v for v in at if v is not None] for at in zip(*own, strict=True)]
        assert merged == [[r.value] if r.value is not None else [] for r in chart.of.rows]


def test_a_ranking_has_every_unit_and_the_line_it_is_held_against() -> None:
    for chart in charts_of(Ranking, "indicator:INN-3-2"):
        of = replace(chart.of, line=5.5, line_said="all")
        found = list(series_of(frame_of(replace(chart, of=of))).values())
        assert found.pop(0) == [5.5] * len(of.rows)
        merged = [[v for v in at if v is not None] for at in zip(*found, strict=True)]
        assert merged == [[r.value] if r.value is not None else [] for r in of.rows]


@pytest.mark.parametrize("name", ["Inner Mongolia Autonomous Region", "新疆生产建设兵团"])
def test_the_longest_name_of_a_ranking_has_room_on_one_line(name: str) -> None:
    """One that goes over two lines takes the room of its neighbours, which are then left out."""
    (chart, *_) = charts_of(Ranking, "indicator:INN-3-2")
    rows = (replace(chart.of.rows[0], name=name), *chart.of.rows[1:])
    plot = frame_of(replace(chart, of=replace(chart.of, rows=rows))).chart.element.find(
        ".//" + qn("c:plotArea")
    )
    left = float(plot.find(".//" + qn("c:manualLayout") + "/" + qn("c:x")).get("val"))
    letters = sum(1 if letter > "\u2e7f" else 0.5 for letter in name)
    assert left * PLACE.width / Pt(1) > letters * FACE.size


def test_the_workbook_of_a_chart_holds_its_numbers_as_numbers() -> None:
    (chart, *_rest) = charts_of(Counts)
    cells = list(sheet_of(frame_of(chart)).iter_rows(min_row=2, min_col=2, values_only=True))
    assert [list(row) for row in zip(*cells, strict=True)] == [
        list(segment.counts) for segment in chart.of.segments
    ]


@pytest.mark.parametrize("text", [HOSTILE, LINK, "12", "@SUM(1)", "<b>&amp;\x00\u202e", "䶮㙍😀"])
def test_a_text_in_a_chart_stays_text(text: str) -> None:
    (chart, *_rest) = charts_of(Counts)
    of = chart.of
    segment = replace(of.segments[0], name=text, look=replace(of.segments[0].look, symbol=""))
    hostile = replace(of, rows=(text, *of.rows[1:]), segments=(segment, *of.segments[1:]))
    frame = frame_of(replace(chart, title=text, alt=text, of=hostile))
    told = text.replace("\x00", "")
    assert next(iter(frame.chart.plots[0].categories)) == told
    assert frame._element.xpath(".//p:cNvPr")[0].get("descr") == told
    for row in sheet_of(frame).iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert cell.hyperlink is None
    assert sheet_of(frame)["A2"].value == told
    assert sheet_of(frame)["A2"].data_type == "s"


def test_equal_charts_have_equal_workbooks() -> None:
    (chart, *_rest) = charts_of(Course)
    one, other = (frame_of(chart).chart.part.chart_workbook.xlsx_part.blob for _ in range(2))
    assert one == other


def test_every_text_of_a_chart_names_a_chinese_face() -> None:
    for chart in asked(at_random(4)).charts():
        if drawable(chart):
            xml = frame_of(chart).chart.element
            letters = xml.xpath(".//a:defRPr | .//a:rPr")
            assert letters
            assert all(e.xpath("./a:ea/@typeface") == ["微软雅黑"] for e in letters)


def test_of_a_part_of_a_ranking_the_scale_is_that_of_the_whole() -> None:
    (chart, *_rest) = charts_of(Ranking, "indicator:INN-3-2")
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    whole = replace(chart.of, line=None)
    part = replace(whole, rows=whole.rows[-1:])
    scales = [
        add(
            slide.shapes, replace(chart, of=of), PLACE, FACE, "en", among=whole
        ).chart.value_axis.maximum_scale
        for of in (whole, part)
    ]
    assert scales[0] == scales[1] > 0
