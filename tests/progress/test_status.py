"""Measures and statuses against the method's golden values, and what must hold for any numbers."""

# The letters are the method's.
# ruff: noqa: N803, N806

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.programme import PATHS, Programme, Thresholds
from tracking.progress.columns import STATUSES
from tracking.progress.measures import LINEAR, Aim, Measures, measure
from tracking.progress.status import judge, near_a_threshold

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
# The cases' word for a status, where it differs from ours.
OURS = {"partly_achieved": "partly"}
NAMES = {
    "A": "achieved",
    "E": "expected",
    "P": "pace",
    "path_value": "path_value",
    "gap_to_path": "gap",
    "quarters_ahead": "ahead",
}
THRESHOLDS = Thresholds(0.05, 0.95, 0.6, 0.03, 0.95, 0.6, 2, 0.75, 0.8, 0.03)


def aim_of(b: float, T: float, q0: int, qT: int, d: int, shape: str, steady: bool = False) -> Aim:
    return Aim(
        target=np.array([T], dtype=float),
        due=np.array([qT]),
        baseline=np.array([b], dtype=float),
        baseline_quarter=np.array([q0]),
        path=np.array([PATHS.index(shape)]),
        sign=np.array([d]),
        steady=np.array([steady]),
    )


def told(
    y: float, q: int, *, b: float, T: float, q0: int = 8091, qT: int = 8103, d: int = 1,
    shape: str = "linear", steady: bool = False, worsening: bool = False,
) -> tuple[str, Measures]:  # fmt: skip
    aim = aim_of(b, T, q0, qT, d, shape, steady)
    value, quarter = np.array([float(y)]), np.array([q])
    measures = measure(value, quarter, aim)
    code = judge(value, quarter, aim, measures, THRESHOLDS, worsening=np.array([worsening]))
    return STATUSES[code[0]], measures


@pytest.mark.parametrize("case", CASES["status_cases"]["cases"], ids=lambda c: c["name"])
def test_the_golden_statuses_hold(case: dict[str, Any]) -> None:
    status, measures = told(**case["in"])
    expected = case["expected"]
    assert status == OURS.get(expected["status"], expected["status"])
    for name, ours in NAMES.items():
        if name in expected:
            found = float(getattr(measures, ours)[0])
            if expected[name] is None:
                assert np.isnan(found), name
            else:
                assert found == pytest.approx(expected[name], rel=1e-9, abs=1e-9), name


@pytest.mark.parametrize("name", ["smoothstep", "geometric"])
def test_the_golden_paths_hold(name: str) -> None:
    case = CASES["paths"][name]
    shape = {"smoothstep": "s_curve"}.get(name, name)
    b, T = case.get("b", 0), case.get("T", 100)
    for x, expected in case["points"]:
        _, measures = told(b, 8000 + round(x * 20), b=b, T=T, q0=8000, qT=8020, shape=shape)
        assert measures.expected[0] == pytest.approx(expected, rel=1e-9)


def test_the_thresholds_are_the_programmes(programme: Programme) -> None:
    assert programme.thresholds == THRESHOLDS


@pytest.mark.parametrize(
    ("y", "worsening", "status"),
    [
        (96, False, "on_track"),
        (96, True, "delayed"),
        (90, False, "off_track"),
        (90, True, "moving_away"),
    ],
)
def test_what_must_hold_in_every_quarter_is_judged_by_level_and_trend(
    y: float, worsening: bool, status: str
) -> None:
    found, measures = told(y, 8097, b=np.nan, T=95, q0=-1, steady=True, worsening=worsening)
    assert found == status
    assert measures.gap[0] == y - 95
    assert np.isnan(measures.pace[0])


def test_a_target_without_a_baseline_is_achieved_or_not_yet_and_missed_at_the_deadline() -> None:
    how = {"b": np.nan, "T": 200, "q0": -1}
    assert told(199, 8097, **how)[0] == "not_yet"
    assert told(200, 8097, **how)[0] == "achieved"
    assert told(199, 8103, **how)[0] == "missed"


def test_a_lost_start_beyond_the_target_moves_away() -> None:
    assert told(49, 8097, b=60, T=50)[0] == "moving_away"
    assert told(49, 8103, b=60, T=50)[0] == "moved_away"
    assert told(99, 8097, b=100, T=100)[0] == "moving_away"


def test_what_is_reached_needs_nothing_more() -> None:
    assert np.isnan(told(100, 8097, b=0, T=100)[1].need[0])
    assert told(70, 8097, b=0, T=100)[1].need[0] == 5


def test_a_geometric_path_through_zero_is_refused() -> None:
    status, measures = told(50, 8097, b=0, T=100, shape="geometric")
    assert status == "not_yet"
    assert measures.refused[0]
    assert np.isnan(measures.pace[0])
    assert measures.achieved[0] == 0.5
    assert told(50, 8103, b=0, T=100, shape="geometric")[0] == "missed"


def test_a_pace_close_to_a_threshold_is_near(programme: Programme) -> None:
    aim = aim_of(0, 100, 8091, 8103, 1, "linear")
    quarter = np.array([8097])
    for y, near in ((47.4, True), (46.1, True), (46.0, False), (31.4, True), (31.6, False)):
        value = np.array([y])
        measures = measure(value, quarter, aim)
        status = judge(value, quarter, aim, measures, programme.thresholds)
        assert near_a_threshold(quarter, aim, measures, status, programme.thresholds)[0] == near


numbers = st.integers(-10_000, 10_000).map(lambda n: n / 8)
quarters = st.integers(8085, 8110)
RANK = {code: n for n, code in enumerate(STATUSES)}
JUDGED = [code for code in STATUSES if code not in ("too_early", "not_yet", "no_target")]


@given(
    b=numbers, T=numbers, y=numbers, more=st.floats(0, 1e4), q=quarters, d=st.sampled_from([1, -1])
)
def test_a_better_value_never_has_a_worse_status(
    b: float, T: float, y: float, more: float, q: int, d: int
) -> None:
    worse, _ = told(y, q, b=b, T=T, d=d)
    better, _ = told(y + d * more, q, b=b, T=T, d=d)
    if worse in JUDGED and better in JUDGED:
        assert RANK[better] >= RANK[worse]


@given(b=numbers, T=numbers, y=numbers, q=quarters)
def test_directions_mirror_each_other(b: float, T: float, y: float, q: int) -> None:
    up, rising = told(y, q, b=b, T=T, d=1)
    down, falling = told(-y, q, b=-b, T=-T, d=-1)
    assert up == down
    for name in ("achieved", "pace", "gap", "ahead"):
        assert np.array_equal(getattr(rising, name), getattr(falling, name), equal_nan=True)


@given(b=numbers, T=numbers, y=numbers, q=quarters, scale=st.sampled_from([2**-7, 4, 1024]))
def test_the_unit_of_counting_does_not_matter(
    b: float, T: float, y: float, q: int, scale: float
) -> None:
    # The tolerance at the target is absolute below 1, so stay above it.
    status, one = told(y, q, b=b, T=T)
    other_status, other = told(y * scale, q, b=b * scale, T=T * scale)
    assert status == other_status
    assert np.array_equal(one.pace, other.pace, equal_nan=True)
    assert np.array_equal(one.gap * scale, other.gap, equal_nan=True)


@given(b=numbers, T=numbers, q=quarters)
def test_no_status_but_not_reported_comes_from_missing_data(b: float, T: float, q: int) -> None:
    assert told(np.nan, q, b=b, T=T)[0] == "not_reported"


def test_thresholds_are_settings() -> None:
    lenient = dataclasses.replace(THRESHOLDS, on_track=0.9)
    aim, value, quarter = (
        aim_of(0, 100, 8091, 8103, 1, "linear"),
        np.array([46.0]),
        np.array([8097]),
    )
    measures = measure(value, quarter, aim)
    assert STATUSES[judge(value, quarter, aim, measures, lenient)[0]] == "on_track"
    assert STATUSES[judge(value, quarter, aim, measures, THRESHOLDS)[0]] == "delayed"


def test_nothing_moves_away_across_a_changed_definition() -> None:
    aim = Aim(*(np.array([n]) for n in (50.0, 8103, 60.0, 8091, LINEAR, 1, False)))
    value, quarter = np.array([49.0]), np.array([8097])
    measures = measure(value, quarter, aim, comparable=False)
    code = judge(value, quarter, aim, measures, THRESHOLDS)
    assert STATUSES[int(code[0])] == "not_yet"


@pytest.mark.parametrize(("pace", "near"), [(0.92, False), (0.921, True), (0.98, False)])
def test_near_ends_at_its_distance_on_both_sides(
    programme: Programme, pace: float, near: bool
) -> None:
    aim = Aim(*(np.array([n]) for n in (100.0, 8103, 0.0, 8091, LINEAR, 1, False)))
    quarter, value = np.array([8097]), np.array([50 * pace])
    measures = measure(value, quarter, aim)
    status = judge(value, quarter, aim, measures, programme.thresholds)
    assert near_a_threshold(quarter, aim, measures, status, programme.thresholds)[0] == near
