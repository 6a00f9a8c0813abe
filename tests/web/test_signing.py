"""Signing in and out over plain HTTP: forms, links, one's password, one's sessions."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from tests.signed_in import session_token
from tests.web.asking import Answer, Browser
from tracking.store import Store
from tracking.web import posting
from tracking.web.gate import Gate
from tracking.web.headers import OurHeaders
from tracking.web.house import house
from tracking.web.server import ROUTES
from tracking.web.visitor import COOKIE

GOOD = "梅花香自苦寒来 2026"
OTHER = "墙角数枝梅 凌寒独自开"


@pytest.fixture
def store(published: Path, copy, monkeypatch) -> Store:
    monkeypatch.setenv("TRACKING_STORE", str(copy(published)))
    return house().store


@pytest.fixture
def browser(store) -> Browser:
    return Browser(Starlette(routes=ROUTES, middleware=[Middleware(OurHeaders), Middleware(Gate)]))


@pytest.fixture
def wang(store, browser) -> Browser:
    """Wang has set a password by the link, in a browser of their own."""
    own = replace(browser, cookies={})
    path = f"/link/{store.accounts.add('wang', 'reporter', '110000', actor='tests')}"
    assert send(own, path, new=GOOD, again=GOOD).status == 303
    return own


def kept(browser: Browser, answer: Answer) -> Answer:
    """The answer, its cookies taken up as a browser does."""
    for name, value in re.findall(r"(tracking_\w+)=([^;]*)", "\n".join(answer.cookies)):
        browser.cookies[name] = value.strip('"')
        if not browser.cookies[name]:
            del browser.cookies[name]
    return answer


def token(answer: Answer) -> str:
    found = re.search(rf'name="{posting.FIELD}" value="(\w+)"', answer.text)
    assert found
    return found[1]


def send(browser: Browser, path: str, **fields: str) -> Answer:
    """Open the form at this address and send it back filled in."""
    # A list of one session has no form; what is signed in has one token for all.
    form = "/sign-out" if path == "/account/sessions" else path
    fields = {posting.FIELD: token(kept(browser, browser.get(form)))} | fields
    return kept(browser, browser.post(path.partition("?")[0], **fields))


def signs_in(browser: Browser, name: str, password: str, path: str = "/sign-in", **more: str):
    return send(browser, path, name=name, password=password, **more)


@pytest.mark.parametrize(("language", "title"), [("zh", "登录"), ("en", "Sign in")])
def test_the_sign_in_page_needs_no_script_and_speaks_both_languages(browser, language, title):
    page = browser.get(f"/sign-in?lang={language}")
    assert f"<h1>{title}</h1>" in page.text
    assert "<script" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert any(cookie.startswith(f"tracking_language={language}") for cookie in page.cookies)


def test_with_name_and_password_one_is_in_and_back_where_one_was(browser, wang):
    answer = signs_in(browser, "wang", GOOD, to="/chains?chain=data")
    assert (answer.status, answer.headers["location"]) == (303, "/chains?chain=data")
    assert browser.get("/account/sessions").status == 200


@pytest.mark.parametrize(("name", "password"), [("wang", "wrong"), ("nobody", GOOD), ("", "")])
def test_what_is_wrong_is_not_told(browser, wang, name, password):
    answer = signs_in(browser, name, password)
    assert answer.status == 403
    assert "账号或密码" in answer.text
    assert COOKIE not in browser.cookies


def test_after_failures_one_has_to_wait(browser, wang, store):
    # The tenth within a quarter of an hour: the delay is a minute, however slow this machine is.
    now = datetime.now(UTC)
    for n in range(10, 0, -1):
        at = now - timedelta(seconds=70 * (n - 1))
        store.sign_ins.refuse(store.sign_ins.begin("wang", "10.0.0.7", at), at)
    answer = signs_in(browser, "wang", GOOD)
    assert answer.status == 403
    assert "登录失败次数过多" in answer.text


def test_the_session_cookie_is_for_http_alone(browser, wang):
    answer = signs_in(browser, "wang", GOOD)
    (cookie,) = [one for one in answer.cookies if one.startswith(COOKIE)]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie  # at this machine, without TLS


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-forwarded-proto", "forwarded"])
def test_through_a_proxy_the_cookie_is_secure(browser, wang, header):
    form = kept(browser, browser.get("/sign-in", **{header: "x"}))
    fields = {posting.FIELD: token(form), "name": "wang", "password": GOOD}
    answer = browser.post("/sign-in", headers={header: "x"}, **fields)
    (cookie,) = [one for one in answer.cookies if one.startswith(COOKIE)]
    assert "Secure" in cookie
    assert all("Secure" in one for one in form.cookies if one.startswith(posting.COOKIE))


def test_a_session_that_was_planted_is_not_the_one_that_signs_in(browser, wang):
    planted = "p" * 43
    browser.cookies[COOKIE] = planted
    signs_in(browser, "wang", GOOD)
    assert browser.cookies[COOKIE] != planted
    assert replace(browser, cookies={COOKIE: planted}).get("/chains").status == 401


FORMS = ("/sign-in", "/account/password", "/account/sessions", "/sign-out")


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("sent", ["", "0" * 64, "é"])
def test_a_form_without_its_token_does_nothing(browser, wang, store, path, sent):
    inside = browser if path == "/sign-in" else wang
    kept(inside, inside.get(path))
    fields = {"name": "wang", "password": GOOD, "old": GOOD, "new": OTHER, "again": OTHER}
    answer = inside.post(path, session="others", **{posting.FIELD: sent}, **fields)
    assert answer.status == 403
    assert not any(one.startswith(COOKIE) for one in answer.cookies)
    assert wang.get("/account/sessions").status == 200


@pytest.mark.parametrize("path", FORMS)
def test_the_token_of_another_browser_does_nothing(browser, wang, store, path):
    other = replace(browser, cookies={})
    if path != "/sign-in":
        other.cookies[COOKIE] = session_token(store, "viewer")
    theirs = token(kept(other, other.get("/sign-in" if path == "/sign-in" else "/sign-out")))
    inside = browser if path == "/sign-in" else wang
    kept(inside, inside.get(path))
    fields = {"name": "wang", "password": GOOD, "old": GOOD, "new": OTHER, "again": OTHER}
    assert inside.post(path, **{posting.FIELD: theirs}, **fields).status == 403
    assert wang.get("/account/sessions").status == 200


@pytest.mark.parametrize(
    "to",
    [
        "http://elsewhere.example/chains",
        "//elsewhere.example/chains",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "https:elsewhere.example",
        "javascript:alert(1)",
        "/chains\r\nset-cookie: a=b",
        "/media/x",
        "/sign-out",
        "/sign-in?to=/chains",
        "http://[broken",
    ],
)
def test_signing_in_leads_to_no_other_host_and_to_pages_only(browser, wang, to):
    browser.cookies.clear()
    answer = signs_in(browser, "wang", GOOD, f"/sign-in?{urlencode({'to': to})}", to=to)
    assert answer.status == 303
    assert re.fullmatch(r"/|/chains", answer.headers["location"])
    assert "a=b" not in "".join(answer.cookies)


def test_what_is_typed_comes_back_as_text(browser):
    answer = signs_in(browser, '"><script>alert(1)</script>', "x")
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text
    page = browser.get("/sign-in?to=" + quote('/chains?x="><b>'))
    assert "<b>" not in page.text


def test_who_is_signed_in_is_not_asked_again(wang):
    answer = wang.get("/sign-in?to=/chains")
    assert (answer.status, answer.headers["location"]) == (303, "/chains")


def test_a_set_up_link_holds_once(browser, store, wang):
    path = f"/link/{store.accounts.link('wang', actor='tests')}"
    assert browser.get(path).status == 200
    assert browser.get(path).status == 200  # looking uses nothing up
    assert send(browser, path, new=OTHER, again=OTHER).status == 303
    assert browser.get("/account/sessions").status == 200
    again = replace(browser, cookies={}).get(path)
    assert again.status == 410
    assert "链接已失效" in again.text


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [(OTHER, GOOD, "不一致"), ("short", "short", "10"), ("1234567890", "1234567890", "数字")],
)
def test_an_unfit_password_is_said_and_leaves_the_link_as_it_is(
    browser, store, wang, new, again, said
):
    path = f"/link/{store.accounts.link('wang', actor='tests')}"
    answer = send(browser, path, new=new, again=again)
    assert answer.status == 403
    assert said in answer.text
    assert send(browser, path, new=OTHER, again=OTHER).status == 303


def test_the_local_link_signs_in_at_this_machine_alone(browser, store):
    def link() -> str:
        session_token(store, "administrator")
        return f"/link/{store.accounts.link('local', 'sign-in', actor='tests')}"

    path = link()
    assert browser.get(path, x_forwarded_for="10.0.0.7").status == 403
    assert browser.ask("HEAD", path).status == 403
    answer = kept(browser, browser.get(path))
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert browser.get("/account/sessions").status == 200
    assert browser.get(path).status == 410


@pytest.mark.parametrize("path", ["/link/x", "/link/" + "0" * 43, "/link/" + "a" * 128])
def test_a_link_that_never_was_opens_nothing(browser, path):
    assert browser.get(path).status == 410


def test_a_changed_password_ends_the_other_sessions(browser, wang):
    signs_in(browser, "wang", GOOD)
    answer = send(wang, "/account/password", old=GOOD, new=OTHER, again=OTHER)
    assert "密码已修改" in answer.text
    assert wang.get("/account/sessions").status == 200
    assert browser.get("/account/sessions").status == 401
    assert signs_in(replace(browser, cookies={}), "wang", OTHER).status == 303


@pytest.mark.parametrize(
    ("old", "new", "again"), [("wrong", OTHER, OTHER), (GOOD, OTHER, GOOD), (GOOD, "a", "a")]
)
def test_a_password_that_cannot_be_changed_stays(browser, wang, old, new, again):
    answer = send(wang, "/account/password", old=old, new=new, again=again)
    assert answer.status == 403
    assert 'class="bad"' in answer.text
    assert signs_in(browser, "wang", GOOD).status == 303


def test_ones_sessions_are_listed_and_ended(browser, wang):
    signs_in(browser, "wang", GOOD)
    page = wang.get("/account/sessions").text
    assert page.count("当前登录") == 1
    (other,) = set(re.findall(r'name="session" value="(\d+)"', page))
    assert "已退出该登录" in send(wang, "/account/sessions", session=other).text
    assert browser.get("/account/sessions").status == 401
    assert wang.get("/account/sessions").status == 200


def test_all_other_sessions_are_ended_at_once(browser, wang):
    signs_in(browser, "wang", GOOD)
    send(wang, "/account/sessions", session="others")
    assert browser.get("/account/sessions").status == 401
    assert wang.get("/account/sessions").status == 200


def test_nobody_ends_somebody_elses_session(browser, wang, store):
    browser.cookies[COOKIE] = session_token(store, "viewer")
    (number,) = store.sessions.of(store.accounts.named("viewer"))["id"]
    answer = send(wang, "/account/sessions", session=str(number))
    assert answer.status == 403
    assert browser.get("/account/sessions").status == 200


def test_who_signs_out_is_out(wang):
    session = wang.cookies[COOKIE]
    answer = send(wang, "/sign-out")
    assert (answer.status, answer.headers["location"]) == (303, "/sign-in")
    assert COOKIE not in wang.cookies
    assert replace(wang, cookies={COOKIE: session}).get("/chains").status == 401


def test_a_link_to_sign_out_alone_signs_nobody_out(wang):
    assert wang.get("/sign-out").status == 200
    assert wang.get("/account/sessions").status == 200


def test_whoever_has_no_password_is_not_asked_for_it(browser, store):
    browser.cookies[COOKIE] = session_token(store, "administrator")
    assert browser.get("/account/password").headers["location"] == "/account/sessions"
    assert "修改密码" not in browser.get("/account/sessions").text


def test_a_form_larger_than_it_says_is_not_read(wang):
    answer = wang.post("/sign-out", body=b"x=" + b"y" * 40_000)
    assert answer.status == 403


def test_who_started_it_is_told_of_the_link_and_nobody_elsewhere(browser, monkeypatch):
    hint = "请打开启动窗口中显示的链接"
    assert hint in browser.get("/sign-in").text
    monkeypatch.setenv("TRACKING_HOSTS", "progress.example.org")
    assert hint not in browser.get("/sign-in").text
