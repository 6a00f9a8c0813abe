"""Targets in words: one line a series, for the page, the command line and the files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import Any, Final

import pandas as pd

from tracking.forms.ledger import Heading
from tracking.people import moment, person
from tracking.programme import Indicator, Programme, read_interim
from tracking.progress.explain import PATH_NAMES
from tracking.targets.shares import Shares
from tracking.words import N_, Language, numbers, say
from tracking.words.cells import csv_of

# The columns of a list of targets, with their heads.
HEADS: Final[Mapping[str, str]] = {
    "chain": N_("Key task"),
    "indicator": N_("Indicator"),
    "unit": N_("Unit"),
    "target": N_("Target value"),
    "due": N_("To be done by"),
    "baseline": N_("Baseline"),
    "path": N_("Path"),
    "basis": N_("Basis"),
    "effective": N_("Effective from"),
    "set_by": N_("Set by"),
    "set_at": N_("Set at"),
    "reason": N_("Reason"),
}
WIDTHS: Final[Mapping[str, float]] = {
    "chain": 9, "indicator": 22, "unit": 10, "target": 12, "due": 9, "baseline": 16, "path": 16,
    "basis": 30, "effective": 11, "set_by": 12, "set_at": 11, "reason": 20,
}  # fmt: skip
CENTRED: Final = ("due", "effective", "set_at")
NO_DOCUMENT: Final = N_("No document states one")


@dataclass(frozen=True, slots=True)
class Series:
    """One series that could have a target."""

    indicator: str
    unit: str


def every_series(
    programme: Programme,
    *,
    chain: str | None = None,
    indicators: Sequence[str] | None = None,
    units: Sequence[str] | None = None,
) -> list[Series]:
    """The nation's series and those that units owe, in the programme's order."""
    codes = list(programme.indicators) if indicators is None else list(indicators)
    of = [programme.units[u] for u in programme.units if units is None or u in units]
    return [
        Series(code, unit.code)
        for code in codes
        for unit in of
        if (chain is None or programme.indicators[code].chain == chain)
        and unit.kind != "office"
        and (unit.kind == "nation" or programme.owes(unit, programme.indicators[code]))
    ]


def composed(
    series: Sequence[Series], in_force: pd.DataFrame, programme: Programme, language: Language
) -> pd.DataFrame:
    """One line a series, with HEADS as columns; where no document states a target, it says so.

    `in_force` are versions, as TARGET_VERSION_DTYPES.
    """
    keys = zip(in_force["indicator"], in_force["unit"], strict=True)
    known = dict(zip(keys, in_force.to_dict("records"), strict=True))
    lines = [
        _named(one, programme, language)
        | (
            aim(row, programme, language)
            if (row := known.get((one.indicator, one.unit)))
            else {"target": numbers.MISSING, "basis": say(language, NO_DOCUMENT)}
        )
        for one in series
    ]
    return pd.DataFrame(lines, columns=list(HEADS), dtype="str").fillna("")


def history(rows: pd.DataFrame, programme: Programme, language: Language) -> pd.DataFrame:
    """Every version of one series, the latest setting first, with what each one changed.

    `rows` are its versions as the store gives them; columns are HEADS and “changed”.
    """
    ordered = rows.sort_values("id")
    lines, before = [], None
    for row in ordered.to_dict("records"):
        told = aim(row, programme, language)
        if row["withdrawn"]:
            told |= {"target": say(language, "withdrawn"), "path": "", "baseline": "", "due": ""}
        lines.append(told | {"changed": _changed(before, row, programme, language)})
        before = row
    return pd.DataFrame(lines[::-1], columns=[*HEADS, "changed"], dtype="str").fillna("")


def aim(row: Mapping[Any, Any], programme: Programme, language: Language) -> dict[str, str]:
    """What a version aims at, by which right, since when and by whom."""
    indicator = programme.indicators[str(row["indicator"])]
    basis = str(row["basis_zh" if language == "zh" else "basis_en"]) or str(row["basis_zh"])
    return {
        "target": value_said(row["value"], indicator, language),
        "due": numbers.quarter(language, int(row["due"]), short=True),
        "baseline": baseline_said(row, indicator, language),
        "path": path_said(row, indicator, language),
        "basis": basis,
        "effective": str(row["effective"]),
        "set_by": person(language, programme, str(row["set_by"])),
        "set_at": moment(str(row["known_at"]))[:10],
        "reason": str(row["reason"]),
    }


def value_said(value: float, indicator: Indicator, language: Language) -> str:
    """A target's value; a milestone is to be done."""
    if indicator.kind == "milestone":
        return say(language, "to be done")
    return numbers.quantity(language, value, indicator, brief=False)


def difference_said(found: Shares, language: Language) -> str:
    """By how much the units' targets miss the nation's."""
    return numbers.difference(language, found.difference, found.indicator, brief=False)


def baseline_said(row: Mapping[Any, Any], indicator: Indicator, language: Language) -> str:
    """The stated baseline with its quarter; totals begin at nothing; "" where there is none."""
    if isfinite(row["baseline"]):
        value = numbers.quantity(language, row["baseline"], indicator, brief=False)
        quarter = numbers.quarter(language, int(row["baseline_quarter"]), short=True)
        return say(language, "{value} (end of {quarter})", value=value, quarter=quarter)
    return ""


def path_said(row: Mapping[Any, Any], indicator: Indicator, language: Language) -> str:
    """The path, with its interim targets; what has to hold or be done has none."""
    if indicator.kind == "milestone" or indicator.direction in ("at_least", "at_most"):
        return ""
    name = say(language, PATH_NAMES[str(row["path"])])
    steps = [
        f"{quarter} {numbers.number(language, value, indicator.decimals)}"
        for quarter, value in read_interim(str(row["interim"]))
    ]
    if not steps:
        return name
    return say(language, "{path}: {steps}", path=name, steps=say(language, ", ").join(steps))


def heads(language: Language) -> list[str]:
    """The columns' heads in this language."""
    return [say(language, head) for head in HEADS.values()]


def heading(
    programme: Programme,
    language: Language,
    filtered: Sequence[str],
    stamp: Sequence[tuple[str, str]],
    *,
    demonstration: bool,
) -> Heading:
    """What stands above a list of targets in a file."""
    holds = say(language, "; ").join(filtered) or say(language, "everything")
    return Heading(
        say(language, "{programme}: targets", programme=programme.short.to(language)),
        (
            say(language, "Shown: {what}", what=holds),
            " · ".join(f"{name} {value}".strip() for name, value in stamp),
        ),
        demonstration,
    )


def as_csv(lines: pd.DataFrame, language: Language) -> bytes:
    """The lines as a CSV file that Excel opens rightly and runs nothing of."""
    return csv_of(lines.set_axis(heads(language), axis="columns"))


def as_xlsx(lines: pd.DataFrame, heading: Heading, language: Language) -> bytes:
    """The lines under their heading as a workbook that prints."""
    from tracking.forms.list_book import Columns, as_xlsx  # noqa: PLC0415 (needed for files alone)

    columns = Columns(dict(zip(HEADS, heads(language), strict=True)), WIDTHS, CENTRED)
    return as_xlsx(lines, columns, heading, language, say(language, "Targets"))


def _named(one: Series, programme: Programme, language: Language) -> dict[str, str]:
    indicator = programme.indicators[one.indicator]
    return {
        "chain": programme.chains[indicator.chain].name.to(language).removesuffix(" chain"),
        "indicator": indicator.name.to(language),
        "unit": programme.units[one.unit].short.to(language),
    }


def _changed(
    before: Mapping[Any, Any] | None, row: Mapping[Any, Any], programme: Programme,
    language: Language,
) -> str:  # fmt: skip
    """What a version changed against the one set before it."""
    _ = partial(say, language)
    if row["withdrawn"]:
        return _("withdrawn")
    if before is None:
        return _("set for the first time")
    if before["withdrawn"]:
        return _("set again")
    indicator = programme.indicators[str(row["indicator"])]
    of: list[tuple[str, Callable[[Mapping[Any, Any]], str]]] = [
        (_("Target value"), lambda r: value_said(r["value"], indicator, language)),
        (_("To be done by"), lambda r: numbers.quarter(language, int(r["due"]), short=True)),
        (_("Baseline"), lambda r: baseline_said(r, indicator, language)),
        (_("Path"), lambda r: path_said(r, indicator, language)),
        (_("Basis"), lambda r: str(r["basis_zh"])),
    ]
    told = [
        _("{what}: {before} → {now}", what=name, before=said(before) or numbers.MISSING,
          now=said(row) or numbers.MISSING)
        for name, said in of
        if said(before) != said(row)
    ]  # fmt: skip
    return _("; ").join(told)
