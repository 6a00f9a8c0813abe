"""The growth-ratio reading gives what Statistics Canada published, and refuses what it must."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.progress.small import figures, q, target, targets
from tracking.programme import Programme
from tracking.progress import assess
from tracking.progress.growth_ratio import (
    GROWTH_DTYPES,
    READINGS,
    REFUSALS,
    Growth,
    Reading,
    growth_readings,
    near_limit,
    read,
)

PUBLISHED = json.loads((Path(__file__).parent / "growth_ratio_cases.json").read_text("utf-8"))
CASES = PUBLISHED["series_cases"]
FLOW, STOCK, RATIO, MILESTONE = "INN-1-2", "INN-2-1", "IND-1-2", "SUP-1-4"
NONE = float("nan")


def growth(
    base: float,
    value: float,
    goal: float = NONE,
    *,
    years: float = 2.0,
    span: float = 4.0,
    sign: int = 1,
    limit: float = NONE,
) -> Growth:
    floats = (np.array([n], dtype=float) for n in (base, value, goal, years, span))
    return Growth(*floats, sign=np.array([sign]), limit=np.array([limit], dtype=float))


def told(of: Growth, **more: Any) -> tuple[str, str]:
    found = read(of, **more)
    return READINGS[found.reading[0]], REFUSALS[found.refusal[0]]


def published(cases: list[dict[str, Any]]) -> Reading:
    """All published series at once, as that office reads them."""

    def column(name: str) -> np.ndarray:
        return np.array([NONE if c[name] is None else c[name] for c in cases], dtype=float)

    base_year = column("base_year")
    return read(
        Growth(
            base=column("base_value"),
            value=column("current_value"),
            target=column("target"),
            years=column("current_year") - base_year,
            span=column("target_year") - base_year,
            sign=column("direction").astype(int),
            limit=column("limit"),
        ),
        zeros_replaced=True,
    )


def test_there_are_187_published_assessments() -> None:
    assert len(CASES) == 187


@pytest.mark.parametrize("n", range(len(CASES)), ids=lambda n: f"{n}-{CASES[n]['indicator']}")
def test_a_published_assessment_matches(n: int) -> None:
    wanted, found = CASES[n]["expected"], published([CASES[n]])
    name = READINGS[found.reading[0]]
    assert name.replace("refused", "not_available") == wanted["status"]
    for mine, theirs, near in (
        (found.ratio[0], wanted["progress_value"], {"rel": 1e-9, "abs": 1e-11}),
        (found.score[0], wanted["score"], {"abs": 1e-6}),
    ):
        if theirs is None:
            assert np.isnan(mine)
        else:
            assert mine == pytest.approx(theirs, **near)


def test_all_of_them_are_read_together_as_one_by_one() -> None:
    together = published(CASES)
    alone = [published([case]) for case in CASES]
    assert together.reading.tolist() == [int(one.reading[0]) for one in alone]
    np.testing.assert_array_equal(together.score, [one.score[0] for one in alone])


@pytest.mark.parametrize(
    ("of", "refusal"),
    [
        (growth(0, 40, 60), "zero_baseline"),
        (growth(50, 0, 60), "zero_value"),
        (growth(50, 40, 0, sign=-1), "zero_target"),
        (growth(-50, 40, 60), "signs"),
        (growth(50, 40, -60, sign=-1), "signs"),
        (growth(50, 40, 60, years=0), "no_time"),
        (growth(50, 40, 60, span=0), "no_time"),
        (growth(50, 40, 50), "no_way"),
        (growth(NONE, 40, 60), "no_baseline"),
        (growth(50, NONE, 60), "not_reported"),
    ],
)
def test_what_growth_cannot_tell_is_refused_with_the_reason(of: Growth, refusal: str) -> None:
    assert told(of) == ("refused", refusal)
    found = read(of)
    assert np.isnan([found.ratio[0], found.score[0], found.observed[0]]).all()


def test_only_their_own_figures_get_something_in_the_place_of_a_zero() -> None:
    zero = growth(100, 50, 0, sign=-1)
    assert told(zero) == ("refused", "zero_target")
    assert told(zero, zeros_replaced=True)[0] != "refused"


@pytest.mark.parametrize(
    ("value", "reading"),
    [
        (99.9, "deterioration"),
        (100.0, "limited_progress"),
        (112.3, "limited_progress"),
        (112.36, "moderate_progress"),
        (119.9, "moderate_progress"),
        (119.91, "substantial_progress"),
        (146.41, "target_achieved"),
    ],
)
def test_a_class_is_told_by_growth_against_growth(value: float, reading: str) -> None:
    # 10 % a year are required, 146.41 in four years; 6 % and 9.5 % make 112.36 and 119.9025 in two.
    assert told(growth(100, value, 146.41))[0] == reading


@pytest.mark.parametrize(
    ("yearly", "reading"),
    [
        (-0.001, "deterioration"),
        (0.0, "limited_progress"),
        (0.005, "moderate_progress"),
        (0.015, "substantial_progress"),
    ],
)
def test_without_a_target_growth_itself_is_classed(yearly: float, reading: str) -> None:
    assert told(growth(1000, 1000 * (1 + yearly), years=1))[0] == reading


def test_near_a_natural_limit_less_is_asked() -> None:
    far, near = (growth(b, b * 1.004, years=1, limit=100) for b in (20, 95))
    assert told(far)[0] == "limited_progress"
    assert told(near)[0] == "substantial_progress"
    at = near_limit(np.array([50.0, 100, 150, 200, 300]), np.full(5, 100.0))
    assert at == pytest.approx([1 - 0.5**4.44, 0, 1 - 0.5**4.44, 1, 1])


def assessed(
    programme: Programme,
    indicator: str,
    values: list[float],
    goal: dict[str, Any] | None,
    **more: Any,
) -> pd.Series:
    """The reading of Beijing's series, reported from 2022Q2 on, as of the last quarter."""
    quarters = [f"{2022 + (n + 1) // 4}Q{(n + 1) % 4 + 1}" for n in range(len(values))]
    known = figures(
        *((indicator, "110000", when, v) for when, v in zip(quarters, values, strict=True)), **more
    )
    goals = targets() if goal is None else targets(target(indicator, "110000", **goal))
    at = q(quarters[-1])
    found = growth_readings(assess(known, goals, programme, through=at), programme, at)
    assert {name: str(found[name].dtype) for name in found} == GROWTH_DTYPES
    row = found[(found["indicator"] == indicator) & (found["unit"] == "110000")]
    assert len(row) == 1
    return row.iloc[0]


GOAL = {"value": 200.0, "baseline": 100.0, "baseline_quarter": q("2021Q4"), "due": q("2025Q4")}


def test_a_series_grows_from_its_stated_baseline(programme: Programme) -> None:
    row = assessed(programme, STOCK, [110.0, 120, 130], GOAL)
    assert (row["base"], row["base_stated"]) == (100, True)
    assert row["observed"] == pytest.approx(1.3 - 1)
    assert row["required"] == pytest.approx(2 ** (1 / 4) - 1)
    assert row["reading"] == "substantial_progress"


def test_without_a_stated_baseline_it_grows_from_its_first_report(programme: Programme) -> None:
    row = assessed(programme, STOCK, [100.0, 101, 102, 103, 104], None)
    assert (row["base"], row["base_quarter"], row["base_stated"]) == (100, q("2022Q2"), False)
    assert row["ratio"] == pytest.approx(0.04)
    assert row["reading"] == "substantial_progress"


def test_what_runs_on_from_nothing_has_no_rate(programme: Programme) -> None:
    for goal in (None, {"value": 200.0}):
        assert assessed(programme, FLOW, [10.0, 10], goal)["refusal"] == "zero_baseline"


def test_a_changed_definition_is_not_read_across(programme: Programme) -> None:
    values, broken = [110.0, 60, 70], [False, True, False]
    row = assessed(programme, STOCK, values, GOAL, definition_break=broken)
    assert row["refusal"] == "break"
    row = assessed(programme, STOCK, values, None, definition_break=broken)
    assert row["base"] == 60


def test_no_reading_comes_from_missing_data(programme: Programme) -> None:
    known = figures((STOCK, "110000", "2022Q2", 110.0))
    goals = targets(target(STOCK, "110000", **GOAL), target(STOCK, "120000", **GOAL))
    at = q("2023Q2")
    found = growth_readings(assess(known, goals, programme, through=at), programme, at)
    of = found[found["indicator"] == STOCK].set_index("unit")["refusal"]
    assert of["110000"] == "stale"
    assert of["120000"] == "not_reported"
    assert of["nation"] in ("stale", "insufficient")
    assert (found["reading"] == "refused").all()


def test_a_milestone_does_not_grow(programme: Programme) -> None:
    known = figures((MILESTONE, "miit", "2024Q3", np.nan), state="verified")
    at = q("2024Q3")
    frame = assess(known, targets(target(MILESTONE, "miit", 1)), programme, through=at)
    found = growth_readings(frame, programme, at)
    row = found[(found["indicator"] == MILESTONE) & (found["unit"] == "miit")].iloc[0]
    assert row["refusal"] == "milestone"


SIZES = st.floats(0.5, 500)
SIGNS = st.sampled_from([1, -1])


@settings(max_examples=200)
@given(base=SIZES, value=SIZES, goal=SIZES, sign=SIGNS, factor=st.floats(0.01, 1000))
def test_another_unit_of_measure_changes_no_ratio(
    base: float, value: float, goal: float, sign: int, factor: float
) -> None:
    assume(abs(base / goal - 1) > 1e-6)
    small = read(growth(base, value, goal, sign=sign))
    large = read(growth(base * factor, value * factor, goal * factor, sign=sign))
    assert small.ratio[0] == pytest.approx(large.ratio[0], rel=1e-6, abs=1e-9)


@settings(max_examples=200)
@given(base=SIZES, value=SIZES, goal=SIZES, sign=SIGNS)
def test_the_mirror_image_is_read_alike(base: float, value: float, goal: float, sign: int) -> None:
    one = read(growth(base, value, goal, sign=sign))
    mirrored = read(growth(-base, -value, -goal, sign=-sign))
    assert one.reading[0] == mirrored.reading[0]
    assert one.ratio[0] == pytest.approx(mirrored.ratio[0], nan_ok=True)


@settings(max_examples=200)
@given(base=SIZES, values=st.tuples(SIZES, SIZES), goal=st.none() | SIZES, sign=SIGNS)
def test_a_better_value_is_never_in_a_worse_class(
    base: float, values: tuple[float, float], goal: float | None, sign: int
) -> None:
    worse, better = sorted(values, key=lambda value: sign * value)
    at = NONE if goal is None else goal
    low, high = (read(growth(base, value, at, sign=sign)) for value in (worse, better))
    assume(low.refusal[0] == 0 and high.refusal[0] == 0)
    assert low.reading[0] <= high.reading[0]
    assert low.score[0] <= high.score[0] + 1e-3  # their coefficients are rounded


@settings(max_examples=200)
@given(base=SIZES, value=SIZES, goal=st.none() | SIZES, sign=SIGNS, limit=st.none() | SIZES)
@example(base=0.5000000000000001, value=0.5, goal=None, sign=1, limit=0.5)
def test_a_score_lies_in_its_scale_and_its_class(
    base: float, value: float, goal: float | None, sign: int, limit: float | None
) -> None:
    nothing = (NONE if each is None else each for each in (goal, limit))
    of = growth(base, value, next(nothing), sign=sign, limit=next(nothing))
    found = read(of)
    assume(found.refusal[0] == 0)
    assert 0 <= found.coefficient[0] <= 1
    lowest, highest = {
        "deterioration": (-5, -2.5), "limited_progress": (-2.5, 0), "moderate_progress": (0, 2.5),
        "substantial_progress": (2.5, 5), "target_achieved": (5, 5),
    }[READINGS[found.reading[0]]]  # fmt: skip
    assert lowest - 1e-4 <= found.score[0] <= highest + 1e-4


@settings(max_examples=20)
@given(values=st.lists(st.integers(1, 400), min_size=6, max_size=6), seed=st.integers(0, 99))
def test_the_order_of_the_figures_changes_nothing(
    programme: Programme, values: list[int], seed: int
) -> None:
    quarters = ["2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3"]
    known = figures(
        *((STOCK, "110000", when, float(v)) for when, v in zip(quarters, values, strict=True))
    )
    mixed = known.sample(frac=1, random_state=seed).reset_index(drop=True)
    goals = targets(target(STOCK, "110000", **GOAL))
    one, other = (
        growth_readings(assess(of, goals, programme), programme, q("2023Q3"))
        for of in (known, mixed)
    )
    pd.testing.assert_frame_equal(one, other)
