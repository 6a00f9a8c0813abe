"""The plain way to measure: a loop over series and quarters, the same formulas one by one."""

import math
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import Any

import pandas as pd
from scipy.special import stdtr, stdtrit

from tracking.programme import Indicator, OutlookSettings, Programme, Thresholds

Known = dict[int, float]
# What both ways tell.
TOLD = ("value", "achieved", "pace", "gap", "status")
AHEAD = ("centre", "low", "high", "hit")


def series_of(
    figures: pd.DataFrame, programme: Programme
) -> Iterator[tuple[Indicator, str, Known]]:
    """Of each region's series, what was reported, by quarter."""
    regions = {u.code for u in programme.regions}
    for (code, unit), rows in figures.groupby(["indicator", "unit"], sort=False, observed=True):
        if unit not in regions:
            continue
        indicator, known = programme.indicators[code], {}
        for row in rows.itertuples(index=False):
            parts = row.denominator == row.denominator
            known[row.quarter] = (
                indicator.scale * row.numerator / row.denominator if parts else row.value
            )
        yield indicator, unit, known


def assessed(figures: pd.DataFrame, targets: pd.DataFrame, programme: Programme) -> dict:
    """Of each indicator, region and quarter: value, achieved share, pace, gap, status."""
    start, end = programme.start.index, programme.end.index
    goals = {(t["indicator"], t["unit"]): t for t in targets.to_dict("records")}
    limits, results = programme.thresholds, {}
    for indicator, unit, known in series_of(figures, programme):
        goal, total, latest, newest = goals.get((indicator.code, unit)), 0.0, None, None
        for quarter in range(start, end + 1):
            if quarter in known:
                total += known[quarter]
                latest, newest = known[quarter], quarter
            if goal is None or newest is None:
                continue
            value = total if indicator.kind == "flow" else latest
            b, goal_value, sign = goal["baseline"], goal["value"], indicator.sign
            if sign * (b - goal_value) >= 0:
                continue
            x = (quarter - goal["baseline_quarter"]) / (goal["due"] - goal["baseline_quarter"])
            expected, achieved = min(max(x, 0.0), 1.0), (value - b) / (goal_value - b)
            pace = achieved / expected if expected else math.nan
            reached = sign * (value - goal_value) >= -1e-9 * max(1, abs(goal_value))
            if quarter - newest > limits.stale_quarters:
                status = "stale"
            elif reached:
                status = "achieved"
            elif quarter >= goal["due"]:
                status = _final(achieved, limits)
            else:
                status = _underway(expected, pace, limits)
            gap = sign * (value - (b + (goal_value - b) * expected))
            results[indicator.code, unit, quarter] = (value, achieved, pace, gap, status)
    return results


def _final(achieved: float, limits: Thresholds) -> str:
    if achieved >= limits.narrowly_missed - 1e-12:
        return "narrowly_missed"
    if achieved >= limits.partly - 1e-12:
        return "partly"
    return "moved_away" if achieved < -1e-12 else "missed"


def _underway(expected: float, pace: float, limits: Thresholds) -> str:
    if expected < limits.too_early:
        return "too_early"
    if pace >= limits.on_track - 1e-12:
        return "on_track"
    if pace >= limits.delayed - 1e-12:
        return "delayed"
    return "off_track" if pace >= -1e-12 else "moving_away"


def carried_on(
    figures: pd.DataFrame, targets: pd.DataFrame, programme: Programme, quarter: int
) -> dict:
    """Of each indicator and region that has an outlook as of a quarter: centre, low, high, hit."""
    goals = {(t["indicator"], t["unit"]): t for t in targets.to_dict("records")}
    settings, zero, results = programme.outlook, programme.start.index - 1, {}
    for indicator, unit, reported in series_of(figures, programme):
        goal = goals.get((indicator.code, unit))
        known = {q: v for q, v in reported.items() if zero < q <= quarter}
        if goal is None or indicator.kind == "milestone" or not known:
            continue
        last = max(known)
        if quarter - last > programme.thresholds.stale_quarters or goal["due"] <= quarter:
            continue
        ahead = goal["due"] - last
        if indicator.kind in ("flow", "cumulative"):
            base = 0.0 if indicator.kind == "flow" else goal["baseline"]
            found = _of_total(_added(indicator, known, zero, base), known, ahead, indicator,
                              base, settings)  # fmt: skip
        else:
            found = _of_level(known, ahead, settings)
        if found is not None:
            results[indicator.code, unit] = _told(found, goal["value"], indicator, settings)
    return results


def _of_level(known: Known, ahead: int, settings: OutlookSettings) -> tuple | None:
    when = sorted(known)
    n = len(when)
    if n < settings.least_quarters:
        return None
    slope = median(
        (known[b] - known[a]) / (b - a) for i, a in enumerate(when) for b in when[i + 1 :]
    )
    errors = [(known[b] - known[a] - slope * (b - a)) / math.sqrt(b - a) for a, b in pairwise(when)]
    if n >= settings.clip_quarters:
        most = settings.clip * 1.4826 * median(abs(e) for e in errors)
        errors = [min(max(e, -most), most) for e in errors]
    sigma = math.sqrt(sum(e * e for e in errors) / (n - 2))
    sigma = max(sigma, settings.sigma_floor * abs(slope))
    se = sigma * math.sqrt(ahead * (1 + ahead / (when[-1] - when[0])))
    newest = known[when[-1]]
    centre = newest + slope * sum(settings.damping**i for i in range(1, ahead + 1))
    return centre, se, n - 2, -math.inf, newest, False


def _added(indicator: Indicator, known: Known, zero: int, base: float) -> list[float]:
    """What the quarters added, without a gap up to the last one; the latest first."""
    added, quarter = [], max(known)
    while quarter > zero and quarter in known:
        before = base if quarter - 1 == zero else known.get(quarter - 1)
        if before is None:
            break
        added.append(known[quarter] - (0 if indicator.kind == "flow" else before))
        quarter -= 1
    return added


def _of_total(
    added: list[float],
    known: Known,
    ahead: int,
    indicator: Indicator,
    base: float,
    settings: OutlookSettings,
) -> tuple | None:
    n = len(added)
    if n < settings.least_quarters:
        return None
    newest = base + sum(known.values()) if indicator.kind == "flow" else known[max(known)]
    last_year, before = added[:4], added[4:8]
    strength, growth = -math.inf, math.nan
    if n >= settings.seasonal_quarters and sum(last_year) and sum(before):
        shares = [
            (a / (sum(last_year) / 4) + b / (sum(before) / 4)) / 2
            for a, b in zip(last_year, before, strict=True)
        ]
        strength = max(abs(share - 1) for share in shares)
        growth = sum(last_year) / sum(before) if sum(before) > 0 else math.nan

    def spread(apart: int) -> float:
        pairs = [(a, b) for a, b in zip(added, added[apart:], strict=False) if a >= 0 and b >= 0]
        if not pairs:
            return math.nan
        return math.sqrt(sum((a - b) ** 2 for a, b in pairs) / len(pairs))

    rising = all(a >= 0 for a in added) and (indicator.kind == "flow" or _never_fell(known))
    if strength > settings.seasonal and not math.isnan(growth):
        whole, rest = divmod(ahead, 4)
        again = whole * sum(last_year) + sum(last_year[::-1][:rest])
        centre, se, degrees = newest + again * (1 + growth) / 2, spread(4) * ahead**0.75, n - 5
    else:
        rate = (added[0] + sum(last_year) / len(last_year)) / 2
        centre, degrees = newest + ahead * rate, n - 2
        se = spread(1) * math.sqrt(ahead * (ahead + 1) * (2 * ahead + 1) / 6)
    return centre, se, degrees, newest if rising else -math.inf, newest, True


def _never_fell(known: Known) -> bool:
    when = sorted(known)
    pairs = [(known[a], known[b]) for a, b in pairwise(when) if b - a == 1]
    return all(b >= a for a, b in pairs)


def _told(found: tuple, goal: float, indicator: Indicator, settings: OutlookSettings) -> tuple:
    centre, se, degrees, least, newest, running = found
    low, high = indicator.limits
    low = max(least, -math.inf if low is None else low)
    high = math.inf if high is None else high
    t = stdtrit(degrees, (1 + settings.confidence) / 2) if degrees > 0 else math.nan
    short = indicator.sign * (goal - centre)
    away = short / se if se > 0 else math.copysign(math.inf, short if short else -1.0)
    hit = 1 - stdtr(degrees, away) if degrees > 0 else math.nan
    if running and indicator.sign * (newest - goal) >= -1e-12 * max(1, abs(goal)):
        hit = 1.0
    return (
        min(max(centre, low), high),
        max(centre - t * se, low),
        min(centre + t * se, high),
        hit,
    )


def told(frame: pd.DataFrame, names: tuple[str, ...]) -> dict[Any, tuple]:
    """Rows by indicator and unit, and by quarter where each quarter is told."""
    by = ["indicator", "unit"] + (["quarter"] if names == TOLD else [])
    keys = zip(*(frame[name].astype(object) for name in by), strict=True)
    return dict(zip(keys, zip(*(frame[name].tolist() for name in names), strict=True), strict=True))


def differing(ours: dict[Any, tuple], plain: dict[Any, tuple]) -> list[Any]:
    """The keys on which two ways of measuring disagree."""
    return [key for key, row in plain.items() if key not in ours or not _alike(ours[key], row)]


def _alike(one: tuple, other: tuple) -> bool:
    return all(
        a == b
        if isinstance(a, str)
        else math.isclose(a, b, rel_tol=1e-8, abs_tol=1e-8) or (math.isnan(a) and math.isnan(b))
        for a, b in zip(one, other, strict=True)
    )
