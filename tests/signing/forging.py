"""Tokens as a provider would never sign them."""

import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from joserfc.jws import JWSRegistry
from joserfc.util import urlsafe_b64encode as b64

from tests.openid import SECRET, OpenID

Spoil = Callable[[OpenID], None]
HOUR = 3600
ANOTHER = RSAKey.generate_key(2048, auto_kid=True)
LONG = JWSRegistry()
LONG.max_header_length = 4096


def now() -> int:
    return int(datetime.now(UTC).timestamp())


def says(**claims: object) -> Spoil:
    return lambda provider: provider.more.update(claims)


def at(**claims: int) -> Spoil:
    """Moments, in seconds from now."""
    return lambda provider: provider.more.update(
        {name: now() + seconds for name, seconds in claims.items()}
    )


def signed(sign: Callable[[OpenID, dict], str]) -> Spoil:
    def spoil(provider: OpenID) -> None:
        provider.sign = lambda claims: sign(provider, claims)

    return spoil


def unsigned(_provider: OpenID, claims: dict) -> str:
    head = b64(json.dumps({"alg": "none"}).encode()).decode()
    return f"{head}.{b64(json.dumps(claims).encode()).decode()}."


def by_public_key(provider: OpenID, claims: dict) -> str:
    # By hand: libraries refuse to make it.
    head = {"alg": "HS256", "kid": provider.key.kid}
    said = ".".join(b64(json.dumps(part).encode()).decode() for part in (head, claims))
    key = provider.key.as_pem(private=False)
    return f"{said}.{b64(hmac.digest(key, said.encode(), 'sha256')).decode()}"


def by_our_secret(provider: OpenID, claims: dict) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), ["HS256"])


def by_another(provider: OpenID, claims: dict) -> str:
    return jwt.encode({"alg": "RS256", "kid": provider.key.kid}, claims, ANOTHER)


def by_a_key_it_brings(_provider: OpenID, claims: dict) -> str:
    head = {"alg": "RS256", "kid": ANOTHER.kid, "jwk": ANOTHER.as_dict(private=False)}
    return jwt.encode(head, claims, ANOTHER, registry=LONG)


def changed(provider: OpenID, claims: dict) -> str:
    head, _, signature = jwt.encode(
        {"alg": "RS256", "kid": provider.key.kid}, claims, provider.key
    ).split(".")
    body = b64(json.dumps(claims | {"groups": ["admin"]}).encode()).decode()
    return f"{head}.{body}.{signature}"
