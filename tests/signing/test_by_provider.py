"""Who comes in by a provider at this machine: roles, units and names, as its claims say."""

from datetime import UTC, datetime

import pytest

from tests.signing.conftest import AGENT, HERE, PASSWORD, QUICK, House
from tracking.signing import (
    first_link,
    sign_in,
)
from tracking.signing.provider_errors import NoName, NoRole
from tracking.store.account_errors import (
    AccountClosed,
    AccountElsewhere,
    NameTaken,
    ReservedName,
    UnfitName,
)


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
    assert house.told()[0][1]["why"] == "account_closed"


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
