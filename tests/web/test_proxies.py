"""Who is believed about where a request comes from: the proxies of the setting, and nobody else."""

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.web.asking import Browser
from tracking import signing
from tracking.store import Store
from tracking.web import hosts
from tracking.web.gate import Gate
from tracking.web.headers import OurHeaders
from tracking.web.house import CannotStart, house
from tracking.web.proxies import SETTING, Proxied, trusted
from tracking.web.server import MIDDLEWARE, ROUTES

PROXY, READER = "10.1.0.5", "198.51.100.7"
LIES = {"x_forwarded_for": "203.0.113.9", "x_forwarded_proto": "https", "x_real_ip": "203.0.113.9"}


async def seen(request: Request) -> JSONResponse:
    return JSONResponse([request.client.host if request.client else "", request.url.scheme])


def browser(*proxies: str) -> Browser:
    app = Starlette(routes=[Route("/", seen)], middleware=[Middleware(Proxied, proxies=[*proxies])])
    return Browser(app)


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", READER, PROXY])
def test_nobody_is_believed_where_no_proxy_is_named(peer):
    assert replace(browser(), peer=peer).get("/", **LIES).json() == [peer, "http"]


@pytest.mark.parametrize("peer", ["127.0.0.1", READER, "10.2.0.5"])
def test_somebody_else_is_not_believed(peer):
    assert replace(browser("10.1.0.0/16"), peer=peer).get("/", **LIES).json() == [peer, "http"]


def test_a_proxy_says_the_readers_address_and_scheme():
    said = {"x_forwarded_for": READER, "x_forwarded_proto": "https"}
    told = replace(browser(PROXY), peer=PROXY).get("/", **said)
    assert told.json() == [READER, "https"]


def test_what_the_reader_wrote_before_the_proxy_counts_for_nothing():
    said = {"x_forwarded_for": f"203.0.113.9, {READER}", "x_forwarded_proto": "javascript"}
    told = replace(browser(PROXY), peer=PROXY).get("/", **said)
    assert told.json() == [READER, "http"]


@pytest.mark.parametrize("named", ["*", "nginx", "10.1.0.5/16", "127.0.0.1:80", "0"])
def test_a_proxy_is_an_address_or_a_network(named):
    with pytest.raises(CannotStart):
        trusted({SETTING: named})


def test_the_proxies_word_comes_before_all_else():
    assert MIDDLEWARE[0].cls is Proxied


@pytest.fixture
def store(published: Path, copy, monkeypatch) -> Store:
    monkeypatch.setenv("TRACKING_STORE", str(copy(published)))
    return house().store


def served(*proxies: str, peer: str = "127.0.0.1", scheme: str = "http") -> Browser:
    ways = [Middleware(Proxied, proxies=[*proxies]), Middleware(OurHeaders), Middleware(Gate)]
    return Browser(Starlette(routes=ROUTES, middleware=ways), peer=peer, scheme=scheme)


@pytest.mark.parametrize("proxies", [(), (PROXY,), ("127.0.0.1",)])
def test_the_link_that_signs_in_at_this_machine_holds_through_no_proxy(store, proxies):
    path = f"/link/{signing.first_link(store, loopback=True)}"
    for said in ({"x_forwarded_for": "127.0.0.1"}, {"x_forwarded_for": READER}, LIES):
        assert served(*proxies).get(path, **said).status == 403
    assert served(*proxies).get(path).status == 303


def test_where_others_are_served_no_link_signs_in_without_a_password(store, monkeypatch):
    monkeypatch.setenv(hosts.SETTING, "progress.example.cn")
    path = f"/link/{signing.first_link(store, loopback=True)}"
    # Even where a proxy says nothing and asks under this machine's own name.
    assert served().get(path).status == 403


def test_over_tls_a_page_that_came_without_it_sends_nothing(store):
    over_tls = served(scheme="https")
    assert over_tls.ask("POST", "/sign-in", origin="http://localhost:8501").status == 403
    assert over_tls.ask("POST", "/sign-out", origin="http://localhost:8501").status == 403
    assert over_tls.ask("POST", "/sign-out", origin="https://localhost:8501").status == 401
