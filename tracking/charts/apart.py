"""Two quarters of each unit on one axis: where it was, where it is, and what lies between."""

from functools import partial

import pandas as pd

from tracking.charts.names import known, said_value, short_value
from tracking.charts.rows import UnitRow, rows_chart, sorted_rows
from tracking.charts.style import PALETTES, Figure, Theme, nothing
from tracking.programme import Indicator, Programme
from tracking.words import N_, Language, numbers, say


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

    `rows`: unit, before, now (shares, or the indicator's own unit), and `why` where the two cannot
    be held against each other although both are known. Customdata is [unit].
    """
    _ = partial(say, language)
    lines = sorted_rows(rows, "now", indicator, programme, language)
    if not lines:
        return nothing(language, theme)
    colours = PALETTES[theme]
    before = [v if known(v) else None for v in (line.row.get("before") for line in lines)]
    joints_x: list[float | None] = []
    joints_y: list[float | None] = []
    hover = []
    words = [numbers.quarter(language, quarter) for quarter in quarters]
    for n, (line, then) in enumerate(zip(lines, before, strict=True)):
        if then is not None and line.value is not None and not line.row.get("why"):
            joints_x += [then, line.value, None]
            joints_y += [n, n, None]
        values = (then, line.value)
        said = [
            f"{w}{_(': ')}{said_value(language, v, indicator)}"
            for w, v in zip(words, values, strict=True)
        ]
        hover.append("<br>".join([line.label, *said, *_why(line, language)]))
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
        _set_apart(line, indicator, language)
        if line.row.get("why")
        else _with_change(line.value, then, indicator, language)
        for line, then in zip(lines, before, strict=True)
    ]
    figure = rows_chart(
        lines,
        data,
        [line.label for line in lines],
        (),
        indicator,
        language,
        theme,
        values=changes,
    )
    figure["layout"] |= {"showlegend": True, "height": figure["layout"]["height"] + 24}
    return figure


def _why(line: UnitRow, language: Language) -> list[str]:
    why = line.row.get("why")
    return [say(language, why)] if why else []


def _set_apart(line: UnitRow, indicator: Indicator | None, language: Language) -> str:
    """A value with a sign that says that the two cannot be compared; the hover says why."""
    return f"{short_value(language, line.value, indicator)} (≠)"


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
