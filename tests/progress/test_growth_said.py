"""The growth-ratio reading is said with its numbers, in both languages, or with its reason."""

import re
from typing import Any

import pytest

from tests.progress.small import figures, q, target, targets
from tracking.programme import Programme
from tracking.progress import assess, growth_data, growth_formulas, growth_readings, growth_said
from tracking.words import LANGUAGES, Language

STOCK, FLOW, SHARE = "INN-2-1", "INN-1-2", "IND-1-2"
GOAL = {"value": 200.0, "baseline": 100.0, "baseline_quarter": q("2021Q4"), "due": q("2025Q4")}


def of(
    programme: Programme, indicator: str, values: list[float], goal: dict[str, Any] | None = None
) -> dict[Any, Any]:
    quarters = [f"{2022 + (n + 1) // 4}Q{(n + 1) % 4 + 1}" for n in range(len(values))]
    known = figures(*((indicator, "110000", w, v) for w, v in zip(quarters, values, strict=True)))
    goals = targets() if goal is None else targets(target(indicator, "110000", **goal))
    frame = assess(known, goals, programme)
    found = growth_readings(frame, programme, q(quarters[-1]))
    rows = found[(found["indicator"] == indicator) & (found["unit"] == "110000")]
    return rows.to_dict("records")[0]


def test_it_says_class_growth_ratio_and_score(programme: Programme) -> None:
    row = of(programme, STOCK, [110.0, 120, 130], GOAL)
    said = " ".join(growth_said(row, programme.indicators[STOCK], "en"))
    assert said.startswith("By growth ratio: Substantial progress. From 100 sets at the end of")
    assert "its growth was 30.0% a year. The target requires 18.9% a year" in said


def test_in_chinese_it_reads_as_officials_write(programme: Programme) -> None:
    row = of(programme, STOCK, [110.0, 120, 130], GOAL)
    said = "".join(growth_said(row, programme.indicators[STOCK], "zh"))
    assert said.startswith("按增速比：进展明显。自2021年四季度末的100台（套）起，年均增速为30.0%。")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_formulas_come_out_at_their_results(programme: Programme, language: Language) -> None:
    row = of(programme, STOCK, [110.0, 120, 133], GOAL)
    lines = growth_formulas(row, programme.indicators[STOCK], language)
    assert len(lines) == 3
    for line in lines:
        worked, result = line.split(" = ")[-1].split(" ≈ ")
        python = re.sub(r"\|(.+?)\|", r"abs(\1)", worked).replace("^", "**").replace("−", "-")
        assert eval(python) == pytest.approx(float(result.replace("−", "-")), abs=2e-3)


def test_without_a_target_growth_is_held_against_what_is_asked_near_the_limit(
    programme: Programme,
) -> None:
    row = of(programme, SHARE, [90.0, 90.2, 90.4, 90.6, 90.8])
    indicator = programme.indicators[SHARE]
    said = " ".join(growth_said(row, indicator, "en"))
    assert "There is no target" in said
    assert "No baseline is stated" in said
    assert any("C = 1 −" in line for line in growth_formulas(row, indicator, "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_runs_on_from_nothing_says_why(programme: Programme, language: Language) -> None:
    row = of(programme, FLOW, [10.0, 10])
    indicator = programme.indicators[FLOW]
    (said,) = growth_said(row, indicator, language)
    assert ("从0增长没有增速" if language == "zh" else "growth from nothing has no rate") in said
    assert growth_formulas(row, indicator, language) == ()
    assert growth_data(row)["refusal"] == "zero_baseline"
    assert growth_data(row)["ratio"] is None
