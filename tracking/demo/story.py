"""The whole demonstration before it is played: every file in its time, and every target."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from tracking.demo.calendar import Event, events_of
from tracking.demo.files import file_of
from tracking.demo.growth import course_of
from tracking.demo.habits import habits_of
from tracking.demo.plan import plan_of, targets_of
from tracking.demo.rows import worded
from tracking.demo.statements import statements
from tracking.programme import Programme, Target


@dataclass(frozen=True, slots=True)
class Report:
    """One file of the demonstration."""

    event: Event
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Story:
    """Every file in the order of sending, and the targets by the day they are set on."""

    reports: tuple[Report, ...]
    targets: dict[date, list[Target]]


def story_of(programme: Programme, seed: int) -> Story:
    """The demonstration of this seed; the same seed tells the same, byte for byte."""
    rng = np.random.default_rng(seed)
    plan = plan_of(programme, rng)
    course = course_of(plan, programme, rng)
    events = events_of(programme, plan.sizes, rng)
    habits = habits_of(programme, rng)
    stated = statements(programme, plan, course, habits, events, rng)
    reports = []
    for number, rows in worded(stated, programme, habits, rng).groupby("event"):
        event = events[int(str(number))]
        reports.append(Report(event, *file_of(event, rows, habits[event.unit], programme)))
    targets: dict[date, list[Target]] = {}
    for target in targets_of(plan, programme):
        targets.setdefault(target.effective, []).append(target)
    return Story(tuple(reports), targets)
