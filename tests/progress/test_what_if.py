"""What if: assumed quarters are measured as real ones are."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.progress.small import figures, one, q, target, targets
from tracking import progress
from tracking.programme import Programme, load
from tracking.progress.what_if import STEPS

PROGRAMME = load(ROOT / "data" / "programme")
FLOW, CUMULATIVE, STOCK = "INN-1-2", "INN-1-1", "INN-2-1"
UNIT = "320000"
QUARTERS = [f"{year}Q{n}" for year in (2022, 2023, 2024) for n in (1, 2, 3, 4)][1:11]
NOW = QUARTERS[-1]
AHEAD = 5  # 2024Q4 to 2025Q4

amounts = st.floats(0, 1e6).map(lambda x: round(x, 3))
values = st.lists(amounts, min_size=len(QUARTERS), max_size=len(QUARTERS))
assumed = st.lists(amounts, min_size=AHEAD, max_size=AHEAD)


def assessed(
    code: str, of: list[float], goal: float, programme: Programme = PROGRAMME, **aim: object
) -> tuple[pd.Series, pd.DataFrame]:
    """The row of now, and the series up to it."""
    told = np.cumsum(of).tolist() if code == CUMULATIVE else of
    rows = [(code, UNIT, quarter, value) for quarter, value in zip(QUARTERS, told, strict=True)]
    settled = {"baseline": 0.0, "baseline_quarter": q("2022Q1")} | aim
    goals = targets(target(code, UNIT, goal, **settled))
    whole = progress.assess(figures(*rows), goals, programme)
    series = whole[(whole["indicator"] == code) & (whole["unit"] == UNIT)]
    return one(whole, code, UNIT, NOW), series


@settings(max_examples=10)
@given(values, assumed, st.sampled_from([FLOW, CUMULATIVE, STOCK]), st.floats(1, 1e7))
def test_what_is_assumed_is_measured_as_if_it_had_been_reported(
    before: list[float], then: list[float], code: str, goal: float
) -> None:
    row, series = assessed(code, before, goal)
    course = progress.what_if(row, then, series, PROGRAMME)
    # The same figures, reported.
    told = [*before, *then]
    told = np.cumsum(told).tolist() if code == CUMULATIVE else told
    later = [*QUARTERS, "2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4"]
    rows = [(code, UNIT, quarter, value) for quarter, value in zip(later, told, strict=True)]
    aim = target(code, UNIT, goal, baseline=0.0, baseline_quarter=q("2022Q1"))
    whole = progress.assess(figures(*rows), targets(aim), PROGRAMME)
    for name in ("value", "expected", "achieved", "pace", "gap", "path_value"):
        real = [one(whole, code, UNIT, quarter)[name] for quarter in later[-AHEAD:]]
        assert course[name].to_list() == pytest.approx(real, rel=1e-9, abs=1e-6, nan_ok=True)
    real = [str(one(whole, code, UNIT, quarter)["status"]) for quarter in later[-AHEAD:]]
    assert course["status"].to_list() == real


@settings(max_examples=10)
@given(values, st.sampled_from([FLOW, CUMULATIVE, STOCK]), st.floats(1, 1e8))
def test_as_needed_reaches_the_target_just_at_the_deadline(
    before: list[float], code: str, goal: float
) -> None:
    row, series = assessed(code, before, goal)
    course = progress.what_if(row, progress.as_needed(row), series, PROGRAMME)
    if row["status"] != "achieved":
        assert course["value"].iloc[-1] == pytest.approx(goal)
        assert course["status"].iloc[-1] == "achieved"


@settings(max_examples=10)
@given(values, st.sampled_from([FLOW, CUMULATIVE, STOCK]))
def test_nothing_more_leaves_the_value_where_it_is(before: list[float], code: str) -> None:
    row, series = assessed(code, before, 1e6)
    course = progress.what_if(row, progress.nothing_more(row), series, PROGRAMME)
    assert course["value"].to_list() == pytest.approx([row["value"]] * AHEAD)


@settings(max_examples=10)
@given(values, assumed, st.integers(0, AHEAD - 1), st.floats(0, 1e6))
def test_more_in_one_quarter_is_never_worse_at_the_end(
    before: list[float], then: list[float], at: int, more: float
) -> None:
    row, series = assessed(FLOW, before, 1e6)
    raised = [*then[:at], then[at] + more, *then[at + 1 :]]
    low, high = (progress.what_if(row, each, series, PROGRAMME) for each in (then, raised))
    assert high["achieved"].iloc[-1] >= low["achieved"].iloc[-1]


def test_where_the_aim_is_to_fall_falling_further_is_better() -> None:
    falling = replace(PROGRAMME.indicators[STOCK], direction="down")
    programme = replace(PROGRAMME, indicators={**PROGRAMME.indicators, STOCK: falling})
    row, series = assessed(STOCK, [90.0] * len(QUARTERS), 50.0, programme, baseline=100.0)
    course = progress.what_if(row, (80.0, 70.0, 60.0, 50.0, 45.0), series, programme)
    assert course["status"].to_list()[-2:] == ["achieved", "achieved"]
    assert course["achieved"].is_monotonic_increasing


def test_a_planned_path_asks_for_its_interim_targets() -> None:
    row, series = assessed(
        CUMULATIVE, [10.0] * len(QUARTERS), 300.0, path="plan", interim="2024Q4=280"
    )
    course = progress.what_if(row, progress.nothing_more(row), series, PROGRAMME)
    assert course["path_value"].iloc[0] == pytest.approx(280.0)
    assert course["path_value"].iloc[-1] == pytest.approx(300.0)


def test_the_index_moves_with_what_is_assumed_and_with_nothing_else() -> None:
    row, series = assessed(CUMULATIVE, [10.0] * len(QUARTERS), 200.0)
    rows = pd.DataFrame([row]).astype(series.dtypes)
    course = progress.what_if(row, progress.as_needed(row), series, PROGRAMME)
    index = progress.index_if(row, course.iloc[-1], rows, PROGRAMME)
    assert index.now == pytest.approx(0.5)
    assert index.assumed == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("no_target", {"target": float("nan")}),
        ("over", {"due": q(NOW)}),
        ("not_reported", {"value": float("nan")}),
        ("milestone", {"kind": "milestone"}),
    ],
)
def test_where_nothing_can_be_assumed_the_reason_is_told(
    reason: str, change: dict[str, object]
) -> None:
    row, series = assessed(CUMULATIVE, [10.0] * len(QUARTERS), 200.0)
    other = dict(row) | change
    assert progress.refusal(other) == reason
    with pytest.raises(ValueError, match=reason):
        progress.what_if(other, (), series, PROGRAMME)


def test_another_number_of_quarters_is_refused() -> None:
    row, series = assessed(CUMULATIVE, [10.0] * len(QUARTERS), 200.0)
    with pytest.raises(ValueError, match="2"):
        progress.what_if(row, (1.0, 2.0), series, PROGRAMME)


def test_a_recent_pace_stops_at_the_indicators_limit() -> None:
    share = replace(PROGRAMME.indicators[STOCK], limits=(0.0, 100.0))
    rising = [10.0 + 9 * n for n in range(len(QUARTERS))]  # 91 now
    row, _series = assessed(STOCK, rising, 95.0)
    assert progress.at_recent_pace(row, share) == pytest.approx((100.0,) * AHEAD)
    row, _series = assessed(STOCK, rising[::-1], 95.0)  # 10 now
    assert progress.at_recent_pace(row, share)[-1] == 0.0


def test_what_is_assumed_for_an_outdated_figure_counts_in_the_index() -> None:
    row, series = assessed(CUMULATIVE, [10.0] * len(QUARTERS), 200.0)
    outdated = dict(row) | {"status": "stale"}
    rows = pd.DataFrame([outdated]).astype(series.dtypes)
    course = progress.what_if(outdated, progress.as_needed(outdated), series, PROGRAMME)
    index = progress.index_if(outdated, course.iloc[-1], rows, PROGRAMME)
    assert np.isnan(index.now)
    assert index.assumed == pytest.approx(1.0)


@settings(max_examples=25)
@given(values, st.sampled_from([FLOW, CUMULATIVE, STOCK]), st.floats(1, 1e8))
def test_a_slider_reaches_the_recent_pace_and_what_is_needed(
    before: list[float], code: str, goal: float
) -> None:
    row, series = assessed(code, before, goal)
    indicator = PROGRAMME.indicators[code]
    reach = progress.reach(row, series, indicator)
    assert reach.low < reach.high
    assert (reach.high - reach.low) / reach.step <= 10 * STEPS + 20
    for fill in (progress.as_needed(row), progress.at_recent_pace(row, indicator)):
        for value in fill:
            assert reach.low <= value <= reach.high or value < 0
            assert abs(reach.nearest(value) - value) <= reach.step / 2 + 1e-9 or value < 0


def test_a_slider_ends_at_the_indicators_limits_and_takes_no_value_beyond_itself() -> None:
    share = replace(PROGRAMME.indicators[STOCK], limits=(0.0, 100.0), decimals=1)
    row, series = assessed(STOCK, [80.0 + n for n in range(len(QUARTERS))], 95.0)
    reach = progress.reach(row, series, share)
    assert reach.high == 100.0
    assert reach.low >= 0.0
    assert reach.nearest(1000.0) == 100.0
    assert reach.nearest(-1.0) == reach.low
