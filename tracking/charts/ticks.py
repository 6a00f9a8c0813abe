"""Axes that read as people read: quarters by the year's end, numbers in 万 and 亿."""

from collections.abc import Sequence
from functools import partial
from math import ceil, floor, log10
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
    values: Sequence[float | None],
    indicator: Indicator | None,
    language: Language,
    *,
    from_zero: bool = True,
) -> dict[str, Any]:
    """Ticks for these values: shares in %, Chinese numbers in 万 and 亿, which Plotly has not."""
    if indicator is None:
        return {"tickformat": ".0%"}
    low, high = _span(values, from_zero=from_zero)
    highest = max(abs(low), abs(high))
    if language == "en" or highest < 10_000 or low == high:
        return {"tickformat": ",~s" if language == "en" and highest >= 1e6 else ",~r"}
    said = said_ticks(values, indicator, language, from_zero=from_zero)
    return {
        "tickmode": "array",
        "tickvals": [at for at, _head in said],
        "ticktext": [head for _at, head in said],
    }


def said_ticks(
    values: Sequence[float | None],
    indicator: Indicator,
    language: Language,
    *,
    from_zero: bool = True,
) -> list[tuple[float, str]]:
    """Round values that span these, each with how it is said: for what draws its own axis.

    Equal values have one more step on either side.
    """
    low, high = _span(values, from_zero=from_zero)
    if low == high:
        low, high = low - (abs(low) or 1), high + (abs(high) or 1)
    step = _step(high - low)
    at = [step * n for n in range(floor(low / step), ceil(high / step) + 1)]
    heads = [short_value(language, value, indicator) for value in at]
    decimals = indicator.decimals
    while len(set(heads)) < len(heads):
        heads = [numbers.number(language, value, decimals) for value in at]
        decimals += 1
    return list(zip(at, heads, strict=True))


def _span(values: Sequence[float | None], *, from_zero: bool) -> tuple[float, float]:
    there = [value for value in values if known(value)]
    low, high = min(there, default=0.0), max(there, default=0.0)
    return (min(low, 0.0), max(high, 0.0)) if from_zero else (low, high)


def _step(span: float) -> float:
    """A round distance of about five ticks: 1, 2 or 5 times a power of ten.

    >>> _step(14600), _step(93000)
    (5000.0, 20000.0)
    """
    power = 10.0 ** floor(log10(span / 5))
    return next(n * power for n in (1, 2, 5, 10) if n * power * 5 >= span)
