"""docs/store.md tells of every table, view and column there is, and of nothing else."""

import re
import sqlite3
from collections.abc import Iterator

import numpy as np
import pytest

from tests.conftest import ROOT
from tests.store.conftest import Q1, Q3, random_figures, stated, take
from tracking.programme import Programme
from tracking.store import Store
from tracking.store.migrations import FACTS

DOCUMENT = (ROOT / "docs" / "store.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^#|\Z)", DOCUMENT, re.MULTILINE | re.DOTALL))
QUERIES = re.findall(r"```sql\n(.*?)```", DOCUMENT, re.DOTALL)
# What SQLite and sqlite-utils keep for themselves.
THEIRS = ("sqlite_", "_sqlite_", "narrative_text_")


@pytest.fixture
def connection(store: Store, programme: Programme) -> Iterator[sqlite3.Connection]:
    """Any reader of the file, without us."""
    take(store, random_figures(np.random.default_rng(1), programme, 500))
    with sqlite3.connect(f"{store.path.as_uri()}?mode=ro", uri=True) as reader:
        yield reader


def test_every_table_and_view_is_documented_and_the_other_way_round(
    connection: sqlite3.Connection,
) -> None:
    things = connection.execute("select name from sqlite_schema where type in ('table', 'view')")
    assert {name for (name,) in things if not name.startswith(THEIRS)} == set(SECTIONS)


def test_every_column_is_documented(connection: sqlite3.Connection) -> None:
    shared = set(re.findall(r"\w+", SECTIONS["regional_figure"].split("origin")[0]))
    for name, text in SECTIONS.items():
        told = set(re.findall(r"\w+", text))
        if "as before" in text or "Columns as in" in text:
            told |= shared | set(re.findall(r"\w+", SECTIONS["current_figure"]))
        columns = {row[1] for row in connection.execute(f"pragma table_info({name})")}
        assert columns <= told, name


def test_the_document_names_the_append_only_tables() -> None:
    told = DOCUMENT.split("**Nothing is overwritten.**")[1].split("refuse UPDATE")[0]
    assert re.findall(r"`(\w+)`", told) == list(FACTS)


@pytest.mark.parametrize("query", QUERIES)
def test_the_example_queries_run(connection: sqlite3.Connection, query: str) -> None:
    connection.execute(query).fetchall()


def test_views_are_read_with_codes_names_and_labels(store: Store) -> None:
    take(store, stated(("SUP-1-2", "110000", Q1, 80), ("SUP-1-2", "340100", Q3, 20)))
    with sqlite3.connect(store.path) as connection:
        rows = connection.execute(
            "select unit_zh, quarter, value, origin from regional_figure order by quarter"
        ).fetchall()
        assert rows == [
            ("北京市", "2024Q1", 80.0, "own"),
            ("安徽省", "2024Q3", 20.0, "rolled"),
        ]
        current = "select count(*) from current_figure where indicator = 'SUP-1-2'"
        assert connection.execute(current).fetchone() == (2,)


def test_views_follow_what_the_store_says(store: Store, programme: Programme) -> None:
    rng = np.random.default_rng(3)
    for _ in range(5):
        take(store, random_figures(rng, programme, 100))
    with sqlite3.connect(store.path) as connection:
        for view, frame in (
            ("current_figure", store.current()),
            ("regional_figure", store.figures()),
        ):
            rows = connection.execute(f"select indicator, unit, value from {view}").fetchall()
            told = {
                (indicator, unit, None if np.isnan(value) else value)
                for indicator, unit, value in zip(
                    frame["indicator"], frame["unit"], frame["value"], strict=True
                )
            }
            assert (len(rows), set(rows)) == (len(frame), told)
