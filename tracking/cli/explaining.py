"""The command that explains a status: sentences, formulas, and the reports it rests on."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import click
import pandas as pd

from tracking.behind import Behind
from tracking.briefing import Reference
from tracking.cli.asking import (
    CITIES,
    KNOWN_ON,
    assessed,
    figure_said,
    named,
    records,
    tell_stamp,
    unit_or_group,
)
from tracking.cli.index_explained import explain_reference
from tracking.cli.printing import plain, print_json
from tracking.cli.reports_explained import explain_reports
from tracking.cli.session import Session
from tracking.cli.speaking import AS_JSON, Command, Refused, option
from tracking.cli.standing import Standing
from tracking.demo import with_invented_sizes
from tracking.people import record
from tracking.programme import Quarter
from tracking.progress import explain, per_size_data, per_size_said, unit_name
from tracking.progress.columns import SUMS
from tracking.progress.reported import IMPORTED
from tracking.store import state_name
from tracking.words import N_, say_n


@click.command(
    "explain",
    cls=Command,
    help=N_("Say how a status came about, with its numbers and their files."),
)
@click.argument("indicator", metavar="[INDICATOR]", required=False)
@click.argument("unit", metavar="[UNIT]", required=False)
@click.argument("quarter", metavar="[QUARTER]", required=False)
@option(
    "--ref",
    metavar="REFERENCE",
    help=N_("Instead of these: a figure’s reference in a briefing, with the day it was known."),
)
@KNOWN_ON
@CITIES
@AS_JSON
@click.pass_obj
def explain_(
    session: Session,
    indicator: str | None,
    unit: str | None,
    quarter: str | None,
    ref: str | None,
    known_on: str | None,
    cities: bool,
    as_json: bool,
) -> None:
    """One status, explained."""
    if ref is not None:
        of = _reference(session, ref)
        if of.reports:
            explain_reports(session, of, as_json=as_json)
            return
        if of.chain:
            explain_reference(session, of, cities=cities, as_json=as_json)
            return
        indicator, unit, quarter = of.indicator, of.unit, str(of.quarter)
        known_on = of.known_on.isoformat()
    if not (indicator and unit and quarter):
        raise Refused(
            session.say("Name an indicator, a unit and a quarter, or a reference with --ref.")
        )
    code, who = session.indicator(indicator), unit_or_group(session, unit)
    with session.store(read_only=True) as store:
        # The course in a briefing has what was before the programme, too.
        history = ref is not None
        found = assessed(session, store, quarter, known_on, cities=cities, history=history)
        assessment, at, known = found.rows, found.quarter, found.known
        rows = assessment[(assessment["indicator"] == code) & (assessment["unit"] == who)]
        if rows.empty:
            raise Refused(
                session.say(
                    "{unit} does not report {indicator}, and nothing is known of it for {quarter}.",
                    unit=who, indicator=code, quarter=at,
                )
            )  # fmt: skip
        day = _day(session, known_on)
        behind = Behind(rows.iloc[0], store, session.programme, known, day)
        since = Standing.of(
            session, store, found, rows.iloc[0], day or session.today, cities=cities
        )
        ahead = found.outlook
        ahead = ahead[(ahead["indicator"] == code) & (ahead["unit"] == who)]
        sized = with_invented_sizes(session.programme) if store.demonstration else session.programme
        beside = (
            {"per_size": per_size_data(rows, sized, cities=cities)},
            per_size_said(rows, sized, session.language, cities=cities),
        )
        # Before the programme nothing is looked ahead from.
        likely = next(iter(ahead.to_dict("records")), None)
        _tell(session, behind, assessment, likely, since, beside, as_json=as_json)


def _tell(
    session: Session,
    behind: Behind,
    assessment: pd.DataFrame,
    ahead: dict[Hashable, Any] | None,
    since: Standing,
    beside: tuple[dict[str, Any], list[str]],
    *,
    as_json: bool,
) -> None:
    told = explain(
        behind.row,
        session.programme,
        session.language,
        versions=behind.versions,
        parts=behind.parts,
        breaks=behind.breaks,
        outlook=ahead,
        known_on=behind.known_on,
        as_of=behind.known_on or session.today,
    )
    if as_json:
        rolled = behind.row["origin"] == "rolled"
        print_json(
            plain(told.data)
            | since.data()
            | beside[0]
            | {
                "sentences": list(told.sentences),
                "formulas": list(told.formulas),
                "versions": records(behind.versions),
                "parts": records(behind.parts),
                "breaks": records(behind.breaks),
                "missing": behind.missing(assessment),
                "contributions": records(behind.parts) if rolled else [],
            }
        )
        return
    tell_stamp(session, behind.store, behind.known_on)
    for sentence in (*told.sentences, *told.formulas, *beside[1]):
        click.echo(sentence)
    since.tell(session)
    _tell_parts(session, behind, assessment)
    _tell_versions(session, behind)


def _tell_parts(session: Session, behind: Behind, assessment: pd.DataFrame) -> None:
    """The figures that a value rests on, with their files, and who is missing among them."""
    if behind.row["origin"] not in SUMS:
        return
    language, programme = session.language, session.programme
    parts = behind.parts
    files, texts = behind.files(parts), behind.texts(dict.fromkeys(parts["unit"].astype(str)))
    click.echo(session.say("The figures behind it"))
    for row in parts.to_dict("records"):
        indicator = programme.indicators[str(row["indicator"])]
        value = session.say(
            "{unit}, {quarter}: {value}",
            unit=named(programme.units, str(row["unit"]), session),
            quarter=Quarter(int(row["quarter"])),
            value=figure_said(session, indicator, row),
        )
        file = files.get(int(row["submission"]))
        if file is None:
            reported = int(row["reported"])
            offices = say_n(language, "{n} office", "{n} offices", reported)
            click.echo("  " + session.say("; ").join((value, offices)))
            continue
        place = _place(session, file.id, row["row"], file.name)
        click.echo("  " + session.say("; ").join((value, place)))
        said = texts.get((str(row["unit"]), int(row["quarter"])), {}).get("source") or file.source
        by = (file.submitted_by, file.submitted_at, file.decided_by, file.decided_at)
        _tell_record(session, said, *by, entered=file.entered)
    comma = "、" if language == "zh" else ", "
    for wording, units in (
        (N_("Nothing reported by ({n}): {units}."), behind.missing(assessment)),
        (N_("Not reported for this quarter by ({n}): {units}."), behind.carried),
    ):
        if units:
            names = comma.join(unit_name(unit, programme, language) for unit in units)
            click.echo(session.say(wording, n=len(units), units=names))


def _tell_versions(session: Session, behind: Behind) -> None:
    """Every version of the figure, newest first."""
    indicator = session.programme.indicators[str(behind.row["indicator"])]
    if len(behind.versions):
        click.echo(session.say("Versions, newest first"))
    for row in behind.versions.to_dict("records"):
        published = row["submitted_by"] == IMPORTED and row["state"] == "approved"
        state = (
            session.say("Published figure")
            if published
            else state_name(session.language, str(row["state"]))
        )
        value = figure_said(session, indicator, row)
        place = _place(session, row["submission"], row["row"], row["file_name"])
        click.echo("  " + session.say("; ").join((value, state, place)))
        by = (row["submitted_by"], row["submitted_at"], row["decided_by"], row["decided_at"])
        _tell_record(session, str(row["source"]), *by, entered=bool(row["entered"]))


def _tell_record(session: Session, source: str, *by: Any, entered: bool) -> None:
    click.echo("    " + record(session.language, session.programme, *by, entered=entered))
    if source:
        click.echo("    " + session.say("Source: {source}", source=source))


def _place(session: Session, submission: int, row: int, name: str) -> str:
    return session.say(
        "submission {submission}, row {row} of {name}",
        submission=submission, row=int(row), name=name,
    )  # fmt: skip


def _reference(session: Session, text: str) -> Reference:
    try:
        return Reference.of(text, session.programme)
    except ValueError:
        raise Refused(
            session.say(
                "“{text}” is no reference of this programme. One looks like {example}.",
                text=text,
                example="INN-1-1.320000.24Q3.241031",
            )
        ) from None


def _day(session: Session, known_on: str | None) -> date | None:
    return session.day(known_on) if known_on else None
