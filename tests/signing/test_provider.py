"""How the identity provider is set up: what a file may say, and every fault in it told at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.openid import HOME, SECRET, SETTINGS
from tracking.programme import Programme
from tracking.signing import Provider, ProviderFaults, load_provider
from tracking.signing.provider import ADDRESS

GOOD = SETTINGS.format(issuer="https://id.example.cn/staff")
Read = Callable[..., Provider]


@pytest.fixture
def read(tmp_path: Path, programme: Programme) -> Read:
    def reading(text: str = GOOD, secret: str = SECRET, **environment: str) -> Provider:
        (tmp_path / "secret.txt").write_text(f"{secret}\n", encoding="utf-8")
        path = tmp_path / "identity.toml"
        path.write_text(text, encoding="utf-8")
        return load_provider(path, {ADDRESS: HOME, **environment}, programme)

    return reading


def faults(read: Read, *what: str, **environment: str) -> list[str]:
    with pytest.raises(ProviderFaults) as found:
        read(*what, **environment)
    return [fault.said("en") for fault in found.value.faults]


def test_a_file_says_who_the_provider_is_and_what_its_claims_mean(read: Read) -> None:
    provider = read()
    assert (provider.issuer, provider.client_secret) == ("https://id.example.cn/staff", SECRET)
    assert [rule.role for rule in provider.rules] == [
        "administrator", "reviewer", "reporter", "viewer",
    ]  # fmt: skip
    assert provider.redirect_uri == "http://localhost:8501/sign-in/provider/answer"
    assert SECRET not in repr(provider)


def test_the_secret_may_stand_in_the_environment(read: Read) -> None:
    text = GOOD.replace('client_secret_file = "secret.txt"', 'client_secret_env = "OURS"')
    assert read(text, OURS="another").client_secret == "another"
    assert faults(read, text) == [
        "identity.toml, client_secret_env: found “OURS”, wanted: a variable that holds the secret"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("https://id", "http://id", "issuer: found “http://id.example.cn/staff”"),
        ('client_id = "tracking"', "client_id = 1", "client_id: found “1”, wanted: a text"),
        ('client_id = "tracking"', "", "client_id: found “”, wanted: a text"),
        ("secret.txt", "none.txt", "client_secret_file: found “none.txt”"),
        ("client_secret_file", "client_secret", "client_secret: found “client_secret”"),
        ('called_en = "Ministry ID"', "", "called_en: found “”"),
        ("[units]", 'scopes = ["profile"]\n[units]', "scopes: found “profile”, wanted: openid"),
        ("[units]", 'scopes = "openid"\n[units]', "scopes: found “openid”, wanted: a list of"),
        ("[units]", 'algorithms = ["HS256"]\n[units]', "algorithms: found “HS256”"),
        ("[units]", 'algorithms = ["none"]\n[units]', "algorithms: found “none”"),
        ("[units]", 'algorithms = []\n[units]', "algorithms: found “[]”"),
        ("110000", "999999", "units.codes.BJ: found “999999”, wanted: the code of a unit"),
        ('claim = "org"', 'claims = "org"', "units.claims: found “claims”"),
        ('"administrator"', '"admin"', "roles.1.role: found “admin”, wanted: viewer, reporter"),
        ('value = "admin"', "value = 7", "roles.1.value: found “7”, wanted: a text"),
        ('"reviewer"', '"reviewer"\nunits = ["x"]', "roles.2.units: found “x”"),
        ('"reporter"', '"reporter"\nunits = "all"', "roles.3.units: found “all”"),
        ('"reporter"', '"reporter"\nunits = ["110000", "310000"]', "one unit for a reporter"),
        ('"viewer"', '"viewer"\nnames = "x"', "roles.4.names: found “names”"),
        ("[[roles]]", "[[rolls]]", "roles: found “”, wanted: [[roles]]"),
        ("issuer", "issuer issuer", "wanted: a TOML file in UTF-8"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_and_key(read: Read, old: str, new: str, said: str) -> None:
    told = faults(read, GOOD.replace(old, new))
    assert [one for one in told if said in one and one.startswith("identity.toml, ")], told


def test_every_fault_is_told_at_once_and_the_secret_in_none(read: Read) -> None:
    text = GOOD.replace("https://id", "ftp://id").replace('"administrator"', '"boss"')
    told = faults(read, text, f"{SECRET} ü")
    assert len(told) == 3
    assert SECRET not in "".join(told)


def test_whoever_reviews_or_reports_needs_units_by_rule_or_claim(read: Read) -> None:
    without = GOOD.replace("[units]", "").replace('claim = "org"', "")
    without = without.replace('codes = { BJ = "110000", SH = "310000" }', "")
    told = faults(read, without)
    assert [one.split(", wanted: ")[1] for one in told] == [
        "units for a reviewer, “all”, or the claim of [units]",
        "one unit for a reporter, here or by the claim of [units]",
    ]
    ruled = without.replace('"reviewer"', '"reviewer"\nunits = "all"')
    ruled = ruled.replace('"reporter"', '"reporter"\nunits = ["110000"]')
    assert [rule.everywhere for rule in read(ruled).rules] == [False, True, False, False]


@pytest.mark.parametrize(
    "address",
    ["", "progress.example.cn", "http://progress.example.cn", "https://a.example/path",
     "https://u:p@a.example", "https://a.example?x", "https://[broken"],
)  # fmt: skip
def test_the_address_must_be_one_that_people_come_back_to(read: Read, address: str) -> None:
    (told,) = faults(read, **{ADDRESS: address})
    assert told.startswith("$TRACKING_ADDRESS, TRACKING_ADDRESS: found")


def test_a_file_that_is_not_there_is_named(tmp_path: Path, programme: Programme) -> None:
    with pytest.raises(ProviderFaults, match=r"absent\.toml"):
        load_provider(tmp_path / "absent.toml", {ADDRESS: HOME}, programme)


@pytest.mark.parametrize("page", ["operating.md", "operating.zh.md"])
def test_the_file_in_the_guide_can_be_used(read: Read, page: str) -> None:
    guide = (ROOT / "docs" / page).read_text(encoding="utf-8")
    text = guide.split("```toml\n", 1)[1].split("```", 1)[0]
    assert read(text.replace("/etc/tracking/identity-secret", "secret.txt")).rules
