"""Commands of the reporting loop: submit, approve, return, withdraw, history."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import pandas as pd

from tracking.cli.asking import KNOWN_ON
from tracking.cli.printing import print_json, table
from tracking.cli.session import Session, operator
from tracking.cli.speaking import AS_JSON, Command, Refused, option
from tracking.cli.taking import (
    FILES,
    MOST_FINDINGS,
    inspect_all,
    readable,
    submission_plain,
    tell_findings,
)
from tracking.programme import Quarter
from tracking.reporting import CHINA, Inspection, Unexplained, hand_in, take
from tracking.reporting.reasons import Question, questions, questions_kept, weakness_said
from tracking.reporting.templates import Kind, may_have_template
from tracking.reporting.templates import template as made
from tracking.store import AlreadySubmitted, Store, StoreError, Submission
from tracking.store.errors import state_name
from tracking.words import N_

BY = option(
    "--by", metavar="NAME", help=N_("Who does it; the operating system’s user if not given.")
)
NUMBERS = click.argument("numbers", metavar="NUMBER…", nargs=-1, required=True, type=int)


def who(by: str | None) -> str:
    """The name a move is recorded under: the one given, with the user who typed the command."""
    user = operator()
    return user if not by or by.strip() == user else f"{by.strip()} ({user})"


@click.command(cls=Command, help=N_("Hand in reports for review; what looks wrong wants a reason."))
@FILES
@option("--draft", is_flag=True, help=N_("Keep them as drafts; “submit NUMBER” hands one in."))
@option(
    "--reason",
    "reasons",
    metavar="[CODE[:ROW]=]TEXT",
    multiple=True,
    help=N_("Why a value that looks wrong is right; for one kind of finding, or one row of it."),
)
@BY
@AS_JSON
@click.pass_context
def submit(
    context: click.Context,
    files: tuple[str, ...],
    draft: bool,
    reasons: tuple[str, ...],
    by: str | None,
    as_json: bool,
) -> None:
    """Hand in files, or a draft by its number."""
    session: Session = context.obj
    if all(file.isdigit() and not Path(file).exists() for file in files):
        _move_all(context, tuple(map(int, files)), as_json, _handing_in(who(by), reasons))
        return
    paths = readable(session, files)
    told: list[dict[str, Any]] = []
    taken = True
    with session.store() as store:
        for seen, path in zip(inspect_all(session, store, paths), paths, strict=True):
            one = _submitted(session, store, seen, who(by), draft, reasons)
            taken &= one["submission"] is not None
            told.append({"file": str(path), **one})
            if not as_json:
                _tell_submitted(session, seen, one)
    if as_json:
        print_json(told[0] if len(told) == 1 else told)
    context.exit(0 if taken else 1)


@click.command(cls=Command, help=N_("Approve submissions; nobody approves their own."))
@NUMBERS
@option("--note", default="", metavar="TEXT", help=N_("A note kept with the approval."))
@option(
    "--milestones",
    type=click.Choice(["verified", "claimed"]),
    default="verified",
    help=N_("Whether the milestones they claim are verified, or stay claimed."),
)
@BY
@AS_JSON
@click.pass_context
def approve(
    context: click.Context,
    numbers: tuple[int, ...],
    note: str,
    milestones: str,
    by: str | None,
    as_json: bool,
) -> None:
    """Approve what waits."""
    actor = who(by)
    claims: tuple[()] | None = () if milestones == "claimed" else None

    def move(store: Store, number: int) -> Submission:
        return store.approve(number, actor=actor, note=note, milestones=claims)

    _move_all(context, numbers, as_json, move)


@click.command("return", cls=Command, help=N_("Send submissions back; also one that was approved."))
@NUMBERS
@option("--reason", required=True, metavar="TEXT", help=N_("Why they go back."))
@BY
@AS_JSON
@click.pass_context
def return_(
    context: click.Context, numbers: tuple[int, ...], reason: str, by: str | None, as_json: bool
) -> None:
    """Return with a reason."""
    actor = who(by)
    _move_all(
        context,
        numbers,
        as_json,
        lambda store, number: store.send_back(number, actor=actor, reason=reason),
    )


@click.command(cls=Command, help=N_("Take drafts, or submissions nobody decided on, away again."))
@NUMBERS
@option("--reason", default="", metavar="TEXT", help=N_("Why they are withdrawn."))
@BY
@AS_JSON
@click.pass_context
def withdraw(
    context: click.Context, numbers: tuple[int, ...], reason: str, by: str | None, as_json: bool
) -> None:
    """Withdraw before review."""
    actor = who(by)
    _move_all(
        context,
        numbers,
        as_json,
        lambda store, number: store.withdraw(number, actor=actor, reason=reason),
    )


@click.command(
    cls=Command, help=N_("Write a unit’s template for a quarter, filled in as far as it is known.")
)
@option("--unit", required=True, metavar="UNIT", help=N_("Whose template, by code or name."))
@option("--quarter", required=True, metavar="QUARTER", help=N_("For which quarter, like 2024Q3."))
@option("--csv", "as_csv", is_flag=True, help=N_("As CSV instead of a workbook."))
@option("--output", metavar="DIR", default=".", help=N_("The folder to write it to."))
@AS_JSON
@click.pass_obj
def template(
    session: Session, unit: str, quarter: str, as_csv: bool, output: str, as_json: bool
) -> None:
    """Write a template."""
    code, of = session.unit(unit), session.quarter(quarter)
    if not may_have_template(session.programme, code):
        name = session.programme.units[code].name.to(session.language)
        raise Refused(session.say("{unit} reports nothing itself.", unit=name))
    with session.store(read_only=True) as store:
        kind: Kind = "csv" if as_csv else "xlsx"
        name, data = made(store, session.programme, code, of, session.language, kind)
    path = Path(output) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    session.exported("template", path)
    if as_json:
        print_json({"file": str(path), "unit": code, "quarter": str(of)})
    else:
        click.echo(session.say("The template is in {path}", path=path))


@click.command(cls=Command, help=N_("What happened to submissions, with who, when and why."))
@click.argument("numbers", metavar="[NUMBER…]", nargs=-1, type=int)
@option("--unit", metavar="UNIT", help=N_("Only of this unit, by code or name."))
@option("--quarter", metavar="QUARTER", help=N_("Only for this quarter, like 2024Q3."))
@option(
    "--state",
    type=click.Choice(["draft", "submitted", "approved", "returned", "withdrawn", "superseded"]),
    help=N_("Only those in this state."),
)
@KNOWN_ON
@AS_JSON
@click.pass_obj
def history(
    session: Session,
    numbers: tuple[int, ...],
    unit: str | None,
    quarter: str | None,
    state: Any,
    known_on: str | None,
    as_json: bool,
) -> None:
    """The moves of submissions."""
    code = session.unit(unit) if unit else None
    of = session.quarter(quarter) if quarter else None
    day = session.day(known_on) if known_on else None
    with session.store(read_only=True) as store:
        for number in numbers:
            store.submission(number)
        found = store.submissions(
            unit=code, quarter=of, state=state, numbers=numbers or None, known_on=day
        )
        moves = store.moves([one.id for one in found], day)
    by_number = _by_submission(moves)
    if as_json:
        print_json(
            [
                {
                    **(submission_plain(one) or {}),
                    "file": one.name,
                    "moves": by_number[one.id],
                }
                for one in found
            ]
        )
        return
    if not found:
        click.echo(session.say("There is no such submission."))
    for one in found:
        _tell_history(session, one, by_number[one.id])


def _handing_in(actor: str, reasons: tuple[str, ...]) -> Callable[[Store, int], Submission]:
    def handed_in(store: Store, number: int) -> Submission:
        asked = questions_kept(store.findings(number))
        return hand_in(store, number, actor, _given(asked, reasons))

    return handed_in


def _move_all(
    context: click.Context,
    numbers: tuple[int, ...],
    as_json: bool,
    move: Callable[[Store, int], Submission],
) -> None:
    """Move each submission; one that cannot be moved does not keep the others."""
    session: Session = context.obj
    told: list[dict[str, Any]] = []
    with session.store() as store:
        for number in numbers:
            try:
                moved = move(store, number)
            except (StoreError, Unexplained) as error:
                sentence = error.said(session.language)
                told.append({"submission": number, "moved": False, "message": sentence})
                if not as_json:
                    click.echo(sentence)
                continue
            told.append({"submission": number, "moved": True, "state": moved.state})
            if not as_json:
                state = state_name(session.language, moved.state)
                click.echo(session.say("Submission {id}: {state}.", id=moved.id, state=state))
    if as_json:
        print_json(told[0] if len(told) == 1 else told)
    context.exit(0 if all(one["moved"] for one in told) else 1)


def _submitted(
    session: Session,
    store: Store,
    seen: Inspection,
    actor: str,
    draft: bool,
    reasons: tuple[str, ...],
) -> dict[str, Any]:
    """Hand one file in; what became of it, as plain data."""
    findings = [finding.to_json(session.language) for finding in seen.findings]
    told: dict[str, Any] = {"findings": findings, "submission": None, "unexplained": []}
    if not seen.ok:
        return told | {"message": session.say("Nothing of it was saved. Mend the errors.")}
    asked = questions(seen.findings)
    given = _given(asked, reasons)
    try:
        kept = take(store, seen, actor, draft=draft, reasons=None if draft else given)
    except Unexplained as refused:
        weak = _weak(session, asked, refused, given)
        return told | {"unexplained": weak, "message": refused.said(session.language)}
    except AlreadySubmitted as known:
        return told | {"message": known.said(session.language)}
    return told | {"submission": submission_plain(kept)}


def _given(asked: list[Question], reasons: tuple[str, ...]) -> dict[int, str]:
    """The reasons of the command line by the number of their finding; the most exact one counts."""
    found: dict[int, str] = {}
    bare = [text for text in reasons if "=" not in text]
    for question in asked:
        for start in (f"{question.code}:{question.row}=", f"{question.code}="):
            mine = [text.removeprefix(start) for text in reasons if text.startswith(start)]
            if mine and question.number not in found:
                found[question.number] = mine[-1]
        if bare and question.number not in found:
            found[question.number] = bare[-1]
    return found


def _weak(
    session: Session, asked: list[Question], refused: Unexplained, given: dict[int, str]
) -> list[dict[str, Any]]:
    """The findings that still want a reason, as plain data."""
    return [
        {
            "code": question.code,
            "row": question.row,
            "message": weakness_said(
                session.language, refused.weak[question.number], given.get(question.number, "")
            ),
        }
        for question in asked
        if question.number in refused.weak
    ]


def _tell_submitted(session: Session, seen: Inspection, one: dict[str, Any]) -> None:
    tell_findings(session, seen)
    if one["submission"] is not None:
        plain = one["submission"]
        state = state_name(session.language, plain["state"])
        click.echo("  " + session.say("Submission {id}: {state}.", id=plain["id"], state=state))
        return
    click.echo("  " + one["message"])
    for weak in one["unexplained"][:MOST_FINDINGS]:
        line = session.say(
            "--reason “{code}:{row}=…”: {message}",
            code=weak["code"],
            row=weak["row"],
            message=weak["message"],
        )
        click.echo("    " + line)


def _tell_history(session: Session, one: Submission, moves: list[dict[Any, Any]]) -> None:
    language = session.language
    names = [session.programme.units[u].short.to(language) for u in one.units[:3]]
    quarters = sorted({str(Quarter(q)) for q in one.quarters})
    click.echo(
        session.say(
            "Submission {id}, {file}: {units}, {quarters}, {figures} figures",
            id=one.id,
            file=one.name,
            units=session.say(", ").join(names) + ("…" if len(one.units) > len(names) else ""),
            quarters=quarters[0] if len(quarters) == 1 else f"{quarters[0]}–{quarters[-1]}",
            figures=one.n_figures,
        )
    )
    heads = [session.say(h) for h in (N_("Time"), N_("Who"), N_("State"), N_("Reason"))]
    rows = [
        [_moment(m["at"]), m["actor"], state_name(language, m["state"]), m["reason"]] for m in moves
    ]
    click.echo(table(heads, rows))


def _by_submission(moves: pd.DataFrame) -> dict[int, list[dict[Any, Any]]]:
    found: dict[int, list[dict[Any, Any]]] = {}
    for row in moves.to_dict("records"):
        found.setdefault(row.pop("submission"), []).append(row)
    return found


def _moment(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
