"""A verdict before the reports are due is marked; the status and its order stay."""

from datetime import date

import pytest

from tests.progress.small import figures, one, q, target, targets
from tracking.programme import Programme, Quarter
from tracking.progress import assess, explain, provisional, provisional_note

STOCK = "INN-2-1"
BEFORE, DUE, AFTER = date(2023, 1, 25), date(2023, 1, 30), date(2023, 1, 31)


def judged(programme: Programme, *quarters: str, due: str = "2022Q4"):
    start = {"baseline": 10, "baseline_quarter": q("2022Q1")}
    wanted = targets(target(STOCK, "110000", 100, due=q(due), **start))
    known = figures(*((STOCK, "110000", quarter, 40.0) for quarter in quarters))
    frame = assess(known, wanted, programme, through=q("2022Q4"))
    return one(frame, STOCK, "110000", "2022Q4")


def test_a_verdict_from_an_earlier_quarters_data_is_provisional_until_reports_are_due(
    programme: Programme,
) -> None:
    row = judged(programme, "2022Q3")
    assert programme.deadline_of(Quarter(int(row["quarter"]))) == DUE
    assert row["status"] == "missed"
    assert provisional_note(row, programme, "zh", BEFORE) == "按2022年三季度数据暂判"
    assert provisional_note(row, programme, "zh", DUE) != ""
    assert provisional_note(row, programme, "zh", AFTER) == ""


def test_a_verdict_from_the_quarters_own_report_is_none(programme: Programme) -> None:
    row = judged(programme, "2022Q3", "2022Q4")
    assert row["status"] == "missed"
    assert provisional_note(row, programme, "zh", BEFORE) == ""


def test_a_status_on_the_way_is_none(programme: Programme) -> None:
    row = judged(programme, "2022Q3", due="2025Q4")
    assert provisional_note(row, programme, "zh", BEFORE) == ""


def test_a_sum_of_the_reports_that_are_in_is_provisional(programme: Programme) -> None:
    regions = [u.code for u in programme.regions]
    start = {"baseline": 0, "baseline_quarter": q("2022Q1"), "due": q("2022Q4")}
    wanted = targets(target(STOCK, "nation", 10_000, **start))
    known = figures(
        *((STOCK, unit, "2022Q3", 40.0) for unit in regions),
        *((STOCK, unit, "2022Q4", 40.0) for unit in regions[:-5]),
    )
    frame = assess(known, wanted, programme)
    row = one(frame, STOCK, "nation", "2022Q4")
    assert row["status"] == "missed"
    assert provisional_note(row, programme, "zh", BEFORE) == "按已报数据暂判"
    marked = provisional(frame, programme, BEFORE)
    assert set(frame.loc[marked, "status"]) <= {"missed", "partly", "narrowly_missed", "moved_away"}
    assert set(frame.loc[marked, "quarter"]) == {q("2022Q4")}


@pytest.mark.parametrize("as_of", [None, BEFORE, AFTER])
def test_the_explanation_says_it_in_a_sentence(programme: Programme, as_of: date | None) -> None:
    told = explain(judged(programme, "2022Q3"), programme, "zh", as_of=as_of)
    sentence = "2022年四季度报送截止日为2023年1月30日，尚未截止，上述状态按2022年三季度数据暂判。"
    assert (sentence in told.sentences) == (as_of == BEFORE)
    assert told.data["provisional"] == (as_of == BEFORE)
