"""How much room a text takes on a slide, by rule of thumb: lines, and the size that fits."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from typing import Final

_WIDE_FROM: Final = "\u2e7f"
# How wide a sign of a Latin face is, as a part of its size; those not named are as most letters.
_WIDTHS: Final = {
    **dict.fromkeys("iljtfI.,:;'|!/ ‘’·", 0.28),
    **dict.fromkeys("r()[]-“”", 0.35),
    **dict.fromkeys("cksvxyzJ", 0.5),
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ+=", 0.69),
    **dict.fromkeys("mwMW%@■▲▼●○◎◇✔–—", 0.88),
}
_MOST: Final = 0.56
# Where Chinese meets letters or digits, office programs leave a little room.
_SEAM: Final = 0.2
# No line is filled to its end: a word moves to the next, and faces are not equally wide.
_FILLED: Final = 0.94
# A line is so many times as high as its letters; Chinese faces ask for more.
_LEADING: Final = 1.2
_CHINESE_LEADING: Final = 1.42


def width(text: str, size: float) -> float:
    """About how wide a text is in points.

    >>> width("全国", 10), round(width("abc", 10), 1)
    (20.0, 16.2)
    """
    wide = [c > _WIDE_FROM for c in text]
    seams = sum(one != other for one, other in pairwise(wide))
    letters = sum(1.0 if c > _WIDE_FROM else _WIDTHS.get(c, _MOST) for c in text)
    return size * (letters + _SEAM * seams)


def leading(text: str) -> float:
    """How many times as high as its letters a line of this text is.

    >>> leading("abc"), leading("全国")
    (1.2, 1.42)
    """
    return _CHINESE_LEADING if any(c > _WIDE_FROM for c in text) else _LEADING


def lines(text: str, size: float, room: float) -> int:
    """In about how many lines a text stands in a column so wide.

    >>> lines("全国", 10, 100), lines("全国" * 8, 10, 100)
    (1, 2)
    """
    return sum(_lines(width(one, size), room) for one in text.split("\n"))


def _lines(wide: float, room: float) -> int:
    return max(1, ceil(wide / (room * _FILLED)))


def height(texts: Sequence[str], size: float, room: float, between: float = 0) -> float:
    """How high these paragraphs are together."""
    told = sum(lines(text, size, room) * leading(text) for text in texts)
    return told * size + between * len(texts)


def fitting(texts: Sequence[str], room: tuple[float, float], sizes: Sequence[float]) -> float:
    """The first size at which these paragraphs fit into a room so wide and high; else the last."""
    wide, high = room
    for size in sizes:
        if height(texts, size, wide, size / 2) <= high:
            return size
    return sizes[-1]


def shortened(text: str, size: float, room: float, most: int) -> str:
    """The text, or what of it stands in so many lines, with “…”."""
    if lines(text, size, room) <= most:
        return text
    kept = text
    while kept and lines(kept + "…", size, room) > most:
        kept = kept[: -max(1, len(kept) // 20)]
    return kept.rstrip() + "…"
