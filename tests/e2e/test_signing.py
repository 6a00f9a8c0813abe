"""Signing in as a person does: by link and by password, out in one tab and so in the other."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.driving import open_page, press, settled
from tests.e2e.serving import STORES, opened_store

pytestmark = pytest.mark.browser
PASSWORD = "梅花香自苦寒来 2026"


@pytest.fixture
def link(address) -> str:
    """The link by which Wang, who reports for Beijing, sets a password."""
    assert address in STORES
    with opened_store(address) as store:
        if store.accounts.named("wang") is None:
            return f"/link/{store.accounts.add('wang', 'reporter', '110000', actor='tests')}"
        return f"/link/{store.accounts.link('wang', actor='tests')}"


def test_from_the_link_to_the_page_asked_for_and_out_in_every_tab(reader, link):
    window = reader("zh", who="")
    window.goto(link)
    window.get_by_label("新密码", exact=True).fill(PASSWORD)
    window.get_by_label("再次输入新密码").fill(PASSWORD)
    window.get_by_role("button", name="保存并登录").click()
    settled(window)
    expect(window.get_by_role("button", name="wang")).to_be_visible()

    # Out in the other tab, this one shows nothing more at its next step.
    other = window.context.new_page()
    open_page(other, "/chains")
    other.get_by_role("button", name="wang").click()
    press(other, "退出登录")
    expect(other.get_by_text("您已退出登录")).to_be_visible()
    window.locator(".st-key-state-quarter input").click()
    window.get_by_role("option", name="2024年二季度", exact=True).click()
    expect(window.get_by_text("您已退出登录")).to_be_visible()
    expect(window.locator("footer.stamp, .stPlotlyChart")).to_have_count(0)

    # Back by the password, to the page one was on.
    other.get_by_role("link", name="登录").click()
    other.get_by_label("账号").fill("wang")
    other.get_by_label("密码").fill("wrong")
    other.get_by_role("button", name="登录").click()
    expect(other.get_by_role("alert")).to_be_visible()
    other.get_by_label("密码").fill(PASSWORD)
    other.get_by_role("button", name="登录").click()
    settled(other)
    expect(other).to_have_url(re.compile("/chains"))
    expect(other.get_by_role("heading", level=1, name="链条", exact=True)).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/chains?chain=data", "/submit", "/review"])
def test_nobody_sees_more_than_the_sign_in_page(reader, address, path):
    window = reader("en", who="")
    asked: list[str] = []
    window.on("response", lambda answer: asked.append(f"{answer.status} {answer.url}"))
    window.goto(path)
    expect(window.get_by_role("heading", name="Sign in")).to_be_visible()
    assert {one.removeprefix(f"200 {address}").split("?")[0] for one in asked[1:]} <= {
        "/sign-in",
        "/app/static/plain.css",
        "/app/static/icon.svg",
    }
