"""What the pages read: figures down to the region, with the moves from and to which they hold.

Regions with offices below them get their offices' figures rolled up. A region's own figure goes
before a rolled one of the same indicator and quarter, if it has a value.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from math import isnan
from typing import Any, Final

import numpy as np
import pandas as pd

from tracking.programme import Programme
from tracking.progress.values import roll_offices
from tracking.store.codes import BASIS, Codes, Ids
from tracking.store.figures import CODED, decode, fetch_columns, key_of, latest, no_coded
from tracking.store.views import STILL

ROLLUP: Final[dict[str, str]] = CODED | {
    "origin": "str",
    "reported": "int64",
    "expected": "int64",
}
_COLUMNS: Final = tuple(ROLLUP)
# A roll-up without a submission or basis says so with NULL, a frame with 0.
SELECTED: Final = ", ".join(
    f"coalesce({name}, 0)" if name in ("submission", "basis") else name for name in _COLUMNS
)
_INSERTED: Final = ", ".join(
    "nullif(?, 0)" if name in ("submission", "basis") else "?" for name in _COLUMNS
)

# The series to bring up to date: the units down to the region, by indicator.
Series = dict[int, set[int]]


def series_of(coded: pd.DataFrame, codes: Codes) -> Series:
    """The series down to the region that these figures count in."""
    indicator, unit = coded["indicator"].to_numpy(), codes.upper[coded["unit"].to_numpy()]
    found: Series = {}
    for pair in np.unique((indicator << 24) | unit).tolist():
        found.setdefault(pair >> 24, set()).add(pair & 0xFFFFFF)
    return found


def refresh(
    connection: sqlite3.Connection,
    series: Series,
    codes: Codes,
    programme: Programme,
    moves: int,
    figures: pd.DataFrame | None = None,
) -> None:
    """Bring these series up to date as known from the move numbered `moves`.

    `figures` are the current ones of the series, where they are at hand already.
    """
    if figures is None:
        figures = gather(connection, series, codes, moves)
    wanted = by_key(rolled(figures, codes, programme))
    there: dict[tuple[int, ...], tuple[Any, ...]] = {}
    for indicators, units in _alike(series):
        there |= by_key(_read(connection, indicators, units))
    closing = [key for key, row in there.items() if wanted.get(key) != row]
    opening = [row for key, row in wanted.items() if there.get(key) != row]
    # A row that was opened by this very move never held: it goes without a trace.
    here = "known_to = ? and indicator = ? and unit = ? and quarter = ?"
    connection.executemany(
        f"delete from rollup where {here} and known_from = ?",  # noqa: S608
        [(STILL, *key, moves) for key in closing],
    )
    connection.executemany(
        f"update rollup set known_to = ? where {here}",  # noqa: S608
        [(moves, STILL, *key) for key in closing],
    )
    connection.executemany(
        f"insert into rollup (known_to, known_from, {', '.join(_COLUMNS)})"  # noqa: S608
        f" values ({STILL}, ?, {_INSERTED})",
        [(moves, *row) for row in opening],
    )


def stands_alone(
    connection: sqlite3.Connection, submission: int, series: Series, codes: Codes
) -> bool:
    """Whether no other submission that holds has a report of the units of these series."""
    units = _below(codes, set().union(*series.values()))
    found = connection.execute(
        "select 1 from report r join approval a on a.submission = r.submission"
        " where r.submission <> ? and a.known_to = ?"
        " and r.unit in (select value from json_each(?)) limit 1",
        [submission, STILL, json.dumps(units.tolist())],
    ).fetchone()
    return found is None


def rolled(figures: pd.DataFrame, codes: Codes, programme: Programme) -> pd.DataFrame:
    """The figures down to the region that current figures of any units come to."""
    unit = figures["unit"].to_numpy()
    own = figures[codes.upper[unit] == unit].assign(origin="own", reported=1, expected=1)
    offices = figures if not len(own) else figures[codes.upper[unit] != unit]
    if not len(offices):
        return _shaped(own)
    above = roll_offices(decode(offices, codes, categorical=True), programme)
    above = above.assign(
        indicator=codes.indicator.encode(above["indicator"]),
        unit=codes.unit.encode(above["unit"]),
        basis=BASIS.encode(above["basis"]),
    ).astype(ROLLUP)
    # Words alone, or a value withdrawn, do not hide a sum.
    stands = own["value"].notna().to_numpy() | ~own["state"].isin(["", "withdrawn"]).to_numpy()
    above = above[~np.isin(key_of(above), key_of(own[stands]))]
    own = own[stands | ~np.isin(key_of(own), key_of(above))]
    return _shaped(pd.concat([own, above], ignore_index=True))


def everything(
    connection: sqlite3.Connection, codes: Codes, programme: Programme, moves: int
) -> pd.DataFrame:
    """All roll-ups as they ought to be after so many moves, computed from the figures alone."""
    return rolled(latest(connection, moves, codes.indicators), codes, programme)


def read(
    connection: sqlite3.Connection, codes: Codes, moves: int, indicator: int | None = None
) -> pd.DataFrame:
    """The figures down to the region after so many moves, as stored figures; of one, or of all."""
    return decode(coded(connection, codes, moves, indicator), codes)


def coded(
    connection: sqlite3.Connection, codes: Codes, moves: int, indicator: int | None = None
) -> pd.DataFrame:
    """The roll-ups of the programme's units and indicators after so many moves."""
    only = "" if indicator is None else " and indicator = ?"
    cursor = connection.execute(
        f"select {SELECTED} from rollup where known_to > ? and known_from <= ?{only}"  # noqa: S608
        " order by indicator, unit, quarter",
        [moves, moves, *([] if indicator is None else [indicator])],
    )
    frame = fetch_columns(cursor, ROLLUP)
    known = np.isin(frame["indicator"], codes.indicators)
    known &= np.isin(frame["unit"], codes.upper_units)
    return frame if known.all() else frame[known].reset_index(drop=True)


def by_key(frame: pd.DataFrame) -> dict[tuple[int, ...], tuple[Any, ...]]:
    """Each row as plain values, None for NaN, by (indicator, unit, quarter)."""
    return {row[:3]: row for row in _rows(frame)}


def gather(
    connection: sqlite3.Connection, series: Series, codes: Codes, moves: int
) -> pd.DataFrame:
    """The current figures of these series, and of the offices below, after so many moves."""
    parts = [
        latest(connection, moves, indicators, _below(codes, units).tolist())
        for indicators, units in _alike(series)
    ]
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else no_coded()


class Past:
    """All roll-ups there ever were, at hand by series."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        frame = fetch_columns(
            connection.execute(f"select known_from, known_to, {SELECTED} from rollup"),  # noqa: S608
            {"known_from": "int64", "known_to": "int64"} | ROLLUP,
        )
        self._held: dict[tuple[int, ...], list[tuple[int, int, tuple[Any, ...]]]] = {}
        rows = zip(frame["known_from"], frame["known_to"], _rows(frame), strict=True)
        for start, end, row in rows:
            self._held.setdefault(row[:2], []).append((start, end, row))

    def at(self, series: Series, moves: int) -> dict[tuple[int, ...], tuple[Any, ...]]:
        """The roll-ups of these series after so many moves, by key."""
        pairs = ((indicator, unit) for indicator, units in series.items() for unit in units)
        return {
            row[:3]: row
            for pair in pairs
            for start, end, row in self._held.get(pair, ())
            if start <= moves < end
        }


def all_series(connection: sqlite3.Connection, codes: Codes) -> Series:
    """Every series that has a figure or a roll-up."""
    found: Series = {}
    for indicator, unit in connection.execute(
        "select distinct indicator, unit from figure union select indicator, unit from rollup"
    ):
        found.setdefault(indicator, set()).add(int(codes.upper[unit]))
    return found


def _rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    columns = []
    for name, dtype in ROLLUP.items():
        values = frame[name].tolist()
        if dtype == "float64":
            values = [None if isnan(value) else value for value in values]
        columns.append(values)
    return zip(*columns, strict=True)


def _below(codes: Codes, units: Iterable[int]) -> Ids:
    return np.flatnonzero(np.isin(codes.upper, list(units)))


def _alike(series: Series) -> list[tuple[list[int], list[int]]]:
    """The series as (indicators, units) that all go together: one query for a whole report."""
    found: dict[tuple[int, ...], list[int]] = {}
    for indicator, units in series.items():
        found.setdefault(tuple(sorted(units)), []).append(indicator)
    return [(indicators, list(units)) for units, indicators in found.items()]


def _read(connection: sqlite3.Connection, indicators: list[int], units: list[int]) -> pd.DataFrame:
    """The roll-ups of these series that hold now."""
    cursor = connection.execute(
        f"select {SELECTED} from rollup where known_to = ?"  # noqa: S608
        " and indicator in (select value from json_each(?))"
        " and unit in (select value from json_each(?))",
        [STILL, json.dumps(indicators), json.dumps(units)],
    )
    return fetch_columns(cursor, ROLLUP)


def _shaped(frame: pd.DataFrame) -> pd.DataFrame:
    columns: dict[str, Any] = {name: frame[name] for name in ROLLUP}
    # Only what needs it: astype takes its time even where nothing changes.
    other = {name: dtype for name, dtype in ROLLUP.items() if columns[name].dtype != dtype}
    return pd.DataFrame(columns).astype(other)
