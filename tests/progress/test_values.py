"""The value of a quarter: totals, carry-forward and roll-ups on small figures."""

import numpy as np
import pandas as pd
import pytest

from tracking.figures import figures_of
from tracking.programme import Programme, Quarter
from tracking.progress.grid import LOWER, UPPER, cells_of, lay, layout_of
from tracking.progress.values import carry, roll_offices

FLOW, CUMULATIVE, STOCK, RATIO = "INN-1-2", "INN-1-1", "INN-2-1", "IND-1-2"


def total(programme: Programme, indicator: str, *figures: tuple[str, str, float], **more: object):
    """The value at each figure's quarter and the three marks, of one region's figures."""
    quarters = [Quarter.of(q).index for q, _, _ in figures]
    frame = figures_of(
        {
            "indicator": indicator,
            "unit": "110000",
            "quarter": quarters,
            "basis": [b for _, b, _ in figures],
            "value": [v for _, _, v in figures],
            **more,
        }
    )
    layout = layout_of(programme)
    cells = cells_of(frame, programme, {"110000": 0}, layout)
    latest = carry(lay(cells, layout, 1, 8088, max(quarters) + 3), layout)
    at = list(programme.indicators).index(indicator)
    return {
        str(Quarter(8088 + n)): (
            float(latest.value[n, 0, at]),
            bool(latest.partial[n, 0, at]),
            bool(latest.early[n, 0, at]),
            bool(latest.fell[n, 0, at]),
        )
        for n in range(len(latest.value))
    }


def test_quarter_figures_add_up_from_the_start(programme: Programme) -> None:
    y = total(programme, FLOW, ("2022Q2", "quarter", 10), ("2022Q3", "quarter", 0))
    assert y["2022Q2"] == (10, False, False, False)
    assert y["2022Q3"] == (10, False, False, False)


def test_a_missing_quarter_makes_the_total_a_lower_bound(programme: Programme) -> None:
    y = total(programme, FLOW, ("2022Q2", "quarter", 10), ("2022Q4", "quarter", 5))
    assert y["2022Q3"] == (10, True, False, False)
    assert y["2022Q4"] == (15, True, False, False)


def test_a_year_to_date_figure_heals_its_year(programme: Programme) -> None:
    y = total(
        programme,
        FLOW,
        ("2022Q2", "quarter", 1),
        ("2022Q3", "quarter", 1),
        ("2022Q4", "quarter", 1),
        ("2023Q1", "quarter", 10),
        ("2023Q3", "year_to_date", 45),
    )
    assert y["2023Q2"] == (13, True, False, False)
    assert y["2023Q3"] == (48, False, False, False)


def test_a_year_to_date_figure_does_not_heal_the_year_before(programme: Programme) -> None:
    y = total(programme, FLOW, ("2022Q2", "quarter", 1), ("2023Q2", "year_to_date", 9))
    assert y["2023Q2"] == (10, True, False, False)


def test_a_since_start_figure_heals_everything_before(programme: Programme) -> None:
    y = total(
        programme,
        FLOW,
        ("2022Q3", "quarter", 7),
        ("2023Q2", "since_start", 40),
        ("2023Q3", "quarter", 2),
    )
    assert y["2022Q3"] == (7, True, False, False)
    assert y["2023Q2"] == (40, False, False, False)
    assert y["2023Q3"] == (42, False, False, False)


def test_a_first_year_to_date_figure_holds_the_quarter_before_the_start(
    programme: Programme,
) -> None:
    y = total(programme, FLOW, ("2022Q2", "year_to_date", 100), ("2023Q1", "quarter", 5))
    assert y["2022Q2"] == (100, False, True, False)
    assert y["2023Q1"] == (105, True, True, False)


def test_a_known_quarter_before_the_start_is_taken_off(programme: Programme) -> None:
    y = total(programme, FLOW, ("2022Q1", "quarter", 30), ("2022Q2", "year_to_date", 100))
    assert y["2022Q2"] == (70, False, False, False)
    assert np.isnan(y["2022Q1"][0])


def test_a_running_total_is_carried_and_its_fall_marked(programme: Programme) -> None:
    y = total(programme, CUMULATIVE, ("2022Q2", "", 10), ("2022Q4", "", 8), ("2023Q1", "", 12))
    assert y["2022Q3"] == (10, False, False, False)
    assert y["2022Q4"] == (8, False, False, True)
    assert y["2023Q1"] == (12, False, False, False)


def test_a_blank_is_not_a_zero_and_a_zero_is_not_a_blank(programme: Programme) -> None:
    y = total(programme, STOCK, ("2022Q2", "", np.nan), ("2022Q3", "", 0))
    assert np.isnan(y["2022Q2"][0])
    assert y["2022Q4"][0] == 0


def offices(indicator: str, rows: list[tuple[str, str, float]], **more: object) -> pd.DataFrame:
    return figures_of(
        {
            "indicator": indicator,
            "unit": [u for u, _, _ in rows],
            "quarter": [Quarter.of(q).index for _, q, _ in rows],
            "value": [v for _, _, v in rows],
            **more,
        }
    )


def test_offices_add_up_with_the_latest_of_each(programme: Programme) -> None:
    cities = [o.code for o in programme.offices["340000"]]
    rows = [(c, "2022Q3", 2.0) for c in cities] + [(cities[0], "2022Q4", 5.0)]
    rolled = roll_offices(offices(CUMULATIVE, rows), programme)
    assert rolled["unit"].tolist() == ["340000", "340000"]
    assert rolled["value"].tolist() == [32, 35]
    assert rolled["reported"].tolist() == [16, 1]
    assert rolled["expected"].tolist() == [16, 16]
    assert rolled["qualifier"].tolist() == ["", ""]
    assert rolled["basis"].tolist() == ["since_start", "since_start"]


def test_a_sum_that_never_heard_of_an_office_is_a_lower_bound(programme: Programme) -> None:
    rolled = roll_offices(offices(STOCK, [("340100", "2022Q3", 2.0)]), programme)
    assert rolled[["value", "qualifier", "origin"]].to_numpy().tolist() == [[2.0, "≥", "rolled"]]


def test_a_ratio_of_offices_is_their_totals_quotient(programme: Programme) -> None:
    rows = [("340100", "2022Q3", 90.0), ("340200", "2022Q3", 1.0), ("340300", "2022Q3", 50.0)]
    parts = {"numerator": [90, 10, np.nan], "denominator": [100, 1000, np.nan]}
    rolled = roll_offices(offices(RATIO, rows, **parts), programme)
    assert rolled["value"].tolist() == [pytest.approx(100 * 100 / 1100)]
    assert rolled["reported"].tolist() == [2]


def test_categorical_and_text_columns_roll_up_alike(programme: Programme) -> None:
    rows = [(o.code, f"2023Q{n}", float(n)) for o in programme.offices["340000"] for n in (1, 2, 3)]
    texts = offices(FLOW, rows)
    coded = texts.astype(dict.fromkeys(("indicator", "unit", "basis"), "category"))
    pd.testing.assert_frame_equal(roll_offices(texts, programme), roll_offices(coded, programme))


def test_nothing_rolls_up_to_nothing(programme: Programme, orchard: Programme) -> None:
    assert roll_offices(figures_of({"unit": []}), programme).empty
    assert roll_offices(figures_of({"unit": []}), orchard).empty


def test_a_year_to_date_figure_that_falls_counts_though_last_year_misses_a_quarter(
    programme: Programme,
) -> None:
    y = total(
        programme,
        FLOW,
        ("2022Q2", "quarter", 10),  # the rest of the year is missing
        ("2023Q1", "year_to_date", 50),
        ("2023Q2", "year_to_date", 30),
    )
    assert y["2023Q1"] == (60, True, False, False)
    assert y["2023Q2"] == (40, True, False, True)


def test_a_since_start_figure_holds_below_later_year_to_date_figures_of_its_year(
    programme: Programme,
) -> None:
    y = total(
        programme,
        FLOW,
        ("2022Q2", "quarter", 10),
        ("2023Q1", "since_start", 40),
        ("2023Q2", "year_to_date", 15),
        ("2023Q3", "quarter", 5),
        ("2023Q4", "year_to_date", 60),
    )
    assert y["2023Q2"] == (40, True, False, False)
    assert y["2023Q3"] == (45, True, False, False)
    assert y["2023Q4"] == (70, True, False, False)


def test_the_dust_of_adding_is_no_fall(programme: Programme) -> None:
    y = total(
        programme,
        "INN-3-2",
        ("2023Q1", "quarter", 0.1),
        ("2023Q2", "quarter", 0.2),
        ("2023Q3", "year_to_date", 0.3),
        ("2023Q4", "year_to_date", 0.2999),
    )
    assert y["2023Q3"][3] is False
    assert y["2023Q4"][3] is True


def bounds(programme: Programme, *figures: tuple[str, str, str]) -> dict[str, int]:
    """How the total of one region's flow is worded at each quarter, as bits of QUALIFIERS."""
    quarters = [Quarter.of(q).index for q, _, _ in figures]
    frame = figures_of(
        {
            "indicator": FLOW,
            "unit": "110000",
            "quarter": quarters,
            "basis": [b for _, b, _ in figures],
            "value": 10.0,
            "qualifier": [word for _, _, word in figures],
        }
    )
    layout = layout_of(programme)
    cells = cells_of(frame, programme, {"110000": 0}, layout)
    latest = carry(lay(cells, layout, 1, 8088, max(quarters) + 1), layout)
    at = list(programme.indicators).index(FLOW)
    return {str(Quarter(8088 + n)): int(b) for n, b in enumerate(latest.bounds[:, 0, at])}


def test_a_totals_wording_is_that_of_all_it_holds_and_of_nothing_else(
    programme: Programme,
) -> None:
    worded = bounds(
        programme,
        ("2022Q4", "quarter", "≥"),
        ("2023Q1", "year_to_date", "≤"),
        ("2023Q2", "year_to_date", ""),
        ("2023Q3", "since_start", ""),
        ("2023Q4", "quarter", "≤"),
    )
    # Last year’s “more than” is still in it; this year’s “at most” was replaced.
    assert [worded[f"2023Q{n}"] for n in (1, 2, 3, 4)] == [LOWER | UPPER, LOWER, 0, UPPER]


def test_what_came_before_the_start_words_a_total_only_where_it_is_taken_off(
    programme: Programme,
) -> None:
    apart = bounds(programme, ("2022Q1", "quarter", "≥"), ("2022Q2", "quarter", ""))
    assert apart["2022Q2"] == 0
    taken = bounds(programme, ("2022Q1", "quarter", "≥"), ("2022Q2", "year_to_date", ""))
    # Taking off more than what is known leaves at most the rest.
    assert taken["2022Q2"] == UPPER
