"""Several indicators towards their targets on one axis: shares of the target."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from tracking.charts.names import columns, known, leaders, percentage, said_value
from tracking.charts.style import (
    PALETTES,
    STATUS_STYLE,
    Figure,
    Theme,
    figure_of,
    hatched,
    mark,
    nothing,
    plain,
    rows_axis,
    value_column,
)
from tracking.programme import Programme
from tracking.words import Language, numbers, say

_ROW = 34


def bullets(
    rows: pd.DataFrame,
    programme: Programme,
    language: Language,
    theme: Theme,
    *,
    before: Mapping[str, float] | None = None,
) -> Figure:
    """Bars of what each indicator has of its target, which is 100%; a tick where it should be.

    `rows` of an assessment: indicator, unit, value, target (not 0), path_value, status, qualifier.
    `before` is the value one quarter (or one year) earlier, by indicator. A bar's customdata is
    [indicator, unit].
    """
    _ = partial(say, language)
    if rows.empty:
        return nothing(language, theme)
    colours = PALETTES[theme]
    names = ("indicator", "unit", "value", "target", "path_value", "status", "qualifier")
    told = list(columns(rows, *names))
    earlier = before or {}
    shares = [value / target if known(value) else None for _i, _u, value, target, *_r in told]
    planned = [p / target if known(p) else None for _i, _u, _v, target, p, *_r in told]
    was = [
        earlier[code] / target if known(earlier.get(code)) else None
        for code, _u, _v, target, *_r in told
    ]
    hover = []
    for code, _unit, value, target, plan, status, qualifier in told:
        indicator = programme.indicators[code]
        said = partial(said_value, language, indicator=indicator)
        lines = [
            plain(indicator.name.to(language)),
            numbers.quantity(language, value, indicator, qualifier, brief=False),
            mark(language, status),
            _("Target {value}", value=said(target)),
        ]
        if known(plan):
            lines.append(_("Planned by now {value}", value=said(plan)))
        if known(earlier.get(code)):
            lines.append(_("Before {value}", value=said(earlier[code])))
        hover.append("<br>".join(lines))
    at = list(range(len(told)))
    styles = [STATUS_STYLE[status] for *_rest, status, _qualifier in told]
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "showlegend": False,
            "x": shares,
            "y": at,
            "width": 0.5,
            "marker": {
                "color": [style.colour for style in styles],
                "pattern": hatched([style.pattern for style in styles]),
            },
            "unselected": {"marker": {"opacity": 1}},
            "customdata": [[code, unit] for code, unit, *_rest in told],
            "hovertext": hover,
            "hoverinfo": "text",
        }
    ]
    for name, values, symbol, size in (
        (_("Planned by now"), planned, "line-ns-open", 24),
        (_("Before"), was, "diamond-open", 9),
    ):
        if any(known(value) for value in values):
            data.append(_marks(name, values, at, symbol, size, colours.ink))
    heads = [plain(programme.indicators[code].name.to(language)) for code, *_rest in told]
    said_shares = [percentage(language, share) for share in shares]
    notes, margin = value_column(said_shares)
    high = max([1.0, *(v for v in (*shares, *planned, *was) if known(v))])
    low = min([0.0, *(v for v in (*shares, *planned, *was) if known(v))])
    text = _(
        "Shares of the target: {shares}.",
        shares=leaders(language, heads, said_shares, at_most=len(heads)),
    )
    line = {"color": colours.ink, "width": 2}
    return figure_of(
        data,
        theme,
        text,
        height=64 + _ROW * len(told),
        showlegend=len(data) > 1,
        margin={"r": margin},
        xaxis={"range": [low, 1.04 * high], "tickformat": ".0%", "nticks": 6},
        yaxis=rows_axis(heads, tickfont={"color": colours.ink}),
        shapes=[
            {"type": "line", "x0": 1, "x1": 1, "yref": "paper", "y0": 0, "y1": 1, "line": line}
        ],
        annotations=notes,
    )


def _marks(
    name: str, values: list[float | None], at: list[int], symbol: str, size: int, colour: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": values,
        "y": at,
        "marker": {"symbol": symbol, "size": size, "color": colour, "line": {"width": 2}},
        "hoverinfo": "skip",
    }
