"""Making a store and bringing it up to date; tracking/store/migrations.py has the steps."""

import sqlite3
from pathlib import Path
from typing import Final

from tracking.store.connections import open_connection
from tracking.store.errors import Damaged, NotAStore, StoreIsNewer

# "HIHA" as a number: tells a store of ours from any other SQLite file.
APPLICATION_ID: Final = 0x48494841
# Rises with every migration.
SCHEMA_VERSION: Final = 8


def migrate(path: Path) -> bool:
    """Make the store at this path, or bring it up to date. True where something was done.

    sqlite-utils costs half a second to import, so it is asked only when there is work to do.
    """
    connection = open_connection(path, read_only=False)
    try:
        if check(connection, path) == SCHEMA_VERSION:
            return False
        from sqlite_utils import Database  # noqa: PLC0415

        from tracking.store.migrations import make_views, migrations  # noqa: PLC0415

        Database(connection, execute_plugins=False).enable_wal()
        # A table that others refer to can be made anew only so, and only outside a transaction.
        connection.execute("pragma foreign_keys = off")
        connection.execute("begin immediate")
        try:
            # Another process may have been faster.
            work = check(connection, path) != SCHEMA_VERSION
            if work:
                db = Database(connection, execute_plugins=False)
                migrations().apply(db)
                make_views(db)
                _refuse_broken(connection, path)
                connection.execute(f"pragma application_id = {APPLICATION_ID}")
                connection.execute(f"pragma user_version = {SCHEMA_VERSION}")
            connection.execute("commit")
        finally:
            connection.rollback()
        return work
    finally:
        connection.close()


def check(connection: sqlite3.Connection, path: Path) -> int:
    """The store's schema version, 0 for an empty file. Raises NotAStore or StoreIsNewer."""
    (application,) = connection.execute("pragma application_id").fetchone()
    (version,) = connection.execute("pragma user_version").fetchone()
    (things,) = connection.execute("select count(*) from sqlite_schema").fetchone()
    if application != APPLICATION_ID and (application or version or things):
        raise NotAStore(path=path)
    if version > SCHEMA_VERSION:
        raise StoreIsNewer(path=path, found=version, known=SCHEMA_VERSION)
    return int(version)


def _refuse_broken(connection: sqlite3.Connection, path: Path) -> None:
    broken = connection.execute("pragma foreign_key_check").fetchone()
    if broken is not None:
        raise Damaged(path=path, reason=f"foreign_key_check: {broken[0]}")
