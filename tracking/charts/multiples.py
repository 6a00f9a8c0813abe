"""Every region's course at a glance: one small line a tile, laid out like the tile grid."""

from functools import partial
from typing import Any

import pandas as pd

from tracking.charts.names import columns, known, leaders, percentage, unit_name, wrapped
from tracking.charts.style import PALETTES, STATUS_STYLE, Figure, Theme, figure_of, nothing
from tracking.programme import Programme
from tracking.words import Language, numbers, say

# A tile's line runs over this much of its width and height, below the unit's name.
_WIDE, _HIGH = 0.84, 0.5


def multiples(
    rows: pd.DataFrame,
    programme: Programme,
    language: Language,
    theme: Theme,
    *,
    value: str = "achieved",
) -> Figure:
    """The share each region has achieved, quarter by quarter, all on one scale from 0 to 100 %.

    `rows`: unit, quarter, `value` (a share), and status where known, which colours the last dot.
    Shares beyond the scale are drawn at its edge. All lines are one trace, so that 37 small charts
    cost as much as one. A last dot's customdata is [unit].
    """
    _ = partial(say, language)
    tiles = {u.code: u.tile for u in programme.regions if u.tile is not None}
    courses: dict[str, list[tuple[int, float | None, str | None]]] = {}
    ordered = rows.sort_values("quarter")
    for unit, quarter, share, status in columns(ordered, "unit", "quarter", value, "status"):
        if unit in tiles:
            courses.setdefault(unit, []).append((quarter, share if known(share) else None, status))
    if not courses:
        return nothing(language, theme)
    first, last = int(ordered["quarter"].iloc[0]), int(ordered["quarter"].iloc[-1])
    span = max(1, last - first)
    colours = PALETTES[theme]
    x: list[float | None] = []
    y: list[float | None] = []
    ends: list[tuple[str, float, float, float, str | None]] = []
    frames = []
    for unit, course in courses.items():
        row, column = tiles[unit]
        left, foot = column - _WIDE / 2, row + 0.42
        frames.append(_scale(left, foot, colours.grid))
        for quarter, share, status in course:
            x.append(left + _WIDE * (quarter - first) / span)
            y.append(None if share is None else foot - _HIGH * min(1.0, max(0.0, share)))
            if share is not None and y[-1] is not None and x[-1] is not None:
                latest = (unit, share, x[-1], y[-1], status)
        x.append(None)
        y.append(None)
        if any(share is not None for _q, share, _s in course):
            ends.append(latest)
    ends.sort(key=lambda end: -end[1])
    names = [unit_name(unit, programme, language) for unit, *_rest in ends]
    shares = [percentage(language, share) for _unit, share, *_rest in ends]
    text = _(
        "Share achieved by {n} units, {first} to {last}; highest {high}; lowest {low}.",
        n=len(courses),
        first=numbers.quarter(language, first),
        last=numbers.quarter(language, last),
        high=leaders(language, names, shares),
        low=leaders(language, names[::-1], shares[::-1]),
    )
    course_lines = {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": colours.accent, "width": 1.5},
        "connectgaps": False,
        "hoverinfo": "skip",
    }
    size = 11 if language == "zh" else 9
    across = [tile[1] for tile in tiles.values()]
    down = [tile[0] for tile in tiles.values()]
    return figure_of(
        [course_lines, _dots(ends, names, shares, colours.accent)],
        theme,
        text,
        height=68 * (max(down) - min(down) + 1) + 16,
        xaxis={"visible": False, "range": [min(across) - 0.55, max(across) + 0.55]},
        yaxis={"visible": False, "range": [max(down) + 0.55, min(down) - 0.55]},
        shapes=frames,
        annotations=[
            _name(unit_name(unit, programme, language), tiles[unit], colours.ink, size)
            for unit in courses
        ],
    )


def _scale(left: float, foot: float, colour: str) -> dict[str, Any]:
    """A tile's ground from 0 to 100 %."""
    return {
        "type": "rect",
        "x0": left,
        "x1": left + _WIDE,
        "y0": foot,
        "y1": foot - _HIGH,
        "line": {"width": 1, "color": colour},
        "layer": "below",
    }


def _name(name: str, tile: tuple[int, int], colour: str, size: int) -> dict[str, Any]:
    return {
        "x": tile[1],
        "y": tile[0] - 0.08,
        "text": wrapped(name, 12),
        "showarrow": False,
        "yanchor": "bottom",
        "font": {"size": size, "color": colour},
    }


def _dots(
    ends: list[tuple[str, float, float, float, str | None]],
    names: list[str],
    shares: list[str],
    plain_colour: str,
) -> dict[str, Any]:
    """The last value of each line."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for _unit, _share, x, _y, _status in ends],
        "y": [y for _unit, _share, _x, y, _status in ends],
        "marker": {
            "size": 7,
            "color": [STATUS_STYLE[s].colour if s else plain_colour for *_rest, s in ends],
        },
        "unselected": {"marker": {"opacity": 1}},
        "customdata": [[unit] for unit, *_rest in ends],
        "hovertext": [f"{name}<br>{share}" for name, share in zip(names, shares, strict=True)],
        "hoverinfo": "text",
    }
