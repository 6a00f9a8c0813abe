"""The method's formulas, written out with the numbers of one row of the assessment."""

from collections.abc import Mapping
from math import floor, isclose, isfinite, log10
from typing import Any

from tracking.programme import Indicator
from tracking.words import N_, Language, say


def formulas(of: Mapping[str, Any], indicator: Indicator, language: Language) -> tuple[str, ...]:
    """Each formula that applies, as “name = letters = numbers = result”.

    The numbers are rounded for reading, in full in the data; letters as in docs/method.md.
    """
    # A milestone is verified or not: there is nothing to work out.
    if not isfinite(of["value"]) or indicator.kind == "milestone":
        return ()
    y, goal, base = of["value"], of["target"], of["baseline"]
    q, q0, due = (int(of[name]) for name in ("quarter", "baseline_quarter", "due"))
    lines: list[tuple[str, str, str, float]] = []
    if isfinite(of["denominator"]):
        parts = f"{plain(indicator.scale)} × {plain(of['numerator'])} / "
        letters = say(language, "scale × numerator / denominator")
        lines.append(("y", letters, parts + plain(of["denominator"]), y))
    if isfinite(of["achieved"]):
        worked = f"({plain(y)} − {signed(base)}) / ({plain(goal)} − {signed(base)})"
        lines.append(("A", "(y − b) / (T − b)", worked, of["achieved"]))
    if isfinite(of["elapsed"]):
        # Before the baseline and after the deadline the elapsed share stays at 0 and 1.
        passed, span = min(max(q - q0, 0), due - q0), due - q0
        lines.append(("x", "(q − q0) / (qT − q0)", f"{passed} / {span}", of["elapsed"]))
    if isfinite(of["expected"]):
        lines.append(("E", *_expected(of, language), of["expected"]))
    if isfinite(of["pace"]):
        worked = f"{plain(of['achieved'])} / {signed(of['expected'])}"
        lines.append(("P", "A / E", worked, of["pace"]))
    if isfinite(of["gap"]):
        sign = indicator.sign
        if isfinite(of["expected"]):
            planned = base + (goal - base) * of["expected"]
            worked = f"{plain(sign)} × ({plain(y)} − {signed(planned)})"
            lines.append(("gap", "d × (y − (b + (T − b) × E))", worked, of["gap"]))
        else:
            worked = f"{plain(sign)} × ({plain(y)} − {signed(goal)})"
            lines.append(("gap", "d × (y − T)", worked, of["gap"]))
    if isfinite(of["ahead"]):
        worked = f"({plain(of['achieved'])} − {q - q0} / {due - q0}) × {due - q0}"
        lines.append(("ahead", "(A − (q − q0) / (qT − q0)) × (qT − q0)", worked, of["ahead"]))
    if isfinite(of["need"]):
        worked = f"({plain(goal)} − {signed(y)}) / {due - q}"
        lines.append(("need", "(T − y) / (qT − q)", worked, of["need"]))
    if isfinite(of["acceleration"]):
        worked = f"{plain(of['need'])} / {signed(of['recent_pace'])}"
        letters = say(language, "need / recent pace")
        lines.append(("acceleration", letters, worked, of["acceleration"]))
    return tuple(
        f"{_name(language, name)} = {letters} = {worked}"
        + ("" if worked == plain(result) else f" {equals(result)}")
        for name, letters, worked, result in lines
    )


NAMES = {
    "y": N_("Value y"),
    "A": N_("Achieved share A"),
    "x": N_("Elapsed share x"),
    "E": N_("Expected share E"),
    "P": N_("Pace P"),
    "gap": N_("Gap"),
    "ahead": N_("Quarters ahead"),
    "need": N_("Needed per quarter"),
    "acceleration": N_("Acceleration"),
}


def _name(language: Language, name: str) -> str:
    return say(language, NAMES[name])


def _expected(of: Mapping[str, Any], language: Language) -> tuple[str, str]:
    x = plain(of["elapsed"])
    if of["path"] == "plan" and "plan_as_linear" not in of["marks"]:
        base = signed(of["baseline"])
        worked = f"({plain(of['path_value'])} − {base}) / ({plain(of['target'])} − {base})"
        return say(language, "(planned − b) / (T − b)"), worked
    if of["path"] == "s_curve":
        return "3x² − 2x³", f"3 × {x}^2 − 2 × {x}^3"
    if of["path"] == "geometric" and of["elapsed"] < 1:
        growth = f"({plain(of['target'])} / {signed(of['baseline'])})"
        return "((T / b)^x − 1) / (T / b − 1)", f"({growth}^{x} − 1) / ({growth} − 1)"
    return "x", x


def plain(value: float) -> str:
    """As many digits as a reader works with: four decimals, of small numbers four digits.

    >>> plain(47.5), plain(-1 / 3), plain(1e7), plain(0.0123456), plain(1234.5678)
    ('47.5', '−0.3333', '10000000', '0.01235', '1234.57')
    """
    size = abs(value)
    decimals = 2 if size >= 100 else 4
    if 0 < size < 0.1:
        decimals = min(3 - floor(log10(size)), 12)
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.replace("-", "−")


def equals(value: float) -> str:
    """“= 0.75”, or “≈ 0.3333” where that is not all of it."""
    text = plain(value)
    exact = isclose(float(text.replace("−", "-")), value, rel_tol=1e-9, abs_tol=1e-12)
    return f"{'=' if exact else '≈'} {text}"


def signed(value: float) -> str:
    """The same, in brackets where it is negative."""
    return f"({plain(value)})" if value < 0 else plain(value)
