"""Shares: added up once each, beside the nation's, with cities in their provinces or apart."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.targets.conftest import COUNT
from tracking.targets import (
    Versions,
    apportioned,
    drafted,
    frame_of,
    members,
    shares,
    upset,
    upset_said,
)
from tracking.words import LANGUAGES

CITY, PROVINCE = "210200", "210000"
GIANTS = "IND-3-1"


@pytest.fixture
def split(programme, made):
    """Every region has 10, but for what is given; the nation as many as is said."""

    def splitting(nation: float | None = 370, **other: float | None):
        plain = made(value="10")
        each = {unit.code: 10.0 for unit in programme.regions} | {
            code.removeprefix("_"): value for code, value in other.items()
        }
        targets = [replace(plain, unit=u, value=v) for u, v in each.items() if v is not None]
        if nation is not None:
            targets.append(replace(plain, unit="nation", value=float(nation)))
        return frame_of(targets)

    return splitting


def test_shares_that_add_up_say_so(programme, split):
    found = shares(split(), programme, COUNT)
    assert found.adds_up
    assert (found.total, found.nation, found.difference) == (370, 370, 0)
    assert "add up to the nation’s 370" in found.said("en")


def test_shares_that_do_not_say_by_how_much(programme, split):
    found = shares(split(400), programme, COUNT)
    assert not found.adds_up
    assert "a difference of −30" in found.said("en")


def test_a_unit_without_a_target_is_said_even_where_the_sum_fits(programme, split):
    found = shares(split(360, _110000=None), programme, COUNT)
    assert found.difference == 0
    assert not found.adds_up
    assert found.with_target == 36


def test_without_the_nations_target_only_the_sum_is_said(programme, split):
    found = shares(split(None), programme, COUNT)
    assert not found.adds_up
    assert np.isnan(found.difference)
    assert "the nation has none" in found.said("en")


def test_a_citys_target_counts_once_whether_in_its_province_or_apart(programme, split):
    apart = shares(split(), programme, COUNT)
    inside = shares(split(), programme, COUNT, cities=True)
    assert apart.total == inside.total == 370
    assert inside.adds_up
    rows = inside.rows.set_index("unit")
    assert rows.loc[PROVINCE, "value"] == 20
    assert rows.loc[CITY, "inside"] == PROVINCE
    counted = inside.rows[inside.rows["inside"] == ""]
    assert counted["value"].sum() == 370
    assert (apart.rows["inside"] == "").all()


def test_a_province_without_a_target_takes_in_no_citys(programme, split):
    found = shares(split(_210000=None), programme, COUNT, cities=True)
    assert np.isnan(found.rows.set_index("unit").loc[PROVINCE, "value"])
    assert found.total == 360


def test_the_ministry_whose_figure_is_the_nations_has_no_share(programme):
    assert "miit" not in {unit.code for unit in members(programme, programme.indicators[GIANTS])}


def test_percentages_are_not_added_up(programme, made):
    rates = [made(indicator="IND-1-2", unit=u.code, value="60") for u in programme.regions]
    found = shares(frame_of(rates), programme, "IND-1-2")
    assert not found.addable
    assert "not added up" in found.said("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_of_shares_that_nobody_has(programme, language):
    found = shares(frame_of(()), programme, COUNT)
    assert found.with_target == 0
    assert found.said(language)


@given(
    some.integers(0, 10**9),
    some.lists(some.floats(0.001, 1e6), min_size=1, max_size=40),
    some.integers(0, 2),
)
def test_parts_in_proportion_add_up_to_the_whole(whole, weights, decimals):
    parts = apportioned(whole, {str(n): w for n, w in enumerate(weights)}, decimals)
    assert round(sum(parts.values()) * 10**decimals) == whole * 10**decimals
    assert all(value >= 0 for value in parts.values())


def test_a_draft_goes_by_what_each_has_reached_and_leaves_out_who_has_nothing(programme, split):
    rows = pd.DataFrame(
        [(COUNT, "110000", 30.0), (COUNT, "120000", 10.0), (COUNT, "130000", 0.0),
         (COUNT, "140000", np.nan), (COUNT, "nation", 40.0)],
        columns=["indicator", "unit", "value"],
    )  # fmt: skip
    found = drafted(split(400), rows, programme, [COUNT])
    assert found == {(COUNT, "110000"): 300, (COUNT, "120000"): 100}


def test_without_the_nations_target_there_is_nothing_to_split(programme, split):
    assert drafted(split(None), frame_of(()), programme, [COUNT]) == {}


def test_a_change_that_upsets_shares_that_add_up_is_told_before(programme, split, made):
    whole = Versions(split())
    (found,) = upset(whole, [made(value="400", unit="nation")], programme)
    assert "add up no more" in upset_said(found, "en")
    assert "a difference of −30" in upset_said(found, "en")
    assert "不再相符" in upset_said(found, "zh")


def test_a_change_that_mends_or_leaves_the_shares_is_not_told(programme, split, made):
    assert upset(Versions(split(nation=400)), [made(value="370", unit="nation")], programme) == []
    assert upset(Versions(split(nation=400)), [made(value="500", unit="nation")], programme) == []
    assert upset(Versions(split()), [made(value="370", unit="nation")], programme) == []
