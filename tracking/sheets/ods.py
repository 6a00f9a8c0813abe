"""ODS workbooks: content.xml read in one stream, so that a percentage stays one."""

import io
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from tracking.sheets.cells import Sheet, number

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
# Programs end a sheet with one empty row repeated a million times: only filled ones are repeated.
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
MOST_CELLS: Final = 3_000_000


class TooManyCells(Exception):  # noqa: N818 (named for what it is)
    """A sheet that repeats filled cells beyond what a report can have."""


def sheets(data: bytes) -> Iterator[Sheet]:
    """Every sheet of an ODS file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as content:
        hidden_styles: set[str] = set()
        cells = 0
        for event, element in ET.iterparse(content, ("start", "end")):  # noqa: S314 (guard)
            if event == "end" and element.tag == f"{_STYLE}style":
                if any(p.get(f"{_TABLE}display") == "false" for p in element):
                    hidden_styles.add(element.get(f"{_STYLE}name", ""))
            elif event == "start" and element.tag == f"{_TABLE}table":
                style = element.get(f"{_TABLE}style-name", "")
                sheet = Sheet(element.get(f"{_TABLE}name", ""), [], hidden=style in hidden_styles)
                at = 0
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                at, more = _row(sheet, element, at)
                cells += more
                if cells > MOST_CELLS or at > MOST_ROWS:
                    raise TooManyCells
                element.clear()
            elif event == "end" and element.tag == f"{_TABLE}table":
                yield sheet
                element.clear()


def _row(sheet: Sheet, row: ET.Element, at: int) -> tuple[int, int]:
    """Put one row, as often as it is repeated; the number of the next, and how many cells."""
    times = _count(row, "number-rows-repeated")
    texts: list[str] = []
    gap = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeated = _count(cell, "number-columns-repeated")
        down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        column = len(texts) + gap
        if down * across > 1:
            sheet.merges.append((at, column, at + down - 1, column + across - 1))
        text = _said(cell)
        if not text:
            gap += repeated
            continue
        if column + repeated > MOST_COLUMNS:
            raise TooManyCells
        texts += [""] * gap + [text] * repeated
        gap = 0
    if not texts:
        return at + times, 0
    if times * len(texts) > MOST_CELLS:
        raise TooManyCells
    sheet.rows.extend([] for _ in range(at - len(sheet.rows)))
    if row.get(f"{_TABLE}visibility", "visible") != "visible":
        sheet.hidden_rows += range(at + 1, at + times + 1)
    sheet.rows.extend(list(texts) for _ in range(times))
    return at + times, times * len(texts)


def _count(element: ET.Element, attribute: str) -> int:
    """How often something is there. Raises ValueError below 1: it would be lost without a word."""
    count = int(element.get(f"{_TABLE}{attribute}", 1))
    if count < 1:
        raise ValueError(attribute)
    return count


def _said(cell: ET.Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "")
    value = cell.get(f"{_OFFICE}value", "")
    if kind == "percentage" and value:
        return f"{float(value) * 100:.12g}%"
    if kind in ("float", "currency") and value:
        # An error is kept as the number 0 with its name as the text.
        text = _text(cell)
        return text if text.startswith(("#", "Err:")) else number(float(value))
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00").replace("T", " ")
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value", "").upper()
    return _text(cell)


def _text(cell: ET.Element) -> str:
    return "\n".join("".join(p.itertext()) for p in cell.findall(f"{_TEXT}p")).strip()
