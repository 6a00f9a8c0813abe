"""Quarters count, compare and know their days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.programme import Quarter


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_day_lies_in_its_quarter(day: date) -> None:
    quarter = Quarter.at(day)
    assert quarter.first_day <= day <= quarter.last_day


@given(st.integers(7600, 9000))
def test_a_quarter_is_read_back_from_its_label(index: int) -> None:
    assert Quarter.of(str(Quarter(index))) == Quarter(index)


def test_the_programme_has_fifteen_quarters() -> None:
    assert Quarter.of("2025Q4") - Quarter.of("2022Q2") + 1 == 15


@pytest.mark.parametrize("label", ["2024", "2024Q5", "2024q3", " 2024Q3", "24Q3", ""])
def test_anything_else_is_no_quarter(label: str) -> None:
    with pytest.raises(ValueError, match="^" + label + "$"):
        Quarter.of(label)
