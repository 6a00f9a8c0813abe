"""The command that writes figures down: CSV for a spreadsheet, JSON for a program."""

import csv
import sys
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from typing import Any, Final, TextIO

import click
import pandas as pd

from tracking.cli.asking import KNOWN_ON, labelled, named, stamp
from tracking.cli.printing import print_json
from tracking.cli.session import Session
from tracking.cli.speaking import AS_JSON, Command, option
from tracking.intake.contract import BY_CODE
from tracking.intake.periods import BASIS_NAMES
from tracking.progress import milestone_said
from tracking.words import N_, numbers, say_n
from tracking.words.cells import harmless

Row = Mapping[Hashable, Any]
_ORIGINS: Final = {"own": N_("own report"), "rolled": N_("added up from its offices")}


@click.command(cls=Command, help=N_("Write the current figures as CSV."))
@option("--quarter", metavar="Q", help=N_("One quarter, 2024Q3."))
@option("--unit", metavar="UNIT", help=N_("One unit, by code or name."))
@option("--indicator", metavar="INDICATOR", help=N_("One indicator, by code or name."))
@KNOWN_ON
@option(
    "--output",
    metavar="FILE",
    help=N_("Write into this file, as Excel opens it, not to the screen."),
)
@AS_JSON
@click.pass_obj
def figures(
    session: Session,
    quarter: str | None,
    unit: str | None,
    indicator: str | None,
    known_on: str | None,
    output: str | None,
    as_json: bool,
) -> None:
    """Export figures."""
    day = session.day(known_on) if known_on else None
    with session.store(read_only=True) as store:
        frame = store.current(
            indicators=[session.indicator(indicator)] if indicator else None,
            units=with_offices(session, unit) if unit else None,
            quarters=[session.quarter(quarter).index] if quarter else None,
            known_on=day,
        )
        told = stamp(session, store, day or session.today, store.version)
    frame = frame.sort_values(["indicator", "unit", "quarter"], kind="stable")
    if frame.empty:
        click.echo(session.say("No approved figure answers to this."), err=True)
    if as_json:
        print_json([labelled(row) for row in frame.to_dict("records")])
    elif output:
        with Path(output).open("w", encoding="utf-8-sig", newline="") as file:
            write_csv(session, frame, told, file)
        session.exported("figures", output)
        count = say_n(session.language, "{n} figure", "{n} figures", len(frame))
        click.echo(session.say("{count} written to {file}", count=count, file=output), err=True)
    else:
        write_csv(session, frame, told, sys.stdout)


def write_csv(session: Session, frame: pd.DataFrame, told: str, file: TextIO) -> None:
    """Figures as CSV under one line that says what they are; no text in it can act as a formula.

    The heads are those of a report, so that such a file can also be read in again.
    """
    columns = _columns(session)
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([told])
    writer.writerow(columns)
    for row in frame.to_dict("records"):
        writer.writerow([harmless(cell(row)) for cell in columns.values()])


def _columns(session: Session) -> dict[str, Callable[[Row], Any]]:
    """What stands in each column, by its head in the reader's language."""
    programme, language = session.programme, session.language
    indicators = programme.indicators

    def head(code: str) -> str:
        return BY_CODE[code].name.to(language)

    def basis(row: Row) -> str:
        return BASIS_NAMES[row["basis"]].to(language) if row["basis"] in BASIS_NAMES else ""

    def value(row: Row) -> Any:
        if indicators[str(row["indicator"])].kind == "milestone":
            done = row["state"] in ("claimed", "verified")
            return session.say("done") if done else milestone_said(language, str(row["state"]), "")
        return _short(row["value"])

    return {
        head("indicator"): lambda row: named(indicators, str(row["indicator"]), session),
        session.say("Code of the indicator"): lambda row: row["indicator"],
        head("unit"): lambda row: named(programme.units, str(row["unit"]), session),
        session.say("Code of the unit"): lambda row: row["unit"],
        head("period"): lambda row: numbers.quarter(language, int(row["quarter"]), short=True),
        head("basis"): basis,
        session.say("Wording"): lambda row: row["qualifier"],
        head("value"): value,
        session.say("Unit of measure"): lambda row: indicators[str(row["indicator"])].unit.to(
            language
        ),
        head("numerator"): lambda row: _short(row["numerator"]),
        head("denominator"): lambda row: _short(row["denominator"]),
        head("completed_on"): lambda row: row["completed_on"],
        session.say("Verified"): lambda row: (
            session.say("yes") if row["state"] == "verified" else ""
        ),
        head("definition_break"): lambda row: session.say("yes") if row["definition_break"] else "",
        session.say("Origin"): lambda row: session.say(_ORIGINS[str(row["origin"])]),
        session.say("Offices reported"): lambda row: _of_offices(row, "reported"),
        session.say("Offices expected"): lambda row: _of_offices(row, "expected"),
        session.say("Submission"): lambda row: row["submission"] or "",
        session.say("Row"): lambda row: row["row"] or "",
    }


def _short(number: float) -> Any:
    """A number as it was reported: a whole one without decimals, "" for none.

    >>> _short(3981.0), _short(181.52), _short(float("nan"))
    (3981, 181.52, '')
    """
    if pd.isna(number):
        return ""
    return int(number) if float(number).is_integer() else float(number)


def _of_offices(row: Row, name: str) -> Any:
    return int(row[name]) if row["origin"] == "rolled" else ""


def with_offices(session: Session, text: str) -> list[str]:
    """A unit and the offices below it, by code; the unit first."""
    code = session.unit(text)
    return [code, *(office.code for office in session.programme.offices.get(code, ()))]
