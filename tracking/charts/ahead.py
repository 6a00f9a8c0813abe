"""The outlook in a path chart: where the series is likely to go, how surely, and at full pace."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from tracking.charts.names import said_value
from tracking.charts.style import PALETTES, Theme
from tracking.programme import Indicator, Programme
from tracking.progress import chance_said
from tracking.words import Language, numbers, say

# How much of the accent the interval has; lines and labels stay readable on it.
SHADE = 0.16


def ahead(
    outlook: Mapping[Any, Any],
    due: int,
    indicator: Indicator,
    programme: Programme,
    language: Language,
    theme: Theme,
) -> list[dict[str, Any]]:
    """The interval as a fan, the outlook as a line in it, full pace as a dotted one.

    `outlook`: last, value, centre, low, high, full_pace, hit. The fan comes first: it lies below.
    """
    _ = partial(say, language)
    colours = PALETTES[theme]
    at, value = int(outlook["last"]), float(outlook["value"])
    said = partial(said_value, language, indicator=indicator)
    share = numbers.share(language, programme.outlook.confidence)
    between = _("{low} to {high}", low=said(outlook["low"]), high=said(outlook["high"]))
    when = numbers.quarter(language, due)
    centre = "<br>".join(
        [
            when,
            _("If recent pace partly continues: {value}", value=said(outlook["centre"])),
            _("{share} interval: {between}", share=share, between=between),
            _(
                "Chance to reach the target: {chance}",
                chance=chance_said(language, outlook["hit"], programme.outlook),
            ),
        ]
    )
    full = _("If recent pace continued in full: {value}", value=said(outlook["full_pace"]))
    fan = {
        "type": "scatter",
        "mode": "lines",
        "name": _("{share} interval", share=share),
        "x": [at, due, due, at],
        "y": [value, float(outlook["high"]), float(outlook["low"]), value],
        "fill": "toself",
        "fillcolor": _faint(colours.accent),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    traces = [
        fan,
        _line(at, due, value, float(outlook["full_pace"]), "dot", 1.5, colours.accent)
        | {"name": _("At full recent pace"), "hovertext": ["", f"{when}<br>{full}"]},
        _line(at, due, value, float(outlook["centre"]), "dash", 2.5, colours.accent)
        | {"name": _("Outlook"), "hovertext": ["", centre]},
    ]
    # In the legend after what is known.
    return [trace | {"legendrank": 1100} for trace in traces]


def _line(
    start: int, end: int, value: float, ends: float, dash: str, width: float, colour: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [start, end],
        "y": [value, ends],
        "line": {"color": colour, "width": width, "dash": dash},
        # The reported point it starts from is drawn by its own line.
        "marker": {"size": [0, 7], "symbol": "circle-open", "color": colour},
        "hoverinfo": "text",
    }


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return f"rgba({red},{green},{blue},{SHADE})"
