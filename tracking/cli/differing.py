"""The command that says what changed between two days of knowledge, and which report changed it."""

from datetime import date
from typing import Any, Final

import click

from tracking.cli.asking import CITIES, named, records, unit_or_group, value_said
from tracking.cli.printing import print_json, table
from tracking.cli.session import Session
from tracking.cli.speaking import AS_JSON, Command, Refused, option
from tracking.knowledge import Learned, assessed, between, sort_name
from tracking.people import person
from tracking.programme import Quarter
from tracking.progress import cause_name, status_name
from tracking.store import state_name
from tracking.words import N_
from tracking.words.numbers import difference
from tracking.words.numbers import quarter as quarter_name

# Rows a table shows; --json has all.
SHOWN: Final = 40


@click.command(
    cls=Command,
    help=N_("Say what changed between two days, and by which report."),
)
@option(
    "--from", "start", metavar="DAY", required=True, help=N_("The end of this day, 2024-09-30 …")
)
@option("--to", "end", metavar="DAY", help=N_("… beside the end of this one; now if not given."))
@option("--quarter", metavar="Q", help=N_("One quarter, 2024Q3."))
@option("--unit", metavar="UNIT", help=N_("One unit, by code or name; nation for the whole."))
@option("--chain", metavar="CHAIN", help=N_("One chain, by code or name."))
@option("--indicator", metavar="INDICATOR", help=N_("One indicator, by code or name."))
@CITIES
@AS_JSON
@click.pass_context
def changes(
    context: click.Context,
    start: str,
    end: str | None,
    quarter: str | None,
    unit: str | None,
    chain: str | None,
    indicator: str | None,
    cities: bool,
    as_json: bool,
) -> None:
    """What one day knew and another knows."""
    session: Session = context.obj
    first, last = session.day(start), session.day(end) if end else None
    if first >= (last or session.today):
        raise Refused(session.say("The first day must lie before the second."))
    found = _learned(session, first, last, quarter, cities=cities).only(
        _units(session, unit), _indicators(session, chain, indicator)
    )
    if as_json:
        print_json(_data(session, found))
    else:
        _tell(session, found)
    context.exit(1 if found else 0)


def _learned(
    session: Session, start: date, end: date | None, quarter: str | None, *, cities: bool
) -> Learned:
    programme, today = session.programme, session.today
    at = session.quarter(quarter) if quarter else None
    with session.store(read_only=True) as store:
        then, now = (assessed(store, programme, day, today, cities=cities) for day in (start, end))
        return between(store, programme, start, end, today=today, then=then, now=now, quarter=at)


def _units(session: Session, unit: str | None) -> set[str] | None:
    """A unit with the offices below it."""
    if unit is None:
        return None
    code = unit_or_group(session, unit)
    return {code, *(office.code for office in session.programme.offices.get(code, ()))}


def _indicators(session: Session, chain: str | None, indicator: str | None) -> set[str] | None:
    wanted = None if indicator is None else {session.indicator(indicator)}
    if chain is None:
        return wanted
    of = {one.code for one in session.programme.indicators_of(session.chain(chain))}
    return of if wanted is None else of & wanted


def _data(session: Session, found: Learned) -> dict[str, Any]:
    language = session.language
    return {
        "from": found.start.isoformat(),
        "to": found.end.isoformat(),
        "sentence": found.sentence(language),
        "figures": records(found.figures),
        "statuses": records(found.statuses),
        "targets": records(found.targets),
        "restated": records(found.note),
        "reports": [
            {
                "submission": one.id,
                "file": one.name,
                "state": one.state,
                "units": list(one.units),
                "quarters": [str(Quarter(quarter)) for quarter in one.quarters],
                "submitted_by": one.submitted_by,
                "submitted_at": one.submitted_at.isoformat(),
                "decided_by": one.decided_by,
                "decided_at": one.decided_at.isoformat() if one.decided_at else None,
                "reason": one.reason,
                "counts": report.counts,
            }
            for report in found.reports
            for one in [report.submission]
        ],
    }


def _tell(session: Session, found: Learned) -> None:
    click.echo(found.sentence(session.language))
    _tell_some(
        session,
        N_("Statuses that turned, worst first"),
        (
            N_("Unit"),
            N_("Indicator"),
            N_("Quarter"),
            N_("Status before"),
            N_("Status now"),
            N_("Cause"),
        ),
        [_status(session, row) for row in found.statuses.head(SHOWN).to_dict("records")],
        len(found.statuses),
    )
    _tell_some(
        session,
        N_("Figures corrected or taken back"),
        (N_("Unit"), N_("Indicator"), N_("Quarter"), N_("Value before"), N_("Value now"),
         N_("Change"), N_("Kind of change"), N_("No.")),
        [_figure(session, row) for row in found.restated.head(SHOWN).to_dict("records")],
        len(found.restated),
        right=(3, 4, 5),
    )  # fmt: skip
    _tell_some(
        session,
        N_("Which report changed it"),
        (N_("No."), N_("File"), N_("State"), N_("Submitted"), N_("Decided"), N_("Figures")),
        [_report(session, found, n) for n in range(min(SHOWN, len(found.reports)))],
        len(found.reports),
    )
    _tell_some(
        session,
        N_("Targets that changed"),
        (
            N_("Unit"),
            N_("Indicator"),
            N_("Target before"),
            N_("Target now"),
            N_("Due"),
            N_("Basis"),
        ),
        [_target(session, row) for row in found.targets.head(SHOWN).to_dict("records")],
        len(found.targets),
        right=(2, 3),
    )


def _tell_some(
    session: Session,
    title: str,
    heads: tuple[str, ...],
    rows: list[list[str]],
    count: int,
    right: tuple[int, ...] = (),
) -> None:
    if not rows:
        return
    click.echo("\n" + session.say(title))
    click.echo(table([session.say(head) for head in heads], rows, right))
    if count > len(rows):
        click.echo(session.say("{n} more; --json lists them.", n=count - len(rows)))


def _status(session: Session, row: dict[Any, Any]) -> list[str]:
    language = session.language
    return [
        *_whose(session, row),
        quarter_name(language, int(row["quarter"])),
        status_name(language, str(row["status_before"])),
        status_name(language, str(row["status"])),
        cause_name(language, str(row["cause"])),
    ]


def _figure(session: Session, row: dict[Any, Any]) -> list[str]:
    indicator = session.programme.indicators[str(row["indicator"])]
    was, now = (
        value_said(session, indicator, row[f"value{s}"], str(row[f"qualifier{s}"]))
        for s in ("_before", "")
    )
    return [
        *_whose(session, row),
        quarter_name(session.language, int(row["quarter"])),
        was,
        now,
        difference(session.language, row["value"] - row["value_before"], indicator),
        sort_name(session.language, str(row["sort"])),
        str(row["by"] or ""),
    ]


def _report(session: Session, found: Learned, number: int) -> list[str]:
    language, report = session.language, found.reports[number]
    one = report.submission
    counts = session.say(", ").join(
        session.say("{n} {sort}", n=n, sort=sort_name(language, sort))
        for sort, n in report.counts.items()
    )
    return [
        str(one.id),
        one.name,
        state_name(language, one.state),
        person(language, session.programme, one.submitted_by),
        person(language, session.programme, one.decided_by),
        counts,
    ]


def _target(session: Session, row: dict[Any, Any]) -> list[str]:
    indicator = session.programme.indicators[str(row["indicator"])]
    return [
        *_whose(session, row),
        value_said(session, indicator, row["value_before"]),
        value_said(session, indicator, row["value"]),
        quarter_name(session.language, int(row["due"])) if row["due"] >= 0 else "—",
        str(row["basis_zh" if session.language == "zh" else "basis_en"] or row["basis_zh"]),
    ]


def _whose(session: Session, row: dict[Any, Any]) -> list[str]:
    programme, code = session.programme, str(row["indicator"])
    return [
        named(programme.units, str(row["unit"]), session),
        f"{code} {named(programme.indicators, code, session)}",
    ]
