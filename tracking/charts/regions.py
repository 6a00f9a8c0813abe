"""Regions beside each other: ranked, and as dots against their targets."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd

from tracking.charts.names import (
    known,
    said_value,
)
from tracking.charts.rows import Line, exact, rows_chart, sorted_rows
from tracking.charts.style import (
    PALETTES,
    STATUS_STYLE,
    Figure,
    Theme,
    mark,
    nothing,
)
from tracking.programme import Indicator, Programme
from tracking.words import N_, Language, numbers, say


def ranking(
    rows: pd.DataFrame,
    programme: Programme,
    language: Language,
    theme: Theme,
    *,
    nation: float | None = None,
    indicator: Indicator | None = None,
    value: str = "index",
) -> Figure:
    """Units from the highest down, each with its rank; one that ties has a span of them.

    `rows`: unit, `value` (a share, or the indicator's own unit), and where they are known rank and
    rank_to; of one quarter. `nation` is drawn as a line. A bar's customdata is [unit].
    """
    _ = partial(say, language)
    lines = sorted_rows(rows, value, indicator, programme, language)
    if not lines:
        return nothing(language, theme)
    colours = PALETTES[theme]
    labels = [
        f"{line.label}  {rank_said(language, line.row.get('rank'), line.row.get('rank_to'))}"
        for line in lines
    ]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [line.value for line in lines],
        "y": list(range(len(lines))),
        "width": 0.62,
        "marker": {"color": colours.accent},
        "unselected": {"marker": {"opacity": 1}},
        "customdata": [[line.unit] for line in lines],
        "hovertext": [
            f"{label}<br>{exact(line, indicator, language)}"
            for line, label in zip(lines, labels, strict=True)
        ],
        "hoverinfo": "text",
    }
    across = [Line(_("nation"), nation)] if known(nation) else []
    return rows_chart(lines, [bars], labels, across, indicator, language, theme)


def dots(
    rows: pd.DataFrame,
    indicator: Indicator | None,
    programme: Programme,
    language: Language,
    theme: Theme,
    *,
    lines: Sequence[Line] = (),
    value: str = "value",
) -> Figure:
    """One indicator (None: a share) across units: status squares, each unit's target as a tick.

    `rows`: unit, `value`, and where known status, target, qualifier, and what stands `beside` it in
    words; of one quarter. `lines` are drawn across. A dot's customdata is [unit].
    """
    _ = partial(say, language)
    units = sorted_rows(rows, value, indicator, programme, language)
    if not units:
        return nothing(language, theme)
    colours = PALETTES[theme]
    statuses = [line.row.get("status") or "no_target" for line in units]
    styles = [STATUS_STYLE[status] for status in statuses]
    targets = [line.row.get("target") for line in units]
    hover = []
    for line, status, target in zip(units, statuses, targets, strict=True):
        said = [line.label, exact(line, indicator, language), mark(language, status)]
        if known(target):
            said.append(_("Target {value}", value=said_value(language, target, indicator)))
        if line.row.get("beside"):
            said.append(line.row["beside"])
        hover.append("<br>".join(said))
    at = list(range(len(units)))
    low = min(0.0, *(line.value for line in units if known(line.value)), 0.0)
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [low if line.value is None else line.value for line in units],
            "y": at,
            "marker": {
                "symbol": "square",
                "size": 16,
                "color": [style.colour for style in styles],
                "line": {"width": 1, "color": colours.rule},
            },
            "text": [style.symbol for style in styles],
            "textfont": {"size": 10, "color": [style.text for style in styles]},
            "textposition": "middle center",
            "cliponaxis": False,
            "unselected": {"marker": {"opacity": 1}},
            "customdata": [[line.unit] for line in units],
            "hovertext": hover,
            "hoverinfo": "text",
        }
    ]
    if any(known(target) for target in targets):
        data.append(_ticks_of(targets, at, colours.ink))
    labels = [line.label for line in units]
    return rows_chart(units, data, labels, lines, indicator, language, theme)


def rank_said(language: Language, rank: float | None, last: float | None = None) -> str:
    """A span of ranks: “=” before one of several, “—” where there is none.

    >>> rank_said("en", 3, 5), rank_said("zh", 3, 5), rank_said("en", 3, 3), rank_said("en", 0)
    ('=3–5', '并列3–5', '3', '—')
    """
    if not known(rank) or not rank:
        return numbers.MISSING
    span = rank_span(int(rank), int(last) if known(last) else int(rank))
    return say(language, N_("={rank}"), rank=span) if known(last) and last > rank else span


def rank_span(first: int, last: int) -> str:
    """The ranks from … to …, or the one.

    >>> rank_span(3, 5), rank_span(3, 3)
    ('3–5', '3')
    """
    return f"{first}–{last}" if last > first else str(first)


def _ticks_of(values: Sequence[float | None], at: Sequence[int], colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [value if known(value) else None for value in values],
        "y": list(at),
        "marker": {"symbol": "line-ns", "size": 16, "line": {"width": 2, "color": colour}},
        "hoverinfo": "skip",
    }
