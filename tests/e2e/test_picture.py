"""A downloaded chart carries its title and is in the audit trail; that on the screen stays."""

import json
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, Page, expect

from tests.e2e.driving import act_as, open_page
from tests.e2e.serving import opened_store
from tracking.words import say

pytestmark = pytest.mark.browser
DOOR = "explain=CAP-1-1,nation,2025Q4"
LAYOUT = "chart => JSON.stringify([chart.layout, chart._context.toImageButtonOptions])"


def test_the_picture_is_named_and_has_room_for_its_title(reader, tmp_path: Path):
    window = reader("zh")
    open_page(window, "/?explain=CAP-1-1,nation,2025Q4")
    chart = window.get_by_role("dialog").locator(".js-plotly-plot")
    before = chart.evaluate(LAYOUT)
    chart.hover()
    with window.expect_download() as waiting:
        chart.locator(".modebar-btn").first.click()
    assert waiting.value.suggested_filename == "全国_普惠小微贷款余额_2025年四季度.png"
    waiting.value.save_as(tmp_path / "one.png")
    width, height = struct.unpack(">II", (tmp_path / "one.png").read_bytes()[16:24])
    shown = chart.bounding_box()
    assert width == pytest.approx(2 * shown["width"], abs=4)
    assert height > 2 * (shown["height"] + 40)
    assert chart.evaluate(LAYOUT) == before


def test_the_same_picture_is_given_as_svg(reader, tmp_path: Path):
    window = reader("zh")
    open_page(window, "/?explain=CAP-1-1,nation,2025Q4")
    chart = window.get_by_role("dialog").locator(".js-plotly-plot")
    before = chart.evaluate(LAYOUT)
    chart.locator(".modebar-btn").first.focus()
    window.keyboard.press("Tab")
    with window.expect_download() as waiting:
        window.keyboard.press("Enter")
    assert waiting.value.suggested_filename == "全国_普惠小微贷款余额_2025年四季度.svg"
    waiting.value.save_as(tmp_path / "one.svg")
    assert "普惠小微贷款余额" in (tmp_path / "one.svg").read_text("utf-8")
    assert chart.locator("[data-format]").get_attribute("data-title") == "下载为 SVG 图片"
    assert chart.evaluate(LAYOUT) == before


@pytest.mark.parametrize(
    ("language", "name", "page"),
    [
        ("zh", "全国_普惠小微贷款余额_2025年四季度", "链条"),
        ("en", "Nation_Inclusive loans to small and micro enterprises_2025 Q4", "Chains"),
    ],
)
@pytest.mark.parametrize("kind", ["png", "svg"])
def test_who_took_a_picture_stands_in_the_audit_trail(reader, address, language, name, page, kind):
    before = len(taken(address))
    window = reader(language, who="viewer")
    open_page(window, f"/chains?{DOOR}")
    chart = shown(window)
    with window.expect_download() as waiting:
        button(chart, kind).click()
    assert waiting.value.suggested_filename == f"{name}.{kind}"
    entries = taken(address)
    assert len(entries) == before + 1
    assert entries[0][0] == "viewer"
    assert entries[0][1]["file_name"] == f"{name}.{kind}"
    trail = reader(language)
    open_page(trail, "/admin")
    trail.get_by_role("tab", name=say(language, "Audit trail")).click()
    row = trail.locator(".on-paper tr", has_text=f"{name}.{kind}").first
    for words in ("viewer", say(language, "File made"), page):
        expect(row).to_contain_text(words)


def test_who_signed_out_elsewhere_saves_no_picture_and_is_told_why(reader, address):
    window = reader("zh", who="reviewer")
    open_page(window, f"/?{DOOR}")
    with opened_store(address) as store:
        store.sessions.revoke_all(store.accounts.named("reviewer"), "tests")
    refused(window, address, "您已退出登录")


def test_a_page_left_open_by_who_came_before_saves_no_picture(reader, address):
    window = reader("en", who="reviewer")
    open_page(window, f"/?{DOOR}")
    act_as(window, address, "viewer")
    refused(window, address, "Please reload the page")


@pytest.mark.parametrize(("language", "words"), [("zh", "暂时无法"), ("en", "just now")])
def test_what_cannot_be_entered_is_not_saved(reader, address, language, words):
    window = reader(language)
    open_page(window, f"/?{DOOR}")
    window.context.set_offline(True)
    refused(window, address, words)
    window.context.set_offline(False)
    chart = shown(window)
    with window.expect_download():
        button(chart, "png").click()
    expect(chart.get_by_role("alert")).to_have_count(0)


def refused(window: Page, address: str, words: str) -> None:
    """Neither button saves anything; the chart says why."""
    saved: list[Download] = []
    window.on("download", lambda one: saved.append(one))  # noqa: PLW0108 (Playwright marks it)
    before = taken(address)
    chart = shown(window)
    for kind in ("png", "svg"):
        button(chart, kind).click()
        expect(chart.get_by_role("alert")).to_contain_text(words)
    assert saved == []
    assert taken(address) == before


def shown(window: Page) -> Locator:
    """The chart of the window that is open, the pointer on it."""
    chart = window.get_by_role("dialog").locator(".js-plotly-plot").first
    chart.hover()
    return chart


def button(chart: Locator, kind: str) -> Locator:
    return chart.locator(".modebar-btn:not([data-attr])").nth(["png", "svg"].index(kind))


def taken(address: str) -> list[tuple[str, dict[str, str]]]:
    """Who took which picture, the latest first."""
    with opened_store(address) as store:
        rows = store.audit(actions=["export"]).to_dict("records")
    return [(row["actor"], json.loads(row["details"])) for row in rows]
