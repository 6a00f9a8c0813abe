"""Where a label finds room beside a course: at the end of its line that no point comes near."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# What a label takes of a chart, in width and in height.
_WIDE = 0.42
_HIGH = 0.13


@dataclass(frozen=True, slots=True)
class Place:
    """At which end of a level line a label stands, and on which side of it."""

    end: Literal["left", "right"]
    side: Literal["above", "below"]


def beside_level(
    points: Sequence[tuple[float, float]], level: float, across: tuple[float, float]
) -> Place:
    """The place for a label on a level line that runs over `across`, clear of these points.

    >>> beside_level([(0, 1), (10, 9)], 9, (0, 10))
    Place(end='left', side='above')
    >>> beside_level([(0, 9), (10, 1)], 9, (0, 10))
    Place(end='right', side='above')
    """
    values = [level, *(y for _x, y in points)]
    high = _HIGH * ((max(values) - min(values)) or 1.0)
    wide = _WIDE * ((across[1] - across[0]) or 1.0)

    def near(place: Place) -> int:
        first, last = (
            (across[0], across[0] + wide) if place.end == "left" else (across[1] - wide, across[1])
        )
        low, top = (
            (level - high / 4, level + high)
            if place.side == "above"
            else (level - high, level + high / 4)
        )
        return sum(first <= x <= last and low <= y <= top for x, y in points)

    # Above before below: below, a planned path ends in the line.
    places = [
        Place("left", "above"),
        Place("right", "above"),
        Place("left", "below"),
        Place("right", "below"),
    ]
    return min(places, key=near)


def at_foot(points: Sequence[tuple[float, float]], across: tuple[float, float]) -> bool:
    """Whether the lower right corner is free for a label; else the upper one is used.

    >>> at_foot([(0, 1), (10, 9)], (0, 10)), at_foot([(0, 9), (10, 1)], (0, 10))
    (True, False)
    """
    values = [y for _x, y in points]
    if not values:
        return True
    low = min(values) + _HIGH * (max(values) - min(values))
    return not any(x >= across[1] - _WIDE * (across[1] - across[0]) and y <= low for x, y in points)
