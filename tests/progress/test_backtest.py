"""Outlooks are held against what came: only against that, and each as it could be made then."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.small import figures, q, target, targets
from tracking.programme import Programme
from tracking.progress import assess
from tracking.progress.backtest import CASE_DTYPES, Backtest, backtest

FLOW, STOCK, RATIO = "INN-1-2", "INN-2-1", "IND-1-2"
YEARS = [f"{year}Q{n}" for year in (2022, 2023, 2024, 2025) for n in (1, 2, 3, 4)]
START = YEARS.index("2022Q2")
OUTLOOK = ["centre", "low", "high", "full_pace", "naive", "scale", "goal", "hit"]

Values = list[float | None]


def reports(indicator: str, values: Values, unit: str = "110000", **more: Any) -> pd.DataFrame:
    """Values of consecutive quarters from the start, None where nothing was reported."""
    rows = [
        (indicator, unit, YEARS[START + n], float(value))
        for n, value in enumerate(values)
        if value is not None
    ]
    return figures(*rows, **more)


def assessed(
    programme: Programme, known: pd.DataFrame, indicator: str, goal: float, **more: Any
) -> pd.DataFrame:
    return assess(known, targets(target(indicator, "110000", goal, **more)), programme)


def held(
    programme: Programme, indicator: str, values: Values, goal: float = 1e6, **more: Any
) -> Backtest:
    """The backtest of Beijing's series."""
    known = reports(indicator, values)
    return backtest(assessed(programme, known, indicator, goal, **more), programme)


def cases(found: Backtest, quarter: str, horizon: int) -> pd.DataFrame:
    of = found.cases
    return of[(of["quarter"] == q(quarter)) & (of["horizon"] == horizon)]


LINE: Values = [10.0 + 3 * n for n in range(11)]  # 2022Q2 to 2024Q4


def test_a_straight_line_worked_out_by_hand(programme: Programme) -> None:
    found = held(programme, STOCK, LINE)
    by = found.horizons.set_index("horizon")
    # The first outlook is possible in 2023Q1, the fourth quarter.
    assert by["n"].tolist() == [7, 6, 5, 4]
    # In steps of the line: damped pace falls short by 1 − 0.8, 2 − 0.8 − 0.64 …, no change by 1, 2…
    assert by["error"].tolist() == pytest.approx([0.2, 0.56, 1.048, 1.6384])
    assert by["naive"].tolist() == pytest.approx([1, 2, 3, 4])
    assert by["ratio"].tolist() == pytest.approx([0.2, 0.28, 1.048 / 3, 0.4096])
    assert by["full_ratio"].tolist() == pytest.approx([0, 0, 0, 0], abs=1e-12)
    # Of 4 quarters t · se is 1.886 · 0.1155 ≥ 0.2 steps, of 5 quarters 1.638 · 0.1118 < 0.2.
    assert by["inside"].tolist()[0] == pytest.approx(1 / 7)


def test_a_flow_worked_out_by_hand(programme: Programme) -> None:
    found = held(programme, FLOW, [8.0, 12, 8, 12, 20], goal=150)
    row = cases(found, "2023Q1", 1).iloc[0]
    assert (row["centre"], row["naive"], row["actual"]) == (51, 52, 60)
    assert row["scale"] == 4
    assert row["goal"] == 50
    assert row["came"] == 1
    assert found.horizons.iloc[0][["error", "naive"]].tolist() == [9 / 4, 2]


def test_chances_are_held_against_the_planned_path_and_at_the_deadline_the_target(
    programme: Programme,
) -> None:
    baseline = {"baseline": 0.0, "baseline_quarter": q("2022Q1"), "due": q("2024Q4")}
    found = held(programme, STOCK, LINE, goal=110, **baseline)
    assert cases(found, "2023Q4", 2)["goal"].tolist() == [90]
    far = cases(found, "2023Q1", 7)
    assert far["deadline"].tolist() == [True]
    assert far["goal"].tolist() == [110]
    assert far["came"].tolist() == [0]
    assert found.at_deadline["n"].tolist() == [7]


def test_a_total_that_is_there_already_tests_no_chance(programme: Programme) -> None:
    found = held(programme, FLOW, [50.0, 1, 1, 1, 1, 1], goal=60)
    row = cases(found, "2023Q1", 1).iloc[0]
    assert row["hit"] == 1
    assert np.isnan(row["came"])


def test_a_steady_flow_leaves_no_error(programme: Programme) -> None:
    found = held(programme, FLOW, [10.0] * 11)
    assert found.cases["inside"].all()
    assert (found.cases["actual"] - found.cases["centre"]).abs().max() == pytest.approx(0, abs=1e-9)


def test_a_level_that_never_changed_has_no_scale(programme: Programme) -> None:
    by = held(programme, STOCK, [40.0] * 8).horizons
    assert by["scaled"].tolist() == [0] * len(by)
    assert by["inside"].tolist() == [1] * len(by)


def test_no_outlook_is_held_against_a_quarter_without_a_report(programme: Programme) -> None:
    found = held(programme, STOCK, [*LINE[:6], None, *LINE[7:]])
    assert q(YEARS[START + 6]) not in set(found.cases["to"])
    assert q(YEARS[START + 7]) in set(found.cases["to"])


def test_a_flow_is_not_held_against_a_total_that_misses_a_quarter(programme: Programme) -> None:
    found = held(programme, FLOW, [10.0] * 6 + [None] + [10.0] * 6).cases
    before = found[found["quarter"] < q(YEARS[START + 6])]
    assert before["to"].max() < q(YEARS[START + 6])


def test_an_outlook_is_not_held_against_another_definition(programme: Programme) -> None:
    known = reports(STOCK, LINE, definition_break=[n == 6 for n in range(11)])
    found = backtest(assessed(programme, known, STOCK, 100), programme).cases
    broken = q(YEARS[START + 6])
    assert len(found)
    assert not ((found["quarter"] < broken) & (found["to"] >= broken)).any()


def test_nothing_beyond_the_deadline_is_an_outlook(programme: Programme) -> None:
    found = held(programme, STOCK, LINE, goal=60, due=q("2024Q1")).cases
    assert found["to"].max() == q("2024Q1")


def test_an_outlook_rests_on_what_was_known_then(programme: Programme) -> None:
    first, revised = LINE, [*LINE[:6], 100.0, *LINE[7:]]
    now = assessed(programme, reports(STOCK, revised), STOCK, 100)
    then = {
        q(label): assess(
            reports(STOCK, first), targets(target(STOCK, "110000", 100)), programme,
            through=q(label),
        )
        for label in YEARS[START : START + 11]
    }  # fmt: skip
    found = backtest(now, programme, then)
    assert found.known_then
    row = cases(found, YEARS[START + 6], 1).iloc[0]
    assert row["naive"] == LINE[6]
    assert row["actual"] == LINE[7]
    unrevised = backtest(assessed(programme, reports(STOCK, first), STOCK, 100), programme)
    pd.testing.assert_frame_equal(found.cases[OUTLOOK], unrevised.cases[OUTLOOK])


def test_a_short_history_says_so(programme: Programme) -> None:
    enough = programme.outlook.history_quarters
    short = held(programme, STOCK, LINE[: enough - 1])
    assert (short.series, short.enough) == (0, False)
    one = held(programme, STOCK, LINE[:enough])
    assert (one.series, one.enough) == (1, False)


def test_thirty_series_of_eight_quarters_are_enough(programme: Programme) -> None:
    units = [unit.code for unit in programme.regions[:30]]
    known = pd.concat([reports(STOCK, LINE[:8], unit) for unit in units], ignore_index=True)
    goals = targets(*(target(STOCK, unit, 100) for unit in units))
    found = backtest(assess(known, goals, programme), programme)
    assert found.series >= 30
    assert found.enough


def test_without_any_figure_there_is_nothing_to_hold(programme: Programme) -> None:
    found = backtest(assess(figures(), targets(), programme), programme)
    assert not found.enough
    assert list(found.cases) == list(CASE_DTYPES)


def test_the_frame_has_its_columns(programme: Programme) -> None:
    found = held(programme, STOCK, LINE).cases
    assert {name: str(found[name].dtype) for name in found} == CASE_DTYPES


def test_chances_are_counted_in_fifths(programme: Programme) -> None:
    found = held(programme, FLOW, [8.0, 12, 8, 12, 9, 14, 7, 12, 10, 11], goal=150)
    fifths, chances = found.calibration, found.cases[found.cases["came"].notna()]
    assert fifths["n"].sum() == len(chances)
    assert ((fifths["low"] <= fifths["said"]) & (fifths["said"] <= fifths["high"])).all()
    came = (fifths["came"] * fifths["n"]).sum()
    assert came == pytest.approx(chances["came"].sum())
    squares = [(row["hit"] - row["came"]) ** 2 for row in chances.to_dict("records")]
    assert found.brier[0] == pytest.approx(sum(squares) / len(squares))


LISTS = st.lists(st.integers(1, 400), min_size=11, max_size=11)
KINDS = st.sampled_from([FLOW, STOCK])


@settings(max_examples=20)
@given(values=LISTS, kind=KINDS, later=LISTS, known=st.integers(5, 10))
def test_what_comes_later_never_changes_an_earlier_outlook(
    programme: Programme, values: list[int], kind: str, later: list[int], known: int
) -> None:
    one = held(programme, kind, [float(v) for v in values]).cases
    changed = [*values[:known], *later[known:]]
    other = held(programme, kind, [float(v) for v in changed]).cases
    until = q(YEARS[START + known - 1])
    one, other = (of[of["quarter"] <= until][OUTLOOK] for of in (one, other))
    pd.testing.assert_frame_equal(one, other)


@settings(max_examples=20)
@given(values=LISTS, kind=KINDS, factor=st.sampled_from([0.5, 4.0, 1024.0]))
def test_another_unit_of_measure_changes_no_result(
    programme: Programme, values: list[int], kind: str, factor: float
) -> None:
    small = held(programme, kind, [float(v) for v in values], goal=2000)
    large = held(programme, kind, [v * factor for v in values], goal=2000 * factor)
    pd.testing.assert_frame_equal(small.horizons, large.horizons)
    pd.testing.assert_frame_equal(small.calibration, large.calibration)


@settings(max_examples=20)
@given(values=LISTS, kind=KINDS, seed=st.integers(0, 99))
def test_the_order_of_the_figures_changes_nothing(
    programme: Programme, values: list[int], kind: str, seed: int
) -> None:
    known = reports(kind, [float(v) for v in values])
    mixed = known.sample(frac=1, random_state=seed).reset_index(drop=True)
    one, other = (
        backtest(assessed(programme, of, kind, 2000), programme).cases for of in (known, mixed)
    )
    pd.testing.assert_frame_equal(one, other)


def test_chances_are_held_against_the_interim_targets_of_a_planned_path(
    programme: Programme,
) -> None:
    aim = {"baseline": 0.0, "baseline_quarter": q("2022Q1"), "due": q("2025Q4"), "path": "plan"}
    found = held(programme, STOCK, LINE, goal=110, interim="2024Q2=20", **aim)
    assert cases(found, "2023Q4", 2)["goal"].tolist() == [20]
    assert cases(found, "2023Q4", 4)["goal"].tolist() == [pytest.approx(20 + 90 * 2 / 6)]
