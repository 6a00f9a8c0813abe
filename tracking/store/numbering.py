"""Bringing a store up to date with its programme: ids for codes, names, and the first targets."""

import sqlite3
from datetime import UTC, datetime
from typing import Any, Final

from tracking.programme import Programme, Target
from tracking.store import rollup, targets
from tracking.store.audit import canonical, record
from tracking.store.clock import text_of
from tracking.store.codes import read_codes
from tracking.store.connections import Connections

# Rises when the figures that roll-ups are made of are chosen otherwise: 2, a row without a value
# leaves standing what was known.
_CHOICE: Final = 2

_UNIT_COLUMNS: Final = ("code", "kind", "name_zh", "name_en", "upper", "active")
_INDICATOR_COLUMNS: Final = (
    "code",
    "chain",
    "kind",
    "rollup",
    "name_zh",
    "name_en",
    "unit_zh",
    "unit_en",
    "active",
)


def bring_up_to_date(connections: Connections, programme: Programme) -> None:
    """Let the store know the programme's units, indicators and targets; writes only what is new.

    Where that changes who counts under whom, the roll-ups are made anew.
    """
    with connections.reading() as connection:
        if not anything_new(connection, programme):
            return
    with connections.writing() as connection:
        renamed = _number(connection, programme)
        settings = _settings(programme)
        resettled = _meta(connection, "roll-up settings") != settings
        connection.execute("insert or replace into meta values ('roll-up settings', ?)", [settings])
        connection.execute("insert or replace into meta values ('programme', ?)", [programme.code])
        codes = read_codes(connection, programme)
        targets.add(connection, _targets(connection, programme), codes, targets.PROGRAMME, None)
        (moves,) = connection.execute("select coalesce(max(id), 0) from move").fetchone()
        if moves and (renamed or resettled):
            series = rollup.all_series(connection, codes)
            rollup.refresh(connection, series, codes, programme, moves)
            now = text_of(datetime.now(UTC))
            record(connection, now, targets.PROGRAMME, "programme changed", {"moves": moves})


def anything_new(connection: sqlite3.Connection, programme: Programme) -> bool:
    """Whether the programme has anything that the store does not know yet."""
    if any(_differences(connection, programme)):
        return True
    if _meta(connection, "roll-up settings") != _settings(programme):
        return True
    codes = read_codes(connection, programme)
    return any(
        not targets.is_there(connection, target, codes)
        for target in _targets(connection, programme)
    )


def is_demonstration(connection: sqlite3.Connection) -> bool:
    """Whether the store was marked as holding invented figures."""
    return _meta(connection, "demonstration") == "yes"


def mark_demonstration(connection: sqlite3.Connection, actor: str) -> None:
    """Mark the store as holding invented figures; once marked it stays so."""
    if not is_demonstration(connection):
        connection.execute("insert into meta values ('demonstration', 'yes')")
        record(connection, text_of(datetime.now(UTC)), actor, "demonstration", {})


def _settings(programme: Programme) -> str:
    """What the roll-ups depend on: settings of the programme, and how figures are chosen."""
    scales = {i.code: i.scale for i in programme.indicators.values()}
    owed = sorted(i.code for i in programme.indicators.values() if "region" in i.reporters)
    return canonical([programme.start.index, programme.thresholds.coverage, scales, owed, _CHOICE])


def _targets(connection: sqlite3.Connection, programme: Programme) -> tuple[Target, ...]:
    """The programme's targets; none in a demonstration, whose figures must not be held to them."""
    return () if is_demonstration(connection) else programme.targets


def _meta(connection: sqlite3.Connection, key: str) -> str:
    found = connection.execute("select value from meta where key = ?", [key]).fetchone()
    return found[0] if found else ""


def _number(connection: sqlite3.Connection, programme: Programme) -> bool:
    """Give the programme's new units and indicators their ids, and keep their names up to date.

    Nothing is taken out: what left the programme is marked inactive, its figures stay. True where
    anything was new.
    """
    units, indicators = _differences(connection, programme)
    for table, columns, rows in (
        # Regions first, for the offices refer to them.
        ("unit", _UNIT_COLUMNS, sorted(units, key=lambda row: row[4] is not None)),
        ("indicator", _INDICATOR_COLUMNS, indicators),
    ):
        places = ["?"] * len(columns)
        if table == "unit":
            places[4] = "(select id from unit where code = ?)"
        connection.executemany(
            f"insert into {table} ({', '.join(columns)}) values ({', '.join(places)})"  # noqa: S608
            " on conflict (code) do update set "
            + ", ".join(f"{c} = excluded.{c}" for c in columns[1:]),
            rows,
        )
    return bool(units or indicators)


def _differences(
    connection: sqlite3.Connection, programme: Programme
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    units = {
        u.code: (u.code, u.kind, u.name.zh, u.name.to("en"), u.parent or None, 1)
        for u in programme.units.values()
    }
    indicators = {
        i.code: (
            *(i.code, i.chain, i.kind, i.rollup, i.name.zh, i.name.to("en")),
            *(i.unit.zh, i.unit.to("en"), 1),
        )
        for i in programme.indicators.values()
    }
    known_units = connection.execute(
        "select u.code, u.kind, u.name_zh, u.name_en, a.code, u.active"
        " from unit u left join unit a on a.id = u.upper"
    ).fetchall()
    known_indicators = connection.execute(
        f"select {', '.join(_INDICATOR_COLUMNS)} from indicator"  # noqa: S608
    ).fetchall()
    return _changed(units, known_units), _changed(indicators, known_indicators)


def _changed(
    wanted: dict[str, tuple[Any, ...]], known: list[tuple[Any, ...]]
) -> list[tuple[Any, ...]]:
    there = {row[0]: row for row in known}
    gone = [(*row[:-1], 0) for code, row in there.items() if code not in wanted and row[-1]]
    return [row for code, row in wanted.items() if there.get(code) != row] + gone
