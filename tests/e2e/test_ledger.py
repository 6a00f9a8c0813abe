"""The ledger in a real browser: a line's links open their window where the reader is."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.driving import expect_no_exception, open_page, press, settled
from tests.e2e.serving import served
from tests.store.conftest import Q3, take
from tests.store.test_ledger import CONSORTIA, PROBLEM, told
from tracking.programme import Programme
from tracking.store import Store

pytestmark = pytest.mark.browser


@pytest.fixture
def small(tmp_path: Path, programme: Programme) -> Path:
    """Every region names a problem."""
    path = tmp_path / "tracking.db"
    rows = [(CONSORTIA, unit.code, Q3, "进展", PROBLEM, "") for unit in programme.regions]
    with Store.open(path, programme) as store:
        take(store, told(*rows))
    return path


def test_a_problem_is_searched_for_and_closed_without_a_new_load(reader, small):
    with served(small) as address:
        window = reader("zh", at=address)
        open_page(window, "/ledger")
        loads: list[str] = []
        window.on("domcontentloaded", lambda page: loads.append(page.url))
        box = window.locator(".st-key-state-q input")
        box.fill("融资")
        box.press("Enter")
        expect(window.locator(".ledger mark").first).to_have_text("融资")
        window.locator(".ledger a", has_text="销号").last.click()
        window.locator(".st-key-settle-reason textarea").fill("已设立资金池")
        press(window, "确认销号")
        expect(window.get_by_role("button", name="撤销")).to_be_visible()
        expect(window.locator(".ledger tbody tr")).to_have_count(36)
        settled(window)
        expect(box).to_have_value("融资")
        expect_no_exception(window)
        assert loads == []


def test_how_we_know_a_line_is_asked_on_the_page_and_closed_again(reader, small):
    with served(small) as address:
        window = reader("zh", at=address)
        open_page(window, "/ledger?q=融资")
        window.locator(".ledger a", has_text="数据来源").first.click()
        expect(window.get_by_role("dialog")).to_be_visible()
        settled(window)
        assert "explain=" in window.url
        window.keyboard.press("Escape")
        expect(window.get_by_role("dialog")).to_have_count(0)
        settled(window)
        assert "explain=" not in window.url
        assert "q=" in window.url
