"""What the tests of signing in share: a store with two accounts, and a provider beside it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.openid import OpenID, openid
from tracking.programme import Programme
from tracking.signing import Asked, Hasher, begin, finish, load_provider, use_link
from tracking.signing.asked import Patience
from tracking.signing.by_provider import CameIn
from tracking.store import Store
from tracking.store.accounts import Account

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
QUICK = Hasher(memory_kib=8, passes=1, lanes=1)
PASSWORD = "梅花香自苦寒来 2026"
HERE, AGENT = "192.0.2.7", "Firefox"
BROWSER = "b" * 43
FOREVER = Patience(step=60.0, whole=60.0, size=20_000)


@dataclass
class House:
    """A dashboard that knows the provider, and one browser."""

    store: Store
    programme: Programme
    asked: Asked
    provider: OpenID

    def begin(self, browser: str = BROWSER, now: datetime | None = None) -> str:
        now = now or datetime.now(UTC)
        return begin(self.asked, self.store, browser, "/chains", HERE, now)

    def finish(
        self, answer: dict[str, str], browser: str = BROWSER, now: datetime | None = None
    ) -> CameIn:
        now = now or datetime.now(UTC)
        return finish(self.asked, self.programme, self.store, browser, answer, HERE, AGENT, now)

    def come(self, **person: object) -> CameIn:
        """The whole way in."""
        self.provider.person.update(person)
        return self.finish(self.provider.answer(self.begin()))

    def account(self, came: CameIn) -> Account:
        session = self.store.sessions.find(came.token, datetime.now(UTC))
        assert session
        return session.account

    def told(self) -> list[tuple[str, dict[str, object]]]:
        """What the audit chain tells of coming and going, the latest first."""
        entries = self.store.audit(20)
        return [
            (str(a), json.loads(d))
            for a, d in zip(*(entries[name] for name in ("action", "details")), strict=True)
        ]


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


@pytest.fixture
def provider() -> Iterator[OpenID]:
    with openid() as one:
        yield one


@pytest.fixture
def house(store: Store, programme: Programme, provider: OpenID, tmp_path: Path) -> House:
    environment = {"TRACKING_ADDRESS": provider.home}
    read = load_provider(provider.settings(tmp_path), environment, programme)
    return House(store, programme, Asked(read, FOREVER), provider)
