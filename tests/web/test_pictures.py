"""A picture of a chart is entered in the audit trail; what no page would say is refused."""

import json
import re
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.signed_in import account_name, session_token
from tests.web.asking import Browser
from tracking.reporting import today_in_china
from tracking.store import Store
from tracking.web.gate import SMALL, Gate
from tracking.web.headers import OurHeaders
from tracking.web.house import house
from tracking.web.pages import PAGES
from tracking.web.pictures import LONGEST, Picture
from tracking.web.posting import token_of
from tracking.web.served_shell import OurShell
from tracking.web.server import ROUTES
from tracking.web.visitor import COOKIE

PICTURE = {
    "name": "全国_普惠小微贷款余额_2025年四季度",
    "format": "png",
    "page": "chains",
    "known_on": "2026-03-01",
}


@pytest.fixture
def store(published: Path, copy, monkeypatch) -> Store:
    monkeypatch.setenv("TRACKING_STORE", str(copy(published)))
    return house().store


async def shell(_request: Request) -> HTMLResponse:
    return HTMLResponse("<html lang='en'><head><title>Streamlit</title></head></html>")


@pytest.fixture
def browser(store) -> Browser:
    ways = [Middleware(OurHeaders), Middleware(Gate), Middleware(OurShell)]
    return Browser(Starlette(routes=[*ROUTES, Route("/{any:path}", shell)], middleware=ways))


@pytest.fixture
def signed_in(browser, store):
    return lambda who: replace(browser, cookies={COOKIE: session_token(store, who)})


def asked(browser: Browser, **fields: str):
    """What is answered to a picture like PICTURE, with the form's token unless it is given."""
    token = token_of(browser.cookies.get(COOKIE, ""))
    return browser.post("/picture", **{"form": token, **PICTURE, **fields})


def pictures(store: Store) -> list[tuple[str, dict[str, str]]]:
    """Who took which, as the audit trail has it."""
    rows = store.audit(actions=["export"])
    return [(r["actor"], json.loads(r["details"])) for r in rows.to_dict("records")]


@pytest.mark.parametrize("who", ["viewer", "110000", "reviewer", "administrator"])
@pytest.mark.parametrize("kind", ["png", "svg"])
def test_whoever_sees_the_page_takes_a_picture_and_stands_in_the_trail(signed_in, store, who, kind):
    assert asked(signed_in(who), format=kind).status == 204
    said = {"what": "picture", "file_name": f"{PICTURE['name']}.{kind}", "page": "chains",
            "known_on": "2026-03-01"}  # fmt: skip
    assert pictures(store) == [(account_name(who), said)]


def test_nobody_takes_one(browser, store):
    assert asked(browser).status == 401
    assert pictures(store) == []


def test_who_signed_out_takes_none(signed_in, store):
    browser = signed_in("viewer")
    store.sessions.revoke_all(store.accounts.named(account_name("viewer")), "tests")
    assert asked(browser).status == 401
    assert pictures(store) == []


@pytest.mark.parametrize("token", ["", "x", "0" * 64, token_of(""), token_of("another session")])
def test_without_the_token_of_an_open_page_nothing_is_written(signed_in, store, token):
    assert asked(signed_in("administrator"), form=token).status == 403
    assert pictures(store) == []


def test_the_token_of_somebody_else_is_none(signed_in, store):
    theirs = token_of(signed_in("reviewer").cookies[COOKIE])
    assert asked(signed_in("administrator"), form=theirs).status == 403
    assert pictures(store) == []


@pytest.mark.parametrize("origin", ["", "null", "http://elsewhere.example", "http://localhost:1"])
def test_another_site_writes_nothing(signed_in, store, origin):
    browser = signed_in("administrator")
    fields = {"form": token_of(browser.cookies[COOKIE])} | PICTURE
    assert browser.post("/picture", headers={"origin": origin}, **fields).status == 403
    assert pictures(store) == []


@pytest.mark.parametrize("page", ["review", "admin"])
def test_a_page_one_may_not_open_gives_no_picture(signed_in, store, page):
    assert asked(signed_in("viewer"), page=page).status == 403
    assert pictures(store) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "exe"},
        {"format": "PNG"},
        {"format": ""},
        {"name": ""},
        {"name": "长" * (LONGEST + 1)},
        {"name": "../../etc/passwd"},
        {"name": "a\r\nb"},
        {"name": "a\u202eb"},
        {"name": "<script>"},
        {"page": "no-such-page"},
        {"page": ""},
        {"page": "/chains"},
        {"known_on": ""},
        {"known_on": "yesterday"},
        {"known_on": (today_in_china() + timedelta(days=2)).isoformat()},
        {"what": "audit trail"},
        {"actor": "somebody else"},
    ],
    ids=str,
)
def test_what_no_page_would_say_is_refused(signed_in, store, wrong):
    assert asked(signed_in("administrator"), **wrong).status == 400
    assert pictures(store) == []


@pytest.mark.parametrize("left_out", PICTURE)
def test_less_than_a_page_says_is_refused(signed_in, store, left_out):
    browser = signed_in("administrator")
    fields = {name: said for name, said in PICTURE.items() if name != left_out}
    answer = browser.post("/picture", form=token_of(browser.cookies[COOKIE]), **fields)
    assert answer.status == 400
    assert pictures(store) == []


@pytest.mark.parametrize("body", [b"\xff\xfe", b"x" * (SMALL + 1), b"&".join([b"a=b"] * 21)])
def test_what_is_no_form_or_a_large_one_is_refused(signed_in, store, body):
    assert signed_in("administrator").post("/picture", body).status == 403
    assert pictures(store) == []


def test_what_cannot_be_written_now_is_answered_so(signed_in, store, monkeypatch):
    monkeypatch.setattr("tracking.store.connections.PATIENCE_SECONDS", 0.1)
    browser = signed_in("viewer")
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("begin immediate")
    assert asked(browser).status == 503
    other.close()
    assert pictures(store) == []
    assert asked(browser).status == 204


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("stem", [page.stem for page in PAGES])
def test_what_the_charts_of_every_page_say_is_taken(run, published, stem, language):
    for chart in (one.proto for one in run(published, stem, language).get("plotly_chart")):
        name = json.loads(chart.config)["toImageButtonOptions"]["filename"]
        said = json.loads(chart.spec)["layout"]["meta"]["taken"]
        fields = {"form": "", "name": name, "format": "svg", **said}
        assert Picture.of(fields) == Picture(f"{name}.svg", stem, today_in_china())


def test_it_is_asked_for_by_post_alone(signed_in, store):
    browser = signed_in("administrator")
    assert browser.get("/picture").status == 404
    for method in ("PUT", "DELETE", "PATCH"):
        assert browser.ask(method, "/picture", origin="http://localhost:8501").status == 405
    assert pictures(store) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_gives_the_token_that_is_asked_for_and_the_words(signed_in, store, language):
    browser = signed_in("viewer")
    page = browser.get(f"/chains?lang={language}", accept="text/html").text
    (tag,) = re.findall(r"<script[^>]*picture\.js[^>]*>", page)
    said = dict(re.findall(r'data-(\w+)="([^"]*)"', tag))
    assert said.keys() == {"token", "out", "refused", "away"}
    assert ("图片未保存" in said["away"]) == (language == "zh")
    assert asked(browser, form=said["token"]).status == 204
    assert len(pictures(store)) == 1
