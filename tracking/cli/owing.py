"""Commands on reports that are owed: obligations, deadline."""

from collections.abc import Hashable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import click
import pandas as pd

from tracking.cli.asking import KNOWN_ON
from tracking.cli.printing import print_json, table
from tracking.cli.session import Session, operator
from tracking.cli.speaking import AS_JSON, Command, Refused, option
from tracking.programme import Quarter
from tracking.progress.obligations import CAME, CHINA, STATES, due_of_all
from tracking.progress.obligations import obligations as obligations_of
from tracking.progress.reminders import as_csv, as_text, reminders, state_name
from tracking.published import ACTOR
from tracking.store import Store
from tracking.words import N_, say_n
from tracking.words.numbers import day as day_said

# Both what became of a report and how it came can be asked for.
ASKED: Final = tuple(dict.fromkeys((*STATES, *CAME)))
SCREEN: Final = "-"


@click.command(
    cls=Command, help=N_("Say who owes which report by when, and what became of it; remind them.")
)
@option(
    "--quarter", metavar="Q", help=N_("The quarter, 2024Q3; the latest that is over if not given.")
)
@option("--earlier", is_flag=True, help=N_("The quarters before it, too."))
@option("--unit", metavar="UNIT", help=N_("One unit, by code or name."))
@option("--state", type=click.Choice(ASKED), help=N_("Only reports in this state."))
@KNOWN_ON
@option(
    "--reminders",
    metavar="FOLDER",
    help=N_(
        "Write a reminder for each unit that owes a report into this folder; - for the screen."
    ),
)
@AS_JSON
@click.pass_obj
def obligations(
    session: Session,
    quarter: str | None,
    earlier: bool,
    unit: str | None,
    state: str | None,
    known_on: str | None,
    reminders: str | None,
    as_json: bool,
) -> None:
    """What is owed, and the reminders of it."""
    if as_json and reminders == SCREEN:
        raise Refused(session.say("--json and --reminders - both write to the screen; choose one."))
    day = session.day(known_on) if known_on else session.today
    quarters = _quarters(session, quarter, earlier)
    with session.store(read_only=True) as store:
        rows = obligations_of(
            store.reports.known(day),
            store.reports.several(day),
            store.deadlines.all(day),
            session.programme,
            quarters,
            day,
            imported_by={ACTOR},
        )
        demonstration = store.demonstration
    if unit:
        rows = rows[rows["unit"] == session.unit(unit)]
    if state:
        rows = rows[(rows["state"] == state) | (rows["came"] == state)]
    if reminders is not None:
        _remind(session, rows, day, reminders, demonstration=demonstration)
    if as_json:
        print_json([_plain(session, row) for row in rows.to_dict("records")])
    elif reminders is None:
        _tell(session, rows)


@click.command(
    cls=Command,
    help=N_("Set until when a quarter’s reports are due, or extend it for one unit; else list."),
)
@click.argument("quarter", metavar="QUARTER")
@click.argument("day", metavar="[DAY]", required=False)
@option("--unit", metavar="UNIT", help=N_("Extend it for this unit alone; with --reason."))
@option("--reason", metavar="TEXT", default="", help=N_("Why."))
@KNOWN_ON
@AS_JSON
@click.pass_obj
def deadline(
    session: Session,
    quarter: str,
    day: str | None,
    unit: str | None,
    reason: str,
    known_on: str | None,
    as_json: bool,
) -> None:
    """Set a deadline, or list those that were set."""
    at = session.quarter(quarter)
    who = session.unit(unit) if unit else None
    if day is None:
        with session.store(read_only=True) as store:
            then = session.day(known_on) if known_on else None
            _list_deadlines(session, store, at, who, then, as_json=as_json)
        return
    if known_on:
        raise click.UsageError(session.say("A deadline is set now: leave out --known-on."))
    due = session.day(day)
    with session.store() as store:
        changed = store.deadlines.set(at, due, operator(), who, reason)
    if as_json:
        print_json({"quarter": at, "unit": who, "due": due, "changed": changed})
    elif not changed:
        click.echo(session.say("This is in force already; nothing was changed."))
    else:
        click.echo(_set_said(session, at, who, day_said(session.language, due)))


def _set_said(session: Session, quarter: Quarter, unit: str | None, day: str) -> str:
    if unit is None:
        return session.say(
            "The reports of {quarter} are due on {day} now.", quarter=quarter, day=day
        )
    name = session.programme.units[unit].name.to(session.language)
    return session.say("{unit} may report until {day} now.", unit=name, day=day)


def _list_deadlines(
    session: Session,
    store: Store,
    quarter: Quarter,
    unit: str | None,
    known_on: date | None,
    *,
    as_json: bool,
) -> None:
    rows = store.deadlines.history(known_on)
    rows = rows[rows["quarter"] == quarter.index]
    if unit is not None:
        rows = rows[rows["unit"] == unit]
    due = due_of_all(store.deadlines.all(known_on), session.programme, quarter)
    if as_json:
        listed = rows.assign(quarter=str(quarter)).to_dict("records")
        print_json({"quarter": quarter, "due": due, "set": listed})
        return
    click.echo(
        session.say(
            "The reports of {quarter} are due on {day}.",
            quarter=quarter,
            day=day_said(session.language, due),
        )
    )
    if len(rows):
        everybody = session.say("all units")
        heads = [session.say(h) for h in (N_("For"), N_("Report due"), N_("Reason"), N_("Set at"))]
        told = [
            [
                session.programme.units[u].name.to(session.language) if u else everybody,
                d,
                why,
                datetime.fromisoformat(at).astimezone(CHINA).date().isoformat(),
            ]
            for u, d, why, at in zip(
                rows["unit"], rows["due"], rows["reason"], rows["at"], strict=True
            )
        ]
        click.echo(table(heads, told))


def _quarters(session: Session, asked: str | None, earlier: bool) -> list[Quarter]:
    programme = session.programme
    latest = max(min(Quarter.at(session.today) + -1, programme.end), programme.start)
    at = session.quarter(asked) if asked else latest
    if at not in programme.quarters:
        raise Refused(
            session.say(
                "{quarter} is outside the programme, which runs from {start} to {end}.",
                quarter=at, start=programme.start, end=programme.end,
            )
        )  # fmt: skip
    return [q for q in programme.quarters if q == at or (earlier and q < at)]


def _remind(
    session: Session, rows: pd.DataFrame, day: Any, where: str, *, demonstration: bool
) -> None:
    language, programme = session.language, session.programme
    letters = reminders(rows, programme, language, day, demonstration=demonstration)
    if where == SCREEN:
        click.echo("\n\n".join(letter.text for letter in letters))
        return
    folder = Path(where)
    folder.mkdir(parents=True, exist_ok=True)
    for letter in letters:
        (folder / f"reminder-{letter.unit}.txt").write_bytes(as_text([letter]))
    (folder / "reminders.csv").write_bytes(as_csv(rows, programme, language, day))
    session.exported("reminders", folder / "reminders.csv")
    count = say_n(language, "{n} reminder", "{n} reminders", len(letters))
    click.echo(
        session.say("{count} and a table of them written to {folder}", count=count, folder=folder),
        err=True,
    )


def _plain(session: Session, row: dict[Hashable, Any]) -> dict[str, Any]:
    unit = session.programme.units[str(row["unit"])]
    return {
        **{str(name): value for name, value in row.items()},
        "quarter": str(Quarter(int(row["quarter"]))),
        "unit_name": unit.name.to(session.language),
        "state_name": state_name(session.language, str(row["state"])),
    }


def _tell(session: Session, rows: pd.DataFrame) -> None:
    if rows.empty:
        click.echo(session.say("No report is in this state."))
        return
    heads = [
        session.say(head)
        for head in (
            N_("Unit"),
            N_("Quarter"),
            N_("Report due"),
            N_("State"),
            N_("Received"),
            N_("Days after"),
            N_("Indicators"),
            N_("Remarks"),
        )
    ]
    told = [_line(session, row) for row in rows.to_dict("records")]
    click.echo(table(heads, told, right=(5, 6)))


def _line(session: Session, row: dict[Hashable, Any]) -> list[str]:
    remarks = []
    if row["extension"]:
        remarks.append(session.say("extended: {reason}", reason=row["extension"]))
    if row["reason"]:
        remarks.append(session.say("returned: {reason}", reason=row["reason"]))
    return [
        session.programme.units[row["unit"]].short.to(session.language),
        str(Quarter(int(row["quarter"]))),
        row["due"],
        state_name(session.language, row["state"]),
        row["received"],
        f"{row['days']}" if row["days"] > 0 else "",
        f"{row['reported']}/{row['owed']}",
        session.say("; ").join(remarks),
    ]
