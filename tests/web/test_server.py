"""What stands in front of every page: headers, closed addresses, language."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from streamlit.web.server.starlette.starlette_static_routes import (
    create_streamlit_static_assets_routes,
)

from tests.conftest import ROOT
from tests.web.asking import Answer, Browser, answered
from tracking.web.busy import Busy
from tracking.web.headers import OurHeaders
from tracking.web.language import COOKIE, way_back
from tracking.web.pages import PAGES
from tracking.web.served_shell import OurShell
from tracking.web.server import ROUTES


@pytest.fixture
def client(published, monkeypatch) -> Browser:
    monkeypatch.setenv("TRACKING_STORE", str(published))
    routes = [*ROUTES, *create_streamlit_static_assets_routes(base_url="")]
    app = Starlette(routes=routes, middleware=[Middleware(OurHeaders), Middleware(OurShell)])
    return Browser(app)


@pytest.mark.parametrize("path", ["/", "/chains", "/health", "/lang/en", "/nothing-here"])
def test_every_answer_has_the_strict_headers(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "permissions-policy" in headers
    assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/interact",
        "/auth/login",
        "/oauth2callback",
    ],
)
def test_metrics_the_agent_and_streamlits_own_sign_in_are_closed(client, path):
    assert client.get(path).status == 404
    assert client.ask("POST", path).status == 404


@pytest.mark.parametrize("page", PAGES)
def test_the_shell_is_in_the_readers_language(client, page):
    chinese = client.get(page.path).text
    assert '<html lang="zh-CN">' in chinese
    assert "<title>实施进展监测</title>" in chinese
    client.cookies[COOKIE] = "en"
    english = client.get(page.path).text
    assert '<html lang="en">' in english
    assert "<title>Implementation progress</title>" in english
    assert "agent" not in english.lower()


def test_an_address_may_name_the_language(client):
    client.cookies[COOKIE] = "zh"
    assert '<html lang="en">' in client.get("/chains?lang=en").text


def test_a_changed_shell_is_never_answered_from_the_browsers_memory(client):
    answer = client.get("/")
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "private, no-cache"
    again = client.get("/", if_modified_since="Fri, 01 Jan 2100 00:00:00 GMT")
    assert again.status == 200


def test_an_unknown_page_has_a_page_of_its_own(client):
    answer = client.get("/nothing-here")
    assert answer.status == 404
    assert "页面不存在" in answer.text
    assert 'href="/"' in answer.text


def test_a_full_dashboard_says_so_and_lets_in_again():
    class Streamlit:
        async def __call__(self, scope, receive, send):
            if scope["type"] == "websocket":
                inside.append(await Browser(gate).asked("GET", "/", {}))
                inside.append(await Browser(gate).asked("GET", "/health", {}))
            else:
                await PlainTextResponse("ok")(scope, receive, send)

    inside: list[Answer] = []
    gate = Busy(Streamlit(), most=1)
    answered(gate({"type": "websocket"}, None, None))
    full, health = inside
    assert full.status == 503
    assert full.headers["retry-after"] == "30"
    assert "当前访问人数较多" in full.text
    assert health.status == 200
    assert Browser(gate).get("/").status == 200


def test_only_who_came_over_tls_is_told_to_stay_with_it(client):
    assert "strict-transport-security" not in client.get("/").headers
    over_tls = replace(client, scheme="https").get("/")
    assert over_tls.headers["strict-transport-security"] == "max-age=31536000"


def test_health_says_when_the_store_cannot_be_read(published, copy, monkeypatch):
    store = copy(published)
    monkeypatch.setenv("TRACKING_STORE", str(store))
    browser = Browser(Starlette(routes=ROUTES))
    assert browser.get("/health").status == 200
    store.rename(store.with_name("moved.db"))
    answer = browser.get("/health")
    assert (answer.status, answer.json()) == (503, {"status": "store cannot be read"})


def test_health_names_the_stores_version(client):
    answer = client.get("/health")
    assert answer.status == 200
    assert answer.json()["store_version"] > 0


def test_the_language_switch_sets_a_cookie_and_goes_back(client):
    answer = client.get("/lang/en", referer="http://localhost:8501/chains?chain=data")
    assert answer.status == 303
    assert answer.headers["location"] == "/chains?chain=data"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=en")
    assert "HttpOnly" in cookie


def test_an_unknown_language_sets_nothing(client):
    assert "set-cookie" not in client.get("/lang/fr").headers


@pytest.mark.parametrize(
    "referer",
    [
        "http://elsewhere.example/x",
        "http://localhost:8501//elsewhere.example/x",
        "http://localhost:8501/\\elsewhere.example",
        "http://localhost:8501/\\/elsewhere.example",
        "//elsewhere.example",
        "javascript:alert(1)",
        "http://[broken",
        "",
    ],
)
def test_the_language_switch_never_leaves_the_host(client, referer):
    back = client.get("/lang/en", referer=referer).headers["location"]
    assert back.startswith("/")
    assert not back.startswith(("//", "/\\"))


def test_the_way_back_drops_the_language_it_came_in():
    assert way_back("http://localhost/method?lang=en&quarter=2024Q2") == "/method?quarter=2024Q2"


def started(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *(command or ("dashboard.py", "--port", "1"))],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_an_inconsistent_programme_stops_the_start_with_every_fault(tmp_path):
    folder = tmp_path / "programme"
    shutil.copytree(ROOT / "data" / "programme", folder)
    measures = folder / "measures.csv"
    measures.write_text(
        measures.read_text(encoding="utf-8-sig").replace(",innovation,", ",inovation,", 2),
        encoding="utf-8",
    )
    ended = started(
        {"TRACKING_PROGRAMME": str(folder), "TRACKING_STORE": str(tmp_path / "tracking.db")}
    )
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert "看板无法启动" in ended.stderr
    assert "measures.csv, row" in ended.stderr
    assert ended.stderr.count("inovation") >= 4  # two faults, each in two languages


def test_a_file_that_is_no_store_stops_the_start(tmp_path):
    path = tmp_path / "tracking.db"
    path.write_text("a letter, not a store" * 100)
    ended = started({"TRACKING_STORE": str(path)})
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert "看板无法启动" in ended.stderr


def test_a_proxy_that_is_no_address_stops_the_start(tmp_path):
    own = {"TRACKING_STORE": str(tmp_path / "tracking.db"), "TRACKING_PROXIES": "127.0.0.1 nginx"}
    ended = started(own)
    assert ended.returncode == 2
    assert "“nginx” is neither an address" in ended.stderr
    assert "既不是地址" in ended.stderr


def test_streamlit_run_which_believes_everybody_at_this_machine_does_not_serve_it(tmp_path):
    own = {"TRACKING_STORE": str(tmp_path / "tracking.db")}
    ended = started(own, "-m", "streamlit", "run", "dashboard.py", "--server.port", "1")
    assert ended.returncode == 1
    assert "python dashboard.py" in ended.stderr
