"""Signing in by a provider that answers at this machine: the way in, and every way that is none."""

import hmac
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey
from joserfc.jws import JWSRegistry
from joserfc.util import urlsafe_b64encode as b64

from tests.openid import SECRET, OpenID, openid
from tests.signing.conftest import PASSWORD, QUICK
from tracking.programme import Programme
from tracking.signing import (
    AnswerRefused,
    Asked,
    NotBegun,
    ProviderAway,
    ProviderTrouble,
    TooManyTries,
    begin,
    finish,
    first_link,
    load_provider,
    sign_in,
    signed_out_by,
)
from tracking.signing.asked import Patience
from tracking.signing.by_provider import CameIn
from tracking.signing.provider_errors import NoName, NoRole, ProviderRefusesUs, SaidNo
from tracking.store import Store
from tracking.store.account_errors import (
    AccountClosed,
    AccountElsewhere,
    NameTaken,
    ReservedName,
    UnfitName,
)
from tracking.store.accounts import Account

BROWSER = "b" * 43
HERE, AGENT = "192.0.2.7", "Firefox"
FOREVER = Patience(step=60.0, whole=60.0, size=20_000)


@dataclass
class House:
    """A dashboard that knows the provider, and one browser."""

    store: Store
    programme: Programme
    asked: Asked
    provider: OpenID

    def begin(self, browser: str = BROWSER, now: datetime | None = None) -> str:
        now = now or datetime.now(UTC)
        return begin(self.asked, self.store, browser, "/chains", HERE, now)

    def finish(
        self, answer: dict[str, str], browser: str = BROWSER, now: datetime | None = None
    ) -> CameIn:
        now = now or datetime.now(UTC)
        return finish(self.asked, self.programme, self.store, browser, answer, HERE, AGENT, now)

    def come(self, **person: object) -> CameIn:
        """The whole way in."""
        self.provider.person.update(person)
        return self.finish(self.provider.answer(self.begin()))

    def account(self, came: CameIn) -> Account:
        session = self.store.sessions.find(came.token, datetime.now(UTC))
        assert session
        return session.account

    def told(self) -> list[tuple[str, dict[str, object]]]:
        """What the audit chain tells of coming and going, the latest first."""
        entries = self.store.audit(20)
        return [
            (str(a), json.loads(d))
            for a, d in zip(*(entries[name] for name in ("action", "details")), strict=True)
        ]


@pytest.fixture
def provider() -> Iterator[OpenID]:
    with openid() as one:
        yield one


@pytest.fixture
def house(store: Store, programme: Programme, provider: OpenID, tmp_path: Path) -> House:
    environment = {"TRACKING_ADDRESS": provider.home}
    read = load_provider(provider.settings(tmp_path), environment, programme)
    return House(store, programme, Asked(read, FOREVER), provider)


def test_who_the_provider_vouches_for_comes_in_with_role_and_unit(house: House) -> None:
    came = house.come()
    account = house.account(came)
    assert came.back == "/chains"
    assert (account.name, account.role, account.unit) == ("zhangwei", "reporter", "110000")
    assert (account.issuer, account.password) == (house.provider.issuer, False)
    assert house.store.verify() == []


@pytest.mark.parametrize(
    ("said", "role", "unit", "units"),
    [
        ({"groups": ["admin", "report"]}, "administrator", "", set()),
        ({"groups": "read", "org": None}, "viewer", "", set()),
        ({"groups": ["review"], "org": ["BJ", "SH", "elsewhere"]}, "reviewer", "",
         {"110000", "310000"}),
        ({"groups": ["report", "read"], "org": "elsewhere"}, "viewer", "", set()),
    ],
)  # fmt: skip
def test_the_first_rule_that_fits_gives_the_role(
    house: House, said: dict[str, object], role: str, unit: str, units: set[str]
) -> None:
    account = house.account(house.come(**said))
    assert (account.role, account.unit, account.units) == (role, unit, units)


@pytest.mark.parametrize(
    "said",
    [
        {"groups": []},
        {"groups": None},
        {"groups": ["REPORT"]},
        {"groups": {"report": True}},
        {"org": "elsewhere"},
        {"org": ["BJ", "SH"]},  # whoever reports has one
        {"org": "110000"},  # not a value of the table
        {"groups": ["review"], "org": []},  # would be all units
    ],
)
def test_whom_nothing_gives_a_role_is_refused_and_gets_no_account(
    house: House, said: dict[str, object]
) -> None:
    with pytest.raises(NoRole) as refused:
        house.come(**said)
    assert "zhangwei" in refused.value.said("zh")
    assert house.store.accounts.named("zhangwei") is None
    action, told = house.told()[0]
    assert action == "sign_in_refused"
    assert (told["why"], told["name"]) == ("no_role", "zhangwei")


def test_role_and_unit_are_those_of_the_last_sign_in(house: House) -> None:
    house.come()
    account = house.account(house.come(groups=["review"], org=["SH"]))
    assert (account.role, account.unit, account.units) == ("reviewer", "", {"310000"})
    assert [a for a, _ in house.told()].count("account_role") == 4  # wang, li, and two of these
    house.come()
    assert [a for a, _ in house.told()].count("account_role") == 4  # nothing changed
    assert house.store.verify() == []


def test_whose_role_is_taken_away_is_refused_and_out_everywhere(house: House) -> None:
    before = house.come()
    with pytest.raises(NoRole):
        house.come(groups=[])
    assert house.store.sessions.find(before.token, datetime.now(UTC)) is None
    assert house.store.verify() == []


def test_an_account_is_the_identitys_whatever_it_is_called_now(house: House) -> None:
    first = house.account(house.come())
    again = house.account(house.come(preferred_username="zhang.w"))
    assert (again.id, again.name) == (first.id, "zhangwei")


@pytest.mark.parametrize("name", ["li", "LI", "Ｌi"])
def test_a_local_account_is_nobodys_by_its_name(house: House, name: str) -> None:
    with pytest.raises(NameTaken):
        house.come(preferred_username=name)
    assert sign_in(house.store, "li", PASSWORD, HERE, AGENT, datetime.now(UTC), hasher=QUICK)
    found = house.store.accounts.named("li")
    assert found and (found.role, found.issuer) == ("reporter", "")


def test_another_subject_of_the_same_name_gets_no_account(house: House) -> None:
    house.come()
    with pytest.raises(NameTaken):
        house.come(sub="u-2", groups=["admin"])


@pytest.mark.parametrize("name", ["local", "published", "LOCAL"])
def test_nobody_is_called_as_the_system_itself(house: House, name: str) -> None:
    with pytest.raises(ReservedName):
        house.come(preferred_username=name, groups=["admin"])


def test_a_name_that_is_none_is_refused(house: House) -> None:
    with pytest.raises(UnfitName):
        house.come(preferred_username="<b>")
    for none in (None, "", " ", ["a", "b"], {"a": 1}):
        with pytest.raises(NoName):
            house.come(preferred_username=none)


def test_a_closed_account_stays_closed(house: House) -> None:
    came = house.come()
    house.store.accounts.close("zhangwei", "wang")
    with pytest.raises(AccountClosed):
        house.come()
    assert house.store.sessions.find(came.token, datetime.now(UTC)) is None
    assert house.told()[0][1]["why"] == "closed"


def test_the_provider_keeps_password_and_rights_of_its_accounts(house: House) -> None:
    house.come()
    accounts = house.store.accounts
    with pytest.raises(AccountElsewhere):
        accounts.link("zhangwei", actor="wang")
    with pytest.raises(AccountElsewhere):
        accounts.change("zhangwei", "administrator", actor="wang")
    with pytest.raises(NameTaken):
        accounts.add("zhangwei", "viewer", actor="wang")
    found = accounts.named("zhangwei")
    assert found and found.role == "reporter"


def test_an_administrator_of_the_provider_needs_no_first_link(house: House) -> None:
    house.come(groups=["admin"])
    house.store.accounts.close("wang", "zhangwei")
    assert first_link(house.store, loopback=False) == ""


# What a browser brings back.


def test_an_answer_holds_once(house: House) -> None:
    answer = house.provider.answer(house.begin())
    house.finish(answer)
    with pytest.raises(NotBegun):
        house.finish(answer)
    assert house.provider.asked.count("/token") == 1


@pytest.mark.parametrize("state", ["", "x", "0" * 43, "é"])
def test_a_wrong_state_is_nobodys(house: House, state: str) -> None:
    answer = house.provider.answer(house.begin())
    with pytest.raises(NotBegun):
        house.finish(answer | {"state": state})
    assert "/token" not in house.provider.asked
    assert house.finish(answer)  # the right one holds still


@pytest.mark.parametrize("browser", ["", "c" * 43])
def test_an_answer_without_the_browser_that_began_is_nobodys(house: House, browser: str) -> None:
    answer = house.provider.answer(house.begin())
    with pytest.raises(NotBegun):
        house.finish(answer, browser)
    assert "/token" not in house.provider.asked


def test_after_ten_minutes_it_is_over(house: House) -> None:
    answer = house.provider.answer(house.begin())
    with pytest.raises(NotBegun):
        house.finish(answer, now=datetime.now(UTC) + timedelta(minutes=10))


def test_another_process_or_the_same_after_a_restart_finishes_it(
    house: House, tmp_path: Path
) -> None:
    answer = house.provider.answer(house.begin())
    with Store.open(tmp_path / "tracking.db", house.programme) as store:
        other = replace(house, store=store, asked=Asked(house.asked.provider))
        assert other.finish(answer).back == "/chains"


def test_the_code_of_another_sign_in_is_refused(house: House) -> None:
    theirs = house.provider.answer(house.begin("c" * 43))
    own = house.provider.answer(house.begin())
    with pytest.raises(AnswerRefused):
        house.finish(own | {"code": theirs["code"]})


def test_a_code_used_twice_is_refused(house: House) -> None:
    first = house.provider.answer(house.begin())
    house.finish(first)
    second = house.provider.answer(house.begin())
    with pytest.raises(AnswerRefused):
        house.finish(second | {"code": first["code"]})


@pytest.mark.parametrize("issuer", ["https://elsewhere.example", ""])
def test_the_answer_of_another_provider_is_refused(house: House, issuer: str) -> None:
    answer = house.provider.answer(house.begin())
    with pytest.raises(AnswerRefused):
        house.finish({k: v for k, v in (answer | {"iss": issuer}).items() if v})
    assert "/token" not in house.provider.asked


def test_who_says_no_there_is_not_in_and_what_it_says_is_told(house: House) -> None:
    answer = house.provider.answer(house.begin())
    answer |= {"error": "access_denied", "error_description": "not\u202e today"}
    with pytest.raises(SaidNo) as refused:
        house.finish(answer)
    assert "access_denied (not⟨U+202E⟩ today)" in refused.value.said("zh")
    assert house.told()[0][1] == {"sign_in": 3, "account": "", "why": "denied"}


def test_failures_bring_a_delay_to_the_address(house: House) -> None:
    # More than are free, so that the delay is longer than any machine is slow.
    for _ in range(12):
        house.store.identities.refuse("not_valid", HERE, datetime.now(UTC))
    with pytest.raises(TooManyTries):
        house.begin()
    begin(house.asked, house.store, BROWSER, "/", "198.51.100.1", datetime.now(UTC))


def test_colleagues_without_a_role_make_nobody_wait(house: House) -> None:
    for _ in range(6):
        with pytest.raises(NoRole):
            house.come(groups=[])
    assert house.begin()


# What a token says, and how it is signed.

Spoil = Callable[[OpenID], None]
HOUR = 3600
ANOTHER = RSAKey.generate_key(2048, auto_kid=True)
LONG = JWSRegistry()
LONG.max_header_length = 4096


def now() -> int:
    return int(datetime.now(UTC).timestamp())


def says(**claims: object) -> Spoil:
    return lambda provider: provider.more.update(claims)


def at(**claims: int) -> Spoil:
    """Moments, in seconds from now."""
    return lambda provider: provider.more.update(
        {name: now() + seconds for name, seconds in claims.items()}
    )


def signed(sign: Callable[[OpenID, dict], str]) -> Spoil:
    def spoil(provider: OpenID) -> None:
        provider.sign = lambda claims: sign(provider, claims)

    return spoil


def unsigned(_provider: OpenID, claims: dict) -> str:
    head = b64(json.dumps({"alg": "none"}).encode()).decode()
    return f"{head}.{b64(json.dumps(claims).encode()).decode()}."


def by_public_key(provider: OpenID, claims: dict) -> str:
    # By hand: libraries refuse to make it.
    head = {"alg": "HS256", "kid": provider.key.kid}
    said = ".".join(b64(json.dumps(part).encode()).decode() for part in (head, claims))
    key = provider.key.as_pem(private=False)
    return f"{said}.{b64(hmac.digest(key, said.encode(), 'sha256')).decode()}"


def by_our_secret(provider: OpenID, claims: dict) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), ["HS256"])


def by_another(provider: OpenID, claims: dict) -> str:
    return jwt.encode({"alg": "RS256", "kid": provider.key.kid}, claims, ANOTHER)


def by_a_key_it_brings(_provider: OpenID, claims: dict) -> str:
    head = {"alg": "RS256", "kid": ANOTHER.kid, "jwk": ANOTHER.as_dict(private=False)}
    return jwt.encode(head, claims, ANOTHER, registry=LONG)


def changed(provider: OpenID, claims: dict) -> str:
    head, _, signature = jwt.encode(
        {"alg": "RS256", "kid": provider.key.kid}, claims, provider.key
    ).split(".")
    body = b64(json.dumps(claims | {"groups": ["admin"]}).encode()).decode()
    return f"{head}.{body}.{signature}"


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


# A provider that is away, or not well.


def huge(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(200)
    asked.end_headers()
    for _ in range(40):
        asked.wfile.write(b" " * 1000)


def slow(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(200)
    asked.end_headers()
    try:
        while True:  # until whoever asks has had enough
            asked.wfile.write(b" ")
    except OSError:
        pass


def silent(asked: BaseHTTPRequestHandler) -> None:
    asked.rfile.read(1)  # until whoever asks has gone


def elsewhere(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(302)
    asked.send_header("location", "/keys")
    asked.end_headers()


def broken(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(500)
    asked.end_headers()


def no_json(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(200)
    asked.end_headers()
    asked.wfile.write(b"<html>")


def a_list(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(200)
    asked.end_headers()
    asked.wfile.write(b"[]")


@pytest.mark.parametrize("answer", [huge, elsewhere, broken, no_json, a_list])
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys"])
def test_a_provider_that_is_not_well_lets_nobody_in(
    house: House, path: str, answer: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    house.provider.instead[path] = answer
    with pytest.raises(ProviderAway) as away:
        house.come()
    assert "统一身份认证平台" in away.value.said("zh")
    assert "sign_in_refused" not in [action for action, _ in house.told()]
    del house.provider.instead[path]
    assert house.come()


@pytest.mark.parametrize("answer", [slow, silent])
def test_nobody_waits_longer_for_a_slow_provider_than_it_is_worth(
    house: House, answer: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    house.provider.instead["/.well-known/openid-configuration"] = answer
    hasty = Asked(house.asked.provider, Patience(step=0.2, whole=0.2, size=1 << 40))
    with pytest.raises(ProviderAway):
        replace(house, asked=hasty).begin()


def test_a_provider_that_is_down_lets_local_accounts_in(
    store: Store, programme: Programme, tmp_path: Path
) -> None:
    with openid() as provider:
        path = provider.settings(tmp_path)
    read = load_provider(path, {"TRACKING_ADDRESS": provider.home}, programme)
    house = House(store, programme, Asked(read), provider)
    with pytest.raises(ProviderAway):
        house.begin()
    assert sign_in(store, "li", PASSWORD, HERE, AGENT, datetime.now(UTC), hasher=QUICK)


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"token_endpoint": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "file:///etc/passwd"},
    ],
)
def test_a_provider_that_leads_astray_is_not_followed(
    house: House, said: dict[str, object]
) -> None:
    told = json.dumps(house.provider.discovery() | said).encode()

    def astray(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(200)
        asked.end_headers()
        asked.wfile.write(told)

    house.provider.instead["/.well-known/openid-configuration"] = astray
    with pytest.raises(ProviderAway):
        house.begin()


def test_a_provider_that_does_not_know_us_is_told_of(house: House) -> None:
    wrong = replace(house.asked.provider, client_secret="wrong")
    with pytest.raises(ProviderRefusesUs, match="invalid_client"):
        replace(house, asked=Asked(wrong)).come()


def test_neither_log_nor_record_nor_store_has_a_token_a_code_or_the_secret(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tokens: list[str] = []

    def sign(claims: dict) -> str:
        tokens.append(by_another(house.provider, claims))
        return tokens[-1]

    house.provider.sign = sign
    answer = house.provider.answer(house.begin())
    with pytest.raises(ProviderTrouble):
        house.finish(answer)
    house.provider.sign = None
    good = house.provider.answer(house.begin())
    house.finish(good)
    kept = b"".join(
        path.read_bytes() for path in house.store.path.parent.glob(f"{house.store.path.name}*")
    )
    told = (caplog.text + repr(house.asked.provider)).encode()
    for secret in (SECRET, answer["state"], good["state"], tokens[0], BROWSER):
        assert secret.encode() not in kept
        assert secret.encode() not in told
    for form in house.provider.sent:
        assert form["code_verifier"].encode() not in kept + told


# Out again.


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
