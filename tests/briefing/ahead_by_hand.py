"""Where one series is likely to be, worked out by hand: docs/method.md, “Outlook at the deadline”.

Plain loops over quarters and textbook formulas; nothing of tracking.progress is used.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import atan, cos, inf, isfinite, nan, pi, sin, sqrt
from statistics import mean, median
from typing import Any

Row = dict[Any, Any]


@dataclass(frozen=True)
class Ahead:
    """The outlook's numbers; `why` there is none, then they are missing."""

    why: str = ""
    n: int = 0
    centre: float = nan
    low: float = nan
    high: float = nan
    full: float = nan
    chance: float = nan


def student(t: float, degrees: int) -> float:
    """Student's t: P(T ≤ t), by the finite sums for whole degrees (Abramowitz & Stegun 26.7)."""
    if t in (inf, -inf):
        return float(t > 0)
    angle = atan(t / sqrt(degrees))
    term, total = (cos(angle), cos(angle)) if degrees % 2 else (1.0, 1.0)
    for k in range(3 if degrees % 2 else 2, degrees - 1, 2):
        term *= cos(angle) ** 2 * (k - 1) / k
        total += term
    if degrees % 2:
        inner = angle + (sin(angle) * total if degrees > 1 else 0)
        return 0.5 + inner / pi
    return 0.5 + sin(angle) * total / 2


def quantile(share: float, degrees: int) -> float:
    """The t below which this share lies, by halving."""
    low, high = 0.0, 1e4
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if student(middle, degrees) < share else (low, middle)
    return (low + high) / 2


def known(rows: list[Row], programme: Any, ministrys: bool | None = None) -> dict[int, float]:
    """By quarter the values of reports: enough of a sum, of one source, since the last break.

    The source is the last report's, unless it is said. A total begins before the start, at 0 or at
    its baseline.
    """
    head, start = rows[-1], programme.start.index
    kind, found, whose = str(head["kind"]), {}, {}
    for row in rows:
        # A ministry's own figure is no sum, however few regions report beside it.
        enough = str(row["origin"]) not in ("sum", "rolled")
        enough = enough or row["coverage"] >= programme.thresholds.coverage - 1e-12
        if row["reported"] and enough and isfinite(row["value"]):
            found[row["quarter"]] = float(row["value"])
            whose[row["quarter"]] = str(row["origin"]) == "ministry"
    if kind == "flow" or (kind == "cumulative" and min(found, default=start) >= start):
        found = {quarter: value for quarter, value in found.items() if quarter >= start}
        stated = kind != "flow" and head["baseline_quarter"] == start - 1
        stated = stated and isfinite(head["baseline"])
        if found:
            found[start - 1] = float(head["baseline"]) if stated else 0.0
    broken = max([row["quarter"] for row in rows if "break" in row["marks"]], default=-1)
    source = whose.get(max(found, default=-1)) if ministrys is None else ministrys
    return {
        quarter: value
        for quarter, value in sorted(found.items())
        if quarter >= broken and whose.get(quarter, source) == source
    }


def none(head: Row) -> str:
    """Why nobody looks ahead, as the assessment stands; "" where one does."""
    reasons = {
        "no_target": not isfinite(head["target"]),
        "milestone": str(head["kind"]) == "milestone",
        "over": head["due"] <= head["quarter"],
        "not_reported": not isfinite(head["value"]),
        "stale": str(head["status"]) == "stale",
        "insufficient": str(head["status"]) == "insufficient",
    }
    return next((why for why, holds in reasons.items() if holds), "")


def ahead(rows: list[Row], sign: int, limits: tuple[Any, Any], programme: Any) -> Ahead:
    """The outlook as of the last of these rows, which are one series, quarter by quarter."""
    head, settings = rows[-1], programme.outlook
    if none(head):
        return Ahead(none(head))
    running = str(head["kind"]) in ("flow", "cumulative")
    told = known(rows, programme)
    horizon = head["due"] - max(told, default=head["due"])
    found = _total(told, horizon, settings) if running else _level(told, horizon, settings)
    if found is None or horizon < 1:
        # A total's steps are between its quarters: one fewer, had none of them been without data.
        return Ahead("gap" if running and len(told) - 1 >= settings.least_quarters else "few")
    n, centre, full, se, degrees, falls = found
    value, target = told[max(told)], float(head["target"])
    least, most = (
        -inf if limits[0] is None else limits[0],
        inf if limits[1] is None else limits[1],
    )
    if running and not falls:
        least = value
    there = running and sign * (value - target) >= -1e-12 * max(1, abs(target))
    if degrees < 1 or not isfinite(se):
        if not there:
            return Ahead("corrected")
        wide = chance = nan
    else:
        wide = quantile((1 + settings.confidence) / 2, degrees) * se
        short = sign * (target - centre)
        chance = 1 - student(short / se if se else (inf if short > 0 else -inf), degrees)
    kept = [min(max(one, least), most) for one in (centre, full)]
    return Ahead(
        "", n, kept[0], max(centre - wide, least), min(centre + wide, most), kept[1],
        1.0 if there else chance,
    )  # fmt: skip


Found = tuple[int, float, float, float, int, bool] | None


def _level(told: dict[int, float], horizon: int, settings: Any) -> Found:
    """n, centre, at full pace, standard error, degrees; of levels and shares."""
    n = len(told)
    if n < settings.least_quarters:
        return None
    points = list(told.items())
    slopes = [(v - u) / (t - s) for i, (s, u) in enumerate(points) for t, v in points[i + 1 :]]
    slope = median(slopes)
    (first, _), (last, newest) = points[0], points[-1]
    damped = sum(settings.damping**i for i in range(1, horizon + 1))
    errors = [(v - u - slope * (t - s)) / sqrt(t - s) for (s, u), (t, v) in pairwise(points)]
    if n >= settings.clip_quarters:
        most = settings.clip * 1.4826 * median([abs(error) for error in errors])
        errors = [min(max(error, -most), most) for error in errors]
    sigma = sqrt(sum(error**2 for error in errors) / (n - 2))
    sigma = max(sigma, settings.sigma_floor * abs(slope))
    se = sigma * sqrt(horizon * (1 + horizon / (last - first)))
    return n, newest + slope * damped, newest + slope * horizon, se, n - 2, False


def _total(told: dict[int, float], horizon: int, settings: Any) -> Found:
    """The same of flows and totals, and whether one ever fell."""
    flows = {quarter: told[quarter] - told[quarter - 1] for quarter in told if quarter - 1 in told}
    run: list[float] = []  # the latest first
    quarter = max(flows, default=-1)
    while quarter in flows:
        run.append(flows[quarter])
        quarter -= 1
    n, total = len(run), told[max(told)] if told else nan
    if n < settings.least_quarters or max(flows) != max(told):
        return None
    year = mean(run[:4])
    rate = (run[0] + year) / 2
    falls = any(flow < 0 for flow in flows.values())
    if n >= settings.seasonal_quarters and (grown := _seasons(run, settings.seasonal)) is not None:
        same = sum(run[3 - i % 4] for i in range(horizon))
        spread = _rms(run, 4) * horizon**0.75
        return n, total + same * (1 + grown) / 2, total + same * grown, spread, n - 5, falls
    spread = _rms(run, 1) * sqrt(horizon * (horizon + 1) * (2 * horizon + 1) / 6)
    return n, total + horizon * rate, total + horizon * year, spread, n - 2, falls


def _seasons(run: list[float], least: float) -> float | None:
    """Last year's sum against that before, where the quarters of a year differ; else None."""
    this, before = run[:4], run[4:8]
    if sum(before) <= 0 or not sum(this):
        return None
    shares = [(a / mean(this) + b / mean(before)) / 2 for a, b in zip(this, before, strict=True)]
    return sum(this) / sum(before) if max(abs(s - 1) for s in shares) > least else None


def _rms(run: list[float], apart: int) -> float:
    """Of the changes over so many quarters; not of those that a revision made."""
    changes = [a - b for a, b in zip(run, run[apart:], strict=False) if a >= 0 and b >= 0]
    return sqrt(mean(change**2 for change in changes)) if changes else nan
