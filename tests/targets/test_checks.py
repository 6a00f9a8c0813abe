"""Which targets can be set, and what is worth a second look."""

from datetime import date

import pytest

from tests.targets.conftest import FLOW, LEVEL, SHARE, STONE, TODAY
from tracking.programme import Programme
from tracking.targets import Versions, faults, frame_of, remarks
from tracking.words import LANGUAGES


def said(target, programme: Programme, standing: bool = False) -> list[str]:
    found = faults(target, programme, standing)
    for fault in found:
        assert "{" not in fault.said("zh")
    return [fault.said("en") for fault in found]


def test_a_target_with_a_basis_can_be_set(made, programme):
    assert said(made(), programme) == []


@pytest.mark.parametrize(
    "basis",
    ["", "  ", "无", "有关文件", "根据上级要求。", "按要求", "tbd", "n/a", "文件"],
)
def test_a_target_without_a_real_basis_is_refused(made, programme, basis):
    (one,) = said(made(basis_zh=basis), programme)
    assert "basis" in one


@pytest.mark.parametrize(
    "basis",
    ["工信部企业〔2024〕8号", "由促进中小企业发展工作领导小组2024年3月会议确定",
     "Set by the leading group on 15 March 2024"],
)  # fmt: skip
def test_a_document_or_who_set_it_is_a_basis(made, programme, basis):
    assert said(made(basis_zh=basis), programme) == []


def test_changing_what_stands_wants_a_reason(made, programme):
    assert said(made(), programme, standing=True) == ["Say why the target that stands is changed."]
    assert said(made(reason="核实无误"), programme, standing=True) == [
        "“核实无误” gives no reason."
    ]
    repeated = made(reason="工信部企业〔2024〕8号")
    assert "only repeats the basis" in said(repeated, programme, standing=True)[0]
    assert said(made(reason="通知第三条上调"), programme, standing=True) == []


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ({"indicator": SHARE, "value": "120"}, "120 lies outside 0 to 100 %"),
        ({"indicator": SHARE, "value": "80", "baseline": "-1", "baseline_quarter": "2022Q1"},
         "-1 lies outside 0 to 100 %"),
        ({"value": "-5"}, "-5 is too small: the least is 0"),
        ({"due": "2026Q1"}, "2026 Q1 is outside the programme: 2022 Q2 to 2025 Q4."),
        ({"baseline": "5"}, "both its value and its quarter"),
        ({"baseline_quarter": "2022Q1"}, "both its value and its quarter"),
        ({"baseline": "5", "baseline_quarter": "2025Q4"}, "must lie before 2025 Q4"),
        ({"path": "geometric"}, "A geometric path from 0 to 120 cannot be computed"),
        ({"indicator": LEVEL, "path": "geometric"}, "A geometric path needs a baseline."),
        ({"interim": "2023Q4=5", "path": "linear"}, "belong to a planned path"),
        ({"interim": "2022Q1=5"}, "must lie after 2022 Q1"),
        ({"interim": "2025Q4=5"}, "before 2025 Q4"),
        ({"interim": "2023Q4=5;2023Q4=6"}, "more than one interim target"),
        ({"indicator": LEVEL, "interim": "2023Q4=5"}, "need a baseline"),
        ({"effective": "2010-01-01"}, "1 Jan 2010 is outside"),
        ({"indicator": STONE, "unit": "nation", "value": "3"}, "A milestone is done or not"),
        ({"unit": "miit"}, "does not report"),
        ({"unit": "340100"}, "reports through its region"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_sentence(made, programme, typed, wanted):
    found = said(made(**typed), programme)
    assert len(found) == 1, found
    assert wanted in found[0]


EMPTY = frame_of(())


def noted(target, programme, versions=None) -> list[str]:
    versions = versions or Versions(EMPTY)
    return [one.said("en") for one in remarks(target, programme, versions, TODAY)]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ({"effective": "2024-12-01"}, "takes effect on 1 Dec 2024"),
        ({"effective": "2023-12-01"}, "holds from 1 Dec 2023 on, in the past"),
        ({"interim": "2023Q4=90;2024Q4=80"}, "From 90 the path turns back to 80 in 2024 Q4"),
        ({"interim": "2024Q4=130"}, "From 130 the path turns back to 120 in 2025 Q4"),
        ({"path": "plan"}, "without interim targets is taken as a straight one"),
        ({"indicator": LEVEL}, "Without a baseline no share"),
        ({"indicator": LEVEL, "baseline": "200", "baseline_quarter": "2022Q1"},
         "has reached the target already"),
    ],
)  # fmt: skip
def test_what_is_strange_is_remarked_and_can_be_set(made, programme, typed, wanted):
    target = made(**typed)
    assert said(target, programme) == []
    assert any(wanted in one for one in noted(target, programme))


def test_a_plain_target_from_today_is_remarked_by_nothing(made, programme):
    assert noted(made(indicator=FLOW), programme) == []


def test_a_value_ten_times_the_one_before_is_asked_about(made, programme):
    before = Versions(EMPTY).with_new([made(effective="2024-01-01")])
    assert any("was 120" in one for one in noted(made(value="1200"), programme, before))
    assert noted(made(value="240"), programme, before) == []


def test_a_later_version_that_is_set_already_is_said(made, programme):
    later = Versions(EMPTY).with_new([made(effective="2025-01-01")])
    assert any("From 1 Jan 2025" in one for one in noted(made(value="130"), programme, later))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_remark_is_said_in_both_languages(made, programme, language):
    target = made(interim="2023Q4=90;2024Q4=80", effective="2023-12-01")
    versions = Versions(EMPTY).with_new([made(effective="2025-01-01")])
    for one in remarks(target, programme, versions, date(2024, 5, 6)):
        assert "{" not in one.said(language)
