"""What if, in the window of a number: assumed with the keyboard, drawn, and kept nowhere."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.driving import expect_no_exception, open_page, settled
from tests.e2e.serving import opened_store, served
from tests.progress.grown import STOCK, grown_store
from tracking.programme import Programme

pytestmark = pytest.mark.browser

ASKED = f"/?quarter=2024Q3&explain={STOCK},320000,2024Q3"


@pytest.fixture(scope="module")
def address(programme: Programme, tmp_path_factory):
    with served(grown_store(tmp_path_factory.mktemp("if") / "tracking.db", programme)) as where:
        yield where


def opened(window: Page) -> None:
    open_page(window, ASKED)
    window.get_by_text("What if", exact=True).click()
    expect(window.get_by_text("Assumed. It is not saved")).to_be_visible()
    settled(window)


def known(address: str) -> tuple[object, ...]:
    with opened_store(address) as store:
        return store.figures().to_csv(), store.targets().to_csv(), store.submissions()


def test_typed_values_move_status_and_path_and_nothing_is_saved(reader, address):
    before = known(address)
    window = reader("en")
    opened(window)
    last = window.get_by_role("spinbutton").last
    last.fill("20")
    last.press("Enter")
    expect(window.locator(".would")).to_contain_text("Then it is 20")
    expect(window.locator(".would")).to_contain_text("It misses the target by 160")
    last.fill("190")
    last.press("Enter")
    expect(window.locator(".would")).to_contain_text("Achieved")
    expect(window.locator(".would")).to_contain_text("The target is reached in 2025 Q4.")
    assert "190" not in window.url
    expect_no_exception(window)
    assert known(address) == before
    # Opened again, it begins anew.
    opened(window)
    expect(window.locator(".would")).not_to_contain_text("Then it is 190")
    assert known(address) == before


def test_a_slider_is_moved_with_the_keyboard(reader):
    window = reader("en")
    opened(window)
    slider = window.get_by_role("slider").last
    slider.press("Home")
    expect(window.get_by_role("spinbutton").last).to_have_value("60")
    expect(window.locator(".would")).to_contain_text("Then it is 60")
    slider.press("End")
    expect(window.locator(".would")).to_contain_text("The target is reached in 2025 Q4.")
    expect_no_exception(window)


def test_on_a_telephone_nothing_is_wider_than_the_screen(reader):
    window = reader("zh", size=(390, 844))
    open_page(window, ASKED)
    window.get_by_text("如果……会怎样", exact=True).click()
    expect(window.get_by_role("slider")).to_have_count(5)
    assert window.evaluate("document.documentElement.scrollWidth") <= 390
