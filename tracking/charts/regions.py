"""Regions beside each other: ranked, as dots against their targets, and two quarters apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from tracking.charts.names import (
    columns,
    known,
    leaders,
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
    plain,
    rows_axis,
    value_column,
)
from tracking.charts.ticks import value_ticks
from tracking.programme import Indicator, Programme
from tracking.words import N_, Language, numbers, say

_ROW = 22
_ABOVE = 46
# What a row may say beside its value.
_BESIDE = ("rank", "status", "target", "qualifier", "before")


@dataclass(frozen=True, slots=True)
class _Line:
    """One unit's row: its label on the axis and its value; None where there is none."""

    unit: str
    label: str
    value: float | None
    row: Mapping[str, Any]


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
    """Units from the highest down, each with its rank; units that tie share one.

    `rows`: unit, `value` (a share, or the indicator's own unit), and rank where it is known; of one
    quarter. `nation` is drawn as a line. A bar's customdata is [unit].
    """
    _ = partial(say, language)
    lines = _sorted(rows, value, indicator, programme, language)
    if not lines:
        return nothing(language, theme)
    colours = PALETTES[theme]
    ranks = [line.row.get("rank") for line in lines]
    shared = {rank for rank in ranks if known(rank) and ranks.count(rank) > 1}
    labels = [
        f"{line.label}  {_rank(rank, rank in shared, language)}"
        for line, rank in zip(lines, ranks, strict=True)
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
            f"{label}<br>{_exact(line, indicator, language)}"
            for line, label in zip(lines, labels, strict=True)
        ],
        "hoverinfo": "text",
    }
    return _chart(lines, [bars], labels, nation, indicator, language, theme)


def dots(
    rows: pd.DataFrame,
    indicator: Indicator | None,
    programme: Programme,
    language: Language,
    theme: Theme,
    *,
    nation: float | None = None,
    average: bool = False,
    value: str = "value",
) -> Figure:
    """One indicator (None: a share) across units: status squares, each unit's target as a tick.

    `rows`: unit, `value`, and where known status, target, qualifier; of one quarter. `nation` is
    drawn as a line; `average` says that it is the mean of the units. A dot's customdata is [unit].
    """
    _ = partial(say, language)
    lines = _sorted(rows, value, indicator, programme, language)
    if not lines:
        return nothing(language, theme)
    colours = PALETTES[theme]
    statuses = [line.row.get("status") or "no_target" for line in lines]
    styles = [STATUS_STYLE[status] for status in statuses]
    targets = [line.row.get("target") for line in lines]
    hover = []
    for line, status, target in zip(lines, statuses, targets, strict=True):
        said = [line.label, _exact(line, indicator, language), mark(language, status)]
        if known(target):
            said.append(_("Target {value}", value=said_value(language, target, indicator)))
        hover.append("<br>".join(said))
    at = list(range(len(lines)))
    low = min(0.0, *(line.value for line in lines if known(line.value)), 0.0)
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [low if line.value is None else line.value for line in lines],
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
            "customdata": [[line.unit] for line in lines],
            "hovertext": hover,
            "hoverinfo": "text",
        }
    ]
    if any(known(target) for target in targets):
        data.append(_ticks_of(targets, at, colours.ink))
    labels = [line.label for line in lines]
    return _chart(lines, data, labels, nation, indicator, language, theme, average=average)


def two_quarters(
    rows: pd.DataFrame,
    quarters: tuple[int, int],
    programme: Programme,
    language: Language,
    theme: Theme,
    *,
    indicator: Indicator | None = None,
) -> Figure:
    """Each unit at two quarters, open dot before and full dot after, the rise or fall between.

    `rows`: unit, before, now (shares, or the indicator's own unit). Customdata is [unit].
    """
    _ = partial(say, language)
    lines = _sorted(rows, "now", indicator, programme, language)
    if not lines:
        return nothing(language, theme)
    colours = PALETTES[theme]
    before = [v if known(v) else None for v in (line.row.get("before") for line in lines)]
    joints_x: list[float | None] = []
    joints_y: list[float | None] = []
    hover = []
    words = [numbers.quarter(language, quarter) for quarter in quarters]
    for n, (line, then) in enumerate(zip(lines, before, strict=True)):
        if then is not None and line.value is not None:
            joints_x += [then, line.value, None]
            joints_y += [n, n, None]
        values = (then, line.value)
        said = [
            f"{w}{_(': ')}{said_value(language, v, indicator)}"
            for w, v in zip(words, values, strict=True)
        ]
        hover.append("<br>".join([line.label, *said]))
    at = list(range(len(lines)))
    joint = {
        "type": "scatter",
        "mode": "lines",
        "x": joints_x,
        "y": joints_y,
        "line": {"color": colours.rule, "width": 2},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    data = [joint]
    now = [line.value for line in lines]
    for name, ends, symbol in ((words[0], before, "circle-open"), (words[1], now, "circle")):
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": ends,
                "y": at,
                "marker": {
                    "symbol": symbol,
                    "size": 10,
                    "color": colours.accent,
                    "line": {"width": 2, "color": colours.accent},
                },
                "cliponaxis": False,
                "unselected": {"marker": {"opacity": 1}},
                "customdata": [[line.unit] for line in lines],
                "hovertext": hover,
                "hoverinfo": "text",
            }
        )
    changes = [
        _with_change(line.value, then, indicator, language)
        for line, then in zip(lines, before, strict=True)
    ]
    figure = _chart(
        lines,
        data,
        [line.label for line in lines],
        None,
        indicator,
        language,
        theme,
        values=changes,
    )
    figure["layout"] |= {"showlegend": True, "height": figure["layout"]["height"] + 24}
    return figure


def _sorted(
    rows: pd.DataFrame,
    value: str,
    indicator: Indicator | None,
    programme: Programme,
    language: Language,
) -> list[_Line]:
    """The rows from the best down; units without a value last, in the programme's order."""
    order = {code: n for n, code in enumerate(programme.units)}
    lines = []
    for code, number, *rest in columns(rows, "unit", value, *_BESIDE):
        name = unit_name(code, programme, language)
        row = dict(zip(_BESIDE, rest, strict=True))
        lines.append(_Line(code, name, number if known(number) else None, row))
    sign = indicator.sign if indicator else 1
    return sorted(
        lines,
        key=lambda line: (
            line.value is None,
            -sign * (line.value or 0.0),
            order.get(line.unit, len(order)),
        ),
    )


def _rank(rank: float | None, shared: bool, language: Language) -> str:
    _ = partial(say, language)
    if not known(rank) or not rank:
        return numbers.MISSING
    return _("={rank}", rank=int(rank)) if shared else str(int(rank))


def _exact(line: _Line, indicator: Indicator | None, language: Language) -> str:
    """A row's exact value; a share with one decimal more than the picture has."""
    _ = partial(say, language)
    if line.value is None:
        return _("no value reported")
    if indicator is None:
        return numbers.share(language, line.value, 1)
    qualifier = str(line.row.get("qualifier") or "")
    return numbers.quantity(language, line.value, indicator, qualifier, brief=False)


def _with_change(
    value: float | None, then: float | None, indicator: Indicator | None, language: Language
) -> str:
    """A value and how much it rose or fell; a share's change in points.

    >>> _with_change(0.5, 0.4, None, "en"), _with_change(0.5, None, None, "en")
    ('50% (+10)', '50%')
    """
    said = short_value(language, value, indicator)
    if value is None or then is None:
        return said
    change = (value - then) * (1 if indicator else 100)
    amount = numbers.signed(language, change, indicator.decimals if indicator else 0)
    return say(language, N_("{value} ({change})"), value=said, change=amount)


def _ticks_of(values: Sequence[float | None], at: Sequence[int], colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [value if known(value) else None for value in values],
        "y": list(at),
        "marker": {"symbol": "line-ns", "size": 16, "line": {"width": 2, "color": colour}},
        "hoverinfo": "skip",
    }


def _chart(
    lines: Sequence[_Line],
    data: list[dict[str, Any]],
    labels: Sequence[str],
    nation: float | None,
    indicator: Indicator | None,
    language: Language,
    theme: Theme,
    *,
    values: Sequence[str] = (),
    average: bool = False,
) -> Figure:
    """Rows of units with a value axis, the nation (or the average) as a line, and all in words."""
    _ = partial(say, language)
    colours = PALETTES[theme]
    seen = [line for line in lines if line.value is not None]
    said = [short_value(language, line.value, indicator) for line in seen]
    names = [line.label for line in seen]
    text = _(
        "{n} units; highest {high}; lowest {low}",
        n=len(lines),
        high=leaders(language, names, said),
        low=leaders(language, names[::-1], said[::-1]),
    )
    layout = _values_axis(lines, nation, indicator, language)
    shapes: list[dict[str, Any]] = []
    beside = values or [short_value(language, line.value, indicator) for line in lines]
    annotations, margin = value_column(beside)
    if known(nation):
        exact = said_value(language, nation, indicator)
        short = short_value(language, nation, indicator)
        word = _("average {value}", value=short) if average else _("nation {value}", value=short)
        shapes, label = _line_across(nation, word, colours)
        annotations.append(label)
        text += (
            _("; average {value}", value=exact) if average else _("; nation {value}", value=exact)
        )
    return figure_of(
        data,
        theme,
        text,
        height=_ABOVE + _ROW * len(lines),
        margin={"t": 28, "r": margin},
        xaxis=layout,
        yaxis=rows_axis(labels, tickfont={"color": colours.ink}),
        shapes=shapes,
        annotations=annotations,
    )


def _line_across(
    value: float, word: str, colours: Palette
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    line = {
        "type": "line",
        "x0": value,
        "x1": value,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": colours.ink, "width": 1.5, "dash": "dash"},
    }
    label = {
        "x": value,
        "y": 1,
        "yref": "paper",
        "text": word,
        "showarrow": False,
        "yanchor": "bottom",
        "font": {"size": 12},
    }
    return [line], label


def _values_axis(
    lines: Sequence[_Line], nation: float | None, indicator: Indicator | None, language: Language
) -> dict[str, Any]:
    """From 0 (or the lowest negative) to the highest value, with room for the label beside it."""
    _ = partial(say, language)
    numbers_ = (
        [line.value for line in lines] + [line.row.get("target") for line in lines] + [nation]
    )
    values = [v for v in numbers_ if known(v)]
    high, low = max(0.0, *values, 0.0), min(0.0, *values, 0.0)
    span = (high - low) or 1.0
    unit = "" if indicator is None else plain(indicator.unit.to(language))
    return {
        "range": [low - 0.04 * span, high + 0.04 * span],
        "nticks": 6,
        "zeroline": low < 0,
        "title": {"text": _("unit: {unit}", unit=unit) if unit else ""},
    } | value_ticks([low, high], indicator, language)
