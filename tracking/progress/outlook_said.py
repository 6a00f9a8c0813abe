"""The outlook of one series in words, as formulas with their numbers, and as data."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import isfinite
from typing import Any, Final

from tracking.programme import Indicator, OutlookSettings, Programme, Quarter
from tracking.progress.formulas import plain, signed
from tracking.progress.outlook import LIKELIHOODS, likelihood_of
from tracking.words import N_, Language, numbers, say, say_n

Of = Mapping[Any, Any]

_LIKELIHOODS: Final = {
    "likely": N_("likely"),
    "uncertain": N_("uncertain"),
    "unlikely": N_("unlikely"),
    "not_assessed": N_("not assessed"),
}
# A chance beyond these is not told as certain: the method does not know so much.
_SURE, _NONE = 0.99, 0.01
_SMALLEST: Final = 0.0001
# Without a target or a report, of a milestone, and at the deadline nobody looks for an outlook.
_REASONS: Final = {
    "stale": N_("the last report is too old"),
    "insufficient": N_("too few units reported"),
    "corrected": N_("corrections leave no quarters to tell by how much it varies"),
    "gap": N_("fewer than {n} quarters with data since the last quarter without"),
    "few": N_("fewer than {n} quarters with data since the last break"),
}
_NUMBERS: Final = (
    "value", "slope", "strength", "same", "growth", "centre", "full_pace", "se", "t", "low",
    "high", "hit",
)  # fmt: skip

assert set(_LIKELIHOODS) == set(LIKELIHOODS)


def likelihood_name(language: Language, code: str) -> str:
    """How likely the target is reached, in a word."""
    return say(language, _LIKELIHOODS[code])


def chance_said(language: Language, hit: float, settings: OutlookSettings) -> str:
    """A chance in per cent: never as certain as 0 or 100, never in per cent of another word."""
    if hit > _SURE:
        return say(language, "over {share}", share=numbers.share(language, _SURE))
    if hit < _NONE:
        return say(language, "under {share}", share=numbers.share(language, _NONE))
    return numbers.share_in_class(language, hit, lambda told: int(likelihood_of(told, settings)))


def outlook_brief(language: Language, of: Of, programme: Programme) -> str:
    """For a table's cell: the word with the chance behind it; nothing where there is none."""
    if str(of["likelihood"]) == "not_assessed":
        return ""
    return say(
        language,
        "{likelihood} ({chance})",
        likelihood=likelihood_name(language, str(of["likelihood"])),
        chance=chance_said(language, of["hit"], programme.outlook),
    )


def outlook_said(
    of: Of, due: int, indicator: Indicator, programme: Programme, language: Language
) -> list[str]:
    """Where the series is likely to be at its deadline, and how likely the target is reached."""
    _ = partial(say, language)
    if str(of["likelihood"]) == "not_assessed":
        return reason_said(of, programme, language)
    said = partial(numbers.quantity, language, indicator=indicator, brief=False)
    settings = programme.outlook
    told = [
        _(
            "If recent pace partly continues, it is about {centre} by the end of {due}, with"
            " {confidence} confidence between {low} and {high}.",
            centre=said(of["centre"]),
            due=numbers.quarter(language, due),
            confidence=numbers.share(language, settings.confidence),
            low=said(of["low"]),
            high=said(of["high"]),
        ),
        _(
            "The chance to reach the target is {chance}: {likelihood}.",
            chance=chance_said(language, of["hit"], settings),
            likelihood=likelihood_name(language, str(of["likelihood"])),
        ),
        _("If recent pace continued in full, it would be {value}.", value=said(of["full_pace"])),
    ]
    if of["n"] < 2 * settings.least_quarters:
        told.append(_("It rests on {n} quarters only.", n=int(of["n"])))
    return told


def reason_said(of: Of, programme: Programme, language: Language) -> list[str]:
    """Why there is no outlook; nothing where nobody would look for one."""
    code = str(of["reason"])
    if code not in _REASONS:
        return []
    reason = say(language, _REASONS[code], n=programme.outlook.least_quarters)
    return [say(language, "There is no outlook: {reason}.", reason=reason)]


def outlook_formulas(
    of: Of, target: float, indicator: Indicator, programme: Programme, language: Language
) -> tuple[str, ...]:
    """The outlook's formulas, as “name = letters = numbers = result”; letters as in the method."""
    _ = partial(say, language)
    if str(of["likelihood"]) == "not_assessed":
        return ()
    y, h, centre, se = (of[name] for name in ("value", "horizon", "centre", "se"))
    way, rate = str(of["way"]), plain(of["slope"])
    phi = programme.outlook.damping
    if way == "level":
        lines = [
            f"s = {_('Theil–Sen slope of {n} quarters', n=int(of['n']))} = {rate}",
            f"ŷ = y + s × Σ {plain(phi)}^i = {plain(y)} + {signed(of['slope'])} ×"
            f" {plain(phi * (1 - phi**h) / (1 - phi))} ≈ {plain(centre)}",
        ]
    elif way == "flow":
        lines = [
            f"r = ½ (f + {_('mean of the last 4')}) = {rate}",
            f"ŷ = C + H × r = {plain(y)} + {int(h)} × {signed(of['slope'])} ≈ {plain(centre)}",
        ]
    else:
        lines = [
            f"ŷ = C + S × (1 + g) / 2 = {plain(y)} + {plain(of['same'])} ×"
            f" (1 + {plain(of['growth'])}) / 2 ≈ {plain(centre)}"
            f" ({_('S: the same quarters of last year; g: last year against the one before')})"
        ]
    wide = f"{plain(of['t'])} × {plain(se)}"
    lines.append(
        f"{_('Interval')} = ŷ ± t × se = {plain(centre)} ± {wide} ="
        f" {plain(of['low'])} … {plain(of['high'])}"
    )
    sign = "" if indicator.sign > 0 else "−"
    lines.append(
        f"P = 1 − F(d × (T − ŷ) / se; {int(of['degrees'])}) = 1 − F({sign}({plain(target)} −"
        f" {signed(centre)}) / {plain(se)}; {int(of['degrees'])}) {_hit(of['hit'])}"
    )
    return tuple(lines)


def _hit(hit: float) -> str:
    """A chance as a result; four decimals, for the method does not know more."""
    if 0 < hit < _SMALLEST:
        return f"< {plain(_SMALLEST)}"
    if 1 - _SMALLEST < hit < 1:
        return f"> {plain(1 - _SMALLEST)}"
    return f"≈ {plain(round(hit, 4))}"


def outlooks_said(likelihoods: Sequence[str], language: Language) -> str:
    """How many targets are likely to be reached; "" where nothing has an outlook."""
    judged = [code for code in likelihoods if code != "not_assessed"]
    if not judged:
        return ""
    return say_n(
        language,
        "If recent pace partly continues, of {n} indicator with an outlook {likely} is likely"
        " to reach its target, {uncertain} uncertain, {unlikely} unlikely.",
        "If recent pace partly continues, of {n} indicators with an outlook {likely} are likely"
        " to reach their target, {uncertain} uncertain, {unlikely} unlikely.",
        len(judged),
        **{code: judged.count(code) for code in ("likely", "uncertain", "unlikely")},
    )


def outlook_data(of: Of) -> dict[str, Any]:
    """The outlook as plain data; numbers that are not there are None."""
    last = int(of["last"])
    return {
        "likelihood": str(of["likelihood"]),
        "reason": str(of["reason"]),
        "way": str(of["way"]),
        "last_quarter": str(Quarter(last)) if last >= 0 else None,
        **{name: int(of[name]) for name in ("n", "horizon", "degrees")},
        **{name: float(of[name]) if isfinite(of[name]) else None for name in _NUMBERS},
    }
