"""The way in by the house's identity provider, out again, and out when the provider says so.

Authorization code with PKCE, state and nonce. The store knows of a sign-in that was begun only the
hash of its state and of the browser's own secret, and gives it back once; nonce and verifier are
made from both, so that no server need remember them.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tracking.programme import Programme
from tracking.signing.asked import Asked
from tracking.signing.claims import granted_by, person_of
from tracking.signing.id_tokens import LEEWAY, claims_of, order_of
from tracking.signing.provider_errors import AnswerRefused, ProviderTrouble, SaidNo
from tracking.store import NotAllowed, Store
from tracking.store.account_errors import AccountClosed, NameTaken
from tracking.store.identities import Person

# Longer answers are none.
_LONGEST: Final = 4096


@dataclass(frozen=True, slots=True)
class CameIn:
    """A new session's token, and where its owner wanted to go."""

    token: str
    back: str


def begin(asked: Asked, store: Store, browser: str, back: str, address: str, now: datetime) -> str:
    """Where to send somebody who wants to sign in; `browser` is a secret of that browser's.

    Raises ProviderAway, TooManyTries.
    """
    state = secrets.token_urlsafe(32)
    where = asked.way_there(state, _made(browser, state, "nonce"), _made(browser, state, "code"))
    store.identities.begin(state, browser, back, address, now)
    return where


def finish(
    asked: Asked,
    programme: Programme,
    store: Store,
    browser: str,
    answer: Mapping[str, str],
    address: str,
    agent: str,
    now: datetime,
) -> CameIn:
    """Sign in by what the provider answered, which holds once.

    Raises NotBegun, ProviderTrouble, AccountClosed, UnfitName, ReservedName, NameTaken.
    """
    state = answer.get("state", "")[:_LONGEST]
    back = store.identities.take(state, browser, now)
    person: Person | None = None
    try:
        claims = _claims(asked, browser, state, answer, now)
        person = Person(asked.provider.issuer, str(claims["sub"]), "")
        person = person_of(asked.provider, claims)
        granted = granted_by(asked.provider, programme, claims)
        sid = claims.get("sid", "")
        token = store.identities.sign_in(
            person, granted, sid if isinstance(sid, str) else "", address, agent, now
        )
    except NotAllowed as error:
        why = _why(error)
        if why:
            store.identities.refuse(why, address, now, person)
        raise
    return CameIn(token, back)


def signed_out_by(asked: Asked, store: Store, token: str, now: datetime) -> int:
    """End the sessions that the provider orders to end; returns how many.

    Only those opened before the order: the same order again ends nothing more. Raises
    AnswerRefused, ProviderAway.
    """
    order = order_of(asked, token, now)
    given = datetime.fromtimestamp(int(order["iat"]), UTC)
    return store.identities.end(
        asked.provider.issuer, order.get("sub", ""), order.get("sid", ""), given + LEEWAY, now
    )


def _claims(
    asked: Asked, browser: str, state: str, answer: Mapping[str, str], now: datetime
) -> dict[str, object]:
    # Another provider's answer, brought here, is nobody's.
    issuer = answer.get("iss", "")
    if issuer != asked.provider.issuer and (issuer or asked.offered().names_issuer):
        raise AnswerRefused(asked.provider.called)
    if "error" in answer:
        raise SaidNo(asked.provider.called, answer["error"], answer.get("error_description", ""))
    code = answer.get("code", "")
    if not 0 < len(code) <= _LONGEST:
        raise AnswerRefused(asked.provider.called)
    token = asked.id_token(code, _made(browser, state, "code"))
    return claims_of(asked, token, _made(browser, state, "nonce"), now)


def _why(error: NotAllowed) -> str:
    """How the record calls a refusal; "" where nobody was refused."""
    if isinstance(error, ProviderTrouble):
        return error.why
    if isinstance(error, AccountClosed):
        return "account_closed"
    return "name_taken" if isinstance(error, NameTaken) else "unfit_name"


def _made(browser: str, state: str, what: str) -> str:
    return hmac.new(browser.encode(), f"{what} {state}".encode(), "sha256").hexdigest()
