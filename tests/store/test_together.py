"""Several processes and threads at one store."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.store.conftest import Q1, stated, take
from tests.store.test_accounts import HASH, NOW
from tests.store.workers import Workers
from tracking.programme import Programme
from tracking.store import Busy, IllegalMove, Store
from tracking.store.account_errors import LinkSpent, NameTaken, TooManyTries

PROCESSES, EACH = 20, 3


def test_processes_that_approve_at_once_are_all_accounted_for(
    workers: Workers, tmp_path: Path, programme: Programme
) -> None:
    path = tmp_path / "new.db"
    works = (["report", str(path), me, EACH] for me in range(PROCESSES))
    assert workers.do(*works) == [0] * PROCESSES
    with Store.open(path, programme) as store:
        submissions = store.submissions()
        assert len(submissions) == PROCESSES * EACH
        assert {one.state for one in submissions} <= {"approved", "superseded"}
        own = store.figures().query("origin == 'own'")
        assert len(own) == PROCESSES * EACH
        assert store.verify() == []


def test_threads_share_one_store(store: Store) -> None:
    def report(n: int) -> float:
        take(store, stated(("INN-1-1", "110000", Q1 + n, n)), f"thread {n}".encode())
        return float(store.figures()["value"].max())

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(report, range(24)))
    assert max(seen) == 23
    assert sorted(store.figures()["value"]) == list(map(float, range(24)))
    assert store.verify() == []


def test_of_two_who_approve_one_submission_one_is_told(store: Store, programme: Programme) -> None:
    submission = store.submit(b"1", "1.csv", stated(("INN-1-1", "110000", Q1, 1)), actor="a")
    stores = [store, Store.open(store.path, programme)]

    def approve(one: Store) -> str:
        try:
            return one.approve(submission.id, actor="b").state
        except IllegalMove:
            return "told"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(approve, stores)) == ["approved", "told"]
    stores[1].close()


def test_of_many_who_use_one_link_at_once_one_is_let_in(store: Store, programme: Programme) -> None:
    token = store.accounts.add("li", "viewer", actor="wang", now=NOW)
    # As two processes would: each store has connections of its own.
    stores = [store, Store.open(store.path, programme)] * 4

    def use(one: Store) -> str:
        try:
            return one.sessions.open_by_link(token, "", "", NOW, HASH)
        except LinkSpent:
            return ""

    with ThreadPoolExecutor(len(stores)) as pool:
        let_in = [session for session in pool.map(use, stores) if session]
    assert len(let_in) == 1
    assert store.sessions.find(let_in[0], NOW) is not None
    assert len(store.sessions.of(now=NOW)) == 1
    assert store.verify() == []
    stores[1].close()


def test_of_many_who_guess_at_once_four_are_heard(store: Store, programme: Programme) -> None:
    link = store.accounts.add("li", "viewer", actor="wang", now=NOW)
    store.sessions.open_by_link(link, "", "", NOW, HASH)
    stores = [store, Store.open(store.path, programme)] * 10

    def guess(one: Store) -> bool:
        try:
            attempt = one.sign_ins.begin("li", "192.0.2.7", NOW)
        except TooManyTries:
            return False
        one.sign_ins.refuse(attempt, NOW)
        return True

    with ThreadPoolExecutor(len(stores)) as pool:
        assert sum(pool.map(guess, stores)) == 4
    assert store.verify() == []
    stores[1].close()


def test_of_many_who_take_one_name_one_has_it(store: Store, programme: Programme) -> None:
    stores = [store, Store.open(store.path, programme)] * 4

    def add(one: Store) -> bool:
        try:
            return bool(one.accounts.add("li", "viewer", actor="wang"))
        except NameTaken:
            return False

    with ThreadPoolExecutor(len(stores)) as pool:
        assert sum(pool.map(add, stores)) == 1
    assert len(store.accounts.all()) == 1
    stores[1].close()


def test_a_store_that_is_held_for_too_long_says_so(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracking.store.connections.PATIENCE_SECONDS", 0.1)
    store.close()  # so that it opens anew, with less patience
    figures = stated(("INN-1-1", "110000", Q1, 1))
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(Busy):
        store.submit(b"1", "1.csv", figures, actor="a")
    assert store.submissions() == []
    other.execute("rollback")
    assert store.submit(b"1", "1.csv", figures, actor="a").id == 1
