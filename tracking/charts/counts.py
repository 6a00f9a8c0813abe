"""How many indicators stand where, chain by chain; and one region's chains beside the nation's."""

from functools import partial
from typing import Any

import pandas as pd

from tracking.charts.names import columns, joined, known, leaders, name_of, percentage, unit_name
from tracking.charts.style import (
    PALETTES,
    STATUS_STYLE,
    Figure,
    Theme,
    figure_of,
    hatched,
    mark,
    nothing,
    rows_axis,
    value_column,
)
from tracking.programme import NATION, Programme
from tracking.words import Language, say

_ROW = 34


def status_counts(
    rows: pd.DataFrame, programme: Programme, language: Language, theme: Theme, by: str = "chain"
) -> Figure:
    """Stacked bars of how many indicators have each status, worst first, one bar a chain or unit.

    `rows`: `by` ("chain" or "unit") and n_<status>, of one quarter. A segment's customdata is
    [chain or unit, status].
    """
    _ = partial(say, language)
    every = {s: rows[f"n_{s}"].tolist() for s in STATUS_STYLE if f"n_{s}" in rows}
    counts = {status: of for status, of in every.items() if any(of)}
    if not counts:
        return nothing(language, theme)
    codes = rows[by].tolist()
    names = [name_of(code, by, programme, language) for code in codes]
    sums = [int(sum(of)) for of in zip(*counts.values(), strict=True)]
    data = []
    for status, of in counts.items():
        said = mark(language, status)
        hover = [
            _("{name}<br>{status}: {n} of {all}", name=name, status=said, n=int(n), all=total)
            for name, n, total in zip(names, of, sums, strict=True)
        ]
        data.append(_segment(status, of, codes, theme) | {"name": said, "hovertext": hover})
    totals = joined(language, (f"{mark(language, s)} {int(sum(of))}" for s, of in counts.items()))
    return figure_of(
        data,
        theme,
        _("Indicators by status: {counts}.", counts=totals),
        height=96 + _ROW * len(codes),
        barmode="stack",
        bargap=0.25,
        showlegend=True,
        legend={"traceorder": "normal"},
        xaxis={"visible": False},
        yaxis=rows_axis(names, tickfont={"color": PALETTES[theme].ink}),
    )


def _segment(status: str, of: list[int], codes: list[str], theme: Theme) -> dict[str, Any]:
    style = STATUS_STYLE[status]
    return {
        "type": "bar",
        "orientation": "h",
        "x": of,
        "y": list(range(len(of))),
        "text": [_count(style.symbol, int(n)) for n in of],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {"color": style.text, "size": 12},
        "constraintext": "none",
        "marker": {
            "color": style.colour,
            "pattern": hatched(style.pattern),
            "line": {"width": 1, "color": PALETTES[theme].paper},
        },
        "customdata": [[code, status] for code in codes],
        "hoverinfo": "text",
    }


def _count(symbol: str, n: int) -> str:
    """What stands in a segment: symbol and number, for those who tell no colours apart."""
    if not n:
        return ""
    # A dash would make the number a negative one; its hatching tells it.
    return str(n) if symbol == "–" else f"{symbol}\u2009{n}"


def profile(
    rows: pd.DataFrame, unit: str, programme: Programme, language: Language, theme: Theme
) -> Figure:
    """A region's chains as bars, the nation and the region's group marked on them.

    `rows`: unit, chain, index, expected; of one quarter, for the unit, "nation" and "group:…".
    A bar's customdata is [unit, chain].
    """
    _ = partial(say, language)
    table = {(u, c): (i, e) for u, c, i, e in columns(rows, "unit", "chain", "index", "expected")}
    chains = [code for code in programme.chains if (unit, code) in table]
    if not chains:
        return nothing(language, theme)
    colours = PALETTES[theme]
    names = [name_of(code, "chain", programme, language) for code in chains]
    own = [table[unit, code][0] for code in chains]
    plan = [table[unit, code][1] for code in chains]
    where = programme.units[unit].group if unit in programme.units else ""
    others = [(NATION, "line-ns-open", colours.ink), (f"group:{where}", "diamond", colours.rule)]
    at = list(range(len(chains)))
    said = [percentage(language, value) for value in own]
    hover = [
        _("{name}<br>Index {index}, expected {expected}", name=n, index=i, expected=e)
        for n, i, e in zip(names, said, (percentage(language, e) for e in plan), strict=True)
    ]
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": unit_name(unit, programme, language),
            "x": [value if known(value) else None for value in own],
            "y": at,
            "width": 0.55,
            "marker": {"color": colours.accent},
            "customdata": [[unit, code] for code in chains],
            "hovertext": hover,
            "hoverinfo": "text",
        }
    ]
    for other, symbol, colour in others:
        values = [table.get((other, code), (None,))[0] for code in chains]
        if not any(known(value) for value in values):
            continue
        name = unit_name(other, programme, language)
        size = 22 if other == NATION else 10
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": [value if known(value) else None for value in values],
                "y": at,
                "marker": {
                    "symbol": symbol,
                    "size": size,
                    "color": colour,
                    "line": {"width": 2 if other == NATION else 1, "color": colour},
                },
                "hovertext": [f"{name} {percentage(language, v)}" for v in values],
                "hoverinfo": "text",
            }
        )
    column, margin = value_column(said)
    order = sorted((i for i in at if known(own[i])), key=lambda i: -own[i])
    text = _(
        "{unit}, index by chain: {chains}.",
        unit=unit_name(unit, programme, language),
        chains=leaders(language, [names[i] for i in order], [said[i] for i in order], len(order))
        or _("no value"),
    )
    return figure_of(
        data,
        theme,
        text,
        height=80 + _ROW * len(chains),
        showlegend=True,
        xaxis={"range": [0, 1.04], "tickformat": ".0%", "nticks": 6},
        yaxis=rows_axis(names, tickfont={"color": colours.ink}),
        annotations=column,
        margin={"r": margin},
    )
