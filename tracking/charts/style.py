"""The house style: one look for statuses, shares, axes and text, in light and in dark.

A chart is a plain dict {"data": […], "layout": {…}}; its text alternative travels in it, see `alt`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any, Final, Literal, get_args

import pandas as pd

from tracking.progress import status_name
from tracking.words import N_, Language, say

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)
Figure = dict[str, Any]
# One row of a frame: what `frame.iloc[0]` or `to_dict("records")` gives.
Row = Mapping[str, Any] | pd.Series

FONT: Final = "Noto Sans SC, Noto Sans CJK SC, Microsoft YaHei, Segoe UI, Arial, sans-serif"
DARK_INK: Final = "#111827"
WHITE: Final = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Palette:
    """The neutral inks of a theme; statuses and shares keep their colours in both."""

    paper: str  # what lies behind a chart; the chart itself is transparent
    ink: str
    quiet: str  # secondary text
    rule: str  # lines that carry meaning
    grid: str
    fill: str  # areas without a status
    accent: str


PALETTES: Final[Mapping[Theme, Palette]] = {
    "light": Palette("#FFFFFF", DARK_INK, "#4B5563", "#6B7280", "#E5E7EB", "#E5E9EF", "#1F4E79"),
    "dark": Palette("#0E1117", "#E5E7EB", "#A9B3C1", "#8B95A5", "#2A313C", "#2F3743", "#8FBCE6"),
}


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How a status looks: `text` is the colour of text on `colour`. Its word is `word`'s."""

    symbol: str
    colour: str
    text: str
    pattern: str  # a Plotly pattern shape, "" for a plain fill


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two #RRGGBB colours, 1 to 21.

    >>> round(contrast("#FFFFFF", "#000000"))
    21
    """
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@cache
def text_on(colour: str) -> str:
    """The ink to write with on a colour: dark or white, whichever is read better."""
    return max((DARK_INK, WHITE), key=lambda ink: contrast(ink, colour))


def _luminance(colour: str) -> float:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _style(symbol: str, colour: str, pattern: str = "") -> StatusStyle:
    return StatusStyle(symbol, colour, text_on(colour), pattern)


# Worst first; what cannot be judged comes last.
STATUS_STYLE: Final[Mapping[str, StatusStyle]] = {
    "moving_away": _style("▼", "#7A1E5C"),
    "moved_away": _style("▼", "#7A1E5C"),
    "off_track": _style("■", "#D1431F"),
    "missed": _style("■", "#D1431F"),
    "delayed": _style("▲", "#F2B134"),
    "partly": _style("▲", "#F2B134"),
    "on_track": _style("●", "#3A86C8"),
    "narrowly_missed": _style("●", "#3A86C8"),
    "achieved": _style("✔", "#0B6E4F"),
    "too_early": _style("○", "#9DB4C8"),
    "not_yet": _style("◎", "#606890"),
    "no_target": _style("◇", "#909090"),
    "insufficient": _style("–", "#D5D9DF", "."),
    "stale": _style("–", "#D5D9DF", "-"),
    "not_reported": _style("–", "#D5D9DF", "/"),
}


def hatched(shape: str | list[str]) -> dict[str, Any]:
    """Plotly's pattern of a bar, over its colour."""
    return {
        "shape": shape,
        "fillmode": "overlay",
        "fgcolor": "#7B8593",
        "fgopacity": 1,
        "size": 6,
        "solidity": 0.2,
    }


# Shares in one hue: from each bound up, judged on the percentage that is shown.
SHARE_BINS: Final[tuple[tuple[int, str], ...]] = (
    (100, "#08306B"),
    (90, "#1F5FA8"),
    (75, "#5B9BD5"),
    (50, "#9CC5EA"),
    (25, "#CFE3F5"),
    (0, "#EDF4FB"),
)


def word(language: Language, status: str) -> str:
    """A status in words."""
    return status_name(language, status)


def mark(language: Language, status: str) -> str:
    """A status as symbol and word, e.g. ● 达序时进度."""
    return f"{STATUS_STYLE[status].symbol} {word(language, status)}"


def plain(text: str) -> str:
    """Text from data, safe where Plotly would read its HTML subset.

    >>> plain("<b>A & B</b>")
    '&lt;b&gt;A &amp; B&lt;/b&gt;'
    """
    return escape(text, quote=False)


def alt(figure: Figure) -> str:
    """The figure's text alternative, in the language it was made in."""
    text: str = figure["layout"]["meta"]["alt"]
    return text


def figure_of(
    data: list[dict[str, Any]], theme: Theme, text: str, *, paper: int | None = None, **layout: Any
) -> Figure:
    """A figure in the house style, with its text alternative.

    `paper` is its height in print, where that is another than on the screen; paper.js reads it.
    """
    meta = {"alt": text} if paper is None else {"alt": text, "paper": paper}
    shared = {"template": TEMPLATES[theme], "meta": meta}
    return {"data": data, "layout": shared | layout}


def captioned(figure: Figure, theme: Theme, title: Sequence[str], basis: Sequence[str]) -> Figure:
    """The figure with what its picture says once it is taken away: title, and what it rests on.

    On the screen the page says so; picture.js writes it into what is downloaded.
    """
    layout, colours = figure["layout"], PALETTES[theme]
    picture = {"title": list(title), "basis": list(basis), "quiet": colours.quiet,
               "paper": colours.paper}  # fmt: skip
    meta = layout["meta"] | {"picture": picture}
    return {**figure, "layout": {**layout, "meta": meta}}


def nothing(language: Language, theme: Theme, height: int = 120) -> Figure:
    """The figure that says that there is nothing to show."""
    text = say(language, N_("Nothing to show for this selection"))
    note = {"text": text, "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False}
    axis = {"visible": False}
    return figure_of([], theme, text, height=height, xaxis=axis, yaxis=axis, annotations=[note])


def category_axis(labels: Sequence[str], **more: Any) -> dict[str, Any]:
    """An axis of rows or columns at 0, 1, 2 …, its labels level and never dropped."""
    axis = {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": list(labels),
        "showgrid": False,
        "zeroline": False,
        "range": [-0.5, len(labels) - 0.5],
    }
    return axis | more


def rows_axis(labels: Sequence[str], **more: Any) -> dict[str, Any]:
    """A category axis for rows, the first on top."""
    return category_axis(labels, **{"range": [len(labels) - 0.5, -0.5]} | more)


def value_column(texts: Sequence[str]) -> tuple[list[dict[str, Any]], int]:
    """Values in a column at the right of their rows, and the margin they take in pixels.

    Beside bars and dots they would stand on lines and markers.
    """
    notes = [
        {
            "x": 1,
            "xref": "paper",
            "y": row,
            "text": text,
            "showarrow": False,
            "xanchor": "left",
            "xshift": 8,
            "font": {"size": 12},
        }
        for row, text in enumerate(texts)
    ]
    wide = max((sum(1 if ord(c) < 0x2E80 else 2 for c in text) for text in texts), default=0)
    return notes, 16 + 7 * wide


def staggered(labels: Iterable[str]) -> list[str]:
    """Column heads on two levels, so that long level ones do not run into each other."""
    return [f"{label}<br> " if n % 2 == 0 else f" <br>{label}" for n, label in enumerate(labels)]


def _template(theme: Theme) -> dict[str, Any]:
    colours = PALETTES[theme]
    axis = {
        "automargin": True,
        "fixedrange": True,
        "tickangle": 0,
        "ticks": "",
        "gridcolor": colours.grid,
        "gridwidth": 1,
        "zeroline": False,
        "linecolor": colours.rule,
        "tickfont": {"color": colours.quiet, "size": 12},
        "title": {"font": {"color": colours.quiet, "size": 12}, "standoff": 8},
    }
    return {
        "layout": {
            "font": {"family": FONT, "size": 13, "color": colours.ink},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [colours.accent, colours.rule],
            "margin": {"l": 8, "r": 12, "t": 12, "b": 8},
            "xaxis": axis,
            "yaxis": axis,
            "showlegend": False,
            "legend": {
                "orientation": "h",
                "x": 0,
                "xanchor": "left",
                "y": 1,
                "yanchor": "bottom",
                "bgcolor": "rgba(0,0,0,0)",
                "font": {"color": colours.ink, "size": 12},
                "itemclick": False,
                "itemdoubleclick": False,
            },
            # Heads of a one-row chart may take more than Plotly would leave them.
            "minreducedheight": 20,
            "minreducedwidth": 60,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": colours.paper,
                "bordercolor": colours.rule,
                "font": {"family": FONT, "size": 13, "color": colours.ink},
                "align": "left",
                "namelength": -1,
            },
            "dragmode": False,
            "separators": ".,",
            "modebar": {
                "bgcolor": "rgba(0,0,0,0)",
                "color": colours.quiet,
                "activecolor": colours.ink,
            },
        },
        "data": {"bar": [{"marker": {"line": {"width": 0}}}]},
    }


TEMPLATES: Final[Mapping[Theme, dict[str, Any]]] = {theme: _template(theme) for theme in THEMES}
