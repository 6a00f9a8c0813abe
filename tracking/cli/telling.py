"""Commands that read a store: progress, figures, verify."""

from collections.abc import Hashable
from typing import Any

import click
import pandas as pd

from tracking.cli.asking import (
    CITIES,
    KNOWN_ON,
    assessed,
    labelled,
    named,
    tell_stamp,
    unit_or_group,
    value_said,
)
from tracking.cli.growing import tell_growth
from tracking.cli.printing import print_json, table
from tracking.cli.session import Session
from tracking.cli.speaking import AS_JSON, Command, Refused, option
from tracking.programme import Quarter
from tracking.progress import (
    Alone,
    alone,
    growth_data,
    growth_readings,
    history,
    outlook_data,
    provisional,
    status_name,
    value_alone,
)
from tracking.store.verify import Difference
from tracking.words import N_, say_n
from tracking.words.numbers import difference, share


@click.command(cls=Command, help=N_("Say how far each indicator is, against its target."))
@option(
    "--quarter", metavar="Q", help=N_("The quarter, 2024Q3; the latest with figures if not given.")
)
@option("--unit", metavar="UNIT", help=N_("One unit, by code or name; nation for the whole."))
@option("--chain", metavar="CHAIN", help=N_("One chain, by code or name."))
@option("--indicator", metavar="INDICATOR", help=N_("One indicator, by code or name."))
@option(
    "--since",
    is_flag=True,
    help=N_("Also since which quarter each status holds, and for how long."),
)
@option(
    "--reading",
    type=click.Choice(("path", "growth_ratio")),
    default="path",
    help=N_("Against the planned path, or by growth ratio (Eurostat, Statistics Canada)."),
)
@KNOWN_ON
@CITIES
@AS_JSON
@click.pass_obj
def progress(
    session: Session,
    quarter: str | None,
    unit: str | None,
    chain: str | None,
    indicator: str | None,
    since: bool,
    reading: str,
    known_on: str | None,
    cities: bool,
    as_json: bool,
) -> None:
    """Figures held against targets."""
    wanted = {
        "unit": unit_or_group(session, unit) if unit else None,
        "chain": session.chain(chain) if chain else None,
        "indicator": session.indicator(indicator) if indicator else None,
    }
    with session.store(read_only=True) as store:
        found = assessed(session, store, quarter, known_on, cities=cities)
        assessment, at, known = found.rows, found.quarter, found.known
        held_alone = alone(assessment, known, session.programme)
        day = session.day(known_on) if known_on else None
        waiting = provisional(assessment, session.programme, day or session.today)
        held = history(found.within).reindex(assessment.index)
        assessment = assessment.assign(
            since=held["since"],
            quarters_held=held["held"],
            status_before=held["status_before"],
            provisional=waiting,
            outlook=pd.Series(
                [outlook_data(row) for row in found.outlook.to_dict("records")],
                index=assessment.index,
                dtype=object,
            ),
        )
        if reading == "growth_ratio":
            growth = growth_readings(found.whole, session.programme, at.index)
            assessment = assessment.assign(
                growth_ratio=pd.Series(
                    growth.to_dict("records"), index=assessment.index, dtype=object
                )
            )
        if not as_json:
            tell_stamp(session, store, day)
    for column, code in wanted.items():
        if code is not None:
            assessment = assessment[assessment[column] == code]
    if as_json:
        print_json([_plain_row(session, row) for row in assessment.to_dict("records")])
    elif reading == "growth_ratio":
        tell_growth(session, assessment, at)
    else:
        _tell_progress(session, assessment, at, held_alone, since=since)


@click.command(
    cls=Command, help=N_("Prove the store: audit chain, files, references and roll-ups.")
)
@option(
    "--after",
    metavar="ENTRY:HASH",
    help=N_("Also prove that the store goes on from this end of the audit trail, kept elsewhere."),
)
@AS_JSON
@click.pass_context
def verify(context: click.Context, after: str | None, as_json: bool) -> None:
    """Prove the store."""
    session: Session = context.obj
    with (
        session.store(read_only=True) as store,
        session.progress(session.say("Proving")) as advance,
    ):
        differences = store.verify(progress=advance)
        if after is not None and not store.goes_on_from(*_kept(session, after)):
            differences.append(Difference("chain_end", {"entry": _kept(session, after)[0]}))
        entry, chain = store.chain_end()
    if as_json:
        found = [d.to_json(session.language) for d in differences]
        end = {"entry": entry, "hash": chain}
        print_json({"ok": not differences, "differences": found, "chain_end": end})
    elif differences:
        for one in differences:
            click.echo(one.said(session.language))
    else:
        click.echo(session.say("The store is sound: nothing differs."))
        click.echo(session.say("End of the audit trail: {entry}:{hash}", entry=entry, hash=chain))
    context.exit(1 if differences else 0)


def _kept(session: Session, after: str) -> tuple[int, str]:
    entry, _, chain = after.partition(":")
    if not (entry.isascii() and entry.isdecimal() and len(entry) < 18 and chain):
        raise Refused(
            session.say(
                "“{text}” is no end of an audit trail. Write it like 3079:5f0c…", text=after
            )
        )
    return int(entry), chain


def _plain_row(session: Session, row: dict[Hashable, Any]) -> dict[str, Any]:
    """One assessment as data: quarters by name, missing numbers as null, texts in one language."""
    data = labelled(row)
    zh, en = data.pop("target_basis_zh", ""), data.pop("target_basis_en", "")
    data["target_basis"] = (en or zh) if session.language == "en" else zh
    data["status_name"] = status_name(session.language, str(row["status"]))
    data["indicator_name"] = named(session.programme.indicators, str(row["indicator"]), session)
    data["unit_name"] = named(session.programme.units, str(row["unit"]), session)
    data["marks"] = list(row["marks"])
    data["outlook"] = row["outlook"]
    if "growth_ratio" in row:
        data["growth_ratio"] = growth_data(row["growth_ratio"])
    return data


def _tell_progress(
    session: Session, assessment: pd.DataFrame, at: Quarter, held_alone: Alone, *, since: bool
) -> None:
    language = session.language
    telling = assessment["value"].notna() | assessment["target"].notna()
    rows = [
        _progress_line(session, row, held_alone.get((str(row["indicator"]), str(row["unit"]))))
        for row in assessment[telling].to_dict("records")
    ]
    click.echo(session.say("{programme}, {quarter}", programme=session.programme.short.to(language),
                           quarter=at))  # fmt: skip
    if since:
        for line, row in zip(rows, assessment[telling].to_dict("records"), strict=True):
            line.append(_since(session, row))
    if rows:
        heads = [
            session.say(head)
            for head in (
                N_("Indicator"),
                N_("Unit"),
                N_("Value"),
                N_("Target"),
                N_("Share achieved"),
                N_("Expected share"),
                N_("Gap"),
                N_("Reported"),
                N_("Status"),
                *([N_("Status since")] if since else []),
            )
        ]
        click.echo(table(heads, rows, right=(2, 3, 4, 5, 6, 7)))
    silent = int((~telling).sum())
    if silent:
        click.echo(
            say_n(
                language,
                "{n} more without a value or a target; --json lists them.",
                "{n} more without a value or a target; --json lists them.",
                silent,
            )
        )


def _since(session: Session, row: dict[Hashable, Any]) -> str:
    return session.say(
        "{quarter} ({n})", quarter=Quarter(int(row["since"])), n=int(row["quarters_held"])
    )


def _progress_line(session: Session, row: dict[Hashable, Any], one: str | None) -> list[str]:
    language = session.language
    status = status_name(language, row["status"])
    if row["provisional"]:
        status = session.say("{status} (provisional)", status=status)
    indicator = session.programme.indicators[row["indicator"]]
    return [
        f"{indicator.code} {indicator.name.to(language)}",
        named(session.programme.units, row["unit"], session),
        value_alone(one, row["value"], indicator, session.programme, language)
        if one
        else value_said(session, indicator, row["value"], str(row["qualifier"])),
        value_said(session, indicator, row["target"]),
        share(language, row["achieved"]),
        share(language, row["expected"]),
        difference(language, row["gap"], indicator),
        # A sum of few units is not the whole: how many reported this quarter stands beside it.
        f"{row['reporting']}/{row['expecting']}" if row["origin"] == "sum" else "",
        status,
    ]
