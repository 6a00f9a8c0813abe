"""A freshly started server, every way of asking it, by nobody and by each role: one table."""

import base64
import http.client
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.e2e.serving import served, token_at
from tracking.web.pages import PAGES
from tracking.web.posting import token_of
from tracking.web.visitor import COOKIE

UNIT = "110000"
WHO = ("nobody", "viewer", UNIT, "reviewer", "administrator")
HTML = {"accept": "text/html"}
PICTURE = {
    "name": "全国_2025年四季度",
    "format": "png",
    "page": "overview",
    "known_on": "2026-03-01",
}
SOCKET = {
    "connection": "Upgrade",
    "upgrade": "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": base64.b64encode(bytes(16)).decode(),
    "sec-websocket-protocol": "streamlit",
}
# (how, address, sent along): what nobody, a viewer, a reporter, a reviewer, an administrator get.
# A page is Streamlit's shell for all who are signed in; what it holds comes by the WebSocket.
TABLE = {
    **{("GET", page.path, "html"): (303, 200, 200, 200, 200) for page in PAGES},
    **{("GET", page.path, ""): (401, 200, 200, 200, 200) for page in PAGES},
    ("GET", "/no-such-page", "html"): (303, 404, 404, 404, 404),
    # Those of the tests have no password to change.
    ("GET", "/account/password", ""): (401, 303, 303, 303, 303),
    ("GET", "/account/sessions", ""): (401, 200, 200, 200, 200),
    ("GET", "/_stcore/health", ""): (401, 200, 200, 200, 200),
    ("GET", "/_stcore/host-config", ""): (401, 200, 200, 200, 200),
    ("GET", "/_stcore/metrics", ""): (404, 404, 404, 404, 404),
    ("GET", "/_stcore/agent/state", ""): (404, 404, 404, 404, 404),
    ("GET", "/auth/login", ""): (404, 404, 404, 404, 404),
    ("GET", "/oauth2callback", ""): (404, 404, 404, 404, 404),
    ("GET", "/media/0123456789abcdef0123456789abcdef.csv", ""): (401, 404, 404, 404, 404),
    ("GET", "/app/static/dashboard.css", ""): (401, 200, 200, 200, 200),
    ("GET", "/app/static/../../../etc/passwd", ""): (401, 400, 400, 400, 400),
    ("GET", "/static/..%2f..%2f..%2fetc/passwd", ""): (401, 400, 400, 400, 400),
    ("GET", "/sign-in", ""): (200, 303, 303, 303, 303),
    ("GET", "/health", ""): (200, 200, 200, 200, 200),
    ("GET", "/app/static/plain.css", ""): (200, 200, 200, 200, 200),
    # Who may upload at all, too, must bring the token of an open page.
    ("PUT", "/_stcore/upload_file/0f8a/1c2b", "ours"): (401, 403, 403, 403, 403),
    ("PUT", "/_stcore/upload_file/0f8a/1c2b", "theirs"): (403, 403, 403, 403, 403),
    ("POST", "/", "ours"): (401, 405, 405, 405, 405),
    ("POST", "/sign-out", "theirs"): (403, 403, 403, 403, 403),
    # What a page says before it saves a chart's picture; a form of nobody's page says nothing.
    ("POST", "/picture", "form"): (401, 204, 204, 204, 204),
    ("POST", "/picture", "ours"): (401, 403, 403, 403, 403),
    ("POST", "/picture", "theirs"): (403, 403, 403, 403, 403),
    ("GET", "/picture", ""): (401, 404, 404, 404, 404),
    ("GET", "/_stcore/stream", "socket"): (403, 101, 101, 101, 101),
    ("GET", "/_stcore/stream", "their socket"): (403, 403, 403, 403, 403),
}


@pytest.fixture(scope="module")
def fresh(published_store: Path, tmp_path_factory) -> Iterator[str]:
    """A server that nobody has asked anything."""
    own = Path(shutil.copy(published_store, tmp_path_factory.mktemp("routes") / "tracking.db"))
    with served(own) as where:
        yield where


@pytest.fixture(scope="module")
def tokens(fresh: str) -> dict[str, str]:
    return {who: token_at(fresh, who) for who in WHO if who != "nobody"}


def status(address: str, method: str, path: str, sent: str, token: str | None) -> int:
    """The status of the answer; of a WebSocket that of its handshake."""
    host = urlsplit(address).netloc
    headers = {"": {}, "html": HTML}.get(sent, {})
    if sent in ("ours", "form", "socket"):
        headers = {"origin": f"http://{host}"}
    elif sent in ("theirs", "their socket"):
        headers = {"origin": "http://elsewhere.example"}
    if "socket" in sent:
        headers |= SOCKET
    if token:
        headers = headers | {"cookie": f"{COOKIE}={token}"}
    body = "x" if method == "PUT" else None
    if sent == "form":
        body = urlencode(PICTURE | {"form": token_of(token or "")})
    connection = http.client.HTTPConnection(host, timeout=30)
    try:
        connection.request(method, path, body=body, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("asked", TABLE, ids=lambda asked: " ".join(asked).strip())
def test_every_way_of_asking_is_answered_as_the_table_says(fresh, tokens, asked):
    method, path, sent = asked
    found = tuple(status(fresh, method, path, sent, tokens.get(who)) for who in WHO)
    assert found == TABLE[asked]


def test_the_sign_in_page_is_no_shell_and_the_shell_is_given_to_nobody(fresh):
    connection = http.client.HTTPConnection(urlsplit(fresh).netloc, timeout=30)
    connection.request("GET", "/sign-in", headers=HTML)
    page = connection.getresponse().read().decode()
    connection.close()
    assert "streamlit" not in page.lower()
