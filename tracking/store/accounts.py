"""Who may come in: accounts, what role each has and had, and the links that let them in once."""

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from tracking.access import Role
from tracking.programme import Programme
from tracking.store.account_errors import (
    AccountClosed,
    AccountElsewhere,
    LastAdministrator,
    LinkSpent,
    NameTaken,
    NeedsUnit,
    OnlyReviewersHaveUnits,
    ReservedName,
    UnfitName,
    UnknownAccount,
)
from tracking.store.audit import canonical, record
from tracking.store.clock import moment_of, text_of
from tracking.store.codes import Codes
from tracking.store.connections import Connections
from tracking.store.errors import UnknownCode
from tracking.store.facts import details_of
from tracking.store.tokens import hash_of_token, new_token, sealed

Purpose = Literal["set-up", "sign-in"]

# The account of whoever starts the product on their own machine; it has no password.
LOCAL: Final = "local"
# By these the record knows who is no person.
_RESERVED: Final = frozenset({"published", "demonstration"})
_NAME: Final = re.compile(r"[^\W_][\w.@-]{1,39}")
_HOLDS: Final[dict[Purpose, timedelta]] = {
    "set-up": timedelta(days=7),
    "sign-in": timedelta(hours=1),
}
# A role, the unit's id, and the units to review as JSON.
Rights = tuple[Role, int | None, str]

_LISTED: Final = """
    select account, name, role, unit, units, created_at, closed, changed_at, password, issuer
    from account_list
"""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in: for whom they report, or which units they review (none: all)."""

    id: int
    name: str
    role: Role
    unit: str
    units: frozenset[str]
    created: datetime
    closed: datetime | None
    # Whether they have set one yet.
    password: bool
    # The identity provider it comes from, which says its role; "" for a local account.
    issuer: str


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link that still holds."""

    id: int
    account: Account
    purpose: Purpose
    expires: datetime


class Accounts:
    """The accounts of one store. A name is given once; a closed account is kept for the record."""

    def __init__(self, connections: Connections, codes: Codes, programme: Programme) -> None:
        self._connections = connections
        self._codes = codes
        self._programme = programme

    def add(
        self,
        name: str,
        role: Role,
        unit: str = "",
        units: Iterable[str] = (),
        *,
        actor: str,
        now: datetime | None = None,
    ) -> str:
        """Add an account; returns the token of the link by which its owner sets a password.

        Raises UnfitName, ReservedName, NameTaken, NeedsUnit, OnlyReviewersHaveUnits, UnknownCode.
        """
        rights = self.rights(role, unit, units)
        at = text_of(now or datetime.now(UTC))
        with self._connections.writing() as connection:
            account = add_account(connection, name, rights, actor, at)
            return new_link(connection, account, "set-up", actor, at)

    def change(
        self,
        name: str,
        role: Role,
        unit: str = "",
        units: Iterable[str] = (),
        *,
        actor: str,
        now: datetime | None = None,
    ) -> bool:
        """Give an account another role, unit, or units to review; False where it has them already.

        It holds from the owner's next step on, in every open tab. Raises UnknownAccount,
        AccountClosed, AccountElsewhere, LastAdministrator, NeedsUnit, OnlyReviewersHaveUnits,
        UnknownCode.
        """
        rights = self.rights(role, unit, units)
        at = text_of(now or datetime.now(UTC))
        with self._connections.writing() as connection:
            account = _local(connection, name)
            if (account.role, account.unit, account.units) == (role, unit, frozenset(units)):
                return False
            if role != "administrator":
                _refuse_last(connection, account)
            assign(connection, account.id, rights, actor, at)
        return True

    def close(self, name: str, actor: str, now: datetime | None = None) -> None:
        """Close an account: its sessions end at once, its password and links hold no more.

        Raises UnknownAccount, AccountClosed, LastAdministrator.
        """
        at = text_of(now or datetime.now(UTC))
        with self._connections.writing() as connection:
            account = _one(connection, name)
            _refuse_last(connection, account)
            number = self._codes.unit.ids[account.unit] if account.unit else None
            rights = account.role, number, canonical(sorted(account.units))
            assign(connection, account.id, rights, actor, at, closed=True)
            end_sessions(connection, account, actor, at)
            end_links(connection, account, at)
            connection.execute("delete from credential where account = ?", [account.id])

    def link(
        self, name: str, purpose: Purpose = "set-up", *, actor: str, now: datetime | None = None
    ) -> str:
        """The token of a new one-time link; one made before holds no more.

        By a set-up link its owner sets a new password. Raises UnknownAccount, AccountClosed,
        AccountElsewhere.
        """
        at = text_of(now or datetime.now(UTC))
        with self._connections.writing() as connection:
            return new_link(connection, _local(connection, name), purpose, actor, at)

    def linked(self, token: str, now: datetime) -> Link:
        """What a link that still holds is for, without using it. Raises LinkSpent."""
        with self._connections.reading() as connection:
            return find_link(connection, token, text_of(now))

    def all(self) -> list[Account]:
        """Every account, by name; closed ones last."""
        with self._connections.reading() as connection:
            rows = connection.execute(f"{_LISTED} order by closed, name").fetchall()
        return [account_of(row) for row in rows]

    def named(self, name: str) -> Account | None:
        """The account of this name, in whatever case it is typed; a closed one, too."""
        with self._connections.reading() as connection:
            return _find(connection, name)

    def rights(self, role: Role, unit: str, units: Iterable[str]) -> Rights:
        """What an account may do, as it is kept.

        Raises NeedsUnit, OnlyReviewersHaveUnits, UnknownCode.
        """
        reviewed = sorted(set(units))
        for code in [unit, *reviewed] if unit else reviewed:
            if code not in self._programme.units:
                raise UnknownCode(code=code)
        if role == "reporter" and not unit:
            raise NeedsUnit
        if reviewed and role != "reviewer":
            raise OnlyReviewersHaveUnits
        return role, self._codes.unit.id_of(unit) if unit else None, canonical(reviewed)


def folded(name: str) -> str:
    """A name as names are told apart: whatever its case and width.

    >>> folded(" Ｗang "), folded("王芳")
    ('wang', '王芳')
    """
    return unicodedata.normalize("NFKC", name).strip().casefold()


def account_of(row: tuple[Any, ...]) -> Account:
    """An account from a row of `account_list`, as `listed` reads it."""
    number, name, role, unit, units, created, closed, changed, password, issuer = row
    return Account(
        number,
        name,
        role,
        unit,
        frozenset(json.loads(units)),
        moment_of(created),
        moment_of(changed) if closed else None,
        bool(password),
        issuer,
    )


def account_numbered(connection: sqlite3.Connection, number: int) -> Account:
    """The account of this number."""
    return account_of(connection.execute(f"{_LISTED} where account = ?", [number]).fetchone())


def account_named(connection: sqlite3.Connection, name: str) -> Account | None:
    """The account of this name, as somebody typed it."""
    return _find(connection, name)


def add_account(
    connection: sqlite3.Connection, name: str, rights: Rights, actor: str, at: str
) -> Account:
    """Add an account. Raises UnfitName, ReservedName, NameTaken."""
    name = unicodedata.normalize("NFKC", name).strip()
    _must_be_fit(name, rights[0])
    if _find(connection, name) is not None:
        raise NameTaken(name=name)
    (number,) = connection.execute(
        "insert into account (name, folded, actor, at) values (?,?,?,?) returning id",
        [name, folded(name), actor, at],
    ).fetchone()
    record(connection, at, actor, "account", details_of(connection, "account", number))
    assign(connection, number, rights, actor, at)
    return account_numbered(connection, number)


def assign(
    connection: sqlite3.Connection,
    account: int,
    rights: Rights,
    actor: str,
    at: str,
    *,
    closed: bool = False,
) -> None:
    """Give an account these rights from now on."""
    (number,) = connection.execute(
        "insert into account_role (account, role, unit, units, closed, actor, at)"
        " values (?,?,?,?,?,?,?) returning id",
        [account, *rights, int(closed), actor, at],
    ).fetchone()
    details = details_of(connection, "account_role", number)
    record(connection, at, actor, "account_role", details)


def new_link(
    connection: sqlite3.Connection, account: Account, purpose: Purpose, actor: str, at: str
) -> str:
    """Make a one-time link, the only one of its account that holds; returns its token."""
    end_links(connection, account, at)
    token, kept = new_token()
    expires = text_of(moment_of(at) + _HOLDS[purpose])
    (number,) = connection.execute(
        "insert into one_time_link (hash, account, purpose, actor, at, expires)"
        " values (?,?,?,?,?,?) returning id",
        [kept, account.id, purpose, actor, at, expires],
    ).fetchone()
    details = {
        "link": number,
        "account": account.name,
        "purpose": purpose,
        "expires": expires,
        "sha256": sealed(kept, account.id, purpose, expires),
    }
    record(connection, at, actor, "link", details)
    return token


def find_link(connection: sqlite3.Connection, token: str, at: str) -> Link:
    """The link of this token. Raises LinkSpent unless it holds at this moment."""
    found = connection.execute(
        "select id, account, purpose, expires from one_time_link"
        " where hash = ? and ended is null and expires > ?",
        [hash_of_token(token), at],
    ).fetchone()
    if found is None:
        raise LinkSpent
    number, account, purpose, expires = found
    return Link(number, account_numbered(connection, account), purpose, moment_of(expires))


def end_links(connection: sqlite3.Connection, account: Account, at: str) -> None:
    """Let no link of this account hold any more."""
    connection.execute(
        "update one_time_link set ended = ? where account = ? and ended is null", [at, account.id]
    )


def end_sessions(
    connection: sqlite3.Connection, account: Account, actor: str, at: str, but: int | None = None
) -> int:
    """End the sessions of this account, but one; returns how many."""
    ended = connection.execute(
        "update session set ended = ? where account = ? and ended is null and id is not ?"
        " returning id",
        [at, account.id, but],
    ).fetchall()
    for (number,) in sorted(ended):
        record(connection, at, actor, "sign_out", {"session": number, "account": account.name})
    return len(ended)


def end_all(connection: sqlite3.Connection, at: str) -> None:
    """Let no session and no link of anybody hold any more."""
    for table in ("session", "one_time_link"):
        connection.execute(f"update {table} set ended = ? where ended is null", [at])  # noqa: S608


def set_password(
    connection: sqlite3.Connection, account: Account, encoded: str, actor: str, at: str
) -> None:
    """Keep the hash of a password; the audit chain holds that it is this one."""
    connection.execute(
        "insert into credential (account, hash, at) values (?,?,?)"
        " on conflict (account) do update set hash = excluded.hash, at = excluded.at",
        [account.id, encoded, at],
    )
    details = {"account": account.name, "sha256": sealed(encoded, at)}
    record(connection, at, actor, "password", details)


def _must_be_fit(name: str, role: Role) -> None:
    if not _NAME.fullmatch(name):
        raise UnfitName(name=name)
    # The product's own administrator is the only one who is called so.
    if folded(name) in _RESERVED or (folded(name) == LOCAL and role != "administrator"):
        raise ReservedName(name=name)


def _find(connection: sqlite3.Connection, name: str) -> Account | None:
    found = connection.execute("select id from account where folded = ?", [folded(name)]).fetchone()
    return None if found is None else account_numbered(connection, found[0])


def _one(connection: sqlite3.Connection, name: str) -> Account:
    account = _find(connection, name)
    if account is None:
        raise UnknownAccount(name=name)
    if account.closed:
        raise AccountClosed(name=account.name)
    return account


def _local(connection: sqlite3.Connection, name: str) -> Account:
    """One whose password and rights are kept here."""
    account = _one(connection, name)
    if account.issuer:
        raise AccountElsewhere(name=account.name)
    return account


def _refuse_last(connection: sqlite3.Connection, account: Account) -> None:
    """The one without a password lets nobody in but at the machine itself: it is not counted."""
    if account.role != "administrator":
        return
    (others,) = connection.execute(
        "select count(*) from account_list"
        " where role = 'administrator' and closed = 0 and account <> ? and name <> ?",
        [account.id, LOCAL],
    ).fetchone()
    if not others:
        raise LastAdministrator(name=account.name)
