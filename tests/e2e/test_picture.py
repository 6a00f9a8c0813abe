"""A downloaded chart carries its title; the chart on the screen stays as it was."""

import struct
from pathlib import Path

import pytest

from tests.e2e.driving import open_page

pytestmark = pytest.mark.browser
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
