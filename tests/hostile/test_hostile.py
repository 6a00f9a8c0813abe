"""Hostile files end in a finding or in figures; `make hostile` takes two thousand."""

from collections import Counter
from hashlib import sha256
from itertools import groupby

import pytest

from tests.hostile.families import FAMILIES, LARGER, files
from tests.hostile.run import Told, run

FILES = 500
SEED = 20


@pytest.fixture(scope="module")
def told() -> Told:
    """What became of every file, and of each worker's store at the end."""
    return run(FILES, SEED)


def test_no_file_crashes_hangs_takes_too_much_or_is_half_saved(told: Told) -> None:
    faults = [one for one in told if one.get("fault")]
    assert faults == []


def test_there_are_some_of_every_family(told: Told) -> None:
    count = Counter(one["family"] for one in told if one["n"] >= 0)
    assert count.total() >= FILES
    assert count.keys() == {name for name, family in FAMILIES.items() if family not in LARGER}


def test_files_of_every_kind_are_taken_and_refused(told: Told) -> None:
    ok = Counter(bool(one.get("ok")) for one in told if one["n"] >= 0)
    assert min(ok[True], ok[False]) >= 50
    codes = {code for one in told for code in one.get("codes", ())}
    assert len(codes) >= 40


def test_a_worker_that_handled_many_files_holds_no_more_memory_than_before(told: Told) -> None:
    small = [one for one in told if one["n"] >= 0 and one["bytes"] < 100_000]
    for _, of in groupby(small, key=lambda one: one["worker"]):
        resting = [one["resting"] for one in of]
        assert resting[-1] - resting[50] < 200


def test_the_same_seed_gives_the_same_files() -> None:
    def digest(seed: int) -> str:
        hashed = sha256()
        for file in files(["texts.spliced", "names.odd_names", "books.raw_bytes"], 100, seed):
            hashed.update(file.name.encode("utf-8", "surrogatepass") + file.data)
        return hashed.hexdigest()

    assert digest(1) == digest(1) != digest(2)
