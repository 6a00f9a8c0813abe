"""Which cell each finding is about, and what stands in the comment there."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from tracking.intake.codes import Severity
from tracking.intake.delimited import letters
from tracking.intake.findings import Finding
from tracking.intake.layout import Head, find_head
from tracking.intake.limits import CELL_CHARACTERS
from tracking.intake.told import SYMBOLS, in_order
from tracking.sheets.cells import Sheet
from tracking.words import Language, Text, say

# What a part of a comment that is ours begins with: marked again, it is known by this.
HEADINGS: Final = Text("【核查意见】", "[Findings]")
AUTHOR: Final = Text("报送核查", "Report check")
COLOURS: Final[dict[Severity, str]] = {"error": "F6CFC5", "warning": "FCE5B4"}

_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NO_CHARACTER: Final = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
# Of a comment nobody reads more; a cell that a sentence quotes can be very long.
_QUOTED: Final = 500
_COMMENT_WIDTH: Final = 330
_COMMENT_HEIGHT: Final = 600
_COMMENT_LINE: Final = 17
# So many half-width characters stand on a line of it.
_COMMENT_CHARACTERS: Final = 48


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: its sheet, its row as a spreadsheet counts, its column from 0."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it."""
        return f"{letters(self.column + 1)}{self.row}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell and everything found there, errors first."""

    place: Place
    findings: tuple[Finding, ...]

    @property
    def severity(self) -> Severity:
        """The gravest that was found there."""
        return self.findings[0].severity

    def text(self, language: Language) -> str:
        """The comment, a paragraph for each finding; it says the row where that is another."""
        return "\n".join(self._said(finding, language) for finding in self.findings)

    def _said(self, finding: Finding, language: Language) -> str:
        said = f"{SYMBOLS[finding.severity]} {shortened(finding.said(language))}"
        if finding.row == self.place.row:
            return said
        row = say(language, "row {row}", row=finding.row)
        return f"{said} ({row})" if language == "en" else f"{said}（{row}）"


class Places:
    """The cells that findings are about, in a file's sheets as they stand."""

    def __init__(self, sheets: Sequence[Sheet], findings: Sequence[Finding]) -> None:
        self._sheets = {sheet.name: _Placing(sheet) for sheet in sheets}
        self._findings = findings

    def of(self, finding: Finding) -> Place | None:
        """The cell; None where a finding is about a sheet, the file, or a row that is not there."""
        sheet = self._sheets.get(finding.sheet)
        return sheet.place(finding) if sheet else None

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Each cell that something was found in."""
        found: dict[Place, list[Finding]] = {}
        for finding in in_order(self._findings):
            if place := self.of(finding):
                found.setdefault(place, []).append(finding)
        return tuple(Mark(place, tuple(some)) for place, some in found.items())


class _Placing:
    """One sheet, searched for the cell of a finding."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._merges = np.array(sheet.merges, dtype=np.int64).reshape(-1, 4)

    @cached_property
    def _head(self) -> Head | None:
        return find_head(self._sheet.rows)

    def place(self, finding: Finding) -> Place | None:
        row = finding.row
        if row is None or not 0 < row <= len(self._sheet.rows):
            return None
        column = self._column(finding, self._sheet.rows[row - 1])
        head = self._head
        if head and row - 1 == head.last > head.first and not self._cell(row, column):
            # The head stands in the upper of two head rows.
            row = row - 1 if self._cell(row - 1, column) else row
        return Place(self._sheet.name, *self._uncovered(row, column))

    def _column(self, finding: Finding, cells: Sequence[str]) -> int:
        """The column under the finding's head; else where the text found stands; else the first."""
        columns = self._headed(finding.column)
        said = [n for n, cell in enumerate(cells) if cell and cell == finding.found]
        of_both = [n for n in columns if n in said]
        if not columns and len(said) == 1:
            columns = said
        filled = [n for n, cell in enumerate(cells) if cell]
        return (of_both or columns or filled or [0])[0]

    def _headed(self, text: str) -> list[int]:
        texts = self._head.texts if text and self._head else ()
        whole = [n for n, head in enumerate(texts) if head == text]
        # A head over two rows, of which the finding names the one that is a period.
        return whole or [n for n, head in enumerate(texts) if text in head.split("/")]

    def _cell(self, row: int, column: int) -> str:
        cells = self._sheet.rows[row - 1]
        return cells[column] if column < len(cells) else ""

    def _uncovered(self, row: int, column: int) -> tuple[int, int]:
        """The cell itself, or the first of the merged cells that it is one of."""
        where = covering(self._merges, row - 1, column)
        return (row, column) if where is None else (where[0] + 1, where[1])


def covering(merges: npt.NDArray[np.int64], row: int, column: int) -> tuple[int, int] | None:
    """The first cell of the merged ones that this is among; places count from 0."""
    top, left, bottom, right = merges.T
    here = (top <= row) & (row <= bottom) & (left <= column) & (column <= right)
    at = np.flatnonzero(here)
    return (int(top[at[0]]), int(left[at[0]])) if len(at) else None


def writable(text: str) -> str:
    """A text that every workbook can hold: no control characters, no halves of characters.

    >>> writable("a\\x00b\\ud800"), len(writable("长" * 40_000))
    ('ab\ufffd', 32767)
    """
    text = _NO_CHARACTER.sub("\ufffd", _UNWRITABLE.sub("", text))
    return text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…"


def shortened(text: str) -> str:
    """As much of a text as is read, on one line and writable."""
    text = " ".join(writable(text[: 2 * _QUOTED]).split())
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"


def width(text: str) -> int:
    """How wide a text is in half-width characters.

    >>> width("第3行")
    5
    """
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def comment_size(text: str) -> tuple[int, int]:
    """How wide and high a comment must be for its text, in pixels."""
    lines = sum(max(1, -(-width(line) // _COMMENT_CHARACTERS)) for line in text.split("\n"))
    return _COMMENT_WIDTH, min(_COMMENT_HEIGHT, lines * _COMMENT_LINE + 14)
