"""Commands that bring figures in: init, published, demo, check, import."""

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from tracking.cli.printing import print_json, table
from tracking.cli.returning import write_marked
from tracking.cli.session import Session, operator, reason_of
from tracking.cli.speaking import AS_JSON, Command, Refused, option
from tracking.intake import Finding
from tracking.intake.findings import severity_name
from tracking.programme import Quarter
from tracking.published import Imported, import_published
from tracking.reporting import Inspection, inspect_file, take
from tracking.store import AlreadySubmitted, Store, StoreError, Submission
from tracking.store.errors import state_name
from tracking.words import N_, say_n
from tracking.words.numbers import number, signed
from tracking.words.outside import NAME_BYTES, visible

# More than a person reads at once; --json has them all.
MOST_FINDINGS = 50
MOST_CHANGES = 20

FILES = click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path())


@dataclass(frozen=True)
class Taken:
    """What became of one file: taken now, known from before, or neither."""

    inspection: Inspection
    submission: Submission | None = None
    known: Submission | None = None


@click.command(cls=Command, help=N_("Make an empty store."))
@AS_JSON
@click.pass_obj
def init(session: Session, as_json: bool) -> None:
    """Make an empty store, or bring one up to date."""
    there = session.store_path.exists()
    session.store_path.parent.mkdir(parents=True, exist_ok=True)
    with session.store(create=True) as store:
        if as_json:
            print_json({"store": str(session.store_path), "made": not there})
        elif there:
            click.echo(session.say("The store {path} is there already.", path=store.path))
        else:
            click.echo(session.say("Made an empty store: {path}", path=store.path))


@click.command(
    cls=Command, help=N_("Take in the published figures, making the store if there is none.")
)
@AS_JSON
@click.pass_context
def published(context: click.Context, as_json: bool) -> None:
    """Import and approve data/published."""
    session: Session = context.obj
    folder = session.programme_path.resolve().parent / "published"
    if not any(folder.glob("*.csv")):
        raise Refused(session.say("There are no published figures in {folder}.", folder=folder))
    session.store_path.parent.mkdir(parents=True, exist_ok=True)
    with (
        session.store(create=True) as store,
        session.progress(session.say("Published figures")) as advance,
    ):
        if store.demonstration:
            raise Refused(
                session.say(
                    "{path} holds demonstration data. Published figures go into a store of their "
                    "own: name another file with --store.",
                    path=store.path,
                )
            )
        files = import_published(
            store, session.programme, folder, today=session.today, progress=advance
        )
    if as_json:
        print_json([_imported_plain(session, file) for file in files])
    else:
        _tell_imported(session, files)
    context.exit(0 if all(file.ok for file in files) else 1)


@click.command(cls=Command, help=N_("Build a store of demonstration data."))
@option("--seed", type=int, default=None, help=N_("The generator’s seed; the same gives the same."))
@AS_JSON
@click.pass_obj
def demo(session: Session, seed: int | None, as_json: bool) -> None:
    """Build the demonstration store."""
    # Only this command needs the generator.
    from tracking.demo.build import build  # noqa: PLC0415

    session.store_path.parent.mkdir(parents=True, exist_ok=True)
    settings: dict[str, Any] = {} if seed is None else {"seed": seed}
    with session.progress(session.say("Demonstration data")) as advance:
        build(session.store_path, session.programme, progress=advance, **settings).close()
    if as_json:
        print_json({"store": str(session.store_path), "demonstration": True})
    else:
        click.echo(session.say("Demonstration data is in {path}", path=session.store_path))


@click.command(cls=Command, help=N_("Say what is wrong in report files; nothing is saved."))
@FILES
@option("--strict", is_flag=True, help=N_("Let warnings, too, end in exit code 1."))
@option(
    "--marked",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=N_("Write each file with findings into DIR as a workbook, marked where they are."),
)
@AS_JSON
@click.pass_context
def check(
    context: click.Context,
    files: tuple[str, ...],
    strict: bool,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Check report files."""
    session: Session = context.obj
    paths = readable(session, files)
    if session.store_path.exists():
        with session.store(read_only=True) as store:
            seen = inspect_all(session, store, paths)
    else:
        seen = inspect_all(session, None, paths)
    marked = None if folder is None else write_marked(session, folder, paths, seen)
    if as_json:
        plain = [_checked_plain(session, str(p), i) for p, i in zip(paths, seen, strict=True)]
        for one, path in zip(plain, marked or (), strict=marked is not None):
            one["marked"] = path and str(path)
        print_json(plain[0] if len(plain) == 1 else plain)
    else:
        for n, inspection in enumerate(seen):
            tell_findings(session, inspection)
            if marked and marked[n]:
                click.echo("  " + session.say("Marked file: {path}", path=marked[n]))
    wrong = any(i.findings if strict else not i.ok for i in seen)
    context.exit(1 if wrong else 0)


@click.command(
    "import", cls=Command, help=N_("Submit report files; files with errors are not taken.")
)
@FILES
@option("--approve", is_flag=True, help=N_("Approve what is submitted, without a second person."))
@AS_JSON
@click.pass_context
def import_(context: click.Context, files: tuple[str, ...], approve: bool, as_json: bool) -> None:
    """Submit report files."""
    session: Session = context.obj
    paths = readable(session, files)
    taken: list[Taken] = []
    try:
        with session.store() as store, session.progress(session.say("Reports")) as advance:
            for done, path in enumerate(paths):
                advance(done, len(paths))
                seen = inspect_file(store, session.programme, path, session.today)
                taken.append(_taken(store, seen, approve))
            advance(len(paths), len(paths))
    except (OSError, StoreError) as error:
        if not taken:
            raise
        # What is in the store by now stays there, and must be told.
        _tell_all(session, paths, taken, as_json)
        raise Refused(
            session.say(
                "Stopped at {file}: {reason} What became of the files before it is said above.",
                file=visible(str(paths[min(len(taken), len(paths) - 1)]), NAME_BYTES),
                reason=reason_of(error, session.language),
            )
        ) from None
    _tell_all(session, paths, taken, as_json)
    context.exit(0 if all(t.inspection.ok or t.known for t in taken) else 1)


def _tell_all(session: Session, paths: list[Path], taken: list[Taken], as_json: bool) -> None:
    if as_json:
        plain = [_taken_plain(session, str(p), t) for p, t in zip(paths, taken, strict=False)]
        print_json(plain[0] if len(paths) == 1 else plain)
        return
    for one in taken:
        _tell_taken(session, one)


def readable(session: Session, files: tuple[str, ...]) -> list[Path]:
    """The paths of these files; stops the command for one that is not there."""
    paths = [Path(file) for file in files]
    for path in paths:
        if not path.is_file():
            shown = visible(str(path), NAME_BYTES)
            sentence = session.say("There is no file {path}. Nothing was saved.", path=shown)
            raise Refused(sentence)
    return paths


def inspect_all(session: Session, store: Store | None, paths: list[Path]) -> list[Inspection]:
    """Each file read and checked, with a progress bar."""
    seen = []
    with session.progress(session.say("Reports")) as advance:
        for done, path in enumerate(paths):
            advance(done, len(paths))
            seen.append(inspect_file(store, session.programme, path, session.today))
        advance(len(paths), len(paths))
    return seen


def _taken(store: Store, seen: Inspection, approve: bool) -> Taken:
    if not seen.ok:
        return Taken(seen)
    try:
        actor = operator()
        return Taken(seen, submission=take(store, seen, actor, entered=True, approve=approve))
    except AlreadySubmitted as error:
        return Taken(seen, known=error.submission)


def _checked_plain(session: Session, file: str, seen: Inspection) -> dict[str, Any]:
    findings = [finding.to_json(session.language) for finding in seen.findings]
    return {"file": file, "ok": seen.ok, "findings": findings}


def _taken_plain(session: Session, file: str, taken: Taken) -> dict[str, Any]:
    seen = taken.inspection
    counts = {
        effect: seen.counted(effect) for effect in ("new", "changed", "unchanged", "withdrawn")
    }
    return (
        _checked_plain(session, file, seen)
        | counts
        | {
            "submission": submission_plain(taken.submission or taken.known),
            "taken": taken.submission is not None,
        }
    )


def _imported_plain(session: Session, file: Imported) -> dict[str, Any]:
    return {
        "file": file.file,
        "ok": file.ok,
        "taken": file.fresh,
        "submission": submission_plain(file.submission),
        "findings": [finding.to_json(session.language) for finding in file.findings],
    }


def submission_plain(submission: Submission | None) -> dict[str, Any] | None:
    """A submission as plain data, None for none."""
    if submission is None:
        return None
    return {
        "id": submission.id,
        "state": submission.state,
        "figures": submission.n_figures,
        "units": submission.units,
        "quarters": [str(Quarter(q)) for q in submission.quarters],
    }


def tell_findings(session: Session, seen: Inspection) -> None:
    """How many errors and warnings a file has, and each of them."""
    errors = sum(f.severity == "error" for f in seen.findings)
    warnings = len(seen.findings) - errors
    counts = session.say(
        "{errors}, {warnings}",
        errors=say_n(session.language, "{n} error", "{n} errors", errors),
        warnings=say_n(session.language, "{n} warning", "{n} warnings", warnings),
    )
    click.echo(session.say("{file}: {counts}", file=seen.name, counts=counts))
    for finding in seen.findings[:MOST_FINDINGS]:
        click.echo("  " + _finding_line(session, finding))
    more = len(seen.findings) - MOST_FINDINGS
    if more > 0:
        click.echo("  " + session.say("… and {n} more; --json prints all.", n=more))


def _finding_line(session: Session, finding: Finding) -> str:
    return session.say(
        "{severity} [{code}] {place}: {sentence}",
        severity=severity_name(session.language, finding.severity),
        code=finding.code,
        place=finding.place(session.language),
        sentence=finding.said(session.language),
    )


def _tell_taken(session: Session, taken: Taken) -> None:
    seen = taken.inspection
    tell_findings(session, seen)
    if taken.known is not None:
        click.echo(
            "  "
            + session.say(
                "This very file is in the store already: submission {id}, {state}.",
                id=taken.known.id,
                state=state_name(session.language, taken.known.state),
            )
        )
    elif taken.submission is None:
        click.echo("  " + session.say("Nothing of it was saved. Mend the errors and import again."))
    else:
        _tell_submission(session, seen, taken.submission)


def _tell_submission(session: Session, seen: Inspection, submission: Submission) -> None:
    click.echo(
        "  "
        + session.say(
            "Submission {id}, {state}: {new} new, {changed} changed, {unchanged} unchanged.",
            id=submission.id,
            state=state_name(session.language, submission.state),
            new=seen.counted("new"),
            changed=seen.counted("changed"),
            unchanged=seen.counted("unchanged"),
        )
    )
    withdrawn = seen.counted("withdrawn")
    if withdrawn:
        said = say_n(
            session.language, "{n} value is withdrawn.", "{n} values are withdrawn.", withdrawn
        )
        click.echo("  " + said)
    changed = seen.preview[seen.preview["effect"].isin(["changed", "withdrawn"])]
    if changed.empty:
        return
    heads = [
        session.say(head)
        for head in (N_("Unit"), N_("Quarter"), N_("Indicator"), N_("Before"), N_("Now"))
    ]
    heads += [session.say("Change")]
    rows = [_change_line(session, row) for row in changed.head(MOST_CHANGES).to_dict("records")]
    click.echo(table(heads, rows, right=(3, 4, 5)))
    if len(changed) > MOST_CHANGES:
        more = len(changed) - MOST_CHANGES
        click.echo("  " + session.say("… and {n} more; --json prints all.", n=more))


def _change_line(session: Session, row: dict[Hashable, Any]) -> list[str]:
    language = session.language
    indicator = session.programme.indicators[row["indicator"]]
    decimals = indicator.decimals
    return [
        session.programme.units[row["unit"]].short.to(language),
        str(Quarter(row["quarter"])),
        indicator.name.to(language),
        row["old_state"] or number(language, row["old"], decimals),
        row["new_state"] or number(language, row["new"], decimals),
        signed(language, row["change"], decimals),
    ]


def _tell_imported(session: Session, files: list[Imported]) -> None:
    for file in files:
        if not file.ok:
            click.echo(session.say("{file} was not taken:", file=file.file))
            for finding in file.findings:
                click.echo("  " + _finding_line(session, finding))
        elif file.fresh and file.submission is not None:
            n = file.submission.n_figures
            count = say_n(session.language, "{n} figure", "{n} figures", n)
            click.echo(session.say("{file}: {count} taken in", file=file.file, count=count))
        else:
            click.echo(session.say("{file}: in the store already", file=file.file))
