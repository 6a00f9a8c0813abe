"""A briefing as a Word document: set as an official one, its charts and numbers native."""

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree
from openpyxl import load_workbook

from tests.briefing import office
from tests.briefing.small import asked, at_random, composed, drawn
from tracking.briefing import (
    Briefing,
    Bullets,
    Cell,
    Chart,
    Column,
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
    word,
)

HOSTILE = "=cmd|'/c calc'!A0 <script>&amp; *b* #panic() $x$ 䶮㙍 \u202e😀\x00\x0b ]]>"
NATIVE = (Counts, Bullets, Course, Ranking)
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def opened(briefing: Briefing) -> Document:
    return docx.Document(io.BytesIO(word.write(briefing)))


def parts(briefing: Briefing) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(word.write(briefing))) as file:
        return {name: file.read(name) for name in file.namelist()}


def texts(document: Document) -> list[str]:
    """Every paragraph's text, links and cells included."""
    return [
        "".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.iter(qn("w:p"))
    ]


def ledgers(document: Document) -> list[list[list[str]]]:
    """The texts of each table in the look of a ledger, but for heat."""
    return [
        [
            ["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
            for row in table.iter(qn("w:tr"))
        ]
        for table in document.element.iter(qn("w:tbl"))
        if table.find(f".//{qn('w:tblStyle')}").get(qn("w:val")) == "Ledger"
    ]


def sections(of: tuple[Section, ...], level: int = 1) -> Iterator[tuple[int, str]]:
    for section in of:
        yield level, section.heading
        yield from sections(tuple(p for p in section.parts if isinstance(p, Section)), level + 1)


def to_pdf(briefing: Briefing, folder: Path) -> Path:
    file = folder / "briefing.docx"
    file.write_bytes(word.write(briefing))
    return office.to_pdf(file)


def pages(pdf: Path) -> int:
    told = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    found = re.search(r"Pages:\s+(\d+)", told)
    assert found
    return int(found[1])


def text_of(pdf: Path) -> str:
    told = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True)
    return re.sub(r"\s", "", told.stdout)


def lines_of(pdf: Path) -> list[list[tuple[float, str]]]:
    """The lines of each page: how far down, and their text."""
    told = subprocess.run(
        ["pdftotext", "-bbox-layout", pdf, "-"], check=True, capture_output=True
    ).stdout
    tree = etree.fromstring(told, etree.XMLParser(recover=True))
    html = "{http://www.w3.org/1999/xhtml}"
    return [
        [
            (float(line.get("yMin")), "".join(w.text for w in line.iter(f"{html}word")))
            for line in page.iter(f"{html}line")
        ]
        for page in tree.iter(f"{html}page")
    ]


def test_the_page_is_that_of_the_standard() -> None:
    section = opened(asked(at_random(1))).sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    for found, mm in zip(sides, (37, 35, 28, 26), strict=True):
        assert found is not None
        assert abs(found - Mm(mm)) < Mm(0.05)
    for side, mm in ((section.page_width, 210), (section.page_height, 297)):
        assert side is not None
        assert abs(side - Mm(mm)) < Mm(0.05)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:linePitch")) == "579"


def test_twenty_two_lines_and_twenty_eight_characters_fill_the_text() -> None:
    document = opened(asked(at_random(1)))
    body, section = document.styles["Body Text"], document.sections[0]
    line = body.paragraph_format.line_spacing
    assert isinstance(line, int)
    spacing = int(body.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    wide = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    high = section.page_height - section.top_margin - section.bottom_margin  # type: ignore[operator]
    assert int(high / line) == 22
    assert int(wide / Pt(body.font.size.pt + spacing)) == 28


@pytest.mark.parametrize(
    ("style", "face", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Body Text", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
    ],
)
def test_the_faces_are_those_of_the_standard(style: str, face: str, size: int) -> None:
    found: Any = opened(asked(at_random(1))).styles[style]
    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == face
    assert found.font.size == Pt(size)


def test_every_named_chinese_face_has_others_to_stand_in() -> None:
    fonts = etree.fromstring(parts(asked(at_random(1)))["word/fontTable.xml"])
    others = {
        font.get(qn("w:name")): font.find(qn("w:altName"))
        for font in fonts
        if font.find(qn("w:charset")).get(qn("w:val")) == "86"
    }
    assert "仿宋" in others["仿宋_GB2312"].get(qn("w:val")).split(",")
    assert all(other is not None for other in others.values())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_its_headings_are_headings_in_order(language: Any) -> None:
    briefing = asked(at_random(4), language=language)
    document = opened(briefing)
    found = [
        (int(p.style.name[-1]), p.text)  # type: ignore[union-attr]
        for p in document.paragraphs
        if p.style.name.startswith("Heading")  # type: ignore[union-attr]
    ]
    words = briefing.words
    wanted = [(1, words.key), *sections(briefing.sections), (1, words.origins)]
    assert found == [*wanted, (1, words.notes), (1, words.stamp)]


def test_chinese_headings_are_numbered_as_the_standard_has_it() -> None:
    numbering = etree.fromstring(parts(asked(at_random(1)))["word/numbering.xml"])
    forms = [
        (level.find(qn("w:numFmt")).get(qn("w:val")), level.find(qn("w:lvlText")).get(qn("w:val")))
        for level in numbering.iter(qn("w:lvl"))
    ]
    chinese = "chineseCountingThousand"
    assert forms == [(chinese, "%1、"), (chinese, "（%2）"), ("decimal", "%3. ")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_table_says_what_the_model_says(language: Any) -> None:
    briefing = asked(at_random(4), language=language)
    heat = {of.heads for c in briefing.charts() if isinstance(of := c.of, Heat)}
    found = [rows for rows in ledgers(opened(briefing)) if tuple(rows[0][1:]) not in heat]
    wanted = [
        [[c.head for c in table.columns], *[[cell.said for cell in row] for row in table.rows]]
        for table in briefing.tables()
    ]
    assert found[:-1] == wanted
    assert [row[-1] for row in found[-1][1:]] == [one.reference for one in briefing.origins]


def test_a_table_repeats_its_head_and_breaks_no_row() -> None:
    for table in opened(asked(at_random(4))).tables:
        rows = table._tbl.tr_lst
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
        if table.style.name == "Ledger":  # type: ignore[union-attr]
            assert rows[0].find(f".//{qn('w:tblHeader')}") is not None


def test_the_last_row_of_a_table_stays_with_its_note() -> None:
    of = asked(at_random(4), language="zh")
    table = replace(next(of.tables()), note="并列者不分先后")
    section = replace(of.sections[0], parts=(table,))
    made = opened(replace(of, sections=(section,))).tables[0]
    last = [cell.paragraphs[0].paragraph_format.keep_with_next for cell in made.rows[-1].cells]
    assert all(last)


def test_numbers_stand_to_the_right() -> None:
    briefing = asked(at_random(4))
    table = next(briefing.tables())
    found = opened(briefing)
    at = next(n for n, column in enumerate(table.columns) if column.kind == "count")
    tables = [t for t in found.tables if t.style.name == "Ledger"]  # type: ignore[union-attr]
    cell = tables[0].rows[1].cells[at]
    assert cell.paragraphs[0].style.name == "TableNumber"  # type: ignore[union-attr]


def test_heat_and_tiles_are_tables_whose_cells_say_their_value() -> None:
    low, none = Look("#EDF4FB", "#111827"), Look("#D5D9DF", "#111827", "/", "–")
    heat = Heat(
        ("创新链",), ("江苏", "青海"), ((Square("12%", 0.12, low),), (Square("未报", None, none),))
    )
    tiles = Tiles(
        (
            Square("12%", 0.12, low, "江苏", 0, 1),
            Square("不在范围", None, none, "台湾", 1, 2, outside=True),
        ),
        (("0%–24%", low),),
        "方格示意各单位相对位置",
    )
    charts = tuple(
        Chart("c", "图名", "图意", of, {"data": [], "layout": {}}) for of in (heat, tiles)
    )
    briefing = replace(asked(at_random(1)), sections=(Section("x", "甲", charts),), origins=())
    document = opened(briefing)
    first, second, legend = document.tables
    cells = [[cell.text for cell in row.cells] for row in first.rows]
    assert cells == [["", "创新链"], ["江苏", "12%"], ["青海", "– 未报"]]
    assert [[c.text.strip() for c in row.cells] for row in second.rows] == [
        ["江苏\n12%", ""],
        ["", "台湾\n– 不在范围"],
    ]
    assert [cell.text for cell in legend.rows[0].cells] == ["0%–24%"]
    assert "方格示意各单位相对位置" in texts(document)
    shade = first.rows[1].cells[1]._tc.tcPr.find(qn("w:shd"))  # type: ignore[union-attr]
    assert shade.get(qn("w:fill")) == "EDF4FB"


def native(briefing: Briefing) -> list[Chart]:
    return [c for c in briefing.charts() if isinstance(c.of, NATIVE)]


def test_its_charts_are_native_and_told_in_words() -> None:
    briefing = asked(at_random(2))
    document = opened(briefing)
    told = [
        (p.get("descr"), p.get("title"))
        for p in document.element.iter(qn("wp:docPr"))
        if p.get("descr")
    ]
    assert told == [(c.alt, c.title) for c in native(briefing)]


def test_a_chart_holds_the_values_of_the_model_and_its_workbook_too() -> None:
    briefing = asked(at_random(2))
    files = parts(briefing)
    charts = native(briefing)
    assert {type(c.of) for c in charts} >= {Counts, Course}
    for n, chart in enumerate(charts, start=1):
        tree = etree.fromstring(files[f"word/charts/chart{n}.xml"])
        drawn = [
            [float(v.text) for v in series.find(f"{C}val").iter(f"{C}v")]
            for series in tree.iter(f"{C}ser")
        ]
        sheet = load_workbook(io.BytesIO(files[f"word/embeddings/chart{n}.xlsx"])).worksheets[0]
        known = [
            [c.value for c in column[1:] if c.value is not None]
            for column in list(sheet.columns)[1:]
        ]
        assert drawn == [pytest.approx(values) for values in known]
        if isinstance(chart.of, Counts):
            assert drawn == [list(map(float, s.counts)) for s in chart.of.segments]
        elif isinstance(chart.of, Course):
            lines = [[v for v in line.values if v is not None] for line in chart.of.lines]
            assert drawn[: len(lines)] == lines


def test_each_chart_leads_to_its_own_workbook() -> None:
    files = parts(asked(at_random(2)))
    charts = [name for name in files if name.startswith("word/charts/chart")]
    for name in charts:
        number = re.findall(r"\d+", name)[0]
        key = re.findall(rb'externalData[^>]* r:id="(\w+)"', files[name])[0].decode()
        rels = files[f"word/charts/_rels/chart{number}.xml.rels"].decode()
        target = re.findall(rf'<Relationship [^>]*Id="{key}"[^>]*>', rels)[0]
        assert f"../embeddings/chart{number}.xlsx" in target


def hostile() -> Briefing:
    briefing = asked(at_random(4))
    section = briefing.sections[0]
    chart = next(p for p in section.parts if isinstance(p, Chart) and isinstance(p.of, Counts))
    assert isinstance(chart.of, Counts)
    counts = replace(
        chart.of,
        rows=tuple(HOSTILE + str(n) for n in range(len(chart.of.rows))),
        segments=tuple(replace(s, name=HOSTILE) for s in chart.of.segments),
    )
    column = Column(HOSTILE, "text")
    table = Table("x", HOSTILE, (column,), ((Cell(HOSTILE * 20),),), HOSTILE)
    return replace(
        briefing,
        title=HOSTILE,
        subtitle=HOSTILE,
        key=(Sentence(HOSTILE),),
        sections=(
            Section("x", HOSTILE, (replace(chart, title=HOSTILE, alt=HOSTILE, of=counts), table)),
        ),
        origins=(Origin(1, HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
        notes=(HOSTILE,),
        stamp=replace(briefing.stamp, short=HOSTILE, demonstration=HOSTILE, programme=HOSTILE),
    )


def test_hostile_texts_stay_texts() -> None:
    document = opened(hostile())
    kept = HOSTILE.replace("\x00", "").replace("\x0b", "")
    said = texts(document)
    assert said[0] == said[1] == said[3] == kept
    assert kept * 20 in said
    assert document.core_properties.title.startswith(kept[:20])


def test_no_workbook_of_a_chart_holds_a_formula() -> None:
    files = parts(hostile())
    books = [files[name] for name in files if name.endswith(".xlsx")]
    cells = [c for b in books for row in load_workbook(io.BytesIO(b)).worksheets[0] for c in row]
    assert any(str(c.value).startswith("=cmd") for c in cells)
    assert not [c for c in cells if c.data_type == "f"]


def test_a_mark_leads_to_its_origin() -> None:
    briefing = asked(at_random(4))
    document = opened(briefing)
    anchors = [h.get(qn("w:anchor")) for h in document.element.iter(qn("w:hyperlink"))]
    named = [b.get(qn("w:name")) for b in document.element.iter(qn("w:bookmarkStart"))]
    assert named == [f"origin_{one.number}" for one in briefing.origins]
    assert set(anchors) <= set(named)
    assert anchors


def test_every_caption_is_numbered_in_a_style_word_can_list() -> None:
    briefing = asked(at_random(2))
    captions = [
        "".join(t.text or "" for t in p._p.iter(qn("w:t")))
        for p in opened(briefing).paragraphs
        if p.style.name == "Caption"  # type: ignore[union-attr]
    ]
    figures = [c.title for c in briefing.charts()]
    tables = [t.title for t in briefing.tables()]
    wanted = {f"图{n}　{title}" for n, title in enumerate(figures, start=1)}
    wanted |= {f"表{n}　{title}" for n, title in enumerate(tables, start=1)}
    assert set(captions) == wanted


def test_odd_pages_are_numbered_on_the_right_and_even_ones_on_the_left() -> None:
    document = opened(asked(at_random(1)))
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, None), (section.even_page_footer, 0)):
        line = footer.paragraphs[0]
        assert "".join(t.text or "" for t in line._p.iter(qn("w:t"))) == "— 1 —"
        assert "PAGE" in "".join(i.text or "" for i in line._p.iter(qn("w:instrText")))
        assert line.alignment == side
    assert document.styles["page number line"].paragraph_format.alignment == 2  # type: ignore[attr-defined]


def test_every_page_says_what_it_rests_on_and_that_it_is_a_demonstration() -> None:
    briefing = asked(at_random(1, demonstration=True))
    section = opened(briefing).sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[1].text == briefing.stamp.short
    for header in (section.header, section.even_page_header):
        assert header.paragraphs[0].text == "演示数据"


def test_its_properties_are_its_title_its_programme_its_language_and_the_day_of_its_figures() -> (
    None
):
    briefing = asked(at_random(1))
    core = opened(briefing).core_properties
    assert core.title == f"{briefing.title} · {briefing.subtitle}"
    assert core.author == briefing.stamp.programme
    assert core.language == "zh-CN"
    assert core.created is not None
    day: date = core.created.date()
    assert day == briefing.stamp.known_on
    assert isinstance(core.modified, datetime)


def test_nothing_is_updated_or_asked_when_it_is_opened() -> None:
    settings = parts(asked(at_random(1)))["word/settings.xml"]
    assert b"updateFields" not in settings
    assert b'w:eastAsia="zh-CN"' in settings


def test_equal_briefings_give_equal_bytes() -> None:
    one, other = (word.write(composed(drawn(6))) for _ in range(2))
    assert one == other


def test_no_file_in_it_says_a_time() -> None:
    with ZipFile(io.BytesIO(word.write(asked(at_random(6))))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_chart_without_anything_to_draw_is_told_in_words() -> None:
    briefing = asked(at_random(1))
    empty = Chart("c", "空", "没有可画的数。", Counts((), ()), {"data": [], "layout": {}})
    briefing = replace(briefing, sections=(Section("x", "甲", (empty,)),))
    document = opened(briefing)
    assert "没有可画的数。" in texts(document)
    assert not list(document.element.iter(qn("w:drawing")))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_lost_when_an_office_program_sets_it(tmp_path: Path, language: Any) -> None:
    briefing = asked(at_random(2), language=language)
    pdf = to_pdf(briefing, tmp_path)
    said = text_of(pdf)
    assert pages(pdf) > 3
    for one in briefing.origins:
        assert one.reference in said
    for table in briefing.tables():
        assert re.sub(r"\s", "", table.rows[-1][0].said) in said
    assert said.count(re.sub(r"\s", "", briefing.stamp.short)) >= pages(pdf)


def test_a_full_page_of_text_has_twenty_two_lines_of_twenty_eight_characters(
    tmp_path: Path,
) -> None:
    briefing = asked(at_random(1))
    filler = Sentence("国" * 28 * 60)
    pdf = to_pdf(replace(briefing, key=(filler,), sections=(), origins=()), tmp_path)
    second = [text for _y, text in lines_of(pdf)[1] if set(text) == {"国"}]
    assert len(second) == 22
    assert {len(text) for text in second} == {28}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scope", ["nation", "region:320000", "indicator:SUP-1-1"])
def test_one_page_is_one_page(tmp_path: Path, scope: str, language: Any) -> None:
    briefing = asked(at_random(2, demonstration=True), scope, language, full=False)
    assert pages(to_pdf(briefing, tmp_path)) == 1


def test_one_page_with_little_on_it_has_larger_letters_than_one_with_much() -> None:
    little = asked(at_random(2), full=False)
    much = replace(little, notes=little.notes * 8)
    sizes = [opened(one).styles["Body Text"].font.size.pt for one in (little, much)]  # type: ignore[attr-defined]
    assert sizes[0] > sizes[1]


def test_one_page_with_much_on_it_is_one_page_too(tmp_path: Path) -> None:
    briefing = asked(at_random(2), full=False)
    much = replace(briefing, key=briefing.key * 2, notes=briefing.notes * 2)
    assert pages(to_pdf(much, tmp_path)) == 1


def test_a_long_table_loses_no_row_over_pages(tmp_path: Path) -> None:
    column = Column("编码", "text")
    rows = tuple((Cell(f"row{n:03}"),) for n in range(90))
    table = Table("x", "长表", (column,), rows)
    briefing = replace(asked(at_random(1)), sections=(Section("x", "甲", (table,)),))
    said = text_of(to_pdf(briefing, tmp_path))
    assert all(row[0].said in said for row in rows)
    assert said.count("编码") > 2
