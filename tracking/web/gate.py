"""The gate in front of every route: without accounts, only who sits at this machine comes in.

Everybody inside acts as the local administrator, so requests from elsewhere, through a proxy, or
under another host name (a foreign page may point its own name at this machine) are refused.
"""

import re
from ipaddress import ip_address
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tracking.web.headers import language_of
from tracking.web.shell import refused

HOSTS: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_PORT: Final = re.compile(r":\d+$")
FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip")


class Gate:
    """The middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, or refuse it."""
        if scope["type"] == "lifespan" or at_this_machine(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            answer = HTMLResponse(refused(language_of(scope)), status_code=403)
            await answer(scope, receive, send)


def at_this_machine(scope: Scope) -> bool:
    """Whether a request comes from this machine, straight, and under its own name."""
    headers = Headers(scope=scope)
    client = scope.get("client")
    if client is None or any(name in headers for name in FORWARDED):
        return False
    try:
        local = ip_address(client[0]).is_loopback
    except ValueError:
        local = False
    return local and _PORT.sub("", headers.get("host", "")) in HOSTS
