"""The growth-ratio reading in words, as formulas with their numbers, and as data."""

from collections.abc import Mapping
from functools import partial
from math import isfinite
from typing import Any, Final

from tracking.programme import Indicator, Quarter
from tracking.progress.formulas import plain, signed
from tracking.progress.growth_ratio import NEAR_LIMIT, OF_GROWTH, QUARTERS, READINGS, REFUSALS
from tracking.words import N_, Language, numbers, say

Of = Mapping[Any, Any]

READING_NAMES: Final = {
    "target_achieved": N_("Target achieved"),
    "substantial_progress": N_("Substantial progress"),
    "moderate_progress": N_("Progress, but acceleration needed"),
    "limited_progress": N_("Limited progress"),
    "deterioration": N_("Deterioration"),
    "refused": N_("Cannot be read so"),
}
# A milestone and what nobody has reported are not asked about.
_REFUSALS: Final = {
    "milestone": N_("a milestone is verified or not"),
    "not_reported": N_("nothing was reported"),
    "stale": N_("the last report is too old"),
    "insufficient": N_("too few units reported"),
    "steady": N_("what must hold in every quarter has no way to go"),
    "break": N_("the definition changed after the baseline"),
    "no_baseline": N_("there is no baseline"),
    "zero_baseline": N_("the baseline is 0, and growth from nothing has no rate"),
    "zero_value": N_("the value is 0, which no rate of growth leads to"),
    "zero_target": N_("the target is 0, which no rate of growth leads to"),
    "signs": N_("baseline, value and target are not all above or all below 0"),
    "no_time": N_("there is no time between the baseline and the value or the deadline"),
    "no_way": N_("the target is the baseline itself"),
}
_NUMBERS: Final = (
    "base", "value", "target", "limit", "observed", "required", "ratio", "coefficient", "score",
)  # fmt: skip

assert set(READING_NAMES) == set(READINGS)
assert {"", *_REFUSALS} == set(REFUSALS)


def reading_name(language: Language, code: str) -> str:
    """A class of the reading, in words."""
    return say(language, READING_NAMES[code])


def refusal_said(language: Language, code: str) -> str:
    """Why a series cannot be read so; "" where it can."""
    return say(language, _REFUSALS[code]) if code in _REFUSALS else ""


def growth_said(of: Of, indicator: Indicator, language: Language) -> list[str]:
    """The same figures read by growth ratio, or why they cannot be; nothing of a milestone."""
    _ = partial(say, language)
    refusal = str(of["refusal"])
    if refusal in ("milestone", "not_reported"):
        return []
    if refusal:
        return [_("By growth ratio it cannot be read: {reason}.",
                  reason=refusal_said(language, refusal))]  # fmt: skip
    growth = {
        "base": numbers.quantity(language, of["base"], indicator, brief=False),
        "since": numbers.quarter(language, int(of["base_quarter"])),
        "observed": _rate(language, of["observed"]),
    }
    reading = _("By growth ratio: {reading}.", reading=reading_name(language, str(of["reading"])))
    came = _("From {base} at the end of {since} its growth was {observed} a year.", **growth)
    told = [reading, came]
    if isfinite(of["target"]):
        if isfinite(of["ratio"]):
            told.append(
                _(
                    "The target requires {required} a year; the ratio is {ratio}, the score {score}"
                    " on a scale from −5 to 5.",
                    required=_rate(language, of["required"]),
                    ratio=numbers.number(language, of["ratio"], 2),
                    score=numbers.number(language, of["score"], 1),
                )
            )
    else:
        told.append(
            _(
                "There is no target: from {high} a year progress is substantial, from {middle} it"
                " needs acceleration; the score is {score} on a scale from −5 to 5.",
                high=_rate(language, OF_GROWTH[2] * of["coefficient"]),
                middle=_rate(language, OF_GROWTH[1] * of["coefficient"]),
                score=numbers.number(language, of["score"], 1),
            )
        )
    if not of["base_stated"]:
        told.append(_("No baseline is stated; it grows from its first report."))
    return told


def growth_formulas(of: Of, indicator: Indicator, language: Language) -> tuple[str, ...]:
    """The reading's formulas, as “name = letters = numbers = result”; letters as in the method."""
    _ = partial(say, language)
    if str(of["refusal"]):
        return ()
    base, value, target = (of[name] for name in ("base", "value", "target"))
    passed = int(of["value_quarter"]) - int(of["base_quarter"])
    lines = [_growth(_("growth a year"), value, base, passed, "y", of["observed"])]
    d = "d" if base > 0 else "−d"
    sign = "" if indicator.sign * base > 0 else "−"
    if not isfinite(target):
        lines.append(f"{d} × g = {sign}{signed(of['observed'])} ≈ {plain(of['ratio'])}")
        if of["coefficient"] < 1:
            lines.append(_near_limit(abs(base), abs(of["limit"]), of["coefficient"]))
        return tuple(lines)
    span = int(of["due"]) - int(of["base_quarter"])
    lines.append(_growth(_("required a year"), target, base, span, "T", of["required"], "g*"))
    if isfinite(of["ratio"]):
        worked = f"{sign}{signed(of['observed'])} / |{plain(of['required'])}|"
        lines.append(f"R = {d} × g / |g*| = {worked} ≈ {plain(of['ratio'])}")
    return tuple(lines)


def growth_data(of: Of) -> dict[str, Any]:
    """The reading as plain data; numbers that are not there are None."""
    quarters = {name: int(of[name]) for name in ("base_quarter", "value_quarter", "due")}
    return {
        "reading": str(of["reading"]),
        "refusal": str(of["refusal"]),
        "base_stated": bool(of["base_stated"]),
        **{name: str(Quarter(at)) if at >= 0 else None for name, at in quarters.items()},
        **{name: float(of[name]) if isfinite(of[name]) else None for name in _NUMBERS},
    }


def _near_limit(size: float, limit: float, result: float) -> str:
    letters, worked = "|b| / |L|", f"{plain(size)} / {plain(limit)}"
    if size > limit:
        letters = "(2|L| − |b|) / |L|"
        worked = f"(2 × {plain(limit)} − {plain(size)}) / {plain(limit)}"
    power = plain(NEAR_LIMIT)
    return f"C = 1 − ({letters})^{power} = 1 − ({worked})^{power} ≈ {plain(result)}"


def _rate(language: Language, rate: float) -> str:
    return numbers.share(language, rate, 2 if abs(rate) < 0.01 else 1)


def _growth(
    name: str, later: float, base: float, quarters: int, letter: str, result: float, of: str = "g"
) -> str:
    worked = f"({plain(later)} / {signed(base)})^({QUARTERS} / {quarters}) − 1"
    return f"{name} {of} = ({letter} / b)^({QUARTERS} / n) − 1 = {worked} ≈ {plain(result)}"
