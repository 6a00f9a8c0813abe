"""The ways in: by name and password, by a one-time link; and a password changed."""

from contextlib import suppress
from datetime import datetime
from typing import Final

from tracking.signing.errors import SignInRefused, WrongPassword
from tracking.signing.hashing import SHIPPED, Hasher
from tracking.signing.passwords import must_be_fit
from tracking.store import Store
from tracking.store.account_errors import AccountClosed, NameTaken
from tracking.store.accounts import LOCAL, Account

# Who is made when nobody can come in yet.
ADMINISTRATOR: Final = "administrator"


def sign_in(
    store: Store,
    name: str,
    password: str,
    address: str,
    agent: str,
    now: datetime,
    *,
    hasher: Hasher = SHIPPED,
) -> str:
    """Sign in by name and password; returns the new session's token.

    A name that nobody has, an account that is closed or has no password yet, and a wrong password
    are refused alike and take equally long. Raises SignInRefused, TooManyTries.
    """
    nobodys = hasher.nobodys
    attempt = store.sign_ins.begin(name, address, now)
    right = hasher.matches(attempt.credential or nobodys, password)
    if not (right and attempt.credential):
        store.sign_ins.refuse(attempt, now)
        raise SignInRefused
    anew = hasher.hash(password) if hasher.outdated(attempt.credential) else ""
    try:
        return store.sessions.open(attempt, agent, now, anew)
    except AccountClosed:
        store.sign_ins.refuse(attempt, now)
        raise SignInRefused from None


def use_link(
    store: Store,
    token: str,
    address: str,
    agent: str,
    now: datetime,
    password: str = "",
    *,
    hasher: Hasher = SHIPPED,
) -> str:
    """Sign in by a one-time link, which then holds no more; returns the new session's token.

    A set-up link takes the new password, and leaves the link as it is where that is unfit. Raises
    LinkSpent, UnfitPassword.
    """
    link = store.accounts.linked(token, now)
    kept = ""
    if link.purpose == "set-up":
        must_be_fit(password, link.account.name)
        kept = hasher.hash(password)
    return store.sessions.open_by_link(token, address, agent, now, kept)


def change_password(
    store: Store,
    account: Account,
    old: str,
    new: str,
    now: datetime,
    *,
    keep: int | None = None,
    hasher: Hasher = SHIPPED,
) -> None:
    """Change a password; the account's sessions end, but the one to keep.

    Raises UnfitPassword, WrongPassword, TooManyTries.
    """
    must_be_fit(new, account.name)
    attempt = store.sign_ins.begin(account.name, "", now)
    if not (attempt.credential and hasher.matches(attempt.credential, old)):
        store.sign_ins.refuse(attempt, now)
        raise WrongPassword
    store.sessions.change_password(attempt, hasher.hash(new), now, keep)


def first_link(store: Store, *, loopback: bool, now: datetime | None = None) -> str:
    """The token of the link by which the first administrator comes in; "" where none is needed.

    On loopback it signs in whoever started the product, each time anew, without a password.
    Elsewhere it is the set-up link of an administrator, until one has a password.
    """
    accounts = {account.name: account for account in store.accounts.all()}
    if loopback:
        return _local_link(store, accounts.get(LOCAL), now)
    keepers = [
        account
        for account in accounts.values()
        if account.role == "administrator" and not account.closed and account.name != LOCAL
    ]
    # An identity provider's administrator signs in there.
    if any(account.password or account.issuer for account in keepers):
        return ""
    if keepers:
        return store.accounts.link(keepers[0].name, actor=LOCAL, now=now)
    if store.accounts.named(ADMINISTRATOR) is not None:
        return ""
    try:
        return store.accounts.add(ADMINISTRATOR, "administrator", actor=LOCAL, now=now)
    except NameTaken:
        # Another process that starts just now was faster.
        return first_link(store, loopback=False, now=now)


def link_path(token: str) -> str:
    """Where a one-time link leads to, on whatever host the product is served."""
    return f"/link/{token}"


def _local_link(store: Store, local: Account | None, now: datetime | None) -> str:
    if local is not None and local.closed:
        return ""
    if local is None:
        # Another process that starts just now may be faster.
        with suppress(NameTaken):
            store.accounts.add(LOCAL, "administrator", actor=LOCAL, now=now)
    return store.accounts.link(LOCAL, "sign-in", actor=LOCAL, now=now)
