"""XLSX workbooks: openpyxl for what people fill in, calamine for what is very large."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final
from xml.etree import ElementTree as ET

from tracking.sheets.cells import Sheet, said, shown

# openpyxl takes 15 µs a cell; calamine a tenth of it, but it knows no number formats.
OPENPYXL_CELLS: Final = 60_000
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BUILT_IN: Final = {9: "percent", 10: "percent", 17: "month"}
# A tag has a few short attributes, and none holds a "<": so no file makes a search slow.
_INSIDE: Final = rb"[^<>]{0,200}"
_CELL: Final = (
    rb"""<(?:\w{1,20}:)?c\b%s[^<>]{0,200}?\br=["']([A-Z]{1,3})(\d{1,7})["'][^<>]{0,200}>"""
)
_CALCULATION: Final = rb"<(?:\w{1,20}:)?f\b[^<>]*?(?:/>|>[^<]*</(?:\w{1,20}:)?f>)"
_FORMULA: Final = re.compile(
    _CELL % b"" + rb"\s*" + _CALCULATION + rb"\s*(?:<(?:\w{1,20}:)?v\s*/>|"
    rb"<(?:\w{1,20}:)?v></(?:\w{1,20}:)?v>)?\s*</(?:\w{1,20}:)?c>"
)
_ERROR: Final = re.compile(
    _CELL % (rb"(?=" + _INSIDE + rb"""\bt=["']e["'])""")
    + rb"(?:\s*"
    + _CALCULATION
    + rb")?\s*<(?:\w{1,20}:)?v>([^<]*)<"
)
_HIDDEN_ROW: Final = re.compile(
    rb"<(?:\w{1,20}:)?row\b(?="
    + _INSIDE
    + rb"""\bhidden=["'](?:1|true)["'])"""
    + _INSIDE
    + rb"""?\br=["'](\d{1,7})["']"""
)


def sheets(data: bytes, cells: int) -> Iterator[Sheet]:
    """Every sheet of a workbook that has about so many cells."""
    read = _small(data) if cells <= OPENPYXL_CELLS else _large(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        where = parts(archive)
        for sheet in read:
            if sheet.name in where:
                _unvalued(sheet, archive.read(where[sheet.name]))
            yield sheet


def parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive that holds each sheet, by the sheet's name."""
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 (no DOCTYPE: guard)
    links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_REL), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in archive.namelist():
            found[sheet.get("name", "")] = part
    return found


def _small(data: bytes) -> Iterator[Sheet]:
    """Full mode: read-only mode would believe the extent that the file declares."""
    from openpyxl import load_workbook  # noqa: PLC0415 (0.3 s that a large file does not need)

    book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    for page in book.worksheets:
        formats: dict[str, str] = {}
        sheet = Sheet(page.title, [], hidden=page.sheet_state != "visible")
        for cells in page.iter_rows():
            row = []
            for cell in cells:
                value = cell.value
                if value is None or isinstance(value, str):
                    row.append((value or "").strip())
                    continue
                code = cell.number_format
                if code not in formats:
                    formats[code] = shown(code)
                row.append(said(value, formats[code]))
            sheet.rows.append(row)
        sheet.hidden_rows = [n for n, d in page.row_dimensions.items() if d.hidden]
        sheet.merges = [
            (m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1)
            for m in page.merged_cells.ranges
        ]
        yield sheet


def _large(data: bytes) -> Iterator[Sheet]:
    """calamine, mended where it loses what a person sees: percent signs, months, errors."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        where = parts(archive)
        styles = _styles(archive)
        for about in book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet or about.name not in where:
                continue
            page = book.get_sheet_by_name(about.name)
            values = page.to_python(skip_empty_area=False)
            xml = archive.read(where[about.name])
            sheet = Sheet(
                about.name,
                [[said(v) for v in row] for row in values],
                hidden=about.visible != SheetVisibleEnum.Visible,
                hidden_rows=[int(n) for n in _HIDDEN_ROW.findall(xml)] if b"hidden=" in xml else [],
                merges=[(*a, *b) for a, b in page.merged_cell_ranges or []],
            )
            _put_formats(sheet, values, xml, styles)
            yield sheet


def _put_formats(sheet: Sheet, values: list[Any], xml: bytes, styles: dict[str, list[int]]) -> None:
    for shows, numbers in styles.items():
        ids = b"|".join(b"%d" % n for n in numbers)
        pattern = re.compile(_CELL % (rb"""(?=%s\bs=["'](?:%s)["'])""" % (_INSIDE, ids)))
        for letters, row in pattern.findall(xml):
            r, c = int(row) - 1, _column(letters)
            if r < len(values) and c < len(values[r]) and not isinstance(values[r][c], str):
                sheet.rows[r][c] = said(values[r][c], shows)
    if b't="e"' in xml or b"t='e'" in xml:
        for letters, row, text in _ERROR.findall(xml):
            sheet.put(int(row) - 1, _column(letters), text.decode("utf-8", "replace"))


def _unvalued(sheet: Sheet, xml: bytes) -> None:
    if b"<f" in xml or b":f" in xml:
        sheet.unvalued = [(int(row) - 1, _column(ab)) for ab, row in _FORMULA.findall(xml)]


def _column(letters: bytes) -> int:
    n = 0
    for letter in letters:
        n = n * 26 + letter - 64
    return n - 1


def _styles(archive: zipfile.ZipFile) -> dict[str, list[int]]:
    """The style numbers that show a percentage, a month or a year."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    styles = ET.fromstring(archive.read("xl/styles.xml"))  # noqa: S314
    own = {
        int(f.get("numFmtId", 0)): shown(f.get("formatCode", ""))
        for f in styles.iter(f"{_MAIN}numFmt")
    }
    found: dict[str, list[int]] = {}
    for group in styles.iter(f"{_MAIN}cellXfs"):
        for n, style in enumerate(group):
            code = int(style.get("numFmtId", 0))
            if shows := own.get(code) or _BUILT_IN.get(code, ""):
                found.setdefault(shows, []).append(n)
    return found
