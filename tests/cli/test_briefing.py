"""briefing writes documents; explain --ref leads back from them."""

from pathlib import Path
from shutil import copy
from zipfile import ZipFile

import pytest

from tests.cli.conftest import Run, data_of
from tracking.briefing.formats import DOCUMENTS
from tracking.programme import Programme
from tracking.store import Store
from tracking.store.briefings import LONGEST_NAME


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
        f"Hand-in-Hand Action_briefing_Nation_2025 Q4.{ending}" for ending in sorted(DOCUMENTS)
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


def test_the_reference_of_an_index_tells_what_it_is_the_mean_of(
    run: Run, published_store: Path
) -> None:
    asked = ["explain", "--ref", "[SUPPLY.nation.25Q4.261101]"]
    data = data_of(run(*asked, "--json", store=published_store))
    assert (data["chain"], data["unit"], data["quarter"]) == ("supply", "nation", "2025Q4")
    assert (data["reference"], data["known_on"]) == ("supply.nation.25Q4.261101", "2026-11-01")
    references = [one["reference"] for one in data["indicators"]]
    assert references[0] == "SUP-1-1.nation.25Q4.261101"
    assert sum(data["statuses"].values()) == len(references)
    said = run(*asked, store=published_store).output
    assert all(text in said for text in (*references, *data["sentences"], *data["formulas"]))


def test_the_reference_of_all_tells_each_chain_with_its_own(
    run: Run, published_store: Path, programme: Programme
) -> None:
    asked = ["explain", "--ref", "all.nation.25Q4.261101"]
    data = data_of(run(*asked, "--json", store=published_store))
    assert data["chain"] is None
    assert [one["chain"] for one in data["chains"]] == list(programme.chains)
    said = run(*asked, store=published_store).output
    for one in data["chains"]:
        assert one["reference"] == f"{one['chain']}.nation.25Q4.261101"
        assert one["reference"] in said


def test_the_reference_of_an_index_that_nobody_owes_is_refused(
    run: Run, published_store: Path
) -> None:
    result = run("explain", "--ref", "talent.pboc.25Q4.261101", store=published_store)
    assert result.exit_code == 2
    assert "leads to nothing" in result.output


@pytest.mark.parametrize("arguments", [["--ref", "IND-3-1"], ["IND-3-1"], []])
def test_half_a_name_is_refused(run: Run, published_store: Path, arguments: list[str]) -> None:
    result = run("explain", *arguments, store=published_store)
    assert result.exit_code == 2
    assert "reference" in result.output


def saved_in(run: Run, store: Path) -> list[dict[str, object]]:
    found = data_of(run("briefings", "list", "--json", store=store))
    assert isinstance(found, list)
    return found


def test_a_briefing_is_saved_and_made_again(run: Run, store: Path, tmp_path: Path) -> None:
    asked = ["--scope", "region:江苏", "--quarter", "2025Q3", "--format", "html"]
    first = run("briefing", *asked, "--save", "江苏季报", "-o", tmp_path / "q3", store=store)
    assert first.exit_code == 0, first.output
    (one,) = saved_in(run, store)
    assert (one["scope"], one["compared"], one["made"]) == ("region:320000", "before", "2025Q3")
    again = run("briefing", "--saved", "江苏季报", "-o", tmp_path / "q4", store=store)
    assert again.exit_code == 0, again.output
    (file,) = (tmp_path / "q4").iterdir()
    assert file.name.startswith("江苏季报_")
    assert "2025 Q4" in file.name
    assert saved_in(run, store)[0]["made"] == "2025Q4"


def test_what_is_due_is_made_once(run: Run, store: Path, tmp_path: Path) -> None:
    for name, scope in (("全国", "nation"), ("创新链", "chain:innovation")):
        run("briefing", "--scope", scope, "--quarter", "2024Q1", "--format", "html",
            "--save", name, "-o", tmp_path / "first", store=store)  # fmt: skip
    result = run("briefing", "--due", "-o", tmp_path / "due", store=store)
    assert result.exit_code == 0, result.output
    assert len(list((tmp_path / "due").iterdir())) == 2
    again = run("briefing", "--due", "-o", tmp_path / "again", store=store)
    assert again.exit_code == 0
    assert "No briefing is due" in again.stderr
    assert not (tmp_path / "again").exists()


def test_a_name_of_a_path_stays_in_the_folder(run: Run, store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "here"
    result = run(
        "briefing", "--format", "html", "--save", "../../x/../y", "-o", folder, store=store
    )
    assert result.exit_code == 0, result.output
    assert len(list(folder.iterdir())) == 1
    assert sorted(path.name for path in (tmp_path / "in").iterdir()) == ["here"]


def test_a_file_has_a_name_that_any_disk_takes_however_long_the_briefings_is(
    run: Run, store: Path, tmp_path: Path
) -> None:
    folder, name = tmp_path / "out", "季" * LONGEST_NAME
    result = run("briefing", "--format", "html,zip", "--save", name, "-o", folder, store=store)
    assert result.exit_code == 0, result.output
    names = [file.name for file in folder.iterdir()]
    with ZipFile(next(folder.glob("*.zip"))) as archive:
        names += [Path(one).name for one in archive.namelist()]
    assert max(len(one.encode()) for one in names) <= 255


def test_briefings_with_names_that_files_cannot_tell_apart_are_all_written(
    run: Run, store: Path, tmp_path: Path
) -> None:
    for name in ("季报:江苏", "季报/江苏"):
        run("briefing", "--quarter", "2024Q1", "--format", "html",
            "--save", name, "-o", tmp_path / "first", store=store)  # fmt: skip
    result = run("briefing", "--due", "-o", tmp_path / "due", store=store)
    assert result.exit_code == 0, result.output
    assert len(list((tmp_path / "due").iterdir())) == 2


def test_one_that_cannot_be_made_keeps_no_other_from_being_made(
    run: Run, store: Path, tmp_path: Path, programme: Programme
) -> None:
    with Store.open(store, programme) as opened:
        for name, scope in (("旧", "region:999999"), ("新", "nation")):
            opened.briefings.save(name, scope=scope, compared="none", language="zh", full=False,
                                  formats="html", actor="office")  # fmt: skip
    result = run("briefing", "--due", "-o", tmp_path / "due", store=store)
    assert result.exit_code == 2
    assert "“旧” is about region:999999" in result.output
    (file,) = (tmp_path / "due").iterdir()
    assert file.name.startswith("新_")
    assert {one["name"]: one["made"] for one in saved_in(run, store)} == {
        "新": "2025Q4",
        "旧": None,
    }


def test_one_taken_out_is_made_no_more(run: Run, store: Path, tmp_path: Path) -> None:
    run("briefing", "--format", "html", "--save", "季报", "-o", tmp_path / "a", store=store)
    assert run("briefings", "remove", "季报", store=store).exit_code == 0
    assert saved_in(run, store) == []
    result = run("briefing", "--saved", "季报", "-o", tmp_path / "b", store=store)
    assert result.exit_code == 2
    assert "No saved briefing is called “季报”" in result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--saved", "x", "--scope", "nation"], "--scope cannot be said here"),
        (["--due", "--quarter", "2024Q3"], "--quarter cannot be said here"),
        (["--quarter", "2024Q3", "--compare", "2024Q1", "--save", "x"], "is none of these"),
        (["--save", "  "], "needs a name"),
    ],
)
def test_what_a_saved_briefing_cannot_say_is_refused(
    run: Run, store: Path, tmp_path: Path, arguments: list[str], told: str
) -> None:
    result = run("briefing", *arguments, "-o", tmp_path / "out", store=store)
    assert result.exit_code == 2
    assert told in result.output
    assert not (tmp_path / "out").exists()
    assert saved_in(run, store) == []
