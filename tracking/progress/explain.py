"""Every status explains itself: sentences, formulas with their numbers, and data.

Method: docs/method.md, “Explaining a status”.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from math import isfinite
from typing import Any

import pandas as pd

from tracking.programme import NATION, Indicator, Programme, Quarter, read_interim
from tracking.progress.absent import absent_data, absent_of, absent_said
from tracking.progress.columns import SUMS
from tracking.progress.formulas import formulas
from tracking.progress.names import marks_said, quotable, status_meaning, status_name
from tracking.progress.onward import onward
from tracking.progress.outlook_said import outlook_data, outlook_formulas, outlook_said
from tracking.progress.provenance import (
    definition_changes,
    heard,
    only_one,
    provenance,
    unit_name,
)
from tracking.progress.provisional import provisional_note
from tracking.progress.version import METHOD_VERSION
from tracking.words import N_, Language, numbers, say

PATH_NAMES = {
    "linear": N_("straight path"),
    "plan": N_("planned path"),
    "geometric": N_("geometric path"),
    "s_curve": N_("S-shaped path"),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a status is what it is: in sentences, as formulas with their numbers, as data."""

    sentences: tuple[str, ...]
    formulas: tuple[str, ...]
    data: dict[str, Any]


def explain(
    row: Mapping[str, Any] | pd.Series,
    programme: Programme,
    language: Language,
    *,
    versions: pd.DataFrame | None = None,
    parts: pd.DataFrame | None = None,
    breaks: pd.DataFrame | None = None,
    outlook: Mapping[Any, Any] | None = None,
    known_on: date | None = None,
    as_of: date | None = None,
) -> Explanation:
    """One row of the assessment explained.

    `versions` of its figure, newest first; `parts`: the figures a sum adds up; `breaks`: unit,
    quarter and note of each change of definition up to this quarter; `outlook`: its row of the
    outlook. `as_of` is the day on which reports are due or not yet.
    """
    of = {str(key): row[key] for key in row.keys()}  # noqa: SIM118 (a Series iterates its values)
    missing = absent_of(of, programme)
    indicator = programme.indicators[str(of["indicator"])]
    told = [
        *_value(of, indicator, programme, language, heard(of, parts)),
        *provenance(of, programme, language, versions, parts),
        *definition_changes(breaks, programme, language, of_parts=str(of["origin"]) in SUMS),
        *_target(of, indicator, language),
        *_shares(of, indicator, language),
        _status(of, indicator, programme, language),
        *_provisional(of, programme, language, as_of),
        *(absent_said(missing, of, programme, language) if missing else ()),
        *onward(of, indicator, language),
        *_ahead(of, outlook, indicator, programme, language),
        *_two_sources(of, indicator, programme, language),
    ]
    marks = marks_said(of["marks"], language)
    if marks:
        told.append(say(language, "Note: {marks}.", marks=say(language, "; ").join(marks)))
    return Explanation(
        sentences=tuple(told),
        formulas=formulas(of, indicator, language)
        + (
            ()
            if outlook is None
            else outlook_formulas(outlook, of["target"], indicator, programme, language)
        ),
        data=_data(of, indicator, programme, language, versions, known_on)
        | ({} if outlook is None else {"outlook": outlook_data(outlook)})
        | {"missing_reports": absent_data(missing) if missing else None}
        | {"provisional": bool(as_of and provisional_note(of, programme, language, as_of))},
    )


def _value(
    of: Mapping[str, Any],
    indicator: Indicator,
    programme: Programme,
    language: Language,
    units: list[str],
) -> list[str]:
    _ = partial(say, language)
    names = {
        "unit": unit_name(str(of["unit"]), programme, language),
        "indicator": quotable(indicator.name, language),
        "quarter": numbers.quarter(language, int(of["quarter"])),
    }
    if not isfinite(of["value"]):
        return [_("{unit}, “{indicator}”: nothing has been reported up to {quarter}.", **names)]
    if indicator.kind == "milestone":
        done, claimed = bool(of["value"]), "claimed" in of["marks"]
        wording = (
            N_("{unit}, “{indicator}”: verified by {quarter}.")
            if done
            else N_("{unit}, “{indicator}”: claimed, not verified by {quarter}.")
            if claimed
            else N_("{unit}, “{indicator}”: not done by {quarter}.")
        )
        return [_(wording, **names)]
    value = numbers.quantity(language, of["value"], indicator, str(of["qualifier"]), brief=False)
    last = numbers.quarter(language, int(of["value_quarter"]))
    if len(units) == 1:
        return [only_one(of, units[0], value, indicator, programme, language)]
    if indicator.kind == "flow":
        # A total reaches as far as the reports do.
        of_total = names | {
            "value": value, "start": numbers.quarter(language, programme.start), "quarter": last,
        }  # fmt: skip
        wording = (
            N_("{unit}, “{indicator}”: {value} in total from {start} to {quarter}.")
            if of["value_quarter"] > programme.start.index
            else N_("{unit}, “{indicator}”: {value} in {quarter}.")
        )
        since = [_("Nothing has been reported since.")] if of["age"] > 0 else []
        return [_(wording, **of_total), *since]
    if of["age"] > 0:
        return [_(
            "{unit}, “{indicator}”: {value} at the end of {quarter}, last reported for {reported}.",
            value=value, reported=last, **names,
        )]  # fmt: skip
    return [_("{unit}, “{indicator}”: {value} at the end of {quarter}.", value=value, **names)]


def _target(of: Mapping[str, Any], indicator: Indicator, language: Language) -> list[str]:
    _ = partial(say, language)
    if not isfinite(of["target"]):
        return [_("There is no target with a documented basis.")]
    due = numbers.quarter(language, int(of["due"]))
    basis = str(of["target_basis_zh"] if language == "zh" else of["target_basis_en"])
    if indicator.kind == "milestone":
        return [_("It is due by the end of {due} ({basis}).", due=due, basis=basis)]
    target = numbers.quantity(language, of["target"], indicator, brief=False)
    told = {"target": target, "due": due, "basis": basis}
    wording = {
        "at_least": N_("Target: at least {target} in every quarter up to {due} ({basis})."),
        "at_most": N_("Target: at most {target} in every quarter up to {due} ({basis})."),
    }.get(indicator.direction, N_("Target: {target} by the end of {due} ({basis})."))
    sentences = [_(wording, **told)]
    if isfinite(of["baseline"]):
        sentences.append(
            _(
                "Baseline: {baseline} at the end of {quarter}.",
                baseline=numbers.quantity(language, of["baseline"], indicator, brief=False),
                quarter=numbers.quarter(language, int(of["baseline_quarter"])),
            )
        )
    if of["interim"]:
        steps = [
            _("{value} by {due}", value=numbers.quantity(language, value, indicator, brief=False),
              due=numbers.quarter(language, quarter))
            for quarter, value in read_interim(str(of["interim"]))
        ]  # fmt: skip
        sentences.append(_("On the way: {steps}.", steps=_("; ").join(steps)))
    return sentences


def _shares(of: Mapping[str, Any], indicator: Indicator, language: Language) -> list[str]:
    _ = partial(say, language)
    if not (isfinite(of["achieved"]) and isfinite(of["expected"])):
        return []
    asked = {
        "expected": numbers.share(language, of["expected"], 1),
        "path": _(PATH_NAMES[str(of["path"])]),
    }
    away = numbers.share(language, -of["achieved"], 1)
    moved_away = of["achieved"] < 0 and away != numbers.share(language, 0, 1)
    told = [
        _(
            "It has moved away from the target by {away} of the way from baseline to target; the"
            " {path} asks for {expected} by now.",
            away=away,
            **asked,
        )
        if moved_away
        else _(
            "{achieved} of the way from baseline to target is done; the {path} asks for {expected}"
            " by now.",
            achieved=numbers.share(language, of["achieved"], 1),
            **asked,
        )
    ]
    gap, pace = of["gap"], of["pace"]
    # A gap is never said to be 0 that is none; one between shares is in percentage points.
    digits = range(indicator.decimals, 9)
    shown = next((n for n in digits if round(abs(gap), n)), indicator.decimals)
    size = numbers.difference(
        language, abs(gap), replace(indicator, decimals=shown), brief=False
    ).removeprefix("+")
    if round(gap, 9) == 0:
        told.append(_("The value lies on the planned path."))
    elif gap > 0:
        told.append(_("The value is {gap} better than the planned path.", gap=size))
    else:
        told.append(_("The value falls short of the planned path by {gap}.", gap=size))
    # Who moves away has no pace towards the target.
    if isfinite(pace) and not moved_away:
        told.append(_("That is {pace} of the pace planned.", pace=numbers.share(language, pace, 1)))
    return told


# A milestone has no way to go: it is verified, or it is not.
_MILESTONES = {
    "achieved": N_("verified as done"),
    "missed": N_("the deadline, the end of {due}, has passed, and nothing is verified as done"),
    "not_yet": N_("the deadline is still to come, and nothing is verified as done"),
}


def _status(
    of: Mapping[str, Any], indicator: Indicator, programme: Programme, language: Language
) -> str:
    code = str(of["status"])
    meaning = status_meaning(language, code, programme.thresholds)
    if indicator.kind == "milestone" and code in _MILESTONES:
        due = numbers.quarter(language, int(of["due"]))
        meaning = say(language, _MILESTONES[code], due=due)
    name = status_name(language, code)
    return say(language, "Status: {status}: {meaning}.", status=name, meaning=meaning)


def _provisional(
    of: Mapping[str, Any], programme: Programme, language: Language, as_of: date | None
) -> list[str]:
    note = provisional_note(of, programme, language, as_of) if as_of else ""
    if not note:
        return []
    quarter = Quarter(int(of["quarter"]))
    return [
        say(
            language,
            "The reports for {quarter} are due by {day}: the status is {note}.",
            quarter=numbers.quarter(language, quarter),
            day=numbers.day(language, programme.deadline_of(quarter)),
            note=note,
        )
    ]


def _ahead(
    of: Mapping[str, Any],
    outlook: Mapping[Any, Any] | None,
    indicator: Indicator,
    programme: Programme,
    language: Language,
) -> list[str]:
    if outlook is None:
        return []
    return outlook_said(outlook, int(of["due"]), indicator, programme, language)


def _two_sources(
    of: Mapping[str, Any], indicator: Indicator, programme: Programme, language: Language
) -> list[str]:
    if str(of["unit"]) != NATION:
        return []
    ministry, regions = of["ministry_value"], of["regions_value"]
    if not (isfinite(ministry) and isfinite(regions)):
        return []
    worded = str(of["qualifier"]) if str(of["origin"]) == "ministry" else ""
    told = [
        say(
            language,
            "{ministry} states {value}; the regions together come to {sum}, a difference of"
            " {difference}.",
            ministry=unit_name(indicator.national_source or NATION, programme, language),
            value=numbers.quantity(language, ministry, indicator, worded, brief=False),
            sum=numbers.quantity(language, regions, indicator, brief=False),
            difference=numbers.difference(
                language, of["sources_difference"], indicator, brief=False
            ),
        )
    ]
    # Of a sum its own sentence says so already.
    if str(of["origin"]) == "ministry" and of["reporting"] < of["expecting"]:
        told.append(
            say(
                language,
                "For that sum {reporting} of {expecting} units reported for this quarter.",
                reporting=int(of["reporting"]),
                expecting=int(of["expecting"]),
            )
        )
    return told


_NUMBERS = (
    "value", "numerator", "denominator", "baseline", "target", "elapsed", "expected", "achieved",
    "pace", "gap", "path_value", "ahead", "need", "recent_pace", "acceleration", "slope",
    "coverage", "ministry_value", "regions_value", "sources_difference", "weight",
)  # fmt: skip
_COUNTS = ("age", "reporting", "expecting", "submission", "row", "target_id")
_TEXTS = ("indicator", "chain", "measure", "unit", "unit_kind", "kind", "qualifier", "path",
          "interim", "target_basis_zh", "target_basis_en", "status", "origin",
          "source_unit")  # fmt: skip
_QUARTERS = ("quarter", "value_quarter", "baseline_quarter", "due")


def _data(
    of: Mapping[str, Any],
    indicator: Indicator,
    programme: Programme,
    language: Language,
    versions: pd.DataFrame | None,
    known_on: date | None,
) -> dict[str, Any]:
    limits = programme.thresholds
    return {
        **{name: str(of[name]) for name in _TEXTS},
        **{name: _label(int(of[name])) for name in _QUARTERS},
        **{name: float(of[name]) if isfinite(of[name]) else None for name in _NUMBERS},
        **{name: int(of[name]) for name in _COUNTS},
        "known_on": known_on.isoformat() if known_on else None,
        "reported": bool(of["reported"]),
        "direction": indicator.direction,
        "unit_of_value": indicator.unit.to(language),
        "target_basis": str(of["target_basis_zh" if language == "zh" else "target_basis_en"]),
        "status_name": status_name(language, str(of["status"])),
        "marks": list(of["marks"]),
        "number_of_versions": None if versions is None else len(versions),
        "thresholds": {name: getattr(limits, name) for name in limits.__slots__},
        "method_version": METHOD_VERSION,
    }


def _label(quarter: int) -> str | None:
    return str(Quarter(quarter)) if quarter >= 0 else None
