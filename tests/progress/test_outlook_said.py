"""The outlook in words says what the numbers say, and where there is none, why."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.briefing.small import PROGRAMME
from tests.progress.test_outlook import FLOW, STEADY, STOCK, of, series
from tracking.programme import Programme
from tracking.progress.outlook import likelihood_of
from tracking.progress.outlook_said import (
    chance_said,
    outlook_brief,
    outlook_data,
    outlook_formulas,
    outlook_said,
)
from tracking.words import LANGUAGES

DUE = 8103


def row(
    programme: Programme, indicator: str, values: list[Any], goal: float, **more: Any
) -> dict[Any, Any]:
    return dict(of(programme, series(indicator, values), indicator, goal=goal, **more))


def test_the_sentences_say_the_words_of_the_method(programme: Programme) -> None:
    found = row(programme, STOCK, STEADY, 50)
    english, chinese = (
        outlook_said(found, DUE, programme.indicators[STOCK], programme, language)
        for language in ("en", "zh")
    )
    assert english[0].startswith("If recent pace partly continues, it is about ")
    assert chinese[0].startswith("如近期速度部分延续，到2025年四季度末约为")
    assert english[2].startswith("If recent pace continued in full, it would be 52")


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_quarters_are_said(programme: Programme, language: Any) -> None:
    found = dict(of(programme, series(FLOW, [1, 2, 9, 4]), FLOW, at="2023Q1"))
    told = outlook_said(found, DUE, programme.indicators[FLOW], programme, language)
    assert "4" in told[-1]
    assert len(told) == 4


def test_where_there_is_none_the_reason_is_said(programme: Programme) -> None:
    found = dict(of(programme, series(STOCK, STEADY[:3]), STOCK, at="2022Q4"))
    assert outlook_said(found, DUE, programme.indicators[STOCK], programme, "en") == [
        "There is no outlook: fewer than 4 quarters with data since the last break."
    ]
    assert outlook_brief("en", found, programme) == ""
    assert outlook_formulas(found, 50, programme.indicators[STOCK], programme, "en") == ()


def test_after_a_quarter_without_a_report_it_is_said_that_few_came_since(
    programme: Programme,
) -> None:
    flows = [10.0, 12.0, 9.0, 11.0, None, 10.0, 12.0, 11.0]
    found = row(programme, FLOW, flows, 1000, at="2024Q1")
    assert outlook_said(found, DUE, programme.indicators[FLOW], programme, "en") == [
        "There is no outlook: fewer than 4 quarters with data since the last quarter without."
    ]
    few = row(programme, FLOW, flows[:3], 1000, at="2022Q4")
    (said,) = outlook_said(few, DUE, programme.indicators[FLOW], programme, "zh")
    assert said == "暂不作展望：口径调整以来有数据的季度不足4个。"


@pytest.mark.parametrize(
    ("hit", "said"), [(1.0, "over 99%"), (0.995, "over 99%"), (0.64, "64%"), (0.0, "under 1%")]
)
def test_no_chance_is_told_as_certain(programme: Programme, hit: float, said: str) -> None:
    assert chance_said("en", hit, programme.outlook) == said


@pytest.mark.parametrize(
    ("hit", "said"),
    [
        (0.797, "79.7%"), (0.79996, "79.9%"), (0.7949, "79%"), (0.8, "80%"), (0.803, "80%"),
        (0.204, "20.4%"), (0.20001, "20.1%"), (0.2, "20%"), (0.198, "20%"),
    ],
)  # fmt: skip
def test_a_chance_is_never_told_as_of_another_word(
    programme: Programme, hit: float, said: str
) -> None:
    assert chance_said("en", hit, programme.outlook) == said


@given(st.floats(0, 1), st.sampled_from([0.8, 0.795, 0.8125]), st.sampled_from([0.2, 0.155]))
def test_a_chance_told_in_per_cent_has_the_word_it_is_told_with(
    hit: float, likely: float, unlikely: float
) -> None:
    limits = replace(PROGRAMME.outlook, likely=likely, unlikely=unlikely)
    told = chance_said("en", hit, limits)
    if told[-1] == "%" and told[0].isdigit():
        read = float(told.rstrip("%")) / 100
        assert likelihood_of(read, limits) == likelihood_of(hit, limits)
        assert abs(read - hit) <= 0.005 + 1e-12


@pytest.mark.parametrize(
    ("indicator", "values"),
    [(STOCK, STEADY), (FLOW, [10.0] * 11), (FLOW, [10, 15, 70, 5, 10, 15, 70, 5, 10, 15, 70])],
)
def test_the_formulas_end_in_the_numbers_of_the_data(
    programme: Programme, indicator: str, values: list[float]
) -> None:
    found = row(programme, indicator, values, 200)
    lines = outlook_formulas(found, 200, programme.indicators[indicator], programme, "zh")
    assert lines[-1].startswith("P = 1 − F(d × (T − ŷ) / se;")
    assert any("ŷ = " in line for line in lines)
    data = outlook_data(found)
    assert data["centre"] == found["centre"]
    assert data["last_quarter"] == "2024Q4"


def test_a_seasonal_flows_formula_has_its_numbers(programme: Programme) -> None:
    flows = [20, 30, 60, 10, 20, 30, 60, 12, 24, 36, 72]
    found = row(programme, FLOW, flows, 2000)
    line = next(
        line
        for line in outlook_formulas(found, 2000, programme.indicators[FLOW], programme, "en")
        if line.startswith("ŷ")
    )
    # Last year came to 144, 1.2 times the year before; its quarters come again up to the deadline.
    total, again = found["value"], found["same"]
    assert found["growth"] == pytest.approx(1.2)
    assert f"= {total:g} + {again:g} × (1 + 1.2) / 2 ≈ {total + again * 1.1:g}" in line


def test_a_chance_next_to_nothing_is_written_without_a_row_of_noughts(programme: Programme) -> None:
    found = row(programme, STOCK, STEADY, 200) | {"hit": 1e-12}
    line = outlook_formulas(found, 200, programme.indicators[STOCK], programme, "en")[-1]
    assert line.endswith(") < 0.0001")
    sure = outlook_formulas(
        found | {"hit": 1 - 1e-9}, 200, programme.indicators[STOCK], programme, "en"
    )
    assert sure[-1].endswith(") > 0.9999")
