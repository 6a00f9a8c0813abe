"""Who is signed in, in tests: an account of the store, and a session opened by a one-time link."""

from datetime import UTC, datetime

from tracking.access import ROLES
from tracking.store import Store
from tracking.store.accounts import LOCAL

OPERATOR = LOCAL


def account_name(who: str) -> str:
    """The account of whom a test names: a role, or the unit a reporter reports for."""
    if who == "administrator":
        return LOCAL
    return who if who in ROLES else f"reporter-{who}"


def session_token(store: Store, who: str, now: datetime | None = None) -> str:
    """A new session of theirs; their account is made where there is none."""
    name = account_name(who)
    if store.accounts.named(name) is None:
        role, unit = (who, "") if who in ROLES else ("reporter", who)
        store.accounts.add(name, role, unit, actor=OPERATOR)
    now = now or datetime.now(UTC)
    link = store.accounts.link(name, "sign-in", actor=OPERATOR, now=now)
    return store.sessions.open_by_link(link, "127.0.0.1", "tests", now)
