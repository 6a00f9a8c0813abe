"""changes: what one day knew and another knows."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Run, data_of
from tests.progress.small import figures
from tracking.programme import Programme
from tracking.store import Store

CODE = "INN-1-1"


@pytest.fixture
def corrected(tmp_path: Path, programme: Programme) -> Path:
    """Reported in February, corrected in March."""
    path = tmp_path / "corrected.db"
    with Store.open(path, programme) as store:
        for month, value in ((2, 3.0), (3, 4.0)):
            at = datetime(2024, month, 10, 4, tzinfo=UTC)
            rows = figures((CODE, "110000", "2023Q3", value), ("IND-1-1", "110000", "2023Q3", 1.0))
            came = store.submit(f"{month}".encode(), f"{month}.csv", rows, actor="wang", at=at)
            store.approve(came.id, actor="li", at=at)
    return path


def test_a_correction_is_told_with_its_report_and_ends_in_one(run: Run, corrected: Path) -> None:
    result = run("changes", "--from", "2024-02-29", "--to", "2024-03-31", store=corrected)
    assert result.exit_code == 1
    said = result.stdout
    assert "1 figure of 1 unit changed: 1 corrected" in said
    assert "3 consortia" in said
    assert "4 consortia" in said
    assert "3.csv" in said


def test_nothing_changed_ends_in_nought(run: Run, corrected: Path) -> None:
    result = run("changes", "--from", "2024-03-31", store=corrected)
    assert result.exit_code == 0
    assert "no figure and no status changed" in result.stdout


def test_the_data_holds_all_of_it(run: Run, corrected: Path) -> None:
    wanted = ["changes", "--from", "2024-01-31", "--to", "2024-02-29", "--json"]
    result = run(*wanted, store=corrected)
    assert result.exit_code == 1
    data = data_of(result)
    assert (data["from"], data["to"]) == ("2024-01-31", "2024-02-29")
    assert [(f["sort"], f["quarter"], f["by"]) for f in data["figures"]] == [
        ("new", "2023Q3", 1),
        ("new", "2023Q3", 1),
    ]
    assert {s["status_before"] for s in data["statuses"]} <= {"not_reported", "no_target"}
    (report,) = data["reports"]
    assert (report["submission"], report["decided_by"], report["counts"]) == (1, "li", {"new": 2})


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (["--unit", "北京"], 1),
        (["--unit", "上海"], 0),
        (["--indicator", CODE], 1),
        (["--indicator", "IND-1-1"], 0),
        (["--chain", "innovation"], 1),
        (["--chain", "industry"], 0),
        (["--quarter", "2023Q3"], 1),
        (["--quarter", "2023Q4"], 0),
    ],
)
def test_only_what_was_asked_for_is_told(
    run: Run, corrected: Path, wanted: list[str], count: int
) -> None:
    days = ["--from", "2024-02-29", "--to", "2024-03-31"]
    result = run("changes", *days, *wanted, "--json", store=corrected)
    assert len(data_of(result)["figures"]) == count
    assert result.exit_code == int(count > 0)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (["--from", "2024-03-01", "--to", "2024-03-01"], "must lie before"),
        (["--from", "2999-01-01"], "must lie before"),
        (["--from", "last week"], "is not a day"),
        ([], "--from"),
    ],
)
def test_days_that_are_none_are_refused(
    run: Run, corrected: Path, wanted: list[str], sentence: str
) -> None:
    result = run("changes", *wanted, store=corrected)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.output
