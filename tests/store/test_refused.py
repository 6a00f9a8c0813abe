"""A full disk, a store that may only be read, one that another program holds: nothing is lost."""

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.conftest import Q1, stated, take
from tests.store.workers import Workers, large
from tracking.programme import Programme
from tracking.store import Busy, NoSpace, Store

LIMIT = 400_000
FIGURES = stated(("INN-1-1", "110000", Q1, 1))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can get to."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_where_no_file_may_grow_nothing_is_half_saved(
    workers: Workers, store: Store, tmp_path: Path
) -> None:
    take(store, FIGURES)
    said = tmp_path / "said"
    assert workers.do(["report_with_no_room", str(store.path), LIMIT, str(said)]) == [0]
    assert said.read_text().startswith("NoSpace: The store could not be written")
    assert "Nothing was saved" in said.read_text()
    assert len(store.submissions()) == 1
    assert store.verify() == []
    take(store, FIGURES, b"goes on")


def test_on_a_full_disk_nothing_is_half_saved(tiny_disk: Path, programme: Programme) -> None:
    with Store.open(tiny_disk / "tracking.db", programme) as store:
        take(store, FIGURES)
        with pytest.raises(NoSpace, match=r"full.*Nothing was saved"):
            large(store, programme, 2_000_000)
        assert len(store.submissions()) == 1
        assert store.verify() == []
        take(store, FIGURES, b"goes on")


@pytest.mark.parametrize(
    ("folder_mode", "told"),
    [(0o777, "ReadOnly: The store can only be read"), (0o555, "FolderReadOnly: The store at")],
)
def test_who_may_only_read_a_store_changes_nothing_and_is_told(
    workers: Workers, open_folder: Path, programme: Programme, folder_mode: int, told: str
) -> None:
    folder = open_folder / "data"
    folder.mkdir()
    with Store.open(folder / "tracking.db", programme) as store:
        take(store, FIGURES)
    store.path.chmod(0o444)
    said = open_folder / "said"
    folder.chmod(folder_mode)
    try:
        assert workers.do(["report_as_somebody", str(store.path), str(said)]) == [0]
    finally:
        folder.chmod(0o755)
        store.path.chmod(0o644)
    assert said.read_text().startswith(told)
    with Store.open(store.path, programme) as store:
        assert len(store.submissions()) == 1
        assert store.verify() == []


def test_a_store_that_another_program_holds_alone_can_be_neither_read_nor_written(
    store: Store, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracking.store.connections.PATIENCE_SECONDS", 0.1)
    store.close()
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("pragma locking_mode = exclusive")
    other.execute("begin immediate")
    for read_only in (True, False):
        with pytest.raises(Busy, match="Nothing was saved"):
            Store.open(store.path, programme, read_only=read_only)
    other.close()
    with Store.open(store.path, programme) as again:
        take(again, FIGURES)
        assert again.verify() == []
