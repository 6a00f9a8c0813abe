"""What the tests share: the programme that ships, and a tiny second one."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tracking.programme import Programme, load

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

ROOT = Path(__file__).parent.parent

# A machine that is busy with something else makes no test wrong.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")


@pytest.fixture(scope="session")
def programme() -> Programme:
    """The programme that ships in data/programme."""
    return load(ROOT / "data" / "programme")


@pytest.fixture(scope="session")
def orchard() -> Programme:
    """A second programme with other chains, units and quarters."""
    return load(ROOT / "tests" / "programme" / "orchard")


@pytest.fixture(scope="session")
def playwright() -> "Iterator[Playwright]":
    """What drives the browsers; a process has room for one."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as one:
        yield one
