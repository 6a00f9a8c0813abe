"""Copies of a store: made while it is in use, proved, and kept by a rule."""

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from tracking.programme import Programme
from tracking.store.connections import Connections
from tracking.store.errors import Damaged, NoRoom, NoStore, NotAStore, NotCopied
from tracking.store.numbering import anything_new
from tracking.store.retention import kept
from tracking.store.schema import SCHEMA_VERSION, check
from tracking.store.store import Store
from tracking.store.verify import Difference, Progress

_STAMP: Final = "%Y%m%dT%H%M%SZ"
# What stands before ".db" in the name of a copy that is not a sound backup.
_DAMAGED: Final = ".damaged"
_UNFINISHED: Final = ".unfinished"
_PAGES_A_STEP: Final = 1024
# Copying reads and writes; what goes wrong with these names went wrong in reading.
_OF_THE_SOURCE: Final = ("SQLITE_BUSY", "SQLITE_CORRUPT", "SQLITE_NOTADB")
# What is left over by a backup that was cut off goes once nobody can be working on it.
_LEFT_OVER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a store in one file; one that did not prove sound is kept apart by its name."""

    path: Path
    at: datetime
    size: int
    sound: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was just made, what proving it found, and the older ones that went."""

    backup: Backup
    differences: tuple[Difference, ...]
    removed: tuple[Path, ...]


def folder_of(store: Path) -> Path:
    """Where a store's backups are if nobody says otherwise: the folder `backups` beside it."""
    return store.parent / "backups"


def backup(
    store: Path,
    programme: Programme,
    folder: Path | None = None,
    *,
    keep_all: bool = False,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> Made:
    """Copy the store as it is at this moment, prove the copy, and let old backups go.

    Those who write meanwhile do not wait. A copy that does not prove sound says so in its name, and
    then no other is removed. Raises StoreError, OSError; then nothing has changed.
    """
    if not store.exists():
        raise NoStore(path=store)
    folder = folder_of(store) if folder is None else folder
    folder.mkdir(parents=True, exist_ok=True)
    copying, proving = halves(progress)
    moment = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    with _claimed(folder, store.stem, moment) as (at, work):
        copy_store(store, work / "copy.db", copying)
        differences = proved(work / "copy.db", programme, proving)
        path = folder / _name(store.stem, at, _DAMAGED if differences else "")
        (work / "copy.db").replace(path)
    flush(folder)
    made = Backup(path, at, path.stat().st_size, not differences)
    gone = () if differences or keep_all else tuple(_let_go(store, folder, at))
    return Made(made, tuple(differences), gone)


def backups(store: Path, folder: Path | None = None) -> list[Backup]:
    """The backups of a store, the latest first."""
    folder = folder_of(store) if folder is None else folder
    found = [
        Backup(path, at, path.stat().st_size, not mark)
        for path, at, mark in _named(store, folder)
        if mark != _UNFINISHED and path.is_file()
    ]
    return sorted(found, key=lambda one: (one.at, one.sound), reverse=True)


def copy_store(source: Path, target: Path, progress: Progress | None = None) -> None:
    """Copy a store as it is at this moment into one new file, safely on the disk on return.

    Raises NoStore, NotAStore, StoreIsNewer, CannotOpen, Damaged, Busy, NoRoom, NotCopied.
    """
    _refuse_without_room(source, target.parent)
    target.touch(mode=0o600)
    with reading(source) as connection:
        # From here on the connection sees one state, whatever others write.
        if not check(connection, source):
            raise NotAStore(path=source)
        try:
            with closing(sqlite3.connect(target, isolation_level=None)) as copy:
                copy.execute("pragma synchronous = off")
                connection.backup(copy, pages=_PAGES_A_STEP, progress=_told_to(progress))
                # A copy of one file, that can be read where nothing can be written.
                copy.execute("pragma journal_mode = delete")
        except sqlite3.Error as error:
            if (error.sqlite_errorname or "").startswith(_OF_THE_SOURCE):
                raise
            raise NotCopied(folder=target.parent, reason=str(error)) from error
    own_like(source, target)
    flush(target)


def proved(path: Path, programme: Programme, progress: Progress | None = None) -> list[Difference]:
    """What is not as it ought to be in a copy that nobody uses, which stays as it is.

    One that the programme, or this version of the product, has moved on from is brought up to date
    in a copy of its own before it is proved.
    """
    try:
        with reading(path) as connection:
            current = check(connection, path) == SCHEMA_VERSION
            current = current and not anything_new(connection, programme)
        if current:
            with Store.open(path, programme, read_only=True) as store:
                return store.verify(progress)
        newer = path.with_name("newer.db")
        copy_store(path, newer)
        with Store.open(newer, programme) as store:
            return store.verify(progress)
    except Damaged as error:
        return [Difference("damaged", {"what": str(error.values["reason"])})]


def halves(progress: Progress | None) -> tuple[Progress | None, Progress | None]:
    """The progress of the first and the second half of a work, as one."""
    if progress is None:
        return None, None

    def half(start: int) -> Callable[[int, int], None]:
        return lambda done, total: progress(start + 500 * done // max(total, 1), 1000)

    return half(0), half(500)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """One committed state of a store, read by a connection of its own. Raises NoStore."""
    if not path.exists():
        raise NoStore(path=path)
    connections = Connections(path, read_only=True)
    try:
        with connections.reading() as connection:
            yield connection
    finally:
        connections.close()


def free_name(folder: Path, stem: str, at: datetime) -> Path:
    """A name with this moment that nothing in the folder has; a later moment if need be."""
    while (path := folder / _name(stem, at)).exists():
        at += timedelta(seconds=1)
    return path


def flush(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk for good."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def own_like(one: Path, other: Path) -> None:
    """Let those who may use one file use the other."""
    shutil.copymode(one, other)
    found = one.stat()
    # Only the machine's administrator may give a file to somebody else.
    with suppress(PermissionError):
        os.chown(other, found.st_uid, found.st_gid)


def _refuse_without_room(source: Path, folder: Path) -> None:
    """A copy that fills the disk to the brim would stop those who write to the store."""
    log = source.with_name(source.name + "-wal")
    needed = source.stat().st_size + (log.stat().st_size if log.exists() else 0)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise NoRoom(folder=folder, needed=-(-needed // 10**6), free=free // 10**6)


def _told_to(progress: Progress | None) -> Callable[[int, int, int], None] | None:
    if progress is None:
        return None
    return lambda _, remaining, total: progress(total - remaining, total)


@contextmanager
def _claimed(folder: Path, stem: str, at: datetime) -> Iterator[tuple[datetime, Path]]:
    """A moment whose name no other backup has, and a folder to work in until it is done."""
    while True:
        work = folder / _name(stem, at, _UNFINISHED)
        names = (_name(stem, at, mark) for mark in ("", _DAMAGED))
        with suppress(FileExistsError):
            work.mkdir()
            if not any((folder / name).exists() for name in names):
                break
            work.rmdir()
        at += timedelta(seconds=1)
    try:
        yield at, work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _let_go(store: Path, folder: Path, now: datetime) -> Iterator[Path]:
    """Remove the sound backups that the rule does not keep, and what was never finished."""
    named = list(_named(store, folder))
    staying = kept((at for _, at, mark in named if not mark), now)
    for path, at, mark in named:
        if mark == _UNFINISHED and at < now - _LEFT_OVER:
            shutil.rmtree(path, ignore_errors=True)
        elif not mark and at not in staying and path.is_file():
            path.unlink()
            yield path


def _name(stem: str, at: datetime, mark: str = "") -> str:
    return f"{stem}-{at.strftime(_STAMP)}{mark}.db"


def _named(store: Path, folder: Path) -> Iterator[tuple[Path, datetime, str]]:
    """What lies in the folder under the names that backups of this store have."""
    marks = "|".join(map(re.escape, ("", _DAMAGED, _UNFINISHED)))
    pattern = re.compile(rf"{re.escape(store.stem)}-(\d{{8}}T\d{{6}}Z)({marks})\.db")
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        found = pattern.fullmatch(path.name)
        with suppress(ValueError):
            if found is not None:
                at = datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC)
                yield path, at, found[2]
