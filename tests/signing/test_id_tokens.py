"""What a token says and how it is signed: for us, for this sign-in, by the provider."""

from dataclasses import replace

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from tests.signing.conftest import House
from tests.signing.forging import (
    HOUR,
    Spoil,
    at,
    by_a_key_it_brings,
    by_another,
    by_our_secret,
    by_public_key,
    changed,
    says,
    signed,
    unsigned,
)
from tracking.signing import (
    AnswerRefused,
    Asked,
)

SPOILT = {
    "another nonce": says(nonce="x"),
    "no nonce": says(nonce=None),
    "another audience": says(aud="another-client"),
    "no audience": says(aud=None),
    "several audiences, nobody authorized": says(aud=["tracking", "another"]),
    "another authorized party": says(azp="another"),
    "another issuer": says(iss="https://elsewhere.example"),
    "no issuer": says(iss=None),
    "expired": at(exp=-HOUR),
    "no end": says(exp=None),
    "an end that is no number": says(exp="never"),
    "issued tomorrow": at(iat=24 * HOUR),
    "no time of issue": says(iat=None),
    "not yet": at(nbf=HOUR),
    "no subject": says(sub=None),
    "an empty subject": says(sub=""),
    "a subject that is no text": says(sub=1),
    "an endless subject": says(sub="x" * 256),
    "unsigned": signed(unsigned),
    "HS256 by the public key": signed(by_public_key),
    "HS256 by our own secret": signed(by_our_secret),
    "another key": signed(by_another),
    "a key that it brings itself": signed(by_a_key_it_brings),
    "changed after signing": signed(changed),
    "no token": signed(lambda _provider, _claims: "x.y"),
    "an order to sign out": signed(lambda p, _claims: replace(p, sign=None).order(sub="u-1")),
}  # fmt: skip


@pytest.mark.parametrize("what", SPOILT)
def test_a_token_that_is_not_for_this_sign_in_lets_nobody_in(house: House, what: str) -> None:
    SPOILT[what](house.provider)
    with pytest.raises(AnswerRefused):
        house.come()
    assert house.store.accounts.named("zhangwei") is None
    assert house.store.sessions.of().empty or "zhangwei" not in set(
        house.store.sessions.of()["account"]
    )
    action, told = house.told()[0]
    assert (action, told["why"]) == ("sign_in_refused", "not_valid")


@pytest.mark.parametrize(
    "good",
    [
        says(aud=["tracking", "another"], azp="tracking"),
        at(exp=-20),  # clocks differ
        at(iat=20),
        says(sid=None),
    ],
)
def test_what_the_standard_allows_is_taken(house: House, good: Spoil) -> None:
    good(house.provider)
    assert house.come()


def test_a_new_key_of_the_provider_is_asked_for_once(house: House) -> None:
    house.come()
    house.provider.key = RSAKey.generate_key(2048, auto_kid=True)
    house.come()
    house.come()
    assert house.provider.asked.count("/keys") == 2
    assert house.provider.asked.count("/.well-known/openid-configuration") == 1


def test_an_unknown_key_is_refused_after_asking_once(house: House) -> None:
    house.come()
    house.provider.sign = lambda claims: by_a_key_it_brings(house.provider, claims)
    with pytest.raises(AnswerRefused):
        house.come()
    assert house.provider.asked.count("/keys") == 2


def test_keys_of_a_kind_that_nobody_knows_are_passed_over(house: House) -> None:
    own = house.provider.key.as_dict(private=False)
    house.provider.published = [{"kty": "PQ"}, {"kty": "EC", "crv": "?"}, {}, own]
    assert house.come()


def test_a_secret_that_is_published_signs_nothing(house: House) -> None:
    key = OctKey.generate_key(256, auto_kid=True)
    house.provider.published = [
        key.as_dict(private=True),
        house.provider.key.as_dict(private=False),
    ]
    house.provider.sign = lambda claims: jwt.encode(
        {"alg": "HS256", "kid": key.kid}, claims, key, ["HS256"]
    )
    with pytest.raises(AnswerRefused):
        house.come()


def test_another_kind_of_key_is_taken_where_the_settings_allow_it(house: House) -> None:
    key = ECKey.generate_key("P-256", auto_kid=True)
    house.provider.published = [key.as_dict(private=False)]
    house.provider.sign = lambda claims: jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key)
    assert house.come()
    narrow = replace(house.asked.provider, algorithms=("RS256",))
    with pytest.raises(AnswerRefused):
        replace(house, asked=Asked(narrow)).come()
