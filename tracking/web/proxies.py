"""From whom the dashboard believes where a request comes from: no one but the proxies of a setting.

A proxy says the reader's address and scheme in X-Forwarded-For and X-Forwarded-Proto. Anybody else
may write these, too; theirs are not read.
"""

import os
import re
from collections.abc import Mapping
from ipaddress import ip_network
from typing import Any, Final, cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from tracking.web.house import CannotStart
from tracking.words import LANGUAGES, N_, Language, say

SETTING: Final = "TRACKING_PROXIES"
# Uvicorn's own, which believes everybody on this machine where nothing is said.
_UVICORNS: Final = "FORWARDED_ALLOW_IPS"


class Proxied:
    """The middleware, before all others: the reader's address and scheme, as a proxy says them."""

    def __init__(self, app: ASGIApp, proxies: list[str] | None = None) -> None:
        believed = trusted() if proxies is None else proxies
        reading = ProxyHeadersMiddleware(cast("Any", app), believed)
        self.app = cast("ASGIApp", reading) if believed else app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        await self.app(scope, receive, send)


def trusted(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The addresses and networks of the proxies; none where the setting names none.

    Raises CannotStart where something named is neither.

    >>> trusted({"TRACKING_PROXIES": "127.0.0.1, 10.1.0.0/16"}), trusted({})
    (['127.0.0.1', '10.1.0.0/16'], [])
    """
    named = [one for one in re.split(r"[,\s]+", environment.get(SETTING, "")) if one]
    for one in named:
        try:
            ip_network(one)
        except ValueError as error:
            raise CannotStart([_no_network(language, one) for language in LANGUAGES]) from error
    return named


def believe_only_ours() -> None:
    """Have the server itself leave these headers alone, so that the setting alone says whom to.

    Raises CannotStart.
    """
    trusted()
    os.environ[_UVICORNS] = ""


def _no_network(language: Language, found: str) -> str:
    return say(
        language,
        N_("{setting}: “{found}” is neither an address (127.0.0.1) nor a network (10.1.0.0/16)."),
        setting=SETTING,
        found=found,
    )
