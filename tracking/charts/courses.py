"""One indicator's course in each unit: small charts on one scale, with each target as a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from tracking.charts.names import (
    columns,
    known,
    leaders,
    percentage,
    said_value,
    short_value,
    unit_name,
)
from tracking.charts.style import (
    PALETTES,
    STATUS_STYLE,
    Figure,
    Palette,
    Theme,
    figure_of,
    mark,
    nothing,
)
from tracking.programme import Indicator, Programme
from tracking.words import Language, numbers, say

# Three beside each other can be read on a telephone, too.
ACROSS = 3
_ROW = 84
# Of a small chart's room, which is 1 by 1: the line's ground; its head stands above.
_LEFT, _WIDE, _FOOT, _HIGH = 0.04, 0.92, 0.1, 0.6
_BREAKS = ("break", "break_in_parts")


@dataclass(frozen=True, slots=True)
class _Course:
    """One unit's points (quarter, value; None for a gap), its target, and its latest status."""

    unit: str
    name: str
    points: Sequence[tuple[int, float | None]]
    target: float | None
    latest: float | None
    latest_quarter: int
    status: str


def courses(
    rows: pd.DataFrame,
    indicator: Indicator | None,
    programme: Programme,
    language: Language,
    theme: Theme,
    *,
    value: str = "value",
) -> Figure:
    """Units by their latest value, the best first, each quarter by quarter; None: a share.

    `rows`: unit, quarter, `value`, and where known target, status and marks. A line stops where
    nothing is known, and where the definition changed. All lines are one trace, so that 37 small
    charts cost as much as one. What is chosen of a small chart gives customdata [unit].
    """
    _ = partial(say, language)
    found = _courses(rows, value, indicator, programme, language)
    if not found:
        return nothing(language, theme)
    first, last = int(rows["quarter"].min()), int(rows["quarter"].max())
    scale = _scale(found)
    colours = PALETTES[theme]
    across = min(ACROSS, len(found))
    down = -(-len(found) // across)
    places = [(n % across, n // across) for n in range(len(found))]
    names = [course.name for course in found]
    said = [_exact(course.latest, indicator, language) for course in found]
    text = _(
        "{n} units from {first} to {last}, latest values: highest {high}; lowest {low}.",
        n=len(found),
        first=numbers.quarter(language, first),
        last=numbers.quarter(language, last),
        high=leaders(language, names, said),
        low=leaders(language, names[::-1], said[::-1]),
    )
    return figure_of(
        [
            _grounds(found, places, indicator, language),
            _targets(found, places, scale, colours),
            _lines(found, places, scale, (first, last), colours),
            _ends(found, places, scale, (first, last), colours),
        ],
        theme,
        text,
        height=_ROW * down + 8,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        barmode="overlay",
        xaxis={"visible": False, "range": [0, across]},
        yaxis={"visible": False, "range": [down, 0]},
        shapes=[_base(place, colours) for place in places],
        annotations=[
            note
            for course, place in zip(found, places, strict=True)
            for note in _heads(course, place, indicator, language, colours)
        ],
    )


def _courses(
    rows: pd.DataFrame,
    value: str,
    indicator: Indicator | None,
    programme: Programme,
    language: Language,
) -> list[_Course]:
    of: dict[str, list[tuple[int, float | None, float | None, str, Any]]] = {}
    ordered = rows.sort_values("quarter", kind="stable")
    for unit, *cells in columns(ordered, "unit", "quarter", value, "target", "status", "marks"):
        of.setdefault(str(unit), []).append(tuple(cells))
    order = {code: n for n, code in enumerate(programme.units)}
    found = []
    for unit, cells in of.items():
        told = [cell for cell in cells if known(cell[1])]
        if not told:
            continue
        points: list[tuple[int, float | None]] = []
        for quarter, number, _target, _status, marks in cells:
            if set(_BREAKS) & set(marks or ()):
                points.append((quarter, None))
            points.append((quarter, number if known(number) else None))
        quarter, latest, _t, status, _m = told[-1]
        target = cells[-1][2] if known(cells[-1][2]) else None
        name = unit_name(unit, programme, language)
        found.append(_Course(unit, name, points, target, latest, quarter, status or "no_target"))
    sign = indicator.sign if indicator else 1
    return sorted(found, key=lambda c: (-sign * (c.latest or 0.0), order.get(c.unit, len(order))))


def _scale(found: Sequence[_Course]) -> tuple[float, float]:
    """The lowest and highest of all values and targets, 0 among them."""
    values = [v for c in found for _q, v in c.points if v is not None]
    values += [c.target for c in found if c.target is not None]
    low, high = min(0.0, *values), max(0.0, *values)
    return low, high if high > low else low + 1.0


def _y(value: float, row: int, scale: tuple[float, float]) -> float:
    low, high = scale
    return row + 1 - _FOOT - _HIGH * (value - low) / (high - low)


def _x(quarter: int, column: int, span: tuple[int, int]) -> float:
    first, last = span
    return column + _LEFT + _WIDE * (quarter - first) / max(1, last - first)


def _lines(
    found: Sequence[_Course],
    places: Sequence[tuple[int, int]],
    scale: tuple[float, float],
    span: tuple[int, int],
    colours: Palette,
) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    for course, (column, row) in zip(found, places, strict=True):
        for quarter, value in course.points:
            x.append(_x(quarter, column, span))
            y.append(None if value is None else _y(value, row, scale))
        x.append(None)
        y.append(None)
    line = {"color": colours.accent, "width": 2}
    return _trace(x, y, line)


def _targets(
    found: Sequence[_Course],
    places: Sequence[tuple[int, int]],
    scale: tuple[float, float],
    colours: Palette,
) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    for course, (column, row) in zip(found, places, strict=True):
        if course.target is not None:
            at = _y(course.target, row, scale)
            x += [column + _LEFT, column + _LEFT + _WIDE, None]
            y += [at, at, None]
    return _trace(x, y, {"color": colours.ink, "width": 1, "dash": "dash"})


def _trace(x: list[float | None], y: list[float | None], line: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": line,
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _ends(
    found: Sequence[_Course],
    places: Sequence[tuple[int, int]],
    scale: tuple[float, float],
    span: tuple[int, int],
    colours: Palette,
) -> dict[str, Any]:
    """The latest value of each, in its status' colour and shape of mark."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [
            _x(c.latest_quarter, column, span)
            for c, (column, _row) in zip(found, places, strict=True)
        ],
        "y": [
            _y(c.latest or 0.0, row, scale) for c, (_column, row) in zip(found, places, strict=True)
        ],
        "marker": {
            "size": 8,
            "color": [STATUS_STYLE[c.status].colour for c in found],
            "line": {"width": 1, "color": colours.ink},
        },
        "unselected": {"marker": {"opacity": 1}},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _grounds(
    found: Sequence[_Course],
    places: Sequence[tuple[int, int]],
    indicator: Indicator | None,
    language: Language,
) -> dict[str, Any]:
    """Each small chart's whole room, unseen: what is pointed at and chosen."""
    return {
        "type": "bar",
        "x": [column + 0.5 for column, _row in places],
        "y": [1.0] * len(places),
        "base": [row for _column, row in places],
        "width": [1.0] * len(places),
        "marker": {"color": "rgba(0,0,0,0)"},
        "unselected": {"marker": {"opacity": 1}},
        "customdata": [[course.unit] for course in found],
        "hovertext": [_hover(course, indicator, language) for course in found],
        "hoverinfo": "text",
    }


def _hover(course: _Course, indicator: Indicator | None, language: Language) -> str:
    _ = partial(say, language)
    quarter = numbers.quarter(language, course.latest_quarter)
    value = _exact(course.latest, indicator, language)
    lines = [course.name, f"{quarter}{_(': ')}{value}", mark(language, course.status)]
    if course.target is not None:
        lines.append(_("Target {value}", value=said_value(language, course.target, indicator)))
    return "<br>".join(lines)


def _exact(value: float | None, indicator: Indicator | None, language: Language) -> str:
    if indicator is None:
        return percentage(language, value)
    return said_value(language, value, indicator)


def _base(place: tuple[int, int], colours: Palette) -> dict[str, Any]:
    column, row = place
    return {
        "type": "line",
        "x0": column + _LEFT,
        "x1": column + _LEFT + _WIDE,
        "y0": row + 1 - _FOOT,
        "y1": row + 1 - _FOOT,
        "line": {"width": 1, "color": colours.rule},
        "layer": "below",
    }


def _heads(
    course: _Course,
    place: tuple[int, int],
    indicator: Indicator | None,
    language: Language,
    colours: Palette,
) -> list[dict[str, Any]]:
    """The unit's name at the left, its latest value at the right."""
    column, row = place
    shared = {"y": row + 0.02, "showarrow": False, "yanchor": "top"}
    sign = STATUS_STYLE[course.status].symbol
    value = short_value(language, course.latest, indicator)
    return [
        shared
        | {
            "x": column + _LEFT,
            "xanchor": "left",
            "text": course.name,
            "font": {"size": 11, "color": colours.ink},
        },
        shared
        | {
            "x": column + _LEFT + _WIDE,
            "xanchor": "right",
            "text": f"{sign} {value}",
            "font": {"size": 11, "color": colours.quiet},
        },
    ]
