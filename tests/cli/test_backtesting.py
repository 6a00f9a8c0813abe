"""backtest: outlooks against what came, or the sentence that there is not enough history."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run, data_of
from tests.progress.grown import grown_store
from tracking.programme import Programme
from tracking.words import LANGUAGES


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Path:
    """A store whose history is long enough; only read it."""
    return grown_store(tmp_path_factory.mktemp("grown") / "store.db", programme)


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_little_history_ends_in_a_sentence_and_1(
    run: Run, published_store: Path, language: str
) -> None:
    result = run("backtest", lang=language, store=published_store)
    assert result.exit_code == 1
    said = "历史数据不足" if language == "zh" else "There is not enough history"
    assert said in result.stdout


def test_it_leads_with_how_often_the_interval_held(run: Run, grown: Path) -> None:
    result = run("backtest", store=grown)
    assert result.exit_code == 0, result.output
    first = result.stdout.splitlines()[0]
    # Origins 2023Q1 to 2023Q3 reach a year ahead; 37 regions, 4 groups and the nation.
    assert first.startswith("Of 126 outlooks made 1 year ahead, ")
    assert first.endswith("inside the 80% interval.")


def test_figures_that_came_later_are_read_as_known_today_and_it_says_so(
    run: Run, grown: Path
) -> None:
    told = data_of(run("backtest", "--json", store=grown))
    assert told["known_then"] is False
    assert told["sentences"][-1].startswith("Each outlook rests on its quarters as they are known")


def test_the_data_hold_what_the_tables_show(run: Run, grown: Path) -> None:
    told = data_of(run("backtest", "--json", store=grown))
    assert told["enough"] is True
    assert [row["horizon"] for row in told["horizons"]] == [1, 2, 3, 4]
    assert told["deadline"] is None
    assert sum(row["n"] for row in told["horizons"]) == told["outlooks"]
    assert {row["way"] for row in told["ways"]} == {"level"}
    assert 0 <= told["brier"] <= 1


def test_a_day_before_the_figures_knows_nothing(run: Run, grown: Path) -> None:
    result = run("backtest", "--known-on", "2023-01-01", "--json", store=grown)
    assert result.exit_code == 1
    assert data_of(result)["outlooks"] == 0
