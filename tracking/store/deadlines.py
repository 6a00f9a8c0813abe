"""Until when reports are due: what was set for a quarter, and the extensions of single units."""

import sqlite3
from datetime import UTC, date, datetime
from typing import Final

import pandas as pd

from tracking.programme import Programme, Quarter
from tracking.store.audit import record
from tracking.store.clock import KnownOn, end_of, text_of
from tracking.store.codes import Codes
from tracking.store.connections import Connections
from tracking.store.errors import (
    DueTooEarly,
    ExtensionNeedsReason,
    ExtensionTooEarly,
    NotInProgramme,
    OwesNoReport,
)
from tracking.store.facts import details_of
from tracking.store.figures import fetch_columns

# `unit` is "" where the day holds for all. Days are ISO, `at` is UTC.
DEADLINE_DTYPES: Final[dict[str, str]] = {
    "quarter": "int32",
    "unit": "str",
    "due": "str",
    "reason": "str",
    "actor": "str",
    "at": "str",
}

_SET: Final = """
    select d.quarter, coalesce(u.code, ''), d.due, d.reason, d.actor, d.at
    from deadline d left join unit u on u.id = d.unit
"""
# After every moment the store writes.
_EVER: Final = "9999"


class Deadlines:
    """The deadlines of one store. What is not set is due as the programme says."""

    def __init__(self, connections: Connections, codes: Codes, programme: Programme) -> None:
        self._connections = connections
        self._codes = codes
        self._programme = programme

    def set(
        self,
        quarter: Quarter,
        due: date,
        actor: str,
        unit: str | None = None,
        reason: str = "",
        at: datetime | None = None,
    ) -> bool:
        """Set until when a quarter's reports are due, or extend it for one unit.

        False where this is in force already, and nothing was changed. An extension until the day
        that holds for all takes an earlier one back. `at` is for the demonstration. Raises
        NotInProgramme, DueTooEarly, OwesNoReport, ExtensionNeedsReason, ExtensionTooEarly.
        """
        reason = reason.strip()
        self._must_fit(quarter, due, unit, reason)
        number = None if unit is None else self._codes.unit.id_of(unit)
        with self._connections.writing() as connection:
            for_all = self._for_all(connection, quarter)
            if unit is not None and due < for_all:
                raise ExtensionTooEarly(due=due, day=for_all)
            before = _in_force(connection, quarter, number)
            if before == (due.isoformat(), reason):
                return False
            if before is None and due == for_all and not (number is None and reason):
                return False
            now = text_of(at or datetime.now(UTC))
            (row,) = connection.execute(
                "insert into deadline (quarter, unit, due, reason, actor, at)"
                " values (?,?,?,?,?,?) returning id",
                [quarter.index, number, due.isoformat(), reason, actor, now],
            ).fetchone()
            record(connection, now, actor, "deadline", details_of(connection, "deadline", row))
        return True

    def all(self, known_on: KnownOn = None) -> pd.DataFrame:
        """Those in force, one for each quarter and unit that has one, as DEADLINE_DTYPES."""
        known = _EVER if known_on is None else end_of(known_on)
        with self._connections.reading() as connection:
            cursor = connection.execute(
                f"""{_SET}
                where d.at <= ?1 and not exists (
                    select 1 from deadline l where l.quarter = d.quarter and l.unit is d.unit
                    and l.at <= ?1 and l.id > d.id)
                order by d.quarter, d.unit nulls first
                """,  # noqa: S608
                [known],
            )
            return fetch_columns(cursor, DEADLINE_DTYPES)

    def history(self, known_on: KnownOn = None) -> pd.DataFrame:
        """All that were ever set, newest first, as DEADLINE_DTYPES."""
        known = _EVER if known_on is None else end_of(known_on)
        with self._connections.reading() as connection:
            cursor = connection.execute(f"{_SET} where d.at <= ? order by d.id desc", [known])
            return fetch_columns(cursor, DEADLINE_DTYPES)

    def _must_fit(self, quarter: Quarter, due: date, unit: str | None, reason: str) -> None:
        programme = self._programme
        if quarter not in programme.quarters:
            raise NotInProgramme(quarter=quarter, start=programme.start, end=programme.end)
        if due < quarter.last_day:
            raise DueTooEarly(quarter=quarter, day=quarter.last_day)
        if unit is None:
            return
        owing = programme.units.get(unit)
        if owing is None or not any(
            programme.owes(owing, i) for i in programme.indicators.values()
        ):
            raise OwesNoReport(unit=unit if owing is None else owing.name)
        if not reason:
            raise ExtensionNeedsReason(unit=owing.name)

    def _for_all(self, connection: sqlite3.Connection, quarter: Quarter) -> date:
        found = _in_force(connection, quarter, None)
        return date.fromisoformat(found[0]) if found else self._programme.deadline_of(quarter)


def _in_force(
    connection: sqlite3.Connection, quarter: Quarter, unit: int | None
) -> tuple[str, str] | None:
    """Day and reason of what was set last for a quarter and unit."""
    found: tuple[str, str] | None = connection.execute(
        "select due, reason from deadline where quarter = ? and unit is ? order by id desc limit 1",
        [quarter.index, unit],
    ).fetchone()
    return found
