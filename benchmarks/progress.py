"""Measuring a whole programme, beside the same formulas in a plain loop over series, in one run.

Figures of 37 regions and 11 ministries for every indicator and quarter, every region with targets;
and a nation of 2,843 counties. A limit missed, or a number on which the two ways differ, ends in 1.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks import plain
from tracking.figures import STORED_DTYPES, figures_of
from tracking.programme import Programme, load
from tracking.progress import (
    TARGET_DTYPES,
    assess,
    backtest,
    chains,
    growth_readings,
    outlook,
    standings,
    targets_of,
)

ROOT = Path(__file__).parent.parent
LIMIT = 0.150  # seconds
COUNTIES_LIMIT = 3.0  # seconds
MEMORY_LIMIT = 1.5e9  # bytes
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
            "baseline_quarter": start - 1, "path": "linear", "interim": "", "basis_zh": "演示",
            "basis_en": "demonstration", "set_by": "", "effective": "2022-05-12", "id": 1,
        }
        for i in programme.indicators.values() for u in programme.regions if programme.owes(u, i)
    ]  # fmt: skip
    targets = pd.concat([targets_of(programme), pd.DataFrame(regional).astype(TARGET_DTYPES)])
    return figures, targets.reset_index(drop=True)


def best(work: Callable[[], Any]) -> tuple[float, Any]:
    """The least time of some runs, and what came out."""
    times, result = [], None
    for _ in range(RUNS):
        begun = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - begun)
    return min(times), result


def main() -> int:
    """Print both times; 1 when they disagree on a number or a limit is missed."""
    programme = load(ROOT / "data" / "programme")
    missed = _of_the_programme(programme)
    missed |= _of_counties()
    return int(missed)


def _of_the_programme(programme: Programme) -> bool:
    """48 units, every indicator and quarter; whether a limit is missed or the two ways differ."""
    figures, targets = figures_and_targets(programme)
    middle = (programme.start.index + programme.end.index) // 2
    ours, frame = best(lambda: assess(figures, targets, programme))
    begun = time.perf_counter()
    loop = plain.assessed(figures, targets, programme)
    looped = time.perf_counter()
    loop_ahead = plain.carried_on(figures, targets, programme, middle)
    looped_ahead = time.perf_counter()
    rolled, _ = best(lambda: (chains(frame, programme), standings(frame, programme)))
    outlook(frame, programme, middle)  # pays for importing Student's t
    ahead, carried = best(lambda: outlook(frame, programme, middle))
    tested, found = best(lambda: backtest(frame, programme))
    read, _ = best(lambda: growth_readings(frame, programme, programme.end.index))
    differ = plain.differing(plain.told(frame, plain.TOLD), loop)
    differ += plain.differing(plain.told(carried, plain.AHEAD), loop_ahead)
    both, plainly = ours + ahead, looped_ahead - begun
    print(f"figures {len(figures):,}, targets {len(targets):,}, rows {len(frame):,}")
    print(f"assess, every unit:            {1000 * ours:8.1f} ms")
    print(f"outlook, {len(carried):,} series:         {1000 * ahead:8.1f} ms")
    print(f"the two together:              {1000 * both:8.1f} ms (limit {1000 * LIMIT:.0f})")
    print(f"chains, standings:             {1000 * rolled:8.1f} ms")
    print(f"backtest, {len(found.cases):,} outlooks:     {1000 * tested:8.1f} ms")
    print(f"growth-ratio reading:          {1000 * read:8.1f} ms")
    print(f"plain loop, regions only:      {1000 * plainly:8.1f} ms, of which the outlook of"
          f" {len(loop_ahead):,} series {1000 * (looped_ahead - looped):.0f}")  # fmt: skip
    print(f"rows on which the two differ: {len(differ)} of {len(loop) + len(loop_ahead):,}")
    print(f"ratio {both / plainly:.3f}")
    return ours + ahead > LIMIT or bool(differ)


def _of_counties() -> bool:
    """2,843 counties, in a process whose memory is its own; whether a limit is missed."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.counties"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    of = json.loads(done.stdout)
    seconds = of["assess"] + of["outlook"]
    print()
    print(f"counties: figures {of['figures']:,}, rows {of['rows']:,}, series {of['series']:,}")
    print(f"assess {of['assess']:.2f} s, outlook {of['outlook']:.2f} s, together {seconds:.2f} s"
          f" (limit {COUNTIES_LIMIT:.0f}; the least of {of['runs']} runs, the first"
          f" {of['first']:.2f} s; {of['busy']:.2f} s of a processor)")  # fmt: skip
    print(f"peak memory {of['peak'] / 1e9:.2f} GB (limit {MEMORY_LIMIT / 1e9:.1f}),"
          f" of which {of['before'] / 1e9:.2f} before")  # fmt: skip
    whole = of["loop"] * of["counties"] / of["sampled"]
    print(f"plain loop: {of['loop']:.1f} s for {of['sampled']} counties, so about {whole:.0f} s for"
          " all (extrapolated)")  # fmt: skip
    print(f"rows on which the two differ: {of['differing']}")
    return seconds > COUNTIES_LIMIT or of["peak"] > MEMORY_LIMIT or of["differing"] > 0


if __name__ == "__main__":
    sys.exit(main())
