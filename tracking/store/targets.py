"""Versions of targets: none is ever changed, a new one takes its place."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any, Final

import pandas as pd

from tracking.programme import Target, interim_text
from tracking.progress.columns import TARGET_DTYPES, TARGET_VERSION_DTYPES
from tracking.store.audit import record
from tracking.store.clock import CHINA, KnownOn, end_of, text_of
from tracking.store.codes import Codes
from tracking.store.facts import details_of
from tracking.store.figures import fetch_columns

# Who sets the targets that stand in the programme's files.
PROGRAMME: Final = "programme"

# What tells a version from another one of the same indicator and unit.
_AIM: Final = "value, due, baseline, baseline_quarter, path, interim, basis_zh, basis_en, withdrawn"
_READ: Final = """
    indicator, unit, value, due, baseline, coalesce(baseline_quarter, -1), path, interim,
    basis_zh, basis_en, actor, effective, id
"""
# After every moment the store writes.
_EVER: Final = "9999"


def add(
    connection: sqlite3.Connection,
    targets: Iterable[Target],
    codes: Codes,
    actor: str,
    at: datetime | None,
) -> list[int]:
    """Add the versions that change anything; returns their numbers.

    A target of the programme's files is taken in once, whatever was set since, and is known from
    the day it takes effect: its document is public.
    """
    now = text_of(at or datetime.now(UTC))
    added: list[int] = []
    for target in targets:
        known_already = is_there if actor == PROGRAMME else _holds
        if known_already(connection, target, codes):
            continue
        known = _start_of(target.effective) if actor == PROGRAMME else now
        (number,) = connection.execute(
            f"insert into target (indicator, unit, {_AIM}, effective, reason, known_at, actor)"  # noqa: S608
            " values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) returning id",
            [*_key(target, codes), *_aim(target), target.effective.isoformat(), target.reason,
             known, actor],
        ).fetchone()  # fmt: skip
        record(connection, now, actor, "target", details_of(connection, "target", number))
        added.append(number)
    return added


def is_there(connection: sqlite3.Connection, target: Target, codes: Codes) -> bool:
    """Whether this very version of a target is in the store."""
    found = connection.execute(
        f"select 1 from target where (indicator, unit, effective, {_AIM})"  # noqa: S608
        " is (?,?,?,?,?,?,?,?,?,?,?,?)",
        [*_key(target, codes), target.effective.isoformat(), *_aim(target)],
    ).fetchone()
    return found is not None


def read(connection: sqlite3.Connection, codes: Codes, known_on: KnownOn) -> pd.DataFrame:
    """The version of each target that was known and in effect then."""
    until = end_of(known_on) if known_on is not None else _EVER
    day = _day_of(known_on or datetime.now(UTC))
    cursor = connection.execute(
        f"""
        select {_READ}
        from (
            select *, row_number() over (
                partition by indicator, unit order by effective desc, id desc) as newest
            from target where known_at <= ?1 and effective <= ?2)
        where newest = 1 and not withdrawn
        order by indicator, unit
        """,  # noqa: S608
        [until, day],
    )
    return _decoded(cursor, codes, TARGET_DTYPES)


def versions(connection: sqlite3.Connection, codes: Codes, known_on: KnownOn) -> pd.DataFrame:
    """Every version known then, of each indicator and unit the one that holds last at the end."""
    cursor = connection.execute(
        f"""
        select {_READ}, withdrawn, reason, known_at from target where known_at <= ?
        order by indicator, unit, effective, id
        """,  # noqa: S608
        [end_of(known_on) if known_on is not None else _EVER],
    )
    return _decoded(cursor, codes, TARGET_VERSION_DTYPES)


def _holds(connection: sqlite3.Connection, target: Target, codes: Codes) -> bool:
    """Whether the version in force on the day a target takes effect says the same already."""
    found = connection.execute(
        f"select {_AIM} from target where indicator = ? and unit = ? and effective <= ?"  # noqa: S608
        " order by effective desc, id desc limit 1",
        [*_key(target, codes), target.effective.isoformat()],
    ).fetchone()
    if target.withdrawn:
        # Where there is none, none can be withdrawn.
        return found is None or bool(found[-1])
    return found is not None and list(found) == _aim(target)


def _decoded(cursor: sqlite3.Cursor, codes: Codes, dtypes: dict[str, str]) -> pd.DataFrame:
    frame = fetch_columns(cursor, dtypes | {"indicator": "int64", "unit": "int64"})
    frame = frame.assign(
        indicator=codes.indicator.decode(frame["indicator"].to_numpy()),
        unit=codes.unit.decode(frame["unit"].to_numpy()),
    )
    return frame.astype(dtypes)


def _key(target: Target, codes: Codes) -> list[int]:
    return [codes.indicator.id_of(target.indicator), codes.unit.id_of(target.unit)]


def _aim(target: Target) -> list[Any]:
    start = target.baseline_quarter
    return [
        float(target.value),
        target.due.index,
        None if target.baseline is None else float(target.baseline),
        None if start is None else start.index,
        target.path,
        interim_text(target.interim),
        target.basis.zh,
        target.basis.en,
        int(target.withdrawn),
    ]


def _start_of(day: date) -> str:
    return text_of(datetime.combine(day, time(), CHINA))


def _day_of(known_on: datetime | date) -> str:
    if isinstance(known_on, datetime):
        zoned = known_on if known_on.tzinfo else known_on.replace(tzinfo=CHINA)
        return zoned.astimezone(CHINA).date().isoformat()
    return known_on.isoformat()
