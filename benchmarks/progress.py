"""Measuring a whole programme, beside the same formulas in a plain loop over series, in one run.

Figures of 37 regions and 11 ministries for every indicator and quarter, every region with targets.
"""

import math
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tracking.figures import STORED_DTYPES, figures_of
from tracking.programme import Programme, Thresholds, load
from tracking.progress import TARGET_DTYPES, assess, chains, outlook, standings, targets_of

ROOT = Path(__file__).parent.parent
LIMIT = 0.150  # seconds
RUNS = 7


def figures_and_targets(programme: Programme) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The real size: every report owed, 7 % of them missing; a target for all that regions owe."""
    rng = np.random.default_rng(2022)
    start, end = programme.start.index, programme.end.index
    rows = [
        (i, u.code, quarter)
        for i in programme.indicators.values()
        for u in (*programme.regions, *programme.ministries)
        if programme.owes(u, i)
        for quarter in range(start, end + 1)
        if rng.random() > 0.07
    ]
    passed = np.array([quarter - start + 1 for _, _, quarter in rows])
    flow = np.array([i.kind == "flow" for i, _, _ in rows])
    ratio = np.array([i.kind == "ratio" for i, _, _ in rows])
    value = np.where(
        flow, rng.integers(1, 10, len(rows)), 3 * passed + rng.integers(0, 5, len(rows))
    )
    figures = figures_of(
        {
            "indicator": [i.code for i, _, _ in rows],
            "unit": [unit for _, unit, _ in rows],
            "quarter": [quarter for _, _, quarter in rows],
            "value": value.astype(float),
            "numerator": np.where(ratio, value, np.nan),
            "denominator": np.where(ratio, 100.0, np.nan),
            "state": ["verified" if i.kind == "milestone" else "" for i, _, _ in rows],
            "origin": "own",
        },
        STORED_DTYPES,
    )
    regional = [
        {
            "indicator": i.code, "unit": u.code, "value": 60.0, "due": end, "baseline": 2.0,
            "baseline_quarter": start - 1, "path": "linear", "basis_zh": "演示",
            "basis_en": "demonstration", "set_by": "", "effective": "2022-05-12", "id": 1,
        }
        for i in programme.indicators.values() for u in programme.regions if programme.owes(u, i)
    ]  # fmt: skip
    targets = pd.concat([targets_of(programme), pd.DataFrame(regional).astype(TARGET_DTYPES)])
    return figures, targets.reset_index(drop=True)


def by_loop(figures: pd.DataFrame, targets: pd.DataFrame, programme: Programme) -> dict:
    """The plain way: for each series its quarters one by one, the same formulas. Regions only."""
    start, end = programme.start.index, programme.end.index
    goals = {(t["indicator"], t["unit"]): t for t in targets.to_dict("records")}
    limits, results = programme.thresholds, {}
    regions = {u.code for u in programme.regions}
    for (code, unit), rows in figures.groupby(["indicator", "unit"], sort=False):
        if unit not in regions:
            continue
        indicator, known = programme.indicators[code], {}
        for row in rows.itertuples(index=False):
            parts = row.denominator == row.denominator
            known[row.quarter] = (
                indicator.scale * row.numerator / row.denominator if parts else row.value
            )
        goal, total, latest, newest = goals.get((code, unit)), 0.0, None, None
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
            results[code, unit, quarter] = (value, achieved, pace, gap, status)
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


def best(work: Callable[[], Any]) -> tuple[float, Any]:
    """The least time of some runs, and what came out."""
    times, result = [], None
    for _ in range(RUNS):
        begun = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - begun)
    return min(times), result


def main() -> int:
    """Print both times; 1 when they disagree on a number or the limit is missed."""
    programme = load(ROOT / "data" / "programme")
    figures, targets = figures_and_targets(programme)
    ours, frame = best(lambda: assess(figures, targets, programme))
    begun = time.perf_counter()
    loop = by_loop(figures, targets, programme)
    plain = time.perf_counter() - begun
    rolled, _ = best(lambda: (chains(frame, programme), standings(frame, programme)))
    middle = (programme.start.index + programme.end.index) // 2
    outlook(frame, programme, middle)  # pays for importing Student's t
    ahead, carried = best(lambda: outlook(frame, programme, middle))
    keys = [frame[name].tolist() for name in ("indicator", "unit", "quarter")]
    told = ("value", "achieved", "pace", "gap", "status")
    found = dict(zip(zip(*keys, strict=True), zip(*(frame[n].tolist() for n in told), strict=True),
                     strict=True))  # fmt: skip
    differing = [
        key for key, row in loop.items()
        if found[key][4] != row[4]
        or not np.allclose(found[key][:4], row[:4], rtol=1e-9, atol=1e-9, equal_nan=True)
    ]  # fmt: skip
    print(f"figures {len(figures):,}, targets {len(targets):,}, rows {len(frame):,}")
    print(f"assess, every unit: {1000 * ours:7.1f} ms (limit with outlook {1000 * LIMIT:.0f})")
    print(f"chains, standings:  {1000 * rolled:7.1f} ms")
    print(f"outlook, {len(carried):,} series:  {1000 * ahead:7.1f} ms")
    print(f"plain loop, regions only, {len(loop):,} rows: {1000 * plain:7.1f} ms")
    print(f"rows on which the two differ: {len(differing)}")
    print(f"ratio {ours / plain:.3f}")
    return int(ours + ahead > LIMIT or bool(differing))


if __name__ == "__main__":
    sys.exit(main())
