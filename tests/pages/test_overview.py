"""The overview: one sentence, who has reported, what lags most, what changed."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.pages.reporting import CONSORTIA, NOW, chart, reported, shows, table, texts
from tests.progress.small import figures
from tracking.programme import Programme
from tracking.store import Store

DAY = "2024-11-20"  # three weeks after the reports of NOW were due
SAID = "Of 48 reports of this quarter: 5 approved, 1 waiting for review, 42 not received."


@pytest.fixture(scope="module")
def small(tmp_path_factory, programme: Programme) -> Path:
    """Five units' reports are approved, one waits for review since ten days."""
    path = reported(tmp_path_factory.mktemp("small") / "tracking.db", programme)
    with Store.open(path, programme) as store:
        aim = replace(programme.targets[0], indicator=CONSORTIA, unit="nation", value=500.0)
        store.add_targets([aim], "admin", at=datetime(2022, 5, 12, tzinfo=UTC))
        rows = figures((CONSORTIA, "130000", NOW, 7.0))
        day = datetime(2024, 11, 10, 4, tzinfo=UTC)
        store.submit(b"Hebei", "Hebei.csv", rows, actor="Hebei", at=day)
    return path


def headings(at) -> list[str]:
    return [element.value for element in at.header]


def test_the_lead_counts_what_is_approved_what_waits_and_what_is_missing(run, small):
    at = run(small, language="en", quarter=NOW, known_on=DAY)
    assert not at.exception
    (lead,) = [html.proto.body for html in at.get("html") if 'class="lead"' in html.proto.body]
    assert SAID in lead


def test_the_list_says_the_same_as_the_lead(run, small):
    at = run(small, language="en", quarter=NOW, known_on=DAY)
    assert any(c.value == f"{SAID} Reports were due on 30 Oct 2024." for c in at.caption)
    told = table(at, "Days")
    assert len(told) == 43
    assert told["State"].value_counts().to_dict() == {"Not received": 42, "Waiting for review": 1}
    waiting = told[told["State"] == "Waiting for review"].iloc[0]
    assert (waiting["Unit"], waiting["Days"]) == ("Hebei", "for 10 days")
    assert set(told.loc[told["State"] == "Not received", "Days"]) == {"overdue by 21 days"}


def test_on_an_earlier_day_what_came_later_is_missing(run, small):
    said = texts(run(small, language="zh", quarter=NOW, known_on="2024-11-08"))
    assert "本季度应报48家：5家已审核通过、43家未报送。" in said


def test_before_the_deadline_nothing_is_overdue(run, small):
    at = run(small, language="en", quarter=NOW, known_on="2024-10-30")
    assert "not received and not due yet" in texts(at)
    assert set(table(at, "Days")["Days"]) == {""}


def test_where_all_figures_are_from_print_nobody_is_late(run, published):
    at = run(published, language="en")
    said = texts(at)
    assert "No report has been handed in here: these figures are from publications." in said
    assert "overdue" not in said
    assert not any("Days" in element.value.columns for element in at.dataframe)


def brief(at) -> str:
    """The line on the quality of reporting; "" where there is none."""
    found = [html.proto.body for html in at.get("html") if "in-brief" in html.proto.body]
    return found[0] if found else ""


def test_one_line_tells_how_good_the_reporting_is_and_leads_to_its_page(run, small):
    told = brief(run(small, language="en", quarter=NOW, known_on=DAY))
    # Tianjin's and Hebei's reports came late.
    assert "Completeness 12.5% · Timeliness 8.3% · Stands out: " in told
    assert f'href="/quality?quarter={NOW}&amp;known_on={DAY}"' in told
    assert ">Quality</a>" in told


def test_the_line_counts_what_stands_out_as_the_page_on_quality_does(run, small):
    told = brief(run(small, language="zh", quarter=NOW, known_on=DAY))
    page = run(small, "quality", "zh", quarter=NOW, known_on=DAY)
    said = "本季度数据未发现异常。" in texts(page)
    assert ("数据异常：无" in told) == said


def test_where_all_figures_are_from_print_the_line_has_no_share(run, published):
    told = brief(run(published, language="en"))
    assert "Completeness" not in told
    assert "Timeliness" not in told


def test_a_sum_that_lacks_reports_says_how_many_it_has(run, small):
    at = run(small, language="en", quarter=NOW, known_on=DAY)
    assert "5/37 reports in" in texts(at)
    told = table(at, "Reports in")
    assert set(told.loc[told["Indicator"] == "Innovation consortia formed", "Reports in"]) == {
        "5/37"
    }


def test_a_milestone_has_words_and_no_bar(run, small):
    at = run(small, language="en", quarter=NOW, known_on=DAY)
    assert shows(at, "card-INN-1-1-bar")
    assert not shows(at, "card-SUP-1-4-bar")


def test_a_card_opens_its_door(run, small):
    at = run(small, language="en", quarter=NOW, known_on=DAY)
    at.button(key="card-INN-1-1-door").click().run()
    assert not at.exception
    assert at.query_params["explain"] == f"INN-1-1,nation,{NOW}"


def test_a_change_shows_the_value_before_and_now(run, small):
    at = run(small, language="en", quarter=NOW, known_on=DAY)
    assert "Changed since 2024 Q2" in headings(at)
    (row,) = table(at, "Value now").to_dict("records")
    assert (row["Value before"], row["Value now"]) == ("120 consortia", "171 consortia")


def test_nothing_came_before_the_first_quarter(run, small):
    at = run(small, language="en", quarter="2022Q2")
    assert not at.exception
    assert "What changed" in headings(at)
    assert "This is the first quarter." in texts(at)


def test_the_switch_for_the_cities_leaves_the_nation_as_it_is(run, small):
    apart = run(small, language="en", quarter=NOW, known_on=DAY)
    together = run(small, language="en", quarter=NOW, known_on=DAY, cities="1")
    assert "The nation's figures are the same either way." in texts(together)
    before, after = (chart(at, "card-INN-1-1-bar")["data"][0]["x"] for at in (apart, together))
    assert before == after


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_heading_is_a_level_below_the_title(run, small, language):
    at = run(small, language=language, quarter=NOW)
    assert len(headings(at)) == 6
    assert not at.subheader
