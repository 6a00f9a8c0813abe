"""A saved briefing asks anew each quarter; it is due once, after the deadline."""

from datetime import date

import pandas as pd
import pytest

from tests.briefing.small import PROGRAMME
from tracking.briefing.saved import (
    SavedBriefing,
    compared_with,
    comparison_of,
    due,
    quarter_due,
)
from tracking.programme import Quarter
from tracking.store.briefings import SAVED_DTYPES
from tracking.store.deadlines import DEADLINE_DTYPES

Q2, Q3 = Quarter.of("2024Q2"), Quarter.of("2024Q3")
NO_DEADLINES = pd.DataFrame(columns=list(DEADLINE_DTYPES)).astype(DEADLINE_DTYPES)


def saved(made: Quarter | None = None, **different: object) -> SavedBriefing:
    row = {
        "name": "季报", "scope": "region:320000", "compared": "year", "language": "zh",
        "full": False, "formats": "docx,pdf", "actor": "wang", "at": "",
        "made": made.index if made else -1, "made_by": "", "made_at": "",
    }  # fmt: skip
    assert set(row) == set(SAVED_DTYPES)
    return SavedBriefing.of(row | different)


def test_it_asks_for_the_quarter_that_it_is_made_for() -> None:
    request = saved().request(PROGRAMME, Q3)
    assert (str(request.scope), request.quarter, request.compared_with, request.full) == (
        "region:320000", Q3, Quarter.of("2023Q3"), False,
    )  # fmt: skip
    assert saved().request(PROGRAMME, Q3 + 1).compared_with == Quarter.of("2023Q4")


def test_before_the_start_there_is_nothing_to_compare_with() -> None:
    start = PROGRAMME.start
    assert compared_with("before", PROGRAMME, start) is None
    assert compared_with("year", PROGRAMME, start + 3) is None
    assert compared_with("year", PROGRAMME, start + 4) == start


def test_a_scope_that_the_programme_lost_is_refused() -> None:
    with pytest.raises(ValueError, match="GONE"):
        saved(scope="indicator:GONE").request(PROGRAMME, Q3)


@pytest.mark.parametrize(
    ("before", "said"),
    [(Q2, "before"), (Quarter.of("2023Q3"), "year"), (None, "none"), (Quarter.of("2024Q1"), None)],
)
def test_a_comparison_is_said_of_any_quarter_or_not_at_all(before, said) -> None:
    assert comparison_of(Q3, before) == said


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        (date(2024, 7, 31), "2024Q2"),
        (date(2024, 7, 30), "2024Q1"),  # the last day is no day late
        (date(2024, 10, 31), "2024Q3"),
        (date(2022, 7, 1), None),
    ],
)
def test_the_quarter_due_is_the_last_whose_deadline_is_over(today, quarter) -> None:
    reported = [q.index for q in PROGRAMME.quarters]
    found = quarter_due(NO_DEADLINES, PROGRAMME, reported, today)
    assert found == (Quarter.of(quarter) if quarter else None)


def test_a_quarter_without_figures_is_not_due() -> None:
    assert quarter_due(NO_DEADLINES, PROGRAMME, [Q2.index], date(2025, 3, 1)) == Q2
    assert quarter_due(NO_DEADLINES, PROGRAMME, [], date(2025, 3, 1)) is None


def test_a_deadline_put_off_puts_the_briefing_off() -> None:
    later = pd.DataFrame(
        [(Q3.index, "", "2024-12-01", "", "wang", "")], columns=list(DEADLINE_DTYPES)
    ).astype(DEADLINE_DTYPES)
    reported = [Q2.index, Q3.index]
    assert quarter_due(later, PROGRAMME, reported, date(2024, 11, 5)) == Q2


def test_what_was_made_for_the_quarter_is_not_due_again() -> None:
    briefings = [saved(), saved(Q2, name="b"), saved(Q3, name="c"), saved(Q3 + 1, name="d")]
    assert [one.name for one in due(briefings, Q3)] == ["季报", "b"]
