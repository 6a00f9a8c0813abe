"""A reporter's own file comes back marked, and reads as the one that was handed in."""

import io
import json
import math
import re
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.conftest import ROOT
from tests.files import make_books
from tests.forms.conftest import typed_into
from tracking.forms import marked_rows
from tracking.forms.marked import marked, marked_name
from tracking.forms.marked_places import COLOURS
from tracking.forms.marked_summary import About
from tracking.intake import Finding, UnreadableFile, guard
from tracking.intake.returned import TITLE
from tracking.programme import Programme
from tracking.reporting import Inspection, inspect
from tracking.sheets.cells import Sheet
from tracking.words import LANGUAGES, Language
from tracking.words.outside import QUOTED

FILES = ROOT / "tests" / "files"
TODAY = date(2026, 11, 23)
ALL = sorted(p for p in FILES.iterdir() if p.is_file() and p.suffix != ".py")


def looked_at(programme: Programme, data: bytes, name: str) -> Inspection:
    return inspect(None, programme, name, data, TODAY)


def back(programme: Programme, data: bytes, name: str, language: Language = "zh") -> bytes:
    found = looked_at(programme, data, name).findings
    return marked(data, name, found, language, TODAY)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_the_marked_file_handed_in_again_reads_as_the_original(
    path: Path, programme: Programme
) -> None:
    data = path.read_bytes()
    first = looked_at(programme, data, path.name)
    marked_file = marked(data, path.name, first.findings, "zh", TODAY)
    again = looked_at(programme, marked_file, "a.xlsx")
    if len(sheets(marked_file)) == 1:
        # It could not be opened: there is nothing to hand in again.
        assert not first.ok
        assert [f.code for f in again.findings] == ["no_table"]
        return
    assert figures(again) == figures(first)
    assert plain(again.findings) == plain(first.findings)


def sheets(data: bytes) -> list[Any]:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets


def figures(inspection: Inspection) -> list[list[Any]]:
    rows = inspection.checked.figures.astype("object").to_numpy().tolist()
    return [[None if isinstance(v, float) and math.isnan(v) else v for v in row] for row in rows]


def plain(findings: tuple[Finding, ...]) -> list[Any]:
    """Findings without those that say something of the bytes or the name of the file."""
    of_file = ("read_as_found", "nul_bytes")
    return [(f.code, f.row, f.column, f.found) for f in findings if f.code not in of_file]


def book_of(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def styled() -> bytes:
    """A workbook as an office keeps it: a title, two head rows, a comment, another sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "三季度'报表"
    sheet.append(["实施进展情况表"])
    sheet.append(["填报单位", "指标", "2024年", None, "备注"])
    sheet.append([None, None, "二季度", "三季度"])
    sheet.append(["河北城", "专精特新中小企业数", 4600, 4800, "=1+1"])
    sheet.append(["河北省", "专精特新中小企业数", 4600, "很多", "无"])
    for merged in ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"):
        sheet.merge_cells(merged)
    sheet["A1"].font = Font(size=18, bold=True)
    sheet["C4"].number_format = "#,##0"
    sheet["A4"].comment = Comment("请核实", "王")
    sheet.column_dimensions["B"].width = 33
    other = book.create_sheet("备忘")
    other["A1"] = CellRichText("半", TextBlock(InlineFont(b=True), "粗"))
    # openpyxl writes a formula without its result; Excel and WPS write both.
    part = "xl/worksheets/sheet1.xml"
    return make_books.changed(saved(book), part, rb"(<f>1\+1</f>)<v ?/>", rb"\1<v>2</v>")


def test_an_xlsx_file_stays_as_it_is(programme: Programme) -> None:
    data = back(programme, styled(), "河北.xlsx")
    front, sheet, other = book_of(data).worksheets
    assert (front.title, sheet.title, other.title) == ("核查意见", "三季度'报表", "备忘")
    assert sheet["A1"].font.size == 18
    assert sheet["C4"].number_format == "#,##0"
    assert sheet["E4"].value == "=1+1"
    assert openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[1]["E4"].value == 2
    assert sheet.column_dimensions["B"].width == 33
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {
        "A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3",
    }  # fmt: skip
    assert [str(run) for run in other["A1"].value] == ["半", "粗"]


def test_each_finding_is_a_comment_on_its_coloured_cell(programme: Programme) -> None:
    sheet = book_of(back(programme, styled(), "河北.xlsx")).worksheets[1]
    marks = {c.coordinate: c for row in sheet.iter_rows() for c in row if c.comment}
    assert {"A4", "D5"} <= marks.keys()
    assert "没有名为“河北城”的填报单位" in marks["A4"].comment.text
    assert "■" in marks["A4"].comment.text
    assert marks["A4"].fill.fgColor.rgb[-6:] == COLOURS["error"]
    assert marks["D5"].fill.fgColor.rgb[-6:] == COLOURS["warning"]
    assert "▲" in marks["D5"].comment.text


def test_a_comment_of_the_reporters_own_is_kept_before_ours(programme: Programme) -> None:
    comment = book_of(back(programme, styled(), "河北.xlsx")).worksheets[1]["A4"].comment
    assert comment.text.startswith("请核实\n\n【核查意见】\n")
    assert comment.author == "王"


@pytest.mark.parametrize(("name", "sheet"), [("a.csv", ""), ("a.xlsx", "报表")])
def test_a_comment_has_room_for_its_text(name: str, sheet: str) -> None:
    data = WRONG if name == "a.csv" else (FILES / "plain.xlsx").read_bytes()

    def height(text: str) -> float:
        found = Finding("unknown_unit", name, sheet, 2, "填报单位", text)
        with zipfile.ZipFile(io.BytesIO(marked(data, name, [found], "zh"))) as archive:
            drawing = next(part for part in archive.namelist() if part.endswith(".vml"))
            return float(re.findall(rb"[;\s]height:([0-9.]+)", archive.read(drawing))[0])

    # No message quotes more of a cell than so much.
    assert height("长" * QUOTED) > 2 * height("北京城")


@pytest.mark.parametrize("language", LANGUAGES)
def test_marked_again_it_has_the_new_findings_only(
    programme: Programme, language: Language
) -> None:
    book = book_of(back(programme, styled(), "河北.xlsx", "zh"))
    book.worksheets[1]["A4"] = "河北省"
    mended = saved(book)
    again = book_of(back(programme, mended, "河北.xlsx", language))
    assert [s.title for s in again.worksheets][1:] == ["三季度'报表", "备忘"]
    sheet = again.worksheets[1]
    assert sheet["A4"].comment.text == "请核实"
    assert sheet["A4"].fill.fill_type is None
    assert sheet["D5"].comment.text.count("▲") == 1


def test_a_sheet_of_the_reporters_own_with_our_name_is_read_and_kept(
    programme: Programme,
) -> None:
    book = openpyxl.load_workbook(FILES / "plain.xlsx")
    book.active.title = "核查意见"
    data = saved(book)
    assert len(looked_at(programme, data, "a.xlsx").checked.figures) == 3
    assert book_of(back(programme, data, "a.xlsx")).sheetnames == ["核查意见 (2)", "核查意见"]


def test_only_the_summary_is_selected(programme: Programme) -> None:
    """Two selected sheets would be edited together."""
    book = book_of(back(programme, styled(), "河北.xlsx"))
    assert [s.sheet_view.tabSelected for s in book.worksheets] == [True, False, False]
    assert book.active.title == "核查意见"


def test_a_finding_of_a_merged_cell_is_on_the_first_one_and_says_its_row() -> None:
    data = (FILES / "merged-cells-for-the-unit.xlsx").read_bytes()
    merged = openpyxl.load_workbook(io.BytesIO(data)).active.merged_cells.ranges
    first = next(m for m in merged if m.min_col == 1 and m.max_row > m.min_row > 1)
    found = Finding("unknown_unit", "a.xlsx", "报表", first.max_row, "填报单位", "北京市")
    sheet = book_of(marked(data, "a.xlsx", [found], "zh")).worksheets[1]
    comment = sheet.cell(first.min_row, first.min_col).comment
    assert f"第 {first.max_row} 行" in comment.text


WRONG = "填报单位,报告期,指标,本期值\n北京城,2024Q3,专精特新中小企业数,10500\n".encode("gbk")


def test_a_csv_file_keeps_its_row_numbers_across_blank_lines_and_quoted_ones(
    programme: Programme,
) -> None:
    text = (
        "情况表,,,,\n\n填报单位,报告期,指标,本期值,进展情况\n"
        '北京市,2024Q3,专精特新中小企业数,10500,"一\n二"\n\n'
        "北京城,2024Q3,INN-1-1,1,\n"
    )
    data = text.encode("gbk")
    (found,) = looked_at(programme, data, "北京.csv").findings
    sheet = book_of(marked(data, "北京.csv", [found], "zh"))["北京"]
    assert found.row == 6
    assert sheet["A6"].value == "北京城"
    assert sheet["A6"].comment is not None
    assert sheet["E4"].value == "一\n二"
    assert sheet["D4"].value == 10500
    assert sheet["A3"].font.bold
    assert sheet.freeze_panes == "A4"


HOSTILE = ["=cmd|' /C calc'!A0", "@SUM(A1)", "+1+1", "-2+3", "a\x01b\x1b", '<b>&"', "_x0041_"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_of_a_csv_file_stays_a_text(programme: Programme, text: str) -> None:
    quoted = text.replace('"', '""')
    more = "北京市,2024Q3,专精特新中小企业数,10500\n" * 20
    data = f'填报单位,报告期,指标,本期值\n"{quoted}",2024Q3,INN-1-1,1\n{more}'.encode()
    front, sheet = book_of(back(programme, data, "a.csv")).worksheets
    assert sheet["A2"].data_type == "s"
    assert "calc" not in text or "calc" in sheet["A2"].value
    cells = [cell for row in front.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}


def test_a_hostile_text_of_an_xlsx_file_stays_a_text_in_the_summary(programme: Programme) -> None:
    book = openpyxl.load_workbook(FILES / "plain.xlsx")
    book.active["A2"].value = "=cmd|' /C calc'!A0"
    book.active["A2"].data_type = "s"
    front, sheet = book_of(back(programme, saved(book), "a.xlsx")).worksheets
    assert sheet["A2"].data_type == "s"
    (found,) = [c for row in front.iter_rows() for c in row if c.value == "=cmd|' /C calc'!A0"]
    assert found.data_type == "s"
    assert found.quotePrefix


@pytest.mark.parametrize("kind", ["a.csv", "a.xlsx"])
def test_what_a_finding_quotes_can_be_long_or_half_a_character(kind: str) -> None:
    data = WRONG if kind == "a.csv" else (FILES / "plain.xlsx").read_bytes()
    sheet = "" if kind == "a.csv" else "报表"
    texts = ("\ud800=\x00" + "长" * 40_000, "\uffff")
    found = [Finding("unknown_unit", kind, sheet, 2, "填报单位", text) for text in texts]
    comment = book_of(marked(data, kind, found, "zh")).worksheets[1]["A2"].comment
    assert comment.text.count("■") == 2
    assert len(comment.text) < 2000


@pytest.mark.parametrize(
    "name", ["[a]:*?/.csv", "'.csv", "History.csv", "\ud800.csv", "长" * 99, ""]
)
def test_a_strange_file_name_makes_a_sheet_all_the_same(programme: Programme, name: str) -> None:
    assert len(book_of(back(programme, WRONG, name)).worksheets) == 2
    assert marked_name(name, "zh").encode()


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", r"C:\x\a.csv", "a\nb|c.csv"])
def test_a_marked_files_name_is_a_name_only(name: str) -> None:
    assert not set(marked_name(name, "en")) & set("/\\\n|:")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_tells_what_was_found_and_leads_to_the_cell(
    programme: Programme, language: Language
) -> None:
    front = book_of(back(programme, styled(), "河北.xlsx", language)).worksheets[0]
    rows = [[cell.value for cell in row] for row in front.iter_rows()]
    assert rows[0][0] == TITLE.to(language)
    assert "河北.xlsx" in rows[1][0]
    assert "2026" in rows[1][0]
    assert ("暂不能收下" if language == "zh" else "cannot be taken yet") in rows[2][0]
    at = next(n for n, row in enumerate(rows) if row[2] == 4)
    assert rows[at][0] == ("■ 错误" if language == "zh" else "■ error")
    assert rows[at][1:5] == ["三季度'报表", 4, "填报单位", "河北城"]
    assert front.cell(at + 1, 7).hyperlink.location == "'三季度''报表'!A4"
    assert front.freeze_panes == "A6"
    assert front.auto_filter.ref.startswith("A5:G")
    assert (front.page_setup.orientation, front.page_setup.paperSize) == ("landscape", 9)
    assert front.print_title_rows == "$5:$5"


def test_the_same_finding_of_a_wide_row_is_told_once(programme: Programme) -> None:
    data = styled()
    front, sheet, _ = book_of(back(programme, data, "a.xlsx")).worksheets
    assert [row[2].value for row in front.iter_rows(6)].count(4) == 1
    assert sheet["A4"].comment.text.count("■") == 1


def test_what_is_only_counted_stands_last_in_the_summary(programme: Programme) -> None:
    rows = "".join(f"地区{n},2024Q3,INN-1-1,1\n" for n in range(1203))
    data = ("填报单位,报告期,指标,本期值\n" + rows).encode()
    front = book_of(back(programme, data, "a.csv", "en")).worksheets[0]
    last = [cell.value for cell in front[front.max_row]]
    assert last[5] == "203 more errors of this kind: No reporting unit is called “…”."
    assert front["A3"].value.startswith("1203 errors, 0 warnings.")


@pytest.mark.parametrize("file", ["under-a-password.xlsx", "with-macros.xlsm", "empty.csv"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_cannot_be_opened_gives_the_summary_alone(
    programme: Programme, file: str, language: Language
) -> None:
    (front,) = book_of(back(programme, (FILES / file).read_bytes(), file, language)).worksheets
    assert ("无法打开" if language == "zh" else "could not be opened") in front["A4"].value
    assert front["F6"].value


def test_a_file_in_order_says_so_and_has_no_table(programme: Programme) -> None:
    front = book_of(back(programme, (FILES / "plain.xlsx").read_bytes(), "a.xlsx")).worksheets[0]
    assert "未发现问题" in front["A3"].value
    assert front.max_row == 4


def test_of_a_large_file_the_first_rows_are_shown_and_it_says_so(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marked_rows, "RENDERED_CELLS", 12)
    rows = "".join(f"北京城,2024Q{n % 4 + 1},INN-1-1,1\n" for n in range(9))
    data = ("填报单位,报告期,指标,本期值\n" + rows).encode()
    front, sheet = book_of(back(programme, data, "a.csv", "en")).worksheets
    assert sheet.max_row == 3
    assert "only its first 3 rows" in front["A4"].value
    assert [front.cell(row, 7).value for row in (6, 7, 8)] == ["A2", "A3", None]


def test_a_workbook_too_large_to_be_marked_itself_is_rendered(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MARKED_CELLS", 3)
    data = styled()
    first = looked_at(programme, data, "河北.xlsx")
    whole = back(programme, data, "河北.xlsx")
    front, sheet, other = book_of(whole).worksheets
    assert "行号与原文件一致" in front["A4"].value
    assert sheet.title == "三季度'报表"
    assert other["A1"].value == "半粗"
    assert sheet["A4"].comment is not None
    assert "A2:A3" in {str(merged) for merged in sheet.merged_cells.ranges}
    again = looked_at(programme, back(programme, whole, "河北.xlsx"), "河北.xlsx")
    assert {f.code for f in again.findings} == {
        f.code for f in first.findings if f.code != "formula_without_value"
    }


def test_a_marking_that_breaks_off_leaves_no_file_behind(
    programme: Programme, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    scratch = "import tempfile, os; tempfile.mkstemp(); os._exit(9)"
    data = (FILES / "plain.xlsx").read_bytes()
    found = [Finding("unknown_unit", "a.xlsx", "报表", 2, "填报单位", "北京市")]
    monkeypatch.setattr(guard, "_BOOTSTRAP", scratch)
    with pytest.raises(UnreadableFile):
        guard.mark_workbook(data, json.dumps({}).encode() + b"\n", "a.xlsx")
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    assert len(book_of(marked(data, "a.xlsx", found, "zh")).worksheets) == 2


def test_merged_cells_far_beyond_the_rows_do_not_fill_the_memory() -> None:
    far = [(0, 0, 1_048_575, 16_383), (1, 0, 2, 0), (1, 0, 2, 1)]
    sheet = Sheet("a", [["填报单位", "指标"], ["北京市", "x"], ["", "y"]], merges=far)
    data = marked_rows.rendered(About("a.xls", (), "zh"), [sheet])
    assert len(book_of(data).worksheets[1].merged_cells.ranges) == 1


@pytest.mark.parametrize("csv", [False, True], ids=["xlsx", "csv"])
def test_a_filled_template_marked_is_a_filled_template_still(
    csv: bool, handed_out: Callable[..., bytes], programme: Programme
) -> None:
    data = handed_out("110000", csv=csv)
    if csv:
        name = "报送表.csv"
        data = data.replace(b"INN-1-1", b"INN-1-0", 1)
    else:
        name = "报送表.xlsx"
        data = typed_into(data, {"INN-1-1": {"value": "很多"}, "INN-1-3": {"value": 7}})
    first = looked_at(programme, data, name)
    assert first.findings
    again_file = back(programme, data, name)
    again = looked_at(programme, again_file, "报送表_核查意见.xlsx")
    assert figures(again) == figures(first)
    assert plain(again.findings) == plain(first.findings)
    if not csv:
        before, after = book_of(data), book_of(again_file)
        assert after.sheetnames[1:] == before.sheetnames
        for sheet in before.worksheets:
            kept = after[sheet.title]
            assert kept.sheet_state == sheet.sheet_state
            assert kept.protection.sheet == sheet.protection.sheet
            assert rules(kept) == rules(sheet)


def rules(sheet: Any) -> list[str]:
    return [str(v.sqref) + str(v.formula1) for v in sheet.data_validations.dataValidation]


def test_spreadsheets_are_read_by_the_guarded_xml_parser_alone() -> None:
    import openpyxl  # noqa: PLC0415

    assert openpyxl.DEFUSEDXML
    assert not openpyxl.LXML
