"""Pages run against real stores: an empty one, the published one, a demonstration one."""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tests.signed_in import session_token
from tracking.programme import Programme
from tracking.published import import_published
from tracking.store import Store
from tracking.web.house import house
from tracking.web.pages import PAGES
from tracking.web.visitor import TOKEN

# Every AppTest reads what all installed packages say of themselves: once is enough.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

MAIN = ROOT / "tracking" / "web" / "main.py"


@pytest.fixture(scope="session")
def published(tmp_path_factory, programme: Programme) -> Path:
    """A store with the published figures."""
    path: Path = tmp_path_factory.mktemp("published") / "tracking.db"
    with Store.open(path, programme) as store:
        import_published(store, programme)
    return path


@pytest.fixture(scope="session")
def empty(tmp_path_factory, programme: Programme) -> Path:
    """A store in which nothing was handed in."""
    path: Path = tmp_path_factory.mktemp("empty") / "tracking.db"
    Store.open(path, programme).close()
    return path


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory, programme: Programme) -> Path:
    """The published figures in a store that says it is a demonstration."""
    path: Path = tmp_path_factory.mktemp("demonstration") / "tracking.db"
    with Store.open(path, programme) as store:
        store.mark_demonstration("tester")
        import_published(store, programme)
    return path


@pytest.fixture
def run(monkeypatch) -> Callable[..., AppTest]:
    """Runs a page of the dashboard as a reader sees it, on a store, in a language."""

    def running(
        store: Path,
        stem: str = "overview",
        language: str = "zh",
        acting: str = "administrator",
        **state: str,
    ) -> AppTest:
        monkeypatch.setenv("TRACKING_STORE", str(store))
        at = AppTest.from_file(str(MAIN), default_timeout=60)
        at.session_state["language"] = language
        # Streamlit knows its pages after a run; that of nobody is a short one.
        at.run()
        at.session_state[TOKEN] = token_on(store, acting)
        at.session_state["tracking-state"] = dict(state)
        page = next(page for page in PAGES if page.stem == stem)
        return at.switch_page(str(page.file)).run()

    return running


@cache
def token_on(store: Path, who: str) -> str:
    """A session on the store that is served, one for each reader and store."""
    assert house().store.path == store.resolve()
    return session_token(house().store, who)


@pytest.fixture
def copy(tmp_path) -> Callable[[Path], Path]:
    """A store of one's own, to write to."""

    def copied(store: Path) -> Path:
        return Path(shutil.copy(store, tmp_path / "own.db"))

    return copied
