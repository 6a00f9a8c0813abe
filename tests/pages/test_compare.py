"""The page that compares regions: orders with ties, what is missing, two quarters."""

import csv
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.pages.reporting import (
    BEFORE,
    CONSORTIA,
    NOW,
    REACHED,
    chart,
    reported,
    shows,
    table,
    target,
    texts,
)
from tests.progress.small import figures
from tracking.programme import Programme
from tracking.store import Store
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
    assert rows(at, "heat")[0].endswith("=1–2")
    assert rows(at, "heat")[2].endswith(" 3")
    assert "nobody is ranked before one less than 3.0 percentage points away" in texts(at)


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
    assert "no report since the earlier quarter" in texts(at)
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


def test_one_group_is_compared_within_itself(run, small):
    at = run(small, "compare", "en", quarter=NOW, group="east", sort="index")
    assert [name.split()[0] for name in rows(at, "heat")][:3] == ["Tianjin", "Beijing", "Shanghai"]
    assert "within East:" in texts(at)
    dots = chart(at, "dots")
    assert [data[0] for data in dots["data"][0]["customdata"]] == ["120000", "110000", "310000"]
    assert len(dots["data"][0]["y"]) == len(dots["data"][0]["x"]) == 3
    assert "Liaoning" not in texts(at).split("Without a value and not shown")[1]


def test_the_groups_themselves_can_be_compared(run, whole):
    at = run(whole, "compare", "en", quarter=NOW, group="groups")
    assert rows(at, "heat") == ["East", "Central", "West", "Northeast", "Nation"]
    assert "of 4 groups with an index" in texts(at)
    first, *_rest = chart(at, "two")["data"][1]["customdata"]
    assert first[0].startswith("group:")


def test_a_region_is_always_beside_its_group_and_the_nation(run, whole):
    at = run(whole, "compare", "en", quarter=NOW, group="northeast")
    assert rows(at, "heat")[-2:] == ["Northeast", "Nation"]
    dots = chart(at, "dots")
    heads_ = [note["text"] for note in dots["layout"]["annotations"]]
    assert {"Nation", "Northeast"} <= {head.split()[0] for head in heads_}
    everywhere = run(whole, "compare", "en", quarter=NOW)
    assert rows(everywhere, "heat")[-5:] == ["East", "Central", "West", "Northeast", "Nation"]
    hover = chart(everywhere, "dots")["data"][0]["hovertext"][0]
    assert "Nation: " in hover
    assert any(f"{group}: " in hover for group in ("East", "Central", "West", "Northeast"))


def test_a_group_that_is_none_leaves_all_regions(run, small):
    at = run(small, "compare", "en", quarter=NOW, group="anywhere")
    assert not at.exception
    assert "Liaoning" in rows(at, "heat")


def test_every_region_has_its_course_on_one_scale(run, small):
    at = run(small, "compare", "en", quarter=NOW)
    figure = chart(at, "courses")
    assert [data[0] for data in figure["data"][0]["customdata"]][:2] == ["120000", "110000"]
    assert "All on one scale" in texts(at)


def test_a_programme_without_sizes_offers_nothing_per_thousand(run, small):
    at = run(small, "compare", "en", quarter=NOW)
    (reading,) = [box for box in at.selectbox if box.label == "Read by"]
    assert not [name for name in reading.options if "thousand" in name]


def test_values_are_read_per_thousand_with_source_and_day(run, small, sized):
    at = run(small, "compare", "en", quarter=NOW, reading="per_firms")
    assert not at.exception
    told = table(at, "Per thousand SMEs")
    # 51 by 17,000 and 45 by 25,000, not 51 before 50.
    assert told["Unit"].tolist()[:2] == ["Tianjin", "Beijing"]
    assert told["Per thousand SMEs"].tolist()[:2] == [
        "3.00 consortia per thousand SMEs", "2.00 consortia per thousand SMEs"
    ]  # fmt: skip
    assert "sizes as of 31 Dec 2023, source: Invented for a test" in texts(at)
    assert "It enters no status, index or rank." in texts(at)
    assert "Left out for want of a size: Liaoning, Shanghai, Dalian." in texts(at)
    assert chart(at, "dots")["data"][0]["x"] == pytest.approx([3.0, 2.0])


def test_a_share_is_not_told_per_thousand(run, small, sized):
    at = run(small, "compare", "en", quarter=NOW, reading="per_firms", indicator="IND-1-2")
    assert not at.exception
    assert "not told per so many" in texts(at)


def test_the_window_of_a_number_tells_it_per_thousand(run, small, sized):
    at = run(small, "compare", "en", quarter=NOW, explain=f"{CONSORTIA},120000,{NOW}")
    assert "51 ÷ 17,000 SMEs × 1,000 = 3.00 consortia per thousand SMEs" in texts(at)


def test_two_quarters_are_told_in_one_sentence_first(run, small):
    at = run(small, "compare", "en", quarter=NOW, compare_with=BEFORE, measure="value")
    assert (
        "From 2024 Q2 to 2024 Q3, of 5 compared 5 rose. Rose most: Liaoning (+20 consortia)."
        in texts(at)
    )
    told = table(at, "Rise or fall")
    assert told["Rise or fall"].tolist()[:2] == ["+20 consortia", "+11 consortia"]


@pytest.mark.parametrize("reading", ["", "per_firms"])
def test_a_quarter_may_be_held_by_itself_against_another(run, whole, sized, reading):
    more = {"reading": reading} if reading else {"measure": "value"}
    at = run(whole, "compare", "en", quarter=NOW, compare_with="2023Q3", span="quarter", **more)
    assert not at.exception
    told = table(at, "Rise or fall").set_index("Unit")["Rise or fall"]
    assert told["Tianjin"] == (
        "+2 consortia" if not reading else "+0.12 consortia per thousand SMEs"
    )


@pytest.fixture
def sized(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The programme with invented sizes of two regions."""
    folder = tmp_path / "programme"
    shutil.copytree(ROOT / "data" / "programme", folder)
    with (folder / "denominators.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            [
                "code",
                "name_zh",
                "name_en",
                "per",
                "unit",
                "value",
                "as_of",
                "source_zh",
                "source_en",
            ]
        )
        for unit, value in (("120000", 17000), ("110000", 25000)):
            rows.writerow(
                ["firms", "家中小企业", "SMEs", 1000, unit, value, "2023-12-31", "测试用虚构数",
                 "Invented for a test"]
            )  # fmt: skip
    monkeypatch.setenv("TRACKING_PROGRAMME", str(folder))


@pytest.fixture(scope="module")
def whole(tmp_path_factory, programme: Programme) -> Path:
    """Every region reports a running total, a little more in every quarter than in the last."""
    path: Path = tmp_path_factory.mktemp("whole") / "tracking.db"
    with Store.open(path, programme) as store:
        store.add_targets([target(CONSORTIA, u.code, 200, "2025Q4") for u in programme.regions],
                          "admin", datetime(2022, 5, 13, tzinfo=UTC))  # fmt: skip
        for n, quarter in enumerate(("2023Q2", "2023Q3", "2024Q2", NOW)):
            values = [
                (CONSORTIA, u.code, quarter, float(20 + k + (0, 6, 30, 38)[n]))
                for k, u in enumerate(programme.regions)
            ]
            came = store.submit(quarter.encode(), f"{quarter}.csv", figures(*values), actor="x")
            store.approve(came.id, actor="admin")
    return path
