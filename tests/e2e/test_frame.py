"""The frame in a real browser: state, language, the door, and that nothing leaves the machine."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.driving import (
    choose,
    expect_no_exception,
    go_to,
    open_page,
    settled,
)
from tests.e2e.serving import served
from tracking.web.pages import PAGES
from tracking.words import LANGUAGES

pytestmark = pytest.mark.browser

# English that may stand on a Chinese page: names, codes, units and file names.
ALLOWED = re.compile(
    r"English|HTML|PDF|SVG|ZIP|SDMX|PowerPoint|Word|Frictionless"
    r"|CSV|TSV|TXT|XLSX?|ODS|PNG|Excel|WPS|UTF-8|GB18030|GBK|MIT|MB|\d{4}Q[1-4]|[A-Z]{3,4}-\d(-\d)?"
    r"|[\w./-]+\.(csv|xlsx|xls|ods|db)|\d+:[0-9a-f]{64}|[a-z_]+\.(md|toml)|Q[1-4]"
    # A reference to a figure in a briefing, and the command that looks one up.
    r"|[a-z]*\.nation\.\d\dQ[1-4]\.\d{6}|python -m tracking explain --ref"
)
ENGLISH = re.compile(r"[A-Za-z]{3,}")


@dataclass(frozen=True)
class Visit:
    """A Chinese page that stands, what it asked for on the way, and what the console said."""

    window: Page
    asked: list[str]
    said: list[str]


@pytest.fixture(scope="module", params=PAGES, ids=lambda page: page.stem)
def visit(readers, address, request) -> Iterator[Visit]:
    window = readers.window(address)
    asked: list[str] = []
    said: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    window.on("console", lambda message: said.append(message.text))
    open_page(window, request.param.path)
    yield Visit(window, asked, said)
    readers.leave(window, address, "zh")


def test_no_request_leaves_the_host_and_the_policy_is_kept(visit, address):
    expect_no_exception(visit.window)
    host = urlsplit(address).netloc
    over_the_net = [urlsplit(url) for url in visit.asked if url.startswith("http")]
    assert not [url.geturl() for url in over_the_net if url.netloc != host]
    assert not [line for line in visit.said if "Content Security Policy" in line]
    assert not [line for line in visit.said if "Failed to load" in line]


def test_a_chinese_page_has_no_english_of_streamlits(visit):
    words = visit.window.evaluate(
        """() => {
          const said = [];
          // Icons are words of their font; the method's document and the programme speak for
          // themselves.
          const skipped = 'script, style, noscript, [data-testid="stIconMaterial"],'
            + ' [data-testid="stExpanderIcon"], [data-testid="stAlertDynamicIcon"],'
            + ' [data-testid="stExpanderDetails"]';
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
          while (walker.nextNode()) {
            const element = walker.currentNode;
            if (element.closest(skipped)) continue;
            for (const name of ['aria-label', 'title', 'placeholder'])
              if (element.getAttribute(name)) said.push(element.getAttribute(name));
            for (const child of element.childNodes)
              if (child.nodeType === 3 && child.data.trim()) said.push(child.data.trim());
          }
          return said;
        }"""
    )
    english = sorted({word for word in words if ENGLISH.search(ALLOWED.sub("", word))})
    assert not english, "\n".join(english)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_wider_than_its_window(reader, language):
    window = reader(language, size=(390, 844))
    for page in PAGES:
        open_page(window, page.path)
        expect_no_exception(window)
        for width in (390, 1440):
            window.set_viewport_size({"width": width, "height": 844})
            settled(window)
            wide = window.evaluate("() => document.documentElement.scrollWidth")
            assert wide <= width, (page.stem, width)
        window.set_viewport_size({"width": 390, "height": 844})


def test_the_state_survives_page_changes_a_reload_and_the_back_button(reader):
    window = reader("zh")
    open_page(window, "/chains")
    choose(window, "quarter", "2024年二季度")
    expect(window).to_have_url(re.compile(r"/chains\?quarter=2024Q2"))
    go_to(window, "地区")
    expect(window).to_have_url(re.compile(r"/regions\?quarter=2024Q2"))
    window.reload()
    settled(window)
    quarter = window.locator(".st-key-state-quarter input")
    expect(quarter).to_have_value("2024年二季度")
    window.go_back()
    settled(window)
    expect(window.get_by_role("heading", level=1, name="链条", exact=True)).to_be_visible()
    expect(quarter).to_have_value("2024年二季度")


def test_the_language_switch_keeps_page_and_state(reader):
    window = reader("zh")
    open_page(window, "/chains?quarter=2024Q2")
    window.get_by_role("link", name="English", exact=True).click()
    expect(window.get_by_role("heading", level=1, name="Chains", exact=True)).to_be_visible()
    settled(window)
    assert window.evaluate("() => document.documentElement.lang") == "en"
    assert "/chains" in window.url
    assert "quarter=2024Q2" in window.url
    window.get_by_role("link", name="中文", exact=True).click()
    expect(window.get_by_role("heading", level=1, name="链条", exact=True)).to_be_visible()


def test_an_address_opens_the_door_of_a_figure_and_its_file_is_downloaded(reader):
    window = reader("zh")
    open_page(window, "/?explain=IND-3-1,nation,2025Q4")
    dialog = window.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_text("所依据的数据")).to_be_visible()
    with window.expect_download() as waiting:
        dialog.get_by_role("button", name=re.compile("^下载原始文件")).click()
    assert waiting.value.suggested_filename.endswith(".csv")
    dialog.press("Escape")
    expect(dialog).to_have_count(0)
    settled(window)
    expect(window).not_to_have_url(re.compile("explain"))


def test_a_door_that_leads_nowhere_says_so(reader):
    window = reader("en")
    open_page(window, "/?explain=XXX-9-9,nation,2025Q4")
    dialog = window.get_by_role("dialog")
    expect(dialog.get_by_text("Nothing is known, owed or aimed at here.")).to_be_visible()


def test_an_unknown_page_says_so_with_the_way_out(reader):
    window = reader("zh")
    window.goto("/no-such-page")
    expect(window.get_by_role("heading", name="页面不存在")).to_be_visible()
    window.get_by_role("link", name="返回总览").click()
    settled(window)
    expect(window.get_by_role("heading", level=1, name="总览", exact=True)).to_be_visible()


def test_on_a_fresh_server_the_first_address_asked_runs_the_main_script(chromium, reader, tmp_path):
    """Streamlit would run a pages/ folder beside the main script without it, before any gate."""
    with served(tmp_path / "tracking.db") as fresh:
        window = reader("zh", at=fresh)
        open_page(window, "/submit")
        expect(window.locator("footer.stamp")).to_be_visible()
        expect(window.get_by_role("link", name="总览", exact=True).first).to_be_visible()


def test_a_typed_day_and_enter_show_what_was_known_then(reader):
    window = reader("zh")
    open_page(window, "/")
    window.get_by_role("button", name="所知截至").click()
    field = window.get_by_role("textbox", name="所知截至（当日末）")
    field.fill("2024年11月30日")
    field.press("Enter")
    expect(window).to_have_url(re.compile(r"known_on=2024-11-30"))
    expect(window.get_by_role("button", name="所知截至2024年11月30日")).to_be_visible()
    expect(window.locator(".st-key-frame-past")).to_contain_text("当前显示2024年11月30日所知数据")
    window.get_by_role("button", name="返回当前").click()
    expect(window).not_to_have_url(re.compile("known_on"))


def test_a_day_that_cannot_be_read_is_said(reader):
    window = reader("zh")
    open_page(window, "/?known_on=2024-13-45")
    expect(window.get_by_text("无法识别日期“2024-13-45”")).to_be_visible()
    expect(window).not_to_have_url(re.compile("known_on"))


@pytest.mark.parametrize(("language", "word"), [("zh", "菜单"), ("en", "Menu")])
def test_the_navigation_of_a_telephone_has_a_word(reader, language, word):
    window = reader(language, size=(390, 844))
    open_page(window, "/")
    button = window.get_by_test_id("stExpandSidebarButton")
    said = button.evaluate("one => getComputedStyle(one, '::after').content")
    assert word in said
    button.click()
    expect(
        window.get_by_role("link", name="总览" if language == "zh" else "Overview")
    ).to_be_visible()
