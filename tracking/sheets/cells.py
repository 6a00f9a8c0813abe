"""What a spreadsheet's cell says, as a person sees it: 75.2%, 2024-09-30, #DIV/0!."""

import math
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

_NOT_FORMAT: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')


@dataclass
class Sheet:
    """One sheet from A1 on: row n of the file is rows[n − 1].

    `merges` are (first row, first column, last row, last column), counted from 0; so are `places`.
    `unvalued` are the places of formulas saved without their result.
    """

    name: str
    rows: list[list[str]]
    hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    unvalued: list[tuple[int, int]] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """The sheet for JSON."""
        return vars(self)

    def put(self, row: int, column: int, text: str) -> None:
        """Write a cell, making room for it."""
        self.rows.extend([] for _ in range(row + 1 - len(self.rows)))
        cells = self.rows[row]
        cells.extend("" for _ in range(column + 1 - len(cells)))
        cells[column] = text


def said(value: Any, shows: str = "") -> str:
    """A cell's value as text; `shows` is what its number format makes of it, see `shown`.

    >>> said(0.752, "percent"), said(1200.0), said(date(2024, 9, 1), "month")
    ('75.2%', '1200', '2024-09')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return f"{value * 100:.12g}%" if shows == "percent" else number(value)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date):
        text = value.isoformat() if not isinstance(value, datetime) else value.isoformat(" ")
        return {"year": text[:4], "month": text[:7]}.get(shows, text)
    return str(value) if isinstance(value, time | timedelta) else str(value).strip()


def number(value: float) -> str:
    """A number with the 15 digits a spreadsheet keeps.

    >>> number(5.0), number(0.1 + 0.2), number(1e20)
    ('5', '0.3', '100000000000000000000')
    """
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.15g}"
    return str(int(value)) if "e+" in text and value == int(value) else text


def shown(number_format: str) -> str:
    """What matters of a number format: "percent", "month" or "year" (no day is shown), or "".

    >>> shown("0.0%"), shown('yyyy"年"m"月"'), shown('0.0"%"'), shown("yyyy-mm-dd")
    ('percent', 'month', '', '')
    """
    bare = _NOT_FORMAT.sub("", number_format).lower()
    if "%" in bare:
        return "percent"
    if "y" in bare and "d" not in bare and "h" not in bare:
        return "month" if "m" in bare else "year"
    return ""
