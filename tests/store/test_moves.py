"""What may follow what: drafts, submissions, returns, withdrawals, and what stands afterwards."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.store.conftest import OFFICE, Q1, Q2, REGION, stated, take
from tracking.programme import Programme
from tracking.store import (
    AlreadySubmitted,
    IllegalMove,
    NeedsReason,
    NotAllowed,
    OwnSubmission,
    Store,
    UnknownSubmission,
)
from tracking.store.errors import StoreError

ONE = stated(("INN-1-1", "110000", Q1, 3))
FOUR = ONE.assign(value=4.0)
CLAIMS = stated(
    ("SUP-1-4", "miit", Q1, np.nan),
    ("SUP-1-4", "miit", Q2, np.nan),
    state="claimed",
    completed_on="2024-03-01",
)
MAY = datetime(2024, 5, 1, 9, tzinfo=UTC)


@pytest.fixture
def waiting(store: Store) -> int:
    """A submission that waits for review."""
    return store.submit(b"waits", "waits.csv", ONE, actor="reporter").id


def values(store: Store, known_on: date | datetime | None = None) -> list[float]:
    found: list[float] = store.figures(known_on)["value"].tolist()
    return found


def test_a_draft_is_nobody_s_business_until_it_is_handed_in(store: Store) -> None:
    draft = store.submit(b"1", "1.csv", ONE, actor="reporter", draft=True)
    assert draft.state == "draft"
    assert store.reports.known().empty
    assert store.versions("INN-1-1", "110000", Q1).empty
    with pytest.raises(IllegalMove):
        store.approve(draft.id, actor="reviewer")
    assert store.hand_in(draft.id, actor="reporter").state == "submitted"
    assert len(store.reports.known()) == 1
    store.approve(draft.id, actor="reviewer")
    assert values(store) == [3.0]


def test_a_returned_submission_changes_no_figure_and_keeps_its_reason(
    store: Store, waiting: int
) -> None:
    returned = store.send_back(waiting, actor="reviewer", reason=" 与上季度不符，请核实 ")
    assert (returned.state, returned.decided_by) == ("returned", "reviewer")
    assert returned.reason == "与上季度不符，请核实"
    assert store.figures().empty
    assert store.verify() == []


def test_the_same_bytes_may_be_handed_in_again_after_a_return(store: Store, waiting: int) -> None:
    with pytest.raises(AlreadySubmitted):
        store.submit(b"waits", "again.csv", ONE, actor="reporter")
    store.send_back(waiting, actor="reviewer", reason="请补充依据")
    assert store.submit(b"waits", "again.csv", ONE, actor="reporter").id == waiting + 1


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_return_needs_a_reason(store: Store, waiting: int, reason: str) -> None:
    with pytest.raises(NeedsReason):
        store.send_back(waiting, actor="reviewer", reason=reason)
    assert store.submission(waiting).state == "submitted"


def test_a_submission_can_be_withdrawn_before_review_only(store: Store, waiting: int) -> None:
    assert store.withdraw(waiting, actor="reporter").state == "withdrawn"
    with pytest.raises(IllegalMove):
        store.approve(waiting, actor="reviewer")
    approved = take(store, ONE)
    with pytest.raises(IllegalMove):
        store.withdraw(approved, actor="reporter")
    assert values(store) == [3.0]


def test_nobody_decides_on_their_own(store: Store, waiting: int) -> None:
    with pytest.raises(OwnSubmission):
        store.approve(waiting, actor="reporter")
    with pytest.raises(OwnSubmission):
        store.send_back(waiting, actor="reporter", reason="x")
    draft = store.submit(b"d", "d.csv", ONE, actor="writer", draft=True).id
    store.hand_in(draft, actor="reporter")
    with pytest.raises(OwnSubmission):
        store.approve(draft, actor="writer")
    assert {s.state for s in store.submissions()} == {"submitted"}


def test_what_is_entered_in_one_go_is_marked_as_one_person_s_word(store: Store) -> None:
    entered = store.submit(b"1", "1.csv", ONE, actor="operator", approve=True)
    assert entered.entered
    assert not store.submission(take(store, FOUR)).entered
    taken_back = store.send_back(entered.id, actor="operator", reason="录入有误")
    assert taken_back.state == "returned"


def test_who_enters_a_report_may_approve_it_later(store: Store) -> None:
    entered = store.submit(b"1", "1.csv", ONE, actor="operator", entered=True)
    assert store.approve(entered.id, actor="operator").state == "approved"
    assert store.verify() == []


def test_taking_an_approval_back_lets_what_stood_before_stand_again(store: Store) -> None:
    first = take(store, ONE, at=MAY)
    second = take(store, FOUR, at=MAY + timedelta(days=1))
    assert store.submission(first).state == "superseded"
    store.send_back(second, actor="reviewer", reason="更正有误", at=MAY + timedelta(days=2))
    assert values(store) == [3.0]
    assert store.submission(first).state == "approved"
    assert values(store, MAY + timedelta(days=1)) == [4.0]
    assert store.current()["value"].tolist() == [3.0]
    assert store.verify() == []


def test_taking_back_the_only_figures_leaves_none(store: Store) -> None:
    offices = take(store, stated(("INN-1-1", OFFICE, Q1, 3)))
    assert store.figures()["unit"].tolist() == [REGION]
    store.send_back(offices, actor="reviewer", reason="重复报送")
    assert store.figures().empty
    assert store.verify() == []


def test_a_return_is_the_end_of_a_submission(store: Store) -> None:
    number = take(store, ONE)
    store.send_back(number, actor="reviewer", reason="x")
    for move in (
        lambda: store.approve(number, actor="reviewer"),
        lambda: store.send_back(number, actor="reviewer", reason="y"),
        lambda: store.withdraw(number, actor="reporter"),
        lambda: store.hand_in(number, actor="reporter"),
    ):
        with pytest.raises(IllegalMove):
            move()


def test_only_the_milestones_that_were_verified_count(store: Store) -> None:
    claim = store.submit(b"1", "1.csv", CLAIMS, actor="reporter")
    store.approve(claim.id, actor="reviewer", milestones=[("SUP-1-4", "miit", Q1)])
    states = store.figures().set_index("quarter")["state"]
    assert states.to_dict() == {Q1: "verified", Q2: "claimed"}
    store.verify_milestones(claim.id, [("SUP-1-4", "miit", Q2)], actor="reviewer")
    assert set(store.figures()["state"]) == {"verified"}
    assert store.submission(claim.id).decided_by == "reviewer"
    assert store.verify() == []


def test_a_milestone_is_verified_from_the_day_it_was_verified(store: Store) -> None:
    claim = store.submit(b"1", "1.csv", CLAIMS, actor="reporter", at=MAY)
    store.approve(claim.id, actor="reviewer", milestones=[], at=MAY)
    store.verify_milestones(claim.id, [("SUP-1-4", "miit", Q1)], actor="reviewer")
    assert set(store.figures(MAY)["state"]) == {"claimed"}
    assert set(store.current(known_on=MAY)["state"]) == {"claimed"}
    assert "verified" in set(store.figures()["state"])


def test_verifying_again_changes_nothing(store: Store) -> None:
    claim = store.submit(b"1", "1.csv", CLAIMS, actor="reporter")
    store.approve(claim.id, actor="reviewer")
    before = store.version
    store.verify_milestones(claim.id, [("SUP-1-4", "miit", Q1)], actor="reviewer")
    assert store.version == before


def test_nobody_verifies_their_own_milestone(store: Store) -> None:
    claim = store.submit(b"1", "1.csv", CLAIMS, actor="reporter")
    store.approve(claim.id, actor="reviewer", milestones=[])
    with pytest.raises(OwnSubmission):
        store.verify_milestones(claim.id, [("SUP-1-4", "miit", Q1)], actor="reporter")


def test_remarks_are_kept_in_their_order(store: Store, waiting: int) -> None:
    store.remark(waiting, "第2行为何下降？", actor="reviewer", figure=("INN-1-1", "110000", Q1))
    store.remark(waiting, "因口径调整", actor="reporter")
    told = store.remarks(waiting)
    assert told["text"].tolist() == ["第2行为何下降？", "因口径调整"]
    assert told["indicator"].tolist() == ["INN-1-1", ""]
    assert store.submission(waiting).remarks == 2
    with pytest.raises(NotAllowed):
        store.remark(waiting, "  ", actor="reviewer")
    with pytest.raises(UnknownSubmission):
        store.remark(99, "x", actor="reviewer")
    assert store.verify() == []


def test_every_move_is_told_with_actor_and_reason(store: Store, waiting: int) -> None:
    store.send_back(waiting, actor="reviewer", reason="请核实")
    told = store.moves([waiting])
    assert told["state"].tolist() == ["submitted", "returned"]
    assert told["actor"].tolist() == ["reporter", "reviewer"]
    assert told["reason"].tolist() == ["", "请核实"]


def test_of_two_different_moves_at_once_exactly_one_wins(
    store: Store, programme: Programme, waiting: int
) -> None:
    other = Store.open(store.path, programme)

    def moved(number: int) -> str:
        try:
            if number:
                return store.send_back(waiting, actor="r1", reason="x").state
            return other.withdraw(waiting, actor="reporter").state
        except IllegalMove as told:
            assert str(waiting) in told.said("zh")
            return "told"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(moved, range(2)))
    assert outcomes in (["returned", "told"], ["told", "withdrawn"])
    other.close()


ILLEGAL = [
    ("approved", "reviewer", "", "not legal"),
    ("superseded", "reviewer", "", "not legal"),
    ("draft", "reporter", "", "not legal"),
    ("returned", "reporter", "x", "nobody decides"),
    ("returned", "reviewer", "", "CHECK"),
]


@pytest.mark.parametrize(("state", "actor", "reason", "told"), ILLEGAL)
def test_the_store_itself_refuses_an_illegal_move(
    store: Store, waiting: int, state: str, actor: str, reason: str, told: str
) -> None:
    if told == "not legal" and state == "approved":
        store.withdraw(waiting, actor="reporter")
    with (
        sqlite3.connect(store.path) as connection,
        pytest.raises(sqlite3.IntegrityError, match=told),
    ):
        connection.execute(
            "insert into move (submission, state, actor, at, reason) values (?,?,?,'2030',?)",
            [waiting, state, actor, reason],
        )


def test_a_store_of_an_older_version_is_brought_up_to_date_with_everything_in_it(
    old: Path, programme: Programme
) -> None:
    with Store.open(old, programme) as store:
        assert [s.state for s in reversed(store.submissions())] == [
            "superseded", "approved", "approved", "approved", "submitted",
        ]  # fmt: skip
        assert store.verify() == []
        assert store.figures(date(2024, 5, 4)).query("unit == '110000'")["value"].tolist() == [3.0]
        store.send_back(2, actor="reviewer", reason="更正有误")
        assert store.submission(1).state == "approved"
        assert store.verify() == []


def test_an_older_store_opened_to_be_read_says_what_to_do(old: Path, programme: Programme) -> None:
    before = old.read_bytes()
    with pytest.raises(StoreError, match="init"):
        Store.open(old, programme, read_only=True)
    assert old.read_bytes() == before


def test_evidence_is_kept_beside_the_claim(store: Store) -> None:
    claim = store.submit(b"1", "1.csv", CLAIMS, actor="reporter")
    key = ("SUP-1-4", "miit", Q1)
    number = store.attach(claim.id, key, b"%PDF-1.7 ...", "通知.pdf", actor="reporter")
    (row,) = store.evidence(claim.id).to_dict("records")
    assert (row["id"], row["name"], row["size"], row["quarter"]) == (number, "通知.pdf", 12, Q1)
    assert store.evidence_file(number) == b"%PDF-1.7 ..."
    assert store.verify() == []


def test_evidence_of_nothing_claimed_is_refused(store: Store, waiting: int) -> None:
    with pytest.raises(NotAllowed, match="does not claim"):
        store.attach(waiting, ("INN-1-1", "110000", Q1), b"x", "x.pdf", actor="reporter")
    claim = store.submit(b"1", "1.csv", CLAIMS, actor="reporter")
    with pytest.raises(NotAllowed, match="between 1 byte"):
        store.attach(claim.id, ("SUP-1-4", "miit", Q1), b"", "x.pdf", actor="reporter")
    with pytest.raises(NotAllowed):
        store.evidence_file(1)
    assert store.verify() == []
