"""explain: the status, its numbers, and the reports behind them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Run, data_of
from tests.store.conftest import stated
from tracking.programme import Programme, Quarter
from tracking.store import Store

Q1 = Quarter.of("2024Q1").index


@pytest.fixture
def corrected(tmp_path: Path, programme: Programme) -> Path:
    """A figure that one person entered, a correction that was returned in May."""
    path = tmp_path / "corrected.db"
    rows = stated(("INN-1-1", "110000", Q1, 3.0))
    with Store.open(path, programme) as store:
        store.submit(b"1", "first.csv", rows, actor="local", at=_day(3), approve=True)
        second = store.submit(b"2", "second.csv", rows.assign(value=4.0), actor="wang", at=_day(4))
        store.approve(second.id, actor="li", at=_day(4))
        store.send_back(second.id, actor="zhao", reason="typing error", at=_day(5))
    return path


def _day(month: int) -> datetime:
    return datetime(2024, month, 10, tzinfo=UTC)


def test_explain_says_where_a_number_is_from(run: Run, published_store: Path) -> None:
    wanted = ["explain", "IND-3-1", "miit", "2025Q4"]
    data = data_of(run(*wanted, "--json", store=published_store))
    assert data["sentences"]
    (version,) = data["versions"]
    assert version["file_name"] == "miit-specialised-enterprises.csv"
    assert version["row"] == 4
    assert version["submitted_by"] == "published"
    said = run(*wanted, lang="zh", store=published_store).stdout
    assert "国务院新闻办公室" in said
    assert "http" not in said


def test_explain_names_the_offices_behind_a_sum(run: Run, published_store: Path) -> None:
    wanted = ["explain", "INN-3-2", "安徽", "2022Q2"]
    data = data_of(run(*wanted, "--json", store=published_store))
    assert len(data["contributions"]) == 16
    assert "Hefei" in run(*wanted, store=published_store).stdout


def test_explain_lists_the_parts_of_a_sum_and_who_is_missing(
    run: Run, published_store: Path
) -> None:
    wanted = ["explain", "INN-3-2", "nation", "2025Q4"]
    data = data_of(run(*wanted, "--json", store=published_store))
    assert [(part["unit"], part["origin"]) for part in data["parts"]] == [("340000", "rolled")]
    assert len(data["missing"]) == 36
    assert data["contributions"] == []
    said = run(*wanted, store=published_store).stdout
    assert "of 37 units only Anhui has figures" in said
    assert "16 offices" in said
    assert "Nothing reported by (36): Beijing" in said


def test_explain_tells_changes_of_definition(run: Run, published_store: Path) -> None:
    wanted = ["explain", "CAP-1-1", "nation", "2025Q4"]
    *_, one = data_of(run(*wanted, "--json", store=published_store))["breaks"]
    assert (one["unit"], one["quarter"]) == ("pboc", "2024Q2")
    assert one["note"]
    assert "2024年二季度口径调整" in run(*wanted, lang="zh", store=published_store).stdout


def test_explain_says_where_one_person_entered_and_approved(run: Run, corrected: Path) -> None:
    wanted = ["explain", "INN-1-1", "110000", "2024Q1"]
    said = run(*wanted, store=corrected).stdout
    assert "Entered by Local administrator, 2024-03-10 08:00" in said
    assert "not reviewed by a second person" in said
    assert "未经第二人审核" in run(*wanted, lang="zh", store=corrected).stdout


def test_published_figures_keep_their_wording(run: Run, published_store: Path) -> None:
    said = run("explain", "IND-3-1", "miit", "2025Q4", store=published_store).stdout
    assert "Published figures, imported" in said
    assert "second person" not in said


def test_explain_knows_of_versions_only_what_was_known(run: Run, corrected: Path) -> None:
    def told(day: str) -> list[tuple[str, str]]:
        wanted = ["explain", "INN-1-1", "110000", "2024Q1", "--known-on", day, "--json"]
        versions = data_of(run(*wanted, store=corrected))["versions"]
        return [(version["file_name"], version["state"]) for version in versions]

    assert told("2024-03-31") == [("first.csv", "approved")]
    assert told("2024-04-30") == [("second.csv", "approved"), ("first.csv", "superseded")]
    assert told("2024-05-31") == [("second.csv", "returned"), ("first.csv", "approved")]


def test_what_was_handed_in_and_does_not_count_is_not_said_to_be_the_value(
    run: Run, tmp_path: Path, programme: Programme
) -> None:
    path = tmp_path / "waiting.db"
    with Store.open(path, programme) as store:
        rows = stated(("INN-1-1", "110000", Q1, 3.0))
        store.submit(b"1", "first.csv", rows.assign(unit="310000"), actor="a", approve=True)
        store.submit(b"2", "second.csv", rows, actor="wang")
    said = run("explain", "INN-1-1", "110000", "2024Q1", store=path).stdout
    assert "nothing has been reported" in said
    assert "It comes from" not in said
    assert "second.csv" in said
