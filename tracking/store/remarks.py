"""What reviewers ask about a submission, and what reporters answer."""

import sqlite3
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd

from tracking.store.audit import record
from tracking.store.clock import text_of
from tracking.store.codes import Codes
from tracking.store.errors import NotAllowed
from tracking.store.facts import details_of
from tracking.store.figures import Key, fetch_columns
from tracking.store.moves import state_of

# `indicator`, `unit` are "" and `quarter` is 0 where a remark is about the whole submission.
REMARK_DTYPES: Final[dict[str, str]] = {
    "id": "int64",
    "indicator": "str",
    "unit": "str",
    "quarter": "int32",
    "text": "str",
    "actor": "str",
    "at": "str",
}


def add(
    connection: sqlite3.Connection,
    codes: Codes,
    submission: int,
    text: str,
    actor: str,
    figure: Key | None,
) -> int:
    """Add a remark; returns its number. Raises UnknownSubmission, NotAllowed for no words."""
    state_of(connection, submission)
    if not text.strip():
        raise NotAllowed
    now = text_of(datetime.now(UTC))
    about: list[Any] = [None, None, None]
    if figure is not None:
        indicator, unit, quarter = figure
        about = [codes.indicator.id_of(indicator), codes.unit.id_of(unit), int(quarter)]
    (number,) = connection.execute(
        "insert into remark (submission, indicator, unit, quarter, text, actor, at)"
        " values (?,?,?,?,?,?,?) returning id",
        [submission, *about, text.strip(), actor, now],
    ).fetchone()
    record(connection, now, actor, "remark", details_of(connection, "remark", number))
    return int(number)


def read(connection: sqlite3.Connection, submission: int) -> pd.DataFrame:
    """The remarks on a submission, oldest first."""
    cursor = connection.execute(
        """
        select r.id, coalesce(i.code, ''), coalesce(u.code, ''), coalesce(r.quarter, 0), r.text,
            r.actor, r.at
        from remark r
        left join indicator i on i.id = r.indicator
        left join unit u on u.id = r.unit
        where r.submission = ? order by r.id
        """,
        [submission],
    )
    return fetch_columns(cursor, REMARK_DTYPES)
