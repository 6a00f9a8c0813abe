"""What is typed of a target becomes a target, or a sentence for each thing that is wrong."""

from datetime import date

import pytest

from tests.targets.conftest import BASIS, SHARE, TODAY
from tracking.programme import Quarter
from tracking.targets import typed_of
from tracking.words import LANGUAGES


def test_numbers_quarters_and_days_are_read_as_reports_write_them(made):
    target = made(
        unit="北京", indicator="组建融通创新联合体数", value="１．２万个", due="2025年四季度",
        effective="2024年3月15日", path="匀速",
    )  # fmt: skip
    assert (target.indicator, target.unit, target.value) == ("INN-1-1", "110000", 12000)
    assert target.due == Quarter.of("2025Q4")
    assert target.effective == date(2024, 3, 15)
    assert target.path == "linear"


def test_the_whole_nation_is_called_by_several_names(made):
    assert {made(unit=name).unit for name in ("nation", "全国", "全国合计")} == {"nation"}


def test_a_percentage_is_typed_with_its_sign(made):
    assert made(indicator=SHARE, value="75％").value == 75


def test_without_a_day_it_holds_from_today(made):
    assert made().effective == TODAY


def test_interim_targets_alone_mean_a_planned_path(made):
    target = made(interim="2024Q4=80；2023年四季度＝50")
    assert target.path == "plan"
    assert target.interim == ((Quarter.of("2023Q4"), 50), (Quarter.of("2024Q4"), 80))


def test_a_target_is_typed_as_it_was_read(made, read):
    target = made(value="120.5", baseline="3", baseline_quarter="2022Q1", interim="2023Q4=50",
                  reason="按通知调整", basis_en="Notice")  # fmt: skip
    assert read(**typed_of(target)).target == target


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("value", "", "Say the target value."),
        ("value", "很多", "“很多” is no number"),
        ("value", "超过100", "“超过100” is no number"),
        ("value", "75%", "“75%” is no number"),
        ("due", "", "Say by which quarter’s end"),
        ("due", "年底", "“年底” is no quarter"),
        ("baseline_quarter", "2022Q5", "“2022Q5” is no quarter"),
        ("effective", "明天", "“明天” is no day"),
        ("effective", "2024-02-30", "“2024-02-30” is no day"),
        ("path", "zigzag", "“zigzag” is no path"),
        ("interim", "2023Q4:5", "“2023Q4:5” is no interim target"),
        ("interim", "2023Q4=x", "“2023Q4=x” is no interim target"),
        ("unit", "", "Say for whom it is"),
        ("unit", "江酥", "No unit is called “江酥”. Closest known: Zhejiang"),
        ("indicator", "xyz", "No indicator is called “xyz”."),
        ("basis_zh", "长" * 501, "no more than 500 characters"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_at_its_field(read, field, text, said):
    found = read(**{field: text})
    assert found.target is None
    (fault,) = found.faults
    assert fault.name == field
    assert said in fault.said("en")
    assert "{" not in fault.said("zh")


def test_each_fault_is_told(read):
    found = read(value="x", due="y", effective="z")
    assert [fault.name for fault in found.faults] == ["value", "due", "effective"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_path_is_typed_by_its_name_in_either_language(made, language):
    names = {"zh": ("匀速推进路径", "计划路径"), "en": ("straight path", "planned path")}
    assert [made(path=name).path for name in names[language]] == ["linear", "plan"]


def test_the_basis_stays_as_it_was_typed(made):
    assert made(basis_zh=f"  {BASIS} ").basis.zh == BASIS
