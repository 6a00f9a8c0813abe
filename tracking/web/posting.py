"""A form that is sent back: its token, which only the browser that got it has, and its fields.

The token is made from a cookie that no other host and no script reads: the session's, or before
signing in one of its own.
"""

import hmac
import secrets
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from tracking.web.gate import SMALL, visitor_of
from tracking.web.hosts import at_this_machine
from tracking.web.visitor import COOKIE as SESSION

COOKIE: Final = "tracking_form"
FIELD: Final = "form"
_LENGTH: Final = 43  # of token_urlsafe(32)


class NotOurForm(Exception):  # noqa: N818 (said as it is)
    """What was sent back did not come from a form of ours in this browser."""


def secret_of(request: Request) -> str:
    """What this browser's forms are bound to; a new one where it has none yet."""
    kept = request.cookies.get(SESSION if visitor_of(request) else COOKIE, "")
    return kept if len(kept) >= _LENGTH else secrets.token_urlsafe(32)


def token_of(secret: str) -> str:
    """What a form carries."""
    return hmac.new(secret.encode(), b"tracking form", "sha256").hexdigest()


async def posted(request: Request) -> dict[str, str]:
    """The fields of a form of ours. Raises NotOurForm."""
    fields = await fields_of(request)
    if not hmac.compare_digest(
        fields.get(FIELD, "").encode(), token_of(secret_of(request)).encode()
    ):
        raise NotOurForm
    return fields


async def fields_of(request: Request) -> dict[str, str]:
    """The fields of a form, whoever sent it. Raises NotOurForm where it is none."""
    body = bytearray()
    async for chunk in request.stream():
        body.extend(chunk)
        if len(body) > SMALL:
            raise NotOurForm
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError as error:
        raise NotOurForm from error
    return dict(pairs)


def keep_secret(request: Request, answer: Response, secret: str) -> None:
    """Give the browser the cookie its form is bound to, where it has none."""
    if visitor_of(request) is None and request.cookies.get(COOKIE) != secret:
        give(request, answer, secret)


def give(request: Request, answer: Response, secret: str) -> None:
    """Give the browser a new cookie for its forms."""
    answer.set_cookie(
        COOKIE, secret, httponly=True, samesite="lax", secure=not at_this_machine(request)
    )


def signed_in(request: Request, answer: Response, token: str) -> None:
    """Give the browser its new session; the form it came by is of no more use."""
    answer.set_cookie(
        SESSION, token, httponly=True, samesite="lax", secure=not at_this_machine(request)
    )
    answer.delete_cookie(COOKIE)


def signed_out(answer: Response) -> None:
    """Take the session's cookie from the browser."""
    answer.delete_cookie(SESSION)
