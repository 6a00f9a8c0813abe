"""Which template a report was filled in on, as the file itself says it.

A workbook says so in a hidden sheet, a CSV file in a line above its table.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tracking.sheets.cells import Sheet

# The layout that is handed out now, and the oldest one that is still read.
VERSION: Final = 1
OLDEST: Final = 1

META_SHEET: Final = "_meta"
_NAME: Final = "progress-report"
_FIELDS: Final = ("template", "version", "programme", "unit", "quarter", "structure")
_LINE: Final = re.compile(
    rf"(?:模板|template)[:：]\s*({_NAME})\s+(\d+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class TemplateId:
    """What was handed out, and to whom: `unit` and `programme` by code, `quarter` like 2024Q3.

    `structure` stands for the heads and the indicators' rows, see `structure_of`.
    """

    version: int
    programme: str
    unit: str
    quarter: str
    structure: str

    def rows(self) -> list[tuple[str, str]]:
        """What the hidden sheet says, row by row."""
        return list(zip(_FIELDS, self._texts(), strict=True))

    def line(self) -> str:
        """What the line above a CSV table says after 模板：.

        >>> TemplateId(1, "hand-in-hand-2022", "110000", "2024Q3", "0a1b").line()
        'progress-report 1 hand-in-hand-2022 110000 2024Q3 0a1b'
        """
        return " ".join(self._texts())

    def _texts(self) -> tuple[str, ...]:
        return (
            _NAME,
            str(self.version),
            self.programme,
            self.unit,
            self.quarter,
            self.structure,
        )


def template_of(sheets: Sequence[Sheet]) -> TemplateId | None:
    """The template a workbook was filled in on, None where it is no template of ours."""
    for sheet in sheets:
        if sheet.name == META_SHEET:
            said = {row[0]: row[1] for row in sheet.rows if len(row) > 1}
            return _identity([said.get(field, "") for field in _FIELDS])
    return None


def template_in(lines: Iterable[Sequence[str]]) -> TemplateId | None:
    """The template that one of these lines above a table names, None where none does."""
    for line in lines:
        found = _LINE.fullmatch(line[0].strip()) if line else None
        if found:
            return _identity(found.groups())
    return None


def standing(
    version: int, oldest: int = OLDEST, newest: int = VERSION
) -> Literal["older", "read", "newer"]:
    """Whether a template of this version is read, or too old or too new for that.

    >>> standing(2, oldest=1, newest=3), standing(4, oldest=1, newest=3)
    ('read', 'newer')
    """
    if version < oldest:
        return "older"
    return "newer" if version > newest else "read"


def structure_of(heads: Sequence[str], indicators: Iterable[str]) -> str:
    """A short text that differs once heads or indicators are other, or in another order."""
    said = "\n".join(["\t".join(heads), *indicators])
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _identity(texts: Sequence[str]) -> TemplateId | None:
    name, version, *rest = (text.strip() for text in texts)
    if name != _NAME or not version.isdecimal():
        return None
    # Of an endless number Python makes none.
    return TemplateId(int(version[:9]), *rest)
