"""Putting a backup in the place of a store: proved first, swapped at once, the old one kept."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tracking.programme import Programme
from tracking.store import audit
from tracking.store.accounts import end_all
from tracking.store.backup import copy_store, flush, free_name, halves, own_like, reading
from tracking.store.clock import moment_of, text_of
from tracking.store.connections import Connections, open_connection
from tracking.store.errors import (
    BackupDamaged,
    Busy,
    Damaged,
    InUse,
    NotAStore,
    StoreError,
    StoreIsNewer,
)
from tracking.store.schema import check
from tracking.store.store import Store
from tracking.store.verify import Difference, Progress

_LOGS: Final = ("-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a store holds, as far as one needs it to tell it from another state of it."""

    submissions: int
    last_submitted: datetime | None
    last_approved: datetime | None
    entries: int
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """A submission that the store has and the backup has not."""

    submission: int
    name: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a restore would change.

    `now` is None where there is no store; where there is one that cannot be read, `unreadable` says
    why. `entries_lost` are those of the audit chain that only the store has. `earlier`: the backup
    is an earlier state of this very store.
    """

    now: Standing | None
    then: Standing
    lost: tuple[Lost, ...]
    entries_lost: int
    earlier: bool
    unreadable: StoreError | None = None


class Restoring:
    """A backup that has proved sound and lies ready to take a store's place."""

    def __init__(self, store: Path, backup: Path, copy: Path, exchange: Exchange) -> None:
        self.exchange = exchange
        self._store = store
        self._backup = backup
        self._copy = copy

    def swap(self, actor: str, now: datetime | None = None) -> Path | None:
        """Let the backup take the store's place; returns where the old store is kept.

        The audit chain of what is the store from now on tells of it. At every moment one of the two
        is there, whole. Raises InUse, and Busy if the store went on since it was compared.
        """
        moment = (now or datetime.now(UTC)).astimezone(UTC)
        self._record(actor, moment)
        with _alone(self._store) as held:
            seen = self.exchange.now
            if held is not None and seen is not None and _standing(held) != seen:
                raise Busy
            kept = self._keep(moment) if self._store.exists() else None
            for log in _LOGS:
                # Only a store that cannot be read still has them; SQLite would take them for the
                # new one's.
                _beside(self._store, log).unlink(missing_ok=True)
            self._copy.replace(self._store)
            flush(self._store.parent)
        return kept

    def _record(self, actor: str, moment: datetime) -> None:
        details = {"backup": self._backup.name, "entries_lost": self.exchange.entries_lost}
        connections = Connections(self._copy, read_only=False)
        try:
            with connections.writing() as connection:
                audit.record(connection, text_of(moment), actor, "restored", details)
                # Who had signed in when the backup was made may have been sent away since.
                end_all(connection, text_of(moment))
        finally:
            connections.close()
        flush(self._copy)

    def _keep(self, moment: datetime) -> Path:
        kept = free_name(self._store.parent, f"{self._store.stem}.before-restore", moment)
        for log in ("", *_LOGS):
            if _beside(self._store, log).exists():
                _again(_beside(self._store, log), _beside(kept, log))
        return kept


@contextmanager
def restoring(
    store: Path, backup: Path, programme: Programme, progress: Progress | None = None
) -> Iterator[Restoring]:
    """A copy of the backup beside the store, brought up to date and proved, ready to swap.

    Raises InUse, NotAStore, StoreIsNewer, NoStore, BackupDamaged, NoRoom, NotCopied; nothing is
    changed then, nor where the block ends without a swap.
    """
    # A store that is a link to a file elsewhere stays one.
    store = store.resolve()
    _refuse_foreign(store)
    with _alone(store):
        pass
    work = free_name(store.parent, f"{store.stem}.restoring", datetime.now(UTC))
    copy = work / "copy.db"
    copying, proving = halves(progress)
    try:
        with _damage_told(backup):
            exchange = compare(store, backup)
            work.mkdir()
            copy_store(backup, copy, copying)
            if store.exists():
                own_like(store, copy)
            with Store.open(copy, programme) as opened:
                differences = opened.verify(proving)
        if differences:
            raise BackupDamaged(path=backup, differences=differences)
        yield Restoring(store, backup, copy, exchange)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def compare(store: Path, backup: Path) -> Exchange:
    """What would change if the backup took the store's place.

    Raises NoStore, NotAStore, StoreIsNewer or Damaged of the backup, never of the store.
    """
    with reading(backup) as connection:
        if not check(connection, backup):
            raise NotAStore(path=backup)
        then, handed_in = _standing(connection), _handed_in(connection)
        last = connection.execute("select id, hash from audit order by id desc limit 1").fetchone()
    if not store.exists():
        return Exchange(None, then, (), 0, earlier=False)
    try:
        with reading(store) as connection:
            if not check(connection, store):
                raise NotAStore(path=store)
            now = _standing(connection)
            gone = _handed_in(connection) - handed_in
            found = connection.execute(
                "select 1 from audit where (id, hash) = (?, ?)", last or (0, "")
            ).fetchone()
    except StoreError as error:
        return Exchange(None, then, (), 0, earlier=False, unreadable=error)
    earlier = found is not None or last is None
    lost = tuple(
        Lost(number, name, actor, moment_of(at)) for number, name, _, actor, at in sorted(gone)
    )
    entries = now.entries - then.entries if earlier else now.entries
    return Exchange(now, then, lost, entries, earlier)


def _standing(connection: sqlite3.Connection) -> Standing:
    submissions, submitted, approved, entries, demonstration = connection.execute(
        """
        select (select count(*) from submission),
            (select max(at) from move where state = 'submitted'),
            (select max(at) from move where state = 'approved'),
            (select count(*) from audit),
            exists (select 1 from meta where key = 'demonstration')
        """
    ).fetchone()
    return Standing(
        submissions,
        moment_of(submitted) if submitted else None,
        moment_of(approved) if approved else None,
        entries,
        bool(demonstration),
    )


def _handed_in(connection: sqlite3.Connection) -> set[tuple[int, str, str, str, str]]:
    return set(
        connection.execute(
            """
            select s.id, s.name, s.file, m.actor, m.at from submission s join move m
            on m.id = (select min(id) from move where submission = s.id)
            """
        )
    )


def _refuse_foreign(store: Path) -> None:
    """A sound file of another program is no damaged store. Raises NotAStore."""
    # What SQLite cannot read is what a restore is for; so is a store of a newer version.
    with (
        suppress(sqlite3.Error, StoreIsNewer),
        closing(open_connection(store, read_only=True)) as connection,
    ):
        check(connection, store)


@contextmanager
def _damage_told(backup: Path) -> Iterator[None]:
    try:
        yield
    except Damaged as error:
        damage = Difference("damaged", {"what": str(error.values["reason"])})
        raise BackupDamaged(path=backup, differences=[damage]) from error


@contextmanager
def _alone(store: Path) -> Iterator[sqlite3.Connection | None]:
    """Holds the store so that no other process reads or writes it, all of it in its one file.

    None where there is no store, or one so damaged that it cannot be held. Raises InUse.
    """
    if not store.exists():
        yield None
        return
    with closing(sqlite3.connect(store, isolation_level=None, timeout=1)) as connection:
        try:
            with Connections(store, read_only=False).telling():
                # Leaving WAL is possible only for the last process that has the store open, be it
                # idle; that is what tells a dashboard that nobody uses just now.
                connection.execute("pragma journal_mode = delete")
                connection.execute("begin exclusive")
        except Busy:
            raise InUse(path=store) from None
        except (Damaged, NotAStore):
            yield None
            return
        before = store.stat().st_ino
        try:
            yield connection
        finally:
            connection.rollback()
            if store.stat().st_ino == before:
                connection.execute("pragma journal_mode = wal")


def _again(there: Path, name: Path) -> None:
    """The same file under another name too; where that cannot be, a copy."""
    try:
        os.link(there, name)
    except OSError:
        shutil.copyfile(there, name)
        own_like(there, name)
        flush(name)


def _beside(store: Path, log: str) -> Path:
    return store.with_name(store.name + log)
