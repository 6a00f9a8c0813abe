"""Submissions: what was handed in, by whom, and how it moved from state to state."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, Literal

import pandas as pd

from tracking.programme import Quarter
from tracking.store import figures as stored
from tracking.store.audit import canonical, record
from tracking.store.clock import moment_of, time_of_move
from tracking.store.codes import Codes
from tracking.store.errors import AlreadySubmitted, IllegalMove, UnknownSubmission
from tracking.store.views import STILL

State = Literal["submitted", "approved", "returned", "withdrawn", "superseded"]

# From which states a submission may go to which. Superseding is the store's own doing.
MOVES: Final[Mapping[State, tuple[State, ...]]] = {
    "submitted": ("approved",),
    "approved": ("superseded",),
    "returned": (),
    "withdrawn": (),
    "superseded": (),
}

_LIST: Final = (
    "select submission, file_name, sha256, bytes, state, figures, submitted_by, submitted_at,"
    " decided_by, decided_at, source, warnings from submission_list"
)


@dataclass(frozen=True, slots=True)
class Submission:
    """One file that was handed in, and where it stands.

    `units` are codes, `quarters` indices; `warnings` counts the findings that came with it.
    """

    id: int
    name: str
    sha256: str
    size: int
    state: State
    n_figures: int
    submitted_by: str
    submitted_at: datetime
    decided_by: str
    decided_at: datetime | None
    source: str
    warnings: int
    units: tuple[str, ...]
    quarters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What is handed in: a file, and the figures and findings that were read from it."""

    data: bytes
    name: str
    figures: pd.DataFrame
    findings: Sequence[Mapping[str, Any]]
    source: str


def submit(
    connection: sqlite3.Connection,
    report: Report,
    coded: pd.DataFrame,
    codes: Codes,
    actor: str,
    at: datetime | None,
) -> int:
    """Keep a report whole; returns the submission's number. Raises AlreadySubmitted."""
    digest = sha256(report.data).hexdigest()
    before = submitted(connection, digest)
    if before is not None and before.state not in ("returned", "withdrawn"):
        raise AlreadySubmitted(before)
    moment = time_of_move(connection, at)
    if before is None:
        connection.execute(
            "insert into file values (?, ?, ?)", [digest, len(report.data), report.data]
        )
    (last,) = connection.execute("select coalesce(max(id), 0) from submission").fetchone()
    number = int(last) + 1
    narratives = stored.narratives_of(report.figures, codes, number)
    stated = stored.digest(coded, narratives, codes)
    connection.execute(
        "insert into submission (id, file, name, source, figures, digest) values (?,?,?,?,?,?)",
        [number, digest, report.name, report.source, len(coded), stated],
    )
    stored.insert(connection, coded, number)
    connection.executemany("insert into narrative values (?,?,?,?,?,?,?,?,?)", narratives)
    keys = coded.groupby(["unit", "quarter"]).size().reset_index()
    connection.executemany(
        "insert into report values (?, ?, ?, ?)",
        ((number, *row) for row in keys.itertuples(index=False, name=None)),
    )
    connection.executemany(
        "insert into finding values (?, ?, ?, ?, ?)",
        (
            (number, n, str(f.get("code", "")), str(f.get("severity", "")), canonical(f))
            for n, f in enumerate(report.findings, 1)
        ),
    )
    move(connection, number, "submitted", actor, moment)
    return number


def move(
    connection: sqlite3.Connection,
    submission: int,
    state: State,
    actor: str,
    at: str,
    reason: str = "",
) -> int:
    """Write a move and its audit entry; returns the move's number. Legality is the caller's."""
    found = connection.execute(
        "insert into move (submission, state, actor, at, reason) values (?,?,?,?,?) returning id",
        [submission, state, actor, at, reason],
    ).fetchone()
    number = int(found[0])
    record(connection, at, actor, state, details_of(connection, number))
    return number


def details_of(connection: sqlite3.Connection, number: int) -> dict[str, Any]:
    """A move and what it moved, as the audit chain keeps them."""
    cursor = connection.execute(
        """
        select m.id as move, m.submission, m.reason, s.file, s.name, s.source, s.figures, s.digest,
            (select count(*) from finding f where f.submission = s.id) as findings,
            (select count(*) from verification v where v.move = m.id) as verified
        from move m join submission s on s.id = m.submission where m.id = ?
        """,
        [number],
    )
    row = cursor.fetchone()
    return {name[0]: value for name, value in zip(cursor.description, row, strict=True)}


def approve(
    connection: sqlite3.Connection,
    submission: int,
    coded: pd.DataFrame,
    actor: str,
    at: datetime | None,
) -> int:
    """Approve a submission of these figures, verifying the milestones it claims.

    Returns the move's number. Raises IllegalMove.
    """
    state = state_of(connection, submission)
    if "approved" not in MOVES[state]:
        raise IllegalMove(submission=submission, found=state, wanted="approved")
    moment = time_of_move(connection, at)
    (number,) = connection.execute("select coalesce(max(id), 0) + 1 from move").fetchone()
    claims = coded[(coded["state"] == "claimed").to_numpy()]
    connection.execute("pragma defer_foreign_keys = on")
    connection.executemany(
        "insert into verification values (?, ?, ?, ?, ?)",
        (
            (*key, submission, number)
            for key in zip(
                *(claims[name].tolist() for name in ("indicator", "unit", "quarter")), strict=True
            )
        ),
    )
    move(connection, submission, "approved", actor, moment)
    return int(number)


def supersede(connection: sqlite3.Connection, submission: int, actor: str) -> None:
    """Mark the approved submissions of which nothing is current any more since this one."""
    (at,) = connection.execute("select at from move order by id desc limit 1").fetchone()
    candidates = connection.execute(
        """
        select distinct o.submission from report r
        join report o on o.unit = r.unit and o.quarter = r.quarter and o.submission <> r.submission
        join approval a on a.submission = o.submission and a.known_to = ?
        where r.submission = ? order by 1
        """,
        [STILL, submission],
    ).fetchall()
    for (candidate,) in candidates:
        if state_of(connection, candidate) != "approved":
            continue
        current = connection.execute(
            """
            select 1 from indicator i
            cross join report r
            cross join figure f on f.indicator = i.id and f.unit = r.unit
                and f.quarter = r.quarter and f.submission = r.submission
            where r.submission = ?1 and not exists (
                select 1 from figure g
                join approval c on c.submission = g.submission and c.known_to = ?2
                where g.indicator = f.indicator and g.unit = f.unit and g.quarter = f.quarter
                  and c.known_from > (select known_from from approval where submission = ?1))
            limit 1
            """,
            [candidate, STILL],
        ).fetchone()
        if current is None:
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


def submitted(connection: sqlite3.Connection, digest: str) -> Submission | None:
    """The last submission of these very bytes."""
    found = listed(connection, "where sha256 = ? order by submission desc limit 1", [digest])
    return found[0] if found else None


def one(connection: sqlite3.Connection, submission: int) -> Submission:
    """One submission. Raises UnknownSubmission."""
    found = listed(connection, "where submission = ?", [submission])
    if not found:
        raise UnknownSubmission(submission=submission)
    return found[0]


def some(
    connection: sqlite3.Connection,
    state: State | None = None,
    unit: str | None = None,
    quarter: Quarter | int | None = None,
    limit: int | None = None,
) -> list[Submission]:
    """Submissions, the latest first."""
    conditions, values = ["true"], list[Any]()
    if state is not None:
        conditions.append("state = ?")
        values.append(state)
    if unit is not None or quarter is not None:
        inner = "select r.submission from report r join unit u on u.id = r.unit where true"
        if unit is not None:
            inner += " and u.code = ?"
            values.append(unit)
        if quarter is not None:
            inner += " and r.quarter = ?"
            values.append(quarter.index if isinstance(quarter, Quarter) else int(quarter))
        conditions.append(f"submission in ({inner})")
    rest = f"where {' and '.join(conditions)} order by submission desc limit ?"
    return listed(connection, rest, [*values, -1 if limit is None else limit])


def listed(connection: sqlite3.Connection, rest: str, values: list[Any]) -> list[Submission]:
    """The submissions that the rest of a query on submission_list selects."""
    rows = connection.execute(f"{_LIST} {rest}", values).fetchall()
    units: dict[int, list[str]] = {}
    quarters: dict[int, list[int]] = {}
    wanted = canonical([row[0] for row in rows])
    chosen = "r.submission in (select value from json_each(?))"
    for submission, unit in connection.execute(
        "select distinct r.submission, u.code from report r join unit u on u.id = r.unit"  # noqa: S608
        f" where {chosen} order by r.submission, r.unit",
        [wanted],
    ):
        units.setdefault(submission, []).append(unit)
    for submission, quarter in connection.execute(
        f"select distinct r.submission, r.quarter from report r where {chosen} order by 1, 2",  # noqa: S608
        [wanted],
    ):
        quarters.setdefault(submission, []).append(quarter)
    return [
        Submission(
            id=number,
            name=name,
            sha256=digest,
            size=size,
            state=state,
            n_figures=n_figures,
            submitted_by=by,
            submitted_at=moment_of(at),
            decided_by=decided_by or "",
            decided_at=moment_of(decided_at) if decided_at else None,
            source=source,
            warnings=warnings,
            units=tuple(units.get(number, ())),
            quarters=tuple(quarters.get(number, ())),
        )
        for (number, name, digest, size, state, n_figures, *decision) in rows
        for (by, at, decided_by, decided_at, source, warnings) in [decision]
    ]
