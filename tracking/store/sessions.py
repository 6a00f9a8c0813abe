"""Who is signed in: sessions, each known by a random token of which only the hash is kept."""

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import pandas as pd

from tracking.store.account_errors import AccountClosed, UnknownAccount
from tracking.store.accounts import (
    Account,
    account_numbered,
    end_links,
    end_sessions,
    find_link,
    set_password,
)
from tracking.store.audit import record
from tracking.store.clock import moment_of, text_of
from tracking.store.connections import Connections
from tracking.store.errors import Busy, ReadOnly
from tracking.store.figures import fetch_columns
from tracking.store.sign_ins import Attempt, forget, network_of, settle
from tracking.store.tokens import hash_of_token, new_token, sealed

# A session ends when nobody has used it for so long, and at the latest after so long.
IDLE: Final = timedelta(hours=8)
ABSOLUTE: Final = timedelta(days=7)
# So often it is written down that a session was used.
_TOUCH: Final = timedelta(minutes=1)
# More of what a browser says it is, nobody reads.
_AGENT_LENGTH: Final = 200

SESSION_DTYPES: Final[dict[str, str]] = {
    "id": "int64",
    "account": "str",
    "opened": "str",
    "seen": "str",
    "address": "str",
    "agent": "str",
}


@dataclass(frozen=True, slots=True)
class Session:
    """A session that holds, and whose it is."""

    id: int
    account: Account


class Sessions:
    """The sessions of one store."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def find(self, token: str, now: datetime) -> Session | None:
        """The session of this token, if it holds at this moment; it counts as used then."""
        at = text_of(now)
        with self._connections.reading() as connection:
            found = connection.execute(
                "select id, account, seen from session"
                " where hash = ? and ended is null and at > ? and seen > ?",
                [hash_of_token(token), text_of(now - ABSOLUTE), text_of(now - IDLE)],
            ).fetchone()
            if found is None:
                return None
            number, account, seen = found
            session = Session(number, account_numbered(connection, account))
        if session.account.closed:
            return None
        if moment_of(seen) <= now - _TOUCH:
            self._touch(number, at)
        return session

    def revoke(self, session: int, actor: str, now: datetime | None = None) -> bool:
        """End a session at once, in every open tab; False where it had ended before."""
        at = text_of(now or datetime.now(UTC))
        with self._connections.writing() as connection:
            ended = connection.execute(
                "update session set ended = ? where id = ? and ended is null returning account",
                [at, session],
            ).fetchall()
            for (number,) in ended:
                name = account_numbered(connection, number).name
                record(connection, at, actor, "sign_out", {"session": session, "account": name})
        return bool(ended)

    def revoke_all(
        self, account: Account, actor: str, now: datetime | None = None, *, but: int | None = None
    ) -> int:
        """End all sessions of an account, but one; returns how many ended."""
        with self._connections.writing() as connection:
            at = text_of(now or datetime.now(UTC))
            return end_sessions(connection, account, actor, at, but)

    def of(self, account: Account | None = None, now: datetime | None = None) -> pd.DataFrame:
        """The sessions that hold, of one account or of all, last used first, as SESSION_DTYPES."""
        now = now or datetime.now(UTC)
        with self._connections.reading() as connection:
            cursor = connection.execute(
                """
                select s.id, a.name, s.at, s.seen, s.address, s.agent
                from session s join account a on a.id = s.account
                where s.ended is null and s.at > ? and s.seen > ? and (?3 is null or a.id = ?3)
                order by s.seen desc, s.id desc
                """,
                [
                    text_of(now - ABSOLUTE),
                    text_of(now - IDLE),
                    None if account is None else account.id,
                ],
            )
            return fetch_columns(cursor, SESSION_DTYPES)

    def open(self, attempt: Attempt, agent: str, now: datetime, password: str = "") -> str:
        """Open a session for a try that succeeded; returns its token.

        `password` is the hash to keep instead of the one there, where that is out of date. Raises
        AccountClosed where the account was closed meanwhile.
        """
        at = text_of(now)
        with self._connections.writing() as connection:
            account = _still_open(connection, attempt)
            settle(connection, attempt, "signed_in")
            if password:
                set_password(connection, account, password, account.name, at)
            return open_session(connection, account, attempt.id, attempt.address, agent, at)

    def change_password(
        self, attempt: Attempt, password: str, now: datetime, keep: int | None
    ) -> None:
        """Keep another password's hash after a try that proved the old one.

        The account's sessions end, but the one to keep; its links hold no more. Raises
        AccountClosed.
        """
        at = text_of(now)
        with self._connections.writing() as connection:
            account = _still_open(connection, attempt)
            settle(connection, attempt, "confirmed")
            set_password(connection, account, password, account.name, at)
            end_links(connection, account, at)
            end_sessions(connection, account, account.name, at, keep)

    def open_by_link(
        self, token: str, address: str, agent: str, now: datetime, password: str = ""
    ) -> str:
        """Use a one-time link up: open a session, and of a set-up link keep the password's hash.

        All or nothing; of two who use one link at once, one is let in. A new password ends the
        account's other sessions. Returns the session's token. Raises LinkSpent.
        """
        at = text_of(now)
        with self._connections.writing() as connection:
            link = find_link(connection, token, at)
            account = link.account
            end_links(connection, account, at)
            if link.purpose == "set-up":
                set_password(connection, account, password, account.name, at)
                end_sessions(connection, account, account.name, at)
            (number,) = connection.execute(
                "insert into sign_in (account, address, network, at, outcome)"
                " values (?,?,?,?,'signed_in') returning id",
                [account.id, address, network_of(address), at],
            ).fetchone()
            return open_session(connection, account, number, address, agent, at, link=link.id)

    def _touch(self, session: int, at: str) -> None:
        # Whoever waits for a page does not wait for somebody's large import because of this.
        with suppress(Busy, ReadOnly), self._connections.writing(wait=False) as connection:
            connection.execute(
                "update session set seen = ? where id = ? and ended is null and seen < ?",
                [at, session, at],
            )


def open_session(
    connection: sqlite3.Connection,
    account: Account,
    sign_in: int,
    address: str,
    agent: str,
    at: str,
    link: int | None = None,
) -> str:
    """Open a session for a sign-in that succeeded; returns its token."""
    forget(connection, at)
    token, kept = new_token()
    agent = agent[:_AGENT_LENGTH]
    (number,) = connection.execute(
        "insert into session (hash, account, at, seen, address, agent) values (?,?,?,?,?,?)"
        " returning id",
        [kept, account.id, at, at, address, agent],
    ).fetchone()
    details = {
        "sign_in": sign_in,
        "session": number,
        "account": account.name,
        "sha256": sealed(kept, account.id, at, address, agent),
    }
    record(
        connection,
        at,
        account.name,
        "sign_in",
        details if link is None else {**details, "link": link},
    )
    return token


def _still_open(connection: sqlite3.Connection, attempt: Attempt) -> Account:
    if attempt.account is None:
        raise UnknownAccount(name="")
    account = account_numbered(connection, attempt.account.id)
    if account.closed:
        raise AccountClosed(name=account.name)
    return account
