"""What every answer carries: a strict content policy and the other headers Streamlit does not send.

Pure ASGI, in front of every route and of the gate; it also closes Streamlit's metrics, agent and
sign-in addresses.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracking.web import language as languages
from tracking.web.pages import PAGES
from tracking.words import Language

CLOSED: Final = re.compile(r"/(_stcore/(metrics|agent)|auth|oauth2callback)(/|$)")
# Not the shell: Streamlit's own addresses, our static files and routes, and files at the root.
NOT_A_PAGE: Final = re.compile(
    r"/(_stcore|static|media|component|app/static|lang|health|sign-in|sign-out|link|account)(/|$)"
    r"|.*\.\w+$|.*/_stcore/"
)
PAGE_PATHS: Final = frozenset({"/", *(page.path for page in PAGES)})
_INLINE: Final = re.compile(rb"<script>(.*?)</script>", re.S)


@cache
def content_policy() -> str:
    """The Content-Security-Policy; its hashes are of the inline scripts in the installed shell."""
    shell = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    digests = (hashlib.sha256(script).digest() for script in _INLINE.findall(shell))
    hashes = " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


@cache
def security_headers() -> dict[str, str]:
    """Every header that is set on every answer."""
    return {
        "content-security-policy": content_policy(),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
    }


# Over TLS a browser is to come back over TLS alone, for a year.
TLS_ONLY: Final = "max-age=31536000"


class OurHeaders:
    """The middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let Streamlit answer, with our headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _with_headers(scope, send)
        if CLOSED.match(scope["path"]):
            await PlainTextResponse("Not Found", status_code=404)(scope, receive, answer)
        else:
            await self.app(scope, receive, answer)


def _with_headers(scope: Scope, send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            for name, value in security_headers().items():
                headers[name] = value
            if scope.get("scheme") == "https":
                headers["strict-transport-security"] = TLS_ONLY
        await send(message)

    return sending


def language_of(scope: Scope) -> Language:
    """The language of whoever asks, from the address or the cookie."""
    wish = parse_qs(scope.get("query_string", b"").decode("latin-1")).get(languages.PARAMETER)
    kept = HTTPConnection(scope).cookies.get(languages.COOKIE)
    return languages.preferred(wish[-1] if wish else None, kept)
