"""The reporting record: in time, late, missing, not due yet."""

from datetime import date

import pandas as pd
import pytest

from tracking.programme import Programme, Quarter
from tracking.progress.record import record

Q3 = Quarter.of("2024Q3")  # due on 30 October 2024


def state_of(programme: Programme, came: str | None, today: date) -> tuple[str, int]:
    received = pd.DataFrame(
        {"unit": ["110000"], "quarter": [Q3.index], "first_received_at": [came or ""]}
    )
    rows = record(received if came else received.iloc[:0], programme, [Q3], today)
    row = rows[rows["unit"] == "110000"].iloc[0]
    return row["state"], int(row["days"])


@pytest.mark.parametrize(
    ("came", "today", "expected"),
    [
        ("2024-10-28T08:00:00+00:00", date(2024, 11, 20), ("in_time", -2)),
        ("2024-10-30T15:59:59+00:00", date(2024, 11, 20), ("in_time", 0)),
        ("2024-10-30T16:00:00+00:00", date(2024, 11, 20), ("late", 1)),
        (None, date(2024, 11, 20), ("missing", 21)),
        (None, date(2024, 10, 30), ("not_due", 0)),
    ],
)
def test_a_report_is_judged_by_the_day_it_came_in_china(
    programme: Programme, came: str | None, today: date, expected: tuple[str, int]
) -> None:
    assert state_of(programme, came, today) == expected


def test_every_region_and_ministry_owes_a_report(programme: Programme) -> None:
    nothing = pd.DataFrame({"unit": [], "quarter": [], "first_received_at": []})
    rows = record(nothing, programme, [Q3], date(2024, 12, 1))
    assert len(rows) == 48
    assert set(rows["state"]) == {"missing"}
