"""Who is let in, who is not, and what each way in leaves behind."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from tests.signing.conftest import AGENT, HERE, NOW, PASSWORD, QUICK
from tracking.programme import Programme
from tracking.signing import (
    LinkSpent,
    SignInRefused,
    TooManyTries,
    UnfitPassword,
    WrongPassword,
    actor_of,
    change_password,
    first_link,
    sign_in,
    use_link,
)
from tracking.store import Store
from tracking.store.accounts import Account

OTHER = "宝剑锋从磨砺出 2026"


def enter(store: Store, name: str = "li", password: str = PASSWORD, after: float = 0) -> str:
    now = NOW + timedelta(seconds=after)
    return sign_in(store, name, password, HERE, AGENT, now, hasher=QUICK)


def account(store: Store, name: str = "li") -> Account:
    found = store.accounts.named(name)
    assert found is not None
    return found


def test_name_and_password_open_a_session(store: Store) -> None:
    session = store.sessions.find(enter(store), NOW)
    assert session is not None
    assert session.account == account(store)


@pytest.mark.parametrize(
    ("name", "password"), [("li", "wrong"), ("nobody", PASSWORD), ("chen", ""), ("zhao", PASSWORD)]
)
def test_all_who_are_refused_hear_the_same(store: Store, name: str, password: str) -> None:
    store.accounts.add("chen", "viewer", actor="wang", now=NOW)
    token = store.accounts.add("zhao", "viewer", actor="wang", now=NOW)
    use_link(store, token, HERE, AGENT, NOW, PASSWORD, hasher=QUICK)
    store.accounts.close("zhao", "wang", NOW)
    with pytest.raises(SignInRefused, match=r"^The name or the password is wrong\.$"):
        enter(store, name, password)


def test_a_password_is_the_same_however_it_was_typed(store: Store) -> None:
    assert enter(store, "Ｌi ", "梅花香自苦寒来 ２０２６")


def test_the_fourth_failure_brings_a_delay_that_doubles(store: Store) -> None:
    at = 0.0
    for wait in (0, 0, 0, 1, 2, 4, 8):
        with pytest.raises(SignInRefused):
            enter(store, password="wrong", after=at)
        if wait:
            with pytest.raises(TooManyTries) as refused:
                enter(store, after=at)
            assert refused.value.wait == wait
        at += wait
    assert enter(store, after=at)
    # Who has signed in starts anew.
    with pytest.raises(SignInRefused):
        enter(store, password="wrong", after=at)
    assert enter(store, after=at)


def test_a_set_up_link_takes_a_fit_password_and_holds_once(store: Store) -> None:
    token = store.accounts.link("li", actor="wang", now=NOW)
    with pytest.raises(UnfitPassword):
        use_link(store, token, HERE, AGENT, NOW, "1234567890", hasher=QUICK)
    assert use_link(store, token, HERE, AGENT, NOW, OTHER, hasher=QUICK)
    with pytest.raises(LinkSpent):
        use_link(store, token, HERE, AGENT, NOW, OTHER, hasher=QUICK)
    assert enter(store, password=OTHER)


def test_a_changed_password_ends_the_other_sessions(store: Store) -> None:
    here, elsewhere = enter(store), enter(store)
    kept = store.sessions.find(here, NOW)
    assert kept is not None
    with pytest.raises(WrongPassword):
        change_password(store, kept.account, "wrong", OTHER, NOW, hasher=QUICK)
    change_password(store, kept.account, PASSWORD, OTHER, NOW, keep=kept.id, hasher=QUICK)
    assert store.sessions.find(here, NOW) == kept
    assert store.sessions.find(elsewhere, NOW) is None
    assert enter(store, password=OTHER)


def test_a_reporter_acts_for_the_unit_and_the_offices_below_it(
    store: Store, programme: Programme
) -> None:
    store.accounts.change("li", "reporter", "340000", actor="wang")
    actor = actor_of(programme, account(store))
    assert (actor.name, actor.role, actor.unit) == ("li", "reporter", "340000")
    assert actor.units == {"340000", *(o.code for o in programme.offices["340000"])}


def test_on_loopback_each_start_signs_the_local_administrator_in(store: Store) -> None:
    for _ in range(2):
        token = first_link(store, loopback=True, now=NOW)
        session = store.sessions.find(use_link(store, token, "127.0.0.1", AGENT, NOW), NOW)
        assert session is not None
        assert (session.account.name, session.account.role) == ("local", "administrator")


def test_a_new_store_has_a_link_that_sets_its_administrator_up(
    tmp_path: Path, programme: Programme
) -> None:
    with Store.open(tmp_path / "new.db", programme) as store:
        before = first_link(store, loopback=False, now=NOW)
        token = first_link(store, loopback=False, now=NOW)
        with pytest.raises(LinkSpent):
            use_link(store, before, HERE, AGENT, NOW, PASSWORD, hasher=QUICK)
        use_link(store, token, HERE, AGENT, NOW, PASSWORD, hasher=QUICK)
        assert account(store, "administrator").role == "administrator"
        assert enter(store, "administrator")
        assert first_link(store, loopback=False, now=NOW) == ""


def test_who_sits_at_the_machine_is_no_administrator_for_the_network(
    tmp_path: Path, programme: Programme
) -> None:
    with Store.open(tmp_path / "new.db", programme) as store:
        use_link(store, first_link(store, loopback=True, now=NOW), "127.0.0.1", AGENT, NOW)
        assert first_link(store, loopback=False, now=NOW)
        with pytest.raises(SignInRefused):
            enter(store, "local", "")


def test_a_closed_local_administrator_is_let_in_no_more(store: Store) -> None:
    first_link(store, loopback=True, now=NOW)
    store.accounts.close("local", "wang", NOW)
    assert first_link(store, loopback=True, now=NOW) == ""


def test_a_sign_in_link_takes_no_password_and_changes_none(store: Store) -> None:
    token = store.accounts.link("li", "sign-in", actor="wang", now=NOW)
    use_link(store, token, HERE, AGENT, NOW, OTHER, hasher=QUICK)
    assert enter(store)


def test_guessing_the_old_password_of_an_open_session_is_delayed_too(store: Store) -> None:
    for _ in range(4):
        with pytest.raises(WrongPassword):
            change_password(store, account(store), "wrong", OTHER, NOW, hasher=QUICK)
    with pytest.raises(TooManyTries):
        change_password(store, account(store), PASSWORD, OTHER, NOW, hasher=QUICK)


def test_the_audit_chain_tells_who_came_and_who_was_refused(store: Store) -> None:
    session = store.sessions.find(enter(store), NOW)
    with pytest.raises(SignInRefused):
        enter(store, password="wrong")
    with pytest.raises(SignInRefused):
        enter(store, "nobody")
    assert session is not None
    store.sessions.revoke(session.id, "wang", NOW)
    told = store.audit(4)
    assert list(zip(told["actor"], told["action"], strict=True)) == [
        ("wang", "sign_out"),
        ("", "sign_in_refused"),
        ("li", "sign_in_refused"),
        ("li", "sign_in"),
    ]
    assert HERE not in told["details"].str.cat()
    assert store.verify() == []


@pytest.mark.parametrize("loopback", [True, False])
def test_processes_that_start_at_once_make_one_administrator(
    programme: Programme, tmp_path: Path, loopback: bool
) -> None:
    path = tmp_path / "store.db"
    Store.open(path, programme).close()
    together = Barrier(4)

    def starting(_: int) -> str:
        with Store.open(path, programme) as own:
            together.wait()
            return first_link(own, loopback=loopback, now=NOW)

    with ThreadPoolExecutor(4) as processes:
        links = {*processes.map(starting, range(4))}
    with Store.open(path, programme) as own:
        assert len(own.accounts.all()) == 1
        held = [link for link in links if _holds(own, link)]
    assert len(held) == 1


def _holds(store: Store, link: str) -> bool:
    try:
        store.accounts.linked(link, NOW)
    except LinkSpent:
        return False
    return True
