"""Every way a report writes a quarter or a basis means one thing, or is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.intake.periods import basis_word, day_of, period_of
from tracking.programme import Quarter

QUARTERS = st.integers(1950 * 4, 2090 * 4).map(Quarter)


@pytest.mark.parametrize(
    "text",
    [
        "2024Q3", "2024q3", "2024 Q3", "2024-Q3", "2024/Q3", "Q3 2024", "q3-2024", "2024年Q3",
        "2024年三季度", "2024年第3季度", "2024年第三季度", "2024年3季度", "2024 年 第 三 季度",
        "2024年度三季度", "二〇二四年三季度", "2024-09", "2024年9月", "2024年09月", "2024/9",
        "2024.09", "202409", "2024-09-30", "2024/9/30", "2024年9月30日", "20240930",
        "2024-09-30 00:00:00", "2024-09-30T00:00:00", "２０２４年９月", "２０２４Ｑ３",
        "2024年9月末", "截至2024年9月底", "2024-09-01", "2024年7-9月", "Sep 2024",
        "September 2024", "Jul-Sep 2024", "2024年/三季度", "2024三季度",
    ],
)  # fmt: skip
def test_the_third_quarter_is_recognised(text: str) -> None:
    period = period_of(text)
    assert period is not None
    assert (str(period.quarter), period.at_end) == ("2024Q3", True)
    assert period.implies in ("", "quarter")


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("2024年1-9月", "2024Q3"), ("2024年1—9月", "2024Q3"), ("2024年1月至9月", "2024Q3"),
        ("2024年前三季度", "2024Q3"), ("2024年一至三季度", "2024Q3"),
        ("2024年三季度累计", "2024Q3"), ("2024年9月累计", "2024Q3"), ("Jan–Sep 2024", "2024Q3"),
        ("2024年上半年", "2024Q2"), ("2024年1-6月", "2024Q2"), ("2024H1", "2024Q2"),
        ("2024年全年", "2024Q4"), ("2024全年", "2024Q4"), ("2024年", "2024Q4"),
        ("2024年度", "2024Q4"), ("2024", "2024Q4"), ("2024年1-12月", "2024Q4"),
        ("2024年1-3月", "2024Q1"),
    ],
)  # fmt: skip
def test_a_span_from_january_implies_the_year_to_date(text: str, quarter: str) -> None:
    period = period_of(text)
    assert period is not None
    assert (str(period.quarter), period.implies) == (quarter, "year_to_date")


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("2024-08", "2024Q3"),
        ("2024年11月", "2024Q4"),
        ("2024-09-15", "2024Q3"),
        ("2022-02", "2022Q1"),
    ],
)
def test_a_month_inside_a_quarter_lies_in_it_without_ending_it(text: str, quarter: str) -> None:
    period = period_of(text)
    assert period is not None
    assert (str(period.quarter), period.at_end) == (quarter, False)


@pytest.mark.parametrize(
    "text",
    [
        "", "近三成", "2024Q5", "2024年五季度", "2024-13", "2024-02-30", "三季度", "9月", "24Q3",
        "2024年下半年", "2024年4-9月", "2024年9-1月", "202413", "12345", "1234", "2024年三季度值",
        "北京",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    assert period_of(text) is None


@given(QUARTERS)
def test_a_quarter_is_itself_in_every_spelling(quarter: Quarter) -> None:
    spellings = (
        str(quarter),
        f"{quarter.year}年{'一二三四'[quarter.number - 1]}季度",
        f"{quarter.year}年{3 * quarter.number}月",
        quarter.last_day.isoformat(),
    )
    for text in spellings:
        period = period_of(text)
        assert period is not None
        assert period.quarter == quarter
        assert period.at_end


@given(st.text(max_size=12))
def test_no_text_breaks_reading_a_period(text: str) -> None:
    period_of(text)
    day_of(text)
    basis_word(text)


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_a_day_is_itself_in_every_spelling(day: date) -> None:
    for text in (day.isoformat(), f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert day_of(text) == day


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("本季", "quarter"), ("当季", "quarter"), ("Quarter", "quarter"),
        ("本年累计", "year_to_date"), ("年累计", "year_to_date"), ("累计(年)", "year_to_date"),
        ("累计（年）", "year_to_date"), ("YTD", "year_to_date"), ("year_to_date", "year_to_date"),
        ("自启动以来累计", "since_start"), ("启动以来累计", "since_start"),
        ("since start", "since_start"), ("期末", "period_end"), ("余额", "period_end"),
        ("存量", "period_end"), ("Period end", "period_end"), ("累计", "total"), ("本期", "this"),
        ("同比", None), ("", None),
    ],
)  # fmt: skip
def test_a_basis_has_many_words(text: str, word: str | None) -> None:
    assert basis_word(text) == word
