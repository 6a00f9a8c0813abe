"""Accounts: who may be added, changed and closed, and what of it is kept."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from tracking.access import ROLES, Role
from tracking.programme import Programme
from tracking.store import Store
from tracking.store.account_errors import (
    AccountClosed,
    LastAdministrator,
    LinkSpent,
    NameTaken,
    NeedsUnit,
    OnlyReviewersHaveUnits,
    ReservedName,
    UnfitName,
    UnknownAccount,
)
from tracking.store.accounts import Account
from tracking.store.errors import UnknownCode

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
HASH = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA"


def add(store: Store, name: str, role: Role = "viewer", unit: str = "", *units: str) -> str:
    return store.accounts.add(name, role, unit, units, actor="wang", now=NOW)


def named(store: Store, name: str) -> Account:
    found = store.accounts.named(name)
    assert found is not None
    return found


def actions(store: Store) -> list[str]:
    return [str(action) for action in store.audit()["action"] if action != "target"]


@pytest.mark.parametrize("role", ROLES)
def test_an_account_has_the_role_it_was_added_with(store: Store, role: Role) -> None:
    add(store, "li", role, "110000")
    account = named(store, "li")
    assert (account.name, account.role, account.unit) == ("li", role, "110000")
    assert (account.created, account.closed, account.password) == (NOW, None, False)


def test_a_reviewer_has_units_to_review(store: Store) -> None:
    add(store, "li", "reviewer", "", "110000", "340000", "110000")
    assert named(store, "li").units == {"110000", "340000"}


@pytest.mark.parametrize("typed", ["Wang.Fang", "WANG.FANG", " wang.fang ", "Ｗａｎｇ.Fang"])
def test_a_name_is_the_same_however_it_is_typed(store: Store, typed: str) -> None:
    add(store, "Wang.Fang")
    assert named(store, typed).name == "Wang.Fang"
    with pytest.raises(NameTaken):
        add(store, typed)


@pytest.mark.parametrize("name", ["王芳", "li_2", "li@miit", "a1", "2li"])
def test_names_are_letters_digits_and_a_few_signs(store: Store, name: str) -> None:
    add(store, name)
    assert named(store, name).name == name


@pytest.mark.parametrize(
    "name", ["", "a", "_li", "-li", "li wei", "li\n", "<b>li</b>", "=cmd", "a" * 41, "li\u202e2"]
)
def test_other_names_are_refused(store: Store, name: str) -> None:
    if name.strip() == name:
        with pytest.raises(UnfitName):
            add(store, name)
    else:
        add(store, name)
        assert named(store, name).name == name.strip()


@pytest.mark.parametrize("name", ["published", "Demonstration", "local"])
def test_no_person_has_a_name_of_the_system(store: Store, name: str) -> None:
    with pytest.raises(ReservedName):
        add(store, name)


def test_rights_must_fit_the_role_and_the_programme(store: Store) -> None:
    with pytest.raises(NeedsUnit):
        add(store, "li", "reporter")
    with pytest.raises(OnlyReviewersHaveUnits):
        add(store, "li", "administrator", "", "110000")
    for unit, units in (("atlantis", ()), ("", ("atlantis",))):
        with pytest.raises(UnknownCode):
            add(store, "li", "reviewer", unit, *units)
    assert store.accounts.all() == []
    assert actions(store) == []


def test_a_change_holds_at_once_and_is_kept_beside_what_was_before(store: Store) -> None:
    add(store, "li", "reporter", "110000")
    assert store.accounts.change("li", "reviewer", "", ["340000"], actor="wang", now=NOW)
    account = named(store, "li")
    assert (account.role, account.unit, account.units) == ("reviewer", "", {"340000"})
    told = [json.loads(d) for d in store.audit(1)["details"]]
    assert [(one["role"], one["units"]) for one in told] == [("reviewer", '["340000"]')]
    with sqlite3.connect(store.path) as connection:
        roles = connection.execute("select role from account_role order by id").fetchall()
    assert roles == [("reporter",), ("reviewer",)]


def test_the_same_again_changes_nothing(store: Store) -> None:
    add(store, "li", "reporter", "110000")
    before = store.version
    assert not store.accounts.change("LI", "reporter", "110000", actor="wang")
    assert store.version == before


def test_a_closed_account_comes_in_by_nothing_and_keeps_its_name(store: Store) -> None:
    session = store.sessions.open_by_link(add(store, "li"), "", "", NOW, HASH)
    link = store.accounts.link("li", actor="wang", now=NOW)
    store.accounts.close("li", "wang", NOW)
    assert store.sessions.find(session, NOW) is None
    assert store.sign_ins.begin("li", "", NOW).credential == ""
    with pytest.raises(LinkSpent):
        store.sessions.open_by_link(link, "", "", NOW, HASH)
    account = named(store, "li")
    assert (account.closed, account.password) == (NOW, False)
    with pytest.raises(NameTaken):
        add(store, "li")
    assert store.verify() == []


def test_nothing_is_done_to_an_account_that_is_closed_or_was_never(store: Store) -> None:
    add(store, "li")
    store.accounts.close("li", "wang")
    before = store.version
    for name, refusal in (("li", AccountClosed), ("nobody", UnknownAccount)):
        with pytest.raises(refusal):
            store.accounts.close(name, "wang")
        with pytest.raises(refusal):
            store.accounts.change(name, "viewer", actor="wang")
        with pytest.raises(refusal):
            store.accounts.link(name, actor="wang")
    assert store.version == before


def test_the_last_administrator_stays(store: Store) -> None:
    add(store, "wang", "administrator")
    # It has no password and lets in only who is at the machine.
    add(store, "local", "administrator")
    with pytest.raises(LastAdministrator):
        store.accounts.close("wang", "wang")
    with pytest.raises(LastAdministrator):
        store.accounts.change("wang", "reviewer", actor="wang")
    add(store, "li", "administrator")
    store.accounts.close("wang", "li")
    with pytest.raises(LastAdministrator):
        store.accounts.close("li", "li")


def test_a_link_holds_for_seven_days_once_and_until_the_next_one(store: Store) -> None:
    first = add(store, "li")
    second = store.accounts.link("li", actor="wang", now=NOW)
    with pytest.raises(LinkSpent):
        store.accounts.linked(first, NOW)
    week = timedelta(days=7)
    found = store.accounts.linked(second, NOW + week - timedelta(seconds=1))
    assert (found.account.name, found.purpose, found.expires) == ("li", "set-up", NOW + week)
    with pytest.raises(LinkSpent):
        store.accounts.linked(second, NOW + week)
    store.sessions.open_by_link(second, "", "", NOW, HASH)
    with pytest.raises(LinkSpent):
        store.sessions.open_by_link(second, "", "", NOW, HASH)


def test_accounts_are_listed_by_name_closed_ones_last(store: Store) -> None:
    for name in ("zhao", "li", "chen"):
        add(store, name)
    store.accounts.close("chen", "wang")
    assert [account.name for account in store.accounts.all()] == ["li", "zhao", "chen"]


def test_no_token_and_no_password_lies_in_the_file(store: Store) -> None:
    link = add(store, "li")
    token = store.sessions.open_by_link(link, "", "", NOW, HASH)
    store.close()
    kept = store.path.read_bytes()
    assert link.encode() not in kept
    assert token.encode() not in kept


def test_the_file_itself_refuses_what_would_let_somebody_in_again(store: Store) -> None:
    store.sessions.open_by_link(add(store, "li"), "", "", NOW, HASH)
    add(store, "zhao")
    number = named(store, "li").id
    session = store.sessions.of(now=NOW)["id"].iloc[0]
    store.sessions.revoke(int(session), "li", NOW)
    with sqlite3.connect(store.path) as connection:
        for change in (
            "update session set ended = null",
            f"update session set account = {number + 1}",
            "update one_time_link set ended = null where ended is not null",
            f"update one_time_link set account = {number}, ended = at where ended is null",
            "update sign_in set outcome = 'tried'",
            "update account_role set role = 'administrator'",
            "delete from account",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(change)


def test_a_store_of_an_older_version_takes_accounts(old: Path, programme: Programme) -> None:
    with Store.open(old, programme) as store:
        before = store.figures()
        session = store.sessions.open_by_link(add(store, "li"), "", "", NOW, HASH)
        assert store.sessions.find(session, NOW)
        pd.testing.assert_frame_equal(store.figures(), before)
        assert store.verify() == []
