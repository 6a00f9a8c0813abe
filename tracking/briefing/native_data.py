"""The names and numbers behind a native chart, in a workbook where every text stays text."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from xlsxwriter import Workbook

# A workbook says when it was made: always then, so that equal charts are equal bytes.
_MADE: Final = datetime(2000, 1, 1)
_UNPRINTABLE: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Data(CategoryChartData):
    """Names and numbers of a chart, whose workbook takes every text as text."""

    def __init__(self, names: Sequence[str], form: str) -> None:
        super().__init__(number_format=form)  # type: ignore[no-untyped-call]
        self.categories = [one_line(name) for name in names]

    def series(self, name: str, values: Sequence[float | None]) -> None:
        """Adds one series; None is a gap."""
        self.add_series(one_line(name), values)  # type: ignore[no-untyped-call]

    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        return _Texts(self)  # type: ignore[no-untyped-call]


class _Texts(CategoryWorkbookWriter):
    """Writes no text as a formula, a link or a number, and says no time of writing."""

    @contextmanager
    def _open_worksheet(self, file: Any) -> Iterator[tuple[Any, Any]]:
        options = {"in_memory": True} | {
            f"strings_to_{what}": False for what in ("formulas", "urls", "numbers")
        }
        workbook = Workbook(file, options)
        workbook.set_properties({"created": _MADE})
        yield workbook, workbook.add_worksheet()
        workbook.close()


def legible(text: str) -> str:
    """A text without the signs that no XML may hold.

    >>> legible("a\\x00b")
    'ab'
    """
    return _UNPRINTABLE.sub("", text)


def one_line(text: str) -> str:
    """A text as a chart takes it: legible, in one line, never empty."""
    return " ".join(legible(text).split()) or " "


def number_format(decimals: int) -> str:
    """The number format with so many decimals.

    >>> number_format(2)
    '#,##0.00'
    """
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")
