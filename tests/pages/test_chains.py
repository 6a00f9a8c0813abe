"""A chain's page: measure by measure, the regions ranked, what has no target."""

from pathlib import Path

import pytest

from tests.pages.reporting import NOW, chart, reported, shows, texts
from tests.progress.small import q
from tracking.programme import Programme


@pytest.fixture(scope="module")
def small(tmp_path_factory, programme: Programme) -> Path:
    return reported(tmp_path_factory.mktemp("small") / "tracking.db", programme)


def annotations(figure: dict) -> list[str]:
    return [str(note["text"]) for note in figure["layout"].get("annotations", [])]


def test_a_chain_without_reports_says_so(run, published):
    at = run(published, "chains", "en", chain="service")
    assert not at.exception
    assert "Service chain: as of 2025 Q4, nothing has been reported." in texts(at)
    assert not at.get("plotly_chart")
    assert "Nothing reported, and no target: Integration platforms and bases" in texts(at)


def test_a_definition_that_changed_is_seen_in_the_course(run, published):
    at = run(published, "chains", "zh", chain="capital")
    assert "口径调整" in annotations(chart(at, "path-CAP-1-1"))


def test_a_course_ends_with_the_quarter_shown(run, small):
    at = run(small, "chains", "en", quarter="2024Q2")
    (actual, *_) = chart(at, "path-INN-1-1")["data"]
    assert [data[-1] for data in actual["customdata"]][-1] == q("2024Q2")


def test_the_sum_of_the_regions_stands_beside_the_ministrys_figure(run, published):
    said = texts(run(published, "chains", "en", chain="industry"))
    assert "19,444 enterprises" in said
    assert "Sum of the regions</dt><dd>3,834 enterprises, 1/37 reports in" in said


def test_a_value_of_an_earlier_quarter_says_which_and_how_whole_it_was(run, published):
    said = texts(run(published, "chains", "en", chain="innovation"))
    assert "Reports in</dt><dd>1/37" in said
    assert "Reported for</dt><dd>2022 Q2" in said


def test_a_milestone_has_words_and_no_course(run, published):
    at = run(published, "chains", "en", chain="supply")
    assert "Value</dt><dd>Verified" in texts(at)
    assert not shows(at, "path-SUP-1-4")


def test_an_indicators_door_opens_from_its_button(run, small):
    at = run(small, "chains", "en", quarter=NOW)
    at.button(key="facts-INN-1-1-nation").click().run()
    assert not at.exception
    assert at.query_params["explain"] == f"INN-1-1,nation,{NOW}"


def test_what_has_no_target_is_named_with_the_reason(run, published):
    said = texts(run(published, "chains", "en", chain="capital"))
    assert "The notice itself states no number." in said
    assert "Linked fund investment" in said


def test_regions_can_be_ranked_by_one_indicator(run, small):
    at = run(small, "chains", "en", quarter=NOW, indicator="INN-1-1")
    assert shows(at, "dots")
    assert not shows(at, "ranking")


def test_an_indicator_of_another_chain_ranks_by_the_index(run, small):
    at = run(small, "chains", "en", quarter=NOW, chain="innovation", indicator="CAP-1-1")
    assert not at.exception
    assert at.selectbox(key="state-indicator").value == "index"


@pytest.mark.parametrize("chain", ["nowhere", ""])
def test_an_unknown_chain_in_the_address_means_the_first(run, small, chain):
    at = run(small, "chains", "en", quarter=NOW, chain=chain)
    assert not at.exception
    assert "Innovation chain" in texts(at)
