"""Sums with reports missing: their range, and whether a status hangs on what is missing."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.small import figures, one, q, target, targets
from tracking.programme import Programme
from tracking.progress import assess
from tracking.progress.absent import ABSENT_DTYPES, AT, absent, absent_said
from tracking.words import Language

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
CUMULATIVE, FLOW, STOCK, RATIO = "INN-1-1", "INN-1-2", "INN-2-1", "IND-1-2"


def at(frame: pd.DataFrame, quarter: str) -> pd.DataFrame:
    return frame[frame["quarter"] == q(quarter)].reset_index(drop=True)


def of(frame: pd.DataFrame, indicator: str, unit: str = "nation") -> pd.Series:
    rows = frame[(frame["indicator"] == indicator) & (frame["unit"] == unit)]
    assert len(rows) == 1
    return rows.iloc[0]


def reports(programme: Programme, indicator: str, last: dict[str, float | None]) -> pd.DataFrame:
    """A report of 10 from every region for 2024Q2, and of 2024Q3 what is said; None for none."""
    before = [(indicator, u.code, "2024Q2", 10.0) for u in programme.regions]
    now = [(indicator, unit, "2024Q3", v) for unit, v in last.items() if v is not None]
    return figures(*before, *now)


def all_but(programme: Programme, missing: int, value: float) -> dict[str, float | None]:
    codes = [unit.code for unit in programme.regions]
    return {code: None if n < missing else value for n, code in enumerate(codes)}


def test_a_total_does_not_fall_because_reports_are_missing(programme):
    known = reports(programme, CUMULATIVE, all_but(programme, 7, 15.0))
    row = of(absent(at(assess(known, targets(), programme), "2024Q3"), programme), CUMULATIVE)
    assert row["value_nothing"] == row["value_last"] == 30 * 15 + 7 * 10
    assert row["value_others"] == pytest.approx(37 * 15)


def test_absentees_are_taken_at_nothing_at_their_last_report_and_as_the_others(programme):
    known = reports(programme, STOCK, all_but(programme, 7, 15.0))
    row = of(absent(at(assess(known, targets(), programme), "2024Q3"), programme), STOCK)
    assert row["missing"] == 7
    assert row["value_nothing"] == 30 * 15
    assert row["value_last"] == 30 * 15 + 7 * 10
    assert row["value_others"] == pytest.approx(37 * 15)
    assert (row["status_last"], row["depends"]) == ("", False)


def test_the_published_adjustment_for_completeness_is_the_one_of_the_others(programme):
    """Countdown 2030's formula with k = 1: one of the method's golden values."""
    case = {"x": 900, "rr": 0.9, "adjusted": 1000.0}
    units = [unit.code for unit in programme.regions]
    goals = targets(
        *(target(CUMULATIVE, u, case["rr"] if n == 0 else (1 - case["rr"]) / 36)
          for n, u in enumerate(units))
    )  # fmt: skip
    known = figures((CUMULATIVE, units[0], "2024Q3", case["x"]))
    row = of(absent(at(assess(known, goals, programme), "2024Q3"), programme), CUMULATIVE)
    assert row["value_others"] == pytest.approx(case["adjusted"], rel=1e-9)


def test_the_golden_partial_total_holds(programme):
    case = CASES["aggregation_cases"]["partial_reporting"]
    mine = dict(zip((u.code for u in programme.regions), case["units"], strict=False))
    goals = targets(
        *(target(STOCK, u.code, mine.get(u.code, {"T": 0})["T"]) for u in programme.regions)
    )
    known = figures(
        *((STOCK, code, "2024Q2", float(u["last"])) for code, u in mine.items() if "last" in u),
        *((STOCK, code, "2024Q3", float(u["y"])) for code, u in mine.items() if u["y"] is not None),
    )
    row = of(absent(at(assess(known, goals, programme), "2024Q3"), programme), STOCK)
    assert row["value_nothing"] == case["reported_only"]
    assert row["coverage"] == pytest.approx(case["target_weighted_coverage"], rel=1e-9)
    assert row["value_last"] == case["carry_forward_total"]
    assert row["value_others"] == pytest.approx(case["grossed_up_by_target"], rel=1e-9)


def test_where_all_reported_there_is_nothing_to_say(programme):
    known = reports(programme, CUMULATIVE, all_but(programme, 0, 15.0))
    found = absent(at(assess(known, targets(), programme), "2024Q3"), programme)
    assert found[(found["indicator"] == CUMULATIVE) & (found["unit"] == "nation")].empty


def test_a_status_that_hangs_on_missing_reports_says_so(programme):
    known = reports(programme, STOCK, all_but(programme, 7, 15.0))
    wanted = targets(target(STOCK, "nation", 800, baseline=0, baseline_quarter=q("2022Q1")))
    frame = at(assess(known, wanted, programme), "2024Q3")
    row = of(absent(frame, programme), STOCK)
    assert [row[f"status_{way}"] for way in AT] == ["delayed", "on_track", "on_track"]
    assert row["depends"]
    assert row["status_last"] == one(frame, STOCK, "nation", "2024Q3")["status"]


@pytest.mark.parametrize(
    ("indicator", "goal", "language", "said"),
    [
        (STOCK, 800.0, "en", ["7 reports", "450", "missing reports: Delayed if they hold nothing"]),
        (STOCK, 800.0, "zh", ["尚有7个单位未报", "取决于未报数据：按零计为“略滞后”"]),
        (CUMULATIVE, 860.0, "zh", ["520个至555个", "：按最近一次数据计为“略滞后”；按已报"]),
        (CUMULATIVE, 5000.0, "en", ["The status is the same either way."]),
        (CUMULATIVE, np.nan, "en", ["520 consortia to 555 consortia"]),
    ],
)
def test_it_is_said_in_words(
    programme: Programme, indicator: str, goal: float, language: Language, said: list[str]
) -> None:
    known = reports(programme, indicator, all_but(programme, 7, 15.0))
    based = target(indicator, "nation", goal, baseline=0, baseline_quarter=q("2022Q1"))
    wanted = targets() if np.isnan(goal) else targets(based)
    frame = at(assess(known, wanted, programme), "2024Q3")
    row = of(absent(frame, programme), indicator)
    told = " ".join(
        absent_said(row, one(frame, indicator, "nation", "2024Q3"), programme, language)
    )
    for words in said:
        assert words in told


def test_a_share_is_taken_from_the_parts_of_those_that_reported(programme):
    units = [unit.code for unit in programme.regions][:3]
    known = figures(
        (RATIO, units[0], "2024Q2", 50.0), (RATIO, units[1], "2024Q2", 10.0),
        (RATIO, units[0], "2024Q3", 60.0),
        numerator=[50, 10, 60], denominator=[100, 100, 100],
    )  # fmt: skip
    row = of(absent(at(assess(known, targets(), programme), "2024Q3"), programme), RATIO)
    assert (row["value_nothing"], row["value_last"], row["value_others"]) == (60, 35, 60)


def test_a_sum_of_which_nobody_reported_has_its_last_value_alone(programme):
    known = reports(programme, CUMULATIVE, {})
    known = pd.concat([known, figures((STOCK, "110000", "2024Q3", 1.0))], ignore_index=True)
    row = of(absent(at(assess(known, targets(), programme), "2024Q3"), programme), CUMULATIVE)
    assert np.isnan(row["value_others"])
    assert row["value_last"] == 370
    assert not row["depends"]


def test_no_row_is_no_frame_without_columns(programme):
    found = absent(at(assess(figures(), targets(), programme), "2024Q3"), programme)
    assert list(found) == list(ABSENT_DTYPES)
    assert found.empty


@settings(max_examples=40)
@given(
    values=st.lists(st.floats(1, 1e6), min_size=37, max_size=37),
    missing=st.sets(st.integers(0, 36), min_size=1, max_size=30),
)
def test_the_range_of_any_total_goes_from_the_last_reports_to_the_pace_of_the_others(
    programme: Programme, values: list[float], missing: set[int]
) -> None:
    codes = [unit.code for unit in programme.regions]
    now = {c: None if n in missing else 10 + values[n] for n, c in enumerate(codes)}
    known = reports(programme, CUMULATIVE, now)
    row = of(absent(at(assess(known, targets(), programme), "2024Q3"), programme), CUMULATIVE)
    heard = sum(value for value in now.values() if value is not None)
    assert row["value_nothing"] == row["value_last"]
    assert row["value_last"] == pytest.approx(heard + 10 * len(missing))
    assert row["value_others"] == pytest.approx(heard * 37 / (37 - len(missing)))
