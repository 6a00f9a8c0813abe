"""One indicator of one unit: the bullet bar and the sparkline."""

from functools import partial
from math import isfinite
from typing import Any

import pandas as pd

from tracking.charts.names import columns, known, said_value
from tracking.charts.style import (
    PALETTES,
    STATUS_STYLE,
    Figure,
    Row,
    Theme,
    figure_of,
    hatched,
    mark,
    nothing,
)
from tracking.programme import Indicator
from tracking.words import Language, numbers, say


def bullet(
    row: Row,
    indicator: Indicator,
    language: Language,
    theme: Theme,
    *,
    previous: float | None = None,
) -> Figure:
    """A value as a bar towards its target; where it should be by now, and where it was before.

    `row`: one row of an assessment: value, target, path_value, status, qualifier, quarter, unit.
    `previous` is the value one quarter (or one year) earlier. The bar's customdata is [unit].
    """
    _ = partial(say, language)
    value, target, planned = (_number(row, name) for name in ("value", "target", "path_value"))
    marks = [v for v in (value, target, planned, previous) if known(v)]
    if not marks:
        return nothing(language, theme, height=72)
    colours = PALETTES[theme]
    style = STATUS_STYLE[str(row["status"])]
    low, high = min(0.0, *marks), max(0.0, *marks)
    span = (high - low) or 1.0
    qualifier = str(row.get("qualifier", "") or "")
    said = numbers.quantity(
        language, value if known(value) else float("nan"), indicator, qualifier, brief=False
    )
    lines = [said, mark(language, str(row["status"]))]
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "x": [value if known(value) else None],
            "y": [0],
            "width": 0.42,
            "marker": {
                "color": style.colour,
                "line": {"width": 1 if theme == "dark" else 0, "color": colours.rule},
                "pattern": hatched(style.pattern),
            },
            "hoverinfo": "text",
            "customdata": [[str(row.get("unit", ""))]],
        }
    ]
    notes: list[dict[str, Any]] = []
    shapes = [_band(low, high, colours.fill)]
    if known(target):
        goal = numbers.quantity(language, target, indicator)
        shapes.append(_tick(target, 0.5, 3, colours.ink))
        notes.append(_note(target, low, span, _("target {value}", value=goal), colours.ink, 1))
        lines.append(_("Target {value}", value=said_value(language, target, indicator)))
    if known(planned):
        short = numbers.quantity(language, planned, indicator)
        data.append(_marker(planned, "triangle-up", colours.ink, -0.42))
        notes.append(
            _note(planned, low, span, _("planned by now {value}", value=short), colours.quiet, -1)
        )
        lines.append(_("Planned by now {value}", value=said_value(language, planned, indicator)))
    if known(previous):
        shapes.append(_tick(previous, 0.3, 1.5, style.text if known(value) else colours.quiet))
        lines.append(_("Before {value}", value=said_value(language, previous, indicator)))
    data[0]["hovertext"] = ["<br>".join(lines)]
    return figure_of(
        data,
        theme,
        _("{name}: {said}.", name=indicator.name.to(language), said=_("; ").join(lines)),
        height=76,
        margin={"l": 2, "r": 2, "t": 4, "b": 4},
        xaxis={"visible": False, "range": [low - 0.01 * span, high + 0.02 * span]},
        yaxis={"visible": False, "range": [-1.15, 1.05]},
        shapes=shapes,
        annotations=notes,
    )


def _number(row: Row, name: str) -> float | None:
    value = row.get(name)
    return float(value) if value is not None and isfinite(value) else None


def _band(low: float, high: float, colour: str) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": low,
        "x1": high,
        "y0": -0.36,
        "y1": 0.36,
        "fillcolor": colour,
        "line": {"width": 0},
        "layer": "below",
    }


def _tick(at: float, half: float, width: float, colour: str) -> dict[str, Any]:
    line = {"color": colour, "width": width}
    return {"type": "line", "x0": at, "x1": at, "y0": -half, "y1": half, "line": line}


def _marker(at: float, symbol: str, colour: str, y: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [at],
        "y": [y],
        "marker": {"symbol": symbol, "size": 10, "color": colour},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _note(at: float, low: float, span: float, text: str, colour: str, side: int) -> dict[str, Any]:
    """A label above (+1) or below (−1) the bar, turned inward so that no edge cuts it."""
    inward = "right" if (at - low) / span > 0.5 else "left"
    return {
        "x": at,
        "y": side * 0.5,
        "text": text,
        "showarrow": False,
        "xanchor": inward,
        "yanchor": "bottom" if side > 0 else "top",
        "xshift": 0 if side > 0 else (-8 if inward == "right" else 8),
        "font": {"size": 12, "color": colour},
    }


def sparkline(rows: pd.DataFrame, indicator: Indicator, language: Language, theme: Theme) -> Figure:
    """The course of a value, without axes; a quarter without a report is a gap.

    `rows`: quarter, value, reported; of one indicator and unit.
    """
    _ = partial(say, language)
    rows = rows.sort_values("quarter")
    points = [
        (quarter, value if known(value) and reported is not False else None)
        for quarter, value, reported in columns(rows, "quarter", "value", "reported")
    ]
    seen = [(quarter, value) for quarter, value in points if value is not None]
    if not seen:
        return nothing(language, theme, height=48)
    colours = PALETTES[theme]
    said = [
        f"{numbers.quarter(language, q)}<br>{said_value(language, v, indicator)}" for q, v in points
    ]
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [quarter for quarter, _value in points],
        "y": [value for _quarter, value in points],
        "line": {"color": colours.accent, "width": 1.5},
        # A dot where the line would not show: the last value, and one alone between gaps.
        "marker": {"color": colours.accent, "size": _dots(points, seen[-1][0])},
        "connectgaps": False,
        "cliponaxis": False,
        "hovertext": said,
        "hoverinfo": "text",
    }
    text = _(
        "{name} from {first} to {last}: {from_value} to {to_value}.",
        name=indicator.name.to(language),
        first=numbers.quarter(language, seen[0][0]),
        last=numbers.quarter(language, seen[-1][0]),
        from_value=said_value(language, seen[0][1], indicator),
        to_value=said_value(language, seen[-1][1], indicator),
    )
    return figure_of(
        [line],
        theme,
        text,
        height=48,
        margin={"l": 6, "r": 6, "t": 6, "b": 6},
        xaxis={"visible": False},
        yaxis={"visible": False},
    )


def _dots(points: list[tuple[int, float | None]], last: int) -> list[int]:
    values = [None, *(value for _quarter, value in points), None]
    alone = [values[n] is None and values[n + 2] is None for n in range(len(points))]
    return [
        7 if quarter == last else 4 if lonely else 0
        for (quarter, _value), lonely in zip(points, alone, strict=True)
    ]
