"""briefing writes documents; explain --ref leads back from them."""

from pathlib import Path
from shutil import copy

import pytest

from tests.cli.conftest import Run, data_of
from tracking.programme import Programme
from tracking.store import Store


@pytest.fixture
def store(tmp_path: Path, published_store: Path) -> Path:
    """A store with the published figures that may be written to."""
    return Path(copy(published_store, tmp_path / "own.db"))


def test_a_briefing_is_written_into_the_folder(run: Run, store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "briefings"
    result = run("briefing", "-o", folder, store=store)
    assert result.exit_code == 0, result.output
    files = sorted(folder.iterdir())
    assert sorted(result.stdout.splitlines()) == [str(file) for file in files]
    assert [file.name for file in files] == [
        f"Hand-in-Hand Action_briefing_Nation_2025 Q4.{ending}" for ending in ("html", "xlsx")
    ]


@pytest.mark.parametrize(
    "scope", ["chain:innovation", "region:江苏", "ministry:miit", "indicator:IND-3-1"]
)
def test_a_scope_is_named_by_code_or_name(
    run: Run, store: Path, tmp_path: Path, scope: str
) -> None:
    result = run("briefing", "--scope", scope, "-o", tmp_path / "out", store=store)
    assert result.exit_code == 0, result.output


def test_the_same_request_gives_the_same_bytes(run: Run, store: Path, tmp_path: Path) -> None:
    made = []
    for name in ("one", "other"):
        run("briefing", "-o", tmp_path / name, store=store)
        made.append([file.read_bytes() for file in (tmp_path / name).iterdir()])
    assert made[0] == made[1]


def test_the_audit_trail_tells_of_it(
    run: Run, store: Path, tmp_path: Path, programme: Programme
) -> None:
    run("briefing", "-o", tmp_path / "out", store=store)
    with Store.open(store, programme, read_only=True) as opened:
        entries = opened.audit(limit=1)
    assert "briefing" in str(entries)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--scope", "moon"], "is no scope"),
        (["--scope", "region:miit"], "is no scope"),
        (["--format", "html,doc"], "“doc” is no format"),
        (["--quarter", "2024Q3", "--compare", "2024Q3"], "cannot be compared with"),
        (["--quarter", "2031Q1"], "outside the programme"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    run: Run, store: Path, tmp_path: Path, arguments: list[str], told: str
) -> None:
    result = run("briefing", *arguments, "-o", tmp_path / "out", store=store)
    assert result.exit_code == 2
    assert told in result.output
    assert not (tmp_path / "out").exists()


def test_a_reference_leads_to_the_figure_as_it_was_known(run: Run, published_store: Path) -> None:
    asked = ["explain", "--ref", "[IND-3-1.miit.25Q4.261101]", "--json"]
    data = data_of(run(*asked, store=published_store))
    assert (data["indicator"], data["unit"], data["quarter"]) == ("IND-3-1", "miit", "2025Q4")
    assert data["known_on"] == "2026-11-01"


@pytest.mark.parametrize("arguments", [["--ref", "IND-3-1"], ["IND-3-1"], []])
def test_half_a_name_is_refused(run: Run, published_store: Path, arguments: list[str]) -> None:
    result = run("explain", *arguments, store=published_store)
    assert result.exit_code == 2
    assert "reference" in result.output
