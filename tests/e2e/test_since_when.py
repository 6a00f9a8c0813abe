"""Since when a status holds, as the window of a number shows it on a telephone and on paper."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.driving import expect_no_exception, open_page
from tests.e2e.serving import served

pytestmark = pytest.mark.browser

ASKED = "regions?explain=IND-3-1,nation,2025Q4"
# A cell whose text goes beyond it.
TOO_WIDE = """() => [...document.querySelectorAll('.standing ol li, .standing ol li *')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth)
  .map((one) => one.textContent)"""


@pytest.fixture(scope="module")
def address(published_store: Path, tmp_path_factory):
    own = Path(shutil.copy(published_store, tmp_path_factory.mktemp("served") / "tracking.db"))
    with served(own) as where:
        yield where


def asked(window: Page) -> None:
    open_page(window, ASKED)
    expect(window.locator(".standing ol li")).to_have_count(15)
    expect_no_exception(window)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_telephone_every_quarter_says_its_status_in_words(reader, language):
    window = reader(language, size=(390, 844))
    asked(window)
    cells = window.locator(".standing ol li").all_inner_texts()
    assert all(re.search(r"[▼■▲●✔○◎◇–] ?\S", cell) for cell in cells)
    assert window.evaluate(TOO_WIDE) == []


def test_the_quarters_are_printed_with_their_words(reader, tmp_path):
    window = reader("en")
    asked(window)
    path = tmp_path / "printed.pdf"
    path.write_bytes(window.pdf(format="A4"))
    told = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    printed = " ".join(told.stdout.decode().split())
    assert "Achieved since 2024 Q4 (4 quarters)" in printed
    assert printed.count("Out of date") >= 6
