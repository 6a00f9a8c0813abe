"""Targets typed and read against the shipped programme."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tracking.programme import Programme, Target
from tracking.store import Store
from tracking.targets import Read, Reader, Versions

TODAY = date(2024, 5, 6)
BASIS = "工信部企业〔2024〕8号"
COUNT, FLOW, LEVEL, SHARE, STONE = "INN-1-1", "INN-1-2", "INN-2-1", "IND-1-2", "SUP-1-4"


@pytest.fixture
def read(programme: Programme) -> Callable[..., Read]:
    """Reads a target for Beijing from its fields; one that can be set, but for what is given."""

    def reading(**typed: str) -> Read:
        fields = {"indicator": COUNT, "unit": "110000", "value": "120", "due": "2025Q4",
                  "basis_zh": BASIS}  # fmt: skip
        return Reader(programme, TODAY).read(fields | typed)

    return reading


@pytest.fixture
def made(read: Callable[..., Read]) -> Callable[..., Target]:
    """The target of these fields."""

    def making(**typed: str) -> Target:
        found = read(**typed)
        assert found.target is not None, found.faults
        return found.target

    return making


@pytest.fixture
def store(tmp_path: Path, programme: Programme) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db", programme) as opened:
        yield opened


def versions_of(store: Store) -> Versions:
    return Versions(store.target_versions())
