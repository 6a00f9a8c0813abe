"""Rows of units from the best down on one axis of values, as several charts draw them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from tracking.charts.names import columns, known, leaders, said_value, short_value, unit_name
from tracking.charts.style import (
    PALETTES,
    Figure,
    Palette,
    Theme,
    figure_of,
    plain,
    rows_axis,
    value_column,
)
from tracking.charts.ticks import value_ticks
from tracking.programme import Indicator, Programme
from tracking.words import Language, numbers, say

_ROW = 22
_ABOVE = 46
# What a row may say beside its value.
_BESIDE = ("rank", "rank_to", "status", "target", "qualifier", "before", "beside", "why")
# How the lines across the rows are drawn, in order; heads on as many levels never meet.
_DASHES = ("dash", "dot")
_LEVEL = 15


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the rows, with its head: the nation, a group, an average."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit's row: its label on the axis and its value; None where there is none."""

    unit: str
    label: str
    value: float | None
    row: Mapping[str, Any]


def sorted_rows(
    rows: pd.DataFrame,
    value: str,
    indicator: Indicator | None,
    programme: Programme,
    language: Language,
) -> list[UnitRow]:
    """The rows from the best down; units without a value last, in the programme's order."""
    order = {code: n for n, code in enumerate(programme.units)}
    lines = []
    for code, number, *rest in columns(rows, "unit", value, *_BESIDE):
        name = unit_name(code, programme, language)
        row = dict(zip(_BESIDE, rest, strict=True))
        lines.append(UnitRow(code, name, number if known(number) else None, row))
    sign = indicator.sign if indicator else 1
    return sorted(
        lines,
        key=lambda line: (
            line.value is None,
            -sign * (line.value or 0.0),
            order.get(line.unit, len(order)),
        ),
    )


def exact(line: UnitRow, indicator: Indicator | None, language: Language) -> str:
    """A row's exact value; a share with one decimal more than the picture has."""
    _ = partial(say, language)
    if line.value is None:
        return _("no value reported")
    if indicator is None:
        return numbers.share(language, line.value, 1)
    qualifier = str(line.row.get("qualifier") or "")
    return numbers.quantity(language, line.value, indicator, qualifier, brief=False)


def rows_chart(
    lines: Sequence[UnitRow],
    data: list[dict[str, Any]],
    labels: Sequence[str],
    across: Sequence[Line],
    indicator: Indicator | None,
    language: Language,
    theme: Theme,
    *,
    values: Sequence[str] = (),
) -> Figure:
    """Rows of units with a value axis, lines across them, and all in words."""
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
    layout = _values_axis(lines, across, indicator, language)
    shapes: list[dict[str, Any]] = []
    beside = values or [short_value(language, line.value, indicator) for line in lines]
    annotations, margin = value_column(beside)
    for level, line in enumerate(across):
        shape, label = _line_across(line, level, indicator, language, colours)
        shapes.append(shape)
        annotations.append(label)
        value = said_value(language, line.value, indicator)
        text += _("; {name} {value}", name=line.name, value=value)
    return figure_of(
        data,
        theme,
        text,
        height=_ABOVE + _ROW * len(lines),
        margin={"t": 28 + _LEVEL * max(0, len(across) - 1), "r": margin},
        xaxis=layout,
        yaxis=rows_axis(labels, tickfont={"color": colours.ink}),
        shapes=shapes,
        annotations=annotations,
    )


def _line_across(
    line: Line, level: int, indicator: Indicator | None, language: Language, colours: Palette
) -> tuple[dict[str, Any], dict[str, Any]]:
    shape = {
        "type": "line",
        "x0": line.value,
        "x1": line.value,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": colours.ink, "width": 1.5, "dash": _DASHES[level]},
    }
    label = {
        "x": line.value,
        "y": 1,
        "yref": "paper",
        "text": f"{plain(line.name)} {short_value(language, line.value, indicator)}",
        "showarrow": False,
        "yanchor": "bottom",
        "yshift": _LEVEL * level,
        "font": {"size": 12},
    }
    return shape, label


def _values_axis(
    lines: Sequence[UnitRow],
    across: Sequence[Line],
    indicator: Indicator | None,
    language: Language,
) -> dict[str, Any]:
    """From 0 (or the lowest negative) to the highest value, with room for the label beside it."""
    _ = partial(say, language)
    known_ends = (
        [line.value for line in lines]
        + [line.row.get(end) for line in lines for end in ("target", "before")]
        + [line.value for line in across]
    )
    values = [v for v in known_ends if known(v)]
    high, low = max(0.0, *values, 0.0), min(0.0, *values, 0.0)
    span = (high - low) or 1.0
    unit = "" if indicator is None else plain(indicator.unit.to(language))
    return {
        "range": [low - 0.04 * span, high + 0.04 * span],
        "nticks": 6,
        "zeroline": low < 0,
        "title": {"text": _("unit: {unit}", unit=unit) if unit else ""},
    } | value_ticks([low, high], indicator, language)
