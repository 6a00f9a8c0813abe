"""The ledger (督查台账) as it is handed out: its lines in words, its CSV file, its one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any, Final

import pandas as pd

from tracking import charts, progress
from tracking.figures import KEY
from tracking.programme import Indicator, Programme
from tracking.store.clock import CHINA
from tracking.words import N_, Language, numbers, say, say_n
from tracking.words.cells import csv_of

# The columns of a 督查台账 in their usual order, with their heads.
HEADS: Final[Mapping[str, str]] = {
    "number": N_("Line"),
    "chain": N_("Key task"),
    "measure": N_("Concrete measure"),
    "indicator": N_("Indicator"),
    "lead": N_("Lead unit"),
    "unit": N_("Unit in charge"),
    "quarter": N_("Period"),
    "due": N_("To be done by"),
    "target": N_("Target value"),
    "value": N_("Reached"),
    "progress_note": N_("Progress"),
    "achieved": N_("Share achieved"),
    "status": N_("Status"),
    "problem": N_("Problem"),
    "next_step": N_("Next step"),
    "state": N_("State of the problem"),
    "remark": N_("Remarks"),
}
PROBLEM_STATES: Final[Mapping[str, str]] = {
    "open": N_("Open problem"),
    "closed": N_("Closed problem"),
}

# What of an assessment a line tells.
_TOLD: Final = ("value", "qualifier", "kind", "target", "due", "achieved", "status", "marks")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a ledger: its title, then what it holds and what it rests on."""

    title: str
    lines: Sequence[str]
    demonstration: bool


def composed(
    rows: pd.DataFrame,
    assessment: pd.DataFrame,
    programme: Programme,
    language: Language,
    first: int = 1,
) -> pd.DataFrame:
    """The ledger's lines in words, one for each row, with HEADS as columns, numbered from `first`.

    `rows` are as the store's LEDGER_DTYPES, `assessment` as ASSESSMENT_DTYPES; an office below a
    region has no assessment of its own.
    """
    known = _assessed(rows, assessment)
    lines = [
        {"number": str(number)} | _line(row, found, programme, language)
        for number, (row, found) in enumerate(
            zip(rows.to_dict("records"), known, strict=True), start=first
        )
    ]
    return pd.DataFrame(lines, columns=list(HEADS), dtype="str")


def heads(language: Language) -> list[str]:
    """The columns' heads in this language."""
    return [say(language, head) for head in HEADS.values()]


def problem_state(language: Language, state: str) -> str:
    """What a problem's state is called; "" where no problem is named."""
    return say(language, PROBLEM_STATES[state]) if state else ""


def heading(
    programme: Programme,
    language: Language,
    filtered: Sequence[str],
    stamp: Sequence[tuple[str, str]],
    *,
    demonstration: bool,
) -> Heading:
    """The heading of a ledger, from what narrows it and the stamp of what it rests on."""
    holds = say(language, "; ").join(filtered) or say(language, "everything")
    return Heading(
        say(language, "{programme}: ledger", programme=programme.short.to(language)),
        (
            say(language, "Shown: {what}", what=holds),
            " · ".join(f"{name} {value}".strip() for name, value in stamp),
        ),
        demonstration,
    )


def as_csv(lines: pd.DataFrame, language: Language) -> bytes:
    """The lines as a CSV file that Excel opens rightly and runs nothing of."""
    return csv_of(lines.set_axis(heads(language), axis="columns"))


def summed_up(problems: pd.DataFrame, programme: Programme, language: Language) -> str:
    """How many problems are open, of whom and since when; from the store's PROBLEM_DTYPES."""
    if problems.empty:
        return say(language, "No problem is named in any current report.")
    still = problems[problems["state"] == "open"]
    closed = len(problems) - len(still)
    if still.empty:
        return say_n(
            language,
            "The one problem that was named is closed.",
            "All {n} problems that were named are closed.",
            closed,
        )
    chains = {programme.indicators[code].chain for code in still["indicator"].unique()}
    said = say(
        language,
        "{problems} of {units} in {chains}, the oldest named for {quarter}.",
        problems=say_n(language, "{n} open problem", "{n} open problems", len(still)),
        units=say_n(language, "{n} unit", "{n} units", still["unit"].nunique()),
        chains=say_n(language, "{n} key task", "{n} key tasks", len(chains)),
        quarter=numbers.quarter(language, int(still["quarter"].min())),
    )
    if not closed:
        return said
    also = say_n(language, "{n} problem is closed.", "{n} problems are closed.", closed)
    return ("" if language == "zh" else " ").join((said, also))


def _assessed(rows: pd.DataFrame, assessment: pd.DataFrame) -> list[dict[Any, Any]]:
    """The assessment of each row, {} where there is none."""
    near = assessment[assessment["quarter"].isin(rows["quarter"].unique())]
    near = near[near["unit"].isin(rows["unit"].unique())]
    by_key = {
        (record["indicator"], record["unit"], record["quarter"]): record
        for record in near[[*KEY, *_TOLD]].to_dict("records")
    }
    keys = zip(rows["indicator"], rows["unit"], rows["quarter"], strict=True)
    return [by_key.get((i, u, int(q)), {}) for i, u, q in keys]


def _line(
    row: dict[Any, Any], found: dict[Any, Any], programme: Programme, language: Language
) -> dict[str, str]:
    indicator = programme.indicators[str(row["indicator"])]
    measure = programme.measures[indicator.measure]
    comma = say(language, ", ")
    return {
        "chain": programme.chains[indicator.chain].name.to(language).removesuffix(" chain"),
        "measure": measure.name.to(language),
        "indicator": indicator.name.to(language),
        "lead": comma.join(programme.units[code].short.to(language) for code in measure.leads),
        "unit": programme.units[str(row["unit"])].name.to(language),
        "quarter": numbers.quarter(language, int(row["quarter"])),
        **_measured(indicator, found, language),
        **{text: str(row[text]) for text in ("progress_note", "problem", "next_step")},
        "state": problem_state(language, str(row["state"])),
        "remark": _remark(row, language),
    }


def _measured(indicator: Indicator, found: dict[Any, Any], language: Language) -> dict[str, str]:
    names = ("due", "target", "value", "achieved", "status")
    if not found:
        return dict.fromkeys(names, "")
    aimed, reached = isfinite(found["target"]), isfinite(found["value"])
    milestone = indicator.kind == "milestone"
    return {
        "due": numbers.quarter(language, int(found["due"])) if aimed else "",
        "target": numbers.quantity(language, found["target"], indicator)
        if aimed and not milestone
        else "",
        "value": progress.value_said(language, indicator, found) if reached else "",
        "achieved": numbers.share(language, found["achieved"])
        if isfinite(found["achieved"])
        else "",
        "status": charts.mark(language, str(found["status"])),
    }


def _remark(row: dict[Any, Any], language: Language) -> str:
    """Why and when the problem was closed or opened again, and what the report rests on."""
    said = []
    if row["changed_at"]:
        day = datetime.fromisoformat(str(row["changed_at"])).astimezone(CHINA).date()
        message = (
            N_("Closed on {day}: {reason}")
            if row["state"] == "closed"
            else N_("Opened again on {day}: {reason}")
        )
        said.append(
            say(language, message, day=numbers.day(language, day), reason=str(row["reason"]))
        )
    if row["source"]:
        said.append(say(language, "Source: {source}", source=str(row["source"])))
    return "\n".join(said)
