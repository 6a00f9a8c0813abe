"""Two dashboards on one store, and nginx in front of them."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.deploy.fronting import NAME, Front, fronted
from tests.deploy.reading import PROCESS, Reader
from tests.e2e.serving import free_port, served
from tests.signed_in import session_token
from tracking.programme import Programme
from tracking.published import import_published
from tracking.store import Store
from tracking.web.visitor import COOKIE

MOST = 6
SETTINGS = {
    "TRACKING_HOSTS": NAME,
    "TRACKING_PROXIES": "127.0.0.1",
    "TRACKING_MAX_SESSIONS": str(MOST),
}


@dataclass(frozen=True)
class Deployed:
    """What stands behind a name: nginx, two processes, one store."""

    front: Front
    ports: tuple[int, int]
    store: Path
    programme: Programme
    processes: tuple[ExitStack, ExitStack]
    running: set[int] = field(default_factory=set)

    def opened(self) -> Store:
        return Store.open(self.store, self.programme)

    def reader(self, who: str = "", at: int | None = None) -> Reader:
        """Somebody, signed in unless `who` is "", at one of the processes."""
        reader = Reader(self.front)
        if who:
            with self.opened() as store:
                reader.cookies[COOKIE] = session_token(store, who)
        if at is not None:
            reader.cookies[PROCESS] = str(self.ports[at])
        return reader

    def start(self, process: int) -> None:
        """Start a process, unless it runs."""
        if process in self.running:
            return
        self.running.add(process)
        self.processes[process].enter_context(
            served(self.store, port=self.ports[process], **SETTINGS)
        )

    def stop(self, process: int) -> None:
        self.running.discard(process)
        self.processes[process].close()


@pytest.fixture(scope="session")
def published(tmp_path_factory, programme: Programme) -> Path:
    """A store with the published figures; copy it before use."""
    path: Path = tmp_path_factory.mktemp("published") / "tracking.db"
    with Store.open(path, programme) as opened:
        import_published(opened, programme)
    return path


@pytest.fixture
def published_copy(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(published, tmp_path / "copy.db"))


@pytest.fixture(scope="module")
def deployed(published: Path, tmp_path_factory, programme: Programme) -> Iterator[Deployed]:
    folder = tmp_path_factory.mktemp("deployed")
    store = Path(shutil.copy(published, folder / "tracking.db"))
    ports = (free_port(), free_port())
    with ExitStack() as one, ExitStack() as other, fronted(folder, ports) as front:
        stands = Deployed(front, ports, store, programme, (one, other))
        stands.start(0)
        stands.start(1)
        yield stands
