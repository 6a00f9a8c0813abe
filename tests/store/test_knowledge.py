"""What the store says has changed between two days of knowledge."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from tests.store.conftest import OFFICE, OTHER_OFFICE, Q1, Q2, REGION, stated, take
from tracking.store import Store
from tracking.store.knowledge import CHANGED_DTYPES

FIRST = datetime(2024, 10, 1, 2, tzinfo=UTC)
COUNT, NOTICE = "INN-1-1", "SUP-1-4"


def day(number: int) -> datetime:
    """A moment so many days after the first one."""
    return FIRST + timedelta(days=number)


def of(store: Store, start: object = day(1), end: object = None, **where: object) -> pd.DataFrame:
    """The changed figures, only those where these columns have these values."""
    frame = store.changed(start, end)
    for column, value in where.items():
        frame = frame[frame[column] == value]
    return frame.reset_index(drop=True)


def test_nothing_changed_in_an_empty_store(store: Store) -> None:
    frame = store.changed(date(2024, 1, 1), None)
    assert frame.empty
    assert dict(frame.dtypes.astype(str)) == CHANGED_DTYPES


def test_a_first_report_is_new(store: Store) -> None:
    take(store, stated((COUNT, "110000", Q1, 3.0)), at=day(0))
    number = take(store, stated((COUNT, "110000", Q2, 5.0)), at=day(2))
    (row,) = of(store).to_dict("records")
    assert (row["indicator"], row["unit"], row["quarter"]) == (COUNT, "110000", Q2)
    assert (row["sort"], row["origin"], row["by"]) == ("new", "own", number)
    assert np.isnan(row["value_before"])
    assert (row["value"], row["submission_before"], row["submission"]) == (5, 0, number)


def test_a_correction_has_the_value_and_the_submission_before_and_after(store: Store) -> None:
    first = take(store, stated((COUNT, "110000", Q1, 3.0)), at=day(0))
    second = take(store, stated((COUNT, "110000", Q1, 4.0)), at=day(2))
    (row,) = of(store).to_dict("records")
    assert (row["sort"], row["by"]) == ("corrected", second)
    assert (row["value_before"], row["value"]) == (3, 4)
    assert (row["submission_before"], row["submission"]) == (first, second)


def test_the_same_figure_reported_again_has_not_changed(store: Store) -> None:
    take(store, stated((COUNT, "110000", Q1, 3.0)), at=day(0))
    take(store, stated((COUNT, "110000", Q1, 3.0)), at=day(2))
    assert of(store).empty


@pytest.mark.parametrize(
    ("column", "was", "now"),
    [("numerator", 1.0, 2.0), ("qualifier", "", "≥"), ("definition_break", False, True)],
)
def test_a_figure_changes_with_anything_it_states(
    store: Store, column: str, was: object, now: object
) -> None:
    take(store, stated((COUNT, "110000", Q1, 3.0), **{column: was}), at=day(0))
    take(store, stated((COUNT, "110000", Q1, 3.0), **{column: now}), at=day(2))
    (row,) = of(store).to_dict("records")
    assert (row[f"{column}_before"], row[column], row["sort"]) == (was, now, "corrected")


def test_what_was_returned_after_its_approval_is_taken_back(store: Store) -> None:
    number = take(store, stated((COUNT, "110000", Q1, 3.0)), at=day(0))
    store.send_back(number, actor="reviewer", reason="wrong unit", at=day(2))
    (row,) = of(store).to_dict("records")
    assert (row["sort"], row["by"], row["value_before"]) == ("taken_back", number, 3)
    assert np.isnan(row["value"])
    assert row["submission"] == 0


def test_a_return_lets_the_earlier_figure_stand_again(store: Store) -> None:
    first = take(store, stated((COUNT, "110000", Q1, 3.0)), at=day(0))
    second = take(store, stated((COUNT, "110000", Q1, 4.0)), at=day(0))
    store.send_back(second, actor="reviewer", reason="typing error", at=day(2))
    (row,) = of(store).to_dict("records")
    assert (row["sort"], row["by"], row["submission"]) == ("taken_back", second, first)
    assert (row["value_before"], row["value"]) == (4, 3)


def test_what_was_returned_and_reported_anew_is_corrected(store: Store) -> None:
    first = take(store, stated((COUNT, "110000", Q1, 3.0)), at=day(0))
    store.send_back(first, actor="reviewer", reason="typing error", at=day(2))
    second = take(store, stated((COUNT, "110000", Q1, 4.0)), at=day(3))
    (row,) = of(store).to_dict("records")
    assert (row["sort"], row["by"], row["submission_before"]) == ("corrected", second, first)


def test_what_came_and_went_between_the_two_days_has_not_changed(store: Store) -> None:
    number = take(store, stated((COUNT, "110000", Q1, 3.0)), at=day(2))
    store.send_back(number, actor="reviewer", reason="typing error", at=day(3))
    assert of(store).empty
    assert of(store, day(1), day(2))["sort"].tolist() == ["new"]


def test_a_milestone_is_verified(store: Store) -> None:
    claimed = stated((NOTICE, "miit", Q1, np.nan), state="claimed", completed_on="2024-03-01")
    came = store.submit(b"claim", "claim.csv", claimed, actor="miit", at=day(0))
    store.approve(came.id, actor="reviewer", at=day(0), milestones=[])
    before = datetime.now(UTC)
    store.verify_milestones(came.id, [(NOTICE, "miit", Q1)], actor="reviewer")
    (row,) = of(store, before).to_dict("records")
    assert (row["sort"], row["by"]) == ("verified", came.id)
    assert (row["state_before"], row["state"]) == ("claimed", "verified")


def test_offices_have_their_figures_and_their_region_the_rolled_one(store: Store) -> None:
    take(store, stated((COUNT, OFFICE, Q1, 3.0)), at=day(0))
    later = take(store, stated((COUNT, OTHER_OFFICE, Q1, 4.0)), at=day(2))
    (own,) = of(store, origin="own").to_dict("records")
    assert (own["unit"], own["sort"], own["by"]) == (OTHER_OFFICE, "new", later)
    (rolled,) = of(store, origin="rolled").to_dict("records")
    assert (rolled["unit"], rolled["sort"], rolled["by"]) == (REGION, "filled", 0)
    assert (rolled["value_before"], rolled["value"]) == (3, 7)
    assert (rolled["reported_before"], rolled["reported"]) == (1, 2)


def test_a_corrected_office_corrects_its_region(store: Store) -> None:
    take(store, stated((COUNT, OFFICE, Q1, 3.0)), at=day(0))
    take(store, stated((COUNT, OFFICE, Q1, 4.0)), at=day(2))
    assert of(store, unit=REGION)["sort"].tolist() == ["corrected"]
    assert of(store, unit=OFFICE)["sort"].tolist() == ["corrected"]


def test_a_regions_own_figure_takes_the_place_of_the_rolled_one(store: Store) -> None:
    take(store, stated((COUNT, OFFICE, Q1, 3.0)), at=day(0))
    number = take(store, stated((COUNT, REGION, Q1, 9.0)), at=day(2))
    (row,) = of(store, unit=REGION).to_dict("records")
    assert (row["sort"], row["origin"], row["by"]) == ("corrected", "own", number)
    assert (row["value_before"], row["value"]) == (3, 9)


def test_a_day_means_its_end_in_china(store: Store) -> None:
    # 16:30 UTC is half past midnight of the next day in China.
    take(store, stated((COUNT, "110000", Q1, 3.0)), at=datetime(2024, 10, 1, 16, 30, tzinfo=UTC))
    assert of(store, date(2024, 10, 1), date(2024, 10, 2))["sort"].tolist() == ["new"]
    assert of(store, date(2024, 9, 30), date(2024, 10, 1)).empty


@pytest.mark.parametrize("end", [day(1), day(0), date(2024, 10, 1)])
def test_the_first_day_must_lie_before_the_second(store: Store, end: object) -> None:
    with pytest.raises(ValueError, match="before"):
        store.changed(day(1), end)


def test_between_two_days_changes_what_two_readings_differ_in(store: Store) -> None:
    rng = np.random.default_rng(7)
    units = ["110000", OFFICE, OTHER_OFFICE, REGION, "miit"]
    moments = [day(n) for n in range(12)]
    for at in moments:
        rows = {(COUNT, str(rng.choice(units)), int(rng.choice([Q1, Q2]))): float(rng.integers(4))
                for _ in range(3)}  # fmt: skip
        number = take(store, stated(*((*key, value) for key, value in rows.items())), at=at)
        if rng.random() < 0.3:
            store.send_back(number, actor="reviewer", reason="typing error", at=at)
    for start, end in ((0, 5), (2, 3), (4, 11), (8, 9)):
        then, now = (
            pd.concat([store.figures(moments[n]), store.current(known_on=moments[n])])
            .drop_duplicates(["indicator", "unit", "quarter"])
            .set_index(["indicator", "unit", "quarter"])["value"]
            for n in (start, end)
        )
        both = pd.concat([then, now], axis=1, keys=["was", "is"])
        differ = both[both["was"].ne(both["is"]) & ~(both["was"].isna() & both["is"].isna())]
        found = store.changed(moments[start], moments[end])
        assert set(zip(found["indicator"], found["unit"], found["quarter"], strict=True)) == set(
            differ.index
        )


def test_a_version_stands_as_it_was_known_to_stand(store: Store) -> None:
    first = take(store, stated((COUNT, "110000", Q1, 3.0)), at=day(0))
    second = take(store, stated((COUNT, "110000", Q1, 4.0)), at=day(2))
    store.send_back(second, actor="chief", reason="typing error", at=day(4))

    def told(known_on: object) -> list[tuple[int, str, str]]:
        frame = store.versions(COUNT, "110000", Q1, known_on)
        return list(zip(frame["submission"], frame["state"], frame["decided_by"], strict=True))

    assert told(day(1)) == [(first, "approved", "reviewer")]
    assert told(day(3)) == [(second, "approved", "reviewer"), (first, "superseded", "reviewer")]
    assert told(None) == [(second, "returned", "chief"), (first, "approved", "reviewer")]


def test_a_version_says_whether_one_person_entered_it(store: Store) -> None:
    take(store, stated((COUNT, "110000", Q1, 3.0)))
    store.submit(
        b"entered", "e.csv", stated((COUNT, "110000", Q1, 4.0)), actor="keeper", approve=True
    )
    assert store.versions(COUNT, "110000", Q1)["entered"].tolist() == [True, False]


def test_submissions_stand_as_they_were_known_to_stand(store: Store) -> None:
    first = take(store, stated((COUNT, "110000", Q1, 3.0)), at=day(0))
    second = store.submit(b"2", "2.csv", stated((COUNT, "110000", Q1, 4.0)), actor="r", at=day(2))
    store.send_back(second.id, actor="chief", reason="typing error", at=day(4))
    assert [s.id for s in store.submissions(known_on=day(1))] == [first]
    assert [s.state for s in store.submissions(known_on=day(3))] == ["submitted", "approved"]
    assert [s.id for s in store.submissions(state="submitted", known_on=day(3))] == [second.id]
    assert [s.id for s in store.submissions(numbers=[second.id])] == [second.id]
    assert store.submissions(numbers=[]) == []
