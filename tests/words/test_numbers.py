"""Numbers as people write them; the doctests of tracking.words.numbers are the examples."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.programme import Programme, Quarter
from tracking.words import LANGUAGES, Language, Text, numbers


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_value_is_a_dash_in_every_form(language: Language, programme: Programme) -> None:
    firms = programme.indicators["IND-3-1"]
    for missing in (float("nan"), float("inf")):
        assert numbers.number(language, missing) == "—"
        assert numbers.brief(language, missing) == "—"
        assert numbers.share(language, missing) == "—"
        assert numbers.signed(language, missing) == "—"
        assert numbers.quantity(language, missing, firms, "≥") == "—"
        assert numbers.difference(language, missing, firms) == "—"


def test_a_half_is_rounded_away_from_zero() -> None:
    assert [numbers.number("zh", v) for v in (0.5, 1.5, 2.5, -2.5)] == ["1", "2", "3", "−3"]
    assert numbers.number("en", 2.675, 2) == "2.68"
    assert numbers.share("zh", 0.285) == "29%"


def test_nothing_is_shown_as_minus_zero() -> None:
    assert numbers.number("zh", -0.0) == "0"
    assert numbers.number("zh", -0.004, 2) == "0.00"
    assert numbers.signed("en", -0.3) == "0"


def test_chinese_says_wan_and_yi() -> None:
    said = {14600: "1.46万", 1_234_567: "123.5万", 12_345_678: "1,235万", 1.5e8: "1.5亿"}
    assert {value: numbers.brief("zh", value) for value in said} == said
    assert numbers.brief("zh", 9999) == "9,999"
    assert numbers.brief("zh", 99_999_999.6) == "1亿"


def test_a_qualifier_is_said_before_the_number(programme: Programme) -> None:
    firms = programme.indicators["GOAL-2-1"]
    assert numbers.quantity("zh", 140000, firms, "≥") == "超14万家"
    assert numbers.quantity("zh", 140000, firms, "~", brief=False) == "约140,000家"
    assert numbers.quantity("en", 140000, firms, "≤") == "at most 140,000 enterprises"


def test_money_is_said_in_the_readers_own_scale(programme: Programme) -> None:
    contracts, loans = programme.indicators["INN-3-2"], programme.indicators["CAP-1-1"]
    assert numbers.quantity("zh", 12345.6, contracts) == "1.23万亿元"
    assert numbers.quantity("en", 12345.6, contracts) == "1.23 trillion yuan"
    assert numbers.quantity("zh", 32.45, loans) == "32.45万亿元"
    assert numbers.quantity("en", 32.45, loans) == "32.45 trillion yuan"
    assert numbers.quantity("en", 0.85, loans) == "850 billion yuan"
    assert numbers.quantity("en", 0, loans) == "0 yuan"


def test_a_difference_of_percentages_is_in_points(programme: Programme) -> None:
    rate, firms = programme.indicators["CAP-1-2"], programme.indicators["IND-3-1"]
    assert numbers.difference("zh", 1.26, rate) == "+1.3个百分点"
    assert numbers.difference("en", -120, firms) == "−120 enterprises"
    assert numbers.difference("zh", 12000, firms) == "+1.2万家"


def test_a_quarter_is_named_from_itself_or_its_index() -> None:
    quarter = Quarter.of("2024Q3")
    assert numbers.quarter("zh", quarter) == numbers.quarter("zh", np.int32(quarter.index))
    assert numbers.quarter("en", quarter) == "2024 Q3"
    assert numbers.quarter("zh", quarter, short=True) == "2024Q3"


def test_a_day_is_named_without_the_machines_locale() -> None:
    assert numbers.day("en", date(2025, 1, 5)) == "5 Jan 2025"
    assert numbers.day("zh", date(2025, 1, 5)) == "2025年1月5日"


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_written_number_reads_back(value: float) -> None:
    text = numbers.number("zh", value, 3).replace(",", "").replace("−", "-")
    assert float(text) == pytest.approx(value, abs=0.000_500_1, rel=1e-12)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1, "1 session"),
        (-1, "−1 session"),
        (0.9, "1 session"),
        (0, "0 sessions"),
        (11, "11 sessions"),
    ],
)
def test_exactly_one_is_said_in_the_singular(programme: Programme, value: float, said: str) -> None:
    sessions = programme.indicators["INN-1-3"]
    assert numbers.quantity("en", value, sessions) == said
    assert numbers.quantity("en", value, sessions, "~", brief=False) == f"about {said}"
    assert numbers.quantity("en", 1.0, replace(sessions, decimals=1)) == "1.0 sessions"


def test_a_unit_without_a_singular_has_one_form(programme: Programme) -> None:
    plain = replace(programme.indicators["INN-1-3"], unit=Text("场", "sessions"))
    assert numbers.quantity("en", 1, plain) == "1 sessions"


def test_a_difference_of_one_is_said_in_the_singular(programme: Programme) -> None:
    assert numbers.difference("en", 1, programme.indicators["INN-1-3"]) == "+1 session"
