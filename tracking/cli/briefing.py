"""The commands that write briefings, and keep those that are made again each quarter."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Final

import click
from click.core import ParameterSource

from tracking import charts
from tracking.briefing import Briefing, Request, Scope, compose
from tracking.briefing.formats import DOCUMENTS, FORMATS, Format
from tracking.briefing.saved import (
    COMPARED_NAMES,
    SavedBriefing,
    comparison_of,
    due,
    quarter_due,
    saved_briefings,
)
from tracking.cli.asking import KNOWN_ON, quarter_asked
from tracking.cli.printing import print_json, table
from tracking.cli.session import Session, operator
from tracking.cli.speaking import AS_JSON, Command, Group, Refused, option
from tracking.gathering import gather
from tracking.programme import Quarter
from tracking.store import Store
from tracking.store.errors import NoSavedBriefing
from tracking.words import N_, numbers

# What a saved briefing says itself, and so is not said beside it.
_DEFINED: Final = {"scope": "--scope", "compare": "--compare", "one_page": "--one-page",
                   "formats": "--format", "save": "--save"}  # fmt: skip

# Disks take 255 bytes as a name, a Chinese character has three: what is left is for the briefing's
# own name, and in its ZIP a chart's.
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One briefing to write; `name` is that of a saved one."""

    request: Request
    formats: list[Format]
    name: str = ""


@click.command(
    cls=Command,
    name="briefing",
    help=N_("Write a briefing: where it stands, what changed, what is likely, with origins."),
)
@option(
    "--scope",
    metavar="SCOPE",
    default="nation",
    help=N_("nation, or chain:CODE, region:CODE, ministry:CODE, indicator:CODE."),
)
@option("--quarter", metavar="Q", help=N_("The quarter, 2024Q3; the latest with figures."))
@option(
    "--compare",
    metavar="Q",
    help=N_("Compare with this quarter, 2023Q3, or none; the one before."),
)
@option("--one-page", is_flag=True, help=N_("Only what stands on one page."))
@option(
    "--format",
    "formats",
    metavar="FORMATS",
    default=",".join(DOCUMENTS),
    help=N_(
        "One or several, separated by commas: docx, pptx, xlsx, pdf, html, png, svg, csv,"
        " csv-gb18030, package, sdmx, or zip for all; the documents."
    ),
)
@option("-o", "--output", metavar="DIR", default=".", help=N_("The folder for the files."))
@option("--save", metavar="NAME", help=N_("Save it under this name, to be made again."))
@option("--saved", metavar="NAME", help=N_("Make the briefing that is saved under this name."))
@option(
    "--due",
    "all_due",
    is_flag=True,
    help=N_("Make every saved briefing that is due: once after a quarter's deadline."),
)
@KNOWN_ON
@click.pass_context
def briefing_(
    context: click.Context,
    scope: str,
    quarter: str | None,
    compare: str | None,
    one_page: bool,
    formats: str,
    output: str,
    save: str | None,
    saved: str | None,
    all_due: bool,
    known_on: str | None,
) -> None:
    """Write briefings, in each format that is asked for."""
    session: Session = context.obj
    day = session.day(known_on) if known_on else None
    if saved or all_due:
        _refuse_beside(context, session, ["quarter", "known_on"] if all_due else [])
    asked = _formats(session, formats)
    lost: list[str] = []
    with session.store(read_only=True) as store:
        if all_due:
            wanted, lost = _due(session, store)
        elif saved:
            at = quarter_asked(session, store.figures(day), quarter)
            wanted = [_again(session, _named(store, saved), at)]
        else:
            whose = _scope(session, scope)
            at = quarter_asked(session, store.figures(day), quarter)
            before = _compared(session, at, compare)
            request = Request(whose, at, before, session.language, full=not one_page)
            wanted = [_Wanted(request, [FORMATS[one] for one in asked], save or "")]
        made = _made(session, store, wanted, day)
    if save:
        _save(session, save, wanted[0].request, asked)
    _write(session, wanted, made, Path(output))
    if lost:
        raise Refused("\n".join(lost))


def _made(
    session: Session, store: Store, wanted: list[_Wanted], day: date | None
) -> list[Briefing]:
    """The briefings, from one reading of the store."""
    requests = [one.request for one in wanted]
    quarters = {q for one in requests for q in (one.quarter, one.compared_with) if q is not None}
    if not quarters:
        return []
    material = gather(store, session.programme, quarters, session.today, day)
    return _called([(compose(material, one.request), one.name) for one in wanted])


def _called(made: list[tuple[Briefing, str]]) -> list[Briefing]:
    """A saved briefing's files bear its name: two of one scope are two, also where files cannot
    say what tells their names apart."""
    called: dict[str, Briefing] = {}
    for briefing, name in made:
        cut = name.encode()[:_LONGEST].decode(errors="ignore")
        for more in count(1):
            parts = [cut, *([str(more)] if more > 1 else []), briefing.file_stem]
            stem = charts.file_name(parts if name else parts[-1:])
            if stem.casefold() not in called:
                called[stem.casefold()] = replace(briefing, file_stem=stem)
                break
    return list(called.values())


def _write(session: Session, wanted: list[_Wanted], made: list[Briefing], folder: Path) -> None:
    # All are made before the first is written: a format that fails leaves no half set.
    files = {
        folder / one.file_name(briefing): one.write(briefing)
        for asked, briefing in zip(wanted, made, strict=True)
        for one in asked.formats
    }
    if files:
        folder.mkdir(parents=True, exist_ok=True)
    for path, data in files.items():
        path.write_bytes(data)
        session.exported("briefing", path)
        click.echo(str(path))
    if any(one.name for one in wanted):
        with session.store() as store:
            for asked, briefing in zip(wanted, made, strict=True):
                at, known_on = asked.request.quarter, briefing.stamp.known_on
                store.briefings.note_made(asked.name, at, known_on, operator())


def _due(session: Session, store: Store) -> tuple[list[_Wanted], list[str]]:
    """Those due; and of each that cannot be made, why: it keeps no other from being made."""
    reported = store.figures()["quarter"].unique().tolist()
    at = quarter_due(store.deadlines.all(), session.programme, reported, session.today)
    open_ = due(saved_briefings(store.briefings.all()), at) if at else []
    if at is None or not open_:
        click.echo(session.say("No briefing is due."), err=True)
        return [], []
    wanted, lost = [], []
    for one in open_:
        try:
            wanted.append(_again(session, one, at))
        except Refused as refused:
            lost.append(refused.message)
    return wanted, lost


def _named(store: Store, name: str) -> SavedBriefing:
    found = next((o for o in saved_briefings(store.briefings.all()) if o.name == name), None)
    if found is None:
        raise NoSavedBriefing(name=name)
    return found


def _again(session: Session, saved: SavedBriefing, at: Quarter) -> _Wanted:
    try:
        request = saved.request(session.programme, at)
    except ValueError:
        raise Refused(
            session.say(
                "The saved briefing “{name}” is about {scope}, which the programme does not have"
                " any more. Take it out with “briefings remove”.",
                name=saved.name,
                scope=saved.scope,
            )
        ) from None
    return _Wanted(request, [FORMATS[one] for one in saved.formats if one in FORMATS], saved.name)


def _save(session: Session, name: str, request: Request, formats: Iterable[str]) -> None:
    compared = comparison_of(request.quarter, request.compared_with)
    if compared is None:
        raise Refused(
            session.say(
                "A saved briefing compares with the quarter before, with a year before, or with"
                " nothing: {before} is none of these.",
                before=str(request.compared_with),
            )
        )
    with session.store() as store:
        store.briefings.save(
            name,
            scope=str(request.scope),
            compared=compared,
            language=request.language,
            full=request.full,
            formats=",".join(formats),
            actor=operator(),
        )


def _refuse_beside(context: click.Context, session: Session, more: list[str]) -> None:
    """What a saved briefing says itself cannot be said beside it."""
    names = _DEFINED | {one: f"--{one.replace('_', '-')}" for one in more}
    said = [
        option_
        for name, option_ in names.items()
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    ]
    if said:
        raise Refused(
            session.say(
                "{options} cannot be said here: the saved briefing says it.",
                options=", ".join(said),
            )
        )


def _formats(session: Session, formats: str) -> list[str]:
    asked = [one.strip().lower() for one in formats.split(",") if one.strip()]
    unknown = [one for one in asked if one not in FORMATS]
    if unknown or not asked:
        raise Refused(
            session.say(
                "“{text}” is no format. Those there are: {formats}.",
                text=", ".join(unknown),
                formats=", ".join(FORMATS),
            )
        )
    return list(dict.fromkeys(asked))


def _scope(session: Session, text: str) -> Scope:
    kind, _, name = text.partition(":")
    find = {
        "chain": session.chain,
        "region": session.unit,
        "ministry": session.unit,
        "indicator": session.indicator,
    }.get(kind)
    try:
        return Scope.of(f"{kind}:{find(name)}" if find and name else text, session.programme)
    except ValueError:
        raise Refused(
            session.say(
                "“{text}” is no scope. Write nation, chain:CODE, region:CODE, ministry:CODE or"
                " indicator:CODE.",
                text=text,
            )
        ) from None


def _compared(session: Session, at: Quarter, compare: str | None) -> Quarter | None:
    """The quarter asked for, none where that is said or there is none, else the one before."""
    start = session.programme.start
    if compare is None:
        return at + -1 if at > start else None
    if compare.strip().lower() == "none":
        return None
    before = session.quarter(compare)
    if not start <= before < at:
        raise Refused(
            session.say(
                "{before} cannot be compared with: it is not before {quarter}, or before the"
                " programme’s start.",
                before=before,
                quarter=at,
            )
        )
    return before


@click.group(
    cls=Group, name="briefings", help=N_("The saved briefings, which are made again each quarter.")
)
def briefings() -> None:
    """The commands on saved briefings."""


@briefings.command(cls=Command, name="list", help=N_("List the saved briefings."))
@AS_JSON
@click.pass_obj
def list_(session: Session, as_json: bool) -> None:
    """List saved briefings."""
    with session.store(read_only=True) as store:
        found = saved_briefings(store.briefings.all())
    if as_json:
        print_json([_plain(one) for one in found])
    elif not found:
        click.echo(session.say("No briefing is saved yet. Save one with “briefing --save NAME”."))
    else:
        heads = [
            session.say(head)
            for head in (
                N_("Name"), N_("Briefing on"), N_("Compared"), N_("Language"), N_("Length"),
                N_("Formats"), N_("Saved by"), N_("Last made for"),
            )
        ]  # fmt: skip
        click.echo(table(heads, [_line(session, one) for one in found]))


@briefings.command(cls=Command, name="remove", help=N_("Take a saved briefing out of the list."))
@click.argument("name", metavar="NAME")
@click.pass_obj
def remove(session: Session, name: str) -> None:
    """Take a saved briefing out."""
    with session.store() as store:
        store.briefings.remove(name, operator())
    click.echo(session.say("Taken out: {name}", name=name))


def _plain(one: SavedBriefing) -> dict[str, object]:
    return {
        "name": one.name, "scope": one.scope, "compared": one.compared, "language": one.language,
        "full": one.full, "formats": list(one.formats), "saved_by": one.saved_by,
        "made": str(one.made) if one.made else None, "made_by": one.made_by,
        "made_at": one.made_at,
    }  # fmt: skip


def _line(session: Session, one: SavedBriefing) -> list[str]:
    made = numbers.quarter(session.language, one.made, short=True) if one.made else numbers.MISSING
    return [
        one.name,
        one.scope,
        session.say(COMPARED_NAMES[one.compared]),
        one.language,
        session.say("In full") if one.full else session.say("One page"),
        ",".join(one.formats),
        one.saved_by,
        made,
    ]
