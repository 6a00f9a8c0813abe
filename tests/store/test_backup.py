"""A backup is a whole, proved store of one file; old ones go, good ones are never lost to bad."""

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.conftest import Q1, stated, take
from tests.store.test_verify import tamper
from tests.store.workers import Workers
from tracking.programme import Programme
from tracking.store import NoStore, NotAStore, Store, StoreIsNewer
from tracking.store.backup import backup, backups
from tracking.store.errors import NoRoom

NOW = datetime(2026, 11, 24, 18, 45, 12, tzinfo=UTC)
FIGURES = stated(("INN-1-1", "110000", Q1, 7))


@pytest.fixture
def full(store: Store) -> Store:
    """A store with an approved submission, open."""
    take(store, FIGURES)
    return store


def test_a_backup_is_a_sound_store_of_one_file_that_needs_no_other(
    full: Store, programme: Programme
) -> None:
    made = backup(full.path, programme, now=NOW)
    folder = full.path.parent / "backups"
    assert made.backup.path == folder / "tracking-20261124T184512Z.db"
    assert made.backup.sound
    assert os.listdir(folder) == ["tracking-20261124T184512Z.db"]  # noqa: PTH208
    # As it could be read from a disk that is only to be read.
    made.backup.path.chmod(0o444)
    folder.chmod(0o555)
    with Store.open(made.backup.path, programme, read_only=True) as copy:
        assert copy.figures().equals(full.figures())
        assert copy.audit().equals(full.audit())
        assert copy.verify() == []
    assert os.listdir(folder) == ["tracking-20261124T184512Z.db"]  # noqa: PTH208
    folder.chmod(0o755)


def test_whoever_writes_during_a_backup_does_not_wait_and_is_not_in_it(
    full: Store, programme: Programme
) -> None:
    steps = []

    def write(done: int, total: int) -> None:
        if not steps:
            take(full, FIGURES, b"meanwhile")
        steps.append((done, total))

    made = backup(full.path, programme, now=NOW, progress=write)
    with Store.open(made.backup.path, programme, read_only=True) as copy:
        assert len(copy.submissions()) == 1
    assert len(full.submissions()) == 2
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert steps[-1][0] == steps[-1][1]


def test_two_backups_of_one_second_have_names_of_their_own(
    full: Store, programme: Programme
) -> None:
    for _ in range(3):
        backup(full.path, programme, now=NOW)
    assert [one.at - NOW for one in backups(full.path)] == [
        timedelta(seconds=2),
        timedelta(seconds=1),
        timedelta(0),
    ]


def test_old_backups_go_by_the_rule_and_nothing_else_does(
    full: Store, programme: Programme, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    old = folder / "tracking-20250102T000000Z.db"
    last_of_its_month = folder / "tracking-20250103T000000Z.db"
    others = [
        folder / name
        for name in (
            "tracking.db",
            "tracking-20250102T000000Z.db.txt",
            "tracking-20259902T000000Z.db",
            "tracking-20250102T000001Z.damaged.db",
            "other-20250102T000000Z.db",
            "my-tracking-20250102T000000Z.db",
        )
    ]
    for file in (old, last_of_its_month, *others):
        file.touch()
    for n in range(7):
        made = backup(full.path, programme, folder, now=NOW + timedelta(minutes=n), keep_all=n < 6)
        assert made.removed == ((old,) if n == 6 else ())
    assert not old.exists()
    assert last_of_its_month.exists()
    assert all(file.exists() for file in others)


def test_what_a_backup_that_was_cut_off_left_goes_a_day_later(
    full: Store, programme: Programme
) -> None:
    folder = full.path.parent / "backups"
    yesterday = folder / "tracking-20261123T184511Z.unfinished.db"
    at_work = folder / "tracking-20261124T184511Z.unfinished.db"
    for work in (yesterday, at_work):
        work.mkdir(parents=True)
        (work / "copy.db").touch()
    backup(full.path, programme, now=NOW)
    assert not yesterday.exists()
    assert at_work.exists()
    assert len(backups(full.path)) == 1


def test_the_copy_of_a_store_that_is_not_sound_says_so_and_takes_no_others_place(
    full: Store, programme: Programme
) -> None:
    folder = full.path.parent / "backups"
    folder.mkdir()
    (folder / "tracking-20100101T000000Z.db").touch()
    full.close()
    tamper(full.path, "update figure set value = 99")
    for n in range(8):
        made = backup(full.path, programme, now=NOW + timedelta(minutes=n))
        assert not made.backup.sound
        assert made.backup.path.name.endswith("Z.damaged.db")
        assert "figures" in {one.code for one in made.differences}
        assert made.removed == ()
    assert [one.sound for one in backups(full.path)] == [False] * 8 + [True]


def test_a_store_damaged_on_the_disk_is_copied_as_a_damaged_one(
    full: Store, programme: Programme
) -> None:
    full.close()
    with sqlite3.connect(full.path) as connection:
        (page,) = connection.execute(
            "select rootpage from sqlite_schema where name = 'unit'"
        ).fetchone()
    with full.path.open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(b"\xff" * 4096)
    made = backup(full.path, programme, now=NOW)
    assert {one.code for one in made.differences} == {"damaged"}
    assert not made.backup.sound


def test_a_store_that_its_programme_has_moved_on_from_is_backed_up_as_it_is(
    full: Store, programme: Programme, orchard: Programme
) -> None:
    before = full.audit()
    made = backup(full.path, orchard, now=NOW)
    assert made.differences == ()
    with Store.open(made.backup.path, programme, read_only=True) as copy:
        assert copy.audit().equals(before)


def test_a_store_that_an_older_version_made_is_backed_up_as_it_is(
    old: Path, programme: Programme
) -> None:
    made = backup(old, programme, now=NOW)
    assert made.differences == ()
    with sqlite3.connect(made.backup.path) as copy:
        assert copy.execute("pragma user_version").fetchone() == (1,)


def test_what_cannot_be_backed_up_leaves_nothing(tmp_path: Path, programme: Programme) -> None:
    with pytest.raises(NoStore):
        backup(tmp_path / "none.db", programme)
    assert list(tmp_path.iterdir()) == []
    text, newer, other = (tmp_path / name for name in ("text.db", "newer.db", "other.db"))
    text.write_text("a text, longer than the head of a file of SQLite's would be" * 10)
    with sqlite3.connect(other) as connection:
        connection.execute("create table t (x)")
    Store.open(newer, programme).close()
    with sqlite3.connect(newer) as connection:
        connection.execute("pragma user_version = 99")
    for path, error in ((text, NotAStore), (other, NotAStore), (newer, StoreIsNewer)):
        with pytest.raises(error):
            backup(path, programme)
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_disk_without_room_is_not_filled(
    full: Store, programme: Programme, tiny_disk: Path
) -> None:
    take(full, FIGURES, os.urandom(2_000_000))
    with pytest.raises(NoRoom, match="MB"):
        backup(full.path, programme, tiny_disk)
    assert list(tiny_disk.iterdir()) == []


def test_a_disk_that_fails_in_the_middle_leaves_nothing(
    full: Store, programme: Programme, workers: Workers, tmp_path: Path
) -> None:
    take(full, FIGURES, os.urandom(400_000))
    said = tmp_path / "said"
    assert workers.do(["back_up_with_no_room", str(full.path), 300_000, str(said)]) == [0]
    assert said.read_text().startswith("NotCopied: The copy could not be written")
    assert list((full.path.parent / "backups").iterdir()) == []


def test_a_backup_may_be_used_by_those_who_may_use_the_store(
    full: Store, programme: Programme
) -> None:
    full.path.chmod(0o640)
    made = backup(full.path, programme, now=NOW)
    assert made.backup.path.stat().st_mode & 0o777 == 0o640
