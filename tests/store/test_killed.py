"""Killed at any moment, a store is sound, and what it said was done is done."""

import random
import shutil
from pathlib import Path
from signal import SIGKILL, SIGXFSZ

import pytest

from tests.store.workers import SEVERAL, Workers
from tracking.programme import Programme
from tracking.store import Store

# 25 stores of 8 deaths each: proving a store takes the longer the more was approved.
STORES, DEATHS = 25, 8
# SQLite's steps until a store is open, a report handed in, and a report approved, at the most.
OPEN, SUBMIT, APPROVE = 4_500, 3_000, 12_000
# What may have become of a submission of which this was said.
FROM = {
    "submitted": {"submitted", "approved", "superseded", "returned"},
    "approved": {"approved", "superseded", "returned"},
    "returned": {"returned"},
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Path:
    """An empty store; copy it."""
    path = tmp_path_factory.mktemp("empty") / "tracking.db"
    Store.open(path, programme).close()
    return path


@pytest.mark.parametrize("seed", range(STORES))
def test_killed_at_any_moment_what_was_said_to_be_done_is_done_and_all_is_whole(
    workers: Workers, empty: Path, tmp_path: Path, programme: Programme, seed: int
) -> None:
    path = Path(shutil.copy(empty, tmp_path))
    rng = random.Random(seed)
    for death in range(DEATHS):
        # As often in handing in, which is quick, as in approving.
        until = SUBMIT if rng.random() < 0.5 else OPEN + 3 * (SUBMIT + APPROVE)
        opcodes = OPEN + rng.randrange(until) if death else rng.randrange(OPEN)
        work = ["report_until_dead", str(path), 1000 * seed + 100 * death, opcodes]
        assert workers.do(work) == [-SIGKILL]
        check(path, programme)


@pytest.mark.parametrize("seed", range(4))
def test_cut_off_in_the_middle_of_a_write_it_is_whole_too(
    workers: Workers, empty: Path, tmp_path: Path, programme: Programme, seed: int
) -> None:
    path = Path(shutil.copy(empty, tmp_path))
    rng = random.Random(seed)
    for death in range(DEATHS // 2):
        # In writing the log, in beginning its index, in writing the log back, in the file's growth.
        size = rng.randrange(20_000, path.stat().st_size + 4_000)
        work = ["report_until_cut_off", str(path), 1000 * seed + 100 * death, size]
        assert workers.do(work) == [-SIGXFSZ]
        check(path, programme)


def test_a_store_whose_making_was_cut_off_is_made_when_next_opened(
    workers: Workers, tmp_path: Path, programme: Programme
) -> None:
    rng = random.Random(1)
    for death in range(20):
        path = tmp_path / f"{death}.db"
        assert workers.do(["open_and_die", str(path), rng.randrange(15_000)]) == [-SIGKILL]
        with Store.open(path, programme) as store:
            assert store.verify() == []
            assert store.submissions() == []


def check(path: Path, programme: Programme) -> None:
    """The store is sound, each report whole, and all is there that the store said was done."""
    told = path.with_suffix(".done")
    done = [line.split() for line in told.read_text().splitlines()] if told.exists() else []
    with Store.open(path, programme) as store:
        assert store.verify() == []
        there = {submission.id: submission for submission in store.submissions()}
    assert all(submission.n_figures == SEVERAL for submission in there.values())
    for what, number in done:
        assert there[int(number)].state in FROM[what]
