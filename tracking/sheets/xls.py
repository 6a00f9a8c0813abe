"""XLS workbooks: calamine reads them, their own records say what shows as a percentage."""

import io
import struct
from collections.abc import Iterator
from typing import Final

from tracking.sheets.cells import Sheet, said, shown

_FREE: Final = 0xFFFFFFFC
_BUILT_IN: Final = {9: "percent", 10: "percent", 17: "month"}
_ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_BOF, _BOUNDSHEET, _FORMAT, _XF, _FILEPASS = 0x0809, 0x0085, 0x041E, 0x00E0, 0x002F
_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR, _ROW = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205, 0x0208
_WORKSHEET: Final = 0x0010


class Encrypted(Exception):  # noqa: N818 (named for what it is)
    """A workbook protected by a password."""


def sheets(data: bytes) -> Iterator[Sheet]:
    """Every sheet of an XLS workbook."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    book = CalamineWorkbook.from_filelike(io.BytesIO(data)) if not _locked(data) else None
    if book is None:
        raise Encrypted
    marks = _marks(_workbook(data))
    for n, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        page = book.get_sheet_by_name(about.name)
        values = page.to_python(skip_empty_area=False)
        sheet = Sheet(
            about.name,
            [[said(v) for v in row] for row in values],
            hidden=about.visible != SheetVisibleEnum.Visible,
            merges=[(*a, *b) for a, b in page.merged_cell_ranges or []],
        )
        for row, column, mark in marks[n] if n < len(marks) else []:
            if mark.startswith("#"):
                sheet.put(row, column, mark)
            elif mark == "hidden":
                sheet.hidden_rows.append(row + 1)
            elif row < len(values) and column < len(values[row]):
                value = values[row][column]
                if not isinstance(value, str):
                    sheet.rows[row][column] = said(value, mark)
        yield sheet


def _locked(data: bytes) -> bool:
    return any(kind == _FILEPASS for kind, _, _ in _records(_workbook(data), 0))


def _marks(stream: bytes) -> list[list[tuple[int, int, str]]]:
    """For each sheet, the cells that show a percentage or a month, the errors and hidden rows."""
    formats: dict[int, str] = {}
    styles: list[str] = []
    starts: list[int] = []
    for kind, at, size in _records(stream, 0):
        if kind == _FORMAT and size > 5:
            formats[_u16(stream, at)] = shown(_text(stream, at + 2, size - 2))
        elif kind == _XF:
            code = _u16(stream, at + 2)
            styles.append(formats.get(code) or _BUILT_IN.get(code, ""))
        elif kind == _BOUNDSHEET:
            starts.append(struct.unpack_from("<I", stream, at)[0])
    return [list(_sheet_marks(stream, start, styles)) for start in starts]


def _sheet_marks(stream: bytes, start: int, styles: list[str]) -> Iterator[tuple[int, int, str]]:
    for kind, at, size in _records(stream, start):
        if kind == _ROW and size >= 16 and stream[at + 12] & 0x20:
            yield _u16(stream, at), 0, "hidden"
        if kind not in (_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR):
            continue
        row, column = _u16(stream, at), _u16(stream, at + 2)
        if kind == _BOOLERR and stream[at + 7]:
            yield row, column, _ERRORS.get(stream[at + 6], "#N/A")
        elif kind == _FORMULA and stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2:
            yield row, column, _ERRORS.get(stream[at + 8], "#N/A")
        for n in range((size - 6) // 6 if kind == _MULRK else 1):
            style = _u16(stream, at + 4 + 6 * n)
            if style < len(styles) and styles[style]:
                yield row, column + n, styles[style]


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """The records of one substream: kind, where the content starts, its size."""
    at = start
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == 0x000A or at + 4 + size > len(stream):
            return
        yield kind, at + 4, size
        at += 4 + size


def _u16(stream: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", stream, at)[0])


def _text(stream: bytes, at: int, size: int) -> str:
    """A BIFF8 string with a two-byte length."""
    wide = stream[at + 2] & 1
    return stream[at + 3 : at + size].decode("utf-16-le" if wide else "latin-1", "replace")


def _workbook(data: bytes) -> bytes:
    """The workbook's stream out of the compound file that holds it."""
    sector = 1 << _u16(data, 0x1E)
    first_directory, mini_limit = struct.unpack_from("<I4xI", data, 0x30)
    heads = list(struct.unpack_from("<109I", data, 0x4C))
    more = struct.unpack_from("<I", data, 0x44)[0]
    while more < _FREE and len(heads) * sector <= len(data) + sector:
        block = struct.unpack_from(f"<{sector // 4}I", data, (more + 1) * sector)
        heads, more = heads + list(block[:-1]), block[-1]
    table: list[int] = []
    for head in heads:
        if head < _FREE:
            table += struct.unpack_from(f"<{sector // 4}I", data, (head + 1) * sector)
    directory = _chain(data, first_directory, table, sector)
    for at in range(0, len(directory) - 127, 128):
        name = directory[at : at + 64].decode("utf-16-le", "replace")
        if name[: _u16(directory, at + 64) // 2 - 1] in ("Workbook", "Book"):
            start, size = struct.unpack_from("<II", directory, at + 116)
            # A stream below the limit would lie in the mini stream; programs fill up to it.
            if size >= mini_limit:
                return _chain(data, start, table, sector)[:size]
    raise ValueError("no workbook stream")


def _chain(data: bytes, start: int, table: list[int], sector: int) -> bytes:
    parts: list[bytes] = []
    at = start
    while at < len(table) and len(parts) <= len(table):
        parts.append(data[(at + 1) * sector : (at + 2) * sector])
        at = table[at]
    return b"".join(parts)
