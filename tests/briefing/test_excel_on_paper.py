"""The workbook of a briefing as it is printed: what is told of its pages, and its PDF."""

import re
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from tests.briefing import office
from tests.briefing.small import asked, at_random
from tracking.briefing import Briefing, Chart, Section, Table, excel
from tracking.briefing.briefing import Look, RankedUnit, Ranking
from tracking.words import Language, say

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

LANGUAGES: list[Language] = ["zh", "en"]
A4 = (595, 842)
CAPTION = re.compile(r"^\s*(图|表|Figure |Table )\d+\s")


def long_table(briefing: Briefing) -> Briefing:
    """The same with the rows of a table that charts follow so often that it takes three pages."""

    def longer(section: Section) -> Section:
        parts = list(section.parts)
        for n, part in enumerate(parts[:-1]):
            if isinstance(part, Table) and any(isinstance(one, Chart) for one in parts[n:]):
                parts[n] = replace(part, rows=(part.rows * 99)[:120])
        return replace(section, parts=tuple(parts))

    return replace(briefing, sections=tuple(longer(one) for one in briefing.sections))


@cache
def printed(
    language: Language,
) -> tuple[Briefing, list[Worksheet], list[str], list[tuple[int, int]]]:
    """A briefing, its sheets, and its pages in print: their text, and their size."""
    briefing = long_table(
        asked(at_random(4, demonstration=True, reporting=True), language=language)
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / "briefing.xlsx"
        file.write_bytes(excel.write(briefing))
        pdf = office.to_pdf(file)
        told = subprocess.run(
            ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True
        )
        sizes = [
            (round(page.mediabox.width), round(page.mediabox.height))
            for page in PdfReader(pdf).pages
        ]
        return briefing, load_workbook(file).worksheets, told.stdout.split("\f")[:-1], sizes


def begun(sheet: Worksheet) -> list[int]:
    """The rows that pages are set to begin with, but for the first; from 1."""
    return [one.id + 1 for one in sheet.row_breaks.brk]


def pages_of(language: Language) -> list[tuple[Worksheet, list[str]]]:
    """Each sheet with the texts of its pages."""
    _briefing, sheets, texts, _sizes = printed(language)
    found, at = [], 0
    for sheet in sheets:
        found.append((sheet, texts[at : at + 1 + len(begun(sheet))]))
        at += 1 + len(begun(sheet))
    return found


def body(page: str) -> list[str]:
    """The lines of a page between its head and its foot."""
    return [line for line in page.splitlines() if line.strip()][1:-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_ends_nowhere_but_where_it_is_set_to(language: Language) -> None:
    _briefing, sheets, texts, _sizes = printed(language)
    assert len(texts) == sum(1 + len(begun(sheet)) for sheet in sheets)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_ends_within_a_chart(language: Language) -> None:
    _briefing, sheets, _texts, _sizes = printed(language)
    charts = 0
    for sheet in sheets:
        for chart in sheet._charts:
            charts += 1
            top, bottom = chart.anchor._from.row + 1, chart.anchor.to.row + 1
            # Its caption stands in the row above it.
            assert not [row for row in begun(sheet) if top <= row <= bottom]
    assert charts > 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_stands_on_a4_at_a_size_that_can_be_read(language: Language) -> None:
    _briefing, sheets, _texts, sizes = printed(language)
    # None is the full size.
    assert all((sheet.page_setup.scale or 100) >= 65 for sheet in sheets)
    assert {tuple(sorted(size)) for size in sizes} == {A4}
    assert {sheet.page_setup.orientation for sheet in sheets} == {"portrait", "landscape"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_heading_and_no_caption_stands_alone_at_the_end_of_a_page(language: Language) -> None:
    briefing, _sheets, texts, _sizes = printed(language)
    headings = {section.heading for section in briefing.sections}
    headings |= {
        part.heading
        for section in briefing.sections
        for part in section.parts
        if isinstance(part, Section)
    }
    captions = 0
    for page in texts:
        lines = body(page)
        captions += sum(bool(CAPTION.match(line)) for line in lines)
        assert not CAPTION.match(lines[-1])
        assert lines[-1].strip() not in headings
    assert captions == len(list(briefing.tables())) + len(list(briefing.charts()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_stamp_number_and_label_stand_on_every_page(language: Language) -> None:
    briefing, _sheets, texts, _sizes = printed(language)
    for number, page in enumerate(texts, start=1):
        lines = [line for line in page.splitlines() if line.strip()]
        assert briefing.stamp.demonstration in lines[0]
        assert f"—{number}—" in lines[-1].replace(" ", "")
        assert briefing.stamp.short.split(" · ")[0] in lines[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_tables_head_stands_on_each_of_its_pages(language: Language) -> None:
    briefing, *_ = printed(language)
    long = [table for table in briefing.tables() if len(table.rows) == 120]
    assert long
    for table in long:
        (pages,) = [
            texts
            for _sheet, texts in pages_of(language)
            if any(
                table.title in line for text in texts for line in body(text) if CAPTION.match(line)
            )
            and len(texts) > 1
        ]
        assert len(pages) >= 3
        for page in pages[-2:]:
            assert table.columns[0].head in body(page)[0] + body(page)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_that_goes_on_is_nearly_empty(language: Language) -> None:
    for _sheet, pages in pages_of(language):
        for page in pages[1:]:
            assert len(body(page)) >= 5


def ranking(units: int) -> Ranking:
    look = Look("#1F4E79", "#FFFFFF")
    rows = tuple(RankedUnit(f"Unit {n}", str(n), n / units, "", look) for n in range(units))
    return Ranking(rows, 0.5, "Nation", share=True, unit="", decimals=0)


@pytest.mark.parametrize("units", [1, 36, 60])
def test_a_ranking_of_many_units_stands_on_one_page(tmp_path: Path, units: int) -> None:
    briefing = asked(at_random(4), language="en")
    chart = Chart("ranking", "Regions ranked", "", ranking(units), {})
    section = Section("regions", "The regions", (chart,))
    file = tmp_path / "ranking.xlsx"
    file.write_bytes(excel.write(replace(briefing, sections=(section,))))
    sheet = load_workbook(file)["The regions"]
    assert not begun(sheet)
    told = subprocess.run(
        ["pdftotext", "-layout", office.to_pdf(file), "-"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    (page,) = [p for p in told.stdout.split("\f") if "Regions ranked" in p and "Figure 1" in p]
    assert all(f"Unit {n} " in page for n in range(units))


def test_a_long_title_and_one_that_begins_with_a_number_are_in_the_head(tmp_path: Path) -> None:
    briefing = asked(at_random(2))
    stamp = replace(briefing.stamp, short="2025 R&D 计划" + "很长" * 200)
    file = tmp_path / "briefing.xlsx"
    file.write_bytes(excel.write(replace(briefing, title="2025 R&D " * 60, stamp=stamp)))
    sheet = load_workbook(file).worksheets[0]
    assert "2025 R&D 计划" in str(sheet.oddFooter.left.text).replace("&&", "&")
    assert "2025 R&D" in str(sheet.oddHeader.left.text).replace("&&", "&")


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_very_many_data_the_first_are_printed_and_the_sheet_says_so(language: Language) -> None:
    briefing, sheets, *_ = printed(language)
    (sheet,) = [sheet for sheet in sheets if sheet.title == say(language, "Data")]
    rows = (briefing.data.figures["quarter"] == str(briefing.quarter)).sum()
    assert rows > 500
    assert sheet.max_row == 4 + rows
    assert sheet.print_area.endswith("$204")
    assert f"{rows:,}" in sheet["A3"].value


def test_what_follows_a_long_table_has_a_sheet_of_its_own() -> None:
    _briefing, sheets, *_ = printed("en")
    names = [sheet.title for sheet in sheets]
    at = names.index("Indicators with a target")
    assert names[at + 1].startswith("Indicators with a target (cont")
    assert sheets[at].print_title_rows
    assert not sheets[at + 1].print_title_rows
    assert len(sheets[at + 1]._charts) > 2
