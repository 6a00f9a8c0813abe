"""What was known of each quarter then, from a real store that was corrected and given new aims."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.progress.small import figures
from tracking.programme import Programme, Quarter, Target
from tracking.store import Store
from tracking.then import THEN, day_of_then, known_then
from tracking.words import Text

CODE, OTHER, UNIT, NEXT = "INN-1-1", "INN-1-3", "110000", "310000"
TODAY = date(2024, 12, 1)
Q1, Q2, Q3 = (Quarter.of(f"2024Q{n}") for n in (1, 2, 3))


def _noon(month: int, day: int) -> datetime:
    return datetime(2024, month, day, 4, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path, programme: Programme) -> Iterator[Store]:
    """Reports of two quarters, the first of them corrected in November."""
    with Store.open(tmp_path / "tracking.db", programme) as opened:
        opened.add_targets([_aim(100)], "admin", _noon(1, 1))
        report(opened, _noon(4, 20), 50.0, Q1)
        report(opened, _noon(7, 20), 70.0, Q2)
        report(opened, _noon(11, 5), 10.0, Q1)
        yield opened


def _aim(value: float, effective: date = date(2022, 5, 12)) -> Target:
    start, due = Quarter.of("2022Q1"), Quarter.of("2025Q4")
    basis = Text("《计划》", "Plan")
    return Target(CODE, UNIT, value, due, 0.0, start, "linear", basis, effective)


def report(store: Store, at: datetime, value: float, quarter: Quarter) -> None:
    rows = figures(
        *((code, u, str(quarter), value) for code in (CODE, OTHER) for u in (UNIT, NEXT))
    )
    came = store.submit(f"{at}".encode(), "report.csv", rows, actor="wang", at=at)
    store.approve(came.id, actor="li", at=at)


def values(store: Store, programme: Programme, as_of: date = TODAY) -> dict[int, float]:
    told = known_then(store, programme, as_of, indicator=CODE)
    mine = told[told["unit"] == UNIT]
    return dict(zip(mine["quarter"], mine["value"], strict=True))


def test_a_correction_after_the_next_quarter_was_not_known_then(store, programme) -> None:
    told = values(store, programme)
    assert (told[Q1.index], told[Q2.index]) == (50, 70)


def test_a_quarter_whose_day_has_not_come_has_no_then(store, programme) -> None:
    assert Q3.index not in values(store, programme)
    assert list(values(store, programme, date(2024, 9, 30))) == [Q1.index]


def test_what_was_over_before_anything_was_approved_has_no_then(store, programme) -> None:
    assert min(values(store, programme)) == Q1.index


def test_a_target_set_since_was_none_then(store, programme) -> None:
    store.add_targets([_aim(1000, date(2024, 11, 1))], "admin", _noon(11, 6))
    told = known_then(store, programme, TODAY, indicator=CODE)
    assert set(told.loc[told["unit"] == UNIT, "target"]) == {100}


def test_one_indicator_alone_is_told_as_among_all(store, programme) -> None:
    every, one = (known_then(store, programme, TODAY, indicator=code) for code in (None, CODE))
    same = every[every["indicator"] == CODE].reset_index(drop=True)
    assert set(every["indicator"]) >= {CODE, OTHER}
    assert len(one) == len(same) > 0
    assert one.equals(same)


def test_an_empty_store_knew_nothing(tmp_path: Path, programme: Programme) -> None:
    with Store.open(tmp_path / "empty.db", programme) as empty:
        told = known_then(empty, programme, TODAY)
    assert told.empty
    assert list(told) == list(THEN)


def test_a_later_deadline_moves_the_day(store, programme) -> None:
    assert day_of_then(store.deadlines.all(), programme, Q1) == date(2024, 6, 30)
    store.deadlines.set(Q1, date(2024, 8, 15), "admin", reason="flood", at=_noon(11, 7))
    assert day_of_then(store.deadlines.all(), programme, Q1) == date(2024, 8, 15)
