"""The identity provider that this process lets people in by, as a setting names it."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from tracking.programme.rows import Fault
from tracking.signing import Asked, ProviderFaults, load_provider
from tracking.signing.provider import ADDRESS
from tracking.web import hosts
from tracking.web.house import CannotStart, house
from tracking.words import LANGUAGES, N_, Language

SETTING: Final = "TRACKING_IDENTITY"


def provider() -> Asked | None:
    """The provider, None where there are local accounts alone. Raises CannotStart."""
    named = os.environ.get(SETTING, "").strip()
    return _opened(named, os.environ.get(ADDRESS, "")) if named else None


def called(language: Language, issuer: str = "") -> str:
    """What the provider is called, "" for none; of an issuer that is no longer it, its address."""
    asked = provider()
    if asked is not None and issuer in ("", asked.provider.issuer):
        return asked.provider.called.to(language)
    return issuer


@lru_cache(maxsize=4)
def _opened(path: str, address: str) -> Asked:
    try:
        found = load_provider(Path(path).resolve(), os.environ, house().programme)
        host = urlsplit(found.address).hostname or ""
        if host not in hosts.answered() and f"[{host}]" not in hosts.answered():
            wanted = N_("an address under one of the names of TRACKING_HOSTS")
            raise ProviderFaults([Fault("$" + ADDRESS, None, ADDRESS, address, wanted)])
    except ProviderFaults as error:
        raise CannotStart(
            [fault.said(language) for fault in error.faults for language in LANGUAGES]
        ) from error
    return Asked(found)
