"""Numbers as reports write them."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.intake.numbers import Parsed, parse

FULL_WIDTH = str.maketrans("0123456789.,%-()", "０１２３４５６７８９．，％－（）")


def one(text: str) -> Parsed:
    return parse(pd.Series([text], dtype="str"))


@pytest.mark.parametrize(
    ("text", "value", "mark", "qualifier"),
    [
        ("１２．３", 12.3, "", ""),
        ("1,234", 1234, "", ""),
        ("1，234", 1234, "", ""),
        ("1 234 567", 1_234_567, "", ""),
        ("1.2万", 12_000, "万", ""),
        ("3.5亿", 3.5e8, "亿", ""),
        ("1.5万亿", 1.5e12, "万亿", ""),
        ("75.2%", 75.2, "%", ""),
        ("７５％", 75, "%", ""),
        ("3‰", 3, "‰", ""),
        ("2.1个百分点", 2.1, "百分点", ""),
        ("(1,200)", -1200, "", ""),
        ("（1，200）", -1200, "", ""),
        ("−5.2%", -5.2, "%", ""),
        ("≥85", 85, "", "≥"),
        ("85%以上", 85, "%", "≥"),
        ("约3000", 3000, "", "~"),
        ("近5000", 5000, "", "~"),
        ("超14万", 140_000, "万", "≥"),
        ("14万多", 140_000, "万", "≥"),
        ("不超过30", 30, "", "≤"),
        ("1.2e3", 1200, "", ""),
        (" 12 万 ", 120_000, "万", ""),
        ("14万余家", 140_000, "万", "≥"),
    ],
)
def test_a_number_is_understood(text: str, value: float, mark: str, qualifier: str) -> None:
    parsed = one(text)
    assert parsed.ok[0]
    assert not parsed.blank[0]
    assert parsed.value[0] == pytest.approx(value)
    assert (parsed.unit_mark[0], parsed.qualifier[0]) == (mark, qualifier)


@pytest.mark.parametrize("text", ["—", "–", "——", "/", "不适用", "无", "N/A", "-", "　"])
def test_no_value_is_blank_and_never_zero(text: str) -> None:
    parsed = one(text)
    assert parsed.blank[0]
    assert not parsed.ok[0]
    assert parsed.marked[0] == bool(text.strip())
    assert math.isnan(parsed.value[0])


@pytest.mark.parametrize(
    "text",
    ["1,23", "2025年", "三十", "近三成", "85％左右", "nan", "inf", "1e999", "1_000", "①", "10²",
     "1.2.3", "+86 010", "12?", "约3000以上", "0,123", "0x1F", "٣", "1,234,56", "万", "%"],
)  # fmt: skip
def test_what_could_mean_two_things_is_no_number(text: str) -> None:
    parsed = one(text)
    assert not parsed.ok[0]
    assert not parsed.blank[0]
    assert math.isnan(parsed.value[0])


def test_a_column_of_categories_is_read_like_one_of_texts() -> None:
    texts = pd.Series(["1.2万", "", "7", "三十", "1.2万"], dtype="str")
    plain, coded = parse(texts), parse(texts.astype("category"))
    for name in Parsed.__slots__:
        np.testing.assert_array_equal(getattr(plain, name), getattr(coded, name))


def test_a_missing_cell_is_blank() -> None:
    assert parse(pd.Series(["1", None], dtype="category")).blank.tolist() == [False, True]


def test_an_empty_column_has_no_numbers() -> None:
    assert len(parse(pd.Series([], dtype="str")).value) == 0


@given(st.integers(-(10**14), 10**14))
def test_a_number_with_separators_in_any_width_comes_back(number: int) -> None:
    written = f"{number:,}"
    assert one(written).value[0] == number
    assert one(written.translate(FULL_WIDTH)).value[0] == number
    assert one(f"({abs(number):,})").value[0] == -abs(number)


@given(st.floats(-1e12, 1e12).map(lambda x: round(x, 6)), st.sampled_from(["", "%", "万", "亿"]))
def test_a_number_with_a_mark_comes_back(number: float, mark: str) -> None:
    parsed = one(f"{number:.6f}{mark}")
    scale = {"万": 1e4, "亿": 1e8}.get(mark, 1.0)
    assert parsed.ok[0]
    assert parsed.value[0] == pytest.approx(number * scale)
    assert parsed.unit_mark[0] == mark


@given(st.lists(st.text(max_size=12), max_size=20))
def test_any_texts_are_a_number_or_blank_or_neither(texts: list[str]) -> None:
    parsed = parse(pd.Series(texts, dtype="str"))
    assert len(parsed.value) == len(texts)
    assert not (parsed.ok & parsed.blank).any()
    assert (np.isfinite(parsed.value) == parsed.ok).all()
