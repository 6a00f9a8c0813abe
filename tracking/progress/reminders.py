"""Reminders of reports that are owed: a text for each unit, ready to send, and all as one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from tracking.programme import Programme, Quarter
from tracking.progress.obligations import OWED
from tracking.words import N_, Language, numbers, say, say_n
from tracking.words.cells import csv_of


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one unit is told; `text` is whole, its title in the first line."""

    unit: str
    text: str


def owed(rows: pd.DataFrame, today: date) -> pd.DataFrame:
    """Of obligations those that are open: of quarters that are over, nothing received."""
    return rows[rows["state"].isin(OWED) & (rows["quarter"] < Quarter.at(today).index)]


def reminders(
    rows: pd.DataFrame,
    programme: Programme,
    language: Language,
    today: date,
    *,
    demonstration: bool = False,
) -> list[Reminder]:
    """A reminder for each unit with open obligations among `rows`, in their order."""
    open_ = owed(rows, today)
    return [
        Reminder(
            str(unit),
            _letter(str(unit), some.to_dict("records"), programme, language, today, demonstration),
        )
        for unit, some in open_.groupby("unit", sort=False)
    ]


def as_text(letters: list[Reminder]) -> bytes:
    """All reminders in one text file, as the editors of Windows open it."""
    between = "\n\n" + "─" * 32 + "\n\n"
    whole = between.join(letter.text for letter in letters) + "\n"
    return whole.replace("\n", "\r\n").encode("utf-8-sig")


def as_csv(rows: pd.DataFrame, programme: Programme, language: Language, today: date) -> bytes:
    """What is owed as a CSV file, one obligation a row; no text in it can act as a formula."""
    return csv_of(table(rows, programme, language, today))


def table(
    rows: pd.DataFrame, programme: Programme, language: Language, today: date
) -> pd.DataFrame:
    """What is owed, one obligation a row, in words."""
    _ = partial(say, language)
    open_ = owed(rows, today)
    units = [programme.units[str(code)] for code in open_["unit"]]
    return pd.DataFrame(
        {
            _("Code"): [unit.code for unit in units],
            _("Unit"): [unit.name.to(language) for unit in units],
            _("Quarter"): [numbers.quarter(language, q, short=True) for q in open_["quarter"]],
            _("State"): [state_name(language, str(state)) for state in open_["state"]],
            _("Report due"): open_["due"].tolist(),
            _("Days overdue"): open_["days"].clip(lower=0).tolist(),
            _("Indicators owed"): open_["owed"].tolist(),
            _("Extended because"): open_["extension"].tolist(),
            _("Returned on"): open_["returned"].tolist(),
            _("Returned because"): open_["reason"].tolist(),
        }
    )


def state_name(language: Language, state: str) -> str:
    """Where a report stands (obligations.STATES), in this language."""
    names = {
        "missing": N_("Not received"),
        "returned": N_("Returned"),
        "published": N_("Known from publications only"),
        "not_due": N_("Not due yet"),
        "waiting": N_("Waiting for review"),
        "approved": N_("Approved"),
    }
    return say(language, names[state])


def _letter(
    unit: str,
    rows: list[dict[Any, Any]],
    programme: Programme,
    language: Language,
    today: date,
    demonstration: bool,
) -> str:
    _ = partial(say, language)
    overdue = any(row["days"] > 0 for row in rows)
    title = _("Reminder: reports overdue") if overdue else _("Reminder: reports due soon")
    name, action = programme.units[unit].name.to(language), programme.short.to(language)
    lines = [
        f"{title} [{_('Demonstration data')}]" if demonstration else title,
        "",
        _("To: {unit}", unit=name),
        _(
            "As of {day}, the following reports on the implementation of the {programme} have not"
            " come from you:",
            day=numbers.day(language, today),
            programme=action,
        ),
        "",
        *(f"{n}. {_item(row, language)}" for n, row in enumerate(rows, 1)),
        "",
        _(
            "Please report as soon as you can. If you need more time, ask for an extension and say"
            " why."
        )
        if overdue
        else _("Please report in time. If you need more time, ask for an extension and say why."),
    ]
    return "\n".join(lines)


def _item(row: Mapping[Any, Any], language: Language) -> str:
    _ = partial(say, language)
    days = int(row["days"])
    due = numbers.day(language, date.fromisoformat(row["due"]))
    said = [_("{quarter}:", quarter=numbers.quarter(language, int(row["quarter"])))]
    said.append(
        _("due on {day}, as extended ({reason});", day=due, reason=row["extension"])
        if row["extension"]
        else _("due on {day};", day=due)
    )
    if days > 0:
        said.append(say_n(language, "{n} day overdue;", "{n} days overdue;", days))
    said.append(_what(row, language))
    return ("" if language == "zh" else " ").join(said)


def _what(row: Mapping[Any, Any], language: Language) -> str:
    if row["state"] == "returned":
        return say(
            language,
            "returned on {day} and not handed in again. Reason: {reason}",
            day=numbers.day(language, date.fromisoformat(row["returned"])),
            reason=" ".join(str(row["reason"]).split()),
        )
    return say_n(
        language,
        "nothing received; {n} indicator to report.",
        "nothing received; {n} indicators to report.",
        int(row["owed"]),
    )
