"""Proving the tokens a provider signs: by its keys, for us, for this sign-in, now."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from tracking.signing.asked import Asked
from tracking.signing.provider_errors import AnswerRefused

# So far the provider's clock and ours may be apart.
LEEWAY: Final = timedelta(minutes=1)
# So old an order to sign somebody out may be, and so often keys are asked anew because of one.
_ORDER_HOLDS: Final = timedelta(minutes=5)
_ORDER_KEYS: Final = 60.0
_ORDER: Final = "http://schemas.openid.net/event/backchannel-logout"
# Some bring their certificate along.
_HEADER: Final = 8 * 1024
# Longer than the standard lets a subject be.
_LONGEST: Final = 255


def claims_of(asked: Asked, token: str, nonce: str, now: datetime) -> dict[str, Any]:
    """The claims of an identity token for the sign-in of this nonce.

    Raises AnswerRefused, ProviderAway.
    """
    from authlib.oidc.core import CodeIDToken  # noqa: PLC0415

    def proved(header: Any, claims: dict[str, Any]) -> dict[str, Any]:
        told = CodeIDToken(
            claims,
            header,
            options=_from_and_for(asked),
            params={"nonce": nonce, "client_id": asked.provider.client_id},
        )
        told.validate(int(now.timestamp()), int(LEEWAY.total_seconds()))
        return claims if 0 < len(claims["sub"]) <= _LONGEST else {}

    return _proved(asked, token, proved, older_than=0)


def order_of(asked: Asked, token: str, now: datetime) -> dict[str, Any]:
    """The claims of a provider's order to end sessions: of a subject, of a session, or both.

    Raises AnswerRefused, ProviderAway.
    """
    from authlib.oauth2.claims import JWTClaims  # noqa: PLC0415

    def proved(header: Any, claims: dict[str, Any]) -> dict[str, Any]:
        options = _from_and_for(asked) | {"iat": {"essential": True}, "jti": {"essential": True}}
        told = JWTClaims(claims, header, options=options)
        told.validate(int(now.timestamp()), int(LEEWAY.total_seconds()))
        events, whose = claims.get("events"), (claims.get("sub", ""), claims.get("sid", ""))
        fits = (
            isinstance(events, dict)
            and isinstance(events.get(_ORDER), dict)
            and "nonce" not in claims
            and all(isinstance(one, str) for one in whose)
            and any(whose)
            and claims["iat"] > (now - _ORDER_HOLDS).timestamp()
        )
        return claims if fits else {}

    return _proved(asked, token, proved, older_than=_ORDER_KEYS)


def _from_and_for(asked: Asked) -> dict[str, Any]:
    return {
        "iss": {"essential": True, "value": asked.provider.issuer},
        "aud": {"essential": True, "value": asked.provider.client_id},
    }


def _proved(
    asked: Asked,
    token: str,
    proved: Callable[[Any, dict[str, Any]], dict[str, Any]],
    older_than: float,
) -> dict[str, Any]:
    """The claims, once signature and claims are proved; a key that is new is asked for once."""
    from joserfc import jws, jwt  # noqa: PLC0415
    from joserfc.errors import InvalidKeyIdError, JoseError  # noqa: PLC0415

    registry = jws.JWSRegistry(algorithms=asked.provider.algorithms, strict_check_header=False)
    registry.max_header_length = _HEADER
    try:
        try:
            read = jwt.decode(token, asked.keys(), registry=registry)
        except InvalidKeyIdError:
            read = jwt.decode(token, asked.keys(older_than), registry=registry)
        claims = proved(read.header, read.claims)
    except (JoseError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
        claims = {}
    if not claims:
        raise AnswerRefused(asked.provider.called) from None
    return claims
