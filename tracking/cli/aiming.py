"""Commands that set targets: targets set, withdraw, import; each says first what it would do."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import click

from tracking import targets as aims
from tracking.cli.asking import named, records
from tracking.cli.moving import BY, who
from tracking.cli.printing import print_json, table
from tracking.cli.session import Session
from tracking.cli.speaking import AS_JSON, Command, Refused, option
from tracking.cli.taking import readable
from tracking.intake.periods import day_of
from tracking.programme import Quarter, Target
from tracking.progress import status_name
from tracking.store import Store
from tracking.targets import NotSettable, Versions, told
from tracking.words import N_, numbers, say_n

# So many statuses are told one by one.
SHOWN: Final = 30

QUARTER = option(
    "--quarter", metavar="Q", help=N_("Whose statuses are told; the latest with figures if not"
                                      " given.")
)  # fmt: skip
DRY_RUN = option("--dry-run", is_flag=True, help=N_("Say what it would do, and do nothing."))
YES = option("--yes", is_flag=True, help=N_("Do not ask."))
_FIELDS: Final = (
    ("--value", "value", "NUMBER", N_("The target value, in the indicator’s unit.")),
    ("--due", "due", "Q", N_("The quarter by whose end it is due, 2025Q4.")),
    ("--baseline", "baseline", "NUMBER", N_("The value it starts from.")),
    ("--baseline-quarter", "baseline_quarter", "Q", N_("The quarter at whose end that held.")),
    ("--path", "path", "PATH", N_("linear, plan, geometric or s_curve.")),
    ("--interim", "interim", "STEPS", N_("Interim targets of a planned path:"
                                         " 2023Q4=500;2024Q4=900.")),
    ("--basis", "basis_zh", "TEXT", N_("The document that sets it, or who set it and when.")),
    ("--basis-en", "basis_en", "TEXT", N_("The same in English.")),
    ("--effective", "effective", "DATE", N_("The day from which it holds; today if not given.")),
    ("--reason", "reason", "TEXT", N_("Why; always wanted where a target stands already.")),
)  # fmt: skip


def _fields(command: Any) -> Any:
    for name, field, metavar, about in reversed(_FIELDS):
        command = option(name, field, metavar=metavar, help=about)(command)
    return command


@click.command("set", cls=Command, help=N_("Set a target; what is not given stays as it is."))
@click.argument("indicator", metavar="INDICATOR")
@click.argument("unit", metavar="UNIT")
@_fields
@option(
    "--again", metavar="VERSION", type=int,
    help=N_("Set this former version again; its number is in the history."),
)  # fmt: skip
@QUARTER
@DRY_RUN
@YES
@BY
@AS_JSON
@click.pass_context
def set_(
    context: click.Context,
    /,
    indicator: str,
    unit: str,
    again: int | None,
    quarter: str | None,
    dry_run: bool,
    yes: bool,
    by: str | None,
    as_json: bool,
    **given: str | None,
) -> None:
    """Set one target."""
    session: Session = context.obj
    code, whose = session.indicator(indicator), session.unit(unit)
    typed = {name: text for name, text in given.items() if text is not None}
    with session.store(read_only=dry_run) as store:
        versions = Versions(store.target_versions())
        start = _start(session, versions, code, whose, typed, again)
        read = aims.Reader(session.programme, session.today).read(start | typed)
        faults = read.faults
        if read.target is not None:
            faults = aims.judged(read.target, session.programme, versions)
        if faults or read.target is None:
            _refuse(context, faults, as_json=as_json)
        else:
            _do(session, store, versions, [read.target], quarter, who(by), dry_run, yes, as_json)


@click.command(cls=Command, help=N_("Say that a target holds no more; its versions stay."))
@click.argument("indicator", metavar="INDICATOR")
@click.argument("unit", metavar="UNIT")
@option("--reason", metavar="TEXT", required=True, help=N_("Why; it is kept with the target."))
@option("--effective", metavar="DATE", help=N_("The day from which it holds no more; today if not"
                                               " given."))  # fmt: skip
@QUARTER
@DRY_RUN
@YES
@BY
@AS_JSON
@click.pass_context
def withdraw(
    context: click.Context,
    indicator: str,
    unit: str,
    reason: str,
    effective: str | None,
    quarter: str | None,
    dry_run: bool,
    yes: bool,
    by: str | None,
    as_json: bool,
) -> None:
    """Withdraw one target."""
    session: Session = context.obj
    code, whose = session.indicator(indicator), session.unit(unit)
    day = _day(session, effective)
    with session.store(read_only=dry_run) as store:
        versions = Versions(store.target_versions())
        target = aims.withdrawal(versions, code, whose, day, reason.strip())
        if target is None:
            raise Refused(session.say("There is no target to withdraw on that day. Nothing was"
                                      " changed."))  # fmt: skip
        faults = aims.judged(target, session.programme, versions)
        if faults:
            _refuse(context, faults, as_json=as_json)
        else:
            _do(session, store, versions, [target], quarter, who(by), dry_run, yes, as_json)


@click.command("import", cls=Command, help=N_("Set the targets of a file, all of them or none."))
@click.argument("file", metavar="FILE")
@QUARTER
@DRY_RUN
@YES
@BY
@AS_JSON
@click.pass_context
def import_(
    context: click.Context,
    file: str,
    quarter: str | None,
    dry_run: bool,
    yes: bool,
    by: str | None,
    as_json: bool,
) -> None:
    """Import targets."""
    session: Session = context.obj
    (path,) = readable(session, (file,))
    with session.store(read_only=dry_run) as store:
        versions = Versions(store.target_versions())
        found = aims.read_file(
            path.read_bytes(), path.name, session.programme, versions, session.today
        )
        if found.faults:
            _refuse(context, found.faults, as_json=as_json)
            return
        if found.unchanged and not as_json:
            click.echo(say_n(session.language, "{n} row changes nothing.",
                             "{n} rows change nothing.", found.unchanged))  # fmt: skip
        new = list(found.targets)
        _do(session, store, versions, new, quarter, who(by), dry_run, yes, as_json)


def _start(
    session: Session,
    versions: Versions,
    indicator: str,
    unit: str,
    typed: dict[str, str],
    again: int | None,
) -> dict[str, str]:
    """What is not given: as in the version that stands, or in the one to be set again."""
    day = _day(session, typed.get("effective"))
    start = {"indicator": indicator, "unit": unit, "due": str(session.programme.end)}
    if again is not None:
        row = next((r for r in versions.of(indicator, unit) if r["id"] == again), None)
        if row is None or row["withdrawn"]:
            raise Refused(session.say("This target has no version {n} to set again.", n=again))
    else:
        holding = versions.in_force(day)
        mine = (holding["indicator"] == indicator) & (holding["unit"] == unit)
        row = next(iter(holding[mine].to_dict("records")), None)
    if row is not None:
        start |= aims.typed_of(aims.target_of(row, day))
    # Another document has another English name, and another path no steps of a former one.
    if "basis_zh" in typed:
        start["basis_en"] = ""
    if typed.get("path", "plan") != "plan":
        start["interim"] = ""
    if "interim" in typed and "path" not in typed:
        start["path"] = ""
    return start | {"effective": day.isoformat(), "reason": ""}


def _day(session: Session, text: str | None) -> date:
    if not text:
        return session.today
    day = day_of(text)
    return day if day is not None else session.day(text)


def _do(
    session: Session,
    store: Store,
    versions: Versions,
    new: Sequence[Target],
    quarter: str | None,
    actor: str,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Say what would turn, ask, and set."""
    changing = [target for target in new if versions.turns_on(target)]
    figures = store.figures()
    found = aims.effect(
        figures, versions, changing, session.programme,
        _quarter(session, quarter, figures["quarter"].max() if len(figures) else None),
        today=session.today,
    ) if changing else None  # fmt: skip
    notes = [note for target in changing
             for note in aims.remarks(target, session.programme, versions, session.today)
             ]  # fmt: skip
    said = [note.said(session.language) for note in notes]
    said += [aims.upset_said(one, session.language)
             for one in aims.upset(versions, changing, session.programme)]  # fmt: skip
    if not as_json:
        _tell(session, changing, found, said)
    added: list[int] = []
    if changing and not dry_run:
        if not yes:
            _ask(session)
        try:
            added = aims.set_targets(store, session.programme, changing, actor)
        except NotSettable as error:
            raise Refused("\n".join(one.said(session.language) for one in error.faults)) from None
    if as_json:
        print_json({
            "set": added, "changed": len(changing), "dry_run": dry_run,
            "remarks": said,
            "effect": None if found is None else {
                "quarter": str(found.quarter), "on": found.day,
                "sentence": found.said(session.language),
                "series": records(found.series), "indices": records(found.indices),
            },
        })  # fmt: skip
    elif added:
        click.echo(say_n(session.language, "{n} target is set.", "{n} targets are set.",
                         len(added)))  # fmt: skip
    elif dry_run and changing:
        click.echo(session.say("Nothing was saved."))


def _quarter(session: Session, asked: str | None, latest: int | None) -> Quarter:
    programme = session.programme
    if asked:
        at = session.quarter(asked)
        if at not in programme.quarters:
            raise Refused(session.say(
                "{quarter} is outside the programme, which runs from {start} to {end}.",
                quarter=at, start=programme.start, end=programme.end))  # fmt: skip
        return at
    known = Quarter(int(latest)) if latest is not None else programme.start
    return min(max(known, programme.start), programme.end)


def _ask(session: Session) -> None:
    """Go on only with a yes; no answer is none."""
    try:
        agreed = click.confirm(session.say("Set it so?"), err=True)
    except click.Abort:
        click.echo(err=True)
        agreed = False
    if not agreed:
        raise Refused(session.say("Nothing was saved. To go on without being asked: --yes"))


def _refuse(
    context: click.Context,
    faults: Sequence[aims.Fault | aims.Placed | aims.Unread],
    *,
    as_json: bool,
) -> None:
    """Say every fault; exit code 1."""
    session: Session = context.obj
    said = [fault.said(session.language) for fault in faults]
    if as_json:
        print_json({"set": [], "faults": said})
    else:
        for one in said:
            click.echo(one)
        click.echo(session.say("Nothing of it was saved. Mend the errors."))
    context.exit(1)


def _tell(
    session: Session,
    changing: Sequence[Target],
    found: aims.Effect | None,
    notes: Sequence[str],
) -> None:
    if found is None:
        click.echo(session.say("This is in force already; nothing was changed."))
        return
    for target in changing[:SHOWN]:
        click.echo(_target(session, target))
    if len(changing) > SHOWN:
        click.echo(session.say("and {n} more", n=len(changing) - SHOWN))
    for note in dict.fromkeys(notes):
        click.echo(session.say("Note: {what}", what=note))
    quarter = numbers.quarter(session.language, found.quarter)
    sentence = found.said(session.language)
    click.echo(session.say("In {quarter}: {what}", quarter=quarter, what=sentence))
    rows = [_turn(session, row) for row in found.turned.head(SHOWN).to_dict("records")]
    if rows:
        heads = [session.say(h) for h in (N_("Unit"), N_("Indicator"), N_("Status before"),
                                          N_("Status now"))]  # fmt: skip
        click.echo(table(heads, rows))
    if len(found.turned) > SHOWN:
        click.echo(session.say("{n} more; --json lists them.", n=len(found.turned) - SHOWN))
    for row in found.indices.head(SHOWN).to_dict("records"):
        click.echo(session.say(
            "Index of {chain}, {unit}: {before} → {now}",
            chain=session.programme.chains[row["chain"]].name.to(session.language),
            unit=named(session.programme.units, str(row["unit"]), session),
            before=numbers.share(session.language, row["index_before"], 1),
            now=numbers.share(session.language, row["index"], 1),
        ))  # fmt: skip


def _target(session: Session, target: Target) -> str:
    row = aims.row_of(target)
    line = told.aim(row, session.programme, session.language)
    name = named(session.programme.indicators, target.indicator, session)
    unit = named(session.programme.units, target.unit, session)
    if target.withdrawn:
        return session.say("{unit}, “{indicator}”: withdrawn from {day} on", unit=unit,
                           indicator=name, day=line["effective"])  # fmt: skip
    return session.say("{unit}, “{indicator}”: {target} by {due}, from {day} on", unit=unit,
                       indicator=name, target=line["target"], due=line["due"],
                       day=line["effective"])  # fmt: skip


def _turn(session: Session, row: dict[Any, Any]) -> list[str]:
    return [
        named(session.programme.units, str(row["unit"]), session),
        named(session.programme.indicators, str(row["indicator"]), session),
        status_name(session.language, str(row["status_before"])),
        status_name(session.language, str(row["status"])),
    ]
