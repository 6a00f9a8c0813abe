"""What every event's unit states: its figures, with the mistakes and gaps that reports have."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracking.demo.calendar import Event
from tracking.demo.growth import Course
from tracking.demo.habits import Habit
from tracking.demo.plan import Plan
from tracking.programme import BASES, Programme, Quarter

LATE_START: Final = 5  # quarters after which late starters begin
CORRECTED_ROWS: Final = 3  # at most, of a correction
MIX_UP: Final = 10_000  # 亿元 stated in 万元
OFFICE_SILENT: Final = 0.02


def statements(
    programme: Programme,
    plan: Plan,
    course: Course,
    habits: dict[str, Habit],
    events: list[Event],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """One row for each row of each file, in the files' order.

    `event` is its place among the events, `unit` who sends the file and `reporter` whom the row is
    about; `figure` the value as stated; `at` counts quarters from the programme's start.
    """
    stated = _stated(programme, plan, course, habits, events, rng)
    parts = [*_by_office(stated, programme, plan, rng), _milestones(programme, events)]
    order = {code: n for n, code in enumerate(programme.indicators)}
    rows = pd.concat(parts, ignore_index=True)
    rows["order"] = rows["indicator"].map(order)
    return rows.sort_values(["event", "order", "reporter"], kind="stable", ignore_index=True)


def _stated(
    programme: Programme,
    plan: Plan,
    course: Course,
    habits: dict[str, Habit],
    events: list[Event],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """The figures of every event, as its unit states them."""
    series = plan.series.assign(place=np.arange(len(plan.series)))
    sent = pd.DataFrame(
        {
            "event": np.arange(len(events)),
            "unit": [e.unit for e in events],
            "sort": [e.sort for e in events],
            "at": [e.quarter - programme.start for e in events],
        }
    )
    rows = sent[sent["sort"] != "claim"].merge(series, on="unit")
    rows = rows[_due(rows, programme, plan, rng)].reset_index(drop=True)
    basis = {code: habit.flow_basis for code, habit in habits.items()}
    flow = (rows["kind"] == "flow").to_numpy()
    rows["basis"] = np.where(
        flow, rows["unit"].map(basis), rows["kind"].map({k: b[0] for k, b in BASES.items()})
    )
    place, at = rows["place"].to_numpy(), rows["at"].to_numpy()
    before = _before(rows["basis"].to_numpy(), at, programme.start)
    earlier = np.where(before >= 0, course.level[place, np.maximum(before, 0)], 0)
    rows["figure"] = np.round(course.level[place, at] - np.where(flow, earlier, 0), 6)
    rows["numerator"] = course.numerator[place, at]
    rows["denominator"] = course.denominator[place, at]
    breaks = {c: s.broken_at - programme.start for c, s in plan.scales.items() if s.broken_at}
    rows["broken"] = rows["indicator"].map(breaks).fillna(-1).to_numpy() == at
    rows = rows.assign(reporter=rows["unit"], state="", completed_on="")
    return _corrected(rows, rng)


def _before(basis: NDArray[np.object_], at: NDArray[np.int_], start: Quarter) -> NDArray[np.int_]:
    """Up to which quarter a flow's total is not part of the stated figure; −1 for none."""
    year_begins = at - (at + start.number - 1) % 4
    return np.select([basis == "quarter", basis == "year_to_date"], [at - 1, year_begins - 1], -1)


def _due(
    rows: pd.DataFrame, programme: Programme, plan: Plan, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Which rows are reported: not before a late start, and not what the offices report."""
    late = {c: s.late_starters for c, s in plan.scales.items()}
    starts = pd.Series(rng.random(len(plan.series)) < plan.series["indicator"].map(late))
    waits = rows["place"].map(starts) & (rows["at"] < LATE_START) & (rows["role"] == "region")
    by_offices = rows["indicator"].map({c: s.by_offices for c, s in plan.scales.items()})
    by_offices &= rows["unit"].isin(list(programme.offices))
    due = ~waits & (by_offices == (rows["sort"] == "offices"))
    return due.to_numpy(dtype=bool)


def _corrected(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Corrections hold a few rows; the reports they correct held these too low.

    A mixed-up file states money in 万元 where 亿元 is the unit.
    """
    key = rows["unit"] + rows["at"].astype(str) + rows["indicator"]
    correction = rows["sort"] == "correction"
    able = correction & rows["kind"].isin(["flow", "stock"]) & (rows["figure"] > 20)
    lot = pd.Series(rng.random(len(rows)))[able].groupby(rows.loc[able, "event"]).rank()
    chosen = rows.index.isin(lot[lot <= CORRECTED_ROWS].index)
    wrong = (rows["sort"] == "report") & key.isin(key[chosen])
    short = np.where(rows["kind"] == "stock", 0.03, 0.16) * rng.uniform(0.5, 1, len(rows))
    factor = np.where(wrong, 1 - short, 1.0)
    money = (rows["decimals"] == 2) & (rows["kind"] != "ratio")
    rows["figure"] *= np.where((rows["sort"] == "mixed_up") & money, MIX_UP, factor)
    return rows[~correction | chosen].reset_index(drop=True)


def _by_office(
    stated: pd.DataFrame, programme: Programme, plan: Plan, rng: np.random.Generator
) -> list[pd.DataFrame]:
    """The rows of a region's offices, which add up to the region's; a few offices are silent."""
    whole = stated[stated["sort"] == "offices"]
    parts = [stated.drop(whole.index)]
    for region, offices in programme.offices.items():
        rows = whole[whole["unit"] == region]
        size = np.array([plan.sizes[o.code] for o in offices])
        until = np.concatenate([[0], np.cumsum(size) / size.sum()])
        for at, office in enumerate(offices):
            step = 10.0 ** rows["decimals"]
            upper = np.round(rows["figure"] * until[at + 1] * step)
            lower = np.round(rows["figure"] * until[at] * step)
            part = rows.assign(reporter=office.code, figure=(upper - lower) / step)
            parts.append(part[rng.random(len(part)) >= OFFICE_SILENT])
    return parts


def _milestones(programme: Programme, events: list[Event]) -> pd.DataFrame:
    """What the owners of milestones say of them."""
    found = []
    for code, indicator in programme.indicators.items():
        for number, event in enumerate(events if indicator.kind == "milestone" else []):
            if event.unit in indicator.reporters and event.sort in ("report", "claim"):
                state, day = _milestone(event, programme)
                told = {"event": number, "indicator": code, "unit": event.unit, "state": state}
                found.append(told | {"reporter": event.unit, "completed_on": day})
    columns = ["event", "indicator", "unit", "state", "reporter", "completed_on"]
    frame = pd.DataFrame(found, columns=columns)
    frame["at"] = [events[e].quarter - programme.start for e in frame["event"]]
    return frame.assign(
        sort="report", kind="milestone", basis="period_end", decimals=0, role="alone", broken=False
    )


def _milestone(event: Event, programme: Programme) -> tuple[str, str]:
    """Done each year by the middle of it; late in the first, and in the last still to be seen."""
    year, number = event.quarter.year, event.quarter.number
    if event.sort == "claim":
        return "已完成", f"{year}-11-28"
    if year == programme.start.year:
        return "未启动", ""
    if year == programme.start.year + 1:
        return ("已完成", f"{year}-08-16") if number >= 3 else ("进行中", "")
    if year == programme.end.year or number == 1:
        return "进行中", ""
    return "已完成", f"{year}-05-20"
