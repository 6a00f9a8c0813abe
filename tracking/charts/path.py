"""An indicator's way to its target: actual beside planned, quarter by quarter.

What was not reported is a gap: nothing is drawn that no report says.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from tracking.charts.ahead import ahead
from tracking.charts.names import columns, known, said_value
from tracking.charts.room import at_foot, beside_level
from tracking.charts.style import PALETTES, Figure, Palette, Theme, figure_of, mark, nothing
from tracking.charts.ticks import quarter_ticks, value_ticks
from tracking.programme import Indicator, Programme, read_interim
from tracking.progress import outlook_said
from tracking.words import N_, Language, numbers, say

_BREAKS = {"break", "break_in_parts"}
_SIGNS = {"≥": "≥", "≤": "≤", "~": "≈"}
_LINES = (
    ("ministry_value", N_("Ministry figure"), "solid"),
    ("regions_value", N_("Sum of the regions"), "dot"),
)


@dataclass(frozen=True, slots=True)
class _Point:
    """One quarter of the series, as the chart needs it; `value` is None where none came in."""

    quarter: int
    value: float | None
    planned: float | None
    qualifier: str
    hover: str


def path(
    rows: pd.DataFrame,
    indicator: Indicator,
    programme: Programme,
    language: Language,
    theme: Theme,
    *,
    breaks: Collection[int] = (),
    outlook: Mapping[Any, Any] | None = None,
) -> Figure:
    """Actual against planned path, with target, deadline, definition breaks and history.

    `rows`: one indicator and unit of an assessment: quarter, value, reported, qualifier, status,
    marks, path_value, baseline, baseline_quarter, target, due, ministry_value, regions_value.
    `breaks` are quarters of a new definition, beside those marked as one. `outlook` is the
    series' row as of the last of these quarters. A point's customdata is [indicator, unit,
    quarter].
    """
    _ = partial(say, language)
    rows = rows.sort_values("quarter")
    points = _points(rows, indicator, language)
    seen = [point for point in points if point.value is not None]
    plan = _plan(rows)
    if not seen and not plan:
        return nothing(language, theme, height=200)
    broken = {q for q, m in columns(rows, "quarter", "marks") if _BREAKS & set(m or ())} | set(
        breaks
    )
    colours = PALETTES[theme]
    data = _lines(rows, points, broken, indicator, programme, language, colours)
    if plan:
        data.append(_planned(plan, indicator, language, colours))
    last = rows.iloc[-1]
    target, due = last.get("target"), last.get("due")
    likely = outlook if outlook is not None and known(outlook.get("centre")) else None
    if likely is not None and due is not None:
        data[:0] = ahead(likely, int(due), indicator, programme, language, theme)
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    edges = [p.quarter for p in seen] + [q for q, _v in plan]
    if known(target) and due is not None:
        drawn = [(p.quarter, p.value) for p in points if p.value is not None] + plan
        shapes, notes = _goal(float(target), int(due), edges, drawn, indicator, language, colours)
        edges.append(int(due))
    seen_breaks = sorted(q for q in broken if min(edges) < q <= max(edges))
    shapes += [_upright(quarter - 0.5, colours.quiet, "dot") for quarter in seen_breaks]
    # Neighbouring breaks share a label, at the first; others stand one above the other.
    labelled = [quarter for quarter in seen_breaks if quarter - 1 not in seen_breaks]
    for n, quarter in enumerate(labelled):
        note = _foot(quarter - 0.5, _("definition changed"), colours.quiet, 18 * (1 + n % 3))
        # At the left edge to the right.
        at_edge = (quarter - min(edges)) * 5 < max(edges) - min(edges)
        notes.append(note | ({"xanchor": "left", "xshift": 4} if at_edge else {}))
    total = indicator.kind in ("flow", "cumulative")
    levels = [p.value for p in seen] + [v for _q, v in plan] + [target]
    if likely is not None:
        levels += [likely["low"], likely["high"], likely["full_pace"]]
    return figure_of(
        data,
        theme,
        _said(seen, last, indicator, programme, language, likely),
        height=380,
        paper=230,
        showlegend=True,
        # The unit stands before the legend, level: a title beside the axis would be turned.
        legend={"title": {"text": _axis_title(indicator, language), "side": "top"}},
        margin={"t": 24},
        xaxis=quarter_ticks(min(edges), max(edges), language),
        yaxis={"rangemode": "tozero" if total else "normal", "nticks": 7}
        | value_ticks(levels, indicator, language, from_zero=total),
        shapes=shapes,
        annotations=notes,
    )


def _points(rows: pd.DataFrame, indicator: Indicator, language: Language) -> list[_Point]:
    _ = partial(say, language)
    points = []
    names = ("quarter", "value", "reported", "qualifier", "status", "path_value")
    for quarter, value, reported, qualifier, status, planned in columns(rows, *names):
        there = known(value) and reported is not False
        said = numbers.quantity(language, value, indicator, qualifier or "", brief=False)
        lines = [numbers.quarter(language, quarter), said]
        if known(planned):
            lines.append(_("Planned {value}", value=said_value(language, planned, indicator)))
        if status:
            lines.append(mark(language, status))
        points.append(
            _Point(
                quarter,
                value if there else None,
                planned if known(planned) else None,
                qualifier or "",
                "<br>".join(lines),
            )
        )
    return points


def _plan(rows: pd.DataFrame) -> list[tuple[int, float]]:
    """The planned path: from the baseline, over each quarter's planned value, to the target."""
    names = ("quarter", "path_value", "baseline", "baseline_quarter", "target", "due")
    quarters = {q: p for q, p, *_rest in columns(rows, *names) if known(p)}
    if not quarters:
        return []
    last = rows.iloc[-1]
    due, start = int(last["due"]), last.get("baseline_quarter")
    if known(last.get("baseline")) and known(start) and start >= 0:
        quarters.setdefault(int(start), float(last["baseline"]))
    # Interim targets beyond the last quarter shown are stated already.
    quarters |= {q.index: value for q, value in read_interim(str(last.get("interim") or ""))}
    quarters[due] = float(last["target"])
    return [(q, quarters[q]) for q in sorted(quarters) if q <= due]


def _lines(
    rows: pd.DataFrame,
    points: Sequence[_Point],
    broken: Collection[int],
    indicator: Indicator,
    programme: Programme,
    language: Language,
    colours: Palette,
) -> list[dict[str, Any]]:
    """The actual values; ministry and regions as two lines where both are there."""
    _ = partial(say, language)
    unit = str(rows["unit"].iloc[0]) if "unit" in rows else ""
    both = [
        [v if known(v) else None for (v,) in columns(rows, name)] for name, _word, _dash in _LINES
    ]
    if all(any(v is not None for v in values) for values in both):
        lines = []
        for values, (_name, word, dash) in zip(both, _LINES, strict=True):
            hover = [
                f"{numbers.quarter(language, p.quarter)}<br>{_(word)}<br>"
                f"{said_value(language, v, indicator)}"
                for p, v in zip(points, values, strict=True)
            ]
            line = _line([p.quarter for p in points], values, broken, hover, colours.accent)
            lines.append(line | {"name": _(word), "line": {**line["line"], "dash": dash}})
            lines[-1]["customdata"] = [[indicator.code, unit, q] for q in line["x"]]
        return lines
    start = programme.start.index
    before = [p for p in points if p.quarter < start]
    during = [p for p in points if p.quarter >= start]
    lines = []
    # The last quarter of history is drawn twice, so that the two pieces meet.
    bridge = [p for p in before[-1:] if during and p.value is not None]
    for name, part, colour in (
        (_("Actual"), bridge + during, colours.accent),
        (_("Before the programme"), before, colours.rule),
    ):
        if not any(p.value is not None for p in part):
            continue
        line = _line(
            [p.quarter for p in part],
            [p.value for p in part],
            broken,
            [p.hover for p in part],
            colour,
        )
        by_quarter = {p.quarter: p.qualifier for p in part}
        signs = [_SIGNS.get(by_quarter.get(q, ""), "") for q in line["x"]]
        line["mode"] = "lines+markers+text" if any(signs) else "lines+markers"
        line["text"], line["textposition"] = signs, "top center"
        # What is only a bound or about so much is an open marker.
        line["marker"] |= {"symbol": ["circle-open" if sign else "circle" for sign in signs]}
        line["customdata"] = [[indicator.code, unit, q] for q in line["x"]]
        lines.append(line | {"name": name})
    return lines


def _line(
    quarters: Sequence[int],
    values: Sequence[float | None],
    broken: Collection[int],
    hover: Sequence[str],
    colour: str,
) -> dict[str, Any]:
    x: list[float] = []
    y: list[float | None] = []
    said: list[str] = []
    for n, quarter in enumerate(quarters):
        # A gap for each missing quarter, and one where the definition changed.
        skipped = n > 0 and quarter - quarters[n - 1] > 1
        if skipped or (quarter in broken and n > 0):
            x.append(quarter - 0.5)
            y.append(None)
            said.append("")
        x.append(quarter)
        y.append(values[n])
        said.append(hover[n])
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines+markers",
        "line": {"color": colour, "width": 2.5},
        "marker": {"size": 7, "color": colour, "line": {"width": 1.5, "color": colour}},
        "connectgaps": False,
        "hovertext": said,
        "hoverinfo": "text",
    }


def _planned(
    plan: Sequence[tuple[int, float]], indicator: Indicator, language: Language, colours: Palette
) -> dict[str, Any]:
    _ = partial(say, language)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": _("Planned path"),
        "x": [quarter for quarter, _value in plan],
        "y": [value for _quarter, value in plan],
        "line": {"color": colours.quiet, "width": 1.5, "dash": "dash"},
        "hovertext": [
            f"{numbers.quarter(language, q)}<br>"
            + _("Planned {value}", value=said_value(language, v, indicator))
            for q, v in plan
        ],
        "hoverinfo": "text",
    }


def _goal(
    target: float,
    due: int,
    edges: Sequence[int],
    drawn: Sequence[tuple[float, float]],
    indicator: Indicator,
    language: Language,
    colours: Palette,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The target as a level line with its value, the deadline as an upright one.

    Their labels keep clear of what is drawn.
    """
    _ = partial(say, language)
    value = numbers.quantity(language, target, indicator)
    start, end = min([*edges, due]), max([*edges, due])
    place = beside_level(drawn, target, (start, end))
    level = {
        "type": "line",
        "x0": start,
        "x1": due,
        "y0": target,
        "y1": target,
        "line": {"color": colours.ink, "width": 1.5},
    }
    label = {
        "x": start if place.end == "left" else due,
        "y": target,
        "text": _("target {value}", value=value),
        "showarrow": False,
        "xanchor": place.end,
        "yanchor": "bottom" if place.side == "above" else "top",
        "xshift": 2 if place.end == "left" else -6,
        "font": {"size": 12, "color": colours.ink},
    }
    when = _("deadline {quarter}", quarter=numbers.quarter(language, due))
    foot = _foot(due, when, colours.quiet)
    if not at_foot([*drawn, (start, target)], (start, end)):
        foot |= {"y": 1, "yanchor": "top"}
    return [level, _upright(due, colours.rule, "solid")], [label, foot]


def _upright(at: float, colour: str, dash: str) -> dict[str, Any]:
    line = {"color": colour, "width": 1, "dash": dash}
    return {"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _foot(at: float, text: str, colour: str, lift: int = 0) -> dict[str, Any]:
    """A label at the foot of an upright line, on its left."""
    return {
        "x": at,
        "y": 0,
        "yref": "paper",
        "text": text,
        "showarrow": False,
        "xanchor": "right",
        "yanchor": "bottom",
        "xshift": -4,
        "yshift": lift,
        "font": {"size": 12, "color": colour},
    }


def _said(
    seen: Sequence[_Point],
    last: Any,
    indicator: Indicator,
    programme: Programme,
    language: Language,
    likely: Mapping[Any, Any] | None,
) -> str:
    """The picture in words: first and last value, what was planned, the target, the outlook."""
    _ = partial(say, language)
    said = partial(said_value, language, indicator=indicator)
    parts = []
    if seen:
        span = (
            numbers.quarter(language, seen[0].quarter),
            numbers.quarter(language, seen[-1].quarter),
        )
        parts.append(
            _(
                "from {first} to {last}, {before} became {now}",
                first=span[0],
                last=span[1],
                before=said(seen[0].value),
                now=said(seen[-1].value),
            )
        )
        if known(seen[-1].planned):
            parts.append(_("planned {value}", value=said(seen[-1].planned)))
    if known(last.get("target")):
        due = numbers.quarter(language, int(last["due"]))
        parts.append(_("target {value} by {due}", value=said(float(last["target"])), due=due))
    name = indicator.name.to(language)
    told = _("{name}: {said}.", name=name, said=_("; ").join(parts))
    if likely is None:
        return told
    sentences = outlook_said(likely, int(last["due"]), indicator, programme, language)
    return ("" if language == "zh" else " ").join([told, *sentences])


def _axis_title(indicator: Indicator, language: Language) -> str:
    _ = partial(say, language)
    return _("unit: {unit}", unit=indicator.unit.to(language)) if indicator.unit.zh else ""
