"""Signing in by the house's identity provider, and out there as well.

Whoever goes to the provider is led by a page, not by a redirect of the form they sent: a browser
holds such a redirect, and all that the provider adds to it, against our own form-action policy.
"""

import secrets
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar
from urllib.parse import urlencode, urlsplit

import anyio
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tracking import signing
from tracking.store import StoreError
from tracking.web import answering, hosts, identity, posting
from tracking.web.gate import visitor_of
from tracking.web.headers import language_of
from tracking.web.house import house
from tracking.web.posting import NotOurForm, posted
from tracking.web.signing_pages import Frame, Told
from tracking.web.visitor import Visitor
from tracking.words import N_

T = TypeVar("T")
# So many wait for the provider at once; the others wait for them, and nobody else does.
_AT_ONCE: Final = anyio.CapacityLimiter(8)
_NOT_KEPT: Final = {"cache-control": "no-store"}


async def begin(request: Request) -> Response:
    """Off to the provider, from the button on the sign-in page alone."""
    asked = identity.provider()
    if asked is None:
        return PlainTextResponse("Not Found", status_code=404)
    try:
        back = answering.way_back((await posted(request)).get("to", ""))
    except NotOurForm:
        return answering.gone_to("/sign-in")
    if visitor_of(request):
        return answering.gone_to(back)
    home = asked.provider.address
    if hosts.host_of(request).strip("[]") != urlsplit(home).hostname:
        # The provider sends people back there, where this browser's cookie is not known.
        return _led(request, f"{home}/sign-in?{urlencode({'to': back})}")
    address, _agent = answering.who(request)
    secret = posting.secret_of(request)
    try:
        where = await _in_turn(
            signing.begin, asked, house().store, secret, back, address, answering.now()
        )
    except StoreError as error:
        return _not_in(request, error, back)
    return _led(request, where)


async def answered(request: Request) -> Response:
    """Back from the provider."""
    asked = identity.provider()
    if asked is None or request.method != "GET":
        return PlainTextResponse("Not Found", status_code=404)
    try:
        came = await _in_turn(
            signing.finish,
            asked,
            house().programme,
            house().store,
            request.cookies.get(posting.COOKIE, ""),
            dict(request.query_params),
            *answering.who(request),
            answering.now(),
        )
    except StoreError as error:
        return _not_in(request, error)
    return answering.signed_in(request, came.token, came.back)


async def ordered_out(request: Request) -> Response:
    """The provider's server says whose sessions end; it proves itself by its signature."""
    asked = identity.provider()
    if asked is None:
        return PlainTextResponse("Not Found", status_code=404)
    try:
        token = (await posting.fields_of(request)).get("logout_token", "")
        await _in_turn(signing.signed_out_by, asked, house().store, token, answering.now())
    except (NotOurForm, signing.AnswerRefused):
        return PlainTextResponse("Bad Request", status_code=400, headers=_NOT_KEPT)
    except StoreError:
        return PlainTextResponse("Service Unavailable", status_code=503, headers=_NOT_KEPT)
    return PlainTextResponse("", headers=_NOT_KEPT)


async def way_out(request: Request, visitor: Visitor) -> Response | None:
    """After somebody signed out here: on to where they sign out at the provider, too.

    None where they did not come from there. Where it cannot be, that is said: at a shared computer
    it matters.
    """
    asked, issuer = identity.provider(), visitor.session.account.issuer
    if not issuer:
        return None
    secret = secrets.token_urlsafe(32)
    where = ""
    if asked is not None and asked.provider.issuer == issuer:
        try:
            where = await _in_turn(asked.way_out, _mark(secret))
        except signing.ProviderAway:
            where = ""
    answer = _led(request, where) if where else answering.page(request, Frame.signed_out_here_alone)
    posting.give(request, answer, secret)
    return answer


def signed_out_there(request: Request) -> Told | None:
    """What somebody is told whom the provider sends back after they signed out there."""
    state = request.query_params.get("state", "")
    if not state or state != _mark(request.cookies.get(posting.COOKIE, "")):
        return None
    provider = identity.called(language_of(request.scope))
    message = N_("You are signed out, here and at {provider}.")
    return answering.told(request, message, good=True, provider=provider)


ROUTES: Final = [
    Route("/sign-in/provider", begin, methods=["POST"]),
    Route("/sign-in/provider/answer", answered, methods=["GET"]),
    Route("/sign-in/provider/sign-out", ordered_out, methods=["POST"]),
]


def _led(request: Request, where: str) -> Response:
    return answering.page(request, partial(Frame.led_on, where=where))


def _not_in(request: Request, error: StoreError, back: str = "/") -> Response:
    said = error.said(language_of(request.scope))
    away = isinstance(error, signing.ProviderAway)
    draw = partial(Frame.not_in, said=said, back=back, away=away)
    return answering.page(request, draw, 503 if away else 403)


def _mark(secret: str) -> str:
    """By what a browser is known that comes back signed out; it opens nothing."""
    return posting.token_of(f"signed out {secret}")


async def _in_turn(ask: Callable[..., T], *what: object) -> T:
    return await anyio.to_thread.run_sync(partial(ask, *what), limiter=_AT_ONCE)
