"""Commands that read a store: progress, explain, figures, verify."""

import csv
import sys
from collections.abc import Hashable
from pathlib import Path
from typing import Any, Final, TextIO

import click
import pandas as pd

from tracking.cli.printing import plain, print_json, table
from tracking.cli.session import Session
from tracking.cli.speaking import AS_JSON, Command, Refused, option
from tracking.programme import Indicator, Quarter
from tracking.progress import assess, explain, status_name
from tracking.store import Store
from tracking.words import N_, say_n
from tracking.words.cells import harmless
from tracking.words.numbers import difference, quantity, share

KNOWN_ON = option(
    "--known-on", metavar="DATE", help=N_("As it was known at the end of this day, 2024-09-30.")
)
CITIES = option(
    "--cities", is_flag=True, help=N_("Count the cities with separate planning in their provinces.")
)

_QUARTERS: Final = ("quarter", "value_quarter", "baseline_quarter", "due")


@click.command(cls=Command, help=N_("Say how far each indicator is, against its target."))
@option(
    "--quarter", metavar="Q", help=N_("The quarter, 2024Q3; the latest with figures if not given.")
)
@option("--unit", metavar="UNIT", help=N_("One unit, by code or name; nation for the whole."))
@option("--chain", metavar="CHAIN", help=N_("One chain, by code or name."))
@option("--indicator", metavar="INDICATOR", help=N_("One indicator, by code or name."))
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
    known_on: str | None,
    cities: bool,
    as_json: bool,
) -> None:
    """Figures held against targets."""
    wanted = {
        "unit": _unit(session, unit) if unit else None,
        "chain": session.chain(chain) if chain else None,
        "indicator": session.indicator(indicator) if indicator else None,
    }
    with session.store(read_only=True) as store:
        assessment, at = _assessed(session, store, quarter, known_on, cities=cities)
    for column, code in wanted.items():
        if code is not None:
            assessment = assessment[assessment[column] == code]
    if as_json:
        print_json([_plain_row(session, row) for row in assessment.to_dict("records")])
    else:
        _tell_progress(session, assessment, at)


@click.command(
    "explain",
    cls=Command,
    help=N_("Say how a status came about, with its numbers and their files."),
)
@click.argument("indicator", metavar="INDICATOR")
@click.argument("unit", metavar="UNIT")
@click.argument("quarter", metavar="QUARTER")
@KNOWN_ON
@CITIES
@AS_JSON
@click.pass_obj
def explain_(
    session: Session,
    indicator: str,
    unit: str,
    quarter: str,
    known_on: str | None,
    cities: bool,
    as_json: bool,
) -> None:
    """One status, explained."""
    code, who = session.indicator(indicator), _unit(session, unit)
    with session.store(read_only=True) as store:
        assessment, at = _assessed(session, store, quarter, known_on, cities=cities)
        rows = assessment[(assessment["indicator"] == code) & (assessment["unit"] == who)]
        if rows.empty:
            raise Refused(
                session.say(
                    "{unit} does not report {indicator}, and nothing is known of it for {quarter}.",
                    unit=who, indicator=code, quarter=at,
                )
            )  # fmt: skip
        row = rows.iloc[0]
        versions, parts = _versions(store, row), _contributions(store, row, known_on, session)
    explanation = explain(
        row,
        session.programme,
        session.language,
        versions=versions,
        known_on=session.day(known_on) if known_on else None,
    )
    if as_json:
        print_json(
            plain(explanation.data)
            | {
                "sentences": list(explanation.sentences),
                "formulas": list(explanation.formulas),
                "versions": _records(versions),
                "contributions": _records(parts),
            }
        )
        return
    for sentence in (*explanation.sentences, *explanation.formulas):
        click.echo(sentence)
    _tell_versions(session, versions)
    _tell_contributions(session, parts)


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
    frame = frame.sort_values(["indicator", "unit", "quarter"], kind="stable")
    if as_json:
        print_json([labelled(row) for row in frame.to_dict("records")])
    elif output:
        with Path(output).open("w", encoding="utf-8-sig", newline="") as file:
            write_csv(session, frame, file)
        count = say_n(session.language, "{n} figure", "{n} figures", len(frame))
        click.echo(session.say("{count} written to {file}", count=count, file=output), err=True)
    else:
        write_csv(session, frame, sys.stdout)


@click.command(
    cls=Command, help=N_("Prove the store: audit chain, files, references and roll-ups.")
)
@AS_JSON
@click.pass_context
def verify(context: click.Context, as_json: bool) -> None:
    """Prove the store."""
    session: Session = context.obj
    with (
        session.store(read_only=True) as store,
        session.progress(session.say("Proving")) as advance,
    ):
        differences = store.verify(progress=advance)
    if as_json:
        found = [d.to_json(session.language) for d in differences]
        print_json({"ok": not differences, "differences": found})
    elif differences:
        for one in differences:
            click.echo(one.said(session.language))
    else:
        click.echo(session.say("The store is sound: nothing differs."))
    context.exit(1 if differences else 0)


def write_csv(session: Session, frame: pd.DataFrame, file: TextIO) -> None:
    """Figures as CSV with names beside codes; no text in it can act as a formula."""
    programme = session.programme
    writer = csv.writer(file, lineterminator="\r\n")
    columns = list(frame.columns)
    writer.writerow(["indicator_name", "unit_name", *columns])
    for row in frame.to_dict("records"):
        said = labelled(row)
        names = [
            _named(programme.indicators, row["indicator"], session),
            _named(programme.units, row["unit"], session),
        ]
        cells = [*names, *(said[column] for column in columns)]
        writer.writerow(["" if c is None else harmless(c) for c in cells])


def _assessed(
    session: Session, store: Store, quarter: str | None, known_on: str | None, *, cities: bool
) -> tuple[pd.DataFrame, Quarter]:
    """The assessment of one quarter: the one asked for, else the latest with figures."""
    day = session.day(known_on) if known_on else None
    known = store.figures(day)
    if quarter:
        at = session.quarter(quarter)
        latest = max([session.programme.end.index, *known["quarter"].tolist()])
        if not session.programme.start.index <= at.index <= latest:
            raise Refused(
                session.say(
                    "{quarter} is outside the programme, which runs from {start} to {end}.",
                    quarter=at, start=session.programme.start, end=session.programme.end,
                )
            )  # fmt: skip
    elif known.empty:
        raise Refused(
            session.say(
                "The store holds no approved figures yet. Import some with "
                "“python -m tracking import FILE --approve” or “python -m tracking published”."
            )
        )
    else:
        at = Quarter(int(known["quarter"].max()))
    whole = assess(known, store.targets(day), session.programme, through=at.index, cities=cities)
    return whole[whole["quarter"] == at.index], at


def _unit(session: Session, text: str) -> str:
    known = text.removeprefix("group:") in session.programme.groups
    return text if text.startswith("group:") and known else session.unit(text)


def with_offices(session: Session, text: str) -> list[str]:
    """A unit and the offices below it, by code; the unit first."""
    code = session.unit(text)
    return [code, *(office.code for office in session.programme.offices.get(code, ()))]


def _versions(store: Store, row: pd.Series) -> pd.DataFrame:
    """Every version of the figure behind a value; of a sum, or of no value, none."""
    quarter = row["value_quarter"] if row["value_quarter"] >= 0 else row["quarter"]
    unit = row["source_unit"] or row["unit"]
    return store.versions(str(row["indicator"]), str(unit), int(quarter))


def _contributions(
    store: Store, row: pd.Series, known_on: str | None, session: Session
) -> pd.DataFrame:
    """The offices' figures behind a rolled-up value."""
    if row["origin"] != "rolled":
        return pd.DataFrame()
    day = session.day(known_on) if known_on else None
    return store.contributions(
        str(row["indicator"]), str(row["unit"]), int(row["quarter"]), known_on=day
    )


def _plain_row(session: Session, row: dict[Hashable, Any]) -> dict[str, Any]:
    """One assessment as data: quarters by name, missing numbers as null, texts in one language."""
    data = labelled(row)
    zh, en = data.pop("target_basis_zh", ""), data.pop("target_basis_en", "")
    data["target_basis"] = (en or zh) if session.language == "en" else zh
    data["status_name"] = status_name(session.language, str(row["status"]))
    data["indicator_name"] = _named(session.programme.indicators, str(row["indicator"]), session)
    data["unit_name"] = _named(session.programme.units, str(row["unit"]), session)
    data["marks"] = list(row["marks"])
    return data


def labelled(row: dict[Hashable, Any]) -> dict[str, Any]:
    """A row as plain data, its quarters by name."""
    data = {str(key): plain(None if value is pd.NA else value) for key, value in row.items()}
    for name in _QUARTERS:
        index = data.get(name)
        if name in data:
            data[name] = str(Quarter(int(index))) if index is not None and index >= 0 else None
    return data


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [labelled(row) for row in frame.to_dict("records")]


def _named(things: Any, code: str, session: Session) -> str:
    if code.startswith("group:"):
        group = session.programme.groups[code.removeprefix("group:")]
        return group.name.to(session.language)
    return str(things[code].name.to(session.language)) if code in things else code


def _tell_progress(session: Session, assessment: pd.DataFrame, at: Quarter) -> None:
    language = session.language
    telling = assessment["value"].notna() | assessment["target"].notna()
    rows = [_progress_line(session, row) for row in assessment[telling].to_dict("records")]
    click.echo(session.say("{programme}, {quarter}", programme=session.programme.short.to(language),
                           quarter=at))  # fmt: skip
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


def _progress_line(session: Session, row: dict[Hashable, Any]) -> list[str]:
    language = session.language
    indicator = session.programme.indicators[row["indicator"]]
    return [
        f"{indicator.code} {indicator.name.to(language)}",
        _named(session.programme.units, row["unit"], session),
        _value_said(session, indicator, row["value"], str(row["qualifier"])),
        _value_said(session, indicator, row["target"]),
        share(language, row["achieved"]),
        share(language, row["expected"]),
        difference(language, row["gap"], indicator),
        # A sum of few units is not the whole: how many reported this quarter stands beside it.
        f"{row['reporting']}/{row['expecting']}" if row["origin"] == "sum" else "",
        status_name(language, row["status"]),
    ]


def _value_said(session: Session, indicator: Indicator, value: float, qualifier: str = "") -> str:
    if indicator.kind == "milestone" and pd.notna(value):
        return session.say("done") if value else session.say("not done")
    return quantity(session.language, value, indicator, qualifier)


def _tell_versions(session: Session, versions: pd.DataFrame) -> None:
    for row in versions.to_dict("records"):
        click.echo(
            "  "
            + session.say(
                "submission {submission}, row {row} of {name}; submitted by {by} on {at}",
                submission=row["submission"], row=row["row"], name=row["file_name"],
                by=row["submitted_by"], at=str(row["submitted_at"])[:10],
            )
        )  # fmt: skip
        if row.get("source"):
            click.echo("    " + session.say("Source: {source}", source=row["source"]))


def _tell_contributions(session: Session, parts: pd.DataFrame) -> None:
    for row in parts.to_dict("records"):
        indicator = session.programme.indicators[row["indicator"]]
        click.echo(
            "  "
            + session.say(
                "{unit}, {quarter}: {value} (submission {submission}, row {row})",
                unit=_named(session.programme.units, row["unit"], session),
                quarter=Quarter(int(row["quarter"])),
                value=_value_said(session, indicator, row["value"], row["qualifier"]),
                submission=row["submission"],
                row=row["row"],
            )
        )
