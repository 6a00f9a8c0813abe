"""Proving a store: each thing that ought to be so, and the first place where it is not."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import pandas as pd

from tracking.programme import Programme, Quarter
from tracking.store import figures as stored
from tracking.store import moves, rollup
from tracking.store.audit import BEGINNING, canonical, hash_of
from tracking.store.codes import Codes
from tracking.store.facts import AUDITED, details_of
from tracking.store.guards import guards_of, laid_down
from tracking.store.numbering import is_demonstration
from tracking.store.verify_accounts import differences_of_accounts
from tracking.store.views import STILL
from tracking.words import N_, Language, say

Progress = Callable[[int, int], None]

Step = Callable[[], Iterable["Difference"]]

_CORRUPT: Final = "SQLITE_CORRUPT"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in a store that is not as it ought to be."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def said(self, language: Language) -> str:
        """What differs, in this language."""
        values = dict(self.values)
        if "thing" in values:
            values["thing"] = say(language, _THINGS[str(values["thing"])])
        return say(language, _SAID[self.code], **values)

    def to_json(self, language: Language) -> dict[str, Any]:
        """The difference as plain data, its sentence in this language."""
        return {"code": self.code, **self.values, "message": self.said(language)}


_SAID: Final[Mapping[str, str]] = {
    "damaged": N_("The file itself is damaged: {what}."),
    "broken_reference": N_("Table {table} refers {count} times to rows of {parent} that are gone."),
    "audit_entry": N_("Audit entry {entry} was changed, or does not follow the one before it."),
    "chain_end": N_(
        "This store does not go on from audit entry {entry} as it was kept: it is another store,"
        " or was put back to an earlier state."
    ),
    "audit_missing": N_("{thing} {number} is not in the audit chain."),
    "audit_without": N_("Audit entry {entry} tells of {thing} {number}, which is not there."),
    "audit_differs": N_("{thing} {number} is not as audit entry {entry} tells it."),
    "end_differs": N_("{thing} {number} did not end as the audit chain tells it."),
    "file": N_("The kept file {sha256} is not the one that was handed in."),
    "figures": N_("The figures of submission {submission} are not the ones that were handed in."),
    "rollup": N_(
        "The roll-up of {indicator}, {unit}, {quarter} is {found}; its figures come to {wanted}."
    ),
    "rollup_history": N_(
        "The roll-up of {indicator}, {unit}, {quarter} holds twice at one time, or until no move."
    ),
    "demonstration": N_("The mark for demonstration data is not as the audit chain tells it."),
    "search": N_("What is searched is not what the reports say."),
    "guard": N_("{name}, which guards the store, is missing or was changed."),
}


_THINGS: Final[Mapping[str, str]] = {
    "submission": N_("Submission"),
    "move": N_("Move"),
    "target": N_("Target version"),
    "remark": N_("Remark"),
    "evidence": N_("Evidence"),
    "deadline": N_("Deadline"),
    "problem_state": N_("State of a problem"),
    "account": N_("Account"),
    "account_role": N_("Rights of an account"),
    "identity": N_("Identity of an account at the provider"),
    "saved_briefing": N_("Saved briefing"),
    "made_briefing": N_("Briefing that was made"),
    "password": N_("Password of account"),
    "link": N_("One-time link"),
    "session": N_("Session"),
    "sign_in": N_("Record of a sign-in"),
}


def differences(
    connection: sqlite3.Connection,
    programme: Programme,
    codes: Codes,
    progress: Progress | None = None,
) -> list[Difference]:
    """All that is not as it ought to be; of the audit chain the first broken entry only.

    Of a file that is damaged only that is told, and where what is referred to is gone nothing is
    computed.
    """
    advance = progress or _nobody_waits
    advance(0, 1)
    damage = _proved(lambda: _sound(connection))
    if damage:
        return damage
    found = list(_references(connection))
    steps: list[Step] = [
        lambda: _chain(connection),
        lambda: _recorded(connection),
        lambda: (Difference(*told) for told in differences_of_accounts(connection)),
        lambda: _guards(connection),
        lambda: _marks(connection),
        lambda: _files(connection),
        lambda: _reports(connection),
        *([] if found else _computing(connection, programme, codes)),
    ]
    for done, step in enumerate(steps):
        advance(done, len(steps))
        found += _proved(step)
    advance(len(steps), len(steps))
    # A roll-up that is wrong now is also wrong after the approval that made it: told once.
    return list({canonical(one.to_json("en")): one for one in found}.values())


def _nobody_waits(done: int, total: int) -> None:
    """For a proof whose progress nobody follows."""


def _computing(
    connection: sqlite3.Connection, programme: Programme, codes: Codes
) -> Iterator[Step]:
    past = rollup.Past(connection)
    for (number,) in connection.execute("select id from submission order by id").fetchall():
        yield partial(_figures, connection, number, codes)
    yield partial(_rollups, connection, programme, codes)
    for turn in _turns(connection):
        yield partial(_rollups_then, connection, programme, codes, past, *turn)


def _proved(step: Step) -> list[Difference]:
    """What a step finds; a damaged file is what is to be told, not what stops the proof."""
    found: list[Difference] = []
    try:
        found += step()
    except sqlite3.DatabaseError as error:
        # Without a name it is Python's: a text that is none.
        if not getattr(error, "sqlite_errorname", _CORRUPT).startswith(_CORRUPT):
            raise
        found.append(Difference("damaged", {"what": str(error)}))
    return found


def _sound(connection: sqlite3.Connection) -> Iterator[Difference]:
    for (said,) in connection.execute("pragma integrity_check(10)"):
        if said != "ok":
            yield Difference("damaged", {"what": said})


def _references(connection: sqlite3.Connection) -> Iterator[Difference]:
    broken: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in connection.execute("pragma foreign_key_check"):
        broken[table, parent] = broken.get((table, parent), 0) + 1
    for (table, parent), count in broken.items():
        yield Difference("broken_reference", {"table": table, "parent": parent, "count": count})


def _chain(connection: sqlite3.Connection) -> Iterator[Difference]:
    last, before = 0, BEGINNING
    for entry, at, actor, action, details, told_before, told in connection.execute(
        "select id, at, actor, action, details, before, hash from audit order by id"
    ):
        follows = entry == last + 1 and told_before == before
        if not follows or told != hash_of(entry, at, actor, action, details, before):
            yield Difference("audit_entry", {"entry": entry})
            return
        last, before = entry, told


def _recorded(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Moves and other audited facts against what the chain tells of them, both ways."""
    told: dict[tuple[str, int], tuple[int, str, str, dict[str, Any]]] = {}
    for entry, actor, action, details in connection.execute(
        "select id, actor, action, details from audit"
    ):
        said = _parsed(details)
        if action in AUDITED:
            told[action, said.get("id", 0)] = (entry, actor, action, said)
        elif "move" in said:
            told["move", said["move"]] = (entry, actor, action, said)
    moved = dict(connection.execute("select id, at from move"))
    dated = dict(connection.execute("select id, at from audit"))
    for (thing, number), (actor, action, details) in _facts(connection):
        where = {"thing": thing, "number": number}
        entry, told_actor, told_action, said = told.pop((thing, number), (0, "", "", {}))
        if not entry:
            yield Difference("audit_missing", where)
        elif (
            (told_actor, told_action) != (actor, action)
            # An older version of the product told less of it.
            or said != {name: value for name, value in details.items() if name in said}
            or (thing == "move" and moved[number] != dated[entry])
        ):
            yield Difference("audit_differs", {**where, "entry": entry})
    for (thing, number), (entry, *_) in told.items():
        yield Difference("audit_without", {"thing": thing, "number": number, "entry": entry})


def _facts(
    connection: sqlite3.Connection,
) -> Iterator[tuple[tuple[str, int], tuple[str, str, dict[str, Any]]]]:
    """Each fact that the chain tells of: what it is, then actor, action and details."""
    for number, actor, state in connection.execute("select id, actor, state from move").fetchall():
        yield ("move", number), (actor, state, moves.details_of(connection, number))
    for table in AUDITED:
        rows = connection.execute(f"select id, actor from {table}").fetchall()  # noqa: S608
        for number, actor in rows:
            yield (table, number), (actor, table, details_of(connection, table, number))


def _parsed(details: str) -> dict[str, Any]:
    """What an entry tells; nothing where it was changed into what is no entry's."""
    try:
        said = json.loads(details)
    except json.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}


def _guards(connection: sqlite3.Connection) -> Iterator[Difference]:
    found, wanted = guards_of(connection), laid_down()
    for name in sorted(found.keys() | wanted.keys()):
        if found.get(name) != wanted.get(name):
            yield Difference("guard", {"name": name})


def _marks(connection: sqlite3.Connection) -> Iterator[Difference]:
    """What stands outside the chain, against it: the mark, submissions, the texts searched."""
    (told,) = connection.execute(
        "select exists (select 1 from audit where action = 'demonstration')"
    ).fetchone()
    if is_demonstration(connection) != bool(told):
        yield Difference("demonstration")
    for (number,) in connection.execute(
        "select id from submission where id not in (select submission from move)"
    ):
        yield Difference("audit_missing", {"thing": "submission", "number": number})
    texts = "select progress_note, problem, next_step, indicator, unit, quarter, submission from"
    if _apart(connection, f"{texts} narrative", f"{texts} narrative_text"):
        yield Difference("search")


def _files(connection: sqlite3.Connection) -> Iterator[Difference]:
    for digest, size, data in connection.execute("select sha256, size, bytes from file"):
        if size != len(data) or hashlib.sha256(data).hexdigest() != digest:
            yield Difference("file", {"sha256": digest})


def _reports(connection: sqlite3.Connection) -> Iterator[Difference]:
    """What each report says it has of which unit and quarter, against its figures."""
    counted = "select submission, unit, quarter, count(*) from figure group by 1, 2, 3"
    told = "select submission, unit, quarter, figures from report"
    for submission in sorted({row[0] for row in _apart(connection, counted, told)}):
        yield Difference("figures", {"submission": submission})


def _figures(connection: sqlite3.Connection, submission: int, codes: Codes) -> Iterator[Difference]:
    told, count = connection.execute(
        "select digest, figures from submission where id = ?", [submission]
    ).fetchone()
    coded = stored.of_submission(connection, submission)
    narratives = [
        list(row)
        for row in connection.execute(
            "select * from narrative where submission = ? order by indicator, unit, quarter",
            [submission],
        )
    ]
    if count != len(coded) or told != stored.digest(coded, narratives, codes):
        yield Difference("figures", {"submission": submission})


def _rollups(
    connection: sqlite3.Connection, programme: Programme, codes: Codes
) -> Iterator[Difference]:
    (last,) = connection.execute("select coalesce(max(id), 0) from move").fetchone()
    wanted = rollup.by_key(rollup.everything(connection, codes, programme, last))
    found = rollup.by_key(rollup.coded(connection, codes, last))
    yield from _compared(found, wanted, codes)
    for key in connection.execute(
        """
        select indicator, unit, quarter from (
            select indicator, unit, quarter, known_from, lag(known_to) over (
                partition by indicator, unit, quarter order by known_from) as before
            from rollup)
        where known_from < before
        union
        select indicator, unit, quarter from rollup
        where known_to <> ? and known_to not in (select id from move)
        """,
        [STILL],
    ):
        yield Difference("rollup_history", _named(key, codes))


def _turns(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    """The moves that changed what counts, since the programme last changed.

    What roll-ups were before, that change laid down.
    """
    return connection.execute(
        """
        select m.submission, m.id from move m join approval a on a.submission = m.submission
        where (m.id in (a.known_from, a.known_to)
               or exists (select 1 from verification v where v.move = m.id))
        and m.id > (
            select coalesce(max(json_extract(details, '$.moves')), 0) from audit
            where action = 'programme changed' and json_valid(details))
        order by m.id
        """
    ).fetchall()


def _rollups_then(
    connection: sqlite3.Connection,
    programme: Programme,
    codes: Codes,
    past: rollup.Past,
    submission: int,
    number: int,
) -> Iterator[Difference]:
    """The roll-ups that a move touched, as they were right after it."""
    series = rollup.series_of(stored.of_submission(connection, submission), codes)
    figures = rollup.gather(connection, series, codes, number)
    wanted = rollup.by_key(rollup.rolled(figures, codes, programme))
    yield from _compared(past.at(series, number), wanted, codes)


def _compared(
    found: dict[tuple[int, ...], tuple[Any, ...]],
    wanted: dict[tuple[int, ...], tuple[Any, ...]],
    codes: Codes,
) -> Iterator[Difference]:
    for key in sorted(wanted.keys() | found.keys()):
        if wanted.get(key) != found.get(key):
            values = (_value(rows.get(key)) for rows in (found, wanted))
            said = dict(zip(("found", "wanted"), values, strict=True))
            yield Difference("rollup", {**_named(key, codes), **said})


def _named(key: tuple[int, ...], codes: Codes) -> dict[str, str]:
    indicator, unit, quarter = key
    return {
        "indicator": str(codes.indicator.codes[indicator]),
        "unit": str(codes.unit.codes[unit]),
        "quarter": str(Quarter(quarter)),
    }


def _value(row: tuple[Any, ...] | None) -> str:
    if row is None:
        return "—"
    said = dict(zip(rollup.ROLLUP, row, strict=True))
    value = said["value"]
    shown = str(said["state"]) if value is None or pd.isna(value) else f"{value:.15g}"
    return f"{shown} ({said['origin']}, {said['reported']}/{said['expected']})"


def _apart(connection: sqlite3.Connection, one: str, other: str) -> list[tuple[Any, ...]]:
    """The rows that only one of two queries has."""
    return connection.execute(
        f"select * from ({one} except {other}) union all select * from ({other} except {one})"  # noqa: S608
    ).fetchall()
