"""Indicators of every kind, each with its own course, target and gaps, as random as a seed."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np

from tests.briefing.small import PROGRAMME, material
from tests.progress.small import figures, q, target, targets
from tracking.briefing import Material
from tracking.programme import NATION, Indicator, Quarter, Unit

QUARTERS: Final = [Quarter.of("2022Q2") + n for n in range(10)]
# Before the reports of the quarter are due, and after.
DAYS: Final = (date(2024, 10, 12), date(2024, 12, 1))
STEADY: Final = {"DAT-1-1": "at_least", "DAT-3-1": "at_most"}
PROGRAMME_OF_ALL: Final = replace(
    PROGRAMME,
    indicators={
        code: replace(one, direction=STEADY.get(code, one.direction))
        for code, one in PROGRAMME.indicators.items()
    },
)
Row = dict[str, Any]


def singly(seed: int) -> Material:
    """One material in which hardly two indicators stand alike."""
    rng = np.random.default_rng(seed)
    rows: list[Row] = []
    aims = []
    for indicator in PROGRAMME_OF_ALL.indicators.values():
        told = _reported(indicator, rng)
        rows += told
        if rng.random() < 0.85:
            aims.append(_target(indicator, told, rng) | {"id": len(aims) + 1})
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    keyed = [columns.pop(name) for name in ("indicator", "unit", "quarter", "value")]
    told = figures(*zip(*keyed, strict=True), **columns)
    made = material(PROGRAMME_OF_ALL, told, targets(*aims))
    return replace(made, as_of=DAYS[int(rng.integers(2))])


def _reported(indicator: Indicator, rng: np.random.Generator) -> list[Row]:
    """What units say of one indicator: all of them, most, some, one or none; up to some quarter."""
    units = [u for u in (*PROGRAMME.regions, *PROGRAMME.ministries)
             if PROGRAMME.owes(u, indicator)]  # fmt: skip
    share = rng.choice([1.0, 0.95, 0.5, 0.0, 0.0], p=[0.4, 0.3, 0.15, 0.1, 0.05])
    some = [u for u in units if u.kind == "ministry" or rng.random() < share]
    if not some and rng.random() < 0.7:
        some = units[:1]
    silent = int(rng.choice([0, 1, 2, 4, 9], p=[0.7, 0.1, 0.1, 0.05, 0.05]))
    qualifier = str(rng.choice(["", "≥", "~", "≤"], p=[0.7, 0.1, 0.1, 0.1]))
    broken = int(rng.integers(1, 8)) if rng.random() < 0.12 else -1
    shape = str(
        rng.choice(["up", "still", "down", "seasons", "zero"], p=[0.5, 0.1, 0.2, 0.15, 0.05])
    )
    rows = []
    for unit in some:
        late = silent + int(rng.random() < 0.05)
        values = _course(indicator, unit, shape, rng)
        for n, quarter in enumerate(QUARTERS[: len(QUARTERS) - late]):
            if rng.random() < 0.99 - 0.2 * (unit.kind == "ministry"):
                row = _row(indicator, unit, quarter, values[n], rng)
                rows.append(row | {"qualifier": qualifier, "definition_break": n == broken})
    return rows


def _course(indicator: Indicator, unit: Unit, shape: str, rng: np.random.Generator) -> list[float]:
    """Ten quarters; a ministry whose figure is the nation's has as much as many regions."""
    shared = indicator.kind == "ratio" or unit.code != indicator.national_source
    much = 1.0 if shared else 30.0
    steps = rng.uniform(0, 20, 10) * much
    if shape == "still":
        steps[:] = 0 if indicator.kind != "flow" else 7 * much
    if shape == "zero":
        return [0.0] * 10
    if shape == "seasons":
        steps = steps / 4 + np.resize([1, 20, 4, 40], 10) * much
    if indicator.kind == "flow":
        return [float(v) for v in steps.round(indicator.decimals)]
    if indicator.kind == "cumulative":
        return [float(v) for v in (steps.cumsum() + 3).round(indicator.decimals)]
    course = 300 * much + (-1 if shape == "down" else 1) * steps.cumsum()
    return [float(v) for v in course.round(indicator.decimals)]


def _row(
    indicator: Indicator, unit: Unit, quarter: Quarter, value: float, rng: np.random.Generator
) -> Row:
    row: Row = {
        "indicator": indicator.code, "unit": unit.code, "quarter": str(quarter), "value": value,
        "numerator": np.nan, "denominator": np.nan, "state": "", "submission": 7,
        "row": int(rng.integers(2, 90)),
    }  # fmt: skip
    if indicator.kind == "milestone":
        states = ["not_started", "under_way", "claimed", "verified"]
        return row | {"value": np.nan, "state": str(rng.choice(states))}
    if indicator.kind == "ratio":
        of = 1000.0
        return row | {
            "numerator": value, "denominator": of, "value": indicator.scale * value / of,
        }  # fmt: skip
    return row


def _target(indicator: Indicator, told: list[Row], rng: np.random.Generator) -> Row:
    """A goal near or far from what the reports come to; with or without a way there."""
    due = str(rng.choice(["2024Q1", "2024Q3", "2024Q4", "2025Q4", "2027Q4"],
                         p=[0.1, 0.1, 0.1, 0.5, 0.2]))  # fmt: skip
    if indicator.kind == "milestone":
        return target(indicator.code, NATION, 1.0, due=q(due))
    newest: dict[str, float] = {}
    for row in told:
        of = row["value"]
        newest[row["unit"]] = of + newest.get(row["unit"], 0) * (indicator.kind == "flow")
    much = sum(newest.values()) or 500.0
    if indicator.kind == "ratio":
        much /= max(1, len(newest))
    if indicator.national_source in newest:
        much = newest[indicator.national_source]
    near = rng.choice([0.3, 0.7, 0.95, 1.0, 1.05, 1.5, 4.0])
    path = str(rng.choice(["linear", "geometric", "s_curve", "plan"], p=[0.4, 0.2, 0.2, 0.2]))
    goal = round(float(much * near), indicator.decimals)
    more: Row = {"path": path, "due": q(due)}
    if rng.random() < 0.8 and indicator.direction not in STEADY.values():
        start = (
            0.0
            if indicator.kind in ("flow", "cumulative")
            else float(much * rng.choice([0.5, 0.8, 1.2, 0.0]))
        )
        start = round(start, indicator.decimals)
        more |= {"baseline": start, "baseline_quarter": q("2022Q1")}
        if path == "plan" and rng.random() < 0.8:
            third = round(start + (goal - start) / 4, indicator.decimals)
            more["interim"] = (
                f"2022Q4={third};2023Q4={round((third + goal) / 2, indicator.decimals)}"
            )
    return target(indicator.code, NATION, goal, **more)
