"""Tries to sign in, and the growing delay that failures bring an account and an address."""

import ipaddress
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import pandas as pd

from tracking.store.account_errors import TooManyTries
from tracking.store.accounts import Account, account_named
from tracking.store.audit import record
from tracking.store.clock import moment_of, text_of
from tracking.store.connections import Connections
from tracking.store.figures import fetch_columns

# The first failures that cost nothing; from the next one on the delay doubles, up to the longest.
FREE: Final = 3
LONGEST: Final = timedelta(minutes=15)
# Failures before this are forgiven: an account's own, and those of all behind one address.
ACCOUNT_MEMORY: Final = timedelta(days=1)
ADDRESS_MEMORY: Final = timedelta(hours=1)
# Who signed in when from where is kept so long; what ended, shorter.
KEPT: Final = timedelta(days=365)
ENDED_KEPT: Final = timedelta(days=30)

SIGN_IN_DTYPES: Final[dict[str, str]] = {
    "id": "int64",
    "account": "str",
    "address": "str",
    "at": "str",
    "outcome": "str",
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try that may be made: whose account it is, if any, and the hash of its password."""

    id: int
    account: Account | None
    credential: str
    address: str


class SignIns:
    """The tries to sign in of one store."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def begin(self, name: str, address: str, now: datetime) -> Attempt:
        """Write a try down before it is made, so that many at once do not all come for free.

        Raises TooManyTries while the account or the address has to wait; such a try counts for
        nothing.
        """
        at, network = text_of(now), network_of(address)
        with self._connections.writing() as connection:
            account = account_named(connection, name)
            number = None if account is None else account.id
            must_not_wait(connection, address, now, number)
            (try_,) = connection.execute(
                "insert into sign_in (account, address, network, at, outcome)"
                " values (?,?,?,?,'tried') returning id",
                [number, address, network, at],
            ).fetchone()
            found = connection.execute(
                "select hash from credential where account = ?", [number]
            ).fetchone()
        return Attempt(try_, account, found[0] if found else "", address)

    def refuse(self, attempt: Attempt, now: datetime) -> None:
        """Write down that a try failed."""
        at = text_of(now)
        name = attempt.account.name if attempt.account else ""
        with self._connections.writing() as connection:
            settle(connection, attempt, "refused")
            details = {"sign_in": attempt.id, "account": name}
            record(connection, at, name, "sign_in_refused", details)
            forget(connection, at)

    def all(self, limit: int | None = None) -> pd.DataFrame:
        """Tries, the latest first, as SIGN_IN_DTYPES; `account` is "" for a name nobody has."""
        with self._connections.reading() as connection:
            cursor = connection.execute(
                "select * from sign_in_list order by sign_in desc limit ?",
                [-1 if limit is None else limit],
            )
            return fetch_columns(cursor, SIGN_IN_DTYPES)


def delay_after(failures: int) -> timedelta:
    """How long to wait after so many failures.

    >>> [delay_after(n).seconds for n in (3, 4, 5, 6, 13, 14, 1000)]
    [0, 1, 2, 4, 512, 900, 900]
    """
    if failures <= FREE:
        return timedelta()
    # Beyond the longest there is nothing to compute.
    return min(timedelta(seconds=2 ** min(failures - FREE - 1, 30)), LONGEST)


def network_of(address: str) -> str:
    """What stands for one place of the network: of IPv6, where one place has many, the first half.

    >>> network_of("192.0.2.7"), network_of("2001:db8:1:2:3::4"), network_of("")
    ('192.0.2.7', '2001:db8:1:2::/64', '')
    """
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known.packed, 64), strict=False))


def must_not_wait(
    connection: sqlite3.Connection, address: str, now: datetime, account: int | None = None
) -> None:
    """Raises TooManyTries while an address, or an account, has to wait."""
    until = max(
        _account_waits(connection, account, text_of(now - ACCOUNT_MEMORY)),
        _network_waits(connection, network_of(address), text_of(now - ADDRESS_MEMORY)),
    )
    if until > text_of(now):
        left = moment_of(until) - now
        raise TooManyTries(wait=max(1, -(-left // timedelta(seconds=1))))


def settle(connection: sqlite3.Connection, attempt: Attempt, outcome: str) -> None:
    """Write down how a try ended."""
    connection.execute("update sign_in set outcome = ? where id = ?", [outcome, attempt.id])


def forget(connection: sqlite3.Connection, at: str) -> None:
    """Let go what has been kept long enough; the audit chain still tells who signed in when."""
    now = moment_of(at)
    connection.execute("delete from sign_in where at < ?", [text_of(now - KEPT)])
    ended = text_of(now - ENDED_KEPT)
    connection.execute("delete from session where coalesce(ended, seen) < ?", [ended])
    connection.execute("delete from one_time_link where coalesce(ended, expires) < ?", [ended])


def _account_waits(connection: sqlite3.Connection, account: int | None, since: str) -> str:
    """Until when an account has to wait: counted since it last signed in."""
    return _until(
        connection.execute(
            """
            select count(*), max(at) from sign_in
            where account = ?1 and at > ?2 and outcome in ('tried', 'refused') and id > coalesce((
                select max(id) from sign_in
                where account = ?1 and outcome in ('signed_in', 'confirmed')), 0)
            """,
            [account, since],
        ).fetchone()
    )


def _network_waits(connection: sqlite3.Connection, network: str, since: str) -> str:
    """Until when an address has to wait; who mistyped and then signed in from there is forgiven."""
    if not network:
        return ""
    return _until(
        connection.execute(
            """
            select count(*), max(at) from sign_in f
            where network = ?1 and at > ?2 and outcome = 'refused' and not exists (
                select 1 from sign_in s where s.account = f.account and s.network = ?1
                and s.outcome = 'signed_in' and s.id > f.id)
            """,
            [network, since],
        ).fetchone()
    )


def _until(found: tuple[int, str | None]) -> str:
    failures, last = found
    return text_of(moment_of(last) + delay_after(failures)) if last else ""
