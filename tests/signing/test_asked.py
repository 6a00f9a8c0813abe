"""A provider that is away or not well, and what of its answers is kept."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.openid import SECRET, openid
from tests.signing.conftest import AGENT, BROWSER, HERE, PASSWORD, QUICK, House
from tests.signing.forging import by_another
from tracking.programme import Programme
from tracking.signing import (
    Asked,
    ProviderAway,
    ProviderTrouble,
    load_provider,
    sign_in,
)
from tracking.signing.asked import Patience
from tracking.signing.provider_errors import ProviderRefusesUs
from tracking.store import Store


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
