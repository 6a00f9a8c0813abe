"""The invented plan: who reports what on which scale, and the targets, whose shares add up."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracking.programme import NATION, Indicator, Programme, Quarter, Target
from tracking.programme import Path as PathKind
from tracking.words import Text

HERE: Final = Path(__file__).parent
BASIS: Final = Text("演示", "Demonstration")

# Smallest distance from baseline to target of a counted indicator, so that a small region's
# progress is more than one step.
LEAST_WAY: Final = 2
# Quarters after which some targets are raised.
RAISED_AFTER: Final = 8
# What a ministry that is not the nation's source does of a shared indicator, as a share of it.
MINISTRY_SHARE: Final = 0.012


# A unit's baseline, target and denominator (of a ratio).
Shares = tuple[str, float, float, float]


@dataclass(frozen=True, slots=True)
class Scale:
    """An indicator's invented size in the nation; tracking/demo/scales.csv.

    `targets` says who gets one (all, nation, none); `late_starters` is the share of regions that
    begin to report a year late; `raised` is a later target as a multiple of the first;
    `broken_at` a definition break.
    """

    baseline: float
    target: float
    denominator: float
    path: PathKind
    targets: str
    late_starters: float
    by_offices: bool
    raised: float
    broken_at: Quarter | None


@dataclass(frozen=True, slots=True)
class Plan:
    """`series` has one row for each (indicator, unit) that is reported, with its way to go."""

    series: pd.DataFrame
    scales: dict[str, Scale]
    sizes: dict[str, float]


def plan_of(programme: Programme, rng: np.random.Generator) -> Plan:
    """The plan for this programme; a code that scales.csv does not know gets a plain scale."""
    scales = _scales(programme)
    sizes = _sizes(programme)
    parts = [
        _shared(programme, i, scales[i.code], sizes, rng)
        for i in programme.indicators.values()
        if i.kind != "milestone"
    ]
    return Plan(pd.concat(parts, ignore_index=True), scales, sizes)


def targets_of(plan: Plan, programme: Programme) -> list[Target]:
    """Every version of every target: the nation's and everybody's share, set soon after the start.

    Some are raised two years later; milestones are due year by year.
    """
    raised_on = (programme.start + RAISED_AFTER).first_day + timedelta(days=14)
    by = plan.series["indicator"].map({c: s.raised for c, s in plan.scales.items()})
    way = plan.series["target"] - plan.series["baseline"]
    raised = plan.series.assign(target=(plan.series["baseline"] + way * by).round())[by != 1]
    return [
        *_targets(plan.series, plan, programme, _first_day(programme)),
        *_targets(raised, plan, programme, raised_on),
        *_milestone_targets(programme),
    ]


def apportion(total: float, weights: NDArray[np.float64], least: int) -> NDArray[np.float64]:
    """Whole shares of a total by weight, none below `least`, by largest remainder.

    >>> apportion(10, np.array([5.0, 3.0, 2.0]), 1).tolist()
    [5.0, 3.0, 2.0]
    """
    least = min(least, int(total) // len(weights))
    exact = weights / weights.sum() * (total - least * len(weights))
    shares: NDArray[np.float64] = np.floor(exact)
    left = round(total - least * len(weights) - shares.sum())
    shares[np.argsort(shares - exact, kind="stable")[:left]] += 1
    shares += least
    return shares


def _shared(
    programme: Programme,
    indicator: Indicator,
    scale: Scale,
    sizes: dict[str, float],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """One indicator's series: the regions', then the ministries'."""
    regions = [u.code for u in programme.regions] if "region" in indicator.reporters else []
    ministries = _ministries(indicator)
    weights = np.array([sizes[r] for r in regions]) * rng.lognormal(0, 0.25, len(regions))
    rows = _regions(indicator, scale, regions, weights, rng)
    rows += [
        _ministry(indicator, scale, code, rows, with_regions=bool(regions)) for code in ministries
    ]
    frame = pd.DataFrame(rows, columns=["unit", "baseline", "target", "denominator"])
    return frame.assign(
        indicator=indicator.code,
        kind=indicator.kind,
        decimals=indicator.decimals,
        scale=indicator.scale,
        path=scale.path,
        role=np.where(
            frame["unit"].isin(regions),
            "region",
            np.where(
                (frame["unit"] == indicator.national_source) & bool(regions), "source", "alone"
            ),
        ),
    )


def _regions(
    indicator: Indicator,
    scale: Scale,
    regions: list[str],
    weights: NDArray[np.float64],
    rng: np.random.Generator,
) -> list[Shares]:
    if not regions:
        return []
    share = weights / weights.sum()
    if indicator.kind == "ratio":
        way = scale.target - scale.baseline
        base = scale.baseline + abs(way) * rng.normal(0, 0.3, len(regions))
        goal = base + way * rng.uniform(0.85, 1.15, len(regions))
        below = np.round(np.maximum(scale.denominator * share, 60))
        return list(zip(regions, base.round(1), goal.round(1), below, strict=True))
    if indicator.decimals:
        base = np.round(scale.baseline * share, 2)
        ways = np.round(np.maximum((scale.target - scale.baseline) * share, 1))
    else:
        base = apportion(scale.baseline, weights, 1) if scale.baseline else 0 * share
        ways = apportion(scale.target - scale.baseline, weights, LEAST_WAY)
    return list(zip(regions, base, np.round(base + ways, 2), 0 * share, strict=True))


def _ministry(
    indicator: Indicator, scale: Scale, code: str, regions: list[Shares], *, with_regions: bool
) -> Shares:
    """A ministry's row: the whole where it speaks for the nation, else its own small part."""
    if not with_regions:
        return code, scale.baseline, scale.target, scale.denominator
    if code != indicator.national_source:
        return code, 0.0, float(max(round(scale.target * MINISTRY_SHARE), LEAST_WAY)), 0.0
    base, goal, below = np.array([r[1:] for r in regions]).T
    if indicator.kind == "ratio":
        total = below.sum()
        return code, round(base @ below / total, 1), round(goal @ below / total, 1), total
    return code, round(base.sum(), 2), round(goal.sum(), 2), 0.0


def _targets(
    series: pd.DataFrame, plan: Plan, programme: Programme, effective: date
) -> list[Target]:
    """The targets of these series, and the nation's as their sum."""
    found = []
    for code, rows in series.groupby("indicator", sort=False):
        indicator, scale = programme.indicators[str(code)], plan.scales[str(code)]
        if scale.targets == "none":
            continue
        shares = list(zip(rows["unit"], rows["baseline"], rows["target"], strict=True))
        whole = (NATION, *_nation(rows))
        for unit, baseline, goal in [whole, *(shares if scale.targets == "all" else [])]:
            known = indicator.kind in ("stock", "ratio")
            found.append(
                Target(
                    indicator=indicator.code,
                    unit=unit,
                    value=float(goal),
                    due=programme.end,
                    baseline=float(baseline) if known else None,
                    baseline_quarter=Quarter(programme.start.index - 1) if known else None,
                    path=scale.path,
                    basis=BASIS,
                    effective=effective,
                )
            )
    return found


def _milestone_targets(programme: Programme) -> list[Target]:
    """A milestone is due in the middle of each year after the first; each is set in its year."""
    found = []
    for indicator in programme.indicators.values():
        if indicator.kind != "milestone":
            continue
        for number, year in enumerate(range(programme.start.year + 1, programme.end.year + 1)):
            day = date(year, 1, 15) if number else _first_day(programme)
            due = Quarter(year * 4 + 1)
            found += [
                Target(indicator.code, unit, 1, due, None, None, "linear", BASIS, day)
                for unit in (NATION, *_ministries(indicator))
            ]
    return found


def _first_day(programme: Programme) -> date:
    return programme.start.first_day + timedelta(days=60)


def _nation(rows: pd.DataFrame) -> tuple[float, float]:
    """The nation's baseline and target: its source's where there is one, else the sum of all."""
    source = rows[rows["role"] == "source"]
    if len(source):
        return float(source["baseline"].iloc[0]), float(source["target"].iloc[0])
    if rows["kind"].iloc[0] != "ratio":
        return round(float(rows["baseline"].sum()), 2), round(float(rows["target"].sum()), 2)
    below = rows["denominator"]
    return (
        round(float((rows["baseline"] * below).sum() / below.sum()), 1),
        round(float((rows["target"] * below).sum() / below.sum()), 1),
    )


def _ministries(indicator: Indicator) -> tuple[str, ...]:
    return tuple(r for r in indicator.reporters if r != "region")


def _scales(programme: Programme) -> dict[str, Scale]:
    known = {r["indicator"]: r for r in _rows("scales.csv")}
    return {
        code: _scale(known[code]) if code in known else _plain(indicator)
        for code, indicator in programme.indicators.items()
    }


def _scale(row: dict[str, str]) -> Scale:
    return Scale(
        baseline=float(row["baseline"] or 0),
        target=float(row["target"]),
        denominator=float(row["denominator"] or 0),
        path=cast(PathKind, row["path"]),
        targets=row["targets"],
        late_starters=float(row["late_starters"]),
        by_offices=row["by_offices"] == "yes",
        raised=float(row["raised"] or 1),
        broken_at=Quarter.of(row["break"]) if row["break"] else None,
    )


def _plain(indicator: Indicator) -> Scale:
    baseline, target = {"ratio": (40.0, 60.0), "stock": (1000.0, 2000.0)}.get(
        indicator.kind, (0.0, 2000.0)
    )
    if indicator.sign < 0 and baseline:
        baseline, target = target, baseline
    return Scale(baseline, target, 5000, "linear", "all", 0, False, 1, None)


def _sizes(programme: Programme) -> dict[str, float]:
    known = {r["unit"]: float(r["size"]) for r in _rows("sizes.csv")}
    return {code: known.get(code, 10.0) for code in programme.units}


def _rows(name: str) -> Iterable[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
