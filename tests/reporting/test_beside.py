"""A submission beside the past, and what it would do to statuses."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.store.conftest import OFFICE, OTHER_OFFICE, REGION, stated, take
from tracking import progress
from tracking.programme import Programme, Quarter, Target
from tracking.reporting.beside import BESIDE_DTYPES, CROSS_DTYPES, beside, cross_sums
from tracking.reporting.effects import turns
from tracking.store import Store
from tracking.words import Text

Q = [Quarter.of(f"2024Q{n}").index for n in (1, 2, 3, 4)]
YEAR_AGO = Q[0] - 1


@pytest.fixture
def store(programme: Programme, tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store.db", programme)


def waits(store: Store, *rows: tuple[str, str, int, float], **columns: object) -> int:
    figures = stated(*rows, **columns)
    return store.submit(repr(rows).encode(), "x.csv", figures, actor="reporter").id


def test_a_value_stands_beside_the_known_one_the_quarter_and_the_year_before(store: Store) -> None:
    past = ((YEAR_AGO, 80.0), (Q[2], 100.0), (Q[3], 104.0))
    take(store, stated(*(("GOAL-2-1", "110000", quarter, value) for quarter, value in past)))
    one = store.submission(waits(store, ("GOAL-2-1", "110000", Q[3], 110.0)))
    (row,) = beside(store, one).to_dict("records")
    assert (row["known"], row["before"], row["year_before"]) == (104.0, 100.0, 80.0)
    assert (row["change"], row["percent"]) == (6.0, pytest.approx(6 / 1.04))


def test_without_a_past_nothing_stands_beside_it(store: Store) -> None:
    frame = beside(store, store.submission(waits(store, ("GOAL-2-1", "110000", Q[3], 110.0))))
    assert frame.dtypes.astype(str).to_dict() == BESIDE_DTYPES
    assert frame[["known", "before", "change", "percent"]].isna().all(axis=None)


def test_values_of_another_basis_are_not_compared(store: Store) -> None:
    take(store, stated(("INN-1-1", "110000", Q[2], 30.0), basis="year_to_date"))
    one = waits(store, ("INN-1-1", "110000", Q[3], 9.0), basis="quarter")
    assert np.isnan(beside(store, store.submission(one))["before"]).all()


def test_once_approved_it_still_stands_beside_what_was_known_before(store: Store) -> None:
    take(store, stated(("GOAL-2-1", "110000", Q[3], 104.0)))
    one = waits(store, ("GOAL-2-1", "110000", Q[3], 110.0))
    approved = store.approve(one, actor="reviewer")
    assert beside(store, approved)["known"].tolist() == [104.0]


def test_a_region_s_own_figure_stands_beside_the_sum_of_its_offices(
    store: Store, programme: Programme
) -> None:
    take(store, stated(("GOAL-2-1", OFFICE, Q[3], 30.0), ("GOAL-2-1", OTHER_OFFICE, Q[3], 40.0)))
    one = waits(store, ("GOAL-2-1", REGION, Q[3], 77.0), basis="period_end")
    (row,) = cross_sums(store, programme, store.submission(one)).to_dict("records")
    assert (row["stated"], row["added_up"], row["difference"]) == (77.0, 70.0, 7.0)
    assert (row["reported"], row["percent"]) == (2, pytest.approx(10))


def test_without_offices_there_is_no_sum_to_compare(store: Store, programme: Programme) -> None:
    one = store.submission(waits(store, ("GOAL-2-1", "110000", Q[3], 77.0)))
    frame = cross_sums(store, programme, one)
    assert frame.empty
    assert frame.dtypes.astype(str).to_dict() == CROSS_DTYPES


@pytest.fixture
def aimed(store: Store) -> Store:
    store.add_targets(
        [
            Target(
                *(
                    "INN-1-1",
                    unit,
                    100.0,
                    Quarter.of("2025Q4"),
                    0.0,
                    Quarter.of("2022Q1"),
                    "linear",
                ),
                basis=Text("《计划》"),
                effective=date(2022, 5, 12),
            )
            for unit in ("110000", REGION)
        ],
        "admin",
    )
    return store


def test_what_would_turn_is_told_before_anything_counts(aimed: Store, programme: Programme) -> None:
    take(aimed, stated(("INN-1-1", "110000", Q[3], 40.0), basis="since_start"))
    better = stated(("INN-1-1", "110000", Q[3], 75.0), basis="since_start")
    version = aimed.version
    turned = turns(aimed, programme, better)
    (row,) = turned.rows.to_dict("records")
    assert (row["unit"], row["indicator"], row["turn"]) == ("110000", "INN-1-1", 1)
    assert (row["status_before"], row["status"]) == ("off_track", "on_track")
    assert turned.quarter == Q[3]
    assert aimed.version == version


def test_the_turns_told_are_those_that_come(aimed: Store, programme: Programme) -> None:
    rng = np.random.default_rng(5)
    for step in range(6):
        unit = [REGION, OFFICE, OTHER_OFFICE, "110000"][int(rng.integers(4))]
        figures = stated(
            ("INN-1-1", unit, Q[int(rng.integers(4))], float(rng.integers(1, 120))),
            basis="since_start",
        )
        told = turns(aimed, programme, figures)
        before = statuses(aimed, programme, told.quarter)
        take(aimed, figures, str(step).encode())
        after = statuses(aimed, programme, told.quarter)
        keys = zip(told.rows["unit"], told.rows["indicator"], strict=True)
        turned = dict(zip(keys, told.rows["status"].astype(str), strict=True))
        assert turned == {key: status for key, status in after.items() if before[key] != status}


def statuses(store: Store, programme: Programme, quarter: int) -> dict[tuple[str, str], str]:
    """Every status of the units that report in these tests, and of the nation."""
    rows = progress.assess(store.figures(), store.targets(), programme, through=quarter)
    rows = rows[(rows["quarter"] == quarter) & rows["unit"].isin(["110000", REGION, "nation"])]
    keys = zip(rows["unit"], rows["indicator"], strict=True)
    return dict(zip(keys, rows["status"].astype(str), strict=True))


def test_figures_that_change_no_status_turn_nothing(aimed: Store, programme: Programme) -> None:
    take(aimed, stated(("INN-1-1", "110000", Q[3], 75.0), basis="since_start"))
    same = stated(("INN-1-1", "110000", Q[3], 76.0), basis="since_start")
    assert turns(aimed, programme, same).rows.empty


def test_words_alone_turn_nothing_and_are_no_correction(aimed: Store, programme: Programme) -> None:
    take(aimed, stated(("INN-1-1", "110000", Q[3], 75.0), basis="since_start"))
    words = stated(("INN-1-1", "110000", Q[3], np.nan), basis="since_start")
    assert turns(aimed, programme, words).rows.empty
    one = aimed.submit(b"words", "x.csv", words, actor="reporter")
    (row,) = beside(aimed, one).to_dict("records")
    assert (row["known"], row["corrects"]) == (75.0, False)


def test_a_withdrawal_turns_what_the_value_had_turned(aimed: Store, programme: Programme) -> None:
    take(aimed, stated(("INN-1-1", "110000", Q[3], 75.0), basis="since_start"))
    gone = stated(("INN-1-1", "110000", Q[3], np.nan), state="withdrawn")
    assert turns(aimed, programme, gone).rows["unit"].tolist() == ["110000"]
    one = aimed.submit(b"gone", "x.csv", gone, actor="reporter")
    assert beside(aimed, one)["corrects"].tolist() == [True]


def test_a_region_that_withdraws_its_own_value_falls_back_on_its_offices(
    aimed: Store, programme: Programme
) -> None:
    offices = (("INN-1-1", OFFICE, Q[3], 30.0), ("INN-1-1", OTHER_OFFICE, Q[3], 40.0))
    take(aimed, stated(*offices, basis="since_start"), b"offices")
    take(aimed, stated(("INN-1-1", REGION, Q[3], 1.0), basis="since_start"), b"own")
    gone = stated(("INN-1-1", REGION, Q[3], np.nan), state="withdrawn")
    told = turns(aimed, programme, gone).rows
    before = statuses(aimed, programme, Q[3])
    take(aimed, gone, b"gone")
    after = statuses(aimed, programme, Q[3])
    key = (REGION, "INN-1-1")
    assert (before[key], after[key]) == ("off_track", "insufficient")
    assert told.set_index("unit").loc[REGION, "status"] == "insufficient"
