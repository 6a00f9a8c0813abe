"""The gate in front of every route: from where a request comes, whose it is, and what it may reach.

One table says what each address needs, and what no line names is closed. Whose a request is, says
its session cookie alone, which the store is asked about every time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final, cast
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracking.access import may
from tracking.web import hosts, messages
from tracking.web.headers import language_of
from tracking.web.shell import refused
from tracking.web.visitor import COOKIE, Visitor, find

SIGN_IN: Final = "/sign-in"
READ: Final = frozenset({"GET", "HEAD"})
FORM: Final = READ | {"POST"}
WEBSOCKET: Final = "WEBSOCKET"
# Bytes a request may carry; the upload's own limit is Streamlit's setting.
SMALL: Final = 16 * 1024


class Need(Enum):
    """What an address asks of who comes."""

    NOTHING = "nothing"
    SESSION = "session"
    REPORTER = "reporter"  # who may open the page to submit


@dataclass(frozen=True, slots=True)
class Line:
    """Addresses, how they may be asked, what they need, and how much may be sent to them."""

    path: re.Pattern[str]
    methods: frozenset[str]
    need: Need
    size: int | None = SMALL
    from_anywhere: bool = False  # what is sent proves itself


TABLE: Final = (
    Line(re.compile(r"/health"), READ, Need.NOTHING),
    Line(re.compile(r"/sign-in|/link/[\w-]{1,128}"), FORM, Need.NOTHING),
    # The identity provider: off to it, back from it, and out when its server says so.
    Line(re.compile(r"/sign-in/provider"), frozenset({"POST"}), Need.NOTHING),
    Line(re.compile(r"/sign-in/provider/answer"), frozenset({"GET"}), Need.NOTHING),
    Line(
        re.compile(r"/sign-in/provider/sign-out"),
        frozenset({"POST"}),
        Need.NOTHING,
        from_anywhere=True,
    ),
    Line(re.compile(r"/app/static/(plain\.css|icon\.svg)"), READ, Need.NOTHING),
    Line(re.compile(r"/account/(password|sessions)|/sign-out"), FORM, Need.SESSION),
    # What picture.js says before a chart's picture is saved.
    Line(re.compile(r"/picture"), frozenset({"POST"}), Need.SESSION),
    Line(
        re.compile(r"/_stcore/upload_file/[\w-]+/[\w-]+"),
        frozenset({"PUT", "DELETE"}),
        Need.REPORTER,
        size=None,
    ),
    Line(re.compile(r"/_stcore/stream"), frozenset({WEBSOCKET}), Need.SESSION),
    Line(re.compile(r".*", re.S), READ, Need.SESSION),
)


class Gate:
    """The middleware."""

    def __init__(
        self,
        app: ASGIApp,
        find: Callable[[str], Visitor | None] = find,
        names: frozenset[str] | None = None,
    ) -> None:
        self.app = app
        self.find = find
        self.names = hosts.answered() if names is None else names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, as its visitor's, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        answer = await self._refusal(scope)
        if answer is None and scope["type"] == "websocket":
            await self.app(scope, self._asking_anew(scope, receive), send)
        elif answer is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Response | None:
        """What the request is answered instead; None lets it in."""
        request = HTTPConnection(scope)
        method = scope.get("method", WEBSOCKET)
        if hosts.host_of(request) not in self.names:
            return HTMLResponse(refused(language_of(scope)), status_code=403)
        line = _line(method, scope["path"])
        anywhere = method in READ or (line is not None and line.from_anywhere)
        if not anywhere and not hosts.same_origin(request):
            return PlainTextResponse("Forbidden", status_code=403)
        visitor = await self._found(request)
        scope.setdefault("state", {})["visitor"] = visitor
        if visitor is None and (line is None or line.need is not Need.NOTHING):
            return _to_sign_in(request, method)
        if line is None:
            return PlainTextResponse("Method Not Allowed", status_code=405)
        if line.need is Need.REPORTER and visitor and not _reports(visitor):
            return PlainTextResponse("Forbidden", status_code=403)
        return _too_large(request, line)

    def _asking_anew(self, scope: Scope, receive: Receive) -> Receive:
        """What the page says, held against the session each time: it may have ended meanwhile."""
        request = HTTPConnection(scope)
        known = visitor_of(request)

        async def receiving() -> Message:
            nonlocal known
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                said = message.get("bytes") or b""
                if not messages.passed(said):
                    continue
                now = await self._found(request)
                if now is None or now != known:
                    known = now
                    said = messages.only_anew(said)
                return {"type": "websocket.receive", "bytes": said}

        return receiving

    async def _found(self, request: HTTPConnection) -> Visitor | None:
        token = request.cookies.get(COOKIE)
        return await run_in_threadpool(self.find, token) if token else None


def visitor_of(request: HTTPConnection) -> Visitor | None:
    """Whose request this is, as the gate found."""
    return cast("Visitor | None", request.scope["state"]["visitor"])


def _line(method: str, path: str) -> Line | None:
    for line in TABLE:
        if method in line.methods and line.path.fullmatch(path):
            return line
    return None


def _reports(visitor: Visitor) -> bool:
    return may(visitor.actor, "open", "page:submit")


def _to_sign_in(request: HTTPConnection, method: str) -> Response:
    """Who opens a page is led to the sign-in page and back; all else is refused."""
    if method not in READ or "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse("Unauthorized", status_code=401)
    asked = request.scope["path"]
    if request.url.query:
        asked += f"?{request.url.query}"
    where = SIGN_IN if asked == "/" else f"{SIGN_IN}?{urlencode({'to': asked})}"
    return RedirectResponse(where, status_code=303, headers={"cache-control": "no-store"})


def _too_large(request: HTTPConnection, line: Line) -> Response | None:
    said = request.headers.get("content-length", "0")
    if line.size is None or (said.isdecimal() and int(said) <= line.size):
        return None
    return PlainTextResponse("Content Too Large", status_code=413)
