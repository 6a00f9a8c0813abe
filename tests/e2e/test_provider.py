"""Signing in by the identity provider as a person does: there and back, and out at both."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.driving import settled
from tests.e2e.serving import free_port, served
from tests.openid import OpenID, openid

pytestmark = pytest.mark.browser


@pytest.fixture
def house(published_store, tmp_path) -> Iterator[tuple[str, OpenID]]:
    """A dashboard and its provider."""
    port = free_port()
    home = f"http://127.0.0.1:{port}"
    with openid(home, "localhost") as provider:
        own = shutil.copy(published_store, tmp_path / "tracking.db")
        settings = {
            "TRACKING_IDENTITY": str(provider.settings(tmp_path)),
            "TRACKING_ADDRESS": home,
        }
        with served(own, port=port, **settings) as address:
            yield address, provider


def test_in_by_the_provider_and_out_at_both(reader, house):
    address, provider = house
    window = reader("zh", who="", at=address)
    refused: list[str] = []
    window.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    window.goto("/chains?chain=data")
    window.get_by_role("button", name="通过统一身份认证平台登录").click()
    expect(window.get_by_role("heading", name="Provider")).to_be_visible()
    window.get_by_role("button", name="OK").click()
    settled(window)
    expect(window).to_have_url(f"{address}/chains?chain=data")

    # Out here and there: the provider asks anew.
    window.get_by_role("button", name="zhangwei").click()
    window.get_by_role("link", name="退出登录").click()
    window.get_by_role("button", name="退出登录").click()
    expect(window.get_by_text("您已退出本系统和统一身份认证平台。")).to_be_visible()
    assert not provider.signed_in
    window.goto("/chains")
    window.get_by_role("button", name="通过统一身份认证平台登录").click()
    expect(window.get_by_role("heading", name="Provider")).to_be_visible()
    assert not [text for text in refused if "Content Security Policy" in text]


def test_whom_the_provider_gives_no_role_reads_why(reader, house):
    address, provider = house
    provider.person["groups"] = []
    window = reader("zh", who="", at=address)
    window.goto("/")
    window.get_by_role("button", name="通过统一身份认证平台登录").click()
    window.get_by_role("button", name="OK").click()
    expect(window.get_by_role("heading", name="未能登录")).to_be_visible()
    expect(window.get_by_text("该账号未获授权使用本系统")).to_be_visible()
    window.get_by_role("link", name="返回登录页").click()
    expect(window.get_by_label("账号")).to_be_visible()
