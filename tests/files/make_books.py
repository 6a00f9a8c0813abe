"""Awkward and hostile workbooks; make.py writes them."""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import xlsxwriter
import xlwt
from msoffcrypto.format import ooxml
from odf import opendocument, table
from odf import text as odf_text

HEADS = ["填报单位", "报告期", "指标", "口径", "本期值"]
ROWS: list[list[Any]] = [
    ["北京市", "2024Q3", "专精特新中小企业数", "期末", 10500],
    ["上海市", "2024年三季度", "组建融通创新联合体数", "自启动以来累计", 86],
    ["广东省", "2024年第3季度", "技术咨询、指导活动场次", "本季", 124],
]
SHORT = ["填报单位", "报告期", "指标", "本期值"]
FIXED = datetime(2024, 10, 8)

FILES: dict[str, Callable[[], bytes]] = {}


def book(build: Callable[[Any], None]) -> bytes:
    """An XLSX workbook with the same bytes each time."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"created": FIXED})
    build(workbook)
    workbook.close()
    return out.getvalue()


def xlsx(name: str) -> Callable[[Callable[[Any, Any], None]], None]:
    """Register a workbook with one sheet, 报表, filled by the function."""

    def register(fill: Callable[[Any, Any], None]) -> None:
        FILES[name] = lambda: book(lambda wb: fill(wb, wb.add_worksheet("报表")))

    return register


def put(sheet: Any, *rows: list[Any], at: int = 0) -> None:
    for n, row in enumerate(rows):
        sheet.write_row(at + n, 0, row)


@xlsx("plain.xlsx")
def _plain(wb: Any, ws: Any) -> None:
    put(ws, HEADS, *ROWS)


FILES["xlsx-named.csv"] = FILES["plain.xlsx"]


@xlsx("percent-as-cell-format.xlsx")
def _percent(wb: Any, ws: Any) -> None:
    put(
        ws,
        SHORT,
        ["北京市", "2024Q3", "协同攻关项目完成率"],
        ["天津市", "2024Q3", "协同攻关项目完成率"],
    )
    ws.write(1, 3, 0.752, wb.add_format({"num_format": "0.0%"}))
    ws.write(2, 3, 68.5, wb.add_format({"num_format": '0.0"%"'}))


@xlsx("fraction-without-percent-format.xlsx")
def _fraction(wb: Any, ws: Any) -> None:
    put(ws, SHORT, ["北京市", "2024Q3", "协同攻关项目完成率", 0.752])


@xlsx("dates-as-periods.xlsx")
def _dates(wb: Any, ws: Any) -> None:
    put(ws, SHORT, *([unit, "", "INN-1-3", 12] for unit in ("北京市", "天津市", "河北省")))
    ws.write_datetime(1, 1, date(2024, 9, 30), wb.add_format({"num_format": "yyyy-mm-dd"}))
    ws.write_datetime(2, 1, date(2024, 9, 1), wb.add_format({"num_format": 'yyyy"年"m"月"'}))
    ws.write(3, 1, 202409)


@xlsx("merged-cells-for-the-unit.xlsx")
def _merged(wb: Any, ws: Any) -> None:
    ws.merge_range(0, 0, 0, 3, "“携手行动”进展情况表")
    put(ws, SHORT, at=1)
    ws.merge_range(2, 0, 4, 0, "北京市")
    ws.merge_range(2, 1, 4, 1, "2024Q3")
    for n, (indicator, value) in enumerate((("INN-1-1", 12), ("INN-1-3", 124), ("TAL-1-1", 340))):
        ws.write_row(2 + n, 2, [indicator, value])


@xlsx("two-row-heads-with-merged-cells.xlsx")
def _two_rows(wb: Any, ws: Any) -> None:
    ws.merge_range(0, 0, 0, 5, "各地区进展情况")
    ws.merge_range(1, 0, 2, 0, "地区")
    ws.merge_range(1, 1, 2, 1, "指标")
    ws.merge_range(1, 2, 1, 3, "2023年")
    ws.merge_range(1, 4, 1, 5, "2024年")
    ws.write_row(2, 2, ["三季度", "四季度", "一季度", "二季度"])
    put(ws, ["北京市", "INN-1-3", 8, 9, 10, 12], ["天津市", "INN-1-3", 4, 5, 5, 6], at=3)


@xlsx("error-in-a-cell.xlsx")
def _error(wb: Any, ws: Any) -> None:
    put(ws, SHORT, ["北京市", "2024Q3", "INN-1-1", 12], ["天津市", "2024Q3", "INN-1-1"])
    ws.write_formula(2, 3, "=1/0", None, "#DIV/0!")


@xlsx("formulas-with-their-results.xlsx")
def _formulas(wb: Any, ws: Any) -> None:
    put(ws, SHORT, ["北京市", "2024Q3", "INN-1-1", 12], ["天津市", "2024Q3", "INN-1-1"])
    ws.write_formula(2, 3, "=D2+1", None, 13)


@xlsx("formula-saved-without-its-result.xlsx")
def _unvalued(wb: Any, ws: Any) -> None:
    put(ws, SHORT, ["北京市", "2024Q3", "INN-1-1", 12], ["天津市", "2024Q3", "INN-1-1"])
    ws.write_formula(2, 3, "=D2+1", None, "")


_with_formula = FILES["formula-saved-without-its-result.xlsx"]
FILES["formula-saved-without-its-result.xlsx"] = lambda: changed(
    _with_formula(), "xl/worksheets/sheet1.xml", rb'(<c r="D3")[^>]*>(<f>.*?</f>)<v></v>', rb"\1>\2"
)


@xlsx("hidden-rows.xlsx")
def _hidden_rows(wb: Any, ws: Any) -> None:
    put(ws, HEADS, *ROWS)
    ws.set_row(2, None, None, {"hidden": True})


def _two_sheets(wb: Any) -> None:
    for name, rows in (("一季度", ROWS[:1]), ("补充", ROWS[1:])):
        put(wb.add_worksheet(name), HEADS, *rows)
    put(wb.add_worksheet("填报说明"), ["请按表头填报。"], ["数值不带单位。"])
    put(wb.add_worksheet("台账"), ["项目", "甲", "乙"], ["对接会", 3, 4], ["宣讲", 5, 6])
    old = wb.add_worksheet("旧表")
    put(old, HEADS, ["北京市", "2024Q2", "专精特新中小企业数", "期末", 1])
    old.hide()


FILES["several-sheets-one-hidden.xlsx"] = lambda: book(_two_sheets)


@xlsx("codes-and-numbers-kept-as-text.xlsx")
def _as_text(wb: Any, ws: Any) -> None:
    put(ws, SHORT)
    for n, cell in enumerate(("110000", "2024Q3", "INN-1-1", " 1，2００ ")):
        ws.write_string(1, n, cell)


@xlsx("declared-extent-is-wrong.xlsx")
def _extent(wb: Any, ws: Any) -> None:
    put(ws, HEADS, *ROWS)


_honest = FILES["declared-extent-is-wrong.xlsx"]
FILES["declared-extent-is-wrong.xlsx"] = lambda: changed(
    _honest(), "xl/worksheets/sheet1.xml", rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:B2"/>'
)


# Other programs' formats.
def _xls(fill: Callable[[Any], None]) -> bytes:
    workbook = xlwt.Workbook()
    fill(workbook.add_sheet("报表"))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _fill_xls(sheet: Any, rows: list[list[Any]]) -> None:
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)


FILES["old-excel.xls"] = lambda: _xls(lambda ws: _fill_xls(ws, [HEADS, *ROWS]))


def _xls_percent(sheet: Any) -> None:
    _fill_xls(
        sheet, [SHORT, ["北京市", "2024Q3", "协同攻关项目完成率"], ["", "2024Q3", "INN-1-1", 12]]
    )
    sheet.write(1, 3, 0.752, xlwt.easyxf(num_format_str="0.0%"))
    sheet.row(2)
    sheet.write_merge(3, 4, 0, 0, "天津市")
    for r, (code, value) in enumerate((("INN-1-3", 5), ("TAL-1-1", 6)), start=3):
        for c, cell in enumerate(("2024Q3", code, value), start=1):
            sheet.write(r, c, cell)


FILES["old-excel-with-percent-and-merged-cells.xls"] = lambda: _xls(_xls_percent)
# The record after the workbook's beginning becomes FILEPASS, as in a file under a password.
FILES["old-excel-under-a-password.xls"] = lambda: re.sub(
    rb"(\x09\x08\x10\x00\x00\x06\x05\x00.{12})(..)(..)",
    lambda m: m[1] + struct.pack("<H", 0x2F) + m[3],
    FILES["old-excel.xls"](),
    count=1,
    flags=re.DOTALL,
)


def _ods() -> bytes:
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="报表")
    merged = {"numberrowsspanned": 2, "numbercolumnsspanned": 1}
    rows = [
        [(t, {}) for t in SHORT],
        [("北京市", merged), ("2024Q3", {}), ("协同攻关项目完成率", {}), (0.752, {})],
        [None, ("2024Q3", {}), ("INN-1-1", {}), (12, {})],
    ]
    for cells in rows:
        row = table.TableRow()
        for cell in cells:
            if cell is None:
                row.addElement(table.CoveredTableCell())
                continue
            value, attributes = cell
            kind = {str: "string", float: "percentage", int: "float"}[type(value)]
            extra = {} if kind == "string" else {"value": value}
            element = table.TableCell(valuetype=kind, **extra, **attributes)
            shown = f"{value:.1%}" if kind == "percentage" else str(value)
            element.addElement(odf_text.P(text=shown))
            row.addElement(element)
        sheet.addElement(row)
    # Programs fill the sheet to its end with one empty row, repeated.
    rest = table.TableRow(numberrowsrepeated=1_048_573)
    rest.addElement(table.TableCell(numbercolumnsrepeated=16_384))
    sheet.addElement(rest)
    document.spreadsheet.addElement(sheet)
    document.meta.childNodes.clear()
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue(), {})


FILES["open-document.ods"] = _ods


# Hostile ones.
def repacked(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The archive with these parts put in or changed, its times fixed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        contents = {name: old.read(name) for name in old.namelist()} | parts
        for name, content in contents.items():
            stamp = zipfile.ZipInfo(name, (2024, 10, 8, 0, 0, 0))
            stamp.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(stamp, content)
    return out.getvalue()


def changed(data: bytes, part: str, pattern: bytes, new: bytes) -> bytes:
    """The archive with a pattern in one part replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read(part)
    return repacked(data, {part: re.sub(pattern, new, content, count=1)})


SHEET = "xl/worksheets/sheet1.xml"
_ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
)
_OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def _declared(declaration: bytes, part: str) -> bytes:
    return changed(FILES["plain.xlsx"](), part, rb"<\?xml[^>]*\?>", declaration)


FILES["xml-entities-in-texts.xlsx"] = lambda: _declared(_ENTITIES, "xl/sharedStrings.xml")
FILES["xml-entities-in-sheet.xlsx"] = lambda: _declared(_ENTITIES, SHEET)
FILES["xml-that-reads-a-file.xlsx"] = lambda: _declared(_OUTSIDE, SHEET)
FILES["one-cell-far-out.xlsx"] = lambda: changed(
    FILES["plain.xlsx"](),
    SHEET,
    b"</sheetData>",
    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
)
FILES["with-macros.xlsm"] = lambda: repacked(
    FILES["plain.xlsx"](), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(64)}
)
FILES["with-links-to-other-files.xlsx"] = lambda: repacked(
    FILES["plain.xlsx"](), {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
)
FILES["zip-damaged-in-the-middle.xlsx"] = lambda: re.sub(
    rb"(?s)(?<=.{900}).{200}", bytes(200), FILES["plain.xlsx"](), count=1
)
FILES["zip-cut-off.xlsx"] = lambda: FILES["plain.xlsx"]()[:3000]
FILES["binary-workbook.xlsb"] = lambda: repacked(_empty_zip(), {"xl/workbook.bin": b"\x83\x01\x00"})
FILES["text-document.docx"] = lambda: repacked(_empty_zip(), {"word/document.xml": b"<w/>"})


def _empty_zip() -> bytes:
    out = io.BytesIO()
    zipfile.ZipFile(out, "w").close()
    return out.getvalue()


def encrypted() -> bytes:
    """A workbook under a password: a compound file with an EncryptedPackage (random salt)."""
    out = io.BytesIO()
    ooxml.OOXMLFile(io.BytesIO(FILES["plain.xlsx"]())).encrypt("secret", out)
    return out.getvalue()
