"""What a browser brings back from the provider: once, in time, and to where it began."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.signing.conftest import BROWSER, HERE, House
from tracking.signing import (
    AnswerRefused,
    Asked,
    NotBegun,
    TooManyTries,
    begin,
)
from tracking.signing.provider_errors import NoRole, SaidNo
from tracking.store import Store


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
