"""The demonstration store, built once for the tests of this room."""

from collections.abc import Iterator

import pandas as pd
import pytest

from tracking.demo import build
from tracking.programme import Programme
from tracking.progress import assess
from tracking.store import Store


@pytest.fixture(scope="session")
def store(programme: Programme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with build(tmp_path_factory.mktemp("demo") / "demonstration.db", programme) as built:
        yield built


@pytest.fixture(scope="session")
def assessment(store: Store, programme: Programme) -> pd.DataFrame:
    return assess(store.figures(), store.targets(), programme)
