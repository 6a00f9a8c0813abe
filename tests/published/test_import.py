"""The published figures are taken into a store once, approved, and carry their source."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest

from tracking.intake import check, read
from tracking.programme import Programme
from tracking.published import ACTOR, FOLDER, import_published
from tracking.store import Store

TODAY = date(2026, 2, 1)
# A month that is not a quarter's end, a number “over” something, a percentage without its parts …
EXPECTED_WARNINGS = {
    "nfra-inclusive-loans.csv": 3,
    "anhui-technology-contracts-2022h1.csv": 0,
}


@pytest.fixture(scope="module")
def store(programme: Programme, tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("published") / "store.db"
    store = Store.open(path, programme)
    imported = import_published(store, programme, today=TODAY)
    assert all(one.ok and one.fresh for one in imported), [one.findings for one in imported]
    return store


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.csv")), ids=lambda f: f.stem)
def test_each_file_passes_the_check_without_an_error(file: Path, programme: Programme) -> None:
    checked = check(read(file.read_bytes(), file.name), programme, TODAY, None)
    assert [f for f in checked.findings if f.severity == "error"] == []
    assert checked.ok
    if file.name in EXPECTED_WARNINGS:
        assert len(checked.findings) == EXPECTED_WARNINGS[file.name]


def test_a_second_import_changes_nothing(store: Store, programme: Programme) -> None:
    version = store.version
    again = import_published(store, programme, today=TODAY)
    assert all(one.ok and not one.fresh for one in again)
    assert store.version == version


def test_each_submission_is_approved_by_the_product_and_says_its_source(store: Store) -> None:
    submissions = store.submissions()
    assert len(submissions) == 6
    for submission in submissions:
        assert submission.state == "approved"
        assert (submission.submitted_by, submission.decided_by) == (ACTOR, ACTOR)
        assert len(submission.source) > 10
        assert "http" not in submission.source


def test_over_140000_keeps_its_qualifier(store: Store) -> None:
    known = store.current(indicators=["GOAL-2-1"], units=["miit"]).set_index("quarter")
    assert known["value"].tolist() == [80000, 140000, 140000]
    assert set(known["qualifier"]) == {"≥"}


def test_the_definition_breaks_reach_the_store(store: Store) -> None:
    known = store.current(units=["pboc"])
    broken = known[known["definition_break"]]
    assert set(zip(broken["indicator"], broken["quarter"], strict=True)) == {
        ("CAP-1-1", 8096),
        ("CAP-1-1", 8097),
        ("CAP-1-3", 8093),
    }


def test_the_cities_of_anhui_roll_up_to_their_province(store: Store) -> None:
    figures = store.figures()
    province = figures[(figures["unit"] == "340000") & (figures["indicator"] == "INN-3-2")]
    assert province["origin"].tolist() == ["rolled"]
    assert round(float(province["value"].iloc[0]), 1) == 428.3
    assert province[["reported", "expected"]].to_numpy().tolist() == [[16, 16]]


def test_the_notices_stand_on_the_days_they_were_seen(store: Store) -> None:
    known = store.current(indicators=["SUP-1-4"], units=["miit"]).sort_values("quarter")
    assert known["completed_on"].tolist() == ["2023-05-09", "2024-05-27", "2025-05-23"]


def test_progress_is_told_file_by_file(programme: Programme, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with Store.open(tmp_path / "store.db", programme) as store:
        import_published(
            store, programme, today=TODAY, progress=lambda done, total: told.append((done, total))
        )
    assert told == [(done, 6) for done in range(7)]


def test_two_processes_that_start_at_once_take_each_file_once(
    programme: Programme, tmp_path: Path
) -> None:
    path = tmp_path / "store.db"
    Store.open(path, programme).close()
    together = Barrier(4)

    def starting(_: int) -> list[bool]:
        with Store.open(path, programme) as own:
            together.wait()
            return [one.ok for one in import_published(own, programme, today=TODAY)]

    with ThreadPoolExecutor(4) as processes:
        done = [*processes.map(starting, range(4))]
    assert all(all(one) for one in done)
    with Store.open(path, programme) as own:
        assert [one.state for one in own.submissions()] == ["approved"] * 6
