"""What guards a store's facts from the inside: its triggers, and the tables they are ruled by."""

import sqlite3
from contextlib import closing
from functools import cache

from tracking.store.audit import canonical

# Tables that only a migration writes.
_RULES = ("legal_move", "basis")


@cache
def laid_down() -> dict[str, str]:
    """The guards of a new store, by name."""
    from sqlite_utils import Database  # noqa: PLC0415

    from tracking.store.migrations import migrations  # noqa: PLC0415

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrations().apply(Database(connection, execute_plugins=False))
        return guards_of(connection)


def guards_of(connection: sqlite3.Connection) -> dict[str, str]:
    """The guards of a store, by name, each as one text."""
    triggers = connection.execute("select name, sql from sqlite_schema where type = 'trigger'")
    found = dict(triggers.fetchall())
    for table in _RULES:
        rows = connection.execute(f"select * from {table} order by 1, 2").fetchall()  # noqa: S608
        found[table] = canonical(rows)
    return found
