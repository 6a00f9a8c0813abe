"""A reporter's own workbook with marks on its cells; run only inside the guarded process.

It stays as it is: openpyxl keeps styles, widths, merged cells, formulas and other sheets. What it
drops on its way, the results of formulas, is put back, so that the workbook reads as before.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from copy import copy
from typing import Any, Final

from tracking.sheets.xlsx import parts

_FORMULA_CELL: Final = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>"
)
_PLACE: Final = re.compile(rb'\br="([A-Z]{1,3}[0-9]{1,7})"')
_TYPE: Final = re.compile(rb'\bt="(\w+)"')
_WRITTEN: Final = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f\b[^>]*>[^<]*</f>)<v ?/?>(?:</v>)?')


def marked(given: bytes) -> bytes:
    """The workbook with its marks and, in front, the summary.

    `given` is a line of JSON, the summary's workbook and the reporter's own. The JSON has `summary`
    (how many bytes it is), `old` (sheets to take away), `headings` (what our part of a comment
    starts with; the first is used now), `author`, `colours` (all that are used for marks) and
    `marks`: sheet, row and column from 1, colour, text, width and height of the comment.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 (0.3 s that reading elsewhere does not need)

    line, _, rest = given.partition(b"\n")
    order = json.loads(line)
    summary, data = rest[: order["summary"]], rest[order["summary"] :]
    book = load_workbook(io.BytesIO(data), rich_text=True, keep_links=False)
    for name in order["old"]:
        del book[name]
    _unmark(book, order)
    for sheet, row, column, colour, text, width, height in order["marks"]:
        _mark(book[sheet].cell(row, column), colour, text, (width, height), order)
    _put_in_front(book, load_workbook(io.BytesIO(summary)).worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return _with_results(out.getvalue(), data)


def _unmark(book: Any, order: dict[str, Any]) -> None:
    """Take away what an earlier marking has put on; the reporter's own comments stay."""
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    headings = "|".join(map(re.escape, order["headings"]))
    ours = re.compile(rf"(?:\A|\n\n)(?:{headings})\n.*", re.DOTALL)
    for cell in _commented(book):
        own, n = ours.subn("", cell.comment.text)
        if not n:
            continue
        cell.comment = Comment(own, cell.comment.author) if own else None
        if str(cell.fill.fgColor.rgb)[-6:] in order["colours"]:
            cell.fill = PatternFill()


def _commented(book: Any) -> Iterator[Any]:
    for sheet in book.worksheets:
        # Not iter_rows: it would make every blank cell of the sheet's extent.
        yield from [cell for cell in sheet._cells.values() if cell.comment is not None]


def _mark(cell: Any, colour: str, text: str, size: tuple[int, int], order: dict[str, Any]) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    cell.fill = PatternFill("solid", fgColor=colour)
    text, author = f"{order['headings'][0]}\n{text}", order["author"]
    width, height = size
    if cell.comment is not None:
        before = cell.comment
        text, author = f"{before.text}\n\n{text}", before.author
        height += int(before.height or 0)
    cell.comment = Comment(text, author, height=height, width=width)


def _put_in_front(book: Any, summary: Any) -> None:
    """A copy of the summary's sheet as the first one, and the only one selected."""
    sheet = book.create_sheet(summary.title, 0)
    for row in summary.iter_rows():
        for cell in row:
            copied = sheet.cell(cell.row, cell.column, cell.value)
            # A text that looks like a formula stays one.
            copied.data_type = cell.data_type
            for part in ("font", "fill", "border", "alignment", "number_format"):
                setattr(copied, part, copy(getattr(cell, part)))
            copied.quotePrefix = cell.quotePrefix
            if cell.hyperlink is not None:
                copied.hyperlink = copy(cell.hyperlink)
    for letter, column in summary.column_dimensions.items():
        sheet.column_dimensions[letter].width = column.width
    for number, line in summary.row_dimensions.items():
        sheet.row_dimensions[number].height = line.height
    _set_up(sheet, summary)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0
    for view in book.views:
        view.firstSheet = 0


def _set_up(sheet: Any, summary: Any) -> None:
    sheet.freeze_panes = summary.freeze_panes
    sheet.auto_filter.ref = summary.auto_filter.ref
    sheet.sheet_view.showGridLines = summary.sheet_view.showGridLines
    sheet.sheet_properties.pageSetUpPr = copy(summary.sheet_properties.pageSetUpPr)
    sheet.print_title_rows = summary.print_title_rows
    for part in ("orientation", "paperSize", "fitToWidth", "fitToHeight"):
        setattr(sheet.page_setup, part, getattr(summary.page_setup, part))
    sheet.page_margins = copy(summary.page_margins)
    sheet.oddFooter.center.text = summary.oddFooter.center.text


def _with_results(saved: bytes, original: bytes) -> bytes:
    """The saved workbook, its formulas with the results they have in the original."""
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        results = {name: _results(archive.read(part)) for name, part in parts(archive).items()}
    if not any(results.values()):
        return saved
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved)) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as mended,
    ):
        of_part = {part: results.get(name) for name, part in parts(archive).items()}
        for entry in archive.infolist():
            content = archive.read(entry)
            if there := of_part.get(entry.filename):
                content = _put_results(content, there)
            mended.writestr(entry, content)
    return out.getvalue()


def _results(xml: bytes) -> dict[bytes, tuple[bytes, bytes]]:
    """For each formula its result's type and text as the sheet's XML has them."""
    found = {}
    for attributes, value in _FORMULA_CELL.findall(xml):
        place, kind = _PLACE.search(attributes), _TYPE.search(attributes)
        if place:
            found[place[1]] = (kind[1] if kind else b"n", value)
    return found


def _put_results(xml: bytes, results: dict[bytes, tuple[bytes, bytes]]) -> bytes:
    def put(cell: re.Match[bytes]) -> bytes:
        place, attributes, formula = cell.groups()
        if place not in results:
            return cell[0]
        kind, value = results[place]
        return b'<c r="%s"%s t="%s">%s<v>%s</v>' % (place, attributes, kind, formula, value)

    return _WRITTEN.sub(put, xml)
