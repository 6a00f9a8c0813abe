"""Milestones in time: verified, claimed, open, overdue."""

from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from tracking.charts.names import columns, joined, name_of, unit_name
from tracking.charts.style import (
    PALETTES,
    STATUS_STYLE,
    Figure,
    Theme,
    figure_of,
    nothing,
    rows_axis,
)
from tracking.programme import Programme, Quarter
from tracking.words import N_, Language, numbers, say

# state → (symbol, its Plotly marker, colour from a status, word)
_STATES = {
    "verified": ("✔", "circle", "achieved", N_("Verified")),
    "claimed": ("●", "circle-open", "on_track", N_("Claimed, not verified")),
    "open": ("○", "diamond-open", "too_early", N_("Not due yet")),
    "overdue": ("■", "square", "off_track", N_("Overdue")),
}
_ROW = 66


def timeline(
    rows: pd.DataFrame,
    programme: Programme,
    language: Language,
    theme: Theme,
    today: date,
) -> Figure:
    """One row a milestone: its day done or due, and the days it is overdue as a bar to `today`.

    `rows`: indicator, unit, state ("verified", or anything else), completed_on (ISO day, "" when
    open), due (quarter index, −1 for none). What was claimed and not verified by its due day is
    overdue all the same. Customdata is [indicator, unit, completed_on].
    """
    _ = partial(say, language)
    if rows.empty:
        return nothing(language, theme)
    colours = PALETTES[theme]
    names = ("indicator", "unit", "state", "completed_on", "due")
    by_state: dict[str, list[dict[str, Any]]] = {state: [] for state in _STATES}
    notes, bars, edges = [], [], [today, programme.start.first_day, programme.end.last_day]
    for n, (indicator, unit, reported, done, due) in enumerate(columns(rows, *names)):
        last = Quarter(int(due)).last_day if due is not None and due >= 0 else None
        verified = reported == "verified"
        late = (today - last).days if last and not verified and today > last else 0
        state = "verified" if verified else "claimed" if done else "overdue" if late else "open"
        at = date.fromisoformat(done) if done else last or programme.end.last_day
        edges.append(at)
        said = _day_said(state, at, last, late, language)
        head = f"{name_of(indicator, 'indicator', programme, language)}"
        who = unit_name(unit, programme, language)
        notes.append(_label(n, f"{head}  <i>{who}</i>", said, colours.quiet))
        if late and last:
            bars.append(_overdue(last, today, n))
        by_state[state].append(
            {
                "at": at,
                "row": n,
                "hover": f"{head}<br>{who}<br>{said}",
                "data": [indicator, unit, done],
            }
        )
    data = [_marks(state, points, language) for state, points in by_state.items() if points]
    counts = {state: len(points) for state, points in by_state.items() if points}
    text = joined(language, (f"{_(_STATES[state][3])} {n}" for state, n in counts.items()))
    return figure_of(
        data,
        theme,
        _("Milestones: {counts}.", counts=text),
        height=80 + _ROW * len(rows),
        showlegend=True,
        xaxis={
            "type": "date",
            "range": [min(edges).replace(day=1).isoformat(), _year_end(max(edges))],
            "dtick": "M12",
            "tick0": "2000-01-01",
            "tickformat": "%Y",
            "ticklabelmode": "period",
        },
        yaxis=rows_axis([" "] * len(rows), visible=False),
        shapes=[_today(today, colours.rule), *bars],
        annotations=notes,
    )


def _day_said(state: str, at: date, due: date | None, late: int, language: Language) -> str:
    _ = partial(say, language)
    symbol, _marker, _status, word = _STATES[state]
    parts = []
    if state in ("claimed", "verified"):
        parts += [_(word), numbers.day(language, at)]
    if due and late:
        parts.append(_("due {day}, overdue by {n} days", day=numbers.day(language, due), n=late))
    elif due:
        parts.append(_("due {day}", day=numbers.day(language, due)))
    return f"{symbol} {joined(language, parts or [_('no due day')])}"


def _marks(state: str, points: list[dict[str, Any]], language: Language) -> dict[str, Any]:
    symbol, marker, status, word = _STATES[state]
    colour = STATUS_STYLE[status].colour
    return {
        "type": "scatter",
        "mode": "markers",
        "name": f"{symbol} {say(language, word)}",
        "x": [point["at"].isoformat() for point in points],
        "y": [point["row"] + 0.3 for point in points],
        "marker": {
            "symbol": marker,
            "size": 13,
            "color": colour,
            "line": {"width": 2.5, "color": colour},
        },
        "cliponaxis": False,
        "unselected": {"marker": {"opacity": 1}},
        "customdata": [point["data"] for point in points],
        "hovertext": [point["hover"] for point in points],
        "hoverinfo": "text",
    }


def _label(row: int, head: str, said: str, colour: str) -> dict[str, Any]:
    """The milestone's name above its row: beside it a telephone has no room."""
    return {
        "x": 0,
        "xref": "paper",
        "y": row - 0.14,
        "text": f"{head}<br>{said}",
        "align": "left",
        "showarrow": False,
        "xanchor": "left",
        "font": {"size": 12, "color": colour},
    }


def _overdue(due: date, today: date, row: int) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": due.isoformat(),
        "x1": today.isoformat(),
        "y0": row + 0.3,
        "y1": row + 0.3,
        "line": {"color": STATUS_STYLE["off_track"].colour, "width": 4},
    }


def _today(today: date, colour: str) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": today.isoformat(),
        "x1": today.isoformat(),
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": colour, "width": 1, "dash": "dot"},
    }


def _year_end(day: date) -> str:
    return date(day.year + 1, 1, 1).isoformat()
