"""Who comes from an identity provider: sign-ins begun, identities and their accounts, their ends.

An account belongs to an identity, which is an issuer and what the issuer calls a subject; a name
alone never makes an account somebody's. Of tokens nothing is kept.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tracking.access import Role
from tracking.store.account_errors import AccountClosed, NotBegun, ReservedName
from tracking.store.accounts import (
    LOCAL,
    Account,
    Accounts,
    account_numbered,
    add_account,
    assign,
    end_sessions,
    folded,
)
from tracking.store.audit import record
from tracking.store.clock import text_of
from tracking.store.connections import Connections
from tracking.store.facts import details_of
from tracking.store.sessions import open_session
from tracking.store.sign_ins import must_not_wait, network_of
from tracking.store.tokens import hash_of_token

# So long somebody may take at the provider.
HOLDS: Final = timedelta(minutes=10)
# By this the record knows what the provider said; no account can be called so.
PROVIDER: Final = "identity provider"
# More of a name that belongs to no account is not written down.
_NAME_LENGTH: Final = 100


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the provider knows them: the issuer, what it calls them, and their name."""

    issuer: str
    subject: str
    name: str


@dataclass(frozen=True, slots=True)
class Granted:
    """What the provider's claims give somebody here."""

    role: Role
    unit: str = ""
    units: frozenset[str] = frozenset()


class Identities:
    """The identities of one store."""

    def __init__(self, connections: Connections, accounts: Accounts) -> None:
        self._connections = connections
        self._accounts = accounts

    def begin(self, state: str, browser: str, back: str, address: str, now: datetime) -> None:
        """Write down that a browser leaves for the provider, and where it wants to go after.

        Raises TooManyTries while the address has to wait.
        """
        with self._connections.writing() as connection:
            must_not_wait(connection, address, now)
            connection.execute("delete from provider_sign_in where at <= ?", [text_of(now - HOLDS)])
            connection.execute(
                "insert into provider_sign_in (hash, browser, back, at) values (?,?,?,?)",
                [hash_of_token(state), hash_of_token(browser), back, text_of(now)],
            )

    def take(self, state: str, browser: str, now: datetime) -> str:
        """Where a browser that comes back wanted to go; it comes back once. Raises NotBegun."""
        with self._connections.writing() as connection:
            found = connection.execute(
                "delete from provider_sign_in where hash = ? and browser = ? and at > ?"
                " returning back",
                [hash_of_token(state), hash_of_token(browser), text_of(now - HOLDS)],
            ).fetchall()
        if not found:
            raise NotBegun
        return str(found[0][0])

    def sign_in(
        self,
        person: Person,
        granted: Granted,
        sid: str,
        address: str,
        agent: str,
        now: datetime,
    ) -> str:
        """Open a session for somebody the provider vouches for; returns its token.

        Who comes for the first time gets an account; who came before, the rights that hold now.
        `sid` is the provider's own session, "" where it tells of none. Raises AccountClosed,
        UnfitName, ReservedName, NameTaken, NeedsUnit, OnlyReviewersHaveUnits, UnknownCode.
        """
        at = text_of(now)
        rights = self._accounts.rights(granted.role, granted.unit, granted.units)
        with self._connections.writing() as connection:
            account = _found(connection, person)
            if account is None:
                if folded(person.name) == LOCAL:  # whoever sits at the machine itself
                    raise ReservedName(name=person.name)
                account = add_account(connection, person.name, rights, PROVIDER, at)
                _tie(connection, account, person, at)
            elif account.closed:
                raise AccountClosed(name=account.name)
            elif Granted(account.role, account.unit, account.units) != granted:
                assign(connection, account.id, rights, PROVIDER, at)
            (number,) = connection.execute(
                "insert into sign_in (account, address, network, at, outcome)"
                " values (?,?,?,?,'signed_in') returning id",
                [account.id, address, network_of(address), at],
            ).fetchone()
            token = open_session(connection, account, number, address, agent, at)
            connection.execute(
                "insert into provider_session (session, sid) select id, ? from session"
                " where hash = ?",
                [sid, hash_of_token(token)],
            )
        return token

    def refuse(self, why: str, address: str, now: datetime, person: Person | None = None) -> None:
        """Write down that somebody was not let in, and why.

        Whom the provider vouches for guesses nothing: nobody has to wait because of them. But where
        they are in, they are out.
        """
        at = text_of(now)
        with self._connections.writing() as connection:
            account = None if person is None else _found(connection, person)
            (number,) = connection.execute(
                "insert into sign_in (account, address, network, at, outcome)"
                " values (?,?,?,?,'refused') returning id",
                [
                    account.id if account else None,
                    address,
                    network_of(address) if person is None else "",
                    at,
                ],
            ).fetchone()
            name = account.name if account else ""
            details = {"sign_in": number, "account": name, "why": why}
            if person is not None and account is None:
                details["name"] = person.name[:_NAME_LENGTH]
            record(connection, at, name, "sign_in_refused", details)
            if account is not None:
                end_sessions(connection, account, PROVIDER, at)

    def end(
        self, issuer: str, subject: str, sid: str, opened_before: datetime, now: datetime
    ) -> int:
        """End the sessions of a subject, or of one session at the provider; returns how many.

        Either may be ""; then the other alone says which.
        """
        at = text_of(now)
        with self._connections.writing() as connection:
            ended = connection.execute(
                """
                update session set ended = ?1 where ended is null and at <= ?5 and id in (
                    select p.session from provider_session p
                    join session s on s.id = p.session
                    join identity i on i.account = s.account
                    where i.issuer = ?2 and (?3 = '' or i.subject = ?3) and (?4 = '' or p.sid = ?4)
                    and (?3 <> '' or ?4 <> '')
                ) returning id, account
                """,
                [at, issuer, subject, sid, text_of(opened_before)],
            ).fetchall()
            for session, account in sorted(ended):
                name = account_numbered(connection, account).name
                details = {"session": session, "account": name}
                record(connection, at, PROVIDER, "sign_out", details)
        return len(ended)


def _found(connection: sqlite3.Connection, person: Person) -> Account | None:
    found = connection.execute(
        "select account from identity where issuer = ? and subject = ?",
        [person.issuer, person.subject],
    ).fetchone()
    return None if found is None else account_numbered(connection, found[0])


def _tie(connection: sqlite3.Connection, account: Account, person: Person, at: str) -> None:
    (number,) = connection.execute(
        "insert into identity (account, issuer, subject, actor, at) values (?,?,?,?,?)"
        " returning id",
        [account.id, person.issuer, person.subject, PROVIDER, at],
    ).fetchone()
    record(connection, at, PROVIDER, "identity", details_of(connection, "identity", number))
