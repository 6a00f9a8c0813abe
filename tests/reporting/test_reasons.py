"""What looks wrong goes in only with a reason, and not with any."""

from datetime import date
from pathlib import Path

import pytest

from tracking.programme import Programme
from tracking.reporting import Unexplained, hand_in, inspect, take
from tracking.reporting.reasons import Question, explained_codes, questions, weakness
from tracking.store import Store
from tracking.words import Text

TODAY = date(2025, 1, 20)
HEAD = "填报单位,报告期,指标,口径,本期值\n"
FIRST = HEAD + "江苏,2024Q2,GOAL-2-1,期末,9000\n江苏,2024Q2,SER-1-1,,40\n"
MIXED_UP = HEAD + "江苏,2024Q3,GOAL-2-1,期末,900000\n江苏,2024Q3,SER-1-1,,4000\n"
REASON = "新增两家国家级平台，按新目录统计"
ASKED = Question(1, "outlier", "", 2, "本期值", Text("与以往走势不符", "out of line with the past"))


@pytest.fixture
def store(programme: Programme, tmp_path: Path) -> Store:
    opened = Store.open(tmp_path / "store.db", programme)
    seen = inspect(opened, programme, "a.csv", FIRST.encode(), TODAY)
    take(opened, seen, "keeper", approve=True)
    return opened


@pytest.mark.parametrize(
    ("text", "weak"),
    [
        ("", "empty"),
        (" 。！ ", "empty"),
        ("核实无误", "boilerplate"),
        ("经核实，无误。", "boilerplate"),
        ("ＯＫ", "boilerplate"),
        ("Verified.", "boilerplate"),
        ("涨了", "short"),
        (ASKED.said.zh, "copied"),
        (ASKED.said.en, "copied"),
        (REASON, ""),
        ("口径调整，原含个体户", ""),
        ("merged with the district's list", ""),
    ],
)
def test_a_reason_says_why(text: str, weak: str) -> None:
    assert weakness(text, ASKED) == weak


def test_the_reason_of_another_finding_is_no_reason() -> None:
    assert weakness(REASON, ASKED, [f"{REASON}。"]) == "copied"


def test_what_only_looks_wrong_must_be_explained_and_what_is_wrong_be_mended() -> None:
    assert "unit_mix_up" in explained_codes()
    assert "qualified_value" not in explained_codes()
    assert "outside_limits" not in explained_codes()


def test_without_reasons_it_is_not_taken(store: Store, programme: Programme) -> None:
    seen = inspect(store, programme, "b.csv", MIXED_UP.encode(), TODAY)
    asked = questions(seen.findings)
    assert asked
    with pytest.raises(Unexplained) as refused:
        take(store, seen, "wang", reasons={})
    assert set(refused.value.weak) == {question.number for question in asked}
    assert "未保存" in refused.value.said("zh")
    assert len(store.submissions()) == 1


def given(findings) -> dict[int, str]:
    return {q.number: f"{REASON}（第{q.row}行）" for q in questions(findings)}


def test_the_reason_is_kept_beside_the_value(store: Store, programme: Programme) -> None:
    seen = inspect(store, programme, "b.csv", MIXED_UP.encode(), TODAY)
    kept = take(store, seen, "wang", reasons=given(seen.findings))
    said = {one["row"]: one.get("reason") for one in store.findings(kept.id)}
    assert said == {q.row: f"{REASON}（第{q.row}行）" for q in questions(seen.findings)}
    assert store.verify() == []


def test_a_draft_is_explained_when_it_is_handed_in(store: Store, programme: Programme) -> None:
    seen = inspect(store, programme, "b.csv", MIXED_UP.encode(), TODAY)
    draft = take(store, seen, "wang", draft=True)
    with pytest.raises(Unexplained):
        hand_in(store, draft.id, "wang")
    assert store.submission(draft.id).state == "draft"
    assert hand_in(store, draft.id, "wang", given(seen.findings)).state == "submitted"
    assert all(one["reason"] for one in store.findings(draft.id))
    assert store.verify() == []


def test_who_enters_what_came_another_way_is_not_asked(store: Store, programme: Programme) -> None:
    seen = inspect(store, programme, "b.csv", MIXED_UP.encode(), TODAY)
    assert take(store, seen, "keeper", entered=True).state == "submitted"
