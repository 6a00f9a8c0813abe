"""Proving accounts: passwords, links, sessions and sign-ins against what the audit chain tells."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any, Final

from tracking.store.clock import moment_of, text_of
from tracking.store.sign_ins import KEPT
from tracking.store.tokens import sealed

# A difference's code and its values.
Told = tuple[str, dict[str, Any]]
# An entry of the chain: its number, when, what was done, what it tells.
Entry = tuple[int, str, str, dict[str, Any]]

_OUTCOMES: Final = {"sign_in": "signed_in", "sign_in_refused": "refused"}


def differences_of_accounts(connection: sqlite3.Connection) -> Iterator[Told]:
    """What is not as the chain tells it; what was let go in time is no difference."""
    entries: list[Entry] = [
        (entry, at, action, json.loads(details))
        for entry, at, action, details in connection.execute(
            "select id, at, action, details from audit where action in"
            " ('password', 'link', 'sign_in', 'sign_in_refused', 'sign_out', 'restored')"
            " and json_type(iif(json_valid(details), details, 'null')) = 'object' order by id"
        )
    ]
    yield from _passwords(connection, entries)
    yield from _links(connection, entries)
    yield from _sessions(connection, entries)
    yield from _sign_ins(connection, entries)


def _passwords(connection: sqlite3.Connection, entries: list[Entry]) -> Iterator[Told]:
    told = {
        said.get("account"): (e, said) for e, _, action, said in entries if action == "password"
    }
    for number, name, closed, encoded, at in connection.execute(
        """
        select l.account, l.name, l.closed, c.hash, c.at
        from account_list l left join credential c on c.account = l.account
        """
    ):
        where = {"thing": "password", "number": number}
        entry, said = told.get(name, (0, {}))
        if encoded is None:
            if entry and not closed:
                yield "audit_without", {**where, "entry": entry}
        elif not entry or closed:
            yield "audit_missing", where
        elif said.get("sha256") != sealed(encoded, at):
            yield "audit_differs", {**where, "entry": entry}


def _links(connection: sqlite3.Connection, entries: list[Entry]) -> Iterator[Told]:
    told = {said.get("link"): (e, said) for e, _, action, said in entries if action == "link"}
    used = {
        said["link"] for _, _, action, said in entries if action == "sign_in" and "link" in said
    }
    for number, kept, account, purpose, expires, ended in connection.execute(
        "select id, hash, account, purpose, expires, ended from one_time_link"
    ):
        where = {"thing": "link", "number": number}
        entry, said = told.get(number, (0, {}))
        if not entry:
            yield "audit_missing", where
        elif said.get("sha256") != sealed(kept, account, purpose, expires) or (
            ended is None and number in used
        ):
            yield "audit_differs", {**where, "entry": entry}


def _sessions(connection: sqlite3.Connection, entries: list[Entry]) -> Iterator[Told]:
    told = {said.get("session"): (e, said) for e, _, action, said in entries if action == "sign_in"}
    over = {said.get("session"): at for _, at, action, said in entries if action == "sign_out"}
    # A restore ends all of them at once.
    restored = {at for _, at, action, _ in entries if action == "restored"}
    for number, kept, account, at, address, agent, ended in connection.execute(
        "select id, hash, account, at, address, agent, ended from session"
    ):
        where = {"thing": "session", "number": number}
        entry, said = told.get(number, (0, {}))
        if not entry:
            yield "audit_missing", where
        elif said.get("sha256") != sealed(kept, account, at, address, agent):
            yield "audit_differs", {**where, "entry": entry}
        if over.get(number) != ended and ended not in restored:
            yield "end_differs", where


def _sign_ins(connection: sqlite3.Connection, entries: list[Entry]) -> Iterator[Told]:
    told = {
        said.get("sign_in"): (entry, at, action, said)
        for entry, at, action, said in entries
        if action in _OUTCOMES
    }
    for number, name, at, outcome in connection.execute(
        "select sign_in, account, at, outcome from sign_in_list"
    ):
        where = {"thing": "sign_in", "number": number}
        entry, told_at, action, said = told.pop(number, (0, "", "", {}))
        if not entry:
            if outcome in _OUTCOMES.values():
                yield "audit_missing", where
        elif (told_at, _OUTCOMES[action], said.get("account")) != (at, outcome, name):
            yield "audit_differs", {**where, "entry": entry}
    (last,) = connection.execute("select max(at) from audit").fetchone()
    for number, (entry, at, *_) in told.items():
        if at >= text_of(moment_of(last) - KEPT):
            yield "audit_without", {"thing": "sign_in", "number": number, "entry": entry}
