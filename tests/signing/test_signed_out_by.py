"""Out at the provider, and out when the provider says so."""

from datetime import UTC, datetime

import pytest

from tests.signing.conftest import House
from tests.signing.forging import by_a_key_it_brings, now
from tracking.signing import (
    AnswerRefused,
    signed_out_by,
)


def test_whoever_signs_out_is_led_to_the_provider(house: House) -> None:
    where = house.asked.way_out("marked")
    assert where.startswith(f"{house.provider.issuer}/end-session?")
    assert "id_token_hint" not in where


@pytest.mark.parametrize("whose", [{"sub": "u-1"}, {"sid": "s-1"}, {"sub": "u-1", "sid": "s-1"}])
def test_an_order_of_the_provider_ends_the_sessions_it_means(
    house: House, whose: dict[str, str]
) -> None:
    came = house.come()
    other = house.come(sub="u-2", preferred_username="zhao", sid="s-2")
    at = datetime.now(UTC)
    assert signed_out_by(house.asked, house.store, house.provider.order(**whose), at) == 1
    assert house.store.sessions.find(came.token, at) is None
    assert house.store.sessions.find(other.token, at)
    assert house.told()[0][0] == "sign_out"
    assert house.store.verify() == []


def test_one_of_two_sessions_is_ended_by_its_own_number(house: House) -> None:
    first = house.come()
    second = house.come(sid="s-2")
    at = datetime.now(UTC)
    order = house.provider.order(sub="u-1", sid="s-2")
    assert signed_out_by(house.asked, house.store, order, at) == 1
    assert house.store.sessions.find(first.token, at)
    assert house.store.sessions.find(second.token, at) is None


def test_an_order_given_again_ends_no_later_session(house: House) -> None:
    early = now() - 200
    order = house.provider.order(sub="u-1", iat=early)
    came = house.come()
    assert signed_out_by(house.asked, house.store, order, datetime.now(UTC)) == 0
    assert house.store.sessions.find(came.token, datetime.now(UTC))


@pytest.mark.parametrize(
    "said",
    [
        {"nonce": "n"},
        {"events": {}},
        {"events": None},
        {"sub": None},
        {"sub": 1},
        {"aud": "another"},
        {"iss": "https://elsewhere.example"},
        {"iat": 0},
        {"iat": None},
        {"jti": None},
        {"exp": 1},
    ],
)
def test_what_is_no_order_ends_nothing(house: House, said: dict[str, object]) -> None:
    came = house.come()
    with pytest.raises(AnswerRefused):
        order = house.provider.order(**({"sub": "u-1"} | said))
        signed_out_by(house.asked, house.store, order, datetime.now(UTC))
    assert house.store.sessions.find(came.token, datetime.now(UTC))


def test_an_identity_token_is_no_order(house: House) -> None:
    came = house.come()
    token = house.provider.signed(house.provider.claims("n"))
    with pytest.raises(AnswerRefused):
        signed_out_by(house.asked, house.store, token, datetime.now(UTC))
    assert house.store.sessions.find(came.token, datetime.now(UTC))


def test_forged_orders_do_not_make_us_ask_for_keys_each_time(house: House) -> None:
    house.come()
    order = by_a_key_it_brings(house.provider, {})
    for _ in range(3):
        with pytest.raises(AnswerRefused):
            signed_out_by(house.asked, house.store, order, datetime.now(UTC))
    assert house.provider.asked.count("/keys") == 1
