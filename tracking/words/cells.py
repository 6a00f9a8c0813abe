"""Texts in cells of files that are handed out: nothing in them runs, or breaks the file."""

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

# A text that begins so would be run as a formula by a spreadsheet that opens a CSV file.
_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
# What XML, and so an XLSX file, cannot hold; and the longest text a cell of it takes.
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST: Final = 32_767


def harmless(cell: Any) -> Any:
    """A cell of a CSV file: a text that would be run gets an apostrophe, numbers stay numbers.

    >>> harmless("=1+1"), harmless("≥"), harmless(-5.2)
    ("'=1+1", '≥', -5.2)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def csv_of(told: "pd.DataFrame") -> bytes:
    """A table as a CSV file that Excel opens as it is meant, and that no spreadsheet runs."""
    return told.map(harmless).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def fitting(text: str) -> str:
    """A text as a cell of an XLSX file takes it; one that is too long is cut, and shows it.

    >>> fitting("a\\x01b"), len(fitting("长" * 40_000))
    ('ab', 32767)
    """
    text = _NOT_IN_XML.sub("", text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
