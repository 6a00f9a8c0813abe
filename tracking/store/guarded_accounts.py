"""Accounts, sessions and sign-ins as pages get them: for who keeps accounts, in their own name.

The gate and the sign-in pages work on the plain store: who somebody is, is asked before they act.
"""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, TypeVar, cast

from tracking.store.accounts import Accounts
from tracking.store.asking import Asks, for_nobody
from tracking.store.identities import Identities
from tracking.store.sessions import Sessions
from tracking.store.sign_ins import SignIns

F = TypeVar("F", bound=Callable[..., Any])


def by_keeper(method: F) -> F:
    """What is done or asked by who keeps accounts, under their own name and now."""
    said = signature(method)

    @wraps(method)
    def ask(self: Asks[Any], *args: Any, **how: Any) -> Any:
        self.must("keep_accounts", "account", ["*"])
        given = said.bind(self, *args, **how).arguments
        self.must_sign(given.get("actor", self.actor.name), given.get("now"))
        return method(self._behind, *args, **how)

    return cast("F", ask)


class GuardedAccounts(Asks[Accounts], Accounts):
    """Accounts."""

    all = by_keeper(Accounts.all)
    named = by_keeper(Accounts.named)
    add = by_keeper(Accounts.add)
    change = by_keeper(Accounts.change)
    close = by_keeper(Accounts.close)
    link = by_keeper(Accounts.link)
    rights = for_nobody(Accounts.rights)
    linked = for_nobody(Accounts.linked)


class GuardedIdentities(Asks[Identities], Identities):
    """Identities, which only the sign-in itself has to do with."""

    begin = for_nobody(Identities.begin)
    take = for_nobody(Identities.take)
    sign_in = for_nobody(Identities.sign_in)
    refuse = for_nobody(Identities.refuse)
    end = for_nobody(Identities.end)


class GuardedSessions(Asks[Sessions], Sessions):
    """Sessions."""

    of = by_keeper(Sessions.of)
    revoke = by_keeper(Sessions.revoke)
    revoke_all = by_keeper(Sessions.revoke_all)
    find = for_nobody(Sessions.find)
    open = for_nobody(Sessions.open)
    open_by_link = for_nobody(Sessions.open_by_link)
    change_password = for_nobody(Sessions.change_password)


class GuardedSignIns(Asks[SignIns], SignIns):
    """Sign-ins and failures."""

    all = by_keeper(SignIns.all)
    begin = for_nobody(SignIns.begin)
    refuse = for_nobody(SignIns.refuse)
