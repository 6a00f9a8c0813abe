"""What every command works with: the programme, the store, the reader's language, today."""

import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import click

from tracking.cli.speaking import Refused, language_in
from tracking.faults import log_beside, noted
from tracking.intake.matching import Names, bare, indicator_names, unit_names
from tracking.programme import Programme, ProgrammeError, Quarter, load
from tracking.reporting import today_in_china
from tracking.store import Store, StoreError
from tracking.store.errors import CannotOpen, ReadOnly
from tracking.words import Language, say
from tracking.words.outside import NAME_BYTES, visible

DATA = Path(__file__).parents[2] / "data"
STORE = DATA / "tracking.db"
PROGRAMME = DATA / "programme"

Advance = Callable[[int, int], None]


def operator() -> str:
    """The name of who typed the command: their user at this machine, whose file the store is."""
    return getpass.getuser()


@dataclass(frozen=True)
class Session:
    """One run of the command line."""

    language: Language
    store_path: Path
    programme_path: Path

    def say(self, message: str, /, **values: object) -> str:
        """The message in the reader's language."""
        return say(self.language, message, **values)

    @cached_property
    def programme(self) -> Programme:
        """The programme; stops the command with every fault in it."""
        try:
            return load(self.programme_path)
        except ProgrammeError as error:
            faults = "\n".join(f"  {fault.said(self.language)}" for fault in error.faults)
            raise Refused(
                self.say("The programme cannot be used:\n{faults}", faults=faults)
            ) from None

    @property
    def today(self) -> date:
        """Today in China."""
        return today_in_china()

    @contextmanager
    def store(self, *, create: bool = False, read_only: bool = False) -> Iterator[Store]:
        """The store, open; stops the command when there is none and none is to be made."""
        if not create and not self.store_path.exists():
            raise Refused(
                self.say(
                    "There is no store at {path}. Make one with “python -m tracking published” "
                    "(published figures) or “python -m tracking init” (empty).",
                    path=self.store_path,
                )
            )
        with Store.open(self.store_path, self.programme, read_only=read_only) as store:
            before = store.chain_end()
            yield store
            wrote = not read_only and store.chain_end() != before
        if wrote:
            # Whoever has several stores sees at once which one it was.
            click.echo(self.say("Store: {path}", path=self.store_path), err=True)

    def exported(self, what: str, file: Path | str) -> None:
        """Write down in the audit trail that the operator made a file; say so where it cannot."""
        try:
            with self.store() as store:
                store.note_export(what, operator(), file_name=Path(file).name)
        except (ReadOnly, CannotOpen, OSError):
            click.echo(
                self.say(
                    "The store may not be written to by you: the audit trail does not tell of this"
                    " file."
                ),
                err=True,
            )

    @contextmanager
    def progress(self, label: str) -> Iterator[Advance]:
        """A progress bar on the terminal's error stream; nothing anywhere else."""
        with click.progressbar(
            length=1, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:

            def advance(done: int, total: int) -> None:
                bar.length = max(total, 1)
                bar.update(done - bar.pos)

            yield advance

    def unit(self, text: str) -> str:
        """The code of the unit of this code or name."""
        sentence = self.say("No unit is called “{text}”.", text=text)
        return self._code(unit_names(self.programme), text, sentence)

    def indicator(self, text: str) -> str:
        """The code of the indicator of this code or name."""
        sentence = self.say("No indicator is called “{text}”.", text=text)
        return self._code(indicator_names(self.programme), text, sentence)

    def chain(self, text: str) -> str:
        """The code of the chain of this code or name."""
        for chain in self.programme.chains.values():
            if bare(text) in (bare(chain.code), bare(chain.name.zh), bare(chain.name.en)):
                return chain.code
        sentence = self.say("No chain is called “{text}”.", text=text)
        raise Refused(self._nearest(sentence, list(self.programme.chains)))

    def quarter(self, text: str) -> Quarter:
        """The quarter written as 2024Q3."""
        try:
            return Quarter.of(text.strip().upper())
        except ValueError:
            raise Refused(
                self.say("“{text}” is not a quarter. Write it like 2024Q3.", text=text)
            ) from None

    def day(self, text: str) -> date:
        """The day written as 2024-09-30."""
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            raise Refused(
                self.say("“{text}” is not a day. Write it like 2024-09-30.", text=text)
            ) from None

    def _code(self, names: Names, text: str, sentence: str) -> str:
        found = names.find(text)
        if len(found) == 1:
            return names.codes[found[0]]
        # Several of one name: their codes tell them apart.
        several = [f"{names.codes[p]} {names.shown[p].to(self.language)}" for p in found]
        nearest = [name.to(self.language) for name in names.nearest(text)]
        raise Refused(self._nearest(sentence, several or nearest))

    def _nearest(self, sentence: str, names: list[str]) -> str:
        if not names:
            return sentence
        mark, space = ("、", "") if self.language == "zh" else (", ", " ")
        return sentence + space + self.say("Closest known: {names}.", names=mark.join(names))


def session_of(context: click.Context, store: str, programme: str) -> Session:
    """The session for these options of the command line."""
    return Session(language_in(context), Path(store), Path(programme))


@contextmanager
def one_sentence(context: click.Context) -> Iterator[None]:
    """What goes wrong inside ends in one sentence that says what happened and what to do."""
    language = language_in(context)
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise
    except (StoreError, OSError) as error:
        raise Refused(reason_of(error, language)) from None
    except Exception as error:
        if os.environ.get("TRACKING_DEBUG"):
            raise
        session: Session = context.find_root().obj
        log = log_beside(session.store_path)
        reference = noted(error, log, f"command {context.invoked_subcommand}")
        raise Refused(
            say(
                language,
                "Something unforeseen happened ({kind}). What was going on was not saved. Tell"
                " whoever keeps this system the number {reference}: what happened stands under it"
                " in {log}.",
                kind=type(error).__name__,
                reference=reference,
                log=log,
            )
        ) from None


def reason_of(error: StoreError | OSError, language: Language) -> str:
    """What went wrong, in one sentence."""
    if isinstance(error, StoreError):
        return error.said(language)
    named = str(error.filename or "")
    where = visible(named, NAME_BYTES) if named else say(language, "the file")
    if isinstance(error, PermissionError):
        return say(
            language,
            "{where} may not be read or written by you. Nothing was saved. Ask whoever keeps this "
            "system for the right, or name another path.",
            where=where,
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError):
        return say(
            language, "{where} is not there, or is a folder. Nothing was saved.", where=where
        )
    return say(
        language,
        "{where} cannot be used: {reason}. Nothing was saved.",
        where=where,
        reason=os.strerror(error.errno) if error.errno else str(error),
    )
