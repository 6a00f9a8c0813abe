"""A briefing as a deck: charts and tables that stay such, origins in the notes, nothing cut off."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from tests.briefing import office
from tests.briefing.small import asked, at_random, composed, drawn
from tracking.briefing import (
    Briefing,
    Chart,
    Counts,
    Course,
    Heat,
    Look,
    Origin,
    Ranking,
    Section,
    Sentence,
    Square,
    Table,
    Tiles,
    powerpoint,
)
from tracking.briefing.native_charts import drawable
from tracking.briefing.powerpoint import measure

HOSTILE = "=cmd|'/c calc'!A0 <script>&amp; *b* #panic() $x$ ]]> \x07䶮㙍😀\u202e"
LEGIBLE = HOSTILE.replace("\x07", "")
BLUE = Look("#3A86C8", "#111827", symbol="●")
GREY = Look("#D5D9DF", "#111827", "/", "–")


def opened(briefing: Briefing):
    return Presentation(io.BytesIO(powerpoint.write(briefing)))


def shapes(deck) -> Iterator:
    for slide in deck.slides:
        yield from slide.shapes


def texts_of(slide) -> str:
    told = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            told += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(told)


def squares(briefing: Briefing) -> Briefing:
    """The briefing with a heat table and a tile grid of its own."""
    heat = Heat(
        ("甲链", "乙链"), tuple(f"单位{n}" for n in range(40)),
        tuple((Square("81%", 0.81, BLUE), Square("–", None, GREY)) for _n in range(40)),
    )  # fmt: skip
    tiles = Tiles(
        (
            Square("81%", 0.81, BLUE, "北京", 2, 5),
            Square("–", None, GREY, "大连", 3, 7, dotted=True),
            Square("不在范围", None, GREY, "台湾", 7, 7, outside=True),
        ),
        (("75%–89%", BLUE), ("– 未报", GREY)),
        "方格示意各单位相对位置",
    )
    parts = (
        Chart("heat", "热力表", "两列，最高81%", heat, {}),
        Chart("tiles", "方格图", "北京81%", tiles, {}, "北京领先"),
    )
    return replace(briefing, sections=(Section("squares", "各地区", parts),))


def hostile(briefing: Briefing) -> Briefing:
    section = briefing.sections[0]
    table = next(part for part in section.parts if isinstance(part, Table))
    chart = next(part for part in section.parts if isinstance(part, Chart))
    assert isinstance(chart.of, Counts)
    cell = replace(table.rows[0][0], said=HOSTILE)
    rows = ((cell, *table.rows[0][1:]), *table.rows[1:])
    return replace(
        briefing,
        title=HOSTILE,
        subtitle=HOSTILE,
        key=(Sentence(HOSTILE),),
        notes=(HOSTILE,),
        origins=(Origin(1, HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
        sections=(
            replace(
                section,
                heading=HOSTILE,
                parts=(
                    Sentence(HOSTILE, (1,)),
                    replace(chart, title=HOSTILE, alt=HOSTILE, conclusion=HOSTILE,
                            of=replace(chart.of, rows=(HOSTILE, *chart.of.rows[1:]))),
                    replace(table, title=HOSTILE, note=HOSTILE, rows=rows),
                ),
            ),
        ),
        stamp=replace(briefing.stamp, short=HOSTILE, demonstration=HOSTILE, programme=HOSTILE),
    )  # fmt: skip


def test_each_chart_holds_the_numbers_of_the_model() -> None:
    briefing = asked(at_random(4))
    native = [s for s in shapes(opened(briefing)) if s.has_chart]
    wanted = [chart for chart in briefing.charts() if drawable(chart)]
    assert [s.name for s in native] == [chart.title for chart in wanted]
    for shape, chart in zip(native, wanted, strict=True):
        found = [list(series.values) for series in shape.chart.plots[0].series]
        if isinstance(chart.of, Counts):
            assert found == [list(segment.counts) for segment in chart.of.segments]
        elif isinstance(chart.of, Course):
            assert found[: len(chart.of.lines)] == [list(line.values) for line in chart.of.lines]


def test_a_long_ranking_is_two_charts_with_every_unit_once() -> None:
    briefing = asked(at_random(4), "indicator:INN-3-2")
    ranking = next(c.of for c in briefing.charts() if isinstance(c.of, Ranking))
    assert len(ranking.rows) > 20
    native = [
        s for s in shapes(opened(briefing))
        if s.has_chart and s.name.endswith(("(1/2)", "(2/2)"))
    ]  # fmt: skip
    found = [
        [v for v in at if v is not None]
        for s in native
        for at in zip(*(series.values for series in s.chart.plots[0].series), strict=True)
    ]
    assert found == [[row.value] if row.value is not None else [] for row in ranking.rows]


def test_no_workbook_of_a_chart_has_a_formula_or_a_link() -> None:
    deck = opened(hostile(asked(at_random(4, demonstration=True))))
    books = [s.chart.part.chart_workbook.xlsx_part.blob for s in shapes(deck) if s.has_chart]
    assert books
    for book in books:
        cells = [c for sheet in load_workbook(io.BytesIO(book)) for r in sheet.rows for c in r]
        assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)


def test_every_row_of_every_table_stands_once_under_its_heads() -> None:
    briefing = asked(at_random(4))
    native = [s.table for s in shapes(opened(briefing)) if s.has_table]
    found = [[[c.text for c in row.cells] for row in table.rows] for table in native]
    for table in briefing.tables():
        heads = [column.head for column in table.columns]
        rows = [[" ".join(cell.said.split()) for cell in row] for row in table.rows]
        assert heads in [one[0] for one in found]
        for row in rows:
            assert any(row in one[1:] for one in found if one[0] == heads)
    assert all(len(one) > 1 for one in found)


def test_no_table_reaches_the_foot_of_its_slide() -> None:
    deck = opened(asked(at_random(4), language="en"))
    for slide in deck.slides:
        foot = deck.slide_height * 6.95 / 7.5
        for shape in slide.shapes:
            if shape.has_table:
                assert shape.top + sum(row.height for row in shape.table.rows) <= foot


def test_the_notes_of_a_slide_have_the_origins_that_stand_on_it() -> None:
    briefing = asked(at_random(4))
    references = {f"[{one.number}]": one.reference for one in briefing.origins}
    assert references
    seen = set()
    for slide in opened(briefing).slides:
        notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
        if slide.shapes.title.text.startswith(briefing.words.origins):
            continue
        for mark, reference in references.items():
            if any(mark in text.split() for text in texts_of(slide).splitlines()):
                assert reference in notes
                seen.add(mark)
    assert seen == set(references)


def test_the_origins_are_listed_at_the_end() -> None:
    briefing = asked(at_random(4))
    last = "\n".join(
        texts_of(s) for s in opened(briefing).slides
        if s.shapes.title.text.startswith(briefing.words.origins)
    )  # fmt: skip
    assert all(one.reference in last for one in briefing.origins)


def test_a_chart_stands_under_its_conclusion() -> None:
    briefing = asked(at_random(4))
    titles = [slide.shapes.title.text for slide in opened(briefing).slides]
    concluded = [chart.conclusion for chart in briefing.charts() if chart.conclusion]
    assert concluded
    assert set(concluded) <= set(titles)


@pytest.mark.parametrize("full", [True, False])
def test_every_slide_has_a_title_the_stamp_its_number_and_the_label(full: bool) -> None:
    briefing = asked(at_random(4, demonstration=True), full=full)
    for n, slide in enumerate(opened(briefing).slides, start=1):
        assert slide.shapes.title.text.strip()
        told = {p.placeholder_format.type: p for p in slide.placeholders}
        kinds = {str(kind).split(" ")[0]: p for kind, p in told.items()}
        assert kinds["FOOTER"].text_frame.text == briefing.stamp.short
        (field,) = kinds["SLIDE_NUMBER"]._element.xpath(".//a:fld")
        assert field.get("type") == "slidenum"
        assert field.findtext("{*}t") == str(n)
        labels = [s for s in slide.shapes if s.name == briefing.stamp.demonstration]
        assert [s.text_frame.text for s in labels] == ["演示数据"]


def test_no_placeholder_is_empty() -> None:
    for shape in (s for s in shapes(opened(asked(at_random(4)))) if s.is_placeholder):
        assert "".join(shape._element.itertext()).strip()


def test_charts_tables_and_tiles_are_told_in_words() -> None:
    briefing = squares(asked(at_random(4)))
    for deck in (opened(briefing), opened(asked(at_random(4)))):
        for shape in shapes(deck):
            if shape.has_chart or shape.has_table or shape.shape_type == 6:  # a group
                assert shape._element.xpath("./*/p:cNvPr")[0].get("descr")


def test_a_heat_table_has_its_squares_on_their_colours() -> None:
    deck = opened(squares(asked(at_random(4))))
    parts = [s.table for s in shapes(deck) if s.has_table and s.table.cell(0, 1).text == "甲链"]
    assert len(parts) > 1
    rows = [row for part in parts for row in list(part.rows)[1:]]
    assert [row.cells[0].text for row in rows] == [f"单位{n}" for n in range(40)]
    assert {row.cells[1].text for row in rows} == {"● 81%"}
    assert {str(row.cells[1].fill.fore_color.rgb) for row in rows} == {"3A86C8"}


def test_the_tile_grid_is_one_group_with_its_caption_below() -> None:
    deck = opened(squares(asked(at_random(4))))
    slide = next(s for s in deck.slides if s.shapes.title.text == "北京领先")
    (group,) = (shape for shape in slide.shapes if shape.shape_type == 6)
    assert [s.text_frame.text.splitlines()[0] for s in group.shapes] == ["北京", "大连", "台湾"]
    assert group._element.xpath("./*/p:cNvPr")[0].get("descr") == "北京81%"
    assert "方格示意各单位相对位置" in texts_of(slide)


def test_hostile_texts_stay_texts() -> None:
    deck = opened(hostile(asked(at_random(4, demonstration=True))))
    told = "\n".join(texts_of(slide) for slide in deck.slides)
    assert LEGIBLE in told
    notes = [s.notes_slide.notes_text_frame.text for s in deck.slides if s.has_notes_slide]
    assert any(LEGIBLE in note for note in notes)
    assert deck.core_properties.title.startswith(LEGIBLE)


def test_a_title_longer_than_its_place_ends_with_a_sign_and_stays_in_two_or_three_lines() -> None:
    briefing = replace(asked(at_random(4)), title="很长的名称" * 100, full=False)
    title = opened(briefing).slides[0].shapes.title.text
    assert title.endswith("…")
    assert len(title) < 200


def test_a_short_briefing_is_one_or_two_slides() -> None:
    for scope in ("nation", "chain:innovation", "region:320000", "indicator:INN-3-2"):
        assert 1 <= len(opened(asked(at_random(4), scope, full=False)).slides) <= 2


def test_equal_briefings_give_equal_bytes() -> None:
    one, other = (powerpoint.write(composed(drawn(6))) for _ in range(2))
    assert one == other


def test_no_part_tells_when_it_was_made() -> None:
    with ZipFile(io.BytesIO(powerpoint.write(asked(at_random(6))))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_properties_are_the_briefings() -> None:
    briefing = asked(at_random(1), language="en")
    of = opened(briefing).core_properties
    assert of.title == f"{briefing.title} · {briefing.subtitle}"
    assert of.author == briefing.stamp.programme
    assert of.language == "en-GB"
    assert of.created.date() == of.modified.date() == briefing.stamp.known_on


def test_every_theme_names_a_chinese_face() -> None:
    with ZipFile(io.BytesIO(powerpoint.write(asked(at_random(1))))) as file:
        themes = [file.read(n) for n in file.namelist() if n.startswith("ppt/theme/")]
    assert len(themes) == 2
    for theme in themes:
        root = etree.fromstring(theme)
        spaces = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
        faces = root.xpath("//a:majorFont/a:ea | //a:minorFont/a:ea", namespaces=spaces)
        assert {face.get("typeface") for face in faces} == {"微软雅黑"}


@pytest.mark.parametrize(("language", "full"), [("zh", True), ("en", False)])
def test_an_office_program_opens_it_slide_by_slide(
    tmp_path: Path, language: str, full: bool
) -> None:
    briefing = asked(at_random(2), language=language, full=full)  # type: ignore[arg-type]
    file = tmp_path / "briefing.pptx"
    file.write_bytes(powerpoint.write(briefing))
    pages = PdfReader(office.to_pdf(file)).pages
    assert len(pages) == len(Presentation(str(file)).slides)
    assert briefing.stamp.programme in pages[0].extract_text()


def test_no_two_shapes_of_a_slide_have_the_same_id() -> None:
    for slide in opened(squares(asked(at_random(4, demonstration=True)))).slides:
        ids = slide.shapes._spTree.xpath("//p:cNvPr/@id")
        assert len(ids) == len(set(ids))


def test_small_sections_share_a_slide_that_names_them() -> None:
    briefing = asked(at_random(4))
    table = replace(next(briefing.tables()), note="")
    table = replace(table, rows=table.rows[:1])
    parts = tuple(Section(n, f"节{n}", (Sentence(f"句{n}"), table)) for n in ("1", "2"))
    deck = opened(replace(briefing, sections=(Section("all", "分节", parts),)))
    slide = next(s for s in deck.slides if s.shapes.title.text == "节1 · 节2")
    assert "句1" in texts_of(slide)
    assert "句2" in texts_of(slide)
    assert sum(shape.has_table for shape in slide.shapes) == 2


def test_a_text_that_all_but_fills_its_column_has_room_for_a_second_line() -> None:
    """As an office program set it: what seemed to fit in one went over the slide's foot."""
    told = "第451号报送，演示_科技部_2024Q3.csv，第2行"
    assert measure.lines(told, 11, 260.6) == 2
