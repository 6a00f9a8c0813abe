"""What reading makes of a workbook that carries its findings."""

import io

import openpyxl
import pytest

from tests.files import make_books
from tracking.intake import UnreadableFile, read
from tracking.intake.returned import SHEET, SURPLUS, TITLE
from tracking.words import LANGUAGES, Language

PLAIN = make_books.FILES["plain.xlsx"]()


def with_findings(language: Language, title: str, first: str) -> bytes:
    """The plain workbook behind a sheet whose table could be a report's."""
    book = openpyxl.load_workbook(io.BytesIO(PLAIN))
    sheet = book.create_sheet(title, 0)
    for row in ([first], ["级别", "行", "列"], ["指标", 2, "填报单位", 1, "2024Q3", "本期值"]):
        sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("more", ["", " (2)"])
def test_the_sheet_of_findings_is_no_table_and_no_warning(language: Language, more: str) -> None:
    title = SHEET.to(language) + more
    (table,) = read(with_findings(language, title, TITLE.to(language)), "a.xlsx")
    assert table.sheet == "报表"
    assert table.findings == ()


@pytest.mark.parametrize(("title", "first"), [("核查意见", "一"), ("一", TITLE.zh)])
def test_a_sheet_with_only_the_name_or_only_the_title_is_the_reporters(
    title: str, first: str
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(with_findings("zh", title, first), "a.xlsx")
    assert caught.value.finding.sheet == title


@pytest.mark.parametrize("language", LANGUAGES)
def test_cells_under_the_head_for_what_is_too_much_are_an_error(language: Language) -> None:
    book = openpyxl.load_workbook(io.BytesIO(PLAIN))
    sheet = book.active
    sheet.cell(1, 6, SURPLUS.to(language))
    sheet.cell(3, 6, "500")
    (table,) = read(saved(book), "a.xlsx")
    (found,) = table.findings
    assert (found.code, found.sheet, found.row) == ("too_many_fields", "报表", 3)
    sheet.cell(3, 6).value = None
    (mended,) = read(saved(book), "a.xlsx")
    assert mended.findings == ()
    assert len(mended.header) == 5
