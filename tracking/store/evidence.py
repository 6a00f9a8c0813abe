"""The files that prove a claimed milestone: kept byte for byte beside the claim."""

import sqlite3
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

import pandas as pd

from tracking.store.audit import record
from tracking.store.clock import text_of
from tracking.store.codes import Codes
from tracking.store.errors import IllegalMove, NotAllowed
from tracking.store.facts import details_of
from tracking.store.figures import Key, fetch_columns
from tracking.store.moves import state_of
from tracking.store.submissions import keep_file
from tracking.words import N_

EVIDENCE_BYTES: Final = 20 << 20

EVIDENCE_DTYPES: Final[dict[str, str]] = {
    "id": "int64",
    "indicator": "str",
    "unit": "str",
    "quarter": "int32",
    "name": "str",
    "size": "int64",
    "actor": "str",
    "at": "str",
}


class NoClaim(NotAllowed):
    """Evidence for what a submission does not claim."""

    message = N_("Submission {submission} does not claim this milestone. Nothing was saved.")


class TooLarge(NotAllowed):
    """An evidence file that is empty or larger than what is kept."""

    message = N_("An evidence file has between 1 byte and {limit} MB. Nothing was saved.")


def attach(
    connection: sqlite3.Connection,
    codes: Codes,
    submission: int,
    figure: Key,
    data: bytes,
    name: str,
    actor: str,
) -> int:
    """Keep a file as evidence of a claim; returns its number.

    Raises UnknownSubmission, NoClaim, TooLarge, and IllegalMove once it went back.
    """
    state = state_of(connection, submission)
    if state in ("returned", "withdrawn"):
        raise IllegalMove(submission=submission, found=state, wanted=state)
    if not 0 < len(data) <= EVIDENCE_BYTES:
        raise TooLarge(limit=EVIDENCE_BYTES >> 20)
    indicator, unit, quarter = figure
    key = [codes.indicator.id_of(indicator), codes.unit.id_of(unit), int(quarter)]
    claimed = connection.execute(
        "select 1 from figure where submission = ? and state = 'claimed'"
        " and indicator = ? and unit = ? and quarter = ?",
        [submission, *key],
    ).fetchone()
    if claimed is None:
        raise NoClaim(submission=submission)
    digest = sha256(data).hexdigest()
    keep_file(connection, digest, data)
    now = text_of(datetime.now(UTC))
    (number,) = connection.execute(
        "insert into evidence (submission, indicator, unit, quarter, file, name, actor, at)"
        " values (?,?,?,?,?,?,?,?) returning id",
        [submission, *key, digest, name, actor, now],
    ).fetchone()
    record(connection, now, actor, "evidence", details_of(connection, "evidence", number))
    return int(number)


def read(connection: sqlite3.Connection, submission: int) -> pd.DataFrame:
    """The evidence of a submission's claims, oldest first, as EVIDENCE_DTYPES."""
    cursor = connection.execute(
        """
        select e.id, i.code, u.code, e.quarter, e.name, f.size, e.actor, e.at
        from evidence e
        join indicator i on i.id = e.indicator
        join unit u on u.id = e.unit
        join file f on f.sha256 = e.file
        where e.submission = ? order by e.id
        """,
        [submission],
    )
    return fetch_columns(cursor, EVIDENCE_DTYPES)


def submission_of(connection: sqlite3.Connection, number: int) -> int:
    """The submission that a file is evidence of. Raises NotAllowed where there is none."""
    found = connection.execute("select submission from evidence where id = ?", [number]).fetchone()
    if found is None:
        raise NotAllowed
    return int(found[0])


def file_of(connection: sqlite3.Connection, number: int) -> bytes:
    """The evidence file with this number. Raises NotAllowed where there is none."""
    found = connection.execute(
        "select f.bytes from evidence e join file f on f.sha256 = e.file where e.id = ?", [number]
    ).fetchone()
    if found is None:
        raise NotAllowed
    data: bytes = found[0]
    return data
