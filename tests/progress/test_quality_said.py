"""The quality of one quarter's reports in words: none, one, some and all of them."""

import pandas as pd
import pytest

from tests.progress.test_obligations import DUE, owed, report
from tracking.programme import Programme, Quarter
from tracking.progress.plausible import STANDS_OUT_DTYPES
from tracking.progress.quality_said import (
    by_check,
    quality_brief,
    quality_of,
    quality_said,
    stands_out_counted,
)

Q2, Q3 = Quarter.of("2024Q2"), Quarter.of("2024Q3")
IN_TIME, LATE = "2024-10-28T08:00:00.000Z", "2024-11-05T08:00:00.000Z"
BEIJING = "110000"


def said(rows: pd.DataFrame, language: str = "en", earlier: pd.DataFrame | None = None) -> str:
    before = None if earlier is None else Q2
    return quality_said(rows, rows.iloc[:0] if earlier is None else earlier, before, language)


def of_one(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["unit"] == BEIJING]


def found(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Figures that stand out, as (check, indicator, unit)."""
    frame = pd.DataFrame(rows, columns=["check", "indicator", "unit"])
    return frame.reindex(columns=list(STANDS_OUT_DTYPES)).astype({"check": "str"})


def test_shares_are_of_the_reports_due_with_what_came_and_what_came_in_time(programme: Programme):
    rows = owed(programme, report(IN_TIME), report(LATE, unit="120000"))
    assert said(rows) == ("Completeness is 4.2% (2 of 48 reports due), timeliness 2.1% (1 of 48).")
    assert said(rows, "zh") == "应报送48份，已报送2份，报送率4.2%；其中按时报送1份，及时率2.1%。"


def test_one_report_due_of_several_is_told_in_the_singular(programme: Programme):
    rows = owed(programme, report(IN_TIME))
    rows = rows.assign(expected=rows["unit"] == BEIJING)
    assert said(rows) == "Completeness is 100.0% (1 of 1 report due), timeliness 100.0% (1 of 1)."


def test_the_quarter_before_stands_beside_it(programme: Programme):
    rows = owed(programme, report(IN_TIME), report(LATE, unit="120000"))
    earlier = owed(programme, report(IN_TIME))
    assert said(rows, earlier=earlier).endswith(" In 2024 Q2 these were 2.1% and 2.1%.")
    assert said(rows, "zh", earlier).endswith("。2024年二季度分别为2.1%、2.1%。")


def test_a_quarter_in_which_nobody_reported_yet_is_no_comparison(programme: Programme):
    rows, nothing = owed(programme, report(IN_TIME)), owed(programme)
    assert "2024 Q2" not in said(rows, earlier=nothing)


def test_before_the_deadline_no_share_is_told(programme: Programme):
    rows = owed(programme, report(IN_TIME), today=DUE)
    assert said(rows) == "No report is due yet."
    assert quality_of(rows) is None


def test_a_quarter_known_from_print_alone_has_no_quality(programme: Programme):
    rows = owed(programme, report(LATE, submitted_by="published"))
    assert said(rows) == said(rows, "zh") == ""


@pytest.mark.parametrize(
    ("came", "english", "chinese"),
    [
        ([report(IN_TIME)], "It came in time.", "按时报送。"),
        ([report(LATE)], "It came 6 days after the deadline.", "逾期6天报送。"),
        (
            [report("2024-10-31T08:00:00.000Z")],
            "It came 1 day after the deadline.",
            "逾期1天报送。",
        ),
        ([], "", ""),
    ],
)
def test_of_one_unit_it_is_told_how_its_report_came(programme, came, english, chinese):
    rows = of_one(owed(programme, *came))
    assert said(rows) == english
    assert said(rows, "zh") == chinese


@pytest.mark.parametrize(
    ("came", "english", "chinese"),
    [
        ([report(IN_TIME)], "That of 2024 Q2 came in time.", "2024年二季度按时报送。"),
        ([report(LATE)], "That of 2024 Q2 came late.", "2024年二季度逾期报送。"),
        ([report(LATE, "returned")], "That of 2024 Q2 was returned.", "2024年二季度报送件已退回。"),
        ([], "That of 2024 Q2 has not come.", "2024年二季度未报送。"),
    ],
)
def test_of_one_unit_the_report_before_stands_beside_it(programme, came, english, chinese):
    rows, earlier = of_one(owed(programme)), of_one(owed(programme, *came))
    assert said(rows, earlier=earlier) == english
    assert said(rows, "zh", earlier) == chinese


def test_a_figure_found_by_two_checks_is_one_figure():
    twice = found(("outlier", "INN-1-1", BEIJING), ("consistency", "INN-1-1", BEIJING))
    assert stands_out_counted(twice, "en") == "1 figure of this quarter stands out."
    assert stands_out_counted(twice, "zh") == "本季度有1个数据存在异常。"
    assert by_check(twice) == {"outlier": 1, "consistency": 1}


def test_that_nothing_stands_out_is_told_in_words():
    assert stands_out_counted(found(), "en") == "Nothing stands out in the figures of this quarter."
    assert stands_out_counted(found(), "zh") == "本季度数据未发现异常。"


def test_the_line_has_shares_and_what_stands_out_by_check(programme: Programme):
    rows = owed(programme, report(IN_TIME))
    some = found(("sum", "INN-1-1", "nation"), ("outlier", "INN-1-1", BEIJING))
    assert quality_brief(rows, some, "en") == (
        "Completeness 2.1% · Timeliness 2.1% · Stands out: Outliers 1, Sums that disagree 1"
    )
    assert quality_brief(rows, found(), "zh") == "报送率2.1% · 及时率2.1% · 数据异常：无"


def test_the_line_is_empty_where_there_is_nothing_to_tell(programme: Programme):
    assert quality_brief(owed(programme).iloc[:0], None, "en") == ""
