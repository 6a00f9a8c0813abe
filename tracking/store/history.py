"""What lies behind a figure: its versions, the texts beside it, when reports came."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, Final

import pandas as pd

from tracking.figures import KEY, TEXT_COLUMNS
from tracking.store.figures import fetch_columns
from tracking.store.views import STATES, STILL, submission_list

# Every version of one figure. `state` is the submission's, `milestone_state` the figure's.
# `entered`: who handed it in might approve it, too.
VERSION_DTYPES: Final[dict[str, str]] = {
    "value": "float64",
    "numerator": "float64",
    "denominator": "float64",
    "basis": "str",
    "milestone_state": "str",
    "completed_on": "str",
    "qualifier": "str",
    "definition_break": "bool",
    "submission": "int64",
    "row": "int32",
    "file_name": "str",
    "submitted_by": "str",
    "submitted_at": "str",
    "decided_by": "str",
    "decided_at": "str",
    "state": "str",
    "source": "str",
    "entered": "bool",
}

NARRATIVE_DTYPES: Final[dict[str, str]] = {
    "indicator": "str",
    "unit": "str",
    "quarter": "int32",
    "progress_note": "str",
    "problem": "str",
    "next_step": "str",
    "source": "str",
    "submission": "int64",
    "row": "int32",
}


def versions(
    connection: sqlite3.Connection, indicator: str, unit: str, quarter: int, moves: int = STILL
) -> pd.DataFrame:
    """Every statement of one figure that was handed in after so many moves, newest first.

    A row's own source goes before the file's.
    """
    cursor = connection.execute(
        f"""
        select f.value, f.numerator, f.denominator, coalesce(b.code, ''), f.state, f.completed_on,
            f.qualifier, f.definition_break, f.submission, f.row, l.file_name,
            l.submitted_by, l.submitted_at, coalesce(l.decided_by, ''), coalesce(l.decided_at, ''),
            l.state, coalesce(nullif(n.source, ''), l.source), l.entered
        from figure f
        join ({submission_list(moves)}) l on l.submission = f.submission
        left join basis b on b.id = f.basis
        left join narrative n on n.indicator = f.indicator and n.unit = f.unit
            and n.quarter = f.quarter and n.submission = f.submission
        left join approval a on a.submission = f.submission and a.known_from <= ?1
        where exists (
            select 1 from move m
            where m.submission = f.submission and m.state = 'submitted' and m.id <= ?1)
          and f.indicator = (select id from indicator where code = ?2)
          and f.unit = (select id from unit where code = ?3) and f.quarter = ?4
          and {STATES.format("f")}
        order by a.known_from desc nulls first, f.submission desc
        """,  # noqa: S608
        [moves, indicator, unit, quarter],
    )
    return fetch_columns(cursor, VERSION_DTYPES)


def narratives(
    connection: sqlite3.Connection,
    moves: int,
    units: Iterable[str] | None,
    indicators: Iterable[str] | None,
    quarters: Iterable[int] | None,
) -> pd.DataFrame:
    """The texts that stand beside the current figures after so many moves, the newest first.

    They go with the next statement of their figure. What a row of words alone says comes beside
    them, in the place of what was said under the same head.
    """
    conditions, values = "", list[Any]()
    for column, wanted in (("i.code", indicators), ("u.code", units), ("n.quarter", quarters)):
        if wanted is not None:
            conditions += f" and {column} in (select value from json_each(?))"  # noqa: S608
            values.append(json.dumps(list(wanted)))
    cursor = connection.execute(
        f"""
        with holding as materialized (
            select submission, known_from from approval where known_from <= ? and ? < known_to)
        select i.code, u.code, n.quarter, n.progress_note, n.problem, n.next_step, n.source,
            n.submission, n.row
        from narrative n
        join indicator i on i.id = n.indicator
        join unit u on u.id = n.unit
        join holding h on h.submission = n.submission
        where not exists (
            select 1 from figure g join holding k on k.submission = g.submission
            where g.indicator = n.indicator and g.unit = n.unit and g.quarter = n.quarter
              and {STATES.format("g")} and k.known_from > h.known_from){conditions}
        order by n.quarter desc, n.indicator, n.unit, h.known_from desc
        """,  # noqa: S608
        [moves, moves, *values],
    )
    return _without_the_replaced(fetch_columns(cursor, NARRATIVE_DTYPES))


def _without_the_replaced(texts: pd.DataFrame) -> pd.DataFrame:
    """Texts, the newest first, without those that a newer one under the same head replaces."""
    if not texts.duplicated(KEY).any():
        return texts
    # A source stays with the row it is the source of.
    for name in (text for text in TEXT_COLUMNS if text != "source"):
        said = texts[texts[name] != ""]
        texts.loc[said.index[said.duplicated(KEY)], name] = ""
    return texts[(texts[TEXT_COLUMNS] != "").any(axis=1)].reset_index(drop=True)


def texts(connection: sqlite3.Connection, submission: int) -> pd.DataFrame:
    """The texts that one submission states, in the file's order."""
    cursor = connection.execute(
        """
        select i.code, u.code, n.quarter, n.progress_note, n.problem, n.next_step, n.source,
            n.submission, n.row
        from narrative n
        join indicator i on i.id = n.indicator
        join unit u on u.id = n.unit
        where n.submission = ? order by n.row
        """,
        [submission],
    )
    return fetch_columns(cursor, NARRATIVE_DTYPES)


def findings(connection: sqlite3.Connection, submission: int) -> list[dict[str, Any]]:
    """The findings that came with a submission, as they were given, with the reporter's reasons."""
    rows = connection.execute(
        "select f.said, e.text from finding f left join explanation e"
        " on e.submission = f.submission and e.finding = f.number"
        " where f.submission = ? order by f.number",
        [submission],
    )
    return [
        json.loads(said) | ({"reason": reason} if reason is not None else {})
        for said, reason in rows
    ]
