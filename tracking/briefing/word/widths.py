"""How wide the columns of a table are: no number breaks, and names get what is left."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import east_asian_width

from tracking.briefing.briefing import Column, Table
from tracking.briefing.tabled import NUMERIC

# A cell's margins, left and right together, in characters.
_MARGINS: Final = 0.9
# A column of text is no narrower than this many Chinese characters, if it has that many.
_NARROWEST: Final = 8.0
_WORDS: Final = re.compile(r"[^\s\u2e80-\uffff]+|\S")


@dataclass(frozen=True, slots=True)
class Widths:
    """The columns' widths in twips, and the size in points in which the table fits so."""

    size: float
    columns: tuple[int, ...]


def widths(table: Table, wide: int, sizes: Sequence[float]) -> Widths:
    """The largest of the sizes in which nothing must break that should not."""
    columns = [_column(table, at, column) for at, column in enumerate(table.columns)]
    least = sum(least for least, _most in columns)
    fitting = [size for size in sizes if least * size * 20 <= wide]
    size = fitting[0] if fitting else sizes[-1]
    room = wide / (size * 20)
    return Widths(size, _shared(columns, room, wide))


def measure(text: str) -> float:
    """How wide a text is, in Chinese characters.

    >>> measure("滞后 12%")
    4.0
    """
    return sum(map(_wide, text))


def _wide(sign: str) -> float:
    if east_asian_width(sign) in "WFA":
        return 1.0
    return 0.72 if sign.isupper() or sign in "%mw—" else 0.5


def _column(table: Table, at: int, column: Column) -> tuple[float, float]:
    """The least a column needs, and what it would like."""
    said = [row[at].said for row in table.rows]
    most = max([0.0, *map(measure, said)])
    if column.kind in NUMERIC or column.kind == "status":
        least = most
    else:
        least = max([min(most, _NARROWEST), *(_longest_word(text) for text in said)])
    head = max(_longest_word(column.head), measure(column.head) / 2)
    return max(least, head) + _MARGINS, max(most, head) + _MARGINS


def _longest_word(text: str) -> float:
    return max((measure(word) for word in _WORDS.findall(text)), default=0.0)


def _shared(columns: Sequence[tuple[float, float]], room: float, wide: int) -> tuple[int, ...]:
    """Each gets the least; what is left goes where most is wanted."""
    least = sum(low for low, _high in columns)
    wanted = sum(high - low for low, high in columns)
    left = max(room - least, 0.0)
    if wanted <= left:
        shares = [high for _low, high in columns]
    else:
        shares = [low + left * (high - low) / wanted for low, high in columns]
    told = [int(wide * share / sum(shares)) for share in shares]
    told[0] += wide - sum(told)
    return tuple(told)
