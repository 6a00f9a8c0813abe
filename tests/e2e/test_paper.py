"""What comes out on paper: whole tables, charts at the paper's width in light inks, no controls."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.driving import open_page
from tracking.charts.style import PALETTES
from tracking.web.pages import PAGES
from tracking.words import LANGUAGES

pytestmark = pytest.mark.browser

CONTROLS = (
    ".stSelectbox",
    ".stButton",
    ".stPopover",
    ".stButtonGroup",
    ".stSidebar",
    ".stTextInput",
    ".stFileUploader",
    ".modebar-container",
    ".hint",
    ".st-key-frame-controls",
    '[data-testid="stHeader"]',
)
# How wide Plotly has drawn each chart.
DRAWN = """() => [...document.querySelectorAll('.stPlotlyChart .js-plotly-plot')]
  .map((one) => one._fullLayout.width)"""


def pages(printed: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", printed))


def words(printed: bytes, folder: Path) -> str:
    """The text on paper, without the blanks that typesetting puts between characters."""
    path = folder / "printed.pdf"
    path.write_bytes(printed)
    told = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return re.sub(r"\s+", "", told.stdout.decode())


def on_paper(window: Page) -> None:
    """Stand as while the paper is made."""
    window.emulate_media(media="print")
    window.evaluate("() => dispatchEvent(new Event('beforeprint'))")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_paper_has_nothing_that_is_clicked_and_ends_in_the_foot(reader, page, tmp_path):
    window = reader("zh")
    open_page(window, page.path)
    printed = words(window.pdf(format="A4"), tmp_path)
    assert "方法版本" in printed.replace("⽅", "方")[-60:]
    assert "勾选一行，查看" not in printed
    window.emulate_media(media="print")
    for control in CONTROLS:
        assert window.locator(control).filter(visible=True).count() == 0, control


def test_a_briefings_headings_and_titles_stay_with_what_they_are_of(reader):
    window = reader("zh")
    open_page(window, "/briefing")
    window.emulate_media(media="print")
    alone = window.locator(".st-key-briefing-paper .stHtml > :is(h2, h3, .caption):only-child")
    breaks = alone.evaluate_all(
        """found => found.map((one) =>
          getComputedStyle(one.closest('[data-testid="stElementContainer"]')).breakAfter)"""
    )
    assert len(breaks) > 2
    assert set(breaks) == {"avoid"}


# The published figures leave the comparison short enough for one sheet.
@pytest.mark.parametrize(
    ("path", "least"), [("/", 2), ("/chains", 2), ("/compare", 1), ("/regions", 2)]
)
@pytest.mark.parametrize("width", [1440, 390])
def test_charts_are_drawn_anew_in_the_room_paper_has(reader, path, least, width):
    window = reader("zh", size=(width, 900))
    open_page(window, path)
    assert pages(window.pdf(format="A4")) >= least
    widths = window.evaluate(
        f"() => {{ dispatchEvent(new Event('beforeprint')); return ({DRAWN})() }}"
    )
    assert widths
    # Not wider than the paper, nor narrower than three cards beside each other.
    assert all(150 < width <= 702 for width in widths), widths


def test_after_printing_the_screen_is_as_it_was(reader):
    window = reader("zh")
    open_page(window, "/chains")
    before = window.evaluate(DRAWN)
    window.pdf(format="A4")
    window.wait_for_function(
        f"(before) => JSON.stringify(({DRAWN})()) === JSON.stringify(before)", arg=before
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_dark_screen_words_and_charts_are_printed_dark_on_white(reader, language):
    window = reader(language, theme="dark")
    open_page(window, "/chains")
    on_paper(window)
    inks = window.evaluate(
        """() => [...document.querySelectorAll('.js-plotly-plot text, p, h1, h2, h3, dt, dd')]
          .filter((one) => one.checkVisibility() && !one.closest('.status'))
          .map((one) => getComputedStyle(one)[one.closest('svg') ? 'fill' : 'color'])"""
    )
    assert inks

    def light(ink: str) -> bool:
        return min(int(part) for part in re.findall(r"\d+", ink)[:3]) > 0x90

    assert not [ink for ink in inks if light(ink)]


def test_every_ink_of_the_dark_theme_has_its_light_one_on_paper():
    said = (Path(__file__).parents[2] / "tracking/web/static/print.css").read_text()
    for dark, light in zip(
        (getattr(PALETTES["dark"], name) for name in PALETTES["dark"].__slots__),
        (getattr(PALETTES["light"], name) for name in PALETTES["light"].__slots__),
        strict=True,
    ):
        parts = ", ".join(str(int(dark[n : n + 2], 16)) for n in (1, 3, 5))
        for what in ("fill", "stroke"):
            rule = f'[style*="{what}: rgb({parts})"] {{\n  {what}: {light.lower()} !important;'
            assert rule in said, (dark, what)


def test_a_table_is_on_paper_whole_and_with_its_count(reader, tmp_path):
    window = reader("zh")
    open_page(window, "/method")
    rows = window.locator(".on-paper tbody tr").count()
    printed = words(window.pdf(format="A4"), tmp_path)
    assert rows > 40
    assert f"共{rows}项" in printed
    window.emulate_media(media="print")
    expect(window.locator(".stDataFrame").first).to_be_hidden()


def test_a_heading_is_not_left_at_the_end_of_a_sheet(reader):
    window = reader("zh")
    open_page(window, "/chains")
    on_paper(window)
    flex = window.evaluate(
        """() => [...document.querySelectorAll('h2, h3')].filter((one) => one.checkVisibility())
          .map((one) => one.closest('[data-testid=stElementContainer]'))
          .map((one) => [getComputedStyle(one).breakAfter,
                         getComputedStyle(one.parentElement).display])"""
    )
    assert flex
    assert {after for after, _display in flex} == {"avoid"}
    assert {display for _after, display in flex} == {"block"}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_open_window_is_printed_alone_and_whole(reader, theme, tmp_path):
    window = reader("zh", theme=theme)
    open_page(window, "/?explain=IND-3-1,nation,2025Q4")
    dialog = window.get_by_role("dialog")
    expect(dialog.get_by_text("历次版本")).to_be_visible()
    printed = words(window.pdf(format="A4"), tmp_path)
    assert printed.count("所依据的数据") == 1
    assert "历次版本" in printed
    assert "有目标的指标" not in printed
    on_paper(window)
    chart = dialog.locator(".js-plotly-plot").bounding_box()
    assert chart is not None
    assert chart["height"] > 200
    assert dialog.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"
