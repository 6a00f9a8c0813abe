"""A nation reported county by county: 2,843 counties, 44 indicators, 15 quarters, all measured.

Run by benchmarks.progress in a process of its own, so that its memory is its own.
"""

import json
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import plain
from tracking.figures import STORED_DTYPES
from tracking.programme import NATION, Indicator, Programme, Unit, load
from tracking.progress import TARGET_DTYPES, assess, outlook
from tracking.progress import targets_of as programme_targets
from tracking.words import Text

ROOT = Path(__file__).parent.parent
COUNTIES, INDICATORS = 2843, 44
# How often it is measured, and for how many counties a plain loop runs.
RUNS, SAMPLED = 3, 40


def of_counties(programme: Programme) -> Programme:
    """The programme with counties in the place of regions, and what counties can report.

    It has fewer than 44 such indicators; some stand in it twice.
    """
    groups = list(programme.groups)
    counties = [
        Unit(f"{9_000_000 + n}", "region", name, name, groups[n % len(groups)])
        for n in range(COUNTIES)
        for name in [Text(f"第{n}县")]
    ]
    owed = [i for i in programme.indicators.values() if "region" in i.reporters]
    owed = [i for i in owed if i.kind != "milestone"]
    more = [replace(i, code=f"{i.code}-2") for i in owed if i.kind == "flow"]
    indicators = {i.code: i for i in (*owed, *more)[:INDICATORS]}
    units = {NATION: programme.units[NATION]} | {unit.code: unit for unit in counties}
    return replace(programme, units=units, indicators=indicators, targets=())


def figures_of(programme: Programme) -> pd.DataFrame:
    """A figure of every county, indicator and quarter, as the store gives them."""
    rng = np.random.default_rng(2022)
    indicators: list[Indicator] = list(programme.indicators.values())
    quarters, counties = len(programme.quarters), len(programme.regions)
    shape = (counties, len(indicators), quarters)
    first = rng.uniform(15, 40, size=(*shape[:2], 1))
    flow = np.array([i.kind == "flow" for i in indicators])[None, :, None]
    level = first + rng.uniform(0.2, 1.5, size=shape).cumsum(axis=2)
    value = np.where(flow, first * rng.uniform(0.9, 1.1, size=shape), level)
    ratio = np.broadcast_to(np.array([i.kind == "ratio" for i in indicators])[None, :, None], shape)
    size, at = value.size, np.indices(shape, dtype=np.int32)
    numbers = {
        "quarter": (at[2] + programme.start.index).ravel(),
        "value": value.ravel(),
        "numerator": np.where(ratio, value, np.nan).ravel(),
        "denominator": np.where(ratio, 100.0, np.nan).ravel(),
    }
    codes = {
        "indicator": (list(programme.indicators), at[1].ravel()),
        "unit": ([u.code for u in programme.regions], at[0].ravel()),
        "origin": (["own"], np.zeros(size, dtype=np.int8)),
    }
    del at
    columns = {}
    for name, dtype in STORED_DTYPES.items():
        if name in codes:
            columns[name] = pd.Categorical.from_codes(codes[name][1], pd.Index(codes[name][0]))
        elif name in numbers:
            columns[name] = numbers[name].astype(dtype)
        elif dtype == "category":
            columns[name] = pd.Categorical.from_codes(np.zeros(size, dtype=np.int8), pd.Index([""]))
        else:
            columns[name] = np.zeros(size, dtype=dtype)
    return pd.DataFrame(columns, copy=False)


def targets_of(programme: Programme) -> pd.DataFrame:
    """A target of every county and indicator."""
    units, indicators = [u.code for u in programme.regions], list(programme.indicators)
    rows = {
        "indicator": np.tile(indicators, len(units)),
        "unit": np.repeat(units, len(indicators)),
        "value": 60.0, "due": programme.end.index, "baseline": 2.0,
        "baseline_quarter": programme.start.index - 1, "path": "linear", "interim": "",
        "basis_zh": "演示", "basis_en": "demonstration", "set_by": "",
        "effective": "2022-05-12", "id": 1,
    }  # fmt: skip
    return pd.DataFrame(rows).astype(TARGET_DTYPES)


def main() -> int:
    """Print seconds, rows and peak memory as JSON."""
    programme = load(ROOT / "data" / "programme")
    few = assess(figures_of(programme), programme_targets(programme), programme)
    outlook(few, programme, programme.start.index + 4)  # pays for imports and for the words
    programme = of_counties(programme)
    figures, targets = figures_of(programme), targets_of(programme)
    middle = (programme.start.index + programme.end.index) // 2
    before, times, busy = _peak(), [], []
    for _ in range(RUNS):
        frame = ahead = None  # what the last run left is no part of this one
        begun, working = time.perf_counter(), time.process_time()
        frame = assess(figures, targets, programme)
        assessed = time.perf_counter()
        ahead = outlook(frame, programme, middle)
        times.append((time.perf_counter() - begun, assessed - begun))
        busy.append(time.process_time() - working)
    peak, (whole, part) = _peak(), min(times)
    some = [unit.code for unit in programme.regions[:SAMPLED]]
    mine, goals = (of[of["unit"].isin(some)] for of in (figures, targets))
    begun = time.perf_counter()
    loop = plain.assessed(mine, goals, programme)
    loop_ahead = plain.carried_on(mine, goals, programme, middle)
    looped = time.perf_counter() - begun
    sampled = frame[frame["unit"].isin(some)], ahead[ahead["unit"].isin(some)]
    differ = plain.differing(plain.told(sampled[0], plain.TOLD), loop)
    differ += plain.differing(plain.told(sampled[1], plain.AHEAD), loop_ahead)
    told = {
        "figures": len(figures), "rows": len(frame), "series": len(ahead), "counties": COUNTIES,
        "assess": part, "outlook": whole - part, "first": times[0][0], "runs": RUNS,
        "busy": min(busy),
        "before": before, "peak": peak, "loop": looped, "sampled": SAMPLED,
        "differing": len(differ),
    }  # fmt: skip
    print(json.dumps(told))
    return 0


def _peak() -> int:
    """The most memory this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    sys.exit(main())
