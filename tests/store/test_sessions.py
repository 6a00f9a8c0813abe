"""Sessions: how long they hold, what ends them, and that nobody waits for their being written."""

import sqlite3
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.test_accounts import HASH, NOW, add, named
from tracking.programme import Programme
from tracking.store import Store
from tracking.store.sessions import ABSOLUTE, IDLE

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def token(store: Store) -> str:
    """A session of li's, opened now."""
    return store.sessions.open_by_link(add(store, "li"), "192.0.2.7", "Firefox", NOW, HASH)


def again(store: Store, now: datetime = NOW) -> str:
    """Another session of li's."""
    link = store.accounts.link("li", "sign-in", actor="wang", now=now)
    return store.sessions.open_by_link(link, "192.0.2.8", "Chrome", now)


def test_a_session_is_found_by_its_token_alone(store: Store, token: str) -> None:
    found = store.sessions.find(token, NOW)
    assert found is not None
    assert found.account == named(store, "li")
    for other in ("", token[:-1], token + "A", token.swapcase()):
        assert store.sessions.find(other, NOW) is None


def test_two_sessions_have_two_tokens(store: Store, token: str) -> None:
    assert again(store) != token
    assert store.sessions.of(now=NOW)["account"].tolist() == ["li", "li"]


def test_a_session_ends_when_it_is_idle(store: Store, token: str) -> None:
    assert store.sessions.find(token, NOW + IDLE) is None
    assert store.sessions.of(now=NOW + IDLE).empty
    assert store.sessions.find(token, NOW + IDLE - SECOND)
    assert store.sessions.find(token, NOW + 2 * IDLE - 2 * SECOND)


def test_a_session_ends_however_busy_it_is(store: Store, token: str) -> None:
    now = NOW
    while now < NOW + ABSOLUTE:
        assert store.sessions.find(token, now)
        now += IDLE - SECOND
    assert store.sessions.find(token, NOW + ABSOLUTE - SECOND)
    assert store.sessions.find(token, NOW + ABSOLUTE) is None


def test_use_is_written_down_once_a_minute(store: Store, token: str) -> None:
    def seen() -> str:
        return str(store.sessions.of(now=NOW)["seen"].iloc[0])

    store.sessions.find(token, NOW + MINUTE - SECOND)
    assert seen() == "2026-11-24T01:00:00.000Z"
    store.sessions.find(token, NOW + MINUTE)
    assert seen() == "2026-11-24T01:01:00.000Z"


def test_a_revoked_session_ends_at_once_and_once(store: Store, token: str) -> None:
    found = store.sessions.find(token, NOW)
    assert found is not None
    assert store.sessions.revoke(found.id, "wang", NOW)
    assert store.sessions.find(token, NOW) is None
    before = len(store.audit())
    assert not store.sessions.revoke(found.id, "wang", NOW)
    assert not store.sessions.revoke(found.id + 1, "wang", NOW)
    assert len(store.audit()) == before


def test_all_sessions_of_an_account_end_but_one(store: Store, token: str) -> None:
    second, third = again(store), again(store)
    kept = store.sessions.find(second, NOW)
    assert kept is not None
    assert store.sessions.revoke_all(kept.account, "li", NOW, but=kept.id) == 2
    assert [bool(store.sessions.find(t, NOW)) for t in (token, second, third)] == [
        False, True, False,
    ]  # fmt: skip


def test_a_change_of_role_shows_in_the_session_that_is_open(store: Store, token: str) -> None:
    store.accounts.change("li", "reporter", "110000", actor="wang")
    found = store.sessions.find(token, NOW)
    assert found is not None
    assert found.account.role == "reporter"


def test_nobody_who_reads_waits_for_somebody_who_writes(store: Store, token: str) -> None:
    with sqlite3.connect(store.path, isolation_level=None) as other:
        other.execute("begin immediate")
        # It would be written down that the session was used.
        assert store.sessions.find(token, NOW + MINUTE)
        other.execute("rollback")


def test_a_store_only_read_knows_its_sessions(
    store: Store, token: str, programme: Programme
) -> None:
    with Store.open(store.path, programme, read_only=True) as reader:
        assert reader.sessions.find(token, NOW + MINUTE)


def test_coming_and_going_makes_nobody_compute_anew(store: Store, token: str) -> None:
    attempt = store.sign_ins.begin("li", "", NOW)
    before = store.version
    store.sign_ins.refuse(store.sign_ins.begin("li", "", NOW), NOW)
    store.sessions.open(attempt, "", NOW)
    store.sessions.revoke_all(named(store, "li"), "li", NOW)
    store.accounts.change("li", "reporter", "110000", actor="wang")
    assert store.version == before


def test_ended_sessions_and_links_are_let_go_after_a_month(store: Store, token: str) -> None:
    later = NOW + timedelta(days=31)
    again(store, later)
    with sqlite3.connect(store.path) as connection:
        for table in ("session", "one_time_link"):
            (count,) = connection.execute(f"select count(*) from {table}").fetchone()
            assert count == 1, table
    assert store.verify() == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["find", "revoke", "role", "link", "wait"]),
            st.integers(0, 20 * 3600),
        ),
        max_size=15,
    )
)
def test_a_session_holds_exactly_while_it_may(
    session_store: Store, steps: list[tuple[str, int]]
) -> None:
    """Against a model in a few lines: opened, last used, ended."""
    store = session_store
    name = f"li{len(store.accounts.all())}"
    link = store.accounts.add(name, "viewer", actor="wang", now=NOW)
    token = store.sessions.open_by_link(link, "", "", NOW, HASH)
    now, seen, ended = NOW, NOW, False
    for step, seconds in steps:
        now += timedelta(seconds=seconds)
        holds = not ended and now - seen < IDLE and now - NOW < ABSOLUTE
        found = store.sessions.find(token, now)
        assert (found is not None) == holds
        if holds and now - seen >= MINUTE:
            seen = now
        if found is not None and step == "revoke":
            store.sessions.revoke(found.id, name, now)
            ended = True
        elif step == "role":
            store.accounts.change(name, "reporter", "110000", actor="wang", now=now)
        elif step == "link":
            # A new password ends every session.
            again_ = store.accounts.link(name, actor="wang", now=now)
            store.sessions.open_by_link(again_, "", "", now, HASH)
            ended = True


@pytest.fixture(scope="module")
def session_store(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> object:
    """A store for many accounts, each of one run."""
    with Store.open(tmp_path_factory.mktemp("sessions") / "t.db", programme) as opened:
        yield opened
