"""From what somebody typed, in a form, a file or a command line, to a target; or what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Final

import pandas as pd

from tracking.intake import numbers as amounts
from tracking.intake.matching import Names, bare, indicator_names, unit_names
from tracking.intake.periods import day_of, period_of
from tracking.programme import (
    NATION,
    PATHS,
    Indicator,
    Interim,
    Path,
    Programme,
    Quarter,
    Target,
    interim_text,
)
from tracking.programme.interim import BETWEEN
from tracking.progress.explain import PATH_NAMES
from tracking.targets.faults import Fault
from tracking.words import LANGUAGES, N_, Text, say

_WHOLE_NATION: Final = frozenset({"nation", "全国", "全国合计", "国家"})
_SHORT_PATHS: Final = {
    "匀速": "linear", "直线": "linear", "straight": "linear", "计划": "plan", "planned": "plan",
    "等比": "geometric", "s形": "s_curve", "s型": "s_curve", "scurve": "s_curve",
}  # fmt: skip
# Nobody types a longer text.
LONGEST: Final = 500


_SAY_INDICATOR: Final = N_("Say which indicator it is for.")
_SAY_UNIT: Final = N_("Say for whom it is: the nation, a region or a ministry.")
_NO_INDICATOR: Final = N_("No indicator is called “{found}”.")
_NO_UNIT: Final = N_("No unit is called “{found}”.")
_NEAREST: Final = {
    _NO_INDICATOR: N_("No indicator is called “{found}”. Closest known: {nearest}."),
    _NO_UNIT: N_("No unit is called “{found}”. Closest known: {nearest}."),
}


@dataclass(frozen=True, slots=True)
class Read:
    """What was typed, as a target; None with the faults that stand in the way."""

    target: Target | None
    faults: tuple[Fault, ...]


class Reader:
    """Reads what is typed of targets of one programme; without a day they hold from `today`."""

    def __init__(self, programme: Programme, today: date) -> None:
        self._programme = programme
        self._today = today
        self._units = unit_names(programme)
        self._indicators = indicator_names(programme)

    def read(self, typed: Mapping[str, str]) -> Read:
        """The target that these fields state, by the codes of FIELDS; what is missing is "".

        Only what was typed is judged here; checks.faults judges the target.
        """
        of = _Typed(typed)
        code = of.named("indicator", self._indicators, _NO_INDICATOR, _SAY_INDICATOR)
        unit = of.named("unit", self._units, _NO_UNIT, _SAY_UNIT)
        indicator = self._programme.indicators.get(code)
        value = of.amount("value", indicator)
        due = of.quarter("due")
        if not of.text("value"):
            of.fault("value", N_("Say the target value."))
        if not of.text("due"):
            of.fault("due", N_("Say by which quarter’s end it is due."))
        baseline, start = of.amount("baseline", indicator), of.quarter("baseline_quarter")
        interim = of.interim(indicator)
        path = of.path(interim)
        effective = of.day("effective") or self._today
        basis = Text(of.text("basis_zh"), of.text("basis_en"))
        reason = of.text("reason")
        if of.faults or value is None or due is None:
            return Read(None, tuple(of.faults))
        target = Target(
            code, unit, value, due, baseline, start, path, basis, effective, interim, reason
        )
        return Read(target, ())


def typed_of(target: Target) -> dict[str, str]:
    """A target as it is typed: what a form starts with, and what a template holds."""
    start = target.baseline_quarter
    return {
        "indicator": target.indicator,
        "unit": target.unit,
        "value": number_text(target.value),
        "due": str(target.due),
        "baseline": "" if target.baseline is None else number_text(target.baseline),
        "baseline_quarter": "" if start is None else str(start),
        "path": target.path,
        "interim": interim_text(target.interim),
        "basis_zh": target.basis.zh,
        "basis_en": target.basis.en,
        "effective": target.effective.isoformat(),
        "reason": target.reason,
    }


def number_text(value: float) -> str:
    """A number as it is typed.

    >>> number_text(12000.0), number_text(75.25)
    ('12000', '75.25')
    """
    return f"{value:.15g}"


def amount_of(text: str, indicator: Indicator | None) -> float | None:
    """The number that a text states in the indicator's unit; None where it states none, or vaguely.

    >>> amount_of("1.2万", None), amount_of("超过100", None)
    (12000.0, None)
    """
    plain = amounts.tidy(text)
    if indicator is not None:
        for unit in (indicator.unit.zh, indicator.unit.en, indicator.unit.one):
            plain = plain.removesuffix(amounts.tidy(unit)) if unit else plain
    found = amounts.parse(pd.Series([plain], dtype="str"))
    if not found.ok[0] or found.qualifier[0] or found.unit_mark[0] in ("%", "‰"):
        return None
    value = float(found.value[0])
    return value if isfinite(value) else None


class _Typed:
    """The fields of one target; what cannot be read becomes a fault."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self._typed = typed
        self.faults: list[Fault] = []

    def fault(self, field: str, message: str, **values: object) -> None:
        self.faults.append(Fault(field, message, values))

    def text(self, field: str) -> str:
        text = self._typed.get(field, "").strip()
        if len(text) > LONGEST:
            self.fault(field, N_("Write no more than {n} characters."), n=LONGEST)
        return text[:LONGEST]

    def named(self, field: str, names: Names, unknown: str, missing: str) -> str:
        """The code of what is called so."""
        text = self.text(field)
        if not text:
            self.fault(field, missing)
            return ""
        if field == "unit" and bare(text) in _WHOLE_NATION:
            return NATION
        found = names.find(text)
        if len(found) == 1:
            return names.codes[found[0]]
        nearest = tuple(names.shown[p] for p in found) or names.nearest(text)
        if nearest:
            self.fault(field, _NEAREST[unknown], found=text, nearest=nearest)
        else:
            self.fault(field, unknown, found=text)
        return ""

    def amount(self, field: str, indicator: Indicator | None) -> float | None:
        text = self.text(field)
        value = amount_of(text, indicator) if text else None
        if text and value is None:
            self.fault(field, N_("“{found}” is no number. Write it like 12000 or 1.2万."),
                       found=text)  # fmt: skip
        return value

    def quarter(self, field: str) -> Quarter | None:
        text = self.text(field)
        quarter = _quarter_of(text) if text else None
        if text and quarter is None:
            self.fault(field, N_("“{found}” is no quarter. Write it like 2025Q4 or 2025年四季度."),
                       found=text)  # fmt: skip
        return quarter

    def day(self, field: str) -> date | None:
        text = self.text(field)
        day = day_of(text) if text else None
        if text and day is None:
            self.fault(field, N_("“{found}” is no day. Write it like 2024-03-15 or 2024年3月15日."),
                       found=text)  # fmt: skip
        return day

    def interim(self, indicator: Indicator | None) -> Interim:
        steps: list[tuple[Quarter, float]] = []
        for part in BETWEEN.split(self.text("interim")):
            if not part.strip():
                continue
            when, _, amount = part.replace("＝", "=").partition("=")
            quarter, value = _quarter_of(when), amount_of(amount, indicator)
            if quarter is None or value is None:
                self.fault("interim", N_(
                    "“{found}” is no interim target. Write quarter=value, one after the other, like"
                    " 2023Q4=500;2024Q4=900."), found=part.strip())  # fmt: skip
                return ()
            steps.append((quarter, value))
        return tuple(sorted(steps))

    def path(self, interim: Interim) -> Path:
        """The path; without one interim targets mean a planned path."""
        text = bare(self.text("path"))
        names = {bare(say(one, name)): code for code, name in PATH_NAMES.items()
                 for one in LANGUAGES}  # fmt: skip
        code = names.get(text) or _SHORT_PATHS.get(text, text)
        if code and code not in PATHS:
            self.fault("path", N_("“{found}” is no path. There are linear, plan, geometric and"
                                  " s_curve."), found=self.text("path"))  # fmt: skip
        return code if code in PATHS else "plan" if interim else "linear"


def _quarter_of(text: str) -> Quarter | None:
    found = period_of(text)
    return found.quarter if found is not None and found.at_end else None
