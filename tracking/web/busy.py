"""A cap on open sessions: past it the server would slow down for everybody, so it says so instead.

Throughput falls off a cliff at about 140 sessions that rerun every five seconds on one core.
"""

import os
from typing import Final

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tracking.web.headers import NOT_A_PAGE, language_of
from tracking.web.shell import RETRY, busy

MOST: Final = 100


class Busy:
    """The middleware: counts WebSockets, and answers for pages while too many are open."""

    def __init__(self, app: ASGIApp, most: int | None = None) -> None:
        self.app = app
        self.most = most or int(os.environ.get("TRACKING_MAX_SESSIONS") or MOST)
        self.open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, or say that it is full."""
        if scope["type"] == "websocket":
            self.open += 1
            try:
                await self.app(scope, receive, send)
            finally:
                self.open -= 1
        elif (
            scope["type"] == "http"
            and self.open >= self.most
            and not NOT_A_PAGE.match(scope["path"])
        ):
            answer = HTMLResponse(
                busy(language_of(scope)), status_code=503, headers={"retry-after": str(RETRY)}
            )
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)
