"""A target set in a real browser: seen before saving, saved, seen on the overview, set back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.driving import expect_no_exception, go_to, open_page, press, settled
from tests.e2e.serving import opened_store, served
from tests.pages.reporting import CONSORTIA
from tests.progress.small import figures
from tracking.programme import Programme, Quarter, Target
from tracking.store import Store
from tracking.words import Text

pytestmark = pytest.mark.browser


@pytest.fixture
def small(tmp_path: Path, programme: Programme) -> Path:
    """The nation is ahead of its target for consortia: every region has reported."""
    path = tmp_path / "tracking.db"
    with Store.open(path, programme) as store:
        rows = figures(*((CONSORTIA, u.code, "2024Q3", 30.0) for u in programme.regions))
        store.approve(store.submit(b"1", "1.csv", rows, actor="a").id, actor="b")
        aim = Target(
            CONSORTIA, "nation", 1500.0, Quarter.of("2025Q4"), None, None, "linear",
            Text("某部〔2022〕1号", "A notice"), datetime(2022, 6, 1, tzinfo=UTC).date(),
        )  # fmt: skip
        store.add_targets([aim], "admin", datetime(2022, 6, 1, tzinfo=UTC))
    return path


def fill(window: Page, field: str, text: str) -> None:
    box = window.locator(".stMain").get_by_label(field, exact=True)
    # For a moment the form that goes stands beside the one that comes.
    expect(box).to_have_count(1)
    box.fill(text)
    box.press("Enter")
    settled(window)


def test_an_administrator_sets_a_target_and_sets_it_back(reader, small):
    with served(small) as address:
        window = reader("zh", at=address)
        quarter = "quarter=2024Q3"
        open_page(window, f"/?{quarter}")
        expect(window.locator(".lead")).to_contain_text("1项达序时进度")

        open_page(window, f"/targets?{quarter}&indicator={CONSORTIA}")
        fill(window, "目标值 (个)", "6万")
        fill(window, "依据", "某部〔2024〕9号")
        expect(window.get_by_text("请写明调整现行目标的原因。")).to_be_visible()
        fill(window, "调整原因", "第三条上调目标")
        expect(window.get_by_text("保存前测算").first).to_be_visible()
        expect(window.get_by_text("1个状态将改变").first).to_be_visible()
        with opened_store(address) as store:
            assert len(store.target_versions()) == 6
        press(window, "保存目标")
        expect(window.get_by_text("已设定1项目标。")).to_be_visible()
        expect(window.get_by_text("目标沿革（2个版本）")).to_be_visible()
        expect_no_exception(window)

        go_to(window, "总览")
        expect(window.locator(".lead")).to_contain_text("1项滞后")
        expect(window.locator(".lead")).not_to_contain_text("达序时进度")

        open_page(window, f"/targets?{quarter}&indicator={CONSORTIA}")
        former = window.locator(".stSelectbox", has_text="以何为起点").locator("input")
        # Opened while it is still scrolled to, the list would close again.
        former.scroll_into_view_if_needed()
        settled(window)
        former.click()
        window.get_by_role("option", name="版本").last.click()
        settled(window)
        fill(window, "调整原因", "恢复原目标值")
        press(window, "保存目标")
        expect(window.get_by_text("目标沿革（3个版本）")).to_be_visible()
        expect_no_exception(window)
        with opened_store(address) as store:
            holding = store.targets()
            mine = holding[holding["indicator"] == CONSORTIA]
            assert mine["value"].tolist() == [1500]
            assert store.verify() == []
        go_to(window, "总览")
        expect(window.locator(".lead")).to_contain_text("1项达序时进度")
