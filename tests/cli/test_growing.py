"""progress --reading growth_ratio: another reading of the same figures, or why there is none."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run, data_of
from tests.progress.grown import STOCK, grown_store
from tracking.programme import Programme

ASKED = ("progress", "--unit", "110000", "--quarter", "2024Q3", "--reading", "growth_ratio")


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Path:
    """Ten quarters of one level, towards targets; only read it."""
    return grown_store(tmp_path_factory.mktemp("grown") / "store.db", programme)


def test_the_reading_stands_beside_the_status(run: Run, grown: Path) -> None:
    rows = {row["indicator"]: row for row in data_of(run(*ASKED, "--json", store=grown))}
    row = rows[STOCK]
    read = row["growth_ratio"]
    grew = (row["value"] / 100) ** (4 / 10) - 1
    assert read["observed"] == pytest.approx(grew)
    assert read["ratio"] == pytest.approx(grew / (1.8 ** (4 / 15) - 1))
    assert (read["base_quarter"], read["refusal"]) == ("2022Q1", "")
    assert row["status"] in ("on_track", "delayed", "off_track", "achieved")


def test_without_being_asked_for_it_is_not_there(run: Run, grown: Path) -> None:
    usual = [word for word in ASKED if word not in ("--reading", "growth_ratio")]
    assert all("growth_ratio" not in row for row in data_of(run(*usual, "--json", store=grown)))


def test_the_table_says_the_class_and_why_there_is_none(run: Run, published_store: Path) -> None:
    asked = ("progress", "--unit", "nation", "--reading", "growth_ratio")
    said = run(*asked, store=published_store).stdout
    assert "Growth-ratio reading" in said
    assert "Cannot be read so: the baseline is 0, and growth from nothing has no rate" in said
    assert (
        "不适用：基期为0，从0增长没有增速" in run(*asked, lang="zh", store=published_store).stdout
    )
