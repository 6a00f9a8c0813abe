"""Values per thousand enterprises: pooled, left out where a size is missing, never a verdict."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.progress.small import figures, q, target, targets
from tracking.programme import Denominator, Programme, Size
from tracking.progress import assess, can_be_read_per_size, indicator_per_size, per_size
from tracking.words import Text

STOCK, RATE, NOTICE = "INN-2-1", "IND-1-2", "SUP-1-4"
AT = "2024Q3"


def firms(**sizes: float) -> Denominator:
    source = Text("测试用虚构数", "Invented for a test")
    day = date(2023, 12, 31)
    return Denominator(
        "firms",
        Text("家企业", "enterprises"),
        1000,
        {unit[1:]: Size(value, day, source) for unit, value in sizes.items()},
    )


def read(programme: Programme, values: dict[str, float], of: Denominator, **how: bool):
    known = figures(*((STOCK, unit, AT, value) for unit, value in values.items()))
    frame = assess(known, targets(), programme, through=q(AT), **how)
    rows = frame[(frame["indicator"] == STOCK) & (frame["quarter"] == q(AT))]
    found = per_size(rows, of, programme, **how)
    return found.set_index(found["unit"].astype("str"))


def test_a_region_is_told_by_its_own_size(programme: Programme) -> None:
    found = read(programme, {"110000": 30.0, "120000": 30.0}, firms(_110000=10e3, _120000=20e3))
    assert found["relative"]["110000"] == pytest.approx(3)
    assert found["relative"]["120000"] == pytest.approx(1.5)


def test_a_region_without_a_size_is_left_out_of_its_group_and_the_nation(
    programme: Programme,
) -> None:
    values = {"110000": 30.0, "120000": 30.0, "310000": 999.0, "210000": 10.0}
    found = read(programme, values, firms(_110000=10e3, _120000=20e3, _210000=10e3))
    assert np.isnan(found["relative"]["310000"])
    # Sums before the quotient, of those that have both.
    assert found["relative"]["group:east"] == pytest.approx(1000 * 60 / 30e3)
    assert found["relative"]["nation"] == pytest.approx(1000 * 70 / 40e3)
    assert (found["counted"]["nation"], found["of"]["nation"]) == (3, 37)
    assert found["counted"]["group:east"] == 2


def test_a_province_with_its_city_is_told_by_both_sizes_and_counted_once(
    programme: Programme,
) -> None:
    values = {"210000": 30.0, "210200": 10.0}
    found = read(programme, values, firms(_210000=10e3, _210200=10e3), cities=True)
    assert found["relative"]["210000"] == pytest.approx(1000 * 40 / 20e3)
    assert found["relative"]["nation"] == pytest.approx(1000 * 40 / 20e3)
    # While the city has not reported, their sum is not held against both sizes.
    alone = read(programme, {"210000": 30.0}, firms(_210000=10e3, _210200=10e3), cities=True)
    assert np.isnan(alone["relative"]["210000"])


def test_only_what_adds_up_can_be_read_so(programme: Programme) -> None:
    of = programme.indicators
    assert can_be_read_per_size(of[STOCK])
    assert not can_be_read_per_size(of[RATE])
    assert not can_be_read_per_size(of[NOTICE])


@pytest.mark.parametrize("size", [1.0, 38_000.0])
def test_no_status_hangs_on_a_size(programme: Programme, size: float) -> None:
    sized = replace(programme, denominators={"firms": firms(_110000=size)})
    known = figures((STOCK, "110000", AT, 30.0))
    wanted = targets(target(STOCK, "110000", 100, baseline=0, baseline_quarter=q("2022Q1")))
    pd.testing.assert_frame_equal(assess(known, wanted, sized), assess(known, wanted, programme))


def test_the_reading_has_its_own_unit_and_as_many_decimals_as_matter(
    programme: Programme,
) -> None:
    stock = programme.indicators[STOCK]
    small = indicator_per_size(stock, firms(), pd.Series([0.012, np.nan]))
    assert (small.unit.zh, small.decimals) == ("台（套）/千家企业", 4)
    assert small.unit.en == "sets per thousand enterprises"
    assert indicator_per_size(stock, firms(), pd.Series([1234.0])).decimals == 0
    assert indicator_per_size(stock, firms(), pd.Series([], dtype=float)).decimals == 0
