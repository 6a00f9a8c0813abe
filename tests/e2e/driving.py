"""What a person does in the browser, by the names a person would use."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.e2e.serving import STORES, token_at
from tracking.web import visitor
from tracking.web.language import COOKIE
from tracking.words import Language

CHROMIUM = "/usr/bin/chromium"
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE / 2)


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        chromium = launched(playwright)
        yield chromium
        chromium.close()


def launched(playwright: Playwright, *options: str) -> Browser:
    return playwright.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", *options]
    )


def opened_page(
    chromium: Browser, address: str, language: Language = "zh", *how: Any, **also: Any
) -> Page:
    """A fresh reader: own cookies; window size, theme and who it is as for `_read_by`."""
    page = _context(chromium, address, language).new_page()
    return _read_by(page, address, language, *how, **also)


class Readers:
    """Fresh readers, one after the other, in windows that keep what pages are made of.

    To fetch and read Streamlit's scripts anew takes longer than most of what is tested.
    """

    def __init__(self, chromium: Browser) -> None:
        self.chromium = chromium
        self._free: dict[tuple[str, Language], list[Page]] = {}

    def window(self, address: str, language: Language = "zh", **how: Any) -> Page:
        """As `opened_page`; give it back with `leave`."""
        free = self._free.setdefault((address, language), [])
        page = free.pop() if free else _context(self.chromium, address, language).new_page()
        return _read_by(page, address, language, **how)

    def leave(self, page: Page, address: str, language: Language) -> None:
        """Forget whose the window was; what it was told to do besides ends with it."""
        context = page.context
        try:
            page.unroute_all()
            page.evaluate("() => sessionStorage.clear()")
            # Of the same host: for another one, the next page would begin with a new process.
            page.goto(f"{address}/_stcore/health")
        except Error:
            # Its server may be gone.
            context.close()
            return
        for other in context.pages:
            if other is not page:
                other.close()
        page.emulate_media(media="null")
        context.clear_cookies()
        storage = context.new_cdp_session(page)
        kinds = "local_storage,indexeddb,service_workers,cache_storage"
        storage.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": kinds})
        storage.detach()
        self._free[address, language].append(page)

    def close(self) -> None:
        """Close what is kept."""
        for page in (one for free in self._free.values() for one in free):
            page.context.close()


def _context(chromium: Browser, address: str, language: Language) -> BrowserContext:
    return chromium.new_context(
        locale="zh-CN" if language == "zh" else "en-GB",
        timezone_id="Asia/Shanghai",
        base_url=address,
        accept_downloads=True,
    )


def _read_by(
    page: Page,
    address: str,
    language: Language,
    size: tuple[int, int] = (1440, 900),
    theme: str = "light",
    who: str = "administrator",
) -> Page:
    """The window as a reader's, of this size and theme; signed in, unless `who` is ""."""
    page.context.add_cookies([{"name": COOKIE, "value": language, "url": address}])
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    if who and address in STORES:
        act_as(page, address, who)
    page.set_default_timeout(PATIENCE)
    return page


def act_as(page: Page, address: str, who: str) -> None:
    """Go on as a reporter (of a unit, by its code), the reviewer or the administrator."""
    cookie = {"name": visitor.COOKIE, "value": token_at(address, who), "url": address}
    page.context.add_cookies([cookie])


def open_page(page: Page, path: str = "/") -> None:
    """Open a page of the dashboard and wait until it stands."""
    page.goto(path)
    settled(page)


def settled(page: Page) -> None:
    """Wait until the script has run and the charts are drawn."""
    page.wait_for_selector(
        '[data-testid="stApp"][data-test-connection-state="CONNECTED"]', state="attached"
    )
    page.wait_for_selector(
        '[data-testid="stApp"][data-test-script-state="notRunning"]', state="attached"
    )
    page.wait_for_function(
        "() => document.querySelector('footer.stamp, [data-testid=stAlert]') !== null"
        " && document.querySelectorAll('[data-testid=stSkeleton]').length === 0"
        " && [...document.querySelectorAll('.stPlotlyChart')]"
        ".every((chart) => chart.querySelector('.main-svg') !== null)"
    )


def go_to(page: Page, title: str) -> None:
    """Change to another page through the navigation."""
    page.get_by_role("link", name=title, exact=True).first.click()
    expect(page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()
    settled(page)


def choose(page: Page, key: str, option: str) -> None:
    """Choose an option of the select box with this state key."""
    page.locator(f".st-key-state-{key} input").click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def upload(page: Page, *files: Path) -> None:
    """Give files to the page's uploader."""
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(
        [str(f) for f in files]
    )
    settled(page)


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def expect_no_exception(page: Page) -> None:
    """Nothing on the page says that it failed."""
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)
    expect(page.get_by_text("出错了")).to_have_count(0)
    expect(page.get_by_text("Something went wrong")).to_have_count(0)
