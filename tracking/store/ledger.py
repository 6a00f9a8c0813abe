# ruff: noqa: S608 (nothing but our own text goes in)
"""The ledger: what reports say of progress, problems and next steps, and which problems are closed.

A text is in the ledger while it stands beside the current figure of its (indicator, unit, quarter).
A problem is open until somebody closes it with a reason, and may be opened again. A closing holds
for the words it was made on: a later correction that words the problem otherwise opens it again,
one that repeats the words does not.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from tracking.programme import Quarter
from tracking.store.audit import record
from tracking.store.clock import KnownOn, end_of, moves_known, time_of_move
from tracking.store.codes import Codes
from tracking.store.connections import Connections
from tracking.store.errors import IsClosed, IsOpen, NeedsWords, NoSuchProblem
from tracking.store.facts import details_of
from tracking.store.figures import fetch_columns
from tracking.store.history import NARRATIVE_DTYPES
from tracking.store.terms import Word, words_of

ProblemState = Literal["open", "closed"]

# One row for each text. `state` is "open", "closed", or "" where no problem is named; what follows
# is the change that state rests on, "" for none.
LEDGER_DTYPES: Final[dict[str, str]] = NARRATIVE_DTYPES | {
    "file_name": "str",
    "state": "str",
    "reason": "str",
    "changed_by": "str",
    "changed_at": "str",
}
# Every problem that is named, without its words.
PROBLEM_DTYPES: Final[dict[str, str]] = {
    "indicator": "str",
    "unit": "str",
    "quarter": "int32",
    "state": "str",
}

# What reporters write where there is no problem.
NO_PROBLEM: Final = (
    "", "无", "暂无", "没有", "无问题", "暂无问题", "没有问题", "不适用",
    "-", "--", "—", "——", "/", "none", "no", "nil", "n/a",
)  # fmt: skip
_AROUND: Final = " 　\t\r\n。.；;，,"

_TEXTS: Final = ("progress_note", "problem", "next_step")
_LATEST: Final = "9999"

# What holds after `:moves`, and the last change of each problem's state until `:until`; `words` is
# the problem's wording when it was closed.
_KNOWN: Final = """
    with holding as materialized (
        select submission, known_from from approval where known_from <= :moves and :moves < known_to
    ),
    changed as materialized (
        select indicator, unit, quarter, state, reason, actor, at, max(id) as id
        from problem_state where at <= :until group by indicator, unit, quarter
    ),
    settled as materialized (
        select c.indicator, c.unit, c.quarter, (
            select m.problem from narrative m join approval a on a.submission = m.submission
            where m.indicator = c.indicator and m.unit = c.unit and m.quarter = c.quarter
              and a.known_from <= last.move and last.move < a.known_to
            order by a.known_from desc limit 1) as words
        from changed c join (
            select id, (select max(m.id) from move m where m.at <= p.at) as move
            from problem_state p where p.state = 'closed'
        ) last on last.id = c.id
    )
"""
_NAMED: Final = (
    f"(n.problem <> '' and lower(trim(n.problem, '{_AROUND}')) not in"
    f" ({', '.join(repr(word) for word in NO_PROBLEM)}))"
)
_STATE: Final = f"""
    case when not {_NAMED} then '' else coalesce((
        select 'closed' from settled s where s.indicator = n.indicator and s.unit = n.unit
        and s.quarter = n.quarter and s.words = n.problem), 'open') end
"""
_CURRENT: Final = """
    not exists (
        select 1 from figure g join holding k on k.submission = g.submission
        where g.indicator = n.indicator and g.unit = n.unit and g.quarter = n.quarter
          and k.known_from > h.known_from)
"""
_BY_KEY: Final = (
    "n.indicator = {0}.indicator and n.unit = {0}.unit and n.quarter = {0}.quarter"
    " and n.submission = {0}.submission"
)


@dataclass(frozen=True)
class Found:
    """What a search found: how many texts in all, and those asked for, as LEDGER_DTYPES."""

    total: int
    rows: pd.DataFrame


class Ledger:
    """The ledger of one store."""

    def __init__(self, connections: Connections, codes: Codes) -> None:
        self._connections = connections
        self._codes = codes

    def search(
        self,
        text: str = "",
        *,
        units: Iterable[str] | None = None,
        indicators: Iterable[str] | None = None,
        quarters: Iterable[Quarter | int] | None = None,
        state: ProblemState | None = None,
        known_on: KnownOn = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> Found:
        """The current texts that have every word of `text`, the latest quarter first.

        terms.py says what counts as the same; each word may stand in any of the three texts.
        """
        codes = self._codes
        within = {
            "indicator": None if indicators is None else _ids(codes.indicator.ids, indicators),
            "unit": None if units is None else _ids(codes.unit.ids, units),
            "quarter": None if quarters is None else [_index(quarter) for quarter in quarters],
        }
        with self._connections.reading() as connection:
            asked = _asked(connection, known_on)
            keys = _keys(connection, asked, words_of(text), within, state)
            some = keys[offset:] if limit is None else keys[offset : offset + limit]
            return Found(len(keys), _read(connection, asked, some))

    def problems(self, known_on: KnownOn = None) -> pd.DataFrame:
        """Every problem that current texts name, and its state, as PROBLEM_DTYPES."""
        with self._connections.reading() as connection:
            cursor = connection.execute(
                f"""
                {_KNOWN}
                select i.code, u.code, n.quarter, {_STATE}
                from narrative n
                join holding h on h.submission = n.submission
                join indicator i on i.id = n.indicator
                join unit u on u.id = n.unit
                where {_NAMED} and {_CURRENT} order by n.quarter desc, n.indicator, n.unit
                """,
                _asked(connection, known_on),
            )
            return fetch_columns(cursor, PROBLEM_DTYPES)

    def close(
        self, indicator: str, unit: str, quarter: Quarter | int, reason: str, actor: str
    ) -> None:
        """Close a problem. Raises NeedsWords, NoSuchProblem, IsClosed, UnknownCode."""
        self._change(indicator, unit, quarter, "closed", reason, actor)

    def reopen(
        self, indicator: str, unit: str, quarter: Quarter | int, reason: str, actor: str
    ) -> None:
        """Open a closed problem again. Raises NeedsWords, NoSuchProblem, IsOpen, UnknownCode."""
        self._change(indicator, unit, quarter, "open", reason, actor)

    def _change(
        self,
        indicator: str,
        unit: str,
        quarter: Quarter | int,
        state: ProblemState,
        reason: str,
        actor: str,
    ) -> None:
        key = [self._codes.indicator.id_of(indicator), self._codes.unit.id_of(unit)]
        index = _index(quarter)
        what = {"indicator": indicator, "unit": unit, "quarter": Quarter(index)}
        if not reason.strip():
            raise NeedsWords
        with self._connections.writing() as connection:
            within = dict(zip(("indicator", "unit"), ([one] for one in key), strict=True))
            asked = _asked(connection, None)
            found = _keys(connection, asked, (), {**within, "quarter": [index]}, None)
            now = found[0][4] if found else ""
            if not now:
                raise NoSuchProblem(**what)
            if now == state:
                raise (IsClosed if state == "closed" else IsOpen)(**what)
            at = time_of_move(connection, None)
            (number,) = connection.execute(
                "insert into problem_state (indicator, unit, quarter, state, reason, actor, at)"
                " values (?,?,?,?,?,?,?) returning id",
                [*key, index, state, reason.strip(), actor, at],
            ).fetchone()
            details = details_of(connection, "problem_state", number)
            record(connection, at, actor, "problem_state", details)


def _asked(connection: sqlite3.Connection, known_on: KnownOn) -> dict[str, Any]:
    return {
        "moves": moves_known(connection, known_on),
        "until": _LATEST if known_on is None else end_of(known_on),
    }


def _keys(
    connection: sqlite3.Connection,
    asked: dict[str, Any],
    words: Sequence[Word],
    within: dict[str, list[int] | None],
    state: ProblemState | None,
) -> list[tuple[int, int, int, int, str]]:
    """The texts searched for: indicator, unit, quarter, submission, state of the problem."""
    # In this order: what is cheap to ask goes first.
    source, of_words, values = _wanted(words)
    conditions = []
    for column, of in within.items():
        if of is not None:
            conditions.append(f"n.{column} in (select value from json_each(:of_{column}))")
            values[f"of_{column}"] = json.dumps(of)
    conditions += of_words
    if state is not None:
        conditions += [_NAMED, f"{_STATE} = :state"]
        values["state"] = state
    return connection.execute(
        f"""
        {_KNOWN}
        select n.indicator, n.unit, n.quarter, n.submission, {_STATE}
        from {source} cross join holding h on h.submission = n.submission
        where {" and ".join([*conditions, _CURRENT])}
        order by n.quarter desc, n.indicator, n.unit
        """,
        asked | values,
    ).fetchall()


def _wanted(words: Sequence[Word]) -> tuple[str, list[str], dict[str, Any]]:
    """Where texts are looked for, on which conditions, with which values.

    The index narrows, where it can; whether a text has a word its own characters decide.
    """
    conditions, values = [], dict[str, Any]()
    for n, word in enumerate(words):
        found = []
        for m, spelling in enumerate(word.spellings):
            name = f"word_{n}_{m}"
            values[name], condition = _looked_for(spelling, name)
            found += [condition.format(f"n.{text}") for text in _TEXTS]
        conditions.append(f"({' or '.join(found)})")
    if not words:
        conditions.append("(n.progress_note <> '' or n.problem <> '' or n.next_step <> '')")
    indexed = [word for word in words if word.indexed]
    if not indexed:
        return "narrative n", conditions, values
    values["match"] = " AND ".join(_phrases(word) for word in indexed)
    conditions.append("narrative_text match :match")
    by_key = _BY_KEY.format("narrative_text")
    return f"narrative_text cross join narrative n on {by_key}", conditions, values


def _looked_for(spelling: str, name: str) -> tuple[str, str]:
    """The value to look for, and the condition; only letters need the slower one."""
    if not any("a" <= sign <= "z" for sign in spelling):
        return spelling, f"instr({{0}}, :{name})"
    for sign in "\\%_":
        spelling = spelling.replace(sign, f"\\{sign}")
    return f"%{spelling}%", f"{{0}} like :{name} escape '\\'"


def _phrases(word: Word) -> str:
    # Between quotation marks everything is text to FTS5 but the mark itself.
    quoted = (f'"{spelling.replace(chr(34), chr(34) * 2)}"' for spelling in word.spellings)
    return f"({' OR '.join(quoted)})"


def _read(
    connection: sqlite3.Connection,
    asked: dict[str, Any],
    keys: Sequence[tuple[int, int, int, int, str]],
) -> pd.DataFrame:
    """The texts of these keys, in their order."""
    cursor = connection.execute(
        f"""
        {_KNOWN},
        wanted as materialized (
            select key as place, value ->> 0 as indicator, value ->> 1 as unit,
                value ->> 2 as quarter, value ->> 3 as submission, value ->> 4 as state
            from json_each(:keys)
        )
        select i.code, u.code, n.quarter, n.progress_note, n.problem, n.next_step, n.source,
            n.submission, n.row, s.name, w.state,
            coalesce(c.reason, ''), coalesce(c.actor, ''), coalesce(c.at, '')
        from wanted w
        cross join narrative n on {_BY_KEY.format("w")}
        join indicator i on i.id = n.indicator
        join unit u on u.id = n.unit
        join submission s on s.id = n.submission
        left join changed c on c.indicator = n.indicator and c.unit = n.unit
            and c.quarter = n.quarter and c.state = w.state
        order by w.place
        """,
        asked | {"keys": json.dumps(keys)},
    )
    return fetch_columns(cursor, LEDGER_DTYPES)


def _ids(ids: dict[str, int], codes: Iterable[str]) -> list[int]:
    """The ids of these codes; of one that is not known, none."""
    return sorted(ids[code] for code in set(codes) if code in ids)


def _index(quarter: Quarter | int) -> int:
    return quarter.index if isinstance(quarter, Quarter) else int(quarter)
