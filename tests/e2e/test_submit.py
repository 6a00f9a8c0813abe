"""A report goes in through the browser: findings, preview, approval, and the value in a chart."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.conftest import ROOT
from tests.e2e.driving import expect_no_exception, open_page, press, settled, upload

pytestmark = pytest.mark.browser

FILES = ROOT / "tests" / "files"
HEADS = "填报单位,报告期,指标,口径,本期值\n"

# What the page's charts draw: the numbers that Plotly holds.
DRAWN = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot) =>
  plot.data.flatMap((trace) => [...(trace.x ?? []), ...(trace.y ?? [])]).map(Number))"""


@pytest.fixture
def gbk(tmp_path) -> Callable[[str, str], Path]:
    """A report as Excel on Chinese Windows saves it."""

    def written(name: str, rows: str) -> Path:
        path = tmp_path / name
        path.write_bytes((HEADS + rows).replace("\n", "\r\n").encode("gbk"))
        return path

    return written


def drawn(page: Page) -> list[float]:
    numbers: list[float] = page.evaluate(DRAWN)
    return numbers


@pytest.mark.parametrize(
    ("language", "value", "in_order", "button", "approved", "indicator"),
    [
        ("zh", 10501, "核查无误", "提交并审核通过", "已审核通过，1项", "专精特新中小企业数"),
        ("en", 10502, "in order", "Submit and approve", "counts from now on",
         "Specialised and innovative SMEs"),
    ],
)  # fmt: skip
def test_a_gbk_file_goes_in_and_its_value_is_seen_in_a_chart(
    reader, gbk, language, value, in_order, button, approved, indicator
):
    page = reader(language)
    open_page(page, "/submit")
    upload(page, gbk("北京.csv", f"北京市,2024Q3,专精特新中小企业数,期末,{value}\n"))
    expect(page.get_by_text(in_order)).to_be_visible()
    press(page, button)
    expect(page.get_by_text(approved)).to_be_visible()
    page.get_by_role("link", name=indicator, exact=True).click()
    page.wait_for_url("**/chains?**")
    settled(page)
    expect_no_exception(page)
    assert "quarter=2024Q3" in page.url
    page.wait_for_function(f"() => ({DRAWN})().includes({value})")
    assert value in drawn(page)


def test_the_file_of_the_examples_says_which_charts_have_its_figures(reader):
    page = reader("zh")
    open_page(page, "/submit")
    upload(page, FILES / "gbk-from-excel-on-chinese-windows.csv")
    press(page, "提交并审核通过")
    expect(page.get_by_text("已审核通过，3项")).to_be_visible()
    for name in ("北京", "上海", "广东"):
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    page.get_by_role("link", name="上海", exact=True).click()
    page.wait_for_url("**/regions?**unit=310000**")
    settled(page)
    expect_no_exception(page)
    expect(page.locator("p.lead")).to_contain_text("上海")


@pytest.mark.parametrize(
    ("language", "sentence", "place", "button"),
    [
        ("zh", "未保存任何内容", "第 2 行、“本期值”列", "提交并审核通过"),
        ("en", "Nothing of this file was saved", "row 2, column “本期值”", "Submit and approve"),
    ],
)
def test_a_file_with_an_error_names_row_and_column_and_cannot_be_handed_in(
    reader, language, sentence, place, button
):
    page = reader(language)
    open_page(page, "/submit")
    upload(page, FILES / "misprint-of-a-rate.csv")
    expect(page.get_by_text(sentence)).to_be_visible()
    row = page.locator("table.findings tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(place)
    expect(row).to_contain_text("445.9")
    expect(page.get_by_role("button", name=button)).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "button", "name"),
    [
        ("zh", "我的文件（标注核查意见）", "上海_核查意见.xlsx"),
        ("en", "Own file with the findings marked", "上海_Findings.xlsx"),
    ],
)
def test_a_file_with_an_error_comes_back_marked(reader, gbk, language, button, name):
    page = reader(language)
    open_page(page, "/submit")
    upload(page, gbk("上海.csv", "上海城,2024Q3,专精特新中小企业数,期末,4321\n"))
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    assert download.value.suggested_filename == name
    sheet = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))["上海"]
    assert "上海城" in sheet["A2"].comment.text
    expect_no_exception(page)


def test_a_file_waits_until_it_is_approved(reader, gbk):
    page = reader("zh")
    open_page(page, "/submit")
    upload(page, gbk("河北.csv", "河北省,2024Q3,专精特新中小企业数,期末,4321\n"))
    press(page, "仅提交")
    expect(page.get_by_text("已保存，待审核")).to_be_visible()
    open_page(page, "/chains?chain=overall&indicator=GOAL-2-1&quarter=2024Q3")
    assert 4321 not in drawn(page)
    open_page(page, "/submit")
    upload(page, gbk("河北.csv", "河北省,2024Q3,专精特新中小企业数,期末,4321\n"))
    expect(page.get_by_text("本次未重复保存")).to_be_visible()
    press(page, "审核通过")
    expect(page.get_by_text("已审核通过，1项")).to_be_visible()
    open_page(page, "/chains?chain=overall&indicator=GOAL-2-1&quarter=2024Q3")
    page.wait_for_function(f"() => ({DRAWN})().includes(4321)")


def test_a_name_and_cells_with_markup_are_shown_as_they_are(reader, gbk):
    page = reader("zh")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, "/submit")
    name = "**粗** <img src=x onerror=alert(1)> [x](javascript:1).csv"
    upload(page, gbk(name, "<b>北京</b>![](http://tracking.invalid/x),2024Q3,`a`,期末,=1+1\n"))
    expect(page.get_by_role("heading", level=3, name=name, exact=True)).to_be_visible()
    cells = page.locator("table.findings")
    expect(cells).to_contain_text("<b>北京</b>![](http://tracking.invalid/x)")
    expect(page.locator("table.findings b, table.findings img, h3 img")).to_have_count(0)
    assert not [url for url in asked if "invalid" in url]


def test_the_original_file_comes_back_byte_for_byte(reader, gbk):
    path = gbk("天津.csv", "天津市,2024Q3,专精特新中小企业数,期末,1234\n")
    page = reader("zh")
    open_page(page, "/submit")
    upload(page, path)
    press(page, "提交并审核通过")
    expect(page.get_by_text("已审核通过，1项")).to_be_visible()
    # The table is drawn on a canvas: its first row's box is ticked by place.
    page.locator("[class*='st-key-history-all'] .dvn-scroller").first.click(
        position={"x": 17, "y": 50}
    )
    with page.expect_download() as download:
        page.get_by_role("button", name="下载原始文件").click()
    assert Path(download.value.path()).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("width", [390, 1440])
def test_findings_fit_the_window(reader, width):
    page = reader("zh", size=(width, 844))
    open_page(page, "/submit")
    upload(page, FILES / "unknown-names.csv", FILES / "at-least-and-about.csv")
    expect(page.locator("table.findings")).to_have_count(2)
    for table in page.locator("table.findings").all():
        box = table.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "标红的文件超过50MB"), ("en", "larger than 50 MB")]
)
def test_a_file_too_large_is_said_below_the_field(reader, tmp_path, language, said):
    page = reader(language)
    open_page(page, "/submit")
    expect(page.get_by_text(said)).to_be_hidden()
    large = tmp_path / "large.csv"
    large.write_bytes(b"0" * (51 << 20))
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(large)
    expect(page.get_by_text(said)).to_be_visible()
