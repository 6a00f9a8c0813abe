"""What somebody assumes for the coming quarters, in the chart of an indicator's way."""

from functools import partial

import pandas as pd

from tracking.charts.names import columns, said_value
from tracking.charts.style import PALETTES, Figure, Theme, alt, mark
from tracking.programme import Indicator
from tracking.words import Language, numbers, say


def with_assumed(
    figure: Figure,
    start: tuple[int, float],
    rows: pd.DataFrame,
    indicator: Indicator,
    language: Language,
    theme: Theme,
) -> Figure:
    """The figure of charts.path with assumed quarters: hollow squares on a dotted line.

    `rows` as progress.what_if; `start` is the quarter and value they go on from.
    """
    _ = partial(say, language)
    colour = PALETTES[theme].ink
    told = list(columns(rows, "quarter", "value", "status"))
    said = [
        "<br>".join(
            [
                _("{quarter}, assumed", quarter=numbers.quarter(language, quarter)),
                said_value(language, value, indicator),
                mark(language, status),
            ]
        )
        for quarter, value, status in told
    ]
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": _("Assumed"),
        "x": [start[0], *(quarter for quarter, *_rest in told)],
        "y": [start[1], *(value for _quarter, value, _status in told)],
        "line": {"color": colour, "width": 2, "dash": "dot"},
        # The reported point it starts from is drawn by its own line.
        "marker": {"size": [0] + [9] * len(told), "symbol": "square-open", "color": colour,
                   "line": {"width": 2}},
        "hovertext": ["", *said],
        "hoverinfo": "text",
        "legendrank": 1200,
    }  # fmt: skip
    words = _(
        "{alt} Assumed: {last}.",
        alt=alt(figure),
        last=", ".join(said[-1].split("<br>")) if said else numbers.MISSING,
    )
    layout = figure["layout"]
    meta = layout["meta"] | {"alt": words}
    return {"data": [*figure["data"], line], "layout": {**layout, "meta": meta}}
