"""Screenshots of every page, for people to look at.

python -m tests.e2e.look OUTDIR [--store PATH] [--page STEM] [--query a=b] [--lang zh] [--width 390]
"""

import argparse
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.driving import browser, open_page, opened_page
from tests.e2e.serving import served
from tracking.web.pages import PAGES
from tracking.web.visitor import COOKIE
from tracking.words import LANGUAGES

SIZES = {1440: (1440, 900), 390: (390, 844)}
THEMES = ("light", "dark")


def main() -> None:
    asked = _asked()
    asked.outdir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        if asked.address:
            _look(asked, asked.address)
        else:
            with served(asked.store or Path(folder) / "look.db") as address:
                _look(asked, address)


def _look(asked: argparse.Namespace, address: str) -> None:
    stems = asked.page or [page.stem for page in PAGES]
    paths = {page.stem: page.path for page in PAGES}
    with browser() as chromium:
        for language, width, theme in product(asked.lang, asked.width, asked.theme):
            page = opened_page(chromium, address, language, SIZES[width], theme)
            if asked.address:
                page.context.add_cookies([{"name": COOKIE, "value": asked.session, "url": address}])
            for stem in stems:
                open_page(page, f"{paths[stem]}?{asked.query}" if asked.query else paths[stem])
                path = asked.outdir / f"{stem}-{language}-{width}-{theme}.png"
                whole(page, path)
                print(path)
            page.context.close()


def whole(page: Page, path: Path) -> None:
    """The page from top to bottom; Streamlit scrolls inside, so the window is made that tall."""
    size = page.viewport_size or {"width": 1440, "height": 900}
    height = page.evaluate(
        "() => document.querySelector('[data-testid=stMainBlockContainer]')?.scrollHeight ?? 0"
    )
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height + 80)})
    page.wait_for_timeout(600)  # charts take their new width and fade in
    page.screenshot(path=path, animations="disabled")
    page.set_viewport_size(size)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--store", type=Path, help="a store (default: a fresh published one)")
    parser.add_argument("--address", help="a dashboard that is already served")
    parser.add_argument("--session", default="", help="the session cookie for it")
    parser.add_argument("--page", action="append", choices=[page.stem for page in PAGES])
    parser.add_argument("--query", default="", help="state in the address, e.g. quarter=2024Q3")
    parser.add_argument("--lang", action="append", choices=LANGUAGES)
    parser.add_argument("--width", action="append", type=int, choices=SIZES)
    parser.add_argument("--theme", action="append", choices=THEMES)
    asked = parser.parse_args()
    asked.lang = asked.lang or list(LANGUAGES)
    asked.width = asked.width or list(SIZES)
    asked.theme = asked.theme or list(THEMES)
    return asked


if __name__ == "__main__":
    main()
