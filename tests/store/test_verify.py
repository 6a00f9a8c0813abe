"""Whatever is changed behind the store's back, verify finds it."""

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.store.conftest import BRIEFING, OFFICE, Q1, Q2, stated, take
from tests.store.test_accounts import HASH, NOW
from tracking.programme import Programme, Quarter
from tracking.store import Store
from tracking.store.identities import Granted, Person
from tracking.store.migrations import FACTS
from tracking.words import LANGUAGES

# What is done to the file once its triggers are out of the way, and what verify says of it.
TAMPERING = {
    "update audit set actor = 'nobody' where id = 7": {"audit_entry"},
    "update audit set hash = hash || '0' where id = 6": {"audit_entry"},
    "delete from audit where id = 7": {"audit_entry", "audit_missing"},
    "delete from audit where id = (select max(id) from audit)": {"end_differs"},
    "update move set actor = 'nobody' where id = 2": {"audit_differs"},
    "update move set at = '2020-01-01T00:00:00.000Z' where id = 2": {"audit_differs"},
    "delete from move where id = 3": {"audit_without"},
    "update submission set name = 'other.csv' where id = 1": {"audit_differs"},
    "update submission set digest = hex(1) where id = 1": {"audit_differs", "figures"},
    "update file set bytes = zeroblob(size)": {"file"},
    "update figure set value = 99 where submission = 1": {"figures", "rollup"},
    "update figure set qualifier = '≥' where submission = 2": {"figures", "rollup"},
    "delete from figure where submission = 2": {"figures", "rollup"},
    "update narrative set problem = ''": {"figures"},
    "update unit set code = '999' where code = '110000'": {"figures"},
    "update rollup set value = 99": {"rollup"},
    "update rollup set value = 99 where known_to < 1000": {"rollup"},
    "delete from rollup where known_to < 1000": {"rollup"},
    "delete from rollup where origin = 'rolled'": {"rollup"},
    "update rollup set reported = 7 where origin = 'rolled'": {"rollup"},
    "update target set value = 1 where id = 1": {"audit_differs"},
    "delete from target where id = 1": {"audit_without"},
    "delete from verification": {"audit_differs", "rollup"},
    "update finding set said = '{}'": {"audit_differs"},
    "update explanation set text = '核实无误'": {"audit_differs"},
    "update remark set text = '无'": {"audit_differs"},
    "delete from indicator where code = 'INN-1-1'": {"broken_reference"},
    "update verification set quarter = quarter + 1": {"audit_differs", "rollup"},
    "insert into report select submission, unit, quarter + 1, 0 from report": {"figures"},
    "update report set figures = figures + 1 where submission = 1": {"figures"},
    "insert into submission select 9, file, name, source, 0, '' from submission where id = 1": {
        "audit_missing"
    },
    "update file set size = size + 1": {"file"},
    "delete from submission where id = 1": {"audit_differs", "broken_reference"},
    "update audit set details = 'no JSON' where id = 7": {"audit_entry", "audit_missing"},
    "update audit set details = '[]' where action = 'target'": {"audit_entry", "audit_missing"},
    "insert into meta values ('demonstration', 'yes')": {"demonstration"},
    "update narrative_text set problem = '资金充足'": {"search"},
    "drop trigger figure_refuses_update": {"guard"},
    "insert into legal_move values ('withdrawn', 'approved')": {"guard"},
    "update basis set code = 'month' where id = 1": {"guard"},
    "update account_role set role = 'administrator' where id = 2": {"audit_differs"},
    "insert into account_role select 9, account, 'administrator', null, '[]', 0, actor, at"
    " from account_role where id = 2": {"audit_missing"},
    "update credential set hash = hash || 'x'": {"audit_differs"},
    "update credential set account = 1": {"audit_missing", "audit_without"},
    "delete from credential": {"audit_without"},
    "update session set account = 1": {"audit_differs"},
    "update session set hash = hex(randomblob(32))": {"audit_differs"},
    "update session set address = '203.0.113.1'": {"audit_differs"},
    "update session set ended = null where ended is not null": {"end_differs"},
    "update session set ended = at where ended is null": {"end_differs"},
    "insert into session select 9, hex(randomblob(32)), account, at, seen, address, agent, null"
    " from session limit 1": {"audit_missing"},
    "update one_time_link set expires = '2999'": {"audit_differs"},
    "update one_time_link set ended = null where account = 2": {"audit_differs"},
    "insert into one_time_link select 9, hex(randomblob(32)), 1, purpose, actor, at, expires, null"
    " from one_time_link where id = 1": {"audit_missing"},
    "update sign_in set outcome = 'signed_in' where outcome = 'refused'": {"audit_differs"},
    "update sign_in set at = '2026-11-24T02:00:00.000Z'": {"audit_differs"},
    "delete from sign_in where outcome = 'refused'": {"audit_without"},
    "drop trigger session_stays_ended": {"guard"},
}

# Facts that nothing writes yet stand in the chain as the others do.
NOT_YET = {"evidence", "deadline", "problem_state"}


@pytest.fixture
def path(store: Store) -> Path:
    """A store with two approved submissions, one that waits, and a milestone."""
    first = stated(("INN-1-1", "110000", Q1, 3), ("INN-1-1", OFFICE, Q1, 4))
    finding = {"code": "outlier", "severity": "warning"}
    take(store, first.assign(problem="资金不足"), findings=[finding], reasons={1: "并入两家平台"})
    take(store, stated(("INN-1-1", "110000", Q1, 5), ("INN-1-1", OFFICE, Q2, 6)))
    take(store, stated(("SUP-1-4", "miit", Q1, np.nan), state="claimed"))
    store.submit(b"waits", "waits.csv", first, actor="a")
    store.remark(4, "为何下降？", actor="b")
    entered = stated(("INN-1-1", "120000", Q1, 3))
    store.submit(b"entered", "entered.csv", entered, actor="a", approve=True)
    store.briefings.save("季报", **BRIEFING, actor="wang")
    store.briefings.note_made("季报", Quarter(Q1), date(2024, 5, 1), "li")
    store.briefings.remove("季报", "zhou")
    store.briefings.restore("季报", "zhou")
    store.accounts.add("wang", "administrator", actor="local", now=NOW)
    token = store.accounts.add("li", "reporter", "110000", actor="wang", now=NOW)
    store.sessions.open_by_link(token, "192.0.2.7", "Firefox", NOW, HASH)
    attempt = store.sign_ins.begin("li", "192.0.2.7", NOW)
    store.sessions.open(attempt, "Firefox", NOW)
    store.sign_ins.refuse(store.sign_ins.begin("li", "192.0.2.7", NOW), NOW)
    store.sessions.revoke(1, "li", NOW)
    zhao = Person("https://id.example.cn", "u-1", "zhao")
    store.identities.sign_in(zhao, Granted("viewer"), "s-1", "192.0.2.7", "Firefox", NOW)
    store.identities.refuse("no_role", "192.0.2.7", NOW, zhao)
    assert store.verify() == []
    store.close()
    return store.path


@pytest.mark.parametrize("change", TAMPERING)
def test_tampering_is_found(path: Path, programme: Programme, change: str) -> None:
    tamper(path, change)
    with Store.open(path, programme, read_only=True) as store:
        found = store.verify()
    assert {difference.code for difference in found} >= TAMPERING[change]
    for language in LANGUAGES:
        for difference in found:
            assert "{" not in difference.said(language)
            assert difference.to_json(language)["message"]


@pytest.mark.parametrize("table", [*sorted({*FACTS, "rollup"} - NOT_YET)])
def test_no_column_of_a_fact_can_be_changed_and_no_row_taken_out_unseen(
    path: Path, programme: Programme, table: str
) -> None:
    sound = path.read_bytes()
    with sqlite3.connect(path) as connection:
        columns = connection.execute(f"pragma table_info({table})").fetchall()
    other = {
        "TEXT": "{0} || ' '",
        "BLOB": "zeroblob(length({0}))",
        "INTEGER": "coalesce({0}, 0) + 1000",
        "REAL": "coalesce({0}, 0) + 1.5",
    }
    keys = [row[1] for row in columns if row[5]]
    key, backwards = ", ".join(keys), ", ".join(f"{name} desc" for name in keys)
    last = f"({key}) = (select {key} from {table} order by {backwards} limit 1)"
    changes = [
        f"update {table} set {name} = {other[kind].format(name)} where {last}"
        for _, name, kind, *_ in columns
    ]
    for change in [*changes, f"delete from {table} where {last}"]:
        path.write_bytes(sound)
        tamper(path, change)
        with Store.open(path, programme, read_only=True) as store:
            assert store.verify(), change


def test_a_demonstration_whose_mark_was_taken_off_is_found(
    store: Store, programme: Programme
) -> None:
    store.mark_demonstration("wang")
    assert store.verify() == []
    store.close()
    tamper(store.path, "delete from meta where key = 'demonstration'")
    with Store.open(store.path, programme, read_only=True) as opened:
        assert [one.code for one in opened.verify()] == ["demonstration"]


def test_the_first_broken_entry_is_named(path: Path, programme: Programme) -> None:
    tamper(path, "update audit set details = '{}' where id in (7, 9)")
    with Store.open(path, programme, read_only=True) as store:
        entries = [d.values["entry"] for d in store.verify() if d.code == "audit_entry"]
    assert entries == [7]


def test_a_damaged_file_is_told_of(path: Path, programme: Programme) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 3 + 8)
        file.write(b"\xff" * 600)
    with Store.open(path, programme, read_only=True) as store:
        assert "damaged" in {difference.code for difference in store.verify()}


def test_progress_goes_from_nothing_to_all(path: Path, programme: Programme) -> None:
    told: list[tuple[int, int]] = []
    advance: Callable[[int, int], None] = lambda done, total: told.append((done, total))  # noqa: E731
    with Store.open(path, programme, read_only=True) as store:
        store.verify(advance)
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]


def tamper(path: Path, change: str) -> None:
    """Change the file as someone could who knows SQLite, and tidies up behind."""
    with sqlite3.connect(path) as connection:
        connection.execute("pragma ignore_check_constraints = on")
        triggers = connection.execute("select name, sql from sqlite_schema where type = 'trigger'")
        guards = dict(triggers.fetchall())
        tidy = {name: sql for name, sql in guards.items() if name not in change}
        for name in tidy:
            connection.execute(f"drop trigger {name}")
        assert connection.execute(change).rowcount != 0
        for sql in tidy.values():
            connection.execute(sql)
        connection.commit()
        # Into the file itself, whatever is copied of it.
        connection.execute("pragma wal_checkpoint(truncate)")
