"""Connections to the one file: many readers, one writer at a time."""

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Final

from tracking.store.errors import (
    Busy,
    CannotOpen,
    Damaged,
    FolderReadOnly,
    NoSpace,
    NotAStore,
    ReadOnly,
    Replaced,
    StoreError,
)

# How long a process waits for another one that is writing.
PATIENCE_SECONDS: Final = 20.0
_CACHE_KIB: Final = 64_000
# The log is cut back to this after a large write, so that it does not stay as large for ever.
_LOG_BYTES: Final = 8_000_000
# Python stumbles over SQLite's own message where it quotes a text that is damaged.
_SAID_BY_SQLITE: Final = (sqlite3.Error, UnicodeDecodeError)


class Connections:
    """A pool of read connections and one write connection; safe for any number of threads.

    Streamlit runs each rerun in a thread of its own, so a connection belongs to whoever took it
    from the pool, not to a thread.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._readers: deque[sqlite3.Connection] = deque()
        self._writer: sqlite3.Connection | None = None
        self._write_lock = RLock()
        # Which file the first connection opened.
        self._file: tuple[int, int] | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one committed state of the store until it is given back."""
        self._refuse_replaced()
        try:
            connection = self._readers.pop()
        except IndexError:
            connection = self._open(read_only=True)
        try:
            connection.execute("begin")
            yield connection
        except _SAID_BY_SQLITE as error:
            raise _told(error, self.path) from error
        finally:
            connection.rollback()
            self._readers.append(connection)

    @contextmanager
    def writing(self, *, bulk: bool = False, wait: bool = True) -> Iterator[sqlite3.Connection]:
        """The write connection inside BEGIN IMMEDIATE: all of the block is kept, or none.

        `bulk` leaves the check of each row's foreign keys out, for a block that has proved them as
        a set: a million rows take a third longer with it. Without `wait` it raises Busy at once
        where somebody else is writing.
        """
        if self.read_only:
            raise ReadOnly
        if not self._write_lock.acquire(blocking=wait):
            raise Busy
        try:
            try:
                if self._writer is None:
                    self._writer = self._open(read_only=False)
                    # A restore that was cut off may have left it without.
                    self._writer.execute("pragma journal_mode = wal")
                connection = self._writer
                connection.execute(f"pragma foreign_keys = {'off' if bulk else 'on'}")
                patience = int(PATIENCE_SECONDS * 1000) if wait else 0
                connection.execute(f"pragma busy_timeout = {patience}")
                connection.execute("begin immediate")
                try:
                    # Only now: whoever replaces the store holds it while doing so.
                    self._refuse_replaced()
                    yield connection
                    connection.execute("commit")
                finally:
                    # Does nothing after a commit.
                    connection.rollback()
            except _SAID_BY_SQLITE as error:
                raise _told(error, self.path) from error
        finally:
            self._write_lock.release()

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turns what SQLite says in the block into the store's own errors."""
        try:
            yield
        except _SAID_BY_SQLITE as error:
            raise _told(error, self.path) from error

    def close(self) -> None:
        """Close all connections that are not in use."""
        while self._readers:
            self._readers.pop().close()
        with self._write_lock:
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def _open(self, *, read_only: bool) -> sqlite3.Connection:
        try:
            connection = open_connection(self.path, read_only=read_only)
        except _SAID_BY_SQLITE as error:
            raise _told(error, self.path) from error
        if self._file is None:
            self._file = _file_at(self.path)
        return connection

    def _refuse_replaced(self) -> None:
        """What was written to a file that another took the place of would be lost."""
        if self._file is not None and self._file != _file_at(self.path):
            raise Replaced(path=self.path)


def open_connection(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection with the store's settings; the caller commits."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}",
        uri=True,
        timeout=PATIENCE_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("pragma foreign_keys = on")
    # So that INSERT OR REPLACE, too, meets the triggers that refuse a DELETE.
    connection.execute("pragma recursive_triggers = on")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma temp_store = memory")
    connection.execute(f"pragma cache_size = -{_CACHE_KIB}")
    connection.execute(f"pragma journal_size_limit = {_LOG_BYTES}")
    if read_only:
        connection.execute("pragma query_only = on")
    return connection


def _file_at(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _told(error: Exception, path: Path) -> StoreError:
    if isinstance(error, UnicodeDecodeError) or str(error).startswith("Could not decode"):
        return Damaged(path=path, reason=error)
    name = getattr(error, "sqlite_errorname", "") or ""
    for beginning, tell in _TOLD.items():
        if name.startswith(beginning):
            return tell(path, str(error))
    # A broken rule of ours (a trigger, a constraint) is a fault of the program: it stays itself.
    raise error


# What SQLite's names for errors begin with, and which of our errors they are.
_TOLD: Final[Mapping[str, Callable[[Path, str], StoreError]]] = {
    "SQLITE_BUSY": lambda *_: Busy(),
    "SQLITE_LOCKED": lambda *_: Busy(),
    "SQLITE_READONLY_DIRECTORY": lambda path, _: FolderReadOnly(path=path),
    "SQLITE_READONLY": lambda *_: ReadOnly(),
    "SQLITE_FULL": lambda _, reason: NoSpace(reason=reason),
    "SQLITE_IOERR": lambda _, reason: NoSpace(reason=reason),
    "SQLITE_CORRUPT": lambda path, reason: Damaged(path=path, reason=reason),
    "SQLITE_NOTADB": lambda path, _: NotAStore(path=path),
    "SQLITE_CANTOPEN": lambda path, reason: CannotOpen(path=path, reason=reason),
}
