"""The gate: every route and way of asking, by nobody, by each role, and by who only seems so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.signed_in import account_name, session_token
from tests.web.asking import Browser, answered
from tracking.store import Store
from tracking.store.sessions import ABSOLUTE, IDLE
from tracking.web import hosts
from tracking.web.gate import Gate
from tracking.web.headers import OurHeaders
from tracking.web.house import house
from tracking.web.pages import PAGES
from tracking.web.served_shell import OurShell
from tracking.web.server import ROUTES
from tracking.web.visitor import COOKIE

HTML = {"accept": "text/html"}
OURS = {"origin": "http://localhost:8501"}
ROLES = ("viewer", "110000", "reviewer", "administrator")
UPLOAD = "/_stcore/upload_file/0f8a/1c2b"
# What a browser navigates to, and what its pages ask for.
CLOSED = (
    *(page.path for page in PAGES),
    "/account/password",
    "/account/sessions",
    "/sign-out",
    "/lang/en",
    "/no-such-page",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/stream",
    "/static/js/index.js",
    "/app/static/dashboard.css",
    "/app/static/ui.js",
    "/media/0123456789abcdef0123456789abcdef.csv",
    "/component/any/index.html",
    UPLOAD,
)
# Addresses that only look as if they led to what is open.
ROUNDABOUT = (
    "/sign-in/",
    "/sign-in/../chains",
    "/sign-in%2f..%2fchains",
    "//sign-in",
    "/link/../chains",
    "/link/",
    "/health/../media/x",
    "/app/static/plain.css/../dashboard.css",
    "/app/static/../../../etc/passwd",
    "/app/static/plain.css\n",
    "/SIGN-IN",
    "/sign-in/provider",  # only its button leads there
    "/sign-in/provider/answer/",
    "/sign-in/provider/answer/../../../chains",
    "/sign-in/provider/sign-out",
)


async def inside(request: Request) -> PlainTextResponse:
    return PlainTextResponse("inside")


async def stream(socket: WebSocket) -> None:
    await socket.accept()


@pytest.fixture
def store(published: Path, copy, monkeypatch) -> Store:
    monkeypatch.setenv("TRACKING_STORE", str(copy(published)))
    return house().store


@pytest.fixture
def browser(store) -> Browser:
    """The gate with our routes behind it, and in place of Streamlit what says “inside”."""
    every = Route("/{any:path}", inside, methods=["GET", "HEAD", "PUT", "POST", "DELETE"])
    routes = [*ROUTES, WebSocketRoute("/_stcore/stream", stream), every]
    ways = [Middleware(OurHeaders), Middleware(Gate)]
    return Browser(Starlette(routes=routes, middleware=ways))


@pytest.fixture
def signed_in(browser, store):
    def signing(who: str, **when: datetime) -> Browser:
        return replace(browser, cookies={COOKIE: session_token(store, who, **when)})

    return signing


def connects(browser: Browser, path: str = "/_stcore/stream", **headers: str) -> bool:
    """Whether a WebSocket is let in."""
    sent: list[dict[str, object]] = []
    given = {"host": "localhost:8501", **OURS, **headers}
    given["cookie"] = "; ".join(f"{k}={v}" for k, v in browser.cookies.items())
    scope = {
        "type": "websocket",
        "path": path,
        "query_string": b"",
        "scheme": "ws",
        "client": ("127.0.0.1", 50000),
        "headers": [(k.encode(), v.encode()) for k, v in given.items() if v],
    }
    messages = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}]

    async def receive():
        return messages.pop(0)

    async def send(message):
        sent.append(message)

    answered(browser.app(scope, receive, send))
    let_in = sent[0]["type"] == "websocket.accept"
    assert let_in or sent == [{"type": "websocket.close", "code": 1008}]
    return let_in


@pytest.mark.parametrize("path", CLOSED)
def test_nobody_is_led_from_every_address_to_the_sign_in_page_or_refused(browser, path):
    page = browser.get(path, **HTML)
    assert page.status == 303
    assert page.headers["location"].split("?")[0] == "/sign-in"
    assert browser.get(path).status == 401
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert browser.ask(method, path, **OURS).status == 401


@pytest.mark.parametrize("path", ROUNDABOUT)
def test_no_way_round_leads_in(browser, path):
    assert browser.get(path).status in (401, 404)
    assert "inside" not in browser.get(path, **HTML).text


@pytest.mark.parametrize(
    "path", ["/sign-in", "/health", "/app/static/plain.css", "/app/static/icon.svg"]
)
def test_only_the_sign_in_page_its_style_and_health_are_open(browser, path):
    assert browser.get(path).status == 200


def test_nobody_opens_a_websocket(browser):
    assert not connects(browser)


@pytest.mark.parametrize("who", ROLES)
def test_who_is_signed_in_reaches_pages_files_and_the_websocket(signed_in, who):
    browser = signed_in(who)
    for path in ("/chains", "/static/js/index.js", "/media/0123.csv", "/_stcore/health"):
        assert browser.get(path).text == "inside"
    assert connects(browser)


@pytest.mark.parametrize(
    ("who", "status"), [("viewer", 403), ("110000", 200), ("reviewer", 403), ("administrator", 200)]
)
def test_only_who_may_submit_uploads(signed_in, who, status):
    assert signed_in(who).ask("PUT", UPLOAD, **OURS).status == status
    assert signed_in(who).ask("DELETE", UPLOAD, **OURS).status == status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_is_written_to_an_address_that_takes_nothing(signed_in, method):
    assert signed_in("administrator").ask(method, "/chains", **OURS).status == 405


def test_a_websocket_leads_to_the_one_address_only(signed_in):
    assert not connects(signed_in("administrator"), "/_stcore/other")


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "é", "a" * 4000, "' or 1=1 --"])
def test_a_forged_session_is_none(browser, token):
    browser.cookies[COOKIE] = token.encode().decode("latin-1")
    assert browser.get("/chains").status == 401
    assert not connects(browser)


def test_a_link_is_no_session_and_a_sessions_hash_neither(browser, store):
    browser.cookies[COOKIE] = store.accounts.add("wang", "viewer", actor="tests")
    assert browser.get("/chains").status == 401


def test_a_session_of_another_store_is_none(browser, published, programme):
    with Store.open(published, programme) as other:
        browser.cookies[COOKIE] = session_token(other, "administrator")
    assert browser.get("/chains").status == 401


def test_a_session_that_nobody_used_for_long_has_ended(signed_in):
    now = datetime.now(UTC)
    assert signed_in("viewer", now=now - IDLE + timedelta(minutes=5)).get("/chains").status == 200
    assert signed_in("viewer", now=now - IDLE - timedelta(minutes=5)).get("/chains").status == 401


def test_a_session_has_ended_after_its_longest_time(signed_in, store):
    now = datetime.now(UTC)
    opened = now - ABSOLUTE - timedelta(minutes=5)
    browser = signed_in("viewer", now=opened)
    step = opened
    while step < now:
        store.sessions.find(browser.cookies[COOKIE], step)
        step += timedelta(hours=7)
    assert browser.get("/chains").status == 401


def test_a_session_that_is_revoked_has_ended_at_once(signed_in, store):
    browser = signed_in("viewer")
    (number,) = store.sessions.of(store.accounts.named("viewer"))["id"]
    store.sessions.revoke(int(number), "tests")
    assert browser.get("/chains").status == 401
    assert not connects(browser)


def test_whose_account_is_closed_is_out_at_once(signed_in, store):
    browser = signed_in("110000")
    store.accounts.close(account_name("110000"), "tests")
    assert browser.get("/chains").status == 401


def test_whose_role_is_taken_away_uploads_no_more(signed_in, store):
    browser = signed_in("110000")
    store.accounts.change(account_name("110000"), "viewer", actor="tests")
    assert browser.get("/chains").status == 200
    assert browser.ask("PUT", UPLOAD, **OURS).status == 403


@pytest.mark.parametrize(
    "header",
    ["x-forwarded-user", "remote_user", "x-tracker-user", "x-tracker-role", "authorization"],
)
def test_what_a_client_says_of_itself_means_nothing(browser, header):
    assert browser.get("/chains", **{header: "local"}).status == 401
    assert not connects(browser, **{header: "local"})


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "http://elsewhere.example",
        "http://localhost:8502",
        "http://localhost:8501.elsewhere.example",
        "http://elsewhere.example/localhost:8501",
        "http://[broken",
        "javascript://localhost:8501",
    ],
)
def test_what_writes_must_come_from_this_host(signed_in, origin):
    browser = signed_in("administrator")
    assert browser.ask("PUT", UPLOAD, origin=origin).status == 403
    assert browser.ask("POST", "/sign-in", origin=origin).status == 403
    assert browser.ask("POST", "/sign-out", origin=origin).status == 403
    assert not connects(browser, origin=origin)
    assert browser.get("/chains").status == 200


@pytest.mark.parametrize("host", ["", "elsewhere.example", "localhost.elsewhere.example:8501"])
def test_under_another_name_nothing_is_answered(signed_in, host):
    browser = signed_in("administrator")
    for path in ("/chains", "/sign-in", "/health"):
        assert browser.get(path, host=host).status == 403
    assert not connects(browser, host=host)


def test_the_names_of_the_setting_are_answered(browser, monkeypatch):
    monkeypatch.setenv(hosts.SETTING, "progress.example.cn")
    assert browser.get("/health", host="progress.example.cn").status == 200
    assert browser.get("/health", host="localhost:8501").status == 200


@pytest.mark.parametrize("size", ["16385", "-1", "many"])
def test_more_than_a_form_holds_is_not_taken(browser, size):
    assert browser.ask("POST", "/sign-in", content_length=size, **OURS).status == 413


def test_every_refusal_has_the_strict_headers(browser):
    for answer in (browser.get("/chains"), browser.get("/chains", **HTML), browser.get("/sign-in")):
        assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_a_page_that_does_not_exist_is_told_only_to_who_is_signed_in(store):
    ways = [Middleware(OurHeaders), Middleware(Gate), Middleware(OurShell)]
    app = Starlette(routes=ROUTES, middleware=ways)
    assert Browser(app).get("/no-such-page", **HTML).status == 303
    reader = Browser(app, {COOKIE: session_token(store, "viewer")})
    assert reader.get("/no-such-page", **HTML).status == 404


def pressed() -> bytes:
    """A button pressed on an open page."""
    message = BackMsg()
    message.rerun_script.query_string = "chain=data"
    message.rerun_script.page_script_hash = "chains"
    message.rerun_script.fragment_id = "window"
    message.rerun_script.widget_states.widgets.add(id="approve").trigger_value = True
    return message.SerializeToString()


def other(kind: str) -> bytes:
    message = BackMsg()
    if kind == "file_urls_request":
        message.file_urls_request.request_id = "1"
    else:
        setattr(message, kind, True)
    return message.SerializeToString()


def heard(token: str, *said: bytes, after=lambda: None) -> list[BackMsg]:
    """What of these messages an open page's server hears; `after` happens after the first."""
    got: list[BackMsg] = []
    waiting = list(said)

    async def app(scope, receive, send):
        while (message := await receive())["type"] == "websocket.receive":
            got.append(BackMsg.FromString(message["bytes"]))

    async def receive():
        if len(waiting) == len(said) - 1:
            after()
        if waiting:
            return {"type": "websocket.receive", "bytes": waiting.pop(0)}
        return {"type": "websocket.disconnect"}

    given = {"host": "localhost", "origin": "http://localhost", "cookie": f"{COOKIE}={token}"}
    scope = {
        "type": "websocket",
        "path": "/_stcore/stream",
        "client": ("127.0.0.1", 1),
        "headers": [(k.encode(), v.encode()) for k, v in given.items()],
    }
    answered(Gate(app)(scope, receive, None))
    return got


def test_a_button_pressed_reaches_the_page(store):
    (one,) = heard(session_token(store, "reviewer"), pressed())
    assert one.rerun_script.widget_states.widgets[0].id == "approve"


def test_a_button_pressed_after_signing_out_elsewhere_only_runs_the_page_anew(store):
    token = session_token(store, "reviewer")
    account = store.accounts.named("reviewer")
    _, last = heard(
        token, pressed(), pressed(), after=lambda: store.sessions.revoke_all(account, "x")
    )
    assert last.rerun_script.query_string == "chain=data"
    assert not last.rerun_script.widget_states.widgets
    assert not last.rerun_script.fragment_id


def test_a_file_asked_for_after_signing_out_is_not_given(store):
    token = session_token(store, "reviewer")
    account = store.accounts.named("reviewer")
    asked = other("file_urls_request")
    _, *then = heard(token, pressed(), asked, asked,
        after=lambda: store.sessions.revoke_all(account, "x"),
    )  # fmt: skip
    assert [one.WhichOneof("type") for one in then] == ["rerun_script", "rerun_script"]


def test_a_button_pressed_with_a_role_taken_away_only_runs_the_page_anew(store):
    token = session_token(store, "reviewer")
    change = store.accounts.change
    _, last = heard(token, pressed(), pressed(),
        after=lambda: change("reviewer", "viewer", actor="x"),
    )  # fmt: skip
    assert not last.rerun_script.widget_states.widgets


@pytest.mark.parametrize(
    "kind",
    ["clear_cache", "set_run_on_save", "debug_disconnect_websocket", "debug_shutdown_runtime"],
)
def test_no_page_empties_caches_or_stops_the_server(store, kind):
    assert heard(session_token(store, "administrator"), other(kind), b"\xff") == []
