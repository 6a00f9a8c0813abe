"""What changed in knowledge alone, and the cause of each turn."""

import pandas as pd
import pytest

from tests.progress.small import figures, q, target, targets
from tracking.programme import Programme
from tracking.progress import CAUSES, assess, cause_name, changes, learned
from tracking.words import LANGUAGES

STOCK, OTHER, NOTICE = "INN-2-1", "INN-2-2", "SUP-1-4"
FROM_ZERO = {"baseline": 0, "baseline_quarter": q("2022Q1")}
BEIJING = "110000"
AIM = targets(target(STOCK, BEIJING, 100, **FROM_ZERO))


def known(*rows: tuple[str, float], indicator: str = STOCK, unit: str = BEIJING) -> pd.DataFrame:
    return figures(*((indicator, unit, quarter, value) for quarter, value in rows))


def between(
    programme: Programme,
    then: pd.DataFrame,
    now: pd.DataFrame,
    aims: tuple[pd.DataFrame, pd.DataFrame] = (AIM, AIM),
    through: tuple[str, str] = ("2023Q2", "2023Q2"),
    unit: str = BEIJING,
    quarter: int | None = None,
) -> list[dict]:
    earlier, later = (
        assess(frame, aim, programme, through=q(last))
        for frame, aim, last in zip((then, now), aims, through, strict=True)
    )
    found = learned(later, earlier, quarter)
    return found[found["unit"] == unit].to_dict("records")


def test_nothing_was_learned_from_the_same_figures(programme: Programme) -> None:
    same = known(("2023Q1", 30.0))
    assert between(programme, same, same) == []


def test_a_late_report_is_a_new_report_of_its_quarter(programme: Programme) -> None:
    found = between(programme, known(("2022Q4", 3.0)), known(("2022Q4", 3.0), ("2023Q1", 30.0)))
    by_quarter = {row["quarter"]: row for row in found}
    assert by_quarter[q("2023Q1")]["cause"] == "reported"
    assert by_quarter[q("2023Q1")]["quarter_before"] == q("2023Q1")
    # The next quarter's status rests on the same report.
    assert by_quarter[q("2023Q2")]["cause"] == "reported"


def test_a_corrected_figure_is_a_revision(programme: Programme) -> None:
    (row, *_) = between(programme, known(("2023Q1", 10.0)), known(("2023Q1", 30.0)))
    assert (row["cause"], row["revised_from"]) == ("revised", 10)
    assert (row["status_before"], row["status"], row["turn"]) == ("off_track", "on_track", 1)


def test_a_returned_report_is_taken_back(programme: Programme) -> None:
    found = between(programme, known(("2022Q4", 3.0), ("2023Q1", 30.0)), known(("2022Q4", 3.0)))
    assert {row["cause"] for row in found} == {"taken_back"}
    assert {row["quarter"] for row in found} == {q("2023Q1"), q("2023Q2")}


def test_a_sum_with_more_reports_has_a_new_report_and_with_fewer_one_taken_back(
    programme: Programme,
) -> None:
    one = figures((STOCK, BEIJING, "2023Q1", 30.0))
    two = figures((STOCK, BEIJING, "2023Q1", 30.0), (STOCK, "310000", "2023Q1", 50.0))
    aims = targets(target(STOCK, "nation", 1000, **FROM_ZERO))
    (row, *_) = between(programme, one, two, (aims, aims), unit="nation")
    assert (row["quarter"], row["cause"]) == (q("2023Q1"), "reported")
    (row, *_) = between(programme, two, one, (aims, aims), unit="nation")
    assert (row["quarter"], row["cause"]) == (q("2023Q1"), "taken_back")


def test_a_changed_target_goes_before_all_else(programme: Programme) -> None:
    lower = targets(target(STOCK, BEIJING, 20, **FROM_ZERO))
    found = between(programme, known(("2023Q1", 10.0)), known(("2023Q1", 12.0)), (AIM, lower))
    assert {row["cause"] for row in found} == {"target_changed"}


def test_a_verified_milestone_says_so(programme: Programme) -> None:
    def stated(state: str) -> pd.DataFrame:
        return figures(
            (NOTICE, "miit", "2022Q3", float("nan")), state=state, completed_on="2022-07-29"
        )

    aims = targets(target(NOTICE, "nation", 1, due=q("2023Q4")))
    found = between(programme, stated("claimed"), stated("verified"), (aims, aims), unit="nation")
    assert {row["cause"] for row in found} == {"verified"}
    assert {(row["status_before"], row["status"]) for row in found} == {("not_yet", "achieved")}


def test_a_quarter_that_is_new_stands_beside_the_last_one_known(programme: Programme) -> None:
    same = known(("2022Q3", 30.0))
    found = between(programme, same, same, through=("2023Q1", "2023Q2"))
    assert [(row["quarter_before"], row["quarter"]) for row in found] == [
        (q("2023Q1"), q("2023Q2"))
    ]
    assert found[0]["cause"] == "missing"


def test_only_the_quarter_asked_for_is_told(programme: Programme) -> None:
    then, now = known(("2023Q1", 10.0)), known(("2023Q1", 30.0))
    (row,) = between(programme, then, now, quarter=q("2023Q2"))
    assert row["quarter"] == q("2023Q2")


def test_learned_of_one_quarter_is_the_same_quarter_twice(programme: Programme) -> None:
    then = assess(known(("2023Q1", 10.0)), AIM, programme, through=q("2023Q1"))
    now = assess(known(("2023Q1", 30.0)), AIM, programme, through=q("2023Q1"))
    twice = changes(now, q("2023Q1"), q("2023Q1"), earlier=then)
    told = learned(now, then, q("2023Q1"))
    pd.testing.assert_frame_equal(told.drop(columns=["quarter", "quarter_before"]), twice)


def test_the_deadline_that_came_is_named(programme: Programme) -> None:
    aim = targets(target(STOCK, BEIJING, 100, **FROM_ZERO, due=q("2023Q1")))
    frame = assess(known(("2022Q4", 72.0)), aim, programme, through=q("2023Q2"))
    rows = changes(frame, q("2023Q1"), q("2022Q4"))
    (row,) = rows[rows["unit"] == BEIJING].to_dict("records")
    assert (row["status_before"], row["status"]) == ("on_track", "partly")
    assert row["cause"] == "deadline"
    # One quarter on nothing happens any more.
    assert changes(frame, q("2023Q2"), q("2023Q1")).query("unit == @BEIJING").empty


def test_the_path_that_moves_on_before_the_deadline_is_no_deadline(programme: Programme) -> None:
    frame = assess(known(("2023Q1", 27.0)), AIM, programme, through=q("2023Q2"))
    rows = changes(frame, q("2023Q2"), q("2023Q1"))
    assert rows.loc[rows["unit"] == BEIJING, "cause"].tolist() == ["time"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_has_its_words(language: str) -> None:
    names = [cause_name(language, cause) for cause in CAUSES]
    assert len(set(names)) == len(CAUSES)
