"""What looks wrong goes in only with a reason, and not with any."""

from datetime import date
from pathlib import Path

import pytest

from tracking.intake import Finding
from tracking.programme import Programme
from tracking.reporting import Unexplained, inspect, take
from tracking.reporting.reasons import explained_codes, must_be_explained, place_of, weakness
from tracking.store import Store

TODAY = date(2025, 1, 20)
HEAD = "填报单位,报告期,指标,口径,本期值\n"
FIRST = HEAD + "江苏,2024Q2,GOAL-2-1,期末,9000\n江苏,2024Q2,SER-1-1,,40\n"
MIXED_UP = HEAD + "江苏,2024Q3,GOAL-2-1,期末,900000\n江苏,2024Q3,SER-1-1,,4000\n"
REASON = "新增两家国家级平台，按新目录统计"
FINDING = Finding("outlier", "a.csv", row=2, values={"before": "1", "before_quarter": "2024Q1"})


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
        (FINDING.said("zh"), "copied"),
        (FINDING.said("en"), "copied"),
        (REASON, ""),
        ("口径调整，原含个体户", ""),
        ("merged with the district's list", ""),
    ],
)
def test_a_reason_says_why(text: str, weak: str) -> None:
    assert weakness(text, FINDING) == weak


def test_the_reason_of_another_finding_is_no_reason() -> None:
    assert weakness(REASON, FINDING, [f"{REASON}。"]) == "copied"


def test_what_only_looks_wrong_must_be_explained_and_what_is_wrong_be_mended() -> None:
    assert "unit_mix_up" in explained_codes()
    assert "qualified_value" not in explained_codes()
    assert "outside_limits" not in explained_codes()


def test_without_reasons_it_is_not_taken(store: Store, programme: Programme) -> None:
    seen = inspect(store, programme, "b.csv", MIXED_UP.encode(), TODAY)
    asked = must_be_explained(seen.findings)
    assert asked
    with pytest.raises(Unexplained) as refused:
        take(store, seen, "wang", reasons={})
    assert set(refused.value.weak) == {place_of(finding) for finding in asked}
    assert "未保存" in refused.value.said("zh")
    assert len(store.submissions()) == 1


def test_the_reason_is_kept_beside_the_value(store: Store, programme: Programme) -> None:
    seen = inspect(store, programme, "b.csv", MIXED_UP.encode(), TODAY)
    reasons = {
        place_of(finding): f"{REASON}（第{finding.row}行）"
        for finding in must_be_explained(seen.findings)
    }
    kept = take(store, seen, "wang", reasons=reasons)
    said = {one["row"]: one.get("reason") for one in store.findings(kept.id)}
    assert said == {place[2]: reason for place, reason in reasons.items()}


def test_who_enters_what_came_another_way_is_not_asked(store: Store, programme: Programme) -> None:
    seen = inspect(store, programme, "b.csv", MIXED_UP.encode(), TODAY)
    assert take(store, seen, "keeper", entered=True).state == "submitted"
