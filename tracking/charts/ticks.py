"""Axes that read as people read: quarters by the year's end, numbers in 万 and 亿."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from tracking.charts.names import known, short_value
from tracking.programme import Indicator
from tracking.words import Language, numbers, say


def quarter_ticks(first: int, last: int, language: Language) -> dict[str, Any]:
    """A time axis with a head at the end of each year, so that heads never meet."""
    _ = partial(say, language)
    ends = [q for q in range(first, last + 1) if q % 4 == 3]
    heads = [_("{year} Q4", year=q // 4) for q in ends]
    if len(ends) < 2:
        ends = list(range(first, last + 1))
        heads = [numbers.quarter(language, q, short=True) for q in ends]
    every = -(-len(ends) // 6)
    return {
        "tickmode": "array",
        "tickvals": ends[::-every][::-1],
        "ticktext": [head.replace(" ", "<br>") for head in heads[::-every][::-1]],
        "range": [first - 0.6, last + 0.6],
        "showgrid": False,
        "ticks": "outside",
        "showline": True,
        "minor": {"ticks": "outside", "ticklen": 3, "tick0": 0, "dtick": 1},
    }


def value_ticks(
    values: Sequence[float | None], indicator: Indicator | None, language: Language
) -> dict[str, Any]:
    """Chinese ticks in 万 and 亿, which Plotly's own formats do not know."""
    if indicator is None:
        return {"tickformat": ".0%"}
    highest = max((abs(v) for v in values if known(v)), default=0.0)
    if language == "en" or highest < 10_000:
        return {"tickformat": ",~r" if language == "zh" else ",~s" if highest >= 1e6 else ",~r"}
    step = _step(highest)
    low = min((v for v in values if known(v)), default=0.0)
    n = int(low // step) if low < 0 else 0
    at = [step * k for k in range(n, int(highest // step) + 2)]
    return {
        "tickmode": "array",
        "tickvals": at,
        "ticktext": [short_value(language, v, indicator) for v in at],
    }


def _step(highest: float) -> float:
    """A round distance of ticks: 1, 2 or 5 times a power of ten, about five of them.

    >>> _step(14600), _step(93000)
    (5000.0, 20000.0)
    """
    power = 10.0 ** (len(str(int(highest / 5))) - 1)
    return next(m * power for m in (1, 2, 5, 10) if m * power * 5 >= highest)
