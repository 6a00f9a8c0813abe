"""The command that writes briefings."""

from pathlib import Path

import click

from tracking.briefing import Request, Scope, compose
from tracking.briefing.formats import DOCUMENTS, FORMATS, Format
from tracking.cli.asking import KNOWN_ON, quarter_asked
from tracking.cli.session import Session
from tracking.cli.speaking import Command, Refused, option
from tracking.gathering import gather
from tracking.programme import Quarter
from tracking.words import N_


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
@KNOWN_ON
@click.pass_obj
def briefing_(
    session: Session,
    scope: str,
    quarter: str | None,
    compare: str | None,
    one_page: bool,
    formats: str,
    output: str,
    known_on: str | None,
) -> None:
    """Write one briefing, in each format that is asked for."""
    wanted = _formats(session, formats)
    asked = _scope(session, scope)
    day = session.day(known_on) if known_on else None
    programme = session.programme
    with session.store(read_only=True) as store:
        at = quarter_asked(session, store.figures(day), quarter)
        before = _compared(session, at, compare)
        quarters = [one for one in (at, before) if one is not None]
        material = gather(store, programme, quarters, session.today, day)
    request = Request(asked, at, before, session.language, full=not one_page)
    briefing = compose(material, request)
    # All are made before the first is written: a format that fails leaves no half set.
    made = {Path(output) / one.file_name(briefing): one.write(briefing) for one in wanted}
    Path(output).mkdir(parents=True, exist_ok=True)
    for path, data in made.items():
        path.write_bytes(data)
        session.exported("briefing", path)
        click.echo(str(path))


def _formats(session: Session, formats: str) -> list[Format]:
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
    return [FORMATS[one] for one in dict.fromkeys(asked)]


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
