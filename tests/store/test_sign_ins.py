"""Delays after failures: who has to wait, how long, and who is forgiven."""

from collections import defaultdict
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.test_accounts import HASH, NOW, add
from tracking.programme import Programme
from tracking.store import Store
from tracking.store.account_errors import TooManyTries
from tracking.store.sign_ins import ACCOUNT_MEMORY, ADDRESS_MEMORY, KEPT, LONGEST, delay_after

HERE, THERE = "192.0.2.7", "198.51.100.9"


@pytest.fixture
def people(store: Store) -> Store:
    """A store with the accounts li and zhao, who have passwords."""
    for name in ("li", "zhao"):
        store.sessions.open_by_link(add(store, name), "", "", NOW, HASH)
    return store


def wait_of(store: Store, name: str, address: str, now: datetime) -> int:
    """How long this try has to wait; one that has not is made and fails."""
    try:
        attempt = store.sign_ins.begin(name, address, now)
    except TooManyTries as refused:
        return refused.wait
    store.sign_ins.refuse(attempt, now)
    return 0


def fail(store: Store, name: str, address: str, times: int, now: datetime = NOW) -> datetime:
    """So many failures, each as soon as it may be; when the last one was."""
    while times:
        wait = wait_of(store, name, address, now)
        now += timedelta(seconds=wait)
        times -= not wait
    return now


def succeed(store: Store, name: str, address: str, now: datetime) -> None:
    store.sessions.open(store.sign_ins.begin(name, address, now), "", now)


def test_three_failures_cost_nothing_and_the_delay_then_doubles(people: Store) -> None:
    now = fail(people, "li", "", 3)
    waits = []
    for _ in range(12):
        fail(people, "li", "", 1, now)
        waits.append(wait_of(people, "li", "", now))
        now += timedelta(seconds=waits[-1])
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_a_try_that_has_to_wait_counts_for_nothing(people: Store) -> None:
    now = fail(people, "li", "", 5)
    before = len(people.sign_ins.all()), len(people.audit())
    assert [wait_of(people, "li", "", now) for _ in range(5)] == [2] * 5
    assert (len(people.sign_ins.all()), len(people.audit())) == before


def test_an_account_waits_at_every_address_and_nobody_else_does(people: Store) -> None:
    now = fail(people, "li", HERE, 6)
    assert wait_of(people, "li", THERE, now) == 4
    assert wait_of(people, "zhao", THERE, now) == 0


def test_an_address_waits_with_every_name(people: Store) -> None:
    for n in range(6):
        fail(people, f"nobody{n}", HERE, 1, NOW + timedelta(seconds=60 * n))
    now = NOW + timedelta(seconds=300)
    assert wait_of(people, "zhao", HERE, now) == 4
    assert wait_of(people, "zhao", THERE, now) == 0


@pytest.mark.parametrize("neighbour", ["2001:db8:1:2::9", "2001:db8:1:2:ffff::1"])
def test_of_ipv6_neighbours_wait_together(people: Store, neighbour: str) -> None:
    now = fail(people, "nobody", "2001:db8:1:2::1", 5)
    assert wait_of(people, "zhao", neighbour, now) == 2
    assert wait_of(people, "zhao", "2001:db8:1:3::1", now) == 0


def test_an_ipv4_address_is_the_same_written_as_ipv6(people: Store) -> None:
    now = fail(people, "nobody", HERE, 5)
    assert wait_of(people, "zhao", f"::ffff:{HERE}", now) == 2


def test_whoever_signs_in_starts_anew(people: Store) -> None:
    now = fail(people, "li", HERE, 6) + timedelta(seconds=4)
    succeed(people, "li", HERE, now)
    assert [wait_of(people, "li", HERE, now) for _ in range(3)] == [0, 0, 0]


def test_ones_own_sign_in_does_not_pay_for_failures_with_others_names(people: Store) -> None:
    now = fail(people, "li", HERE, 6) + timedelta(seconds=4)
    succeed(people, "zhao", HERE, now)
    fail(people, "nobody", HERE, 1, now)
    assert wait_of(people, "zhao", HERE, now) == 8


def test_many_who_mistype_behind_one_address_do_not_wait_for_each_other(people: Store) -> None:
    for _ in range(20):
        for name in ("li", "zhao"):
            fail(people, name, HERE, 1)
            succeed(people, name, HERE, NOW)
    assert wait_of(people, "nobody", HERE, NOW) == 0


def test_old_failures_are_forgiven(people: Store) -> None:
    last = fail(people, "li", HERE, 16)
    assert wait_of(people, "li", "", last) == LONGEST.seconds
    assert wait_of(people, "li", "", last + ACCOUNT_MEMORY) == 0
    last = fail(people, "nobody", THERE, 8)
    assert wait_of(people, "nobody", THERE, last + timedelta(seconds=1)) > 0
    assert wait_of(people, "nobody", THERE, last + ADDRESS_MEMORY) == 0


def test_a_restart_forgets_no_failure(people: Store, programme: Programme) -> None:
    now = fail(people, "li", HERE, 8)
    people.close()
    with Store.open(people.path, programme) as opened:
        assert wait_of(opened, "li", THERE, now) == 16


def test_of_many_tries_at_once_most_have_to_wait(people: Store) -> None:
    """None of them has failed yet: that they were begun counts."""
    begun = 0
    for _ in range(100):
        try:
            people.sign_ins.begin("li", HERE, NOW)
            begun += 1
        except TooManyTries:
            pass
    assert begun == 4


def test_in_a_day_nobody_tries_more_than_a_hundred_and_eleven_passwords(people: Store) -> None:
    now, tries = NOW, 0
    while now < NOW + timedelta(days=1):
        wait = wait_of(people, "li", "", now)
        tries += not wait
        now += timedelta(seconds=wait)
    # Fourteen up to the longest delay, and then four an hour.
    assert tries <= 111


def test_who_signed_in_when_is_let_go_after_a_year(people: Store) -> None:
    fail(people, "li", HERE, 1)
    later = NOW + KEPT + timedelta(days=1)
    fail(people, "zhao", THERE, 1, later)
    assert people.sign_ins.all()["account"].tolist() == ["zhao"]
    assert people.verify() == []


def test_a_name_that_nobody_has_is_not_kept(people: Store) -> None:
    """It may be a password, typed in the wrong place."""
    fail(people, "geheim-8472", HERE, 1)
    people.close()
    assert b"geheim-8472" not in people.path.read_bytes()


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_more_failures_never_wait_less(one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    assert delay_after(fewer) <= delay_after(more) <= LONGEST


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["li", "zhao", "nobody"]),
        st.sampled_from([HERE, THERE]),
        st.booleans(),
        st.sampled_from([0, 1, 3, 20, 400, 1000, 4000]),
    ),
    max_size=40,
)


@given(STEPS)
def test_delays_are_as_the_rule_says(rules: Store, steps: list[tuple[str, str, bool, int]]) -> None:
    """Against the rule written out over a list of what happened."""
    run = len(rules.accounts.all())
    for name in ("li", "zhao"):
        link = rules.accounts.add(f"{name}{run}", "viewer", actor="wang", now=NOW)
        rules.sessions.open_by_link(link, "", "", NOW, HASH)
    # Runs do not see each other: each has addresses, and a time, of its own.
    now = NOW
    failures: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for name, place, right, seconds in steps:
        now += timedelta(seconds=seconds)
        who, where = f"{name}{run}", f"{place}/{run}"
        until = [now]
        for key, memory in ((who, ACCOUNT_MEMORY), (where, ADDRESS_MEMORY)):
            if key.startswith("nobody"):
                continue
            fresh = [at for at, _ in failures[key] if at > now - memory]
            if fresh:
                until.append(max(fresh) + delay_after(len(fresh)))
        wanted = -((now - max(until)) // timedelta(seconds=1))
        try:
            attempt = rules.sign_ins.begin(who, where, now)
        except TooManyTries as refused:
            assert refused.wait == wanted
            continue
        assert wanted == 0
        if right and attempt.account:
            rules.sessions.open(attempt, "", now)
            failures[who] = []
            failures[where] = [one for one in failures[where] if one[1] != who]
        else:
            rules.sign_ins.refuse(attempt, now)
            failures[who].append((now, who))
            failures[where].append((now, who))


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> object:
    """A store for many runs."""
    with Store.open(tmp_path_factory.mktemp("rules") / "t.db", programme) as opened:
        yield opened
