"""Signing in by the identity provider over HTTP: the journey, its pages, and who may not."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from tests.openid import OpenID, openid
from tests.signed_in import session_token
from tests.web.asking import Answer, Browser
from tests.web.test_signing import kept, send, token
from tracking.store import Store
from tracking.web import identity, posting
from tracking.web.gate import Gate
from tracking.web.headers import OurHeaders
from tracking.web.house import CannotStart, house
from tracking.web.server import ROUTES
from tracking.web.visitor import COOKIE

BUTTON, ANSWER = "/sign-in/provider", "/sign-in/provider/answer"
ORDER = "/sign-in/provider/sign-out"
ELSEWHERE = "http://elsewhere.example"


@pytest.fixture
def store(published: Path, copy, monkeypatch) -> Store:
    monkeypatch.setenv("TRACKING_STORE", str(copy(published)))
    return house().store


@pytest.fixture
def browser(store) -> Browser:
    return Browser(Starlette(routes=ROUTES, middleware=[Middleware(OurHeaders), Middleware(Gate)]))


@pytest.fixture
def provider(tmp_path: Path, monkeypatch, store) -> Iterator[OpenID]:
    with openid() as one:
        monkeypatch.setenv("TRACKING_IDENTITY", str(one.settings(tmp_path)))
        monkeypatch.setenv("TRACKING_ADDRESS", one.home)
        yield one


def led_to(answer: Answer) -> str:
    """Where a page leads a browser on, at once."""
    assert answer.status == 200
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', answer.text)
    assert found, answer.text
    return unescape(found[1])


def pressed(browser: Browser, to: str = "/", host: str = "localhost:8501") -> Answer:
    """The button on the sign-in page."""
    form = kept(browser, browser.get(f"/sign-in?{urlencode({'to': to})}", host=host))
    fields = {posting.FIELD: token(form), "to": to}
    headers = {"host": host, "origin": f"http://{host}"}
    return kept(browser, browser.post(BUTTON, headers=headers, **fields))


def back(browser: Browser, where: str) -> Answer:
    """The browser, sent back by the provider."""
    parts = urlsplit(where)
    return kept(browser, browser.get(f"{parts.path}?{parts.query}", accept="text/html"))


def comes(browser: Browser, provider: OpenID, to: str = "/") -> Answer:
    answer = provider.answer(led_to(pressed(browser, to)))
    return back(browser, f"{ANSWER}?{urlencode(answer)}")


def test_by_the_button_one_is_in_and_back_where_one_was(browser, provider):
    answer = comes(browser, provider, "/chains?chain=data")
    assert (answer.status, answer.headers["location"]) == (303, "/chains?chain=data")
    assert browser.get("/account/sessions").status == 200
    (cookie,) = [one for one in answer.cookies if one.startswith(f"{COOKIE}=")]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize(
    ("language", "button"),
    [("zh", "通过统一身份认证平台登录"), ("en", "Sign in with Ministry ID")],
)
def test_the_button_stands_beside_the_form_for_local_accounts(browser, provider, language, button):
    page = browser.get(f"/sign-in?lang={language}").text
    assert f">{button}</button>" in page
    assert 'name="password"' in page
    assert "<script" not in page


def test_without_a_provider_there_is_no_button_and_nothing_behind_it(browser):
    page = kept(browser, browser.get("/sign-in"))
    assert BUTTON not in page.text
    assert browser.post(BUTTON, **{posting.FIELD: token(page)}).status == 404
    assert browser.get(ANSWER).status == 404
    assert browser.post(ORDER, logout_token="x").status == 404


def test_nothing_is_asked_of_the_provider_before_somebody_presses_the_button(browser, provider):
    browser.get("/sign-in")
    browser.get("/health")
    assert provider.asked == []


def test_our_own_forms_lead_to_our_own_host_alone(browser, provider):
    """A browser holds redirects after a form against this; a page that leads on needs none."""
    answer = pressed(browser)
    assert "form-action 'self'" in answer.headers["content-security-policy"].split("; ")
    assert "location" not in answer.headers


def test_the_way_there_has_pkce_state_and_nonce_and_our_own_address(browser, provider):
    asked = dict(parse_qsl(urlsplit(led_to(pressed(browser))).query))
    assert asked["redirect_uri"] == f"{provider.home}{ANSWER}"
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    other = dict(parse_qsl(urlsplit(led_to(pressed(browser))).query))
    assert all(asked[name] != other[name] for name in ("state", "nonce", "code_challenge"))


@pytest.mark.parametrize("sent", ["", "0" * 64])
def test_a_foreign_page_begins_no_sign_in(browser, provider, sent):
    kept(browser, browser.get("/sign-in"))
    answer = browser.post(BUTTON, **{posting.FIELD: sent})
    assert (answer.status, answer.headers["location"]) == (303, "/sign-in")
    foreign = browser.post(BUTTON, headers={"origin": ELSEWHERE}, **{posting.FIELD: sent})
    assert foreign.status == 403
    assert browser.get(BUTTON).status == 401
    assert provider.asked == []


@pytest.mark.parametrize("path", ["", "?code=c", "?state=s&code=c&iss=i", "?error=x&state=s"])
def test_an_answer_that_nobody_waits_for_lets_nobody_in(browser, provider, path):
    answer = browser.get(f"{ANSWER}{path}")
    assert answer.status == 403
    assert "不是在本浏览器中发起的" in answer.text
    assert not any(one.startswith(f"{COOKIE}=") for one in answer.cookies)
    assert provider.asked == []


def test_an_answer_without_the_cookie_lets_nobody_in(browser, provider):
    answer = provider.answer(led_to(pressed(browser)))
    victim = replace(browser, cookies={})
    assert victim.get(f"{ANSWER}?{urlencode(answer)}").status == 403
    assert "/token" not in provider.asked


def test_asking_for_its_head_uses_no_answer_up(browser, provider, store):
    answer = f"{ANSWER}?{urlencode(provider.answer(led_to(pressed(browser))))}"
    assert browser.ask("HEAD", answer).status == 401
    inside = browser.cookies | {COOKIE: session_token(store, "viewer")}
    assert replace(browser, cookies=inside).ask("HEAD", answer).status == 404
    assert back(browser, answer).status == 303


def test_an_answer_brought_twice_lets_in_once(browser, provider):
    answer = f"{ANSWER}?{urlencode(provider.answer(led_to(pressed(browser))))}"
    before = dict(browser.cookies)
    assert back(browser, answer).status == 303
    assert replace(browser, cookies=before).get(answer).status == 403


def test_a_session_that_was_planted_is_not_the_one_that_signs_in(browser, provider):
    browser.cookies[COOKIE] = "p" * 43
    comes(browser, provider)
    assert browser.cookies[COOKIE] != "p" * 43
    assert replace(browser, cookies={COOKIE: "p" * 43}).get("/chains").status == 401


@pytest.mark.parametrize(
    "to",
    [f"{ELSEWHERE}/chains", "//elsewhere.example/chains", "/\\elsewhere.example", "/sign-out",
     "javascript:alert(1)", "/chains\r\nset-cookie: a=b", "/media/x"],
)  # fmt: skip
def test_signing_in_leads_to_no_other_host_and_to_pages_only(browser, provider, to):
    answer = comes(browser, provider, to)
    assert answer.status == 303
    assert re.fullmatch(r"/|/chains", answer.headers["location"])
    assert "a=b" not in "".join(answer.cookies)


def test_the_provider_sends_back_to_the_setting_whatever_the_host_says(browser, provider):
    """A cookie of one name is not known under another: it begins anew at the right one."""
    where = led_to(pressed(browser, "/chains", host="127.0.0.1:8501"))
    assert where == f"{provider.home}/sign-in?to=%2Fchains"


def test_who_is_signed_in_already_goes_on(browser, provider, store):
    inside = replace(browser, cookies={COOKIE: session_token(store, "viewer")})
    form = inside.get("/sign-out")
    answer = inside.post(BUTTON, to="/chains", **{posting.FIELD: token(form)})
    assert (answer.status, answer.headers["location"]) == (303, "/chains")


# What is told to whom is not let in.


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "该账号未获授权使用本系统"), ("en", "nothing it says gives")]
)
def test_whom_nothing_gives_a_role_reads_why(browser, provider, language, said):
    provider.person["groups"] = []
    provider.person["preferred_username"] = "<b>zhang"
    browser.cookies["tracking_language"] = language
    answer = comes(browser, provider)
    assert answer.status == 403
    assert said in answer.text
    assert "&lt;b&gt;zhang" in answer.text
    assert COOKIE not in browser.cookies


def test_what_the_provider_says_against_somebody_is_told_as_text(browser, provider):
    answer = provider.answer(led_to(pressed(browser)))
    answer |= {"error": "access_denied", "error_description": "<script>alert(1)</script>"}
    page = back(browser, f"{ANSWER}?{urlencode(answer)}")
    assert page.status == 403
    assert "access_denied (&lt;script&gt;" in page.text
    assert "<script" not in page.text


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "统一身份认证平台暂无响应"), ("en", "Ministry ID does not answer")],
)
def test_a_provider_that_is_away_is_told_and_local_accounts_come_in(
    browser, tmp_path, monkeypatch, store, language, said
):
    with openid() as provider:
        monkeypatch.setenv("TRACKING_IDENTITY", str(provider.settings(tmp_path)))
        monkeypatch.setenv("TRACKING_ADDRESS", provider.home)
    browser.cookies["tracking_language"] = language
    answer = pressed(browser, "/chains")
    assert answer.status == 503
    assert f"<h1>{said}</h1>" in answer.text
    assert 'href="/sign-in?to=%2Fchains"' in answer.text
    path = f"/link/{store.accounts.add('wang', 'viewer', actor='tests')}"
    good = "梅花香自苦寒来 2026"
    assert send(browser, path, new=good, again=good).status == 303


def test_settings_that_are_wrong_keep_the_dashboard_from_starting(store, tmp_path, monkeypatch):
    path = tmp_path / "wrong.toml"
    path.write_text('issuer = "x"', encoding="utf-8")
    monkeypatch.setenv("TRACKING_IDENTITY", str(path))
    monkeypatch.setenv("TRACKING_ADDRESS", "https://progress.example.cn")
    with pytest.raises(CannotStart) as refused:
        identity.provider()
    assert any("wrong.toml" in line and "issuer" in line for line in refused.value.lines)


def test_an_address_that_is_not_answered_under_keeps_it_from_starting(provider, monkeypatch):
    monkeypatch.setenv("TRACKING_ADDRESS", "https://progress.example.cn")
    with pytest.raises(CannotStart, match="TRACKING_HOSTS"):
        identity.provider()
    monkeypatch.setenv("TRACKING_HOSTS", "progress.example.cn")
    assert identity.provider() is not None


# Out again.


def test_who_signs_out_here_is_led_out_there_and_told_on_coming_back(browser, provider):
    comes(browser, provider)
    session = browser.cookies[COOKIE]
    assert "统一身份认证平台的登录也将一并退出" in browser.get("/sign-out").text
    where = led_to(send(browser, "/sign-out"))
    assert where.startswith(f"{provider.issuer}/end-session?")
    asked = dict(parse_qsl(urlsplit(where).query))
    assert asked["post_logout_redirect_uri"] == f"{provider.home}/sign-in"
    assert COOKIE not in browser.cookies
    assert replace(browser, cookies={COOKIE: session}).get("/chains").status == 401
    page = browser.get(f"/sign-in?state={asked['state']}").text
    assert "您已退出本系统和统一身份认证平台" in page
    for state in ("", "x", browser.cookies[posting.COOKIE]):
        assert "您已退出本系统" not in browser.get(f"/sign-in?state={state}").text


@pytest.mark.parametrize("end_session", ["", "http://elsewhere.example/out"])
def test_where_one_cannot_sign_out_there_that_is_told(browser, provider, end_session):
    told = provider.discovery() | {"end_session_endpoint": end_session}
    provider.discovery = lambda: told
    comes(browser, provider)
    session = browser.cookies[COOKIE]
    answer = send(browser, "/sign-out")
    assert "可能仍处于登录状态" in answer.text
    assert replace(browser, cookies={COOKIE: session}).get("/chains").status == 401


def test_signing_out_holds_while_the_provider_is_away(browser, provider, tmp_path, monkeypatch):
    comes(browser, provider)
    session = browser.cookies[COOKIE]
    # Another process, which has asked nothing yet.
    identity._opened.cache_clear()
    provider.instead["/.well-known/openid-configuration"] = lambda asked: asked.send_error(503)
    assert "可能仍处于登录状态" in send(browser, "/sign-out").text
    assert replace(browser, cookies={COOKIE: session}).get("/chains").status == 401


def test_the_providers_server_ends_sessions_without_a_cookie_or_an_origin(browser, provider):
    comes(browser, provider)
    server = replace(browser, cookies={})
    body = urlencode({"logout_token": provider.order(sub="u-1")}).encode()
    sent = server.post(ORDER, body=body, headers={"origin": ELSEWHERE})
    assert (sent.status, sent.headers["cache-control"]) == (200, "no-store")
    assert browser.get("/chains").status == 401


@pytest.mark.parametrize("body", [b"", b"logout_token=x.y.z", b"\xff", b"x=" + b"y" * 20_000])
def test_an_order_that_is_not_the_providers_ends_nothing(browser, provider, body):
    comes(browser, provider)
    assert replace(browser, cookies={}).post(ORDER, body=body).status in (400, 413)
    assert browser.get("/account/sessions").status == 200


def test_an_account_of_the_provider_has_no_password_here(browser, provider):
    comes(browser, provider)
    page = browser.get("/account/password")
    assert page.status == 200
    assert "密码由统一身份认证平台管理" in page.text
    assert 'name="old"' not in page.text
    sent = browser.post("/account/password", **{posting.FIELD: token(browser.get("/sign-out"))})
    assert 'name="old"' not in sent.text
