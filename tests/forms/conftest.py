"""Templates as an official gets them, fills them in and sends them back."""

import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import openpyxl
import pandas as pd
import pytest

from tracking.figures import STORED_DTYPES, no_figures
from tracking.forms import template_csv, template_xlsx
from tracking.intake import Checked, check, read
from tracking.intake.contract import column_of
from tracking.programme import Programme, Quarter
from tracking.words import Language

QUARTER = Quarter.of("2024Q3")
TODAY = date(2025, 1, 20)
HEAD = 4
Typed = Mapping[str, Mapping[str, Any]]


@pytest.fixture
def handed_out(programme: Programme) -> Callable[..., bytes]:
    """The template of a unit for the third quarter of 2024."""

    def make(
        unit: str,
        language: Language = "zh",
        known: pd.DataFrame | None = None,
        planned: Mapping[str, float] | None = None,
        csv: bool = False,
    ) -> bytes:
        form = template_csv if csv else template_xlsx
        return form(
            programme.units[unit],
            QUARTER,
            programme,
            no_figures(STORED_DTYPES) if known is None else known,
            planned or {},
            language,
            programme.deadline_of(QUARTER),
        )

    return make


@pytest.fixture
def sent_back(programme: Programme) -> Callable[[bytes, str], Checked]:
    """What is made of a file that comes back."""

    def taken(data: bytes, name: str = "报送表.xlsx") -> Checked:
        return check(read(data, name), programme, TODAY)

    return taken


def typed_into(data: bytes, typed: Typed) -> bytes:
    """The workbook with cells filled in, by indicator and column."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    rows = rows_of(sheet)
    for indicator, cells in typed.items():
        for column, value in cells.items():
            cell = cell_of(sheet, rows[indicator], column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # The cells are texts: “=…” typed there is no formula.
    return saved(book)


def columns_of(sheet: Any) -> dict[str, int]:
    """Where each of the contract's columns stands, the indicator's code as `code`."""
    found: dict[str, int] = {}
    for cell in sheet[HEAD]:
        code = column_of(cell.value)
        if code:
            found.setdefault("code" if code == "indicator" and "code" not in found else code,
                             cell.column)  # fmt: skip
    return found


def rows_of(sheet: Any) -> dict[str, int]:
    """Where each indicator's row stands."""
    at = columns_of(sheet)["code"]
    cells = (sheet.cell(row, at) for row in range(HEAD + 1, sheet.max_row + 1))
    return {cell.value: cell.row for cell in cells if "-" in (cell.value or "")}


def cell_of(sheet: Any, row: int, column: str) -> Any:
    return sheet.cell(row, columns_of(sheet)[column])


def saved(book: Any) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))
