"""What changed between two days, counted, said and sorted by report."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from tests.progress.small import figures
from tests.store.conftest import OFFICE, OTHER_OFFICE
from tracking.knowledge import Learned, assessed, between
from tracking.programme import Programme, Quarter, Target
from tracking.store import Store
from tracking.words import Text

CODE, UNIT = "INN-1-1", "110000"
TODAY = date(2024, 12, 1)


@pytest.fixture
def store(tmp_path: Path, programme: Programme) -> Iterator[Store]:
    with Store.open(tmp_path / "tracking.db", programme) as opened:
        opened.add_targets([_aim(100)], "admin", _noon(1, 1))
        yield opened


def _noon(month: int, day: int) -> datetime:
    return datetime(2024, month, day, 4, tzinfo=UTC)


def _aim(value: float, effective: date = date(2022, 5, 12)) -> Target:
    return Target(
        indicator=CODE,
        unit=UNIT,
        value=value,
        due=Quarter.of("2025Q4"),
        baseline=0.0,
        baseline_quarter=Quarter.of("2022Q1"),
        path="linear",
        basis=Text("《计划》", "Plan"),
        effective=effective,
    )


def report(store: Store, at: datetime, *rows: tuple[str, str, float]) -> int:
    """Units' figures of a quarter, approved."""
    stated = figures(*((CODE, unit, quarter, value) for unit, quarter, value in rows))
    came = store.submit(f"{at}{rows}".encode(), "report.csv", stated, actor="wang", at=at)
    return store.approve(came.id, actor="li", at=at).id


def learned(
    store: Store, programme: Programme, start: date, end: date | None = None, **how: Quarter
) -> Learned:
    then, now = (assessed(store, programme, day, TODAY, cities=False) for day in (start, end))
    return between(store, programme, start, end, today=TODAY, then=then, now=now, **how)


def test_nothing_changed_is_said(store: Store, programme: Programme) -> None:
    report(store, _noon(2, 1), (UNIT, "2023Q4", 50.0))
    found = learned(store, programme, date(2024, 2, 1), date(2024, 3, 1))
    assert not found
    assert found.sentence("en") == (
        "Between 1 Feb 2024 and 1 Mar 2024 no figure and no status changed."
    )
    assert found.sentence("zh") == "2024年2月1日至2024年3月1日，数据和状态均无变化。"


def test_what_changed_is_counted(store: Store, programme: Programme) -> None:
    first = report(store, _noon(2, 1), (UNIT, "2023Q4", 50.0), ("310000", "2023Q4", 5.0))
    store_back = report(store, _noon(2, 2), ("120000", "2023Q4", 5.0))
    second = report(store, _noon(3, 2), (UNIT, "2023Q4", 10.0), ("130000", "2023Q4", 5.0))
    store.send_back(store_back, actor="zhao", reason="wrong unit", at=_noon(3, 3))
    found = learned(store, programme, date(2024, 3, 1), date(2024, 3, 10))
    assert found.sentence("en") == (
        "Between 1 Mar 2024 and 10 Mar 2024, 3 figures of 3 units changed: 1 new, 1 corrected,"
        " 1 taken back; 1 status turned, 0 better, 1 worse."
    )
    assert found.sentence("zh") == (
        "2024年3月1日至2024年3月10日，3家单位的3项数据有变化：新增1项、更正1项、退回1项；"
        "1项状态有变化，其中0项向好、1项变差。"
    )
    assert [(r.submission.id, r.counts) for r in found.reports] == [
        (store_back, {"taken_back": 1}),
        (second, {"corrected": 1, "new": 1}),
    ]
    assert first not in {r.submission.id for r in found.reports}


def test_a_status_that_turned_names_its_quarter_and_cause(
    store: Store, programme: Programme
) -> None:
    report(store, _noon(2, 1), (UNIT, "2023Q4", 50.0))
    report(store, _noon(3, 2), (UNIT, "2023Q4", 10.0))
    (row,) = learned(store, programme, date(2024, 3, 1), date(2024, 3, 10)).statuses.to_dict(
        "records"
    )
    assert (row["unit"], str(Quarter(row["quarter"])), row["cause"]) == (UNIT, "2023Q4", "revised")
    assert (row["status_before"], row["status"], row["turn"]) == ("on_track", "off_track", -1)


def test_a_changed_target_stands_beside_the_one_before(store: Store, programme: Programme) -> None:
    store.add_targets([_aim(200, date(2024, 3, 5))], "admin", _noon(3, 4))
    assert learned(store, programme, date(2024, 3, 1), date(2024, 3, 4)).targets.empty
    (row,) = learned(store, programme, date(2024, 3, 4), date(2024, 3, 5)).targets.to_dict(
        "records"
    )
    assert (row["value_before"], row["value"], row["basis_en"]) == (100, 200, "Plan")


def test_a_withdrawn_target_stands_there_with_what_it_was(
    store: Store, programme: Programme
) -> None:
    gone = replace(_aim(100, date(2024, 3, 5)), withdrawn=True, reason="文件废止")
    store.add_targets([gone], "admin", _noon(3, 4))
    (row,) = learned(store, programme, date(2024, 3, 4), date(2024, 3, 5)).targets.to_dict(
        "records"
    )
    assert row["value_before"] == 100
    assert np.isnan(row["value"])
    assert row["due"] == -1


def test_the_restatement_note_holds_corrections_of_quarters_before_the_previous_one(
    store: Store, programme: Programme
) -> None:
    report(store, _noon(2, 1), (UNIT, "2023Q3", 30.0), (UNIT, "2023Q4", 50.0))
    report(
        store, _noon(3, 2),
        (UNIT, "2023Q2", 20.0), (UNIT, "2023Q3", 31.0), (UNIT, "2023Q4", 51.0),
    )  # fmt: skip
    found = learned(store, programme, date(2024, 3, 1), date(2024, 3, 10))
    assert str(found.previous) == "2023Q4"
    assert [str(Quarter(q)) for q in found.note["quarter"]] == ["2023Q3"]
    assert [str(Quarter(q)) for q in found.restated["quarter"]] == ["2023Q3", "2023Q4"]


def test_a_sum_of_offices_is_restated_once_and_no_report_of_its_own(
    store: Store, programme: Programme
) -> None:
    report(store, _noon(2, 1), (OFFICE, "2023Q3", 3.0), (OFFICE, "2023Q4", 3.0))
    report(store, _noon(3, 2), (OTHER_OFFICE, "2023Q3", 4.0))
    found = learned(store, programme, date(2024, 3, 1), date(2024, 3, 10))
    assert found.own["unit"].tolist() == [OTHER_OFFICE]
    assert found.note[["unit", "sort"]].to_numpy().tolist() == [["340000", "filled"]]


def test_only_the_units_and_indicators_asked_for(store: Store, programme: Programme) -> None:
    number = report(store, _noon(3, 2), (UNIT, "2023Q4", 50.0), ("310000", "2023Q4", 5.0))
    other = report(store, _noon(3, 3), ("120000", "2023Q4", 5.0))
    whole = learned(store, programme, date(2024, 3, 1), date(2024, 3, 10))
    some = whole.only(units=[UNIT])
    assert {r.submission.id for r in whole.reports} == {number, other}
    assert [(r.submission.id, r.counts) for r in some.reports] == [(number, {"new": 1})]
    assert set(some.statuses["unit"]) == {UNIT}
    assert whole.only(indicators=["INN-2-1"]).figures.empty


def test_only_the_quarter_asked_for(store: Store, programme: Programme) -> None:
    report(store, _noon(3, 2), (UNIT, "2023Q3", 40.0), (UNIT, "2023Q4", 50.0))
    quarter = Quarter.of("2023Q3")
    found = learned(store, programme, date(2024, 3, 1), date(2024, 3, 10), quarter=quarter)
    assert set(found.figures["quarter"]) == set(found.statuses["quarter"]) == {quarter.index}


def test_a_report_is_told_as_it_stood_at_the_end(store: Store, programme: Programme) -> None:
    number = report(store, _noon(3, 2), (UNIT, "2023Q4", 50.0))
    store.send_back(number, actor="zhao", reason="wrong unit", at=_noon(4, 1))
    (told,) = learned(store, programme, date(2024, 3, 1), date(2024, 3, 10)).reports
    assert (told.submission.state, told.submission.decided_by) == ("approved", "li")


def test_before_the_first_approval_everything_is_new(store: Store, programme: Programme) -> None:
    report(store, _noon(3, 2), (UNIT, "2023Q4", 50.0))
    found = learned(store, programme, date(2024, 1, 1))
    assert found.figures["sort"].tolist() == ["new"]
    assert set(found.statuses["status_before"]) == {"not_reported"}
