"""A briefing as a workbook: numbers to reckon with, texts that stay texts."""

import io
import re
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tests.briefing import office
from tests.briefing.small import asked, at_random, composed, drawn
from tracking.briefing import Briefing, Sentence, Table, excel

HOSTILE = "=cmd|'/c calc'!A0"


def opened(briefing: Briefing, *, values: bool = True):
    return load_workbook(io.BytesIO(excel.write(briefing)), data_only=values)


def cells(book) -> list:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row]


def test_every_number_of_its_tables_is_a_number_in_it() -> None:
    briefing = asked(at_random(4), language="en")
    found = {c.value for c in cells(opened(briefing)) if isinstance(c.value, int | float)}
    for table in briefing.tables():
        for row in table.rows:
            for cell, column in zip(row, table.columns, strict=True):
                if cell.value is not None and column.kind in ("count", "share", "quantity"):
                    assert any(abs(cell.value - v) <= 1e-9 * max(1, abs(v)) for v in found)


def test_every_text_is_in_it() -> None:
    briefing = asked(at_random(4), language="zh")
    text = "\n".join(str(c.value) for c in cells(opened(briefing)))
    assert all(sentence.text in text for sentence in briefing.key)
    assert all(one.reference in text for one in briefing.origins)
    assert all(note in text for note in briefing.notes)


def test_the_only_formulas_are_totals_with_their_value() -> None:
    briefing = asked(at_random(4))
    formulas = [c for c in cells(opened(briefing, values=False)) if c.data_type == "f"]
    assert formulas
    assert all(c.value.startswith("=SUM(") for c in formulas)
    totals = {
        row[at].value
        for table in briefing.tables()
        for row in table.rows[-1:]
        for at, column in enumerate(table.columns)
        if column.total
    }
    known = opened(briefing)
    assert {known[c.parent.title][c.coordinate].value for c in formulas} == totals


def test_a_text_that_looks_like_a_formula_is_none() -> None:
    briefing = asked(at_random(4))
    section = briefing.sections[0]
    table = next(part for part in section.parts if isinstance(part, Table))
    cell = replace(table.rows[0][0], said=HOSTILE)
    hostile = replace(table, title=HOSTILE, rows=((cell, *table.rows[0][1:]), *table.rows[1:]))
    parts = tuple(hostile if part is table else part for part in section.parts)
    briefing = replace(
        briefing,
        title=HOSTILE,
        key=(Sentence(HOSTILE),),
        sections=(replace(section, heading="[]:*?/\\'" * 9, parts=parts), section),
    )
    formulas = [c.value for c in cells(opened(briefing, values=False)) if c.data_type == "f"]
    assert all(value.startswith("=SUM(") for value in formulas)
    assert HOSTILE in [c.value for c in cells(opened(briefing, values=False))]


def test_equal_briefings_give_equal_bytes() -> None:
    one, other = (excel.write(composed(drawn(6))) for _ in range(2))
    assert one == other


def test_its_charts_are_native_and_told_in_words() -> None:
    briefing = asked(at_random(2))
    with ZipFile(io.BytesIO(excel.write(briefing))) as file:
        charts = [name for name in file.namelist() if name.startswith("xl/charts/chart")]
        told = "".join(
            file.read(n).decode() for n in file.namelist() if n.startswith("xl/drawings/drawing")
        )
    native = [c for c in briefing.charts() if type(c.of).__name__ not in ("Heat", "Tiles")]
    assert len(charts) == len(native) > 0
    assert told.count("descr=") == len(native)


def test_a_demonstration_says_so_on_every_sheet_and_at_every_foot() -> None:
    for sheet in opened(asked(at_random(1, demonstration=True))):
        assert sheet["A1"].value == "演示数据"


def test_the_stamp_stands_at_the_foot_of_what_is_printed() -> None:
    briefing = asked(at_random(1))
    book = opened(briefing)
    first = book.worksheets[0]
    assert briefing.stamp.programme in str(first.oddFooter.left.text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_office_program_opens_it(tmp_path: Path, language: str) -> None:
    file = tmp_path / "briefing.xlsx"
    file.write_bytes(excel.write(asked(at_random(2), language=language)))  # type: ignore[arg-type]
    assert office.to_pdf(file).stat().st_size > 10_000


def test_the_data_of_the_quarter_stand_in_a_sheet_with_its_heads_in_sight() -> None:
    briefing = asked(at_random(4), language="en")
    sheet = opened(briefing)["Data"]
    heads, *rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=4)]
    figures = briefing.data.figures
    figures = figures[figures["quarter"] == "2024Q3"]
    assert len(rows) == len(figures)
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref.startswith("A4:")
    at = heads.index("Value")
    known = [row[at] for row in rows if row[at] is not None]
    assert known == pytest.approx(figures["value"].dropna().tolist())


def test_the_method_stands_in_a_sheet() -> None:
    briefing = asked(at_random(4), language="zh")
    sheet = opened(briefing)["进度测算方法"]
    told = [(row[0].value, row[1].value) for row in sheet.iter_rows(min_row=4)]
    assert told == list(briefing.method)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_number_is_wider_than_its_column(language: str) -> None:
    briefing = asked(at_random(4), language=language)  # type: ignore[arg-type]
    book = opened(briefing)
    seen = 0
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows():
            for cell in row:
                unit = re.search(r'"(.+)"', cell.number_format)
                if not unit or not isinstance(cell.value, int | float):
                    continue
                seen += 1
                wide = sum(1 + (c > "\u2e7f") for c in f"{cell.value:,.0f}{unit[1]}")
                assert sheet.column_dimensions[cell.column_letter].width > wide
    assert seen
