"""Several processes and threads at one store, and processes that die in the middle."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.store.conftest import Q1, stated, take
from tracking.programme import Programme
from tracking.store import Busy, IllegalMove, Store

PROCESSES, EACH = 6, 5

START = """
import os, sys
from pathlib import Path
from tests.store.conftest import Q1, stated, take
from tracking.programme import load
from tracking.store import Store, moves, submissions
programme = load(Path("data/programme"))
store = Store.open(sys.argv[1], programme)
regions = [region.code for region in programme.regions]
"""

REPORTING = (
    START
    + """
me, each = int(sys.argv[2]), int(sys.argv[3])
for n in range(each):
    figures = stated(("INN-1-1", regions[me], Q1 + n, me + n), ("INN-1-1", "340100", Q1, me))
    take(store, figures, f"{me} {n}".encode())
"""
)

# Dies at the very last statement of its transaction, or keeps writing until it is killed.
DYING = (
    START
    + """
submissions.move = lambda *_: os._exit(9)
store.submit(b"dies", "dies.csv", stated(("INN-1-1", "110000", Q1, 1)), actor="a")
"""
)
DYING_IN_APPROVE = (
    START
    + """
moves.supersede = lambda *_: os._exit(9)
take(store, stated(("INN-1-1", "110000", Q1, 7)), b"dies")
"""
)
BUSY = (
    START
    + """
print("ready", flush=True)
for n in range(100_000):
    take(store, stated(*(("INN-1-1", r, Q1 + n % 8, n) for r in regions)), str(n).encode())
"""
)


def run(script: str, *values: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, values)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_processes_that_approve_at_once_are_all_accounted_for(
    tmp_path: Path, programme: Programme
) -> None:
    path = tmp_path / "new.db"
    processes = [run(REPORTING, path, me, EACH) for me in range(PROCESSES)]
    assert [process.wait(120) for process in processes] == [0] * PROCESSES
    with Store.open(path, programme) as store:
        assert len(store.submissions()) == PROCESSES * EACH
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


@pytest.mark.parametrize("script", [DYING, DYING_IN_APPROVE])
def test_dying_in_the_middle_leaves_nothing(
    store: Store, programme: Programme, script: str
) -> None:
    take(store, stated(("INN-1-1", "120000", Q1, 2)))
    before = store.figures()
    assert run(script, store.path).wait(60) == 9
    assert store.figures().equals(before)
    assert all(s.state in ("approved", "submitted") for s in store.submissions())
    assert store.verify() == []
    take(store, stated(("INN-1-1", "110000", Q1, 1)), b"goes on")


@pytest.mark.parametrize("wait", [0.02, 0.11, 0.23, 0.4])
def test_killed_at_any_moment_a_submission_is_there_whole_or_not_at_all(
    store: Store, programme: Programme, wait: float
) -> None:
    process = run(BUSY, store.path)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    assert store.verify() == []
    assert all(s.n_figures == len(programme.regions) for s in store.submissions())


def test_a_store_that_is_held_for_too_long_says_so(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracking.store.connections.PATIENCE_SECONDS", 0.1)
    figures = stated(("INN-1-1", "110000", Q1, 1))
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(Busy):
        store.submit(b"1", "1.csv", figures, actor="a")
    assert store.submissions() == []
    other.execute("rollback")
    assert store.submit(b"1", "1.csv", figures, actor="a").id == 1
