"""As known on a day: every way a day is written, what is no past day, and the way back to now."""

from datetime import date

import pytest

from tests.web.test_pages import texts
from tracking.web import days, known
from tracking.words import LANGUAGES

TODAY = date(2026, 11, 25)
FIELD = "state-known_on"


@pytest.mark.parametrize(
    "typed",
    ["2025-01-25", "2025/1/25", "2025-1-25", "2025.1.25", "2025年1月25日", "20250125",
     "２０２５－１－２５"],
)  # fmt: skip
def test_a_day_is_read_as_it_is_written_here(typed):
    assert known.read(typed, TODAY) == date(2025, 1, 25)


@pytest.mark.parametrize("typed", ["", "  ", "2026-11-25", "2026年11月25日"])
def test_nothing_and_today_mean_now(typed):
    assert known.read(typed, TODAY) is None


@pytest.mark.parametrize("typed", ["yesterday", "2025-02-30", "25/1/2025", "2025"])
def test_what_is_no_day_is_said_as_it_was_typed(typed):
    fault = known.read(typed, TODAY)
    assert isinstance(fault, days.Fault)
    for language in LANGUAGES:
        assert f"“{typed}”" in fault.said(language)


def test_a_day_to_come_is_told_from_one_that_cannot_be_read():
    fault = known.read("2027-01-01", TODAY)
    assert isinstance(fault, days.Fault)
    assert fault.said("zh") == "不能晚于2026年11月25日。"


def test_a_typed_day_stands_in_the_address_and_above_the_page(run, published):
    at = run(published, "chains")
    at.text_input(key=FIELD).set_value("2024年11月30日").run()
    assert not at.exception
    assert at.query_params["known_on"] == "2024-11-30"
    assert "当前显示**2024年11月30日**所知数据" in texts(at)
    at.button(key="known-now").click().run()
    assert "known_on" not in at.query_params
    assert "当前显示" not in texts(at)


def test_a_day_that_is_none_is_said_at_the_field_and_changes_nothing(run, published):
    at = run(published, "chains")
    at.text_input(key=FIELD).set_value("2050/1/1").run()
    assert "不能晚于" in at.error[0].value
    assert at.text_input(key=FIELD).value == "2050/1/1"
    assert "known_on" not in at.query_params
    at.text_input(key=FIELD).set_value("").run()
    assert not at.error


def test_a_day_often_asked_for_is_one_press_away(run, published):
    at = run(published, "chains")
    press = next(one for one in at.button if one.label == "上季度末")
    press.click().run()
    assert at.query_params["known_on"] == press.key.removeprefix("known-")


def test_a_day_in_the_address_that_is_none_is_said_and_put_right(run, published):
    at = run(published, "chains", known_on="2050-01-01")
    assert "不能晚于" in texts(at)
    assert "known_on" not in at.query_params


@pytest.mark.parametrize(("asked", "said"), [("2031Q1", "2031年一季度"), ("soon", "soon")])
def test_a_quarter_in_the_address_without_figures_is_said_and_put_right(
    run, published, asked, said
):
    at = run(published, "chains", quarter=asked)
    assert f"地址所指的“{said}”没有数据" in texts(at)
    assert "quarter" not in at.query_params
    at.selectbox(key="state-quarter").select("2024Q2").run()
    assert "地址所指的" not in texts(at)


def test_where_reports_go_in_the_past_is_not_asked_for_and_not_shown(run, published):
    at = run(published, "submit", known_on="2024-11-30", quarter="2024Q2", cities="1")
    assert not at.exception
    keys = {one.key for kind in ("text_input", "selectbox", "toggle") for one in at.get(kind)}
    assert not keys & {FIELD, "state-quarter", "state-cities"}
    assert "当前显示" not in texts(at)
    assert at.query_params["known_on"] == "2024-11-30"
    page = run(published, "chains", known_on="2024-11-30")
    assert "当前显示" in texts(page)


def test_figures_from_print_were_imported_and_not_approved(run, published):
    foot = texts(run(published))
    assert "最近导入" in foot
    assert "最近审核通过" not in foot
