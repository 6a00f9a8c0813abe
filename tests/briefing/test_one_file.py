"""A briefing as one HTML file opens anywhere, offline, and runs nothing that its data says."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.briefing.small import asked, at_random, composed, drawn
from tests.e2e.driving import launched
from tracking.briefing import Sentence, one_file

if TYPE_CHECKING:
    from playwright.sync_api import Page, Playwright

HOSTILE = "</script><script>document.title='ran'</script><img src=x onerror=alert(1)>&amp;"


@pytest.fixture(scope="module")
def page(playwright: "Playwright") -> "Iterator[Page]":
    """A page of a browser that reaches nothing but files."""
    browser = launched(playwright)
    yield browser.new_page()
    browser.close()


def opened(page: "Page", folder: Path, data: bytes) -> list[str]:
    """Open the file; what was asked for besides it, and what the browser complained of."""
    file, told = folder / "简报.html", []
    file.write_bytes(data)
    page.on("request", lambda request: told.append(request.url))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else 0)
    page.goto(file.as_uri())
    page.wait_for_function("document.querySelectorAll('.chart .main-svg').length > 0")
    return [one for one in told if one != file.as_uri() and not one.startswith(("data:", "blob:"))]


@pytest.mark.browser
def test_it_asks_for_nothing_and_draws_every_chart(page: "Page", tmp_path: Path) -> None:
    briefing = asked(at_random(2))
    assert opened(page, tmp_path, one_file.write(briefing)) == []
    drawn = page.evaluate("document.querySelectorAll('.chart .main-svg:first-child').length")
    assert drawn >= len(list(briefing.charts())) > 0


@pytest.mark.browser
def test_no_row_of_a_printed_table_stands_alone_on_a_sheet(page: "Page", tmp_path: Path) -> None:
    of = replace(asked(at_random(2), language="en"), key=(), notes=(), origins=())
    table = next(of.tables())
    on_sheets = set()
    for rows in range(25, 32):
        section = replace(of.sections[0], parts=(replace(table, rows=table.rows[:1] * rows),))
        file = tmp_path / f"{rows}.html"
        file.write_bytes(one_file.write(replace(of, sections=(section,))))
        page.goto(file.as_uri())
        # Each row says its place in the table.
        page.evaluate("""() => document.querySelectorAll('.table tbody tr').forEach(
          (row, n) => row.firstElementChild.textContent = `row-${n}.`)""")
        told = [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages]
        counts = [len(re.findall(r"row-\d+\.", sheet)) for sheet in told]
        assert sum(counts) == rows
        on_sheets |= set(counts)
    # It goes on over the sheet's end in some of them.
    assert any(0 < count < 10 for count in on_sheets)
    assert on_sheets.isdisjoint({1, 2})


@pytest.mark.browser
@pytest.mark.parametrize(("form", "starts"), [("png", b"\x89PNG"), ("svg", b"<svg")])
def test_a_chart_is_taken_as_a_picture_that_says_what_it_rests_on(
    page: "Page", tmp_path: Path, form: str, starts: bytes
) -> None:
    briefing = asked(at_random(2))
    assert opened(page, tmp_path, one_file.write(briefing)) == []
    chart = page.locator(".chart").first
    chart.hover()
    assert chart.locator(".modebar-btn").count() == len(("png", "svg"))
    with page.expect_download() as waiting:
        chart.get_by_label(f"下载为 {form.upper()} 图片").click()
    first = next(iter(briefing.charts()))
    assert waiting.value.suggested_filename == f"{briefing.file_stem}_{first.title}.{form}"
    waiting.value.save_as(tmp_path / "picture")
    data = (tmp_path / "picture").read_bytes()
    assert data.startswith(starts)
    if form == "svg":
        assert all(line in data.decode() for line in (first.title, *briefing.stamp.lines))


@pytest.mark.browser
def test_texts_that_would_run_stay_text(page: "Page", tmp_path: Path) -> None:
    briefing = asked(at_random(2))
    briefing = replace(briefing, title=HOSTILE, key=(Sentence(HOSTILE),))
    assert opened(page, tmp_path, one_file.write(briefing)) == []
    assert page.inner_text("h1") == HOSTILE
    assert page.title().startswith(HOSTILE)


def test_every_number_of_its_tables_is_in_it() -> None:
    briefing = asked(at_random(4), language="en")
    text = unescape(re.sub(r"<[^>]+>", "|", one_file.write(briefing).decode().split("<script")[0]))
    for table in briefing.tables():
        for row in table.rows:
            assert all(cell.said in text for cell in row)


def test_equal_briefings_give_equal_bytes() -> None:
    one, other = (one_file.write(composed(drawn(6))) for _ in range(2))
    assert one == other


def test_the_policy_lets_nothing_in_from_outside() -> None:
    text = one_file.write(asked(at_random(1))).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "http" not in policy[1]
    assert "unsafe-eval" not in policy[1]


def test_a_demonstration_says_so_first_and_on_each_printed_page() -> None:
    text = one_file.write(asked(at_random(1, demonstration=True))).decode()
    assert text.index('class="demonstration"') < text.index("<h1>")
    label = "".join(f"\\{ord(sign):06x}" for sign in "演示数据")
    assert f'@bottom-center {{ content: "{label}' in text
