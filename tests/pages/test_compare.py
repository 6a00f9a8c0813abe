"""The page that compares regions: orders with ties, what is missing, two quarters."""

from pathlib import Path

import pytest

from tests.pages.reporting import BEFORE, CONSORTIA, NOW, REACHED, chart, reported, shows, texts
from tracking.programme import Programme
from tracking.words import LANGUAGES


@pytest.fixture(scope="module")
def small(tmp_path_factory, programme: Programme) -> Path:
    return reported(tmp_path_factory.mktemp("small") / "tracking.db", programme)


def rows(at, key: str) -> list[str]:
    return chart(at, key)["layout"]["yaxis"]["ticktext"]


def test_the_official_order_stands_unless_another_is_asked(run, small):
    at = run(small, "compare", "en", quarter=NOW)
    assert rows(at, "heat") == ["Beijing", "Tianjin", "Liaoning", "Shanghai", "Dalian"]
    assert "In the official order" in texts(at)


@pytest.mark.parametrize("sort", ["index", "innovation"])
def test_the_best_come_first_and_ties_share_a_rank(run, small, sort):
    at = run(small, "compare", "en", quarter=NOW, sort=sort)
    order = [name.split()[0] for name in rows(at, "heat")]
    assert order == ["Tianjin", "Beijing", "Liaoning", "Shanghai", "Dalian"]
    assert rows(at, "heat")[0].endswith("=1")
    assert rows(at, "heat")[2].endswith(" 3")
    assert "less than 3.0 percentage points apart" in texts(at)


def test_the_worst_may_come_first(run, small):
    at = run(small, "compare", "en", quarter=NOW, sort="index", worst="1")
    assert rows(at, "heat")[0].startswith("Dalian")
    assert "Worst first" in texts(at)


def test_an_indicators_cells_say_symbol_and_share(run, small):
    at = run(small, "compare", "en", quarter=NOW, across="innovation", sort=CONSORTIA)
    (squares,) = chart(at, "heat")["data"]
    first = squares["customdata"].index(["310000", CONSORTIA])
    assert squares["text"][first].startswith("■")
    assert "20" in squares["text"][first]
    assert "20 consortia, target 100 consortia" in squares["hovertext"][first]


def test_a_region_without_a_value_is_named_and_not_drawn_at_zero(run, small):
    at = run(small, "compare", "en", quarter=NOW)
    assert len(chart(at, "dots")["data"][0]["x"]) == len(REACHED)
    assert "Without a value and not shown: Hebei" in texts(at)


def test_a_sum_is_held_against_the_average_and_a_share_against_the_nation(run, small):
    at = run(small, "compare", "en", quarter=NOW, measure="value")
    said = [note["text"] for note in chart(at, "dots")["layout"]["annotations"]]
    assert "average 34" in said
    at = run(small, "compare", "en", quarter=NOW)
    assert "Dashed: average" not in texts(at)
    assert chart(at, "dots")["data"][0]["x"][0] == pytest.approx(0.51)


def test_two_quarters_show_the_change(run, small):
    at = run(small, "compare", "en", quarter=NOW, compare_with=BEFORE, measure="value")
    said = [note["text"] for note in chart(at, "two")["layout"]["annotations"]]
    assert said == ["51 (+11)", "50 (+5)", "40 (+20)", "20 (+10)", "10 (+5)"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_quarter_has_nothing_before_it(run, small, language):
    at = run(small, "compare", language, quarter="2022Q2")
    assert not at.exception
    assert not shows(at, "two")
    assert not shows(at, "heat")


def test_what_an_address_asks_that_is_not_there_is_left(run, small):
    at = run(small, "compare", "en", across="nothing", sort="nope", indicator="X", quarter=NOW)
    assert not at.exception
    assert shows(at, "heat")


def test_the_published_store_opens_on_an_indicator_that_has_values(run, published):
    at = run(published, "compare", "en")
    assert shows(at, "dots")
    assert not shows(at, "heat")


def test_numbers_are_by_size_and_shares_from_the_best(run, small):
    assert "Best first, equal" in texts(run(small, "compare", "en", quarter=NOW))
    by_size = texts(run(small, "compare", "en", quarter=NOW, measure="value"))
    assert "By the size of the number" in by_size
    assert "each region's own target" in by_size


def test_one_region_has_no_average_and_what_is_carried_on_no_change(run, published):
    at = run(published, "compare", "en", indicator="INN-3-2")
    assert "average" not in texts(at)
    assert "No newer report since the earlier quarter" in texts(at)
    assert not shows(at, "two")


def test_the_growth_ratio_is_another_reading_and_the_status_the_usual_one(run, small):
    usual = run(small, "compare", "en", quarter=NOW)
    assert "Growth-ratio reading" not in heads(usual)
    asked = run(small, "compare", "en", quarter=NOW, reading="growth_ratio")
    assert not asked.exception
    assert {"Growth-ratio reading", "Status"} <= heads(asked)
    assert "It changes no status" in texts(asked)
    wrong = run(small, "compare", "en", quarter=NOW, reading="anything")
    assert "Growth-ratio reading" not in heads(wrong)


def heads(at) -> set[str]:
    return {head for one in at.dataframe for head in one.value.columns}
