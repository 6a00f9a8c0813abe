"""An OpenID provider at this machine: sign-in page, codes, signed tokens, keys, sign-out.

It does what a good one does, until a test tells it otherwise.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "tracking", "s3cret-of-the-client"
HOME = "http://localhost:8501"
ZHANG = {"sub": "u-1", "preferred_username": "zhangwei", "groups": ["report"], "org": "BJ"}
SETTINGS = """
issuer = "{issuer}"
client_id = "tracking"
client_secret_file = "secret.txt"
called_zh = "统一身份认证平台"
called_en = "Ministry ID"

[units]
claim = "org"
codes = {{ BJ = "110000", SH = "310000" }}

[[roles]]
claim = "groups"
value = "admin"
role = "administrator"

[[roles]]
claim = "groups"
value = "review"
role = "reviewer"

[[roles]]
claim = "groups"
value = "report"
role = "reporter"

[[roles]]
claim = "groups"
value = "read"
role = "viewer"
"""


@dataclass
class OpenID:
    """The provider, and what a test makes of it."""

    issuer: str = ""
    home: str = HOME
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, auto_kid=True))
    # Who signs in there next, and what the token says beside.
    person: dict[str, Any] = field(default_factory=lambda: dict(ZHANG))
    more: dict[str, Any] = field(default_factory=dict)
    # How a token is signed; what is published; the answer to an address, instead of the right one.
    sign: Callable[[dict[str, Any]], str] | None = None
    published: list[dict[str, Any]] | None = None
    instead: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # the paths, in order
    sent: list[dict[str, str]] = field(default_factory=list)  # the forms sent for a token
    signed_in: bool = False

    def settings(self, folder: Path) -> Path:
        """The file by which the dashboard knows it."""
        (folder / "secret.txt").write_text(SECRET)
        path = folder / "identity.toml"
        path.write_text(SETTINGS.format(issuer=self.issuer), encoding="utf-8")
        return path

    def claims(self, nonce: str) -> dict[str, Any]:
        now = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        return {**told, "sid": "s-1", **self.person, **self.more}

    def signed(self, claims: dict[str, Any]) -> str:
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.sign:
            return self.sign(claims)
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def order(self, **claims: Any) -> str:
        """An order to end sessions, signed."""
        now = int(time.time())
        told = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": "j",
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        }  # fmt: skip
        return self.signed({**told, **claims})

    def answer(self, where: str) -> dict[str, str]:
        """Sign in there as the next person; what a browser carries back."""
        asked = dict(parse_qsl(urlsplit(where).query))
        return dict(parse_qsl(urlsplit(self.granted(asked)).query))

    def granted(self, asked: dict[str, str]) -> str:
        """The way back, with a code."""
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["redirect_uri"] == f"{self.home}/sign-in/provider/answer"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        told = {"code": code, "state": asked["state"], "iss": self.issuer}
        return f"{asked['redirect_uri']}?{urlencode(told)}"

    def exchanged(self, form: dict[str, str], authorization: str) -> dict[str, Any]:
        """A code for tokens, once."""
        self.sent.append(form)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization != f"Basic {basic}":
            return {"error": "invalid_client"}
        begun = self.codes.pop(form.get("code", ""), None)
        made = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(made).decode().rstrip("=")
        if (
            begun is None
            or begun["code_challenge"] != challenge
            or begun["redirect_uri"] != form.get("redirect_uri")
        ):
            return {"error": "invalid_grant"}
        token = self.signed(self.claims(begun["nonce"]))
        return {"access_token": "a", "token_type": "Bearer", "id_token": token}

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/end-session",
            "authorization_response_iss_parameter_supported": True,
        }

    def keys(self) -> dict[str, Any]:
        return {"keys": self.published or [self.key.as_dict(private=False, use="sig")]}


@contextmanager
def openid(home: str = HOME, host: str = "127.0.0.1") -> Iterator[OpenID]:
    """A provider that answers, as long as the block lasts.

    For a browser, 127.0.0.1 and localhost are two sites.
    """
    one = OpenID(home=home)

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
            one.asked.append(path)
            if path in one.instead:
                one.instead[path](self)
            elif path == "/.well-known/openid-configuration":
                self.json(one.discovery())
            elif path == "/keys":
                self.json(one.keys())
            elif path == "/authorize":
                self.sign_in_page(query)
            elif path == "/end-session":
                one.signed_in = False
                assert query["client_id"] == CLIENT
                assert query["post_logout_redirect_uri"] == f"{one.home}/sign-in"
                self.to(f"{one.home}/sign-in?{urlencode({'state': query['state']})}")

        def do_POST(self) -> None:
            path = urlsplit(self.path).path
            one.asked.append(path)
            said = self.rfile.read(int(self.headers["content-length"])).decode()
            form = dict(parse_qsl(said))
            if path in one.instead:
                one.instead[path](self)
            elif path == "/authorize":
                one.signed_in = True
                self.to(one.granted(form))
            elif path == "/token":
                told = one.exchanged(form, self.headers.get("authorization", ""))
                self.json(told, 400 if "error" in told else 200)

        def sign_in_page(self, query: dict[str, str]) -> None:
            if one.signed_in:
                self.to(one.granted(query))
                return
            hidden = "".join(
                f'<input type="hidden" name="{name}" value="{escape(value)}">'
                for name, value in query.items()
            )
            form = f'<form method="post" action="/authorize">{hidden}<button>OK</button></form>'
            self.tell(f"<!DOCTYPE html><h1>Provider</h1>{form}".encode(), "text/html")

        def json(self, told: dict[str, Any], status: int = 200) -> None:
            self.tell(json.dumps(told).encode(), "application/json", status)

        def tell(self, body: bytes, kind: str, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def to(self, where: str) -> None:
            self.send_response(303)
            self.send_header("location", where)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    one.issuer = f"http://{host}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield one
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
