"""Which passwords are fit, and how they are kept."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.signing.conftest import AGENT, HERE, NOW, PASSWORD, QUICK
from tracking.signing import (
    LEAST,
    SHIPPED,
    Hasher,
    SignInRefused,
    UnfitPassword,
    must_be_fit,
    sign_in,
)
from tracking.signing.errors import OnlyDigits, SaysTheName, TooCommon, TooLong, TooShort
from tracking.store import Store
from tracking.store.accounts import folded
from tracking.words import LANGUAGES


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("", TooShort),
        ("Zq7!mn,oP", TooShort),
        ("　 梅花香自苦寒来　", TooShort),
        ("长" * 201, TooLong),
        ("13800138000", OnlyDigits),
        ("１３８００１３８０００", OnlyDigits),
        ("1q2w3e4r5t", TooCommon),
        ("Password123", TooCommon),
        ("2026sunshine!!", TooCommon),
        ("woaini1314", TooCommon),
        ("aaaaaaaaaaaa", TooCommon),
        ("ababababab", TooCommon),
        ("abcdefghijk", TooCommon),
        ("kjihgfedcba", TooCommon),
        ("Zhang.Wei-miit", SaysTheName),
        ("zhang.wei-miit2026", SaysTheName),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(
    password: str, refusal: type[UnfitPassword]
) -> None:
    with pytest.raises(refusal) as told:
        must_be_fit(password, "zhang.wei-miit")
    for language in LANGUAGES:
        assert "{" not in told.value.said(language)


@pytest.mark.parametrize(
    "password", [PASSWORD, "correct horse battery", "Kx9#vLq2!mZp", "我爱北京天安门上太阳升"]
)
def test_a_long_password_of_ones_own_is_fit(password: str) -> None:
    must_be_fit(password, "zhang.wei")


@given(st.text(max_size=30), st.text(min_size=2, max_size=20))
def test_a_fit_password_is_long_and_not_the_name(password: str, name: str) -> None:
    try:
        must_be_fit(password, name)
    except UnfitPassword:
        return
    assert len(folded(password)) >= LEAST
    assert folded(password) != folded(name)


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_a_kept_password_matches_itself_alone(password: str, other: str) -> None:
    kept = QUICK.hash(password)
    assert QUICK.matches(kept, password)
    if normalize("NFKC", other) != normalize("NFKC", password):
        assert not QUICK.matches(kept, other)


def test_one_password_is_kept_differently_each_time() -> None:
    assert QUICK.hash(PASSWORD) != QUICK.hash(PASSWORD)


@pytest.mark.parametrize("kept", ["", "$argon2id$", PASSWORD, "$2b$12$abc"])
def test_what_is_no_hash_matches_nothing(kept: str) -> None:
    assert not QUICK.matches(kept, PASSWORD)


def test_the_shipped_parameters_are_the_ones_rfc_9106_recommends() -> None:
    kept = SHIPPED.hash(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert SHIPPED.matches(kept, PASSWORD)
    assert not SHIPPED.outdated(kept)


def test_a_password_kept_with_other_parameters_is_kept_anew_at_sign_in(store: Store) -> None:
    dearer = Hasher(memory_kib=16, passes=1, lanes=1)
    sign_in(store, "li", PASSWORD, HERE, AGENT, NOW, hasher=dearer)
    kept = store.sign_ins.begin("li", "", NOW).credential
    assert kept.startswith("$argon2id$v=19$m=16,")
    assert sign_in(store, "li", PASSWORD, HERE, AGENT, NOW, hasher=dearer)
    assert store.sign_ins.begin("li", "", NOW).credential == kept
    assert store.verify() == []


def test_the_list_of_common_passwords_tells_where_it_is_from_and_holds_no_comment() -> None:
    from tracking.signing.passwords import _COMMON, _common  # noqa: PLC0415

    assert "Royce Williams" in _COMMON.read_text(encoding="utf-8")
    assert len(_common()) > 9000
    assert not [word for word in _common() if word != word.strip().lower() or "#  " in word]


class Noted(Hasher):
    """A hasher that notes what it is asked to prove a password against."""

    def matches(self, kept: str, password: str) -> bool:
        noted.append(kept.rsplit("$", 2)[0])
        return super().matches(kept, password)


noted: list[str] = []


@pytest.mark.parametrize("name", ["li", "nobody", "chen", "zhao", ""])
def test_whoever_is_refused_has_cost_one_hash_of_the_same_price(store: Store, name: str) -> None:
    """That is what takes time: whether an account is there, is closed or open, does not show."""
    store.accounts.add("chen", "viewer", actor="wang", now=NOW)
    store.accounts.add("zhao", "viewer", actor="wang", now=NOW)
    store.accounts.close("zhao", "wang", NOW)
    noted.clear()
    with pytest.raises(SignInRefused):
        sign_in(store, name, "wrong", HERE, AGENT, NOW, hasher=Noted(8, 1, 1))
    assert noted == ["$argon2id$v=19$m=8,t=1,p=1"]
