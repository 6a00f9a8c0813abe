"""The review page: the queue, a report beside the past, and the decision."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.pages.reporting import texts
from tests.store.conftest import stated
from tracking.programme import Quarter
from tracking.store import Store
from tracking.web.house import house
from tracking.words import LANGUAGES

Q2, Q3 = (Quarter.of(f"2024Q{n}").index for n in (2, 3))
GOAL = "GOAL-2-1"
FINDING = {
    "code": "outlier",
    "severity": "warning",
    "row": 2,
    "column": "本期值",
    "found": "12000",
    "message": {"zh": "与以往走势不符", "en": "out of line with the past"},
}


@pytest.fixture
def store(copy, published, programme) -> Path:
    """Beijing reported once; a correction with a finding, a clean report and a claim wait."""
    path = copy(published)
    with Store.open(path, programme) as own:
        first = own.submit(
            b"1", "北京.csv", stated((GOAL, "110000", Q2, 10000.0)), actor="local 110000"
        )
        own.approve(first.id, actor="local reviewer")
        own.submit(
            b"2",
            "北京更正.csv",
            stated((GOAL, "110000", Q2, 12000.0), (GOAL, "110000", Q3, 12100.0)).assign(
                problem="资金不足"
            ),
            actor="local 110000",
            findings=[FINDING],
            reasons={1: "并入两家平台"},
        )
        own.submit(b"3", "天津.csv", stated((GOAL, "120000", Q3, 5000.0)), actor="local 120000")
        own.submit(
            b"4",
            "工信部.csv",
            stated(("SUP-1-4", "miit", Q3, np.nan), state="claimed", completed_on="2024-08-01"),
            actor="local miit",
        )
    return path


@pytest.fixture
def review(run, store):
    """The review page as the reviewer sees it."""

    def opened(language: str = "zh", acting: str = "reviewer", **address: str):
        at = run(store, "review", language, acting=acting, **address)
        assert not at.exception
        return at

    return opened


def waiting() -> dict[str, int]:
    return {s.name: s.id for s in house().store.submissions(state="submitted")}


def press(at, key: str):
    at.button(key=key).click().run()
    assert not at.exception
    return at


def said(at) -> str:
    return "\n".join(
        e.value for kind in ("success", "error", "info", "warning") for e in at.get(kind)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_leads_with_how_many_wait(review, language):
    told = texts(review(language))
    assert ("待审核报送3份" if language == "zh" else "3 reports wait for review") in told
    assert ("其中2份无存疑项" if language == "zh" else "2 have nothing") in told


def test_a_report_stands_beside_what_was_known_with_finding_and_reason(review):
    at = review()
    at = review(submission=str(waiting()["北京更正.csv"]))
    table = next(t.value for t in at.dataframe if "已有数值" in t.value).to_string()
    assert "12,000家" in table
    assert "10,000家" in table
    assert "+2,000" in table
    told = texts(at)
    assert "与以往走势不符" in told
    assert "并入两家平台" in told
    assert "资金不足" in told
    assert "计入后" in "\n".join(e.value for e in at.markdown)


@pytest.mark.parametrize(
    ("state", "shown", "corrections"), [("", "仅文字", 0), ("withdrawn", "撤销", 1)]
)
def test_words_alone_and_a_withdrawal_say_what_they_are(review, state, shown, corrections):
    review()
    row = stated((GOAL, "110000", Q2, np.nan), state=state).assign(progress_note="补充说明")
    number = house().store.submit(b"5", "补充.csv", row, actor="local 110000").id
    at = review(submission=str(number))
    table = next(t.value for t in at.dataframe if "已有数值" in t.value).to_string()
    assert shown in table
    assert "10,000家" in table
    which = next(c for c in at.segmented_control if str(c.key).endswith("-which"))
    assert f"更正 {corrections}" in [option.content for option in which.proto.options]


def test_approved_it_counts_and_the_page_says_so(review):
    review()
    number = waiting()["北京更正.csv"]
    at = press(review(submission=str(number)), f"review-{number}-approve")
    assert "已审核通过" in said(at)
    assert house().store.submission(number).decided_by == "reviewer"
    current = house().store.current([GOAL], ["110000"])["value"].tolist()
    assert current == [12000.0, 12100.0]


def test_sent_back_without_a_reason_it_stays_and_the_page_asks_for_one(review):
    review()
    number = waiting()["北京更正.csv"]
    at = press(review(submission=str(number)), f"review-{number}-return")
    assert "请填写退回" in said(at)
    assert house().store.submission(number).state == "submitted"


def test_sent_back_the_reason_is_kept(review):
    review()
    number = waiting()["北京更正.csv"]
    at = review(submission=str(number))
    at.text_area(key=f"review-{number}-reason").input("与年报不符，请核实").run()
    press(at, f"review-{number}-return")
    returned = house().store.submission(number)
    assert (returned.state, returned.reason) == ("returned", "与年报不符，请核实")


def test_an_approved_report_can_be_taken_back(review):
    at = review()
    number = max(s.id for s in house().store.submissions(unit="110000") if s.state == "approved")
    at = review(submission=str(number))
    assert "退回后不再计入" in "\n".join(e.value for e in at.caption)
    at.text_area(key=f"review-{number}-reason").input("重复报送").run()
    press(at, f"review-{number}-return")
    assert house().store.current([GOAL], ["110000"]).empty


def test_whoever_decides_too_late_is_told(review):
    review()
    number = waiting()["天津.csv"]
    at = review(submission=str(number))
    house().store.approve(number, actor="somebody else")
    press(at, f"review-{number}-approve")
    assert f"报送件 {number}" in said(at)


def test_only_the_milestones_that_are_ticked_are_verified(review):
    review()
    number = waiting()["工信部.csv"]
    at = review(submission=str(number))
    assert "未附佐证材料" in "\n".join(e.value for e in at.caption)
    assert not at.checkbox(key=f"review-{number}-milestone-0").value
    press(at, f"review-{number}-approve")
    assert house().store.stated(number)["state"].tolist() == ["claimed"]
    at = review(submission=str(number))
    at.checkbox(key=f"review-{number}-milestone-0").check().run()
    press(at, f"review-{number}-verify")
    assert house().store.stated(number)["state"].tolist() == ["verified"]


def test_a_question_is_kept_and_read_by_the_reporter(review, run, store):
    review()
    number = waiting()["天津.csv"]
    at = review(submission=str(number))
    at.text_area(key=f"review-{number}-text").input("较上年少了一半，为何？").run()
    press(at, f"review-{number}-send")
    assert house().store.remarks(number)["text"].tolist() == ["较上年少了一半，为何？"]
    assert at.text_area(key=f"review-{number}-text").value == ""


def test_nobody_decides_on_their_own(run, store):
    at = run(store, "review", acting="administrator")
    with_own = house().store.submit(
        b"own", "own.csv", stated((GOAL, "130000", Q3, 1.0)), actor="local"
    )
    at = run(store, "review", acting="administrator", submission=str(with_own.id))
    assert "须由他人审核" in said(at)
    assert f"review-{with_own.id}-approve" not in {b.key for b in at.button}


def test_a_reporter_is_told_that_the_page_is_not_theirs(run, store):
    at = run(store, "review", "en", acting="110000")
    assert "This page is not for" in at.warning[0].value
    assert [one.key for one in at.button] == ["sign-out"]


def test_nothing_waiting_is_said(run, published, copy):
    told = texts(run(copy(published), "review", acting="reviewer"))
    assert "目前没有待审核的报送" in told


def test_the_queue_counts_days_from_the_deadline_in_force(review, store, programme):
    def judged(at) -> str:
        rows = next(e.value for e in at.dataframe if "In time" in e.value.columns)
        return str(rows.set_index("Units").loc["Tianjin", "In time"])

    assert judged(review("en")).startswith("late by")
    with Store.open(store, programme) as own:
        own.deadlines.set(Quarter(Q3), date(2099, 1, 1), "admin", "120000", "系统切换")
    assert judged(review("en")) == "in time"
