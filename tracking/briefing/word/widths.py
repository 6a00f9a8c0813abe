"""How wide the columns of a table are: no number breaks, and names get what is left."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final
from unicodedata import east_asian_width

from tracking.briefing.briefing import Column, Table
from tracking.briefing.tabled import NUMERIC

# A cell's margins, left and right together, in characters.
_MARGINS: Final = 0.95
# A head of so many characters would rather stand on one line.
_ONE_LINE: Final = 6.0
# What the letters of a head need more than those of its cells.
_HEAVY: Final = 1.2
_NARROW: Final = frozenset(" .,:;'|!()[]ijl-")
# A column of text is no narrower than this many Chinese characters, if it has that many.
_NARROWEST: Final = 8.0
# Programs set figures and Chinese a little apart.
_BETWEEN: Final = 0.25
_MEETING: Final = re.compile(
    r"[\w)%](?=[\u2e80-\u9fff])(?<![\u2e80-\uffff])|[\u2e80-\u9fff](?=[0-9A-Za-z(])"
)
_WORDS: Final = re.compile(r"[^\s\u2e80-\uffff]+|\S")


@dataclass(frozen=True, slots=True)
class Widths:
    """The columns' widths in twips, and the size in points in which the table fits so."""

    size: float
    columns: tuple[int, ...]


def widths(table: Table, wide: int, sizes: Sequence[float]) -> Widths:
    """The largest of the sizes in which no number breaks, or at least no word."""
    for whole in (True, False):
        columns = [_column(table, n, column, whole) for n, column in enumerate(table.columns)]
        least = sum(least for least, _most in columns)
        for size in sizes:
            if least * size * 20 <= wide:
                return Widths(size, _shared(columns, wide / (size * 20), wide))
    return Widths(sizes[-1], _shared(columns, 0, wide))


def measure(text: str) -> float:
    """How wide a text is, in Chinese characters.

    >>> measure("滞后12")
    3.25
    """
    return sum(map(_wide, text)) + _BETWEEN * len(_MEETING.findall(text))


def _wide(sign: str) -> float:
    if east_asian_width(sign) in "WFA":
        return 1.0
    if sign in _NARROW:
        return 0.28
    return 0.75 if sign.isupper() or sign in "%mw—" else 0.5


def _column(table: Table, at: int, column: Column, whole: bool) -> tuple[float, float]:
    """The least a column needs, and what it would like."""
    said = [row[at].said for row in table.rows]
    most = max([0.0, *map(measure, said)])
    if column.kind == "status" or (whole and column.kind in NUMERIC):
        least = most
    elif column.kind in NUMERIC:
        least = max((measure(part) for text in said for part in text.split()), default=0.0)
    else:
        least = max([min(most, _NARROWEST), *(_longest_word(text) for text in said)])
    # A head takes two lines rather than one sign on each.
    asked = measure(column.head)
    head = max(_longest_word(column.head) * _HEAVY, min(asked, max(ceil(asked / 2), 2)))
    wanted = asked if asked <= _ONE_LINE else head
    return max(least, head) + _MARGINS, max(most, head, wanted) + _MARGINS


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
