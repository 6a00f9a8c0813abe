"""Submissions: what was handed in, by whom, and where it stands."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, Literal

import pandas as pd

from tracking.programme import Quarter
from tracking.store import figures as stored
from tracking.store.audit import canonical
from tracking.store.clock import moment_of, time_of_move
from tracking.store.codes import Codes
from tracking.store.errors import AlreadySubmitted, UnknownSubmission
from tracking.store.moves import State, move
from tracking.store.views import STILL, submission_list

# How far a submission ever came: what was approved once, stays known when it goes back.
Reached = Literal["draft", "submission", "counted"]

_COLUMNS: Final = (
    "submission, file_name, sha256, bytes, state, figures, submitted_by, submitted_at,"
    " decided_by, decided_at, reason, source, warnings, entered, remarks"
)
_REACHED: Final = """
    case (select max((m.state = 'submitted') + 2 * (m.state = 'approved')) from move m
        where m.submission = l.submission and m.id <= {0})
    when 0 then 'draft' when 1 then 'submission' else 'counted' end
"""


@dataclass(frozen=True, slots=True)
class Submission:
    """One file that was handed in, and where it stands.

    `units` are codes, `quarters` indices; `warnings` counts the findings that came with it,
    `remarks` what was asked and answered about it. `reason` is that of the decision. `entered` ones
    were handed in and approved by one person, who answers for them alone. `reached` is how far it
    ever came.
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
    reason: str
    source: str
    warnings: int
    entered: bool
    remarks: int
    reached: Reached
    units: tuple[str, ...]
    quarters: tuple[int, ...]

    @property
    def kind(self) -> str:
        """What it is to the rules of who may do what: a draft until it was handed in."""
        return "draft" if self.reached == "draft" else "submission"


@dataclass(frozen=True, slots=True)
class Report:
    """What is handed in: a file, the figures and findings that were read from it.

    `reasons` say of findings, by their number from 1, why the value is right.
    """

    data: bytes
    name: str
    figures: pd.DataFrame
    findings: Sequence[Mapping[str, Any]]
    reasons: Mapping[int, str]
    source: str


def submit(
    connection: sqlite3.Connection,
    report: Report,
    coded: pd.DataFrame,
    codes: Codes,
    actor: str,
    at: datetime | None,
    state: State = "submitted",
    *,
    entered: bool = False,
) -> int:
    """Keep a report whole, as submitted or as a draft; returns the submission's number.

    Raises AlreadySubmitted.
    """
    digest = sha256(report.data).hexdigest()
    before = submitted(connection, digest)
    if before is not None and before.state not in ("returned", "withdrawn"):
        raise AlreadySubmitted(before)
    moment = time_of_move(connection, at)
    keep_file(connection, digest, report.data)
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
    explain(connection, number, report.reasons, actor)
    if entered:
        connection.execute("insert into entered values (?)", [number])
    move(connection, number, state, actor, moment)
    return number


def explain(
    connection: sqlite3.Connection, submission: int, reasons: Mapping[int, str], actor: str
) -> None:
    """Keep the reasons for a submission's findings."""
    connection.executemany(
        "insert into explanation values (?, ?, ?, ?)",
        ((submission, number, text.strip(), actor) for number, text in reasons.items()),
    )


def keep_file(connection: sqlite3.Connection, digest: str, data: bytes) -> None:
    """Keep the bytes of a file, once."""
    connection.execute(
        "insert into file values (?, ?, ?) on conflict (sha256) do nothing",
        [digest, len(data), data],
    )


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
    numbers: Iterable[int] | None = None,
    moves: int = STILL,
) -> list[Submission]:
    """Submissions as they stood after so many moves, the latest first; of these numbers only."""
    conditions, values = ["true"], list[Any]()
    if numbers is not None:
        conditions.append("submission in (select value from json_each(?))")
        values.append(canonical([int(number) for number in numbers]))
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
    return listed(connection, rest, [*values, -1 if limit is None else limit], moves)


def listed(
    connection: sqlite3.Connection, rest: str, values: list[Any], moves: int = STILL
) -> list[Submission]:
    """The submissions that the rest of a query on submission_list selects, after so many moves."""
    columns = f"{_COLUMNS}, {_REACHED.format(int(moves))}"
    sql = f"select {columns} from ({submission_list(moves)}) l {rest}"  # noqa: S608
    rows = connection.execute(sql, values).fetchall()
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
            reason=reason or "",
            source=source,
            warnings=warnings,
            entered=bool(entered),
            remarks=remarks,
            reached=reached,
            units=tuple(units.get(number, ())),
            quarters=tuple(quarters.get(number, ())),
        )
        for (number, name, digest, size, state, n_figures, *decision) in rows
        for (
            by, at, decided_by, decided_at, reason, source, warnings, entered, remarks, reached
        ) in [decision]
    ]  # fmt: skip
