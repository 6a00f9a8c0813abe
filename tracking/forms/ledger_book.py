"""The ledger as an XLSX workbook that prints: A4 across, its head on every sheet of paper."""

from typing import Final

import pandas as pd

from tracking.forms import list_book
from tracking.forms.ledger import HEADS, Heading, heads
from tracking.forms.list_book import Columns
from tracking.words import Language, say

# How wide each column is, in characters.
_WIDTHS: Final[dict[str, float]] = {
    "number": 5,
    "chain": 9,
    "measure": 14,
    "indicator": 14,
    "lead": 10,
    "unit": 10,
    "quarter": 7.5,
    "due": 7.5,
    "target": 9,
    "value": 9,
    "progress_note": 30,
    "achieved": 8,
    "status": 11,
    "problem": 26,
    "next_step": 26,
    "state": 8,
    "remark": 16,
}
_CENTRED: Final = ("number", "quarter", "due", "achieved", "state")


def as_xlsx(lines: pd.DataFrame, heading: Heading, language: Language) -> bytes:
    """The lines under their heading as an XLSX file; every cell of it is a text."""
    columns = Columns(dict(zip(HEADS, heads(language), strict=True)), _WIDTHS, _CENTRED)
    return list_book.as_xlsx(lines, columns, heading, language, say(language, "Ledger"))
