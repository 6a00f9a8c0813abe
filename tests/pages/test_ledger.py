"""The page of the ledger: what is found, how it is shown, and how problems are closed."""

import re
from pathlib import Path

import pytest

from tests.pages.reporting import texts
from tests.store.conftest import OFFICE, Q1, Q3, take
from tests.store.test_ledger import CONSORTIA, PROBLEM, SHARING
from tests.store.test_ledger import told as worded
from tracking.programme import Programme
from tracking.store import Store
from tracking.words import LANGUAGES

HOSTILE = "<script>alert(1)</script> **粗** [链](http://x) 融资难"
KEY = f"{CONSORTIA},110000,2024Q3"


@pytest.fixture
def small(tmp_path: Path, programme: Programme) -> Path:
    """Beijing and an office name a problem, Shanghai none; Beijing named another before."""
    path = tmp_path / "tracking.db"
    with Store.open(path, programme) as store:
        take(store, worded((CONSORTIA, "110000", Q1, "", "用工短缺", "")))
        take(
            store,
            worded(
                (CONSORTIA, "110000", Q3, "已建成5G工厂", PROBLEM, "加强银企对接"),
                (CONSORTIA, "310000", Q3, HOSTILE, "", ""),
                (SHARING, OFFICE, Q3, "", "场地不足", ""),
            ),
        )
    return path


def shown(at) -> str:
    """The page's table, as HTML."""
    found = [e.proto.body for e in at.get("html") if 'class="plain-table ledger"' in e.proto.body]
    return found[0] if found else ""


def told(at) -> str:
    """What the table says, without its markup."""
    return re.sub(r"<[^>]+>", "", shown(at))


def lines(at) -> int:
    return max(shown(at).count("<tr>") - 1, 0)  # the first is the head


def press(at, key: str):
    return next(button for button in at.button if button.key == key).click().run()


def settle(at, reason: str):
    at.text_area(key="settle-reason").input(reason)
    return press(at, "settle-now")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_leads_with_the_open_problems_and_lists_those_of_the_quarter(run, small, language):
    at = run(small, "ledger", language)
    assert not at.exception
    lead = texts(at)
    assert ("尚有3个问题未销号" if language == "zh" else "3 open problems of 2 units") in lead
    assert lines(at) == 2
    assert PROBLEM in told(at)
    assert "用工短缺" not in told(at)


def test_earlier_quarters_are_shown_when_asked(run, small):
    assert "用工短缺" in told(run(small, "ledger", period="all"))
    assert lines(run(small, "ledger", period="all", quarter="2024Q1")) == 1


@pytest.mark.parametrize(
    ("asked", "units"),
    [
        ({"q": "融资"}, ["北京市"]),
        ({"q": "融资", "problem": "all"}, ["北京市", "上海市"]),
        ({"q": "5g 对接"}, ["北京市"]),
        ({"unit": "310000", "problem": "all"}, ["上海市"]),
        ({"unit": "340000"}, ["合肥市"]),
        ({"chain": "capital"}, []),
        ({"problem": "closed"}, []),
    ],
)
def test_the_filters_of_the_address_narrow_the_table(run, small, asked, units):
    at = run(small, "ledger", **asked)
    assert not at.exception
    table = told(at)
    assert [unit for unit in ("北京市", "上海市", "合肥市") if unit in table] == units


def test_words_found_are_marked_and_texts_stay_text(run, small):
    table = shown(run(small, "ledger", q="融资 <script>", problem="all"))
    assert "<mark>&lt;script&gt;</mark>alert(1)&lt;/script&gt;" in table
    assert "<script>" not in table
    assert "**粗** [链](http://x) <mark>融资</mark>难" in table


def test_nothing_found_offers_to_look_further(run, small):
    at = run(small, "ledger", "en", q="5G", unit="310000", quarter="2024Q3")
    assert "Nothing is found" in texts(at)
    at = press(at, "ledger-wider")
    assert "5G" in at.query_params["q"]
    assert "unit" not in at.query_params
    assert lines(at) == 1


def test_words_that_stand_nowhere_are_said_to_be_nowhere(run, small):
    at = run(small, "ledger", "en", q="没有这个词")
    assert "Nothing is found" in texts(at)
    assert not any(button.key == "ledger-wider" for button in at.button)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_any_text_the_page_says_so(run, tmp_path, programme, language):
    path = tmp_path / "figures.db"
    with Store.open(path, programme) as store:
        take(store, worded((CONSORTIA, "110000", Q3, "", "", "")))
    at = run(path, "ledger", language)
    assert not at.exception
    assert ("尚无文字内容" if language == "zh" else "anything in words yet") in texts(at)


def test_where_no_problem_is_named_every_text_is_shown(run, published):
    at = run(published, "ledger", "en")
    assert not at.exception
    assert "No problem is named" in texts(at)
    assert lines(at) > 0


def test_an_empty_store_has_the_usual_way_out(run, empty):
    at = run(empty, "ledger", "en")
    assert not at.exception
    assert "no approved figure yet" in texts(at)


def test_every_line_is_a_door_an_offices_to_its_region(run, small):
    table = shown(run(small, "ledger", q="场地"))
    assert "explain=SUP" not in table
    assert f"explain={SHARING}%2C340000%2C2024Q3" in table


def test_a_problem_is_closed_with_a_reason_and_the_closing_undone(run, small, programme):
    at = run(small, "ledger", "en", settle=KEY)
    assert not at.exception
    at = settle(at, "  ")
    assert "Say why" in at.error[0].value
    at = settle(at, "已设立资金池")
    assert not at.exception
    assert "settle" not in at.query_params
    assert "Closed" in at.success[0].value
    assert lines(at) == 1
    with Store.open(small, programme) as store:
        assert store.ledger.search(state="closed").rows["reason"].tolist() == ["已设立资金池"]
    at = press(at, "settled-undo")
    assert lines(at) == 2
    with Store.open(small, programme) as store:
        assert store.ledger.search(state="closed").total == 0


def test_a_closed_problem_shows_why_and_by_whom_and_is_opened_again(run, small, programme):
    with Store.open(small, programme) as store:
        store.ledger.close(CONSORTIA, "110000", Q3, "<b>已设立资金池</b>", "local reviewer")
    at = run(small, "ledger", "en", problem="closed", settle=KEY)
    assert "&lt;b&gt;已设立资金池&lt;/b&gt;" in shown(at)
    assert "Local reviewer" in told(at)
    at = settle(at, "资金未到位")
    assert lines(at) == 0
    assert "Opened again" in at.success[0].value


@pytest.mark.parametrize(
    ("acting", "may"),
    [("administrator", True), ("reviewer", True), ("110000", True), ("310000", False)],
)
def test_only_who_may_settle_a_problem_is_offered_to(run, small, acting, may):
    at = run(small, "ledger", acting=acting, q="融资")
    assert ("settle=" in shown(at)) is may


def test_who_may_not_settle_a_problem_cannot_by_its_address(run, small):
    at = run(small, "ledger", "en", acting="310000", q="融资")
    at.session_state["tracking-state"] = {"settle": KEY}
    at.run()
    assert "You may not close or open this problem" in texts(at)
    assert not any(button.key == "settle-now" for button in at.button)


def test_the_past_is_looked_at_and_not_changed(run, small):
    at = run(small, "ledger", q="融资", known_on="2026-01-01")
    assert not at.exception
    assert "settle=" not in shown(at)


@pytest.mark.parametrize("address", ["nonsense", "X,110000,2024Q3", f"{CONSORTIA},X,2024Q3"])
def test_an_address_that_names_no_problem_opens_no_window(run, small, address):
    at = run(small, "ledger", settle=address)
    assert not at.exception
    assert not at.text_area


def test_fifty_lines_stand_on_a_page(run, tmp_path, programme):
    path = tmp_path / "many.db"
    indicators = [i.code for i in programme.indicators.values() if "region" in i.reporters][:3]
    rows = [
        (code, unit.code, Q3, f"进展{unit.code}", "", "")
        for code in indicators
        for unit in programme.regions[:20]
    ]
    with Store.open(path, programme) as store:
        take(store, worded(*rows))
    at = run(path, "ledger", problem="all")
    assert lines(at) == 50
    at = press(at, "ledger-page-1")
    assert lines(at) == 10
    assert "2" in at.query_params["at"]
    # Another filter begins with its own first page.
    at.text_input(key="state-q").input("进展11").run()
    assert "at" not in at.query_params
    assert lines(at) == 3


@pytest.mark.parametrize("page", ["0", "-3", "99", "x", "９"])
def test_a_page_number_that_is_none_shows_a_page(run, small, page):
    at = run(small, "ledger", at=page)
    assert not at.exception
    assert lines(at) == 2
