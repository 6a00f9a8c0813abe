"""A dashboard of one's own: the real server on a free port, with its own store."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests.signed_in import session_token
from tracking.programme import Programme, load
from tracking.store import Store
from tracking.web.house import places

ROOT = Path(__file__).parents[2]
# Where each served dashboard keeps what it knows.
STORES: dict[str, Path] = {}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def served(
    store: Path,
    *,
    seconds: float = 60,
    command: list[str] | None = None,
    port: int | None = None,
    log: Path | None = None,
    **settings: str,
) -> Iterator[str]:
    """The address of a dashboard on this store; what it says stands beside the store."""
    port = port or free_port()
    own = {"TRACKING_STORE": str(store), "STREAMLIT_SERVER_PORT": str(port)}
    environment = os.environ | own | settings
    log = log or store.with_name(f"{store.stem}-{port}.log")
    with log.open("wb") as out:
        server = subprocess.Popen(
            command or [sys.executable, "dashboard.py"],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=out,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            # Streamlit's own, so that any Streamlit app can be served.
            _until_answering(server, f"{address}/_stcore/health", seconds, log)
            STORES[address] = store
            yield address
        finally:
            server.terminate()
            server.wait(10)


def token_at(address: str, who: str) -> str:
    """A new session on the dashboard that is served there."""
    with opened_store(address) as store:
        return session_token(store, who)


def opened_store(address: str) -> Store:
    """The store of the dashboard that is served there."""
    return Store.open(STORES[address], _programme(places(os.environ)[0]))


@cache
def _programme(folder: Path) -> Programme:
    return load(folder)


def _until_answering(
    server: subprocess.Popen[bytes], address: str, seconds: float, log: Path
) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}: {log.read_text()}")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError:
            return  # only who is signed in is told more
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise TimeoutError(log.read_text())
