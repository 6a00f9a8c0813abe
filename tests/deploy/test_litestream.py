"""Litestream copies the store by the file that ships, and the store comes back from the copy."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tracking.store import Store
from tracking.store.errors import InUse
from tracking.store.restore import restoring

LITESTREAM = Path(sys.executable).parent / "litestream"
CONFIGURATION = ROOT / "deploy" / "litestream.yml"


@pytest.fixture
def store(published_copy) -> Path:
    return published_copy.rename(published_copy.with_name("tracking.db"))


@pytest.fixture
def configuration(store, tmp_path) -> Path:
    """The file that ships, with other folders."""
    text = CONFIGURATION.read_text()
    for place, other in {"/var/lib/tracking": store.parent, "/mnt/copy": tmp_path / "copy"}.items():
        assert place in text
        text = text.replace(place, str(other))
    path = tmp_path / "litestream.yml"
    path.write_text(text)
    return path


def litestream(command: str, *arguments: str | Path) -> None:
    subprocess.run([LITESTREAM, command, *arguments], check=True, capture_output=True)


def copied(store: Path, configuration: Path) -> Path:
    """The store as it comes back from the copy."""
    litestream("replicate", "-config", configuration, "-once")
    back = store.with_name("back.db")
    litestream("restore", "-config", configuration, "-o", back, store)
    return back


def test_what_was_just_written_comes_back_and_proves_sound(store, configuration, programme):
    with Store.open(store, programme) as opened:
        opened.accounts.add("wang", "viewer", actor="tests")
        # The dashboard goes on meanwhile.
        back = copied(store, configuration)
        assert opened.verify() == []
    with Store.open(back, programme, read_only=True) as came:
        assert came.accounts.named("wang") is not None
        assert came.verify() == []


def test_the_drill_puts_the_copy_in_the_stores_place_and_copying_goes_on(
    store, configuration, programme
):
    back = copied(store, configuration)
    with Store.open(store, programme) as opened:
        opened.accounts.add("li", "viewer", actor="tests")
    with restoring(store, back, programme) as ready:
        ready.swap("tests")
    litestream("reset", "-config", configuration, store)
    with Store.open(store, programme) as opened:
        assert opened.accounts.named("li") is None
        opened.accounts.add("zhao", "viewer", actor="tests")
    back.unlink()
    for log in ("-wal", "-shm"):
        back.with_name(back.name + log).unlink(missing_ok=True)
    with Store.open(copied(store, configuration), programme, read_only=True) as came:
        assert came.accounts.named("zhao") is not None
        assert came.verify() == []


def test_while_litestream_runs_no_store_is_replaced(store, configuration, programme):
    back = copied(store, configuration)
    running = subprocess.Popen(
        [LITESTREAM, "replicate", "-config", configuration],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        # Its connection to the store is open once it has told of a first copy.
        said = iter(running.stdout.readline, "")
        next(line for line in said if re.search("replicating to", line))
        with pytest.raises(InUse):
            while True:
                with restoring(store, back, programme):
                    pass
    finally:
        running.terminate()
        running.wait(10)
