"""Commands that keep a store from being lost: backup, restore."""

from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from tracking.cli.printing import print_json, table
from tracking.cli.session import Session, operator
from tracking.cli.speaking import AS_JSON, Command, Refused, option
from tracking.store.backup import Made
from tracking.store.backup import backup as make_backup
from tracking.store.clock import CHINA
from tracking.store.restore import Exchange, Lost, Standing, restoring
from tracking.words import N_, say_n
from tracking.words.numbers import number

# More than a person reads before saying yes; --json has them all.
MOST_LOST = 10


@click.command(
    cls=Command,
    help=N_("Copy the store while it is in use, prove the copy, and let old copies go by rule."),
)
@click.argument(
    "folder",
    metavar="[FOLDER]",
    required=False,
    envvar="TRACKING_BACKUPS",
    type=click.Path(path_type=Path),
)
@option("--keep-all", is_flag=True, help=N_("Remove no older backup."))
@AS_JSON
@click.pass_context
def backup(context: click.Context, folder: Path | None, keep_all: bool, as_json: bool) -> None:
    """Make a backup."""
    session: Session = context.obj
    with session.progress(session.say("Backing up")) as advance:
        made = make_backup(
            session.store_path, session.programme, folder, keep_all=keep_all, progress=advance
        )
    if as_json:
        print_json(_made_plain(session, made))
    else:
        _tell_made(session, made)
    context.exit(0 if made.backup.sound else 1)


@click.command(
    cls=Command, help=N_("Put a backup in the store’s place, proved first; the old store is kept.")
)
@click.argument("file", metavar="BACKUP", type=click.Path(path_type=Path))
@option("--yes", is_flag=True, help=N_("Do not ask."))
@AS_JSON
@click.pass_obj
def restore(session: Session, file: Path, yes: bool, as_json: bool) -> None:
    """Restore a backup."""
    with ExitStack() as stack:
        with session.progress(session.say("Proving")) as advance:
            ready = stack.enter_context(
                restoring(session.store_path, file, session.programme, advance)
            )
        if not as_json:
            _tell_exchange(session, ready.exchange)
        if not yes:
            _ask(session)
        kept = ready.swap(operator())
    if as_json:
        print_json(_exchange_plain(session, file, ready.exchange, kept))
        return
    click.echo(session.say("Restored: {path}", path=session.store_path))
    if kept is not None:
        click.echo(session.say("What was the store until now is kept as {path}", path=kept))


def _tell_made(session: Session, made: Made) -> None:
    path, size = made.backup.path, _megabytes(made.backup.size)
    if made.backup.sound:
        click.echo(
            session.say("Backed up and proved sound: {path} ({size} MB)", path=path, size=size)
        )
    else:
        click.echo(
            session.say(
                "The store is not as it ought to be. The copy is kept as {path}; no older backup "
                "was removed.",
                path=path,
            )
        )
    for one in made.differences:
        click.echo("  " + one.said(session.language))
    if made.removed:
        n = len(made.removed)
        click.echo(
            say_n(
                session.language,
                "{n} older backup was removed by the rule.",
                "{n} older backups were removed by the rule.",
                n,
            )
        )


def _made_plain(session: Session, made: Made) -> dict[str, Any]:
    return {
        "ok": made.backup.sound,
        "backup": made.backup.path,
        "at": made.backup.at.isoformat(),
        "size": made.backup.size,
        "differences": [one.to_json(session.language) for one in made.differences],
        "removed": made.removed,
    }


def _ask(session: Session) -> None:
    """Go on only with a yes; no answer is none."""
    try:
        agreed = click.confirm(session.say("Replace the store?"), err=True)
    except click.Abort:
        click.echo(err=True)
        agreed = False
    if not agreed:
        raise Refused(session.say("The store stays as it is. To go on without being asked: --yes"))


def _tell_exchange(session: Session, exchange: Exchange) -> None:
    heads = ["", session.say("submissions"), session.say("last submitted"),
             session.say("last approved"), session.say("audit entries")]  # fmt: skip
    rows = [
        [session.say("the store now"), *_standing_cells(session, exchange.now)],
        [session.say("the backup"), *_standing_cells(session, exchange.then)],
    ]
    click.echo(table(heads, rows, right=[1, 4]))
    for sentence in _warnings(session, exchange):
        click.echo(sentence)
    if exchange.lost:
        _tell_lost(session, exchange.lost)


def _standing_cells(session: Session, standing: Standing | None) -> list[str]:
    if standing is None:
        return ["—"] * 4
    return [
        number(session.language, standing.submissions),
        _moment(standing.last_submitted),
        _moment(standing.last_approved),
        number(session.language, standing.entries),
    ]


def _warnings(session: Session, exchange: Exchange) -> list[str]:
    said = []
    now, then = exchange.now, exchange.then
    if exchange.unreadable is not None:
        said.append(session.say("The store cannot be read any more; it will be kept as it is."))
    if now is not None and not exchange.earlier:
        said.append(session.say("The backup is not an earlier state of this store."))
    if then.demonstration and (now is None or not now.demonstration):
        said.append(session.say("The backup holds demonstration data."))
    if exchange.entries_lost:
        n = exchange.entries_lost
        said.append(
            say_n(
                session.language,
                "{n} entry of the audit chain is only in the store, not in the backup.",
                "{n} entries of the audit chain are only in the store, not in the backup.",
                n,
            )
        )
    return said


def _tell_lost(session: Session, lost: tuple[Lost, ...]) -> None:
    n = len(lost)
    click.echo(
        say_n(
            session.language,
            "{n} submission will no longer be in the store:",
            "{n} submissions will no longer be in the store:",
            n,
        )
    )
    for one in lost[-MOST_LOST:]:
        click.echo(f"  {one.submission}  {_moment(one.at)}  {one.actor}  {one.name}")
    if n > MOST_LOST:
        click.echo("  " + session.say("and {n} earlier ones", n=n - MOST_LOST))


def _exchange_plain(
    session: Session, file: Path, exchange: Exchange, kept: Path | None
) -> dict[str, Any]:
    return {
        "store": session.store_path,
        "backup": file,
        "kept": kept,
        "before": None if exchange.now is None else _standing_plain(exchange.now),
        "after": _standing_plain(exchange.then),
        "earlier": exchange.earlier,
        "entries_lost": exchange.entries_lost,
        "lost": [asdict(one) | {"at": one.at.isoformat()} for one in exchange.lost],
    }


def _standing_plain(standing: Standing) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(standing).items()
    }


def _moment(moment: datetime | None) -> str:
    return "—" if moment is None else moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"
