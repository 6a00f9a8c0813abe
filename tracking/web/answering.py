"""What the routes of signing in answer: a page without script, a way on, a new session."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tracking.store.accounts import Account
from tracking.web import hosts, identity, posting
from tracking.web import language as languages
from tracking.web.gate import visitor_of
from tracking.web.headers import PAGE_PATHS, language_of
from tracking.web.hosts import at_this_machine
from tracking.web.house import house
from tracking.web.signing_pages import Frame, Told
from tracking.web.visitor import Visitor
from tracking.words import Language, say

_ACCOUNT: Final = ("/account/password", "/account/sessions")
_NOT_KEPT: Final = {"cache-control": "no-store"}


def page(request: Request, draw: Callable[[Frame], str], status: int = 200) -> Response:
    """A page in the reader's language, whose form this browser alone can send back."""
    language = language_of(request.scope)
    secret = posting.secret_of(request)
    visitor = visitor_of(request)
    account = visitor.session.account if visitor else None
    frame = Frame(
        language,
        house().programme,
        posting.token_of(secret),
        request.url.path,
        at_home=at_this_machine(request) and not hosts.named(),
        has_password=account is None or account.password,
        provider=_provider(language, account),
    )
    answer = HTMLResponse(draw(frame), status_code=status, headers=_NOT_KEPT | {"vary": "Cookie"})
    posting.keep_secret(request, answer, secret)
    if request.query_params.get(languages.PARAMETER) == language:
        languages.keep(answer, language)
    return answer


def _provider(language: Language, account: Account | None) -> str:
    """What the provider is called, for whoever may come in by it or came from there."""
    if account is None:
        return identity.called(language)
    return identity.called(language, account.issuer) if account.issuer else ""


def gone_to(path: str) -> Response:
    """On to another page."""
    return RedirectResponse(path, status_code=303, headers=_NOT_KEPT)


def signed_in(request: Request, token: str, back: str) -> Response:
    """A new session, and on to where its owner wanted to go."""
    answer = gone_to(back)
    posting.signed_in(request, answer, token)
    return answer


def signed_in_as(request: Request) -> Visitor:
    """Who is signed in."""
    visitor = visitor_of(request)
    if visitor is None:  # the gate lets nobody else in
        raise PermissionError
    return visitor


def told(request: Request, message: str, *, good: bool = False, **values: object) -> Told:
    """A sentence above a form, in the reader's language."""
    return Told(say(language_of(request.scope), message, **values), good)


def who(request: Request) -> tuple[str, str]:
    """The address and the browser, for the list of sessions and the record of tries."""
    address = request.client.host if request.client else ""
    return address, request.headers.get("user-agent", "")


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def way_back(to: str) -> str:
    """The local address that somebody who signs in is led to: a page of ours, else the overview.

    Whatever host it names is left out.

    >>> way_back("/chains?chain=data"), way_back("//elsewhere.example/chains"), way_back("/media/x")
    ('/chains?chain=data', '/chains', '/')
    """
    back = languages.way_back(to)
    return back if urlsplit(back).path in PAGE_PATHS | {*_ACCOUNT} else "/"
