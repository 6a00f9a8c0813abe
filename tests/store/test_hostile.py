"""Files that are no store, or no longer a sound one; and a transaction that fails half-way."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from tests.store.conftest import Q1, random_figures, stated, take
from tracking.programme import Programme
from tracking.store import CannotOpen, Damaged, NotAStore, Store, StoreError, rollup


def test_an_empty_file_and_a_folder_are_named_for_what_they_are(
    programme: Programme, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.db"
    empty.touch()
    with pytest.raises(NotAStore):
        Store.open(empty, programme, read_only=True)
    for read_only in (True, False):
        with pytest.raises(CannotOpen, match="directory"):
            Store.open(tmp_path, programme, read_only=read_only)


def test_what_is_submitted_to_count_at_once_is_approved_with_it_or_not_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = stated(("INN-1-1", "110000", Q1, 7.0))
    with monkeypatch.context() as patch:
        patch.setattr(rollup, "refresh", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            store.submit(b"a", "a.csv", figures, actor="wang", approve=True)
    assert store.submissions() == []
    assert store.submit(b"a", "a.csv", figures, actor="wang", approve=True).state == "approved"
    assert store.figures()["value"].tolist() == [7]
    assert store.verify() == []


def test_a_damaged_file_is_told_and_does_not_stop_the_proof(
    store: Store, programme: Programme
) -> None:
    take(store, random_figures(np.random.default_rng(1), programme, 300))
    path = store.path
    with sqlite3.connect(path) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        (page,) = connection.execute(
            "select rootpage from sqlite_schema where name = 'figure'"
        ).fetchone()
    store.close()
    with path.open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(b"\xff" * 4096)
    with Store.open(path, programme, read_only=True) as damaged:
        assert "damaged" in {one.code for one in damaged.verify()}
        with pytest.raises(Damaged, match="damaged"):
            damaged.current()


def test_whatever_bytes_are_damaged_it_is_told_and_nothing_else_happens(
    store: Store, programme: Programme
) -> None:
    take(store, random_figures(np.random.default_rng(1), programme, 60))
    store.close()
    with sqlite3.connect(store.path) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    sound, rng, told = store.path.read_bytes(), np.random.default_rng(2), 0
    for _ in range(60):
        at = int(rng.integers(100, len(sound) - 600))
        store.path.write_bytes(sound[:at] + rng.bytes(600) + sound[at + 600 :])
        try:
            with Store.open(store.path, programme, read_only=True) as opened:
                told += bool(opened.verify())
        except StoreError:
            told += 1
    # The rest fell where nothing is written.
    assert told > 10
