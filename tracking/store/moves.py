"""How a submission moves from state to state: what may follow what, and who may decide.

The rules stand in the store itself (migrations.py: legal_move, nobody_decides_on_their_own); here
they are asked first, so that a refusal says why.
"""

import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, Literal

import pandas as pd

from tracking.store.audit import canonical, record
from tracking.store.clock import time_of_move
from tracking.store.errors import IllegalMove, NeedsReason, OwnSubmission, UnknownSubmission
from tracking.store.figures import fetch_columns
from tracking.store.views import STATES, STILL

State = Literal["draft", "submitted", "approved", "returned", "withdrawn", "superseded"]

# The milestones to verify: (indicator, unit, quarter) as ids.
Claims = Collection[tuple[int, int, int]]

# One row for each move of a submission, the oldest first.
MOVE_DTYPES: Final[dict[str, str]] = {
    "submission": "int64",
    "state": "str",
    "actor": "str",
    "at": "str",
    "reason": "str",
}


def move(
    connection: sqlite3.Connection,
    submission: int,
    state: State,
    actor: str,
    at: str,
    reason: str = "",
    claims: Claims = (),
) -> int:
    """Write a move, the milestones it verifies and its audit entry; returns the move's number.

    Raises UnknownSubmission, IllegalMove, OwnSubmission, NeedsReason.
    """
    must_be_legal(connection, submission, state, actor, reason)
    found = connection.execute(
        "insert into move (submission, state, actor, at, reason) values (?,?,?,?,?) returning id",
        [submission, state, actor, at, reason],
    ).fetchone()
    number = int(found[0])
    connection.executemany(
        "insert into verification values (?, ?, ?, ?, ?)",
        ((*claim, submission, number) for claim in claims),
    )
    record(connection, at, actor, state, details_of(connection, number))
    return number


def must_be_legal(
    connection: sqlite3.Connection, submission: int, state: State, actor: str, reason: str = ""
) -> None:
    """Whether a submission may go to this state now, and by this actor.

    Raises UnknownSubmission, IllegalMove, NeedsReason, OwnSubmission.
    """
    before = connection.execute(
        "select state, (select group_concat(actor, char(0)) from move m"
        "   where m.submission = move.submission and m.state in ('draft', 'submitted')),"
        " exists (select 1 from entered e where e.submission = move.submission)"
        " from move where submission = ? order by id desc limit 1",
        [submission],
    ).fetchone()
    known = connection.execute("select 1 from submission where id = ?", [submission]).fetchone()
    if known is None:
        raise UnknownSubmission(submission=submission)
    found, reporters, entered = before or ("", None, 0)
    legal = connection.execute(
        "select 1 from legal_move where before = ? and after = ?", [found, state]
    ).fetchone()
    if legal is None:
        raise IllegalMove(submission=submission, found=found, wanted=state)
    if state == "returned" and not reason.strip():
        raise NeedsReason(submission=submission)
    decides = state in ("approved", "returned") and found != "superseded" and not entered
    if decides and actor in (reporters or "").split("\0"):
        raise OwnSubmission(submission=submission)


def details_of(connection: sqlite3.Connection, number: int) -> dict[str, Any]:
    """A move and what it moved, as the audit chain keeps them."""
    cursor = connection.execute(
        """
        select m.id as move, m.submission, m.state, m.reason,
            s.file, s.name, s.source, s.figures, s.digest,
            (select count(*) from finding f where f.submission = s.id) as findings,
            (select count(*) from verification v where v.move = m.id) as verified,
            exists (select 1 from entered e where e.submission = s.id) as entered
        from move m left join submission s on s.id = m.submission where m.id = ?
        """,
        [number],
    )
    row = cursor.fetchone()
    told = {name[0]: value for name, value in zip(cursor.description, row, strict=True)}
    # A draft is still to be explained.
    if told.pop("state") != "draft":
        told["said"] = _said(connection, told["submission"], number)
    return told


def _said(connection: sqlite3.Connection, submission: int, number: int) -> str:
    """One hash of a submission's findings, of the reasons given, and of what a move verifies."""
    findings = connection.execute(
        "select f.number, f.code, f.severity, f.said, e.text, e.actor"
        " from finding f left join explanation e"
        " on e.submission = f.submission and e.finding = f.number"
        " where f.submission = ? order by 1",
        [submission],
    ).fetchall()
    verified = connection.execute(
        "select indicator, unit, quarter from verification where move = ? order by 1, 2, 3",
        [number],
    ).fetchall()
    return sha256(canonical([findings, verified]).encode()).hexdigest()


def approve(
    connection: sqlite3.Connection,
    submission: int,
    actor: str,
    at: datetime | None,
    reason: str = "",
    claims: Claims = (),
) -> int:
    """Let a submission count, with these of its milestones verified; returns the move's number."""
    state = state_of(connection, submission)
    if state != "submitted":
        raise IllegalMove(submission=submission, found=state, wanted="approved")
    moment = time_of_move(connection, at)
    return move(connection, submission, "approved", actor, moment, reason, claims)


def verify_claims(
    connection: sqlite3.Connection, submission: int, actor: str, claims: Claims
) -> int:
    """Verify milestones of a submission that counts already; returns the move's number."""
    state = state_of(connection, submission)
    if state != "approved":
        raise IllegalMove(submission=submission, found=state, wanted="approved")
    return move(
        connection, submission, "approved", actor, time_of_move(connection, None), "", claims
    )


def take_back(
    connection: sqlite3.Connection, submission: int, actor: str, reason: str, at: datetime | None
) -> int:
    """Return a submission, also one that counted; returns the move's number.

    What it had superseded stands again.
    """
    held = state_of(connection, submission) in ("approved", "superseded")
    number = move(
        connection, submission, "returned", actor, time_of_move(connection, at), reason.strip()
    )
    if held:
        _reinstate(connection, submission, actor)
    return number


def supersede(connection: sqlite3.Connection, submission: int, actor: str) -> None:
    """Mark the approved submissions of which nothing is current any more since this one."""
    at = _last_moment(connection)
    for candidate in _neighbours(connection, submission, "approved"):
        if not _is_current(connection, candidate):
            move(connection, candidate, "superseded", actor, at, str(submission))


def state_of(connection: sqlite3.Connection, submission: int) -> State:
    """Where a submission stands. Raises UnknownSubmission."""
    found = connection.execute(
        "select state from move where submission = ? order by id desc limit 1", [submission]
    ).fetchone()
    if found is None:
        raise UnknownSubmission(submission=submission)
    state: State = found[0]
    return state


def history(connection: sqlite3.Connection, submissions: Sequence[int], known: int) -> pd.DataFrame:
    """The moves of these submissions up to the move `known`, the oldest first, as MOVE_DTYPES."""
    cursor = connection.execute(
        "select submission, state, actor, at, reason from move"
        " where submission in (select value from json_each(?)) and id <= ? order by id",
        [canonical(list(submissions)), known],
    )
    return fetch_columns(cursor, MOVE_DTYPES)


def _reinstate(connection: sqlite3.Connection, submission: int, actor: str) -> None:
    """Let the superseded submissions stand again of which something is current since the return."""
    at = _last_moment(connection)
    for candidate in _neighbours(connection, submission, "superseded"):
        if _is_current(connection, candidate):
            move(connection, candidate, "approved", actor, at, str(submission))


def _last_moment(connection: sqlite3.Connection) -> str:
    (at,) = connection.execute("select at from move order by id desc limit 1").fetchone()
    return str(at)


def _neighbours(connection: sqlite3.Connection, submission: int, state: State) -> list[int]:
    """Other submissions that hold, in this state, with a report of the same unit and quarter."""
    candidates = connection.execute(
        """
        select distinct o.submission from report r
        join report o on o.unit = r.unit and o.quarter = r.quarter and o.submission <> r.submission
        join approval a on a.submission = o.submission and a.known_to = ?
        where r.submission = ? order by 1
        """,
        [STILL, submission],
    ).fetchall()
    return [number for (number,) in candidates if state_of(connection, number) == state]


def _is_current(connection: sqlite3.Connection, submission: int) -> bool:
    """Whether something a submission that holds says has not been stated anew by a later one."""
    found = connection.execute(
        f"""
        select 1 from indicator i
        cross join report r
        cross join figure f on f.indicator = i.id and f.unit = r.unit
            and f.quarter = r.quarter and f.submission = r.submission
        where r.submission = ?1 and not exists (
            select 1 from figure g
            join approval c on c.submission = g.submission and c.known_to = ?2
            where g.indicator = f.indicator and g.unit = f.unit and g.quarter = f.quarter
              and {STATES.format("g")}
              and c.known_from > (select known_from from approval where submission = ?1))
        limit 1
        """,  # noqa: S608
        [submission, STILL],
    ).fetchone()
    return found is not None
