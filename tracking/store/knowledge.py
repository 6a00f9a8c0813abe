"""What changed between two moments of knowledge: figure by figure, with the submissions behind."""

import sqlite3
from typing import Any, Final

import numpy as np
import pandas as pd

from tracking.figures import KEY
from tracking.store.codes import BASIS, Codes
from tracking.store.figures import CODED, fetch_columns, key_of, latest_of, standing, verified
from tracking.store.rollup import ROLLUP, SELECTED

# What became of a figure: never known before; stated otherwise; no longer held since its report was
# returned; a claimed milestone that a reviewer verified; a sum that more offices reported for.
SORTS: Final = ("new", "corrected", "taken_back", "verified", "filled")

# What makes a figure another one.
_STATED: Final = {
    "basis": "str",
    "value": "float64",
    "numerator": "float64",
    "denominator": "float64",
    "state": "str",
    "completed_on": "str",
    "qualifier": "str",
    "definition_break": "bool",
}
# What is told of a version besides: where it stands, and of a sum how many offices are in it.
_TOLD: Final = _STATED | {
    "submission": "int64",
    "row": "int64",
    "origin": "str",
    "reported": "int64",
}

# One row for each figure that differs, own ones of any unit and rolled-up ones. `by` is the
# submission that brought the change, or was taken back; 0 for a sum. The columns with _before hold
# what was known at the first moment, the others what at the second: NaN, "" and 0 for nothing.
CHANGED_DTYPES: Final[dict[str, str]] = (
    {"indicator": "str", "unit": "str", "quarter": "int64", "sort": "str", "by": "int64"}
    | {"expected": "int64"}
    | {f"{n}{s}": d for n, d in _TOLD.items() for s in ("_before", "")}
)


def changed(connection: sqlite3.Connection, codes: Codes, before: int, after: int) -> pd.DataFrame:
    """The figures that differ between two numbers of moves known, as CHANGED_DTYPES."""
    offices = _touched(connection, codes, before, after)
    rolled = _rollups(connection, codes, before, after)
    then, now = (
        pd.concat([_office_figures(connection, offices, moves), _holding(rolled, moves)])
        for moves in (before, after)
    )
    both = then.merge(now, on=KEY, how="outer", suffixes=("_before", ""), indicator="there")
    differs = (both["there"] != "both").to_numpy() | ~_alike(both)
    both = _filled(both[differs])
    approved = standing(connection, before), standing(connection, after)
    both["sort"] = _sorts(both, *approved)
    gone = (both["sort"] == "taken_back").to_numpy()
    both["by"] = np.where(gone, both["submission_before"], both["submission"])
    return _decoded(both, codes)


def _touched(connection: sqlite3.Connection, codes: Codes, before: int, after: int) -> pd.DataFrame:
    """Every version of the offices' figures that a move between these two may have changed."""
    columns = ", ".join(
        "coalesce(g.basis, 0)" if name == "basis" else f"g.{name}" for name in CODED
    )
    cursor = connection.execute(
        f"""
        with touched as materialized (
            select submission from approval
            where known_from > ?1 and known_from <= ?2 or known_to > ?1 and known_to <= ?2
            union select submission from verification where move > ?1 and move <= ?2),
        key as materialized (
            select distinct f.indicator, f.unit, f.quarter
            from touched t
            join report r on r.submission = t.submission
            join unit u on u.id = r.unit and u.upper is not null and u.upper <> u.id
            cross join indicator i
            join figure f on f.indicator = i.id and f.unit = r.unit and f.quarter = r.quarter
                and f.submission = r.submission)
        select {columns} from key k
        join figure g on g.indicator = k.indicator and g.unit = k.unit and g.quarter = k.quarter
        order by g.indicator, g.unit, g.quarter
        """,  # noqa: S608 (nothing but our own text goes in)
        [before, after],
    )
    frame = fetch_columns(cursor, CODED)
    known = np.isin(frame["indicator"], codes.indicators) & np.isin(frame["unit"], codes.units)
    return frame[known].reset_index(drop=True)


def _office_figures(
    connection: sqlite3.Connection, versions: pd.DataFrame, moves: int
) -> pd.DataFrame:
    held = latest_of(versions, standing(connection, moves))
    return verified(connection, held, moves).assign(origin="own", reported=1, expected=1)


def _rollups(connection: sqlite3.Connection, codes: Codes, before: int, after: int) -> pd.DataFrame:
    """The figures down to the region that hold at one of two moments only."""
    cursor = connection.execute(
        f"""
        select known_from, known_to, {SELECTED} from rollup where known_to > ?1
            and (known_from <= ?1) <> (known_from <= ?2 and known_to > ?2)
        """,  # noqa: S608
        [before, after],
    )
    frame = fetch_columns(cursor, {"known_from": "int64", "known_to": "int64"} | ROLLUP)
    known = np.isin(frame["indicator"], codes.indicators)
    known &= np.isin(frame["unit"], codes.upper_units)
    return frame[known]


def _holding(rolled: pd.DataFrame, moves: int) -> pd.DataFrame:
    holds = (rolled["known_from"] <= moves) & (rolled["known_to"] > moves)
    return rolled.loc[holds, list(ROLLUP)]


def _alike(both: pd.DataFrame) -> Any:
    """Whether all that a figure states is the same at both moments."""
    same = np.ones(len(both), dtype=bool)
    for name in _STATED:
        was, now = both[f"{name}_before"], both[name]
        same &= ((was == now) | (was.isna() & now.isna())).fillna(False).to_numpy(dtype=bool)
    return same


def _filled(both: pd.DataFrame) -> pd.DataFrame:
    nothing = {"str": "", "bool": False, "int64": 0}
    names = {f"{n}{s}": d for n, d in _TOLD.items() for s in ("_before", "") if d != "float64"}
    # A basis is a number until it is decoded.
    empty = {n: 0 if n.startswith("basis") else nothing[d] for n, d in names.items()}
    expected = both["expected"].fillna(both["expected_before"])
    return both.fillna(empty).assign(expected=expected).infer_objects()


def _sorts(both: pd.DataFrame, then: dict[int, int], now: dict[int, int]) -> Any:
    was, own = (both["submission_before"] > 0).to_numpy(), (both["submission"] > 0).to_numpy()
    gone = (both["there"] == "left_only").to_numpy()
    # The version before holds no longer, and what stands in its place is older than the first day.
    returned = was & ~both["submission_before"].isin(now).to_numpy()
    returned &= ~own | both["submission"].isin(then).to_numpy()
    proved = (both["state"] == "verified") & (both["state_before"] == "claimed")
    more = (both["origin"] == "rolled") & (both["origin_before"] == "rolled")
    more &= both["reported"] > both["reported_before"]
    fresh = (both["there"] == "right_only").to_numpy()
    return np.select(
        [fresh, gone | returned, proved.to_numpy(), more.to_numpy()],
        ["new", "taken_back", "verified", "filled"],
        "corrected",
    )


def _decoded(both: pd.DataFrame, codes: Codes) -> pd.DataFrame:
    def ids(name: str) -> Any:
        return both[name].to_numpy(dtype=np.int64)

    frame = both.assign(
        indicator=codes.indicator.decode(ids("indicator")),
        unit=codes.unit.decode(ids("unit")),
        basis=BASIS.decode(ids("basis")),
        basis_before=BASIS.decode(ids("basis_before")),
    )
    order = np.argsort(key_of({name: ids(name) for name in KEY}), kind="stable")
    return frame[list(CHANGED_DTYPES)].astype(CHANGED_DTYPES).iloc[order].reset_index(drop=True)
