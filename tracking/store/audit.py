"""The audit chain: who did what, when; each entry carries the hash of the one before."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd

from tracking.store.clock import end_of

# What the first entry carries instead of the hash of one before.
BEGINNING: Final = "0" * 64


def canonical(data: Any) -> str:
    """The one JSON text of some data.

    >>> canonical({"b": 1, "a": "链"})
    '{"a":"链","b":1}'
    """
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(entry: int, at: str, actor: str, action: str, details: str, before: str) -> str:
    """The hash of an entry: of the hash before it and everything the entry says."""
    said = canonical([before, entry, at, actor, action, details])
    return hashlib.sha256(said.encode()).hexdigest()


def record(
    connection: sqlite3.Connection, at: str, actor: str, action: str, details: Mapping[str, Any]
) -> int:
    """Add an entry to the chain, inside the transaction of what it records; returns its number."""
    last, before = end_of_chain(connection)
    said = canonical(details)
    connection.execute(
        "insert into audit (id, at, actor, action, details, before, hash) values (?,?,?,?,?,?,?)",
        [
            last + 1,
            at,
            actor,
            action,
            said,
            before,
            hash_of(last + 1, at, actor, action, said, before),
        ],
    )
    return last + 1


def end_of_chain(connection: sqlite3.Connection) -> tuple[int, str]:
    """The number and the hash of the last entry; of none, what the first one carries."""
    found = connection.execute("select id, hash from audit order by id desc limit 1").fetchone()
    return found or (0, BEGINNING)


def hash_at(connection: sqlite3.Connection, entry: int) -> str | None:
    """The hash of one entry; None where there is none."""
    found = connection.execute("select hash from audit where id = ?", [entry]).fetchone()
    return found[0] if found else None


def entries(
    connection: sqlite3.Connection,
    limit: int | None = None,
    actor: str | None = None,
    actions: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
) -> pd.DataFrame:
    """The chain's entries that are asked for, newest first; from one day in China to another."""
    names = ["id", "at", "actor", "action", "details"]
    cursor = connection.execute(
        f"""
        select {", ".join(names)} from audit
        where (?1 is null or actor = ?1)
            and (?2 = '[]' or action in (select value from json_each(?2)))
            and at > ?3 and at <= ?4
        order by id desc limit ?5
        """,  # noqa: S608
        [
            actor,
            json.dumps(list(actions)),
            "" if first is None else end_of(first - timedelta(days=1)),
            end_of(last or date.max),
            -1 if limit is None else limit,
        ],
    )
    return pd.DataFrame(cursor.fetchall(), columns=names)


def last_change(connection: sqlite3.Connection) -> int:
    """The number of the last entry that can change what a page shows of progress.

    Accounts, coming and going, and taking copies do not.
    """
    found = connection.execute(
        """
        select id from audit indexed by audit_change
        where action not in (
            'sign_in', 'sign_in_refused', 'sign_out', 'account', 'account_role', 'link',
            'password', 'identity', 'download', 'export', 'saved_briefing', 'made_briefing')
        order by id desc limit 1
        """
    ).fetchone()
    return int(found[0]) if found else 0
