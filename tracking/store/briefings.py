"""Briefings that are made again each quarter: how each is defined, and when it was made."""

import sqlite3
from datetime import UTC, date, datetime
from typing import Any, Final

import pandas as pd

from tracking.programme import Quarter
from tracking.store.audit import record
from tracking.store.clock import text_of
from tracking.store.connections import Connections
from tracking.store.errors import (
    BriefingNeedsName,
    BriefingNotTakenOut,
    NoSavedBriefing,
    TooManyBriefings,
)
from tracking.store.facts import details_of
from tracking.store.figures import fetch_columns

# `scope` is the briefing's, `compared` before (the quarter before), year (a year before) or none,
# `formats` codes separated by commas. `made` is the last quarter it was made for, −1 for none.
SAVED_DTYPES: Final[dict[str, str]] = {
    "name": "str",
    "scope": "str",
    "compared": "str",
    "language": "str",
    "full": "bool",
    "formats": "str",
    "actor": "str",
    "at": "str",
    "made": "int32",
    "made_by": "str",
    "made_at": "str",
}
LONGEST_NAME: Final = 80
# More are not a list that anybody keeps.
MOST: Final = 200
_DEFINITION: Final = ("scope", "compared", "language", "full", "formats")


class Briefings:
    """The saved briefings of one store; what is saved last under a name is what it is."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def all(self) -> pd.DataFrame:
        """Those there are, by name, as SAVED_DTYPES."""
        with self._connections.reading() as connection:
            cursor = connection.execute(
                """
                select s.name, s.scope, s.compared, s.language, s.full, s.formats, o.actor, o.at,
                    coalesce(m.quarter, -1), coalesce(m.actor, ''), coalesce(m.at, '')
                from saved_briefing s
                join saved_briefing o on o.id = coalesce(s.puts_back, s.id)
                left join made_briefing m on m.id = (
                    select x.id from made_briefing x join saved_briefing y on y.id = x.saved
                    where y.name = s.name order by x.quarter desc, x.id desc limit 1)
                where s.removed = 0 and s.id = (
                    select max(id) from saved_briefing l where l.name = s.name)
                order by s.name
                """
            )
            return fetch_columns(cursor, SAVED_DTYPES)

    def save(
        self,
        name: str,
        *,
        scope: str,
        compared: str,
        language: str,
        full: bool,
        formats: str,
        actor: str,
    ) -> bool:
        """Save a briefing under a name, in the place of one that has it.

        False where it is saved so already, and nothing was changed. Raises BriefingNeedsName,
        TooManyBriefings.
        """
        name = " ".join(name.split())
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
            raise BriefingNeedsName(longest=LONGEST_NAME)
        said = {"scope": scope, "compared": compared, "language": language, "full": int(full),
                "formats": formats}  # fmt: skip
        with self._connections.writing() as connection:
            before = _in_force(connection, name)
            if before is not None and all(before[one] == said[one] for one in _DEFINITION):
                return False
            if before is None:
                _room_for_one(connection)
            _add(connection, {"name": name, **said, "removed": 0}, actor)
        return True

    def remove(self, name: str, actor: str) -> None:
        """Take a saved briefing out of the list. Raises NoSavedBriefing."""
        with self._connections.writing() as connection:
            before = _must_be(connection, name)
            said = {one: before[one] for one in ("name", *_DEFINITION)}
            _add(connection, {**said, "removed": 1}, actor)

    def restore(self, name: str, actor: str) -> None:
        """Put a saved briefing back that was taken out, as it was and its owner's.

        Raises NoSavedBriefing, BriefingNotTakenOut, TooManyBriefings.
        """
        with self._connections.writing() as connection:
            last = _last(connection, name)
            if last is None:
                raise NoSavedBriefing(name=name)
            if not last["removed"]:
                raise BriefingNotTakenOut(name=name)
            _room_for_one(connection)
            said = {one: last[one] for one in ("name", *_DEFINITION)}
            _add(connection, {**said, "removed": 0, "puts_back": last["whose"]}, actor)

    def note_made(self, name: str, quarter: Quarter, known_on: date, actor: str) -> None:
        """Write down that it was made for a quarter. Raises NoSavedBriefing."""
        with self._connections.writing() as connection:
            saved = _must_be(connection, name)["id"]
            now = text_of(datetime.now(UTC))
            (row,) = connection.execute(
                "insert into made_briefing (saved, quarter, known_on, actor, at)"
                " values (?,?,?,?,?) returning id",
                [saved, quarter.index, known_on.isoformat(), actor, now],
            ).fetchone()
            said = details_of(connection, "made_briefing", row)
            record(connection, now, actor, "made_briefing", said)

    def owner(self, name: str, *, removed: bool = False) -> str:
        """Who saved the briefing of this name, or of one that was taken out; "" for none."""
        with self._connections.reading() as connection:
            found = _last(connection, " ".join(name.split()))
            there = found is not None and bool(found["removed"]) == removed
            return str(found["owner"]) if found is not None and there else ""


def _last(connection: sqlite3.Connection, name: str) -> dict[str, Any] | None:
    """The last row of this name; `owner` saved what it is, or takes out, in the row `whose`."""
    cursor = connection.execute(
        """
        select s.*, o.actor as owner, o.id as whose from saved_briefing s
        join saved_briefing k on k.id = (
            select max(id) from saved_briefing l where l.name = s.name and l.removed = 0)
        join saved_briefing o on o.id = coalesce(k.puts_back, k.id)
        where s.name = ? order by s.id desc limit 1
        """,
        [name],
    )
    row = cursor.fetchone()
    if row is None:
        return None
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}


def _room_for_one(connection: sqlite3.Connection) -> None:
    (count,) = connection.execute(
        """
        select count(*) from saved_briefing s where removed = 0
        and id = (select max(id) from saved_briefing l where l.name = s.name)
        """
    ).fetchone()
    if count >= MOST:
        raise TooManyBriefings(most=MOST)


def _in_force(connection: sqlite3.Connection, name: str) -> dict[str, Any] | None:
    found = _last(connection, name)
    return None if found is None or found["removed"] else found


def _must_be(connection: sqlite3.Connection, name: str) -> dict[str, Any]:
    found = _in_force(connection, name)
    if found is None:
        raise NoSavedBriefing(name=name)
    return found


def _add(connection: sqlite3.Connection, said: dict[str, Any], actor: str) -> None:
    now = text_of(datetime.now(UTC))
    row = {**said, "actor": actor, "at": now}
    (number,) = connection.execute(
        f"insert into saved_briefing ({', '.join(row)})"  # noqa: S608
        f" values ({', '.join('?' * len(row))}) returning id",
        list(row.values()),
    ).fetchone()
    details = details_of(connection, "saved_briefing", number)
    record(connection, now, actor, "saved_briefing", details)
