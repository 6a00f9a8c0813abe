"""What stands out in the figures that count, check by check, and how it is told."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.small import figures, q, targets
from tracking.programme import Programme
from tracking.progress import assess
from tracking.progress.plausible import (
    CHECK_NAMES,
    CHECKS,
    STANDS_OUT_DTYPES,
    stands_out,
    stands_out_said,
)
from tracking.words import LANGUAGES

UNIT = "110000"
STOCK, CUMULATIVE, RATIO, GIANTS = "INN-2-1", "INN-1-1", "IND-1-2", "IND-3-1"
QUARTERS = [f"{year}Q{n}" for year in (2022, 2023, 2024) for n in (1, 2, 3, 4)][1:]


def found(
    programme: Programme, known: pd.DataFrame, quarter: str, check: str | None = None
) -> pd.DataFrame:
    rows = stands_out(assess(known, targets(), programme), programme, q(quarter))
    return rows if check is None else rows[rows["check"] == check].reset_index(drop=True)


def series(indicator: str, values: list[float]) -> pd.DataFrame:
    """One region's values, quarter by quarter from 2022Q2."""
    return figures(*((indicator, UNIT, at, v) for at, v in zip(QUARTERS, values, strict=False)))


@pytest.mark.parametrize(
    ("steps", "score"),
    [
        # The method's golden values of the modified z-score.
        ([52, 48, 50, 51, 49, 50, 53, 120], 31.2518333333),
        ([10, 10, 10, 10, 10, 10, 14], 5.58519253754),
        ([52, 48, 50, 51, 49, 50, 53, 58], None),
        ([5, 5, 5, 5, 5, 5], None),
    ],
)
def test_a_step_out_of_line_is_an_outlier(programme, steps, score):
    values = [1000.0, *(1000 + np.cumsum(steps)).tolist()]
    rows = found(programme, series(STOCK, values), QUARTERS[len(steps)], "outlier")
    if score is None:
        assert rows.empty
    else:
        assert rows["measure"].tolist() == pytest.approx([score], rel=1e-9)


def test_fewer_than_six_figures_have_no_outlier(programme):
    rows = found(programme, series(STOCK, [1, 2, 3, 4, 500]), QUARTERS[4], "outlier")
    assert rows.empty


@pytest.mark.parametrize(
    ("last", "out"), [(66.9, True), (67.1, False), (132.9, False), (134, True)]
)
def test_a_value_far_from_the_mean_of_the_three_before_is_inconsistent(programme, last, out):
    rows = found(programme, series(STOCK, [90, 110, 100, last]), QUARTERS[3], "consistency")
    assert rows["measure"].tolist() == ([pytest.approx(last / 100)] if out else [])


def test_counts_that_differ_by_few_are_consistent(programme):
    assert found(programme, series(STOCK, [3, 3, 3, 12]), QUARTERS[3], "consistency").empty


def test_of_a_total_what_the_quarter_added_is_held_against_what_those_before_added(programme):
    rows = found(programme, series(CUMULATIVE, [10, 20, 30, 50]), QUARTERS[3], "consistency")
    assert rows[["value", "against", "measure"]].values.tolist() == [[20, 10, 2]]


def test_a_running_total_that_falls_stands_out(programme):
    rows = found(programme, series(CUMULATIVE, [10, 20, 18]), QUARTERS[2], "running_total")
    assert rows[["unit", "value", "against", "measure"]].values.tolist() == [[UNIT, 18, 20, -2]]


def test_two_sources_that_disagree_stand_out_once_for_the_nation(programme):
    known = figures(
        *((GIANTS, unit.code, "2024Q3", 10.0) for unit in programme.regions),
        (GIANTS, "miit", "2024Q3", 400.0),
    )
    rows = found(programme, known, "2024Q3", "sum")
    assert rows[["unit", "value", "against"]].values.tolist() == [["nation", 370, 400]]
    assert rows["measure"].tolist() == [pytest.approx(0.075)]


def test_a_denominator_that_jumps_stands_out(programme):
    known = figures(
        (RATIO, UNIT, "2024Q2", 50.0), (RATIO, UNIT, "2024Q3", 50.0),
        numerator=[50, 60], denominator=[100, 120],
    )  # fmt: skip
    rows = found(programme, known, "2024Q3", "logic")
    assert rows["measure"].tolist() == [pytest.approx(0.2)]


def test_a_changed_definition_is_told_and_no_step_is_judged_across_it(programme):
    known = series(STOCK, [100, 101, 102, 103, 104, 105, 900])
    known["definition_break"] = [False] * 6 + [True]
    rows = found(programme, known, QUARTERS[6])
    assert rows["check"].tolist() == ["definition"]


def test_where_nothing_is_known_nothing_stands_out(programme):
    rows = found(programme, figures(), "2024Q3")
    assert list(rows) == list(STANDS_OUT_DTYPES)
    assert rows.empty


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_told_by_its_formula_with_numbers(programme, language):
    known = pd.concat(
        [
            series(STOCK, [1000.0, *(1000 + np.cumsum([52, 48, 50, 51, 49, 50, 53, 520]))]),
            series(CUMULATIVE, [10, 20, 30, 40, 50, 60, 70, 80, 75]),
        ],
        ignore_index=True,
    )
    rows = found(programme, known, QUARTERS[8]).to_dict("records")
    told = {
        str(row["check"]): stands_out_said(row, programme, language)
        for row in rows
        if row["indicator"] == STOCK or row["check"] == "running_total"
    }
    assert told["running_total"] == ("75 − 80 = −5", "y(q) ≥ y(q − 1)")
    worked, limit = told["outlier"]
    assert worked.startswith("M = ((1873 − 1353) − 50.5) / 2.2239 = ")
    assert limit == "|M| ≤ 3.5"


@settings(max_examples=40)
@given(
    values=st.lists(st.floats(1, 1e5), min_size=8, max_size=11),
    factor=st.floats(0.01, 1000),
)
def test_the_unit_of_measure_makes_no_difference(programme, values, factor):
    # A measured quantity: of counted things, a difference by fewer than ten is left alone.
    stock = replace(programme.indicators[STOCK], decimals=2)
    measured = replace(programme, indicators=programme.indicators | {STOCK: stock})
    at = QUARTERS[len(values) - 1]
    one = found(measured, series(STOCK, values), at)
    other = found(measured, series(STOCK, [v * factor for v in values]), at)
    assert one["check"].tolist() == other["check"].tolist()
    scale_free = one["check"].isin(["outlier", "consistency"])
    assert one.loc[scale_free, "measure"].tolist() == pytest.approx(
        other.loc[scale_free, "measure"].tolist(), rel=1e-6
    )


def test_every_check_has_its_name():
    assert set(CHECK_NAMES) == set(CHECKS)
