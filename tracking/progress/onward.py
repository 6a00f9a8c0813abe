"""What is needed from now on to reach a target in time, beside what came of late, in sentences."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from math import isfinite
from typing import Any, Final

from tracking.programme import Indicator
from tracking.words import N_, Language, numbers, say

# An amount is rounded to the indicator's digits where that leaves it as it is, within this share.
EXACT_WITHIN: Final = 0.02


def onward(of: Mapping[str, Any], indicator: Indicator, language: Language) -> list[str]:
    """How much a quarter is needed, how much came recently, and how the two compare."""
    _ = partial(say, language)
    need, recent, times = of["need"], of["recent_pace"], of["acceleration"]
    wanted = indicator.sign * need
    if not isfinite(wanted) or wanted <= 0 or str(of["status"]) == "achieved":
        return []
    if indicator.kind == "milestone":
        return []
    wording = (
        N_("To reach the target in time it has to rise by {amount} per quarter from now on.")
        if need > 0
        else N_("To reach the target in time it has to fall by {amount} per quarter from now on.")
    )
    told = [_(wording, amount=size(language, need, indicator))]
    if isfinite(recent):
        wording = (
            N_("Recently it rose by {amount} per quarter.")
            if recent > 0
            else N_("Recently it fell by {amount} per quarter.")
            if recent < 0
            else N_("Recently it did not move.")
        )
        told.append(_(wording, amount=size(language, recent, indicator)))
    if isfinite(times):
        told.append(
            _("So {times} times the recent pace is needed.", times=_times(language, times))
            if times > 1
            else _("At the recent pace the target is reached in time.")
        )
    return told


def size(language: Language, amount: float, indicator: Indicator) -> str:
    """How much, without its sign and in the indicator's unit: never 0 for what is not 0.

    More digits than the indicator's own only where rounding would change the amount.
    """
    exact = abs(amount)
    digits = range(indicator.decimals, 9)
    close = (n for n in digits if abs(round(exact, n) - exact) <= EXACT_WITHIN * exact)
    shown = replace(indicator, decimals=next(close, indicator.decimals))
    return numbers.difference(language, exact, shown, brief=False).removeprefix("+")


def _times(language: Language, times: float) -> str:
    """More than 1, and said so."""
    digits = next((n for n in range(1, 9) if round(times, n) > 1), 1)
    return numbers.number(language, times, digits)
