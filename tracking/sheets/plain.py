"""Text that no spreadsheet takes for a formula."""

from typing import Final, TypeVar

Cell = TypeVar("Cell")

# What a spreadsheet takes for the start of a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def harmless(cell: Cell) -> Cell | str:
    """A text that a spreadsheet would run gets an apostrophe in front; numbers stay numbers.

    >>> harmless("=1+1"), harmless("≥"), harmless(-5.2)
    ("'=1+1", '≥', -5.2)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
