"""“As known on” a day: every page says what was known then, and nothing that came later."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.pages.reporting import texts
from tests.progress.small import figures
from tracking.programme import Programme
from tracking.published import ACTOR
from tracking.store import Store

CODE, UNIT, QUARTER = "INN-1-1", "110000", "2023Q4"
DOOR = f"{CODE},{UNIT},{QUARTER}"


@pytest.fixture(scope="module")
def story(tmp_path_factory, programme: Programme) -> Path:
    """Printed in March, reported in May, corrected in June, the correction returned in August."""
    path: Path = tmp_path_factory.mktemp("story") / "tracking.db"
    with Store.open(path, programme) as store:
        for month, actor, value, decider in (
            (3, ACTOR, 10.0, ACTOR),
            (5, "wang", 20.0, "li"),
            (6, "wang", 30.0, "li"),
        ):
            at = datetime(2024, month, 10, 4, tzinfo=UTC)
            rows = figures((CODE, UNIT, QUARTER, value))
            own = actor == decider
            name = f"{actor}-{month}.csv"
            came = store.submit(
                name.encode(), name, rows, actor=actor, at=at, entered=own, approve=own
            )
            if not own:
                store.approve(came.id, actor=decider, at=at)
        at = datetime(2024, 8, 10, 4, tzinfo=UTC)
        store.send_back(came.id, actor="zhao", reason="typing error", at=at)
    return path


def told(run, story: Path, day: str, stem: str = "overview", **state: str) -> str:
    at = run(story, stem, "en", known_on=day, quarter=QUARTER, **state)
    assert not at.exception
    return texts(at)


def test_the_door_lists_only_the_versions_that_were_there(run, story):
    said = told(run, story, "2024-03-31", explain=DOOR)
    assert "published-3.csv" in said
    assert "wang-5.csv" not in said
    assert "10 consortia" in said


def test_the_door_says_the_state_a_version_had_then(run, story):
    july = told(run, story, "2024-07-31", explain=DOOR)
    assert "30 consortia" in july
    assert "returned" not in july
    assert "zhao" not in july
    august = told(run, story, "2024-08-31", explain=DOOR)
    assert "returned" in august
    assert "zhao" in august


def test_before_anybody_reported_all_figures_are_from_print(run, story):
    wording = "No report has been handed in here: these figures are from publications."
    assert wording in told(run, story, "2024-03-31")
    assert wording not in told(run, story, "2024-05-31")


def test_the_foot_names_the_last_approval_by_that_day(run, story):
    for day, last in (
        # So far all was from print: imported, not approved by anybody.
        ("2024-03-31", "import 10 Mar 2024"),
        ("2024-07-31", "approval 10 Jun 2024"),
        # A return is no approval.
        ("2024-08-31", "approval 10 May 2024"),
    ):
        assert f"(last {last})" in told(run, story, day)


@pytest.mark.parametrize("stem", ["chains", "regions", "compare"])
def test_a_page_shows_the_value_of_that_day(run, story, stem):
    at = run(story, stem, "en", known_on="2024-03-31", quarter=QUARTER, unit=UNIT, indicator=CODE)
    assert not at.exception
    frames = " ".join(str(e.value.to_dict()) for e in at.dataframe) + texts(at)
    assert "10 consortia" in frames
    for later in ("20 consortia", "30 consortia"):
        assert later not in frames


def test_who_entered_and_approved_alone_is_told(run, tmp_path, programme: Programme):
    path = tmp_path / "tracking.db"
    with Store.open(path, programme) as store:
        rows = figures((CODE, UNIT, QUARTER, 3.0))
        store.submit(b"1", "entered.csv", rows, actor="local", approve=True)
    for language, wording in (
        ("en", "not reviewed by a second person"),
        ("zh", "未经第二人审核"),
    ):
        at = run(path, "overview", language, explain=DOOR, quarter=QUARTER)
        assert wording in texts(at)
