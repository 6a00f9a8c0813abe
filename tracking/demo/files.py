"""Rows become report files: CSV as Excel, WPS and programs on Chinese Windows save it, and XLSX."""

import csv
import io
import zipfile
from datetime import datetime
from typing import Final

import pandas as pd
from openpyxl import Workbook

from tracking.demo.calendar import Event
from tracking.demo.habits import Habit
from tracking.demo.rows import CELLS
from tracking.intake.contract import BY_CODE
from tracking.programme import Programme

HEADS: Final = [BY_CODE[code].name.zh for code in CELLS]
SORTS: Final = {
    "report": "",
    "offices": "（分市）",
    "correction": "（更正）",
    "mixed_up": "（初稿）",
    "claim": "（补充）",
}
# A workbook says when it was made; a fixed day keeps the same seed's bytes the same.
MADE: Final = datetime(2022, 1, 1)
SPREADSHEET_QUARTERS: Final = 2  # at the end; opening one takes a guarded process of its own


def file_of(
    event: Event, rows: pd.DataFrame, habit: Habit, programme: Programme
) -> tuple[str, bytes]:
    """The event's file: its name and its bytes."""
    unit = programme.units[event.unit].short.zh
    stem = f"演示_{unit}_{event.quarter}{SORTS[event.sort]}"
    lines = _lines(unit, rows, habit)
    if habit.spreadsheet and programme.end - event.quarter < SPREADSHEET_QUARTERS:
        return f"{stem}.xlsx", _workbook(lines)
    text = io.StringIO()
    csv.writer(text, delimiter=habit.separator, lineterminator="\r\n").writerows(lines)
    return f"{stem}.csv", text.getvalue().encode(habit.encoding)


def _lines(unit: str, rows: pd.DataFrame, habit: Habit) -> list[list[str]]:
    cells: list[list[str]] = rows[list(CELLS)].to_numpy().tolist()
    title = [[f"{unit}“携手行动”进展情况报送表（演示）"], []] if habit.titled else []
    return [*title, HEADS, *cells]


def _workbook(lines: list[list[str]]) -> bytes:
    book = Workbook()
    book.properties.created = book.properties.modified = MADE
    for line in lines:
        book.active.append(line)
    made = io.BytesIO()
    book.save(made)
    return _same_each_time(made.getvalue())


def _same_each_time(workbook: bytes) -> bytes:
    """The workbook with the times of its parts, and of its last saving, set to a fixed day."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            data = before.read(part)
            if part.filename == "docProps/core.xml":
                start = data.index(b"<dcterms:modified")
                first, last = data.index(b">", start) + 1, data.index(b"</dcterms:modified")
                data = data[:first] + MADE.isoformat().encode() + b"Z" + data[last:]
            after.writestr(zipfile.ZipInfo(part.filename, MADE.timetuple()[:6]), data)
    return made.getvalue()
