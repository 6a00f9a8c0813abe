"""A restore puts a proved backup in the store's place at once; nothing of the old store is lost."""

import os
import shutil
import sqlite3
from datetime import date
from pathlib import Path
from signal import SIGKILL

import pytest

from tests.store.conftest import Q1, stated, take
from tests.store.test_accounts import HASH, NOW, add, named
from tests.store.test_verify import tamper
from tests.store.workers import Workers
from tracking.programme import Programme
from tracking.store import Busy, NoStore, NotAStore, Store, StoreIsNewer
from tracking.store.account_errors import LinkSpent
from tracking.store.backup import backup
from tracking.store.errors import BackupDamaged, InUse, Replaced
from tracking.store.restore import restoring

THEN, SINCE = (stated(("INN-1-1", "110000", Q1, value)) for value in (7.0, 8.0))


@pytest.fixture
def copy(store: Store, programme: Programme) -> Path:
    """A backup of a store with one submission; the store has a second one since, and is closed."""
    take(store, THEN)
    made = backup(store.path, programme)
    take(store, SINCE)
    store.close()
    return made.backup.path


def restored(store: Path, copy: Path, programme: Programme) -> Path | None:
    with restoring(store, copy, programme) as ready:
        return ready.swap("wang")


def names_beside(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


def value_of(path: Path, programme: Programme) -> list[float]:
    with Store.open(path, programme) as opened:
        assert opened.verify() == []
        return list(opened.figures()["value"])


def test_the_backup_is_the_store_and_the_old_store_is_kept_whole(
    store: Store, copy: Path, programme: Programme
) -> None:
    kept = restored(store.path, copy, programme)
    assert kept is not None
    assert names_beside(store.path) == ["backups", kept.name, "tracking.db"]
    assert kept.name.startswith("tracking.before-restore-20")
    assert value_of(store.path, programme) == [7]
    assert value_of(kept, programme) == [8]
    assert restored(store.path, kept, programme)
    assert value_of(store.path, programme) == [8]


def test_the_audit_chain_tells_of_the_restore(
    store: Store, copy: Path, programme: Programme
) -> None:
    restored(store.path, copy, programme)
    with Store.open(store.path, programme) as opened:
        last = opened.audit().iloc[0]
    assert (last["actor"], last["action"]) == ("wang", "restored")
    assert f'"backup":"{copy.name}"' in last["details"]
    assert '"entries_lost":3' in last["details"]


def test_after_a_restore_nobody_is_signed_in_and_no_link_holds(
    store: Store, programme: Programme
) -> None:
    token = store.sessions.open_by_link(add(store, "li"), "", "", NOW, HASH)
    link = store.accounts.link("li", actor="wang", now=NOW)
    made = backup(store.path, programme)
    store.close()
    restored(store.path, made.backup.path, programme)
    with Store.open(store.path, programme) as opened:
        assert opened.sessions.find(token, NOW) is None
        with pytest.raises(LinkSpent):
            opened.accounts.linked(link, NOW)
        assert named(opened, "li").password
        assert opened.verify() == []


def test_what_would_be_lost_is_known_before(store: Store, copy: Path, programme: Programme) -> None:
    with restoring(store.path, copy, programme) as ready:
        exchange = ready.exchange
    assert [(one.submission, one.name, one.actor) for one in exchange.lost] == [
        (2, "report.csv", "reporter")
    ]
    assert exchange.earlier
    assert exchange.now is not None
    # Submitted, approved, and the first superseded by it.
    assert exchange.entries_lost == 3
    assert (exchange.now.submissions, exchange.then.submissions) == (2, 1)


def test_without_a_swap_nothing_is_changed(store: Store, copy: Path, programme: Programme) -> None:
    before = store.path.stat()
    with restoring(store.path, copy, programme):
        pass
    assert store.path.stat().st_ino == before.st_ino
    assert not list(store.path.parent.glob("*restor*"))
    assert value_of(store.path, programme) == [8]


def test_a_backup_of_another_store_is_told_apart(
    store: Store, copy: Path, programme: Programme, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "other.db", programme) as other:
        take(other, THEN)
    with restoring(tmp_path / "other.db", copy, programme) as ready:
        assert not ready.exchange.earlier
        assert len(ready.exchange.lost) == 1


def test_a_backup_that_is_not_sound_takes_no_stores_place(
    store: Store, copy: Path, programme: Programme
) -> None:
    tamper(copy, "update figure set value = 99")
    with pytest.raises(BackupDamaged, match="not the ones that were handed in"):
        restored(store.path, copy, programme)
    copy.write_bytes(copy.read_bytes()[:-9000])
    with pytest.raises(BackupDamaged, match="damaged"):
        restored(store.path, copy, programme)
    assert names_beside(store.path) == ["backups", "tracking.db"]
    assert value_of(store.path, programme) == [8]


def test_what_is_no_backup_takes_no_stores_place(
    store: Store, copy: Path, programme: Programme, tmp_path: Path
) -> None:
    text, newer = tmp_path / "text.db", tmp_path / "newer.db"
    text.write_text("a text" * 1000)
    shutil.copy(copy, newer)
    with sqlite3.connect(newer) as connection:
        connection.execute("pragma user_version = 99")
    none = tmp_path / "none.db"
    for path, error in ((text, NotAStore), (newer, StoreIsNewer), (none, NoStore)):
        with pytest.raises(error, match=path.name):
            restored(store.path, path, programme)
    assert value_of(store.path, programme) == [8]


def test_the_file_of_another_program_is_not_replaced(
    copy: Path, programme: Programme, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("create table t (x)")
    before = other.read_bytes()
    with pytest.raises(NotAStore):
        restored(other, copy, programme)
    assert other.read_bytes() == before


def test_a_store_that_somebody_has_open_be_it_idle_is_not_replaced(
    store: Store, copy: Path, programme: Programme
) -> None:
    with Store.open(store.path, programme) as idle:
        with pytest.raises(InUse, match="Stop the dashboard"):
            restored(store.path, copy, programme)
        take(idle, THEN, b"goes on")
    with (
        restoring(store.path, copy, programme) as ready,
        Store.open(store.path, programme, read_only=True),
        pytest.raises(InUse),
    ):
        ready.swap("wang")
    assert value_of(store.path, programme) == [7]
    with Store.open(store.path, programme) as opened:
        assert len(opened.submissions()) == 3


def test_a_store_that_went_on_since_it_was_compared_is_not_replaced(
    store: Store, copy: Path, programme: Programme
) -> None:
    with restoring(store.path, copy, programme) as ready:
        with Store.open(store.path, programme) as opened:
            take(opened, stated(("INN-1-1", "110000", Q1, 9.0)))
        with pytest.raises(Busy):
            ready.swap("wang")
    assert value_of(store.path, programme) == [9]


def test_a_damaged_store_is_replaced_and_kept_with_its_log(
    store: Store, copy: Path, programme: Programme
) -> None:
    damaged = b"\x00" * 5000
    store.path.write_bytes(damaged)
    Path(f"{store.path}-wal").write_bytes(b"log")
    kept = restored(store.path, copy, programme)
    assert value_of(store.path, programme) == [7]
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert Path(f"{kept}-wal").read_bytes() == b"log"


def test_where_the_store_is_gone_the_backup_takes_its_place(
    store: Store, copy: Path, programme: Programme
) -> None:
    store.path.unlink()
    assert restored(store.path, copy, programme) is None
    assert value_of(store.path, programme) == [7]


def test_a_store_that_is_a_link_to_a_file_elsewhere_stays_one(
    store: Store, copy: Path, programme: Programme, tmp_path: Path
) -> None:
    link = tmp_path / "link" / "store.db"
    link.parent.mkdir()
    link.symlink_to(store.path)
    restored(link, copy, programme)
    assert link.is_symlink()
    assert value_of(store.path, programme) == [7]


def test_a_backup_from_before_the_programme_changed_is_brought_up_to_date(
    store: Store, copy: Path, programme: Programme, orchard: Programme
) -> None:
    restored(store.path, copy, orchard)
    with Store.open(store.path, orchard, read_only=True) as opened:
        assert opened.verify() == []
        there = set(opened.targets(date(2028, 1, 1))["indicator"])
        assert there >= {target.indicator for target in orchard.targets}


def test_a_backup_that_an_older_version_made_is_brought_up_to_date(
    store: Store, old: Path, programme: Programme
) -> None:
    store.close()
    before = old.read_bytes()
    restored(store.path, old, programme)
    with Store.open(store.path, programme, read_only=True) as opened:
        assert opened.verify() == []
        assert len(opened.submissions()) == 5
    assert old.read_bytes() == before


def test_whoever_has_a_replaced_store_open_is_told_and_writes_nothing(
    store: Store, copy: Path, programme: Programme
) -> None:
    with Store.open(store.path, programme) as opened:
        # By hand, as no restore would while it is open.
        other = store.path.with_name("other.db")
        shutil.copy(copy, other)
        other.replace(store.path)
        with pytest.raises(Replaced, match="start the dashboard anew"):
            opened.submit(b"3", "3.csv", THEN, actor="a")
        with pytest.raises(Replaced):
            opened.figures()
    store.path.unlink()
    with pytest.raises(Replaced):
        opened.figures()


def test_killed_at_any_line_of_the_swap_one_of_the_two_is_the_store_and_whole(
    workers: Workers, store: Store, copy: Path, programme: Programme, tmp_path: Path
) -> None:
    before = store.path.read_bytes()
    seen = set()
    for line in range(1, 200, 4):
        folder = tmp_path / str(line)
        folder.mkdir()
        path = folder / "tracking.db"
        path.write_bytes(before)
        ended = workers.do(["restore_and_die", str(path), str(copy), line])
        (value,) = value_of(path, programme)
        seen.add(value)
        old = [file for file in folder.glob("*before-restore*") if file.suffix == ".db"]
        assert value == 8 or value_of(old[0], programme) == [8]
        if ended == [0]:
            break
        assert ended == [-SIGKILL]
    assert ended == [0]
    assert seen == {7, 8}


def test_a_store_that_a_restore_was_cut_off_from_writes_its_log_again(
    store: Store, copy: Path, programme: Programme
) -> None:
    with sqlite3.connect(store.path) as connection:
        connection.execute("pragma journal_mode = delete")
    with Store.open(store.path, programme) as opened:
        take(opened, THEN, b"goes on")
        assert os.path.exists(f"{store.path}-wal")  # noqa: PTH110
