"""Figures in the store: coded to integers, written in bulk, read back as of any move."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.figures import KEY, STORED_DTYPES, TEXT_COLUMNS, stating
from tracking.store.audit import canonical
from tracking.store.codes import BASIS, Codes, Ids
from tracking.store.errors import DuplicateFigures
from tracking.store.views import STILL

# What identifies a figure: indicator, unit, quarter.
Key = tuple[str, str, int]

# From this many figures on a submission is written and rolled up the bulk way.
BULK: Final = 10_000
# Rows a statement: a million rows take 0.6 s so, and 1.2 s with executemany.
_ROWS_A_STATEMENT: Final = 100
_ROWS_A_FETCH: Final = 100_000
# Up to this many series are read with one query.
_FEW_SERIES: Final = 20_000

_NUMBERS: Final = ("value", "numerator", "denominator")
_TEXTS: Final = ("state", "completed_on", "qualifier")

# A coded figure: as STORED_DTYPES has it, with ids for codes; 0 is no basis.
CODED: Final[dict[str, str]] = (
    dict.fromkeys(("indicator", "unit", "quarter", "submission", "row", "basis"), "int64")
    | dict.fromkeys(_NUMBERS, "float64")
    | dict.fromkeys(_TEXTS, "str")
    | {"definition_break": "bool"}
)
_SELECTED: Final = ", ".join(f"f.{name}" for name in CODED).replace(
    "f.basis", "coalesce(f.basis, 0)"
)


def encode(figures: pd.DataFrame, codes: Codes) -> pd.DataFrame:
    """A figures frame as coded figures in the order of their key, submission 0.

    Raises UnknownCode, and DuplicateFigures for a key that stands twice and for no figures.
    """
    columns: dict[str, Any] = {
        "indicator": codes.indicator.encode(figures["indicator"]),
        "unit": codes.unit.encode(figures["unit"]),
        "quarter": figures["quarter"].to_numpy("int64"),
        "submission": np.zeros(len(figures), dtype=np.int64),
        "row": figures["row"].to_numpy("int64"),
        "basis": BASIS.encode(figures["basis"]),
        # Adding 0 makes −0 a 0, as SQLite does.
        **{name: figures[name].to_numpy("float64") + 0.0 for name in _NUMBERS},
        **{name: figures[name].astype("str").array for name in _TEXTS},
        "definition_break": figures["definition_break"].to_numpy(bool),
    }
    keys = key_of(columns)
    if not (keys[1:] > keys[:-1]).all():
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        for name, column in columns.items():
            # Most columns of most reports are empty, and empty in any order.
            if not _is_empty(column):
                columns[name] = column.take(order)
    if not len(keys) or (keys[1:] == keys[:-1]).any():
        raise DuplicateFigures
    return pd.DataFrame(columns, copy=False)


def key_of(coded: pd.DataFrame | dict[str, Any]) -> Ids:
    """One number for (indicator, unit, quarter), in their order."""
    indicator, unit, quarter = (np.asarray(coded[name], dtype=np.int64) for name in KEY)
    keys: Ids = (indicator << 40) | (unit << 16) | quarter
    return keys


def _is_empty(column: Any) -> bool:
    if isinstance(column, np.ndarray):
        return not column.any() or bool(column.dtype.kind == "f" and np.isnan(column).all())
    return bool((column == "").all())


def decode(coded: pd.DataFrame, codes: Codes, *, categorical: bool = False) -> pd.DataFrame:
    """Coded figures as stored figures; own ones unless the frame says otherwise."""
    columns: dict[str, Any] = {
        "indicator": codes.indicator.decode(coded["indicator"].to_numpy()),
        "unit": codes.unit.decode(coded["unit"].to_numpy()),
        "quarter": coded["quarter"],
        "basis": BASIS.decode(coded["basis"].to_numpy()),
        **{name: coded[name] for name in (*_NUMBERS, *_TEXTS, "definition_break", "row")},
        "submission": coded["submission"],
    }
    for name, own in (("origin", "own"), ("reported", 1), ("expected", 1)):
        columns[name] = coded.get(name, own)
    frame = pd.DataFrame(columns, index=coded.index, copy=False)
    coding = {"indicator", "unit", "basis"} if categorical else set()
    return frame.astype(
        {
            name: dtype
            for name, dtype in STORED_DTYPES.items()
            if name not in coding and frame[name].dtype != dtype
        }
    )


def insert(connection: sqlite3.Connection, coded: pd.DataFrame, submission: int) -> None:
    """Write a submission's figures."""
    if len(coded) < BULK // 100:
        _insert_each(connection, coded, submission)
        return
    plain = ~coded["definition_break"].to_numpy()
    for name in ("numerator", "denominator"):
        plain &= np.isnan(coded[name].to_numpy())
    for name in _TEXTS:
        plain &= (coded[name] == "").to_numpy()
    indicator = coded["indicator"].to_numpy()
    edges = [0, *(np.flatnonzero(np.diff(indicator)) + 1), len(coded)]
    for start, end in pairwise(edges):
        part = coded.iloc[start:end]
        if end - start >= BULK // 100 and plain[start:end].all():
            _insert_plain(connection, part, submission)
        else:
            _insert_each(connection, part, submission)


def _insert_plain(connection: sqlite3.Connection, coded: pd.DataFrame, submission: int) -> None:
    """Write figures of one indicator that have a value and nothing beside it."""
    indicator = int(coded["indicator"].iloc[0])
    basis = coded["basis"].to_numpy()
    for of in np.unique(basis):
        part = coded if (basis == of).all() else coded[basis == of]
        width = 4
        flat: list[Any] = [None] * (width * len(part))
        for place, name in enumerate(("unit", "quarter", "row", "value")):
            flat[place::width] = part[name].tolist()
        insertion = (
            "insert into figure (indicator, unit, quarter, submission, row, basis, value) values "
        )
        row = f"({indicator},?,?,{submission},?,{of or 'null'},?)"
        many = insertion + ",".join([row] * _ROWS_A_STATEMENT)
        step = width * _ROWS_A_STATEMENT
        whole = len(flat) // step * step
        for at in range(0, whole, step):
            connection.execute(many, flat[at : at + step])
        if whole < len(flat):
            rest = (len(flat) - whole) // width
            connection.execute(insertion + ",".join([row] * rest), flat[whole:])


def _insert_each(connection: sqlite3.Connection, coded: pd.DataFrame, submission: int) -> None:
    names = list(CODED)
    columns = [coded[name].tolist() for name in names]
    columns[names.index("submission")] = [submission] * len(coded)
    places = ["nullif(?, 0)" if name == "basis" else "?" for name in names]
    connection.executemany(
        f"insert into figure ({', '.join(names)}) values ({', '.join(places)})",  # noqa: S608
        zip(*columns, strict=True),
    )


def narratives_of(figures: pd.DataFrame, codes: Codes, submission: int) -> list[list[Any]]:
    """The texts that stand beside figures, as rows of the table, in the order of their key."""
    columns = [name for name in TEXT_COLUMNS if name in figures]
    told = np.zeros(len(figures), dtype=bool)
    for name in columns:
        told |= (figures[name] != "").to_numpy()
    if not told.any():
        return []
    part = figures[told]
    return sorted(
        [*key, submission, int(row), *texts]
        for *key, row, texts in zip(
            codes.indicator.encode(part["indicator"]).tolist(),
            codes.unit.encode(part["unit"]).tolist(),
            part["quarter"].tolist(),
            part["row"].tolist(),
            part.reindex(columns=TEXT_COLUMNS, fill_value="").astype(str).to_numpy().tolist(),
            strict=True,
        )
    )


def digest(coded: pd.DataFrame, narratives: list[list[Any]], codes: Codes) -> str:
    """One hash of all that a submission states, kept in the audit chain."""
    sha = hashlib.sha256()
    for name, numbering in (("indicator", codes.indicator), ("unit", codes.unit)):
        used = np.unique(coded[name].to_numpy())
        sha.update(canonical([[int(n), str(numbering.codes[n])] for n in used]).encode())
    for name in ("indicator", "unit", "quarter", "row", "basis"):
        sha.update(coded[name].to_numpy("<i8").tobytes())
    for name in _NUMBERS:
        numbers = coded[name].to_numpy()
        # Any NaN is the one NaN.
        sha.update(np.where(np.isnan(numbers), np.nan, numbers).astype("<f8").tobytes())
    sha.update(coded["definition_break"].to_numpy("u1").tobytes())
    for name in _TEXTS:
        said = np.flatnonzero((coded[name] != "").to_numpy())
        texts = coded[name].iloc[said].tolist()
        sha.update(canonical([said.tolist(), texts]).encode())
    sha.update(canonical([row[:3] + row[4:] for row in narratives]).encode())
    return sha.hexdigest()


def of_submission(connection: sqlite3.Connection, submission: int) -> pd.DataFrame:
    """All figures of one submission, in the order of their key."""
    return _fetch(
        connection,
        f"select {_SELECTED} from indicator i cross join report r"  # noqa: S608
        " cross join figure f on f.indicator = i.id and f.unit = r.unit"
        " and f.quarter = r.quarter and f.submission = r.submission"
        " where r.submission = ? order by 1, 2, 3",
        [submission],
    )


def standing(connection: sqlite3.Connection, moves: int) -> dict[int, int]:
    """The submissions that hold after so many moves, each with the move that approved it."""
    return dict(
        connection.execute(
            "select submission, known_from from approval where known_from <= ? and ? < known_to",
            [moves, moves],
        )
    )


def latest(
    connection: sqlite3.Connection,
    moves: int,
    indicators: Iterable[int],
    units: Sequence[int] | None = None,
    quarters: Sequence[int] | None = None,
) -> pd.DataFrame:
    """The current figures after so many moves: of each key the latest approved statement."""
    holding = standing(connection, moves)
    wanted = [int(indicator) for indicator in indicators]
    # A report's series come in one query; a nation's counties one indicator at a time, so that
    # memory stays flat.
    few = units is not None and len(units) * len(wanted) <= _FEW_SERIES
    parts = []
    for some in ([wanted] if few else [[one] for one in wanted]) if holding else ():
        sql = f"select {_SELECTED} from figure f where true"  # noqa: S608
        values: list[Any] = []
        for column, of in (("indicator", some), ("unit", units), ("quarter", quarters)):
            if of is not None:
                sql += f" and f.{column} in (select value from json_each(?))"  # noqa: S608
                values.append(json.dumps([int(one) for one in of]))
        parts.append(latest_of(_fetch(connection, sql + " order by 1, 2, 3", values), holding))
    parts = [part for part in parts if len(part)] or parts[:1]
    coded = pd.concat(parts, ignore_index=True) if parts else no_coded()
    return verified(connection, coded, moves)


def latest_of(coded: pd.DataFrame, holding: dict[int, int]) -> pd.DataFrame:
    """Of several versions of each key, the one that holds; none where none was approved.

    It is the one approved last of those that state something, else the last of words alone.
    """
    if not len(coded):
        return coded
    numbers, places = np.unique(coded["submission"].to_numpy(), return_inverse=True)
    approved = np.array([holding.get(int(n), -1) for n in numbers])[places]
    if len(numbers) == 1:
        return coded if approved[0] >= 0 else coded.iloc[:0]
    keys = key_of(coded)
    order = np.lexsort((approved, stating(coded), keys))
    order = order[approved[order] >= 0]
    last = np.append(keys[order][1:] != keys[order][:-1], True)[: len(order)]
    return coded.take(order[last]).reset_index(drop=True)


def claims_of(
    coded: pd.DataFrame, codes: Codes, wanted: Iterable[Key] | None = None
) -> list[tuple[int, int, int]]:
    """The milestones that figures claim, of those wanted; None for all."""
    claimed = coded[(coded["state"] == "claimed").to_numpy()]
    keys = [(int(i), int(u), int(q)) for i, u, q in claimed[KEY].to_numpy("int64").tolist()]
    if wanted is None:
        return keys
    of = {(codes.indicator.id_of(i), codes.unit.id_of(u), int(q)) for i, u, q in wanted}
    return [key for key in keys if key in of]


def verified(
    connection: sqlite3.Connection, coded: pd.DataFrame, moves: int = STILL
) -> pd.DataFrame:
    """The figures, with the milestones that a reviewer verified by then read as verified."""
    claims = np.flatnonzero((coded["state"] == "claimed").to_numpy())
    if not len(claims):
        return coded
    facts = set(
        connection.execute(
            "select indicator, unit, quarter, submission from verification where move <= ?", [moves]
        )
    )
    keys = coded.iloc[claims][["indicator", "unit", "quarter", "submission"]]
    proved = [row in facts for row in keys.itertuples(index=False, name=None)]
    state = coded["state"].to_numpy(dtype=object, copy=True)
    state[claims[proved]] = "verified"
    return coded.assign(state=pd.array(state, dtype="str"))


def no_coded() -> pd.DataFrame:
    """No coded figures."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in CODED.items()})


def fetch_columns(
    cursor: sqlite3.Cursor, dtypes: dict[str, str], size: int = _ROWS_A_FETCH
) -> pd.DataFrame:
    """What a query gives, as a frame with these columns; a missing number is NaN."""
    parts: list[list[npt.NDArray[Any]]] = []
    while rows := cursor.fetchmany(size):
        parts.append(
            [
                np.array(column, dtype=object if dtype == "str" else dtype)
                for column, dtype in zip(zip(*rows, strict=True), dtypes.values(), strict=True)
            ]
        )
    columns: dict[str, Any] = {}
    for place, (name, dtype) in enumerate(dtypes.items()):
        # astype on the whole frame takes several times as long as the query of a small report.
        column: npt.NDArray[Any] = (
            np.concatenate([part[place] for part in parts])
            if parts
            else np.empty(0, object if dtype == "str" else dtype)
        )
        columns[name] = pd.array(column, dtype="str") if dtype == "str" else column
    return pd.DataFrame(columns, copy=False)


def _fetch(connection: sqlite3.Connection, sql: str, values: list[Any]) -> pd.DataFrame:
    return fetch_columns(connection.execute(sql, values), CODED)
