"""Texts that would run: what a report, a reason or a file's name says stays text on every page."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from playwright.sync_api import Page

from tests.e2e.driving import act_as, open_page, opened_page
from tests.e2e.serving import served
from tests.store.conftest import stated, take
from tracking.programme import Programme, Quarter, Target
from tracking.store import Store
from tracking.web.pages import PAGES
from tracking.words import Text

UNIT, INDICATOR = "110000", "INN-1-1"
QUARTER = Quarter.of("2024Q3")
# As HTML, as Markdown, as a formula, and out of an attribute.
EVIL = (
    '=1+1"><img data-evil src=http://evil.example/a.png onerror="window.ran=1">'
    "<script data-evil>window.ran=1</script>"
    "![x](http://evil.example/b.png) [y](javascript:window.ran=1) **粗** $x^2$ :red[z]"
    "<b data-evil>"
)
FOUND = {
    "code": "outlier", "severity": "warning", "row": 2, "column": EVIL, "found": EVIL,
    "message": EVIL,
}  # fmt: skip


def figures(quarter: int, value: float) -> pd.DataFrame:
    """One figure all of whose texts would run."""
    texts = {text: [EVIL] for text in ("progress_note", "problem", "next_step", "qualifier")}
    return stated((INDICATOR, UNIT, quarter, value), **texts)


@pytest.fixture(scope="module")
def address(tmp_path_factory, programme: Programme) -> Iterator[str]:
    path = tmp_path_factory.mktemp("hostile") / "tracking.db"
    with Store.open(path, programme) as store:
        take(store, figures(QUARTER.index - 1, 5), b"first")
        kept = store.submit(
            b"second", f"{EVIL}.csv", figures(QUARTER.index, 9), actor="li", source=EVIL,
            findings=[FOUND], reasons={1: EVIL},
        )  # fmt: skip
        store.remark(kept.id, EVIL, actor="wang")
        store.approve(kept.id, actor="wang", note=EVIL)
        back = store.submit(
            b"third", f"{EVIL}.csv", figures(QUARTER.index, 7), actor="li", findings=[FOUND],
            reasons={1: EVIL},
        )  # fmt: skip
        store.send_back(back.id, actor="wang", reason=EVIL)
        waiting = store.submit(
            b"fourth", f"{EVIL}.csv", figures(QUARTER.index, 8), actor="li", findings=[FOUND],
            reasons={1: EVIL},
        )  # fmt: skip
        store.remark(waiting.id, EVIL, actor="wang")
        store.ledger.close(INDICATOR, UNIT, QUARTER.index - 1, EVIL, "wang")
        for value, unit in ((20.0, "nation"), (30.0, "nation"), (10.0, UNIT)):
            due, day = Quarter.of("2025Q4"), date(2024, 1, 1)
            aim = Target(INDICATOR, unit, value, due, None, None, "linear", Text(EVIL, EVIL), day,
                         reason=EVIL)  # fmt: skip
            store.add_targets([aim], "wang")
    with served(path) as where:
        yield where


@pytest.fixture(scope="module")
def window(chromium, address) -> Iterator[Page]:
    page = opened_page(chromium, address, "zh")
    yield page
    page.context.close()


ASKING = f"quarter={QUARTER}&unit={UNIT}&chain=innovation&submission=4"
SEEN = [
    *((page.stem, "administrator", f"{page.path}?{ASKING}") for page in PAGES),
    ("own reports", UNIT, f"/submit?{ASKING}"),
    ("door", "administrator", f"/?explain={INDICATOR},{UNIT},{QUARTER}"),
]


@pytest.mark.parametrize(
    ("who", "path"), [pytest.param(who, path, id=name) for name, who, path in SEEN]
)
def test_what_a_report_says_runs_nowhere(window, address, path, who):
    act_as(window, address, who)
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    open_page(window, path)
    assert window.evaluate("window.ran") is None
    assert window.locator("[data-evil], img[src*=evil], a[href^=javascript]").count() == 0
    assert not [url for url in asked if "evil.example" in url]


def test_the_texts_are_there_to_be_read(window, address):
    act_as(window, address, "reviewer")
    for path in (f"/ledger?quarter={QUARTER}", "/review?submission=4"):
        open_page(window, path)
        assert "<script data-evil>window.ran=1</script>" in window.inner_text("body")
