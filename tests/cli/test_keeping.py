"""Backing up and restoring from the command line."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run, data_of
from tests.store.test_verify import tamper
from tracking.programme import Programme
from tracking.store import Store


@pytest.fixture
def store(published_store: Path, tmp_path: Path) -> Path:
    """A store with the published figures."""
    return Path(shutil.copy(published_store, tmp_path))


def backed_up(run: Run, store: Path) -> Path:
    made = data_of(run("backup", "--json", store=store))
    assert made["ok"]
    assert made["differences"] == made["removed"] == []
    return Path(made["backup"])


def test_a_backup_lies_beside_the_store_and_proves_sound(run: Run, store: Path) -> None:
    result = run("backup", store=store)
    assert result.exit_code == 0
    assert result.output.startswith("Backed up and proved sound:")
    (copy,) = (store.parent / "backups").iterdir()
    assert data_of(run("verify", "--json", store=copy))["ok"]
    assert str(copy) in result.output


def test_a_backup_goes_where_one_says_and_old_ones_go(run: Run, store: Path) -> None:
    folder = store.parent / "elsewhere"
    folder.mkdir()
    old = [folder / f"store-20200101T00000{n}Z.db" for n in range(8)]
    for file in old:
        file.touch()
    assert data_of(run("backup", folder, "--keep-all", "--json", store=store))["removed"] == []
    assert "3 older backups were removed by the rule." in run("backup", folder, store=store).output
    assert not old[0].exists()


def test_a_store_that_is_not_sound_ends_in_one_and_says_what_differs(run: Run, store: Path) -> None:
    tamper(store, "update figure set value = value + 1 where submission = 1")
    result = run("backup", store=store)
    assert result.exit_code == 1
    assert ".damaged.db; no older backup was removed." in result.output
    assert "The figures of submission 1 are not the ones that were handed in." in result.output
    made = data_of(run("backup", "--json", store=store))
    assert not made["ok"]
    assert made["differences"][0]["message"]


def test_restoring_says_what_will_be_lost_and_asks(run: Run, store: Path, report: Path) -> None:
    copy = backed_up(run, store)
    run("import", report, "--approve", store=store)
    before = run("figures", "--json", store=store).stdout
    refused = run("restore", copy, store=store)
    assert refused.exit_code == 2
    assert "1 submission will no longer be in the store:" in refused.output
    assert report.name in refused.output
    assert "the store now            7" in refused.output
    assert "The store stays as it is." in refused.output
    assert run("figures", "--json", store=store).stdout == before


def test_restoring_with_yes_does_not_ask_and_keeps_the_old_store(
    run: Run, store: Path, report: Path
) -> None:
    copy = backed_up(run, store)
    before = run("figures", "--json", store=store).stdout
    run("import", report, "--approve", store=store)
    since = run("figures", "--json", store=store).stdout
    done = data_of(run("restore", copy, "--yes", "--json", store=store))
    assert [lost["name"] for lost in done["lost"]] == [report.name]
    assert (done["before"]["submissions"], done["after"]["submissions"]) == (7, 6)
    assert run("figures", "--json", store=store).stdout == before
    assert run("figures", "--json", store=Path(done["kept"])).stdout == since
    assert run("verify", store=store).exit_code == 0


def test_an_answer_is_asked_for_beside_the_json(run: Run, store: Path) -> None:
    result = run("restore", backed_up(run, store), "--json", store=store)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_a_backup_of_a_demonstration_is_called_one(
    run: Run, store: Path, tmp_path: Path, programme: Programme
) -> None:
    with Store.open(tmp_path / "demonstration.db", programme) as demonstration:
        demonstration.mark_demonstration("wang")
    copy = backed_up(run, demonstration.path)
    said = run("restore", copy, store=store).output
    assert "The backup is not an earlier state of this store." in said
    assert "The backup holds demonstration data." in said
    assert "6 submissions will no longer be in the store:" in said


def test_what_cannot_be_done_is_one_sentence(run: Run, store: Path, tmp_path: Path) -> None:
    none = tmp_path / "none.db"
    for arguments, of in ((["backup"], none), (["restore", none, "--yes"], store)):
        result = run(*arguments, store=of)
        assert result.exit_code == 2
        assert result.output == f"There is no store at {none}.\n"
