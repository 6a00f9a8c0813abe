"""Answers for pages, behind the gate: Streamlit's shell in the reader's language, or none such."""

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracking.web.headers import NOT_A_PAGE, PAGE_PATHS, language_of
from tracking.web.posting import token_of
from tracking.web.shell import not_found, patched
from tracking.web.visitor import COOKIE as SESSION


class OurShell:
    """The middleware that answers for pages: Streamlit's shell in the reader's language."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the shell, or that there is no such page; all else is Streamlit's."""
        path: str = scope.get("path", "")
        if (
            scope["type"] != "http"
            or NOT_A_PAGE.match(path)
            or scope["method"] not in ("GET", "HEAD")
        ):
            await self.app(scope, receive, send)
        elif path.rstrip("/") not in PAGE_PATHS and path != "/":
            page = not_found(language_of(scope))
            await HTMLResponse(page, status_code=404)(scope, receive, send)
        else:
            await self._shell(scope, receive, send)

    async def _shell(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Uncompressed and unconditional, because the body is rewritten here.
        dropped = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
        headers = [pair for pair in scope["headers"] if pair[0] not in dropped]
        body = bytearray()
        start: Message = {}

        async def collect(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                html = bytes(body)
                if start["status"] == 200:
                    token = token_of(HTTPConnection(scope).cookies.get(SESSION, ""))
                    html = patched(html.decode(), language_of(scope), token).encode()
                answer = MutableHeaders(raw=start["headers"])
                for name in ("etag", "last-modified", "content-length", "accept-ranges"):
                    if name in answer:
                        del answer[name]
                if scope["method"] == "GET":
                    answer["content-length"] = str(len(html))
                answer["cache-control"] = "private, no-cache"
                answer["vary"] = "Cookie"
                await send(start)
                empty = scope["method"] == "HEAD"
                await send({"type": "http.response.body", "body": b"" if empty else html})

        await self.app(dict(scope, headers=headers), receive, collect)
