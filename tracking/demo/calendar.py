"""The invented calendar: who sent which report when, and when it was approved.

Some are late, some never come, some are corrected months later, and the last wait for review.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Final, Literal

import numpy as np

from tracking.programme import Programme, Quarter, Unit

CHINA: Final = timezone(timedelta(hours=8))
Sort = Literal["report", "offices", "correction", "mixed_up", "claim"]

LATE: Final = 0.08  # of reports come after the deadline
MISSED: Final = 0.022  # of reports never come, chronically silent units apart
CORRECTED: Final = 0.045  # of reports are corrected later
MISSED_BY_SLOW: Final = 0.6  # of the reports of the unit that often sends nothing
WAITING: Final = 5  # regions whose last report waits for review


@dataclass(frozen=True, slots=True)
class Event:
    """One file that a unit sends for a quarter; `decided_at` is None while it waits.

    `mixed_up` files are seen to be wrong by the reviewer, and are sent back.
    """

    sort: Sort
    unit: str
    quarter: Quarter
    sent_at: datetime
    decided_at: datetime | None


def events_of(
    programme: Programme, sizes: Mapping[str, float], rng: np.random.Generator
) -> list[Event]:
    """Every file of the demonstration, by the time it was sent."""
    slow, silent, waiting = _unready(programme, sizes, rng)
    found: list[Event] = []
    for unit in (*programme.regions, *programme.ministries):
        habit = rng.uniform(11, 24)
        for quarter in programme.quarters:
            draws = rng.random(4)
            missed = {slow: MISSED_BY_SLOW, silent: 0.0}.get(unit.code, MISSED)
            stopped = unit.code == silent and quarter.index >= _two_thirds(programme).index - 3
            if stopped or draws[0] < missed:
                continue
            waits = quarter == programme.end and unit.code in waiting
            found += _sent(programme, unit, quarter, habit, draws, rng, waits=waits)
    reports = [e for e in found if e.sort == "report" and e.decided_at]
    wrong = reports[int(rng.integers(len(reports) // 3, len(reports) // 2))]
    found.append(_moved(wrong, "mixed_up", days=-4))
    found += _claims(programme)
    return sorted(found, key=lambda e: (e.sent_at, e.unit, e.sort))


def _two_thirds(programme: Programme) -> Quarter:
    return programme.start + (2 * len(programme.quarters) // 3 - 1)


def _unready(
    programme: Programme, sizes: Mapping[str, float], rng: np.random.Generator
) -> tuple[str, str, set[str]]:
    """A region that often sends nothing, one that falls silent, those whose last report waits.

    Chance decides which; none is so large that the nation's figures would say nothing without it.
    """
    regions = [u.code for u in programme.regions if u.code not in programme.offices]
    smaller = sorted(regions, key=lambda code: sizes[code])[: max(1, 2 * len(regions) // 3)]
    drawn = [str(code) for code in rng.permutation(smaller)]
    return drawn[0], drawn[-1], set(drawn[1 : 1 + WAITING]) - {drawn[-1]}


def _sent(
    programme: Programme,
    unit: Unit,
    quarter: Quarter,
    habit: float,
    draws: np.ndarray,
    rng: np.random.Generator,
    *,
    waits: bool,
) -> list[Event]:
    """A unit's report of a quarter, its offices' with it, and perhaps its correction."""
    days = max(3, round(habit + rng.normal(0, 3)))
    if draws[1] < LATE:
        days = programme.deadline_days + 2 + int(draws[2] * 55)
    sent = _office_hour(quarter.last_day + timedelta(days=days), rng)
    decided = _office_hour(sent.date() + timedelta(days=int(rng.integers(1, 8))), rng)
    report = Event("report", unit.code, quarter, sent, None if waits else decided)
    found = [report]
    if unit.code in programme.offices:
        found.append(_moved(report, "offices", days=1))
    if draws[3] < CORRECTED and quarter != programme.end:
        again = _office_hour(decided.date() + timedelta(days=int(rng.integers(20, 110))), rng)
        approved = _office_hour(again.date() + timedelta(days=int(rng.integers(1, 8))), rng)
        found.append(Event("correction", unit.code, quarter, again, approved))
    return found


def _claims(programme: Programme) -> list[Event]:
    """In the last quarter the owners of milestones say they are done; nobody has looked yet."""
    owners = {
        reporter
        for i in programme.indicators.values()
        if i.kind == "milestone"
        for reporter in i.reporters
        if reporter != "region"
    }
    day = programme.deadline_of(programme.end) + timedelta(days=13)
    at = datetime.combine(day, time(10, 20), CHINA)
    return [Event("claim", unit, programme.end, at, None) for unit in sorted(owners)]


def _moved(event: Event, sort: Sort, *, days: int) -> Event:
    later = timedelta(days=days)
    decided = event.decided_at + later if event.decided_at else None
    return Event(sort, event.unit, event.quarter, event.sent_at + later, decided)


def _office_hour(day: date, rng: np.random.Generator) -> datetime:
    """Some minute of this day between 9 and 18 o'clock; of the next Monday at a weekend."""
    day += timedelta(days=(7 - day.weekday()) if day.weekday() >= 5 else 0)
    return datetime.combine(day, time(9), CHINA) + timedelta(seconds=int(rng.integers(0, 9 * 3600)))
