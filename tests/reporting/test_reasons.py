"""What looks wrong goes in only with a reason, and not with any."""

from datetime import date
from pathlib import Path

import pytest

from tracking.programme import Programme
from tracking.reporting import Unexplained, hand_in, inspect, take
from tracking.reporting.reasons import (
    Question,
    cells_of,
    explained_codes,
    questions,
    questions_by_reason,
    weak_reasons,
    weakness,
)
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


def asked(number: int, code: str, row: int, said: str) -> Question:
    return Question(number, code, "报送表", row, "本期值", Text(said, said))


FELL = asked(1, "running_total_fell", 5, "累计数下降")
REPLACED = asked(2, "replaced", 5, "更正幅度大")
ELSEWHERE = asked(3, "replaced", 9, "另一处更正幅度大")


def test_one_reason_answers_for_all_that_was_found_in_a_cell() -> None:
    grouped = questions_by_reason([FELL, REPLACED, ELSEWHERE])
    assert [[q.number for q in some] for some in grouped] == [[1, 2], [3]]
    assert weak_reasons([FELL, REPLACED], {1: REASON, 2: REASON}) == {}
    assert weak_reasons([FELL, ELSEWHERE], {1: REASON, 3: REASON}) == {1: "copied", 3: "copied"}


def test_a_cell_counts_once_however_much_was_found_in_it() -> None:
    assert cells_of([FELL, REPLACED, ELSEWHERE]) == 2


def test_what_is_said_alike_of_several_rows_wants_one_reason() -> None:
    rows = [asked(n, "unit_mix_up", n, "相差一万倍") for n in (5, 6, 7)]
    assert [[q.row for q in some] for some in questions_by_reason(rows)] == [[5, 6, 7]]
