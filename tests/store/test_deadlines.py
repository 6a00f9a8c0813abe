"""Deadlines and extensions: who set which day, what is refused, what was known when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.store.conftest import OFFICE
from tracking.programme import Quarter
from tracking.store import NotAllowed, ReadOnly, Store
from tracking.store.errors import (
    DueTooEarly,
    ExtensionNeedsReason,
    ExtensionTooEarly,
    NotInProgramme,
    OwesNoReport,
)

Q3 = Quarter.of("2024Q3")  # due on 30 October 2024
MAY = datetime(2024, 5, 1, 9, tzinfo=UTC)
NOVEMBER = date(2024, 11, 15)


def days(store: Store, known_on: date | None = None) -> dict[tuple[int, str], str]:
    rows = store.deadlines.all(known_on)
    return {(q, u): due for q, u, due in zip(rows.quarter, rows.unit, rows.due, strict=True)}


def test_nothing_is_set_in_a_new_store(store: Store) -> None:
    assert days(store) == {}
    assert store.deadlines.history().empty


def test_a_deadline_holds_for_all_and_an_extension_for_one(store: Store) -> None:
    assert store.deadlines.set(Q3, date(2024, 11, 10), "reviewer")
    assert store.deadlines.set(Q3, NOVEMBER, "reviewer", "110000", " 系统切换 ")
    assert days(store) == {(Q3.index, ""): "2024-11-10", (Q3.index, "110000"): "2024-11-15"}
    rows = store.deadlines.all()
    assert rows["reason"].tolist() == ["", "系统切换"]
    assert set(rows["actor"]) == {"reviewer"}


def test_the_last_one_set_is_in_force_and_all_of_them_are_kept(store: Store) -> None:
    store.deadlines.set(Q3, date(2024, 11, 10), "one")
    store.deadlines.set(Q3, date(2024, 11, 20), "two")
    assert days(store) == {(Q3.index, ""): "2024-11-20"}
    assert store.deadlines.history()["actor"].tolist() == ["two", "one"]


def test_the_same_again_changes_nothing_and_says_so(store: Store) -> None:
    before = store.version
    assert not store.deadlines.set(Q3, date(2024, 10, 30), "reviewer")
    assert store.version == before
    assert store.deadlines.set(Q3, NOVEMBER, "reviewer", "110000", "系统切换")
    after = store.version
    assert not store.deadlines.set(Q3, NOVEMBER, "another", "110000", "系统切换")
    assert store.version == after
    assert store.deadlines.set(Q3, NOVEMBER, "another", "110000", "人员变动")


def test_an_extension_is_taken_back_by_the_day_for_all(store: Store) -> None:
    assert not store.deadlines.set(Q3, date(2024, 10, 30), "reviewer", "110000", "无须延期")
    store.deadlines.set(Q3, NOVEMBER, "reviewer", "110000", "系统切换")
    assert store.deadlines.set(Q3, date(2024, 10, 30), "reviewer", "110000", "已恢复")
    assert days(store) == {(Q3.index, "110000"): "2024-10-30"}


@pytest.mark.parametrize(
    ("quarter", "due", "unit", "reason", "refusal", "said"),
    [
        ("2024Q3", date(2024, 9, 29), None, "", DueTooEarly, "before the quarter ends on 30 Sep"),
        ("2024Q3", NOVEMBER, "110000", "  ", ExtensionNeedsReason, "Say why Beijing may"),
        (
            "2024Q3",
            date(2024, 10, 29),
            "110000",
            "x",
            ExtensionTooEarly,
            "deadline for all, 30 Oct",
        ),
        ("2026Q1", date(2026, 5, 1), None, "", NotInProgramme, "2026 Q1 is outside"),
        ("2024Q3", NOVEMBER, "nation", "x", OwesNoReport, "Nation owes no report"),
        ("2024Q3", NOVEMBER, "atlantis", "x", OwesNoReport, "atlantis owes no report"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(
    store: Store,
    quarter: str,
    due: date,
    unit: str | None,
    reason: str,
    refusal: type[NotAllowed],
    said: str,
) -> None:
    with pytest.raises(refusal, match=said):
        store.deadlines.set(Quarter.of(quarter), due, "reviewer", unit, reason)
    assert days(store) == {}


def test_the_last_day_of_the_quarter_may_be_the_deadline(store: Store) -> None:
    assert store.deadlines.set(Q3, Q3.last_day, "reviewer")


def test_an_office_may_have_an_extension_of_its_own(store: Store) -> None:
    assert store.deadlines.set(Q3, NOVEMBER, "reviewer", OFFICE, "汛期")
    assert days(store) == {(Q3.index, OFFICE): "2024-11-15"}


def test_as_known_on_a_day_a_later_extension_is_not_there(store: Store) -> None:
    store.deadlines.set(Q3, date(2024, 11, 10), "reviewer", at=MAY)
    store.deadlines.set(Q3, NOVEMBER, "reviewer", at=MAY + timedelta(days=3))
    assert days(store, MAY.date() - timedelta(days=1)) == {}
    assert days(store, MAY.date()) == {(Q3.index, ""): "2024-11-10"}
    assert len(store.deadlines.history(MAY.date())) == 1
    assert days(store) == {(Q3.index, ""): "2024-11-15"}


def test_every_deadline_stands_in_the_audit_chain(store: Store) -> None:
    store.deadlines.set(Q3, NOVEMBER, "reviewer", "110000", "系统切换")
    entry = store.audit(1).iloc[0]
    assert (entry["action"], entry["actor"]) == ("deadline", "reviewer")
    assert '"unit":"110000"' in entry["details"]
    assert store.verify() == []


def test_a_store_that_is_only_read_takes_no_deadline(store: Store, programme) -> None:
    with Store.open(store.path, programme, read_only=True) as reader, pytest.raises(ReadOnly):
        reader.deadlines.set(Q3, NOVEMBER, "reviewer")
