"""Texts on their way into the cells of a spreadsheet."""

from typing import Any, Final

# What a spreadsheet takes for the start of a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def harmless(cell: Any) -> Any:
    """A text that a spreadsheet would run gets an apostrophe; numbers stay numbers.

    >>> harmless("=1+1"), harmless("≥"), harmless(-5.2)
    ("'=1+1", '≥', -5.2)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
