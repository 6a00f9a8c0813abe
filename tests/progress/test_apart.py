"""Two quarters held against each other: what has no difference, what a quarter brought itself."""

import numpy as np
import pandas as pd
import pytest

from tests.progress.small import figures, q, targets
from tracking.programme import Programme
from tracking.progress import (
    assess,
    headline_of_two_quarters,
    quarter_by_quarter,
    two_quarters,
)

FLOW, STOCK = "INN-1-2", "INN-2-1"
NOW, BEFORE = "2024Q3", "2024Q2"


def course(programme: Programme, indicator: str, known: pd.DataFrame) -> pd.DataFrame:
    frame = assess(known, targets(), programme, through=q(NOW))
    return frame[frame["indicator"] == indicator]


def apart(programme: Programme, known: pd.DataFrame, *units: str) -> pd.DataFrame:
    rows = course(programme, STOCK, known)
    return two_quarters(rows, q(NOW), q(BEFORE), "value", units).set_index("unit")


def test_a_difference_is_told_where_both_quarters_were_reported(programme: Programme) -> None:
    known = figures((STOCK, "110000", BEFORE, 10.0), (STOCK, "110000", NOW, 13.0))
    found = apart(programme, known, "110000", "120000")
    assert found["difference"]["110000"] == 3
    assert found["why"].to_dict() == {"110000": "", "120000": "none"}


def test_what_is_missing_or_carried_on_has_no_difference(programme: Programme) -> None:
    known = figures((STOCK, "110000", BEFORE, 10.0), (STOCK, "120000", NOW, 13.0))
    found = apart(programme, known, "110000", "120000")
    assert found["why"].to_dict() == {"110000": "carried", "120000": "none_before"}
    assert found["difference"].isna().all()


@pytest.mark.parametrize(("broken_in", "why"), [(NOW, "break"), (BEFORE, ""), ("2024Q1", "")])
def test_a_changed_definition_between_the_two_has_no_difference(
    programme: Programme, broken_in: str, why: str
) -> None:
    quarters = ("2024Q1", BEFORE, NOW)
    known = figures(
        *((STOCK, "110000", quarter, 10.0 + n) for n, quarter in enumerate(quarters)),
        definition_break=[quarter == broken_in for quarter in quarters],
    )
    assert apart(programme, known, "110000")["why"]["110000"] == why


def added(programme: Programme, known: pd.DataFrame) -> dict[int, float]:
    rows = quarter_by_quarter(course(programme, FLOW, known), programme)
    mine = rows[rows["unit"] == "110000"]
    return dict(zip(mine["quarter"], mine["added"], strict=True))


def test_a_flows_quarter_is_told_by_itself(programme: Programme) -> None:
    quarters = ("2022Q2", "2022Q3", "2022Q4", "2023Q1")
    known = figures(*((FLOW, "110000", c, 5.0 + n) for n, c in enumerate(quarters)))
    found = added(programme, known)
    assert [found[q(c)] for c in quarters] == [5, 6, 7, 8]


def test_a_year_to_date_that_makes_up_for_a_missing_quarter_is_no_quarters_own(
    programme: Programme,
) -> None:
    known = figures(
        (FLOW, "110000", "2023Q1", 5.0), (FLOW, "110000", "2023Q3", 20.0),
        (FLOW, "110000", "2023Q4", 26.0), basis="year_to_date",
    )  # fmt: skip
    found = added(programme, known)
    assert np.isnan(found[q("2023Q2")])
    assert np.isnan(found[q("2023Q3")])
    assert found[q("2023Q4")] == 6


def test_a_sum_tells_a_quarter_only_where_all_reported_it(programme: Programme) -> None:
    regions = [u.code for u in programme.regions]
    known = figures(
        *((FLOW, unit, quarter, 1.0) for quarter in ("2022Q2", "2022Q3") for unit in regions),
        *((FLOW, unit, "2022Q4", 1.0) for unit in regions[1:]),
    )
    rows = quarter_by_quarter(course(programme, FLOW, known), programme)
    nation = rows[rows["unit"] == "nation"].set_index("quarter")["added"]
    assert nation[q("2022Q3")] == len(regions)
    assert np.isnan(nation[q("2022Q4")])


def headline(programme: Programme, differences: dict[str, float], language: str = "en") -> str:
    found = pd.DataFrame({"unit": list(differences), "difference": list(differences.values())})
    stock = programme.indicators[STOCK]
    return headline_of_two_quarters(found, (q(BEFORE), q(NOW)), stock, programme, language)


def test_the_sentence_says_who_rose_and_fell_most(programme: Programme) -> None:
    differences = {"110000": 5.0, "120000": -2.0, "130000": 0.0, "140000": np.nan, "150000": 1.0}
    assert headline(programme, differences) == (
        "From 2024 Q2 to 2024 Q3, of 4 compared 2 rose, 1 fell, 1 stayed the same. Rose most:"
        " Beijing (+5 sets). Fell most: Tianjin (−2 sets)."
    )
    assert headline(programme, differences, "zh") == (
        "2024年三季度与2024年二季度相比，可比的4个单位中，2个上升、1个下降、1个持平。"
        "升幅最大：北京（+5台（套））。降幅最大：天津（−2台（套））。"
    )


def test_the_sentence_is_right_for_none_all_alike_and_ties(programme: Programme) -> None:
    assert "nothing to compare" in headline(programme, {"110000": np.nan})
    assert "none of 2 compared has changed" in headline(programme, {"110000": 0, "120000": 0})
    tied = headline(programme, {"110000": 5.0, "120000": 5.0})
    assert "and 1 more (+5 sets each)" in tied
    assert "Fell" not in tied


def test_shares_change_in_points(programme: Programme) -> None:
    found = pd.DataFrame({"unit": ["110000"], "difference": [0.125]})
    said = headline_of_two_quarters(found, (q(BEFORE), q(NOW)), None, programme, "en")
    assert "Beijing (+12.5 percentage points)" in said
