"""Who is let in, who is not, and what each way in leaves behind."""

from datetime import timedelta

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
