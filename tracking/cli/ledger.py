"""Commands of the ledger: ledger tells what reports say, settle closes the problems they name."""

import sys
from datetime import date
from pathlib import Path

import click
import pandas as pd

from tracking.cli.asking import KNOWN_ON, labelled
from tracking.cli.exporting import with_offices
from tracking.cli.moving import BY, who
from tracking.cli.printing import one_line, print_json
from tracking.cli.session import Session
from tracking.cli.speaking import AS_JSON, Command, option
from tracking.forms import ledger as lines
from tracking.forms.ledger_book import as_xlsx
from tracking.programme import Quarter
from tracking.progress import METHOD_VERSION, assess
from tracking.store import ProblemState, Store
from tracking.words import N_, say_n
from tracking.words.numbers import day as day_said
from tracking.words.numbers import quarter as quarter_said

_TEXTS = ("progress_note", "problem", "next_step")


@click.command(
    cls=Command, help=N_("Tell what reports say: progress, problems, next steps; or export it.")
)
@option(
    "--search",
    metavar="TEXT",
    default="",
    help=N_("Only texts with these words; several, parted by blanks, are all wanted."),
)
@option("--unit", metavar="UNIT", help=N_("One unit, offices below a region included."))
@option("--chain", metavar="CHAIN", help=N_("One chain, by code or name."))
@option("--quarter", metavar="Q", help=N_("One quarter, 2024Q3; all of them if not given."))
@option("--open", "state", flag_value="open", help=N_("Only problems that are open."))
@option("--closed", "state", flag_value="closed", help=N_("Only problems that are closed."))
@KNOWN_ON
@option("--csv", metavar="FILE", help=N_("Into a CSV file; - for standard output."))
@option("--xlsx", metavar="FILE", help=N_("Into an Excel file that prints on A4."))
@AS_JSON
@click.pass_obj
def ledger(
    session: Session,
    search: str,
    unit: str | None,
    chain: str | None,
    quarter: str | None,
    state: ProblemState | None,
    known_on: str | None,
    csv: str | None,
    xlsx: str | None,
    as_json: bool,
) -> None:
    """Tell or export the ledger."""
    language, programme = session.language, session.programme
    day = session.day(known_on) if known_on else None
    of_chain = session.chain(chain) if chain else None
    at = session.quarter(quarter) if quarter else None
    units = with_offices(session, unit) if unit else None
    with session.store(read_only=True) as store:
        rows = store.ledger.search(
            search,
            units=units,
            indicators=[i.code for i in programme.indicators_of(of_chain)] if of_chain else None,
            quarters=[at] if at else None,
            state=state,
            known_on=day,
        ).rows
        if as_json:
            print_json([labelled(row) for row in rows.to_dict("records")])
        if not (csv or xlsx):
            if not as_json:
                _tell(session, store, rows, day)
            return
        known = store.figures(day)
        through = int(known["quarter"].max()) if len(known) else programme.start.index
        assessment = assess(known, store.targets(day), programme, through=through)
        narrowed = [
            *([quarter_said(language, at)] if at else []),
            *([programme.chains[of_chain].name.to(language)] if of_chain else []),
            *([programme.units[units[0]].name.to(language)] if units else []),
            *([lines.problem_state(language, state)] if state else []),
            *([session.say("with “{text}”", text=search)] if search else []),
        ]
        heading = lines.heading(
            programme,
            language,
            narrowed,
            _stamp(session, store, through if len(known) else None, day),
            demonstration=store.demonstration,
        )
    told = lines.composed(rows, assessment, programme, language)
    if csv == "-":
        sys.stdout.write(lines.as_csv(told, language).decode("utf-8-sig"))
    elif csv:
        _written(session, csv, lines.as_csv(told, language), len(told))
    if xlsx:
        _written(session, xlsx, as_xlsx(told, heading, language), len(told))


@click.command(cls=Command, help=N_("Close a problem of the ledger, or open it again."))
@click.argument("indicator", metavar="INDICATOR")
@click.argument("unit", metavar="UNIT")
@click.argument("quarter", metavar="QUARTER")
@option("--reason", required=True, metavar="TEXT", help=N_("Why; it is kept with the problem."))
@option("--reopen", is_flag=True, help=N_("Open it again instead of closing it."))
@BY
@AS_JSON
@click.pass_obj
def settle(
    session: Session,
    indicator: str,
    unit: str,
    quarter: str,
    reason: str,
    reopen: bool,
    by: str | None,
    as_json: bool,
) -> None:
    """Close a problem, or open it again."""
    code, whose, at = session.indicator(indicator), session.unit(unit), session.quarter(quarter)
    with session.store() as store:
        change = store.ledger.reopen if reopen else store.ledger.close
        change(code, whose, at, reason, who(by))
    state = "open" if reopen else "closed"
    if as_json:
        print_json({"indicator": code, "unit": whose, "quarter": str(at), "state": state})
        return
    problem = " · ".join(
        (
            session.programme.units[whose].short.to(session.language),
            session.programme.indicators[code].name.to(session.language),
            quarter_said(session.language, at),
        )
    )
    message = N_("Opened again: {problem}") if reopen else N_("Closed: {problem}")
    click.echo(session.say(message, problem=problem))


def _tell(session: Session, store: Store, rows: pd.DataFrame, day: date | None) -> None:
    language, programme = session.language, session.programme
    click.echo(lines.summed_up(store.ledger.problems(day), programme, language))
    click.echo(say_n(language, "{n} entry", "{n} entries", len(rows)))
    for row in rows.to_dict("records"):
        head = [
            programme.units[row["unit"]].short.to(language),
            programme.indicators[row["indicator"]].name.to(language),
            quarter_said(language, int(row["quarter"])),
            lines.problem_state(language, str(row["state"])),
        ]
        click.echo("\n" + " · ".join(part for part in head if part))
        for text in _TEXTS:
            if row[text]:
                click.echo(f"  {session.say(lines.HEADS[text])}  {one_line(str(row[text]))}")


def _stamp(
    session: Session, store: Store, through: int | None, day: date | None
) -> list[tuple[str, str]]:
    """What the figures rest on, as the foot of every page says it."""
    language = session.language
    known = day_said(language, day) if day else session.say("now")
    return [
        *([(session.say("Demonstration data"), "")] if store.demonstration else []),
        (session.say("Data up to"), quarter_said(language, Quarter(through)) if through else "—"),
        (session.say("As known on"), known),
        (session.say("Store version"), str(store.version)),
        (session.say("Method version"), METHOD_VERSION),
    ]


def _written(session: Session, file: str, data: bytes, n: int) -> None:
    Path(file).write_bytes(data)
    session.exported("ledger", file)
    count = say_n(session.language, "{n} line", "{n} lines", n)
    click.echo(session.say("{count} written to {file}", count=count, file=file), err=True)
