"""The growth-ratio reading of Eurostat and Statistics Canada, offered beside the status.

It holds yearly growth against the yearly growth that was required. Method: docs/method.md, “The
growth-ratio reading”, with what it cannot be used for, and why.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from tracking.programme import Programme
from tracking.progress.grid import Bools, Floats, Ints
from tracking.progress.measures import REACHED, TOLERANCE
from tracking.progress.outlook import heads_of, running_totals, signs
from tracking.progress.points import Points, marked, points_of

# The classes, worst first.
READINGS: Final = (
    "deterioration",
    "limited_progress",
    "moderate_progress",
    "substantial_progress",
    "target_achieved",
    "refused",
)
# Why a series cannot be read so; the first that holds.
REFUSALS: Final = (
    "",
    "milestone",
    "not_reported",
    "stale",
    "insufficient",
    "steady",  # must hold in every quarter: no way from a baseline to a target
    "break",  # the definition changed after the baseline
    "no_baseline",
    "zero_baseline",
    "zero_value",
    "zero_target",
    "signs",  # baseline, value and target are not of one sign
    "no_time",  # the value is not later than its baseline
    "no_way",  # the target is the baseline itself, and lost
)
# From these up a class begins: of the ratio, and without a target of the yearly growth.
OF_RATIO: Final = (0.0, 0.60, 0.95)
OF_GROWTH: Final = (0.0, 0.005, 0.015)
NEAR_LIMIT: Final = 4.44
# What Statistics Canada puts in the place of a zero, in its own assessments and only there.
INSTEAD_OF_ZERO: Final = 0.001
QUARTERS: Final = 4  # of a year

# One row a series. `ratio` is R, without a target d · CAGR; `coefficient` C, 1 far from a limit.
GROWTH_DTYPES: Final[dict[str, str]] = {
    "indicator": "category",
    "unit": "category",
    "quarter": "int32",
    "base": "float64",
    "base_quarter": "int32",
    "base_stated": "bool",  # else the first report
    "value": "float64",
    "value_quarter": "int32",
    "target": "float64",
    "due": "int32",
    "limit": "float64",
    "observed": "float64",  # growth a year
    "required": "float64",
    "ratio": "float64",
    "coefficient": "float64",
    "score": "float64",
    "reading": "category",
    "refusal": "category",
}


@dataclass(frozen=True, slots=True)
class Growth:
    """What is read, as arrays: values at two moments, and where one wants to be; NaN for none.

    `years` lie between baseline and value, `span` between baseline and deadline; `sign` is +1 where
    more is better; `limit` a natural one in the wanted direction.
    """

    base: Floats
    value: Floats
    target: Floats
    years: Floats
    span: Floats
    sign: Ints
    limit: Floats


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of each; NaN where refused. `reading` and `refusal` are positions."""

    observed: Floats
    required: Floats
    ratio: Floats
    coefficient: Floats
    score: Floats
    reading: Ints
    refusal: Ints


def read(of: Growth, *, zeros_replaced: bool = False) -> Reading:
    """Growth held against growth; `zeros_replaced` as Statistics Canada does with its own figures.

    >>> one = (np.array([n]) for n in (14.5, 10.4, 7.25, 8.0, 15.0, -1, np.nan))
    >>> found = read(Growth(*one))
    >>> READINGS[found.reading[0]], round(float(found.ratio[0]), 9)
    ('moderate_progress', 0.901089955)
    """
    base, target = of.base, of.target
    if zeros_replaced:
        base, target = (np.where(each == 0, INSTEAD_OF_ZERO, each) for each in (base, target))
    aimed = np.isfinite(target)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        observed = _yearly(of.value, base, of.years)
        required = np.where(aimed, _yearly(target, base, of.span), np.nan)
        # Of negative numbers growth makes less of them.
        wanted = of.sign * np.sign(base) * observed
        reached = aimed & (
            of.sign * (of.value - target) >= -REACHED * np.maximum(1, np.abs(target))
        )
        still = aimed & (np.abs(required) <= TOLERANCE)
        ratio = np.where(still, np.nan, np.where(aimed, wanted / np.abs(required), wanted))
    coefficient = np.where(aimed, 1.0, near_limit(of.base, of.limit))
    refusal = _refusals(of, base, target, still & ~reached, zeros_replaced=zeros_replaced)
    readable = refusal == 0
    scaled = _scaled(ratio, aimed, coefficient)
    reading = np.where(reached, READINGS.index("target_achieved"), _class(scaled, aimed))
    score = np.where(reached, 5.0, _score(scaled, aimed))
    return Reading(
        observed=np.where(readable, observed, np.nan),
        required=np.where(readable, required, np.nan),
        ratio=np.where(readable, ratio, np.nan),
        coefficient=np.where(readable, coefficient, np.nan),
        score=np.where(readable, score, np.nan),
        reading=np.where(readable, reading, READINGS.index("refused")),
        refusal=refusal,
    )


def near_limit(base: Floats, limit: Floats) -> Floats:
    """By how much growth is asked less of near a natural limit: C, 1 where there is none."""
    size, most = np.abs(base), np.abs(limit)
    with np.errstate(invalid="ignore", divide="ignore"):
        below = 1 - (size / most) ** NEAR_LIMIT
        above = 1 - ((2 * most - size) / most) ** NEAR_LIMIT
    found = np.where(size <= most, below, above)
    return np.where((size < 2 * most) & np.isfinite(most), found, 1.0)


def growth_readings(assessment: pd.DataFrame, programme: Programme, quarter: int) -> pd.DataFrame:
    """Every series of a quarter read by growth, in the assessment's order (GROWTH_DTYPES).

    Without a stated baseline it grows from its first report since the last change of definition.
    """
    heads = heads_of(assessment, quarter)
    points = points_of(assessment, heads, programme, quarter)
    base, since, stated = _bases(heads, points)
    value_quarter = heads["value_quarter"].to_numpy().astype(np.int64)
    target, due = heads["target"].to_numpy(), heads["due"].to_numpy().astype(np.int64)
    growth = Growth(
        base=base,
        value=heads["value"].to_numpy(),
        target=target,
        years=np.where(value_quarter >= 0, (value_quarter - since) / QUARTERS, np.nan),
        span=np.where(due >= 0, (due - since) / QUARTERS, np.nan),
        sign=signs(heads, programme),
        limit=_limit(heads, programme),
    )
    found = read(growth)
    before = _refused_before(heads, stated, programme)
    refusal = np.where(before > 0, before, found.refusal)
    told = refusal == 0
    columns: dict[str, Any] = {name: heads[name] for name in ("indicator", "unit", "quarter")}
    columns |= {
        "base": base,
        "base_quarter": np.where(np.isfinite(base), since, -1),
        "base_stated": stated,
        "value": growth.value,
        "value_quarter": value_quarter,
        "target": target,
        "due": due,
        "limit": growth.limit,
    }
    for name in ("observed", "required", "ratio", "coefficient", "score"):
        columns[name] = np.where(told, getattr(found, name), np.nan)
    columns["reading"] = _named(np.where(told, found.reading, len(READINGS) - 1), READINGS)
    columns["refusal"] = _named(refusal, REFUSALS)
    return pd.DataFrame(columns).astype(
        {name: dtype for name, dtype in GROWTH_DTYPES.items() if dtype != "category"}
    )


def _yearly(later: Floats, earlier: Floats, years: Floats) -> Floats:
    grown: Floats = np.power(later / earlier, 1 / years) - 1
    return grown


def _refusals(
    of: Growth, base: Floats, target: Floats, lost: Bools, *, zeros_replaced: bool
) -> Ints:
    """Whether growth can be told at all."""
    way = np.where(np.isfinite(target), target * base < 0, False)
    tests = {
        "not_reported": np.isnan(of.value),
        "no_baseline": np.isnan(base),
        "zero_baseline": base == 0,
        "zero_value": (of.value == 0) & (not zeros_replaced),
        "zero_target": target == 0,
        "signs": (of.value * base < 0) | way,
        # A deadline that is no later than the baseline leaves no time, either.
        "no_time": ~(of.years > 0) | (np.isfinite(target) & ~(of.span > 0)),
        "no_way": lost,
    }
    picked: Ints = np.select(list(tests.values()), [REFUSALS.index(name) for name in tests], 0)
    return picked


def _scaled(ratio: Floats, aimed: Bools, coefficient: Floats) -> Floats:
    """What is held against the bounds: a ratio, or a growth by how much of it can be asked."""
    with np.errstate(invalid="ignore", divide="ignore"):
        # At the limit itself whatever does not fall is all that can be asked.
        asked = np.where(coefficient > TOLERANCE, np.maximum(ratio, 0) / coefficient, np.inf)
        return np.where(aimed | (ratio < -TOLERANCE), ratio, asked)


def _class(scaled: Floats, aimed: Bools) -> Ints:
    """The class of a ratio, or without a target of a yearly growth."""
    bounds = [
        np.where(aimed, ratio_from, growth_from) - TOLERANCE
        for ratio_from, growth_from in zip(OF_RATIO, OF_GROWTH, strict=True)
    ]
    with np.errstate(invalid="ignore"):
        found: Ints = (scaled >= np.stack(bounds)).sum(axis=0)
    return found


def _score(scaled: Floats, aimed: Bools) -> Floats:
    """From −5 to 5, by lines whose coefficients are rounded as Statistics Canada rounds them."""
    with np.errstate(invalid="ignore"):
        of_ratio = np.where(
            scaled < OF_RATIO[1] - TOLERANCE, 4.1667 * scaled - 2.5, 7.1429 * scaled - 4.2857
        )
        lines = [125 * scaled - 2.5, 500 * scaled - 2.5, 250 * scaled - 1.25, 500 * scaled - 5]
        at = [scaled < OF_GROWTH[0], scaled < OF_GROWTH[1], scaled < OF_GROWTH[2]]
        of_growth = np.select(at, lines[:3], lines[3])
    return np.clip(np.where(aimed, of_ratio, of_growth), -5, 5)


def _bases(heads: pd.DataFrame, points: Points) -> tuple[Floats, Ints, Bools]:
    """Where each series grows from, since when, and whether that is stated."""
    baseline = heads["baseline"].to_numpy()
    at = heads["baseline_quarter"].to_numpy().astype(np.int64)
    stated = np.isfinite(baseline) & (at >= 0)
    there = np.isfinite(points.value)
    row = there.argmax(axis=0)
    first = np.take_along_axis(points.value, row[None], axis=0)[0]
    # What runs on from the start grows from nothing.
    first = np.where(running_totals(heads), 0.0, first)
    return np.where(stated, baseline, first), np.where(stated, at, row + points.first), stated


def _limit(heads: pd.DataFrame, programme: Programme) -> Floats:
    """The natural limit in the wanted direction; NaN for none."""
    each = [(i.limits[1] if i.sign > 0 else i.limits[0]) for i in programme.indicators.values()]
    codes = heads["indicator"].cat.codes.to_numpy()
    return np.array([np.nan if limit is None else limit for limit in each], dtype=float)[codes]


def _refused_before(heads: pd.DataFrame, stated: Bools, programme: Programme) -> Ints:
    """What keeps a series from being read whatever its numbers are."""
    kind = heads["kind"].astype("str").to_numpy()
    status = heads["status"].astype("str").to_numpy()
    directions = np.array([i.direction for i in programme.indicators.values()])
    direction = directions[heads["indicator"].cat.codes.to_numpy()]
    # Without a target the status says so, whatever its age and coverage.
    age = heads["age"].to_numpy() > programme.thresholds.stale_quarters
    thin = heads["coverage"].to_numpy() < programme.thresholds.coverage - TOLERANCE
    summed = heads["origin"].astype("str").to_numpy() == "sum"
    tests = {
        "milestone": kind == "milestone",
        "not_reported": np.isnan(heads["value"].to_numpy()),
        "stale": age | (status == "stale"),
        "insufficient": (thin & summed) | (status == "insufficient"),
        "steady": np.isin(direction, ("at_least", "at_most")),
        "break": marked(heads, "break_after_baseline") & stated,
    }
    picked: Ints = np.select(list(tests.values()), [REFUSALS.index(name) for name in tests], 0)
    return picked


def _named(codes: Ints, names: tuple[str, ...]) -> Any:
    return pd.Categorical.from_codes(codes.astype(np.int8), pd.Index(list(names)))
