"""Commands that read targets: targets list, history, shares, template."""

import sys
from pathlib import Path
from typing import Any

import click
import pandas as pd

from tracking import targets as aims
from tracking.cli.asking import CITIES, KNOWN_ON, records, stamp, tell_stamp
from tracking.cli.printing import print_json, table
from tracking.cli.session import Session
from tracking.cli.speaking import AS_JSON, Command, Group, option
from tracking.programme import NATION
from tracking.progress import assess
from tracking.store import Store
from tracking.targets import Series, Versions, told
from tracking.words import N_, numbers, say_n

UNIT = option("--unit", metavar="UNIT", help=N_("One unit, by code or name."))
INDICATOR = option("--indicator", metavar="INDICATOR", help=N_("One indicator, by code or name."))
CHAIN = option("--chain", metavar="CHAIN", help=N_("One chain, by code or name."))
EVERYBODY = option("--all", "everybody", is_flag=True, help=N_("Of all units, not the nation’s."))
_SHOWN = ("indicator", "unit", "target", "due", "baseline", "path", "basis", "effective", "set_by")


@click.group(cls=Group, help=N_("Say what was promised by which document; set and import targets."))
def targets() -> None:
    """The commands on targets."""


@targets.command("list", cls=Command, help=N_("List targets, and where no document states one."))
@UNIT
@INDICATOR
@CHAIN
@EVERYBODY
@KNOWN_ON
@option("--csv", metavar="FILE", help=N_("Write them as CSV into this file; - for the screen."))
@option("--xlsx", metavar="FILE", help=N_("Write them as an Excel file."))
@AS_JSON
@click.pass_obj
def list_(
    session: Session,
    unit: str | None,
    indicator: str | None,
    chain: str | None,
    everybody: bool,
    known_on: str | None,
    csv: str | None,
    xlsx: str | None,
    as_json: bool,
) -> None:
    """List targets."""
    day = session.day(known_on) if known_on else None
    series = asked(session, unit, indicator, chain, everybody=everybody)
    with session.store(read_only=True) as store:
        holding = Versions(store.target_versions(day)).in_force(day or session.today)
        heading = told.heading(
            session.programme, session.language, [],
            [(stamp(session, store, day or session.today, store.version), "")],
            demonstration=store.demonstration,
        )  # fmt: skip
        if not (as_json or csv):
            tell_stamp(session, store, day)
    lines = told.composed(series, holding, session.programme, session.language)
    if as_json:
        print_json(_data(series, holding))
    elif csv == "-":
        sys.stdout.write(told.as_csv(lines, session.language).decode("utf-8-sig"))
    elif csv:
        _written(session, csv, told.as_csv(lines, session.language), len(lines))
    if xlsx:
        _written(session, xlsx, told.as_xlsx(lines, heading, session.language), len(lines))
    if not (as_json or csv or xlsx):
        _tell(session, lines)


@targets.command(cls=Command, help=N_("Every version of one target: what changed, who, when, why."))
@click.argument("indicator", metavar="INDICATOR")
@click.argument("unit", metavar="UNIT")
@KNOWN_ON
@AS_JSON
@click.pass_obj
def history(
    session: Session, indicator: str, unit: str, known_on: str | None, as_json: bool
) -> None:
    """The versions of one target."""
    code, whose = session.indicator(indicator), session.unit(unit)
    with session.store(read_only=True) as store:
        frame = store.target_versions(session.day(known_on) if known_on else None)
    rows = frame[(frame["indicator"] == code) & (frame["unit"] == whose)]
    if as_json:
        print_json(records(rows.sort_values("id", ascending=False)))
        return
    if rows.empty:
        click.echo(session.say("No target was ever set here: no document states one."))
        return
    lines = told.history(rows, session.programme, session.language)
    heads = [session.say(h) for h in (N_("Version"), N_("Set at"), N_("Set by"),
                                      N_("Effective from"), N_("Target value"), N_("Changed"),
                                      N_("Basis"), N_("Reason"))]  # fmt: skip
    columns = ("set_at", "set_by", "effective", "target", "changed", "basis", "reason")
    numbered = zip(sorted(rows["id"], reverse=True), lines[list(columns)].to_numpy(), strict=True)
    click.echo(table(heads, [[str(number), *row] for number, row in numbered], right=(0,)))


@targets.command(cls=Command, help=N_("The units’ targets of one indicator beside the nation’s."))
@click.argument("indicator", metavar="INDICATOR")
@CITIES
@KNOWN_ON
@AS_JSON
@click.pass_obj
def shares(
    session: Session, indicator: str, cities: bool, known_on: str | None, as_json: bool
) -> None:
    """Whether the shares add up."""
    code = session.indicator(indicator)
    day = session.day(known_on) if known_on else None
    with session.store(read_only=True) as store:
        holding = Versions(store.target_versions(day)).in_force(day or session.today)
    found = aims.shares(holding, session.programme, code, cities=cities)
    if as_json:
        print_json({
            "indicator": code, "addable": found.addable, "adds_up": found.adds_up,
            "sum": found.total, "nation": found.nation, "difference": found.difference,
            "with_target": found.with_target, "units": found.rows.to_dict("records"),
        })  # fmt: skip
        return
    click.echo(found.said(session.language))
    rows = found.rows[found.rows["value"].notna()]
    if len(rows):
        heads = [session.say(h) for h in (N_("Unit"), N_("Target value"), N_("Share"))]
        click.echo(table(heads, [_share(session, found, row) for row in rows.to_dict("records")],
                         right=(1, 2)))  # fmt: skip


@targets.command(cls=Command, help=N_("Write a CSV file of targets to fill in and import."))
@UNIT
@INDICATOR
@CHAIN
@EVERYBODY
@option(
    "--split",
    is_flag=True,
    help=N_("Draft the units’ shares of the nation’s target by what each has reached; as a draft"
            " they have no basis, and cannot be imported before one is written."),
)  # fmt: skip
@option("--output", metavar="FILE", required=True, help=N_("The file to write; - for the screen."))
@click.pass_obj
def template(
    session: Session,
    unit: str | None,
    indicator: str | None,
    chain: str | None,
    everybody: bool,
    split: bool,
    output: str,
) -> None:
    """A file to fill in."""
    series = asked(session, unit, indicator, chain, everybody=everybody)
    with session.store(read_only=True) as store:
        holding = Versions(store.target_versions()).in_force(session.today)
        draft = _drafted(session, store, series, holding) if split else {}
    data = aims.template(series, holding, session.programme, session.language, draft)
    if output == "-":
        sys.stdout.write(data.decode("utf-8-sig"))
    else:
        _written(session, output, data, len(series))


def asked(
    session: Session, unit: str | None, indicator: str | None, chain: str | None, *, everybody: bool
) -> list[Series]:
    """The series asked for: the nation's, of one unit or of all; of one indicator everybody's."""
    units: list[str] | None = [NATION]
    if unit:
        units = [session.unit(unit)]
    elif everybody or indicator:
        units = None
    return aims.every_series(
        session.programme,
        chain=session.chain(chain) if chain else None,
        indicators=[session.indicator(indicator)] if indicator else None,
        units=units,
    )


def _drafted(
    session: Session, store: Store, series: list[Series], holding: pd.DataFrame
) -> dict[Series, float]:
    """The nation's targets split by what each unit has reached so far."""
    figures = store.figures()
    if figures.empty:
        return {}
    quarter = int(figures["quarter"].max())
    rows = assess(figures, holding, session.programme, through=quarter)
    codes = dict.fromkeys(one.indicator for one in series)
    rows = rows[rows["quarter"] == quarter]
    parts = aims.drafted(holding, rows, session.programme, list(codes))
    return {Series(code, unit): value for (code, unit), value in parts.items()}


def _data(series: list[Series], holding: pd.DataFrame) -> list[dict[str, Any]]:
    known = {(r["indicator"], r["unit"]): r for r in records(holding)}
    nothing: dict[str, Any] = {"value": None}
    return [
        {"indicator": one.indicator, "unit": one.unit}
        | known.get((one.indicator, one.unit), nothing)
        for one in series
    ]


def _tell(session: Session, lines: pd.DataFrame) -> None:
    stated = lines[lines["due"] != ""]
    heads = [session.say(told.HEADS[name]) for name in _SHOWN]
    if len(stated):
        click.echo(table(heads, stated[list(_SHOWN)].to_numpy().tolist(), right=(2,)))
    without = len(lines) - len(stated)
    if without:
        click.echo(
            say_n(
                session.language,
                "{n} more without a target: no document states one.",
                "{n} more without a target: no document states one.",
                without,
            )
        )


def _share(session: Session, found: aims.Shares, row: dict[Any, Any]) -> list[str]:
    name = session.programme.units[row["unit"]].short.to(session.language)
    if row["inside"]:
        province = session.programme.units[row["inside"]].short.to(session.language)
        name = session.say("{unit} (counted in {province})", unit=name, province=province)
    return [
        name,
        told.value_said(row["value"], found.indicator, session.language),
        numbers.share(session.language, row["share"], 1) if not row["inside"] else "",
    ]


def _written(session: Session, file: str, data: bytes, n: int) -> None:
    Path(file).write_bytes(data)
    session.exported("targets", file)
    count = say_n(session.language, "{n} line", "{n} lines", n)
    click.echo(session.say("{count} written to {file}", count=count, file=file), err=True)
