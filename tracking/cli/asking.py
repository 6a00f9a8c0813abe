"""What the commands that read a store share: options, the assessment asked for, rows as data."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import click
import pandas as pd

from tracking.cli.printing import plain
from tracking.cli.session import Session
from tracking.cli.speaking import Refused, option
from tracking.programme import Indicator, Quarter
from tracking.progress import assess, milestone_said, outlook
from tracking.store import Store
from tracking.words import N_, numbers
from tracking.words.numbers import quantity

KNOWN_ON = option(
    "--known-on", metavar="DATE", help=N_("As it was known at the end of this day, 2024-09-30.")
)
CITIES = option(
    "--cities", is_flag=True, help=N_("Count the cities with separate planning in their provinces.")
)

_QUARTERS: Final = (
    "quarter", "quarter_before", "value_quarter", "baseline_quarter", "baseline_quarter_before",
    "due", "due_before", "since",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assessed:
    """The assessment of one quarter, the figures known then, and the outlook as of the quarter.

    `whole` has every quarter up to it, `within` those of the programme.
    """

    rows: pd.DataFrame
    whole: pd.DataFrame
    within: pd.DataFrame
    quarter: Quarter
    known: pd.DataFrame
    outlook: pd.DataFrame


def assessed(
    session: Session,
    store: Store,
    quarter: str | None,
    known_on: str | None,
    *,
    cities: bool,
    history: bool = False,
) -> Assessed:
    """What is known of one quarter.

    The quarter is the one asked for, else the latest with figures; with `history` it may be one
    before the programme, of which figures are known.
    """
    day = session.day(known_on) if known_on else None
    known = store.figures(day)
    at = quarter_asked(session, known, quarter, history=history)
    through = max(at, session.programme.start).index
    whole = assess(known, store.targets(day), session.programme, through=through, cities=cities)
    ahead = outlook(whole, session.programme, at.index)
    within = whole[whole["quarter"] >= session.programme.start.index]
    return Assessed(whole[whole["quarter"] == at.index], whole, within, at, known, ahead)


def quarter_asked(
    session: Session, known: pd.DataFrame, quarter: str | None, *, history: bool = False
) -> Quarter:
    """The quarter asked for, else the latest with figures; stops the command where it is none."""
    if quarter:
        at = session.quarter(quarter)
        latest = max([session.programme.end.index, *known["quarter"].tolist()])
        earliest = min([session.programme.start.index, *(known["quarter"] if history else ())])
        if not earliest <= at.index <= latest:
            raise Refused(
                session.say(
                    "{quarter} is outside the programme, which runs from {start} to {end}.",
                    quarter=at, start=session.programme.start, end=session.programme.end,
                )
            )  # fmt: skip
        return at
    if known.empty:
        raise Refused(
            session.say(
                "The store holds no approved figures yet. Import some with "
                "“python -m tracking import FILE --approve” or “python -m tracking published”."
            )
        )
    return Quarter(int(known["quarter"].max()))


def stamp(session: Session, store: Store, day: date | None, version: int | None = None) -> str:
    """What figures rest on, in one line: the programme, demonstration, known on, data version."""
    told = [session.programme.short.to(session.language)]
    if store.demonstration:
        told.append(session.say("Demonstration data"))
    if day is not None:
        told.append(session.say("as known on {day}", day=numbers.day(session.language, day)))
    if version is not None:
        told.append(session.say("data version {version}", version=version))
    return " · ".join(told)


def tell_stamp(session: Session, store: Store, day: date | None) -> None:
    """Say first that figures are invented, or are those known on another day; else nothing."""
    if day is not None or store.demonstration:
        click.echo(stamp(session, store, day))


def unit_or_group(session: Session, text: str) -> str:
    """The code of a unit, or of a group of regions (group:east)."""
    known = text.removeprefix("group:") in session.programme.groups
    return text if text.startswith("group:") and known else session.unit(text)


def labelled(row: dict[Hashable, Any]) -> dict[str, Any]:
    """A row as data: quarters by name, missing numbers as null."""
    data = {str(key): plain(None if value is pd.NA else value) for key, value in row.items()}
    for name in _QUARTERS:
        index = data.get(name)
        if name in data:
            data[name] = str(Quarter(int(index))) if index is not None and index >= 0 else None
    return data


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows as data."""
    return [labelled(row) for row in frame.to_dict("records")]


def named(things: Any, code: str, session: Session) -> str:
    """The name of a unit, a group or an indicator; its code where it has none."""
    if code.startswith("group:"):
        group = session.programme.groups[code.removeprefix("group:")]
        return group.name.to(session.language)
    return str(things[code].name.to(session.language)) if code in things else code


def figure_said(session: Session, indicator: Indicator, row: Mapping[Any, Any]) -> str:
    """A reported figure, or a version of one, as it is read; of a milestone how far it has come."""
    if indicator.kind == "milestone":
        state = row.get("milestone_state", row["state"])
        return milestone_said(session.language, str(state), str(row["completed_on"]))
    return quantity(session.language, row["value"], indicator, str(row["qualifier"]))


def value_said(session: Session, indicator: Indicator, value: float, qualifier: str = "") -> str:
    """A value as it is read; of a milestone, whether it is done."""
    if indicator.kind == "milestone" and pd.notna(value):
        return session.say("done") if value else session.say("not done")
    return quantity(session.language, value, indicator, qualifier)
