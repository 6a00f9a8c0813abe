"""The outlook of a series rests on its reports, and says why where there is none."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.small import figures, q, target, targets
from tracking.programme import Programme
from tracking.progress import assess
from tracking.progress.outlook import OUTLOOK_DTYPES, outlook

FLOW, CUMULATIVE, STOCK, RATIO = "INN-1-2", "INN-1-1", "INN-2-1", "IND-1-2"
MILESTONE = "SUP-1-4"
YEARS = [f"{year}Q{n}" for year in (2022, 2023, 2024, 2025) for n in (1, 2, 3, 4)]
START = YEARS.index("2022Q2")


def series(indicator: str, values: list[float | None], **more: Any) -> pd.DataFrame:
    """Values of consecutive quarters from the start, None where nothing was reported."""
    rows = [
        (indicator, "110000", YEARS[START + n], float(value))
        for n, value in enumerate(values)
        if value is not None
    ]
    return figures(*rows, **more)


def of(
    programme: Programme,
    known: pd.DataFrame,
    indicator: str,
    goal: float = 1000,
    at: str = "2024Q4",
    **more: Any,
) -> pd.Series:
    """The outlook of Beijing's series."""
    frame = assess(known, targets(target(indicator, "110000", goal, **more)), programme)
    rows = outlook(frame, programme, q(at))
    row = rows[(rows["indicator"] == indicator) & (rows["unit"] == "110000")]
    assert len(row) == 1
    return row.iloc[0]


STEADY = [10.0 + 3 * n for n in range(11)]  # 2022Q2 to 2024Q4: 10 to 40


def test_the_frame_has_its_columns(programme: Programme) -> None:
    frame = assess(series(STOCK, STEADY), targets(), programme)
    found = outlook(frame, programme, q("2024Q4"))
    assert list(found) == list(OUTLOOK_DTYPES)
    for name, dtype in OUTLOOK_DTYPES.items():
        assert str(found[name].dtype) == dtype, name


def test_a_level_goes_on_by_its_damped_slope(programme: Programme) -> None:
    row = of(programme, series(STOCK, STEADY), STOCK, goal=50)
    assert (row["way"], row["n"], row["horizon"], row["slope"]) == ("level", 11, 4, 3)
    assert row["centre"] == pytest.approx(40 + 3 * (0.8 + 0.64 + 0.512 + 0.4096))
    assert row["full_pace"] == pytest.approx(52)
    assert row["low"] < row["centre"] < row["high"]


def test_a_flow_goes_on_at_its_recent_rate(programme: Programme) -> None:
    row = of(programme, series(FLOW, [10.0] * 11), FLOW, goal=150)
    assert (row["way"], row["n"], row["value"], row["slope"]) == ("flow", 11, 110, 10)
    assert row["centre"] == pytest.approx(150)


def test_a_flow_with_a_rush_at_the_years_end_follows_last_year(programme: Programme) -> None:
    year = [5.0, 10.0, 15.0, 70.0]
    row = of(programme, series(FLOW, [10, 15, 70, *year, *year]), FLOW, goal=300)
    assert row["way"] == "seasonal"
    assert row["centre"] == pytest.approx(95 + 200 + 100)


def test_a_total_beyond_its_target_is_certain(programme: Programme) -> None:
    row = of(programme, series(FLOW, [10.0] * 11), FLOW, goal=100)
    assert (row["hit"], row["likelihood"]) == (1, "likely")


def test_what_has_come_does_not_go_again(programme: Programme) -> None:
    row = of(programme, series(FLOW, [0, 0, 0, 25]), FLOW, at="2023Q1")
    assert row["low"] == 25


def test_a_share_stays_within_its_limits(programme: Programme) -> None:
    values = [70.0, 73, 77, 80, 83, 86, 90, 93, 97, 98, 99]
    row = of(programme, series(RATIO, values), RATIO, goal=100)
    assert row["centre"] <= 100
    assert row["high"] == 100


@pytest.mark.parametrize(
    ("goal", "likelihood"), [(43, "likely"), (47, "uncertain"), (60, "unlikely")]
)
def test_a_chance_is_told_in_words(programme: Programme, goal: float, likelihood: str) -> None:
    scattered = [10, 14, 15, 20, 21, 26, 27, 32, 33, 38, 40]
    row = of(programme, series(STOCK, scattered), STOCK, goal=goal)
    assert row["likelihood"] == likelihood


@pytest.mark.parametrize(
    ("values", "indicator", "at", "more", "reason"),
    [
        (STEADY[:3], STOCK, "2022Q4", {}, "few"),
        ([10.0] * 3, FLOW, "2022Q4", {"goal": 500}, "few"),
        ([10.0] * 2, FLOW, "2022Q3", {"goal": 500}, "few"),
        (STEADY[:6], STOCK, "2024Q4", {}, "stale"),
        (STEADY, STOCK, "2025Q4", {}, "over"),
        (STEADY, STOCK, "2024Q4", {"goal": np.nan}, "no_target"),
    ],
)
def test_where_there_is_no_outlook_it_says_why(
    programme: Programme, values: list[float], indicator: str, at: str, more: Any, reason: str
) -> None:
    known = series(indicator, values)
    frame = assess(
        known, targets(target(indicator, "110000", more.get("goal", 50))), programme, through=q(at)
    )
    rows = outlook(frame, programme, q(at))
    row = rows[(rows["indicator"] == indicator) & (rows["unit"] == "110000")].iloc[0]
    assert (row["likelihood"], row["reason"]) == ("not_assessed", reason)
    assert np.isnan(row["hit"])


def test_four_quarters_of_a_flow_are_enough(programme: Programme) -> None:
    assert of(programme, series(FLOW, [10.0] * 4), FLOW, at="2023Q1")["n"] == 4


def test_a_milestone_has_no_outlook(programme: Programme) -> None:
    known = figures((MILESTONE, "miit", "2024Q3", np.nan), state="claimed")
    frame = assess(known, targets(target(MILESTONE, "miit", 1)), programme, through=q("2024Q4"))
    rows = outlook(frame, programme, q("2024Q4"))
    row = rows[(rows["indicator"] == MILESTONE) & (rows["unit"] == "miit")].iloc[0]
    assert row["reason"] == "milestone"


def test_quarters_before_a_change_of_definition_do_not_count(programme: Programme) -> None:
    broken = [n == 6 for n in range(11)]
    row = of(programme, series(STOCK, STEADY, definition_break=broken), STOCK, goal=50)
    assert row["n"] == 5


def test_a_flow_starts_anew_after_a_quarter_without_a_report(programme: Programme) -> None:
    row = of(programme, series(FLOW, [10, 10, 10, 10, None, 10, 10, 10, 10, 10, 10]), FLOW)
    assert row["n"] == 5


def test_a_flow_has_no_outlook_right_after_a_quarter_without_a_report(
    programme: Programme,
) -> None:
    row = of(programme, series(FLOW, [10.0] * 9 + [None, 10.0]), FLOW)
    assert (row["reason"], row["n"]) == ("gap", 0)


def test_a_level_may_miss_quarters(programme: Programme) -> None:
    row = of(programme, series(STOCK, [*STEADY[:4], None, *STEADY[5:]]), STOCK, goal=50)
    assert (row["n"], row["slope"]) == (10, 3)


def test_a_ministrys_own_figure_has_an_outlook_however_few_regions_report(
    programme: Programme,
) -> None:
    quarters = YEARS[START : START + len(STEADY)]
    told = [("IND-3-1", "miit", at, value) for at, value in zip(quarters, STEADY, strict=True)]
    known = figures(*told, ("IND-3-1", "110000", "2024Q4", 1.0))
    frame = assess(known, targets(target("IND-3-1", "nation", 50)), programme)
    rows = outlook(frame, programme, q("2024Q4"))
    row = rows[(rows["indicator"] == "IND-3-1") & (rows["unit"] == "nation")].iloc[0]
    assert (row["n"], row["slope"], row["reason"]) == (11, 3, "")


def test_figures_after_the_quarter_asked_about_are_not_looked_at(programme: Programme) -> None:
    later = of(programme, series(STOCK, [*STEADY, 500.0]), STOCK, goal=50)
    assert later["centre"] == of(programme, series(STOCK, STEADY), STOCK, goal=50)["centre"]


VALUES = st.lists(st.integers(1, 400), min_size=11, max_size=11)
KINDS = st.sampled_from([FLOW, STOCK])


@settings(max_examples=20)
@given(values=VALUES, kind=KINDS, factor=st.sampled_from([0.5, 4.0, 1024.0]))
def test_another_unit_of_measure_changes_no_chance(
    programme: Programme, values: list[float], kind: str, factor: float
) -> None:
    small = of(programme, series(kind, values), kind, goal=2000)
    large = of(programme, series(kind, [v * factor for v in values]), kind, goal=2000 * factor)
    assert large["hit"] == pytest.approx(small["hit"], rel=1e-9, nan_ok=True)
    assert large["centre"] == pytest.approx(small["centre"] * factor, rel=1e-9)
    assert large["way"] == small["way"]


@settings(max_examples=20)
@given(values=VALUES, kind=KINDS, goals=st.tuples(st.integers(1, 9000), st.integers(1, 9000)))
def test_a_higher_target_is_never_likelier(
    programme: Programme, values: list[float], kind: str, goals: tuple[int, int]
) -> None:
    low, high = (of(programme, series(kind, values), kind, goal=g)["hit"] for g in sorted(goals))
    assert high <= low


@settings(max_examples=20)
@given(values=VALUES)
def test_the_interval_holds_its_centre_and_the_chance_is_one(
    programme: Programme, values: list[float]
) -> None:
    row = of(programme, series(STOCK, values), STOCK, goal=300)
    assert row["low"] <= row["centre"] <= row["high"]
    assert 0 <= row["hit"] <= 1


def test_corrections_in_every_other_quarter_leave_no_spread_and_so_no_outlook(
    programme: Programme,
) -> None:
    known = series(FLOW, [5, -1, 5, -1])
    row = of(programme, known, FLOW, goal=100, at="2023Q1")
    assert row["likelihood"] == "not_assessed"
    assert row["reason"] == "corrected"
    # Going on would pass 10, but nothing says how surely.
    assert of(programme, known, FLOW, goal=10, at="2023Q1")["likelihood"] == "not_assessed"
    # What is reached already is reached.
    reached = of(programme, known, FLOW, goal=8, at="2023Q1")
    assert (reached["hit"], reached["likelihood"]) == (1, "likely")
    assert np.isnan(reached["low"])
