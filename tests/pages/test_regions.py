"""The page on regions: whom it shows, beside whom, what was reported when."""

from pathlib import Path

import pytest

from tests.pages.reporting import NOW, chart, reported, shows, table, texts
from tracking.programme import Programme
from tracking.words import LANGUAGES


@pytest.fixture(scope="module")
def small(tmp_path_factory, programme: Programme) -> Path:
    return reported(tmp_path_factory.mktemp("small") / "tracking.db", programme)


def test_a_region_leads_with_its_sentence_its_index_and_its_rank(run, small):
    at = run(small, "regions", "en", unit="310000", quarter=NOW)
    assert not at.exception
    said = texts(at)
    assert "Shanghai: as of 2024 Q3, 1 of 42 indicators has a target" in said
    assert "Index over all chains 20%; rank 4 of 5 regions." in said


def test_regions_that_lie_close_are_tied(run, small):
    for unit in ("110000", "120000"):
        said = texts(run(small, "regions", "zh", unit=unit, quarter=NOW))
        assert "在5个有指数的地区中并列第1–2位" in said


def test_a_region_without_an_index_says_which_of_the_reasons_it_is(run, small, published):
    weight = "现有数据的指标权重不足80%，暂不计算指数。"
    targets = "暂无指数：计算指数需要有目标和基期值。"
    stale = texts(run(small, "regions", "zh", unit="110000", quarter="2025Q4"))
    assert weight in stale
    assert targets not in stale
    assert targets in texts(run(published, "regions", "zh", unit="110000"))


def test_the_record_says_by_how_many_days_a_report_was_late(run, small):
    at = run(small, "regions", "en", unit="120000", quarter=NOW)
    assert "1 in time, 1 late, by up to 5 days, 13 missing" in texts(at)
    assert "▲<br>5" in chart(at, "record")["data"][0]["text"]


def test_figures_from_print_are_no_late_reports(run, published):
    at = run(published, "regions", "en", unit="320000")
    assert "these figures are from publications" in texts(at)
    assert not shows(at, "record")


def test_indicators_nobody_has_a_figure_for_are_put_away(run, small):
    at = run(small, "regions", "en", unit="110000", quarter=NOW)
    assert len(table(at, "Status")) == 1
    assert "41 indicators with neither a figure nor a target" in texts(at)


@pytest.mark.parametrize("unit", ["999999", "miit", "nation"])
def test_an_address_without_a_region_says_so_and_offers_one(run, small, unit):
    at = run(small, "regions", "en", unit=unit)
    assert not at.exception
    assert "The address names no region" in at.info[0].value
    assert "unit" not in at.query_params


def test_an_office_in_the_address_is_shown_with_its_region(run, published):
    at = run(published, "regions", unit="340100")
    assert at.selectbox(key="state-unit").value == "340000"
    assert "所辖单位" in texts(at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_quarter_and_a_silent_region_have_a_page(run, small, language):
    at = run(small, "regions", language, unit="650000", quarter="2022Q2")
    assert not at.exception
    assert not shows(at, "profile")


def test_provinces_that_take_in_their_cities_are_named(run, small):
    apart = texts(run(small, "regions", "en", unit="210000", quarter=NOW))
    assert "Liaoning with Dalian" not in apart
    together = texts(run(small, "regions", "en", unit="210000", quarter=NOW, cities="1"))
    assert "Liaoning with Dalian" in together


def test_days_are_counted_to_the_day_that_is_asked_about(run, small):
    at = run(small, "regions", "en", unit="650000", known_on="2024-10-01")
    assert "Of 9 reports due, 9 missing." in texts(at)


def test_the_table_of_indicators_says_since_when_each_status_holds(run, small):
    rows = table(run(small, "regions", "en", unit="310000", quarter=NOW), "Status since")
    one = rows.set_index("Indicator").loc["Innovation consortia formed"]
    assert one["Status"] == "■ Off track"
    assert one["Status since"] == "2024Q2"
