"""Versions of targets: none is ever changed, a new one takes its place."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

import pandas as pd

from tracking.programme import Target
from tracking.progress.columns import TARGET_DTYPES
from tracking.store.audit import record
from tracking.store.clock import CHINA, KnownOn, end_of, text_of
from tracking.store.codes import Codes
from tracking.store.facts import details_of
from tracking.store.figures import fetch_columns

# Who sets the targets that stand in the programme's files.
PROGRAMME = "programme"

_STATED = "indicator, unit, value, due, baseline, baseline_quarter, path, basis_zh, basis_en"


def add(
    connection: sqlite3.Connection,
    targets: Iterable[Target],
    codes: Codes,
    actor: str,
    at: datetime | None,
) -> list[int]:
    """Add the versions that are not there yet; returns their numbers.

    A target of the programme's files is known from the day it takes effect: its document is public.
    """
    now = text_of(at or datetime.now(UTC))
    added: list[int] = []
    for target in targets:
        if is_there(connection, target, codes):
            continue
        known = _start_of(target.effective) if actor == PROGRAMME else now
        (number,) = connection.execute(
            f"insert into target ({_STATED}, effective, known_at, actor)"  # noqa: S608
            " values (?,?,?,?,?,?,?,?,?,?,?,?) returning id",
            [*_stated(target, codes), known, actor],
        ).fetchone()
        record(connection, now, actor, "target", details_of(connection, "target", number))
        added.append(number)
    return added


def is_there(connection: sqlite3.Connection, target: Target, codes: Codes) -> bool:
    """Whether this very version of a target is in the store."""
    found = connection.execute(
        f"select 1 from target where ({_STATED}, effective)"  # noqa: S608
        " is (?,?,?,?,?,?,?,?,?,?)",
        _stated(target, codes),
    ).fetchone()
    return found is not None


def read(connection: sqlite3.Connection, codes: Codes, known_on: KnownOn) -> pd.DataFrame:
    """The version of each target that was known and in effect then."""
    until = end_of(known_on) if known_on is not None else "9999"
    day = _day_of(known_on or datetime.now(UTC))
    cursor = connection.execute(
        """
        select indicator, unit, value, due, baseline, coalesce(baseline_quarter, -1), path,
            basis_zh, basis_en, actor, effective, id
        from (
            select *, row_number() over (
                partition by indicator, unit order by effective desc, id desc) as newest
            from target where known_at <= ?1 and effective <= ?2)
        where newest = 1
        order by indicator, unit
        """,
        [until, day],
    )
    frame = fetch_columns(cursor, TARGET_DTYPES | {"indicator": "int64", "unit": "int64"})
    frame = frame.assign(
        indicator=codes.indicator.decode(frame["indicator"].to_numpy()),
        unit=codes.unit.decode(frame["unit"].to_numpy()),
    )
    return frame.astype(TARGET_DTYPES)


def _stated(target: Target, codes: Codes) -> list[Any]:
    start = target.baseline_quarter
    return [
        codes.indicator.id_of(target.indicator),
        codes.unit.id_of(target.unit),
        float(target.value),
        target.due.index,
        None if target.baseline is None else float(target.baseline),
        None if start is None else start.index,
        target.path,
        target.basis.zh,
        target.basis.en,
        target.effective.isoformat(),
    ]


def _start_of(day: date) -> str:
    return text_of(datetime.combine(day, time(), CHINA))


def _day_of(known_on: datetime | date) -> str:
    if isinstance(known_on, datetime):
        zoned = known_on if known_on.tzinfo else known_on.replace(tzinfo=CHINA)
        return zoned.astimezone(CHINA).date().isoformat()
    return known_on.isoformat()
