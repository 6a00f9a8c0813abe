"""What the tests share: the programme that ships, and a tiny second one."""

from pathlib import Path

import pytest
from hypothesis import settings

from tracking.programme import Programme, load

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
