"""A dashboard and a browser for each module; what a failing test saw is kept."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.conftest import ROOT
from tests.e2e import driving
from tests.e2e.serving import served
from tracking.programme import Programme
from tracking.published import import_published
from tracking.store import Store

RESULTS = ROOT / "test-results"


@pytest.fixture(scope="session")
def published_store(tmp_path_factory, programme: Programme) -> Path:
    """A store with the published figures; copy it before serving it."""
    path: Path = tmp_path_factory.mktemp("published") / "tracking.db"
    with Store.open(path, programme) as store:
        import_published(store, programme)
    return path


@pytest.fixture(scope="module")
def address(published_store: Path, tmp_path_factory) -> Iterator[str]:
    """A served dashboard on the published figures, with a store of the module's own."""
    own = Path(shutil.copy(published_store, tmp_path_factory.mktemp("served") / "tracking.db"))
    with served(own) as where:
        yield where


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    one = driving.launched(playwright)
    yield one
    one.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    item.failed = getattr(item, "failed", False) or outcome.get_result().failed


@pytest.fixture(scope="module")
def readers(chromium: Browser) -> Iterator[driving.Readers]:
    """Who looks at this module's dashboards, one after the other."""
    all_of_them = driving.Readers(chromium)
    yield all_of_them
    all_of_them.close()


@pytest.fixture
def reader(readers: driving.Readers, address: str, request) -> Iterator[Callable[..., Page]]:
    """A fresh reader's browser window; its picture is kept in test-results/ if the test fails."""
    windows: list[tuple[Page, str, driving.Language]] = []

    def fresh(language: driving.Language = "zh", at: str = address, **how) -> Page:
        page = readers.window(at, language, **how)
        windows.append((page, at, language))
        return page

    yield fresh
    for number, (page, at, language) in enumerate(windows):
        if getattr(request.node, "failed", False):
            RESULTS.mkdir(exist_ok=True)
            name = "".join(c if c.isalnum() else "-" for c in request.node.name)
            page.screenshot(path=RESULTS / f"{name}-{number}.png")
        readers.leave(page, at, language)
