"""What the tests of signing in share: a store with two accounts, and a hasher that is quick."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracking.programme import Programme
from tracking.signing import Hasher, use_link
from tracking.store import Store

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
QUICK = Hasher(memory_kib=8, passes=1, lanes=1)
PASSWORD = "梅花香自苦寒来 2026"
HERE, AGENT = "192.0.2.7", "Firefox"


@pytest.fixture
def store(tmp_path: Path, programme: Programme) -> Iterator[Store]:
    """A store in which wang administers and li reports for Beijing, both with one password."""
    with Store.open(tmp_path / "tracking.db", programme) as opened:
        for link in (
            opened.accounts.add("wang", "administrator", actor="local", now=NOW),
            opened.accounts.add("li", "reporter", "110000", actor="wang", now=NOW),
        ):
            use_link(opened, link, HERE, AGENT, NOW, PASSWORD, hasher=QUICK)
        yield opened
