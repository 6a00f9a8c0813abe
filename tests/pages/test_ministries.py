"""The page on ministries: milestones with their days, measures, and who is chosen."""

from pathlib import Path

import pytest

from tests.pages.reporting import NOTICE, NOW, chart, report_notice, reported, shows, table, texts
from tracking.programme import Programme
from tracking.web.pages import page
from tracking.words import LANGUAGES


@pytest.fixture
def small(tmp_path, programme: Programme) -> Path:
    return reported(tmp_path / "tracking.db", programme)


def labels(at) -> str:
    return "\n".join(note["text"] for note in chart(at, "timeline")["layout"]["annotations"])


def test_an_open_milestone_is_overdue_by_days(run, small):
    at = run(small, "ministries", "en", quarter=NOW)
    assert "due 30 Jun 2024, overdue by 92 days" in labels(at)
    assert "As of 30 Sep 2024" in texts(at)


def test_a_milestone_is_not_overdue_before_its_day(run, small):
    at = run(small, "ministries", "en", quarter="2024Q2")
    assert "overdue" not in labels(at)
    assert "due 30 Jun 2024" in labels(at)


def test_a_day_that_later_reports_repeat_is_one_milestone(run, small, programme):
    report_notice(small, programme, "2024Q2", "2024Q3")
    at = run(small, "ministries", "en", ministry="miit", quarter=NOW)
    (points,) = [t["customdata"] for t in chart(at, "timeline")["data"]]
    assert points == [[NOTICE, "miit", "2024-05-20"]]
    assert "Verified, 20 May 2024, due 30 Jun 2024" in labels(at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_ministry_without_a_milestone_or_a_report_has_a_page(run, small, language):
    at = run(small, "ministries", language, ministry="mof", quarter="2022Q2")
    assert not at.exception
    assert not shows(at, "timeline")


def test_the_measures_come_from_the_programme(run, small, programme):
    told = table(run(small, "ministries", "en", quarter=NOW), "Measure")
    carried = {
        m.code
        for m in programme.measures.values()
        if m.leads
        or any(
            set(i.reporters) - {"region"}
            for i in programme.indicators.values()
            if i.measure == m.code
        )
    }
    assert {name.split()[0] for name in told["Measure"]} == carried


def test_who_leads_a_measure_is_told_with_the_nations_statuses(run, small):
    told = table(run(small, "ministries", "en", ministry="most", quarter=NOW), "Role")
    row = told[told["Measure"].str.startswith("INN-1 ")].iloc[0]
    assert row["Role"] == "leads"
    assert row["Status of its indicators"]


def test_a_ministry_in_the_address_as_a_unit_is_chosen(run, small):
    at = run(small, "ministries", "en", unit="miit")
    assert "miit" in at.query_params["ministry"]
    assert "unit" not in at.query_params


def test_a_ministry_and_a_region_stay_chosen_side_by_side(run, small):
    at = run(small, "regions", "en", unit="310000", ministry="miit")
    at.switch_page(str(page("ministries").file)).run()
    assert "MIIT: as of" in texts(at)
    at.switch_page(str(page("regions").file)).run()
    assert at.selectbox(key="state-unit").value == "310000"
