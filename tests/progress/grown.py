"""A store whose history is long enough to hold outlooks against what came."""

from pathlib import Path

import numpy as np

from tests.progress.small import figures
from tracking.programme import Programme, Quarter, Target
from tracking.store import Store
from tracking.words import Text

STOCK = "INN-2-1"
QUARTERS = 10


def grown_store(path: Path, programme: Programme) -> Path:
    """All regions report one level for ten quarters, all of it on one day, towards targets."""
    start, units = programme.start, programme.regions
    rng = np.random.default_rng(7)
    levels = 100 + rng.uniform(1, 9, (QUARTERS, len(units))).cumsum(axis=0)
    rows = figures(
        *(
            (STOCK, unit.code, str(start + n), float(levels[n, k]))
            for k, unit in enumerate(units)
            for n in range(QUARTERS)
        )
    )
    goals = [
        Target(
            indicator=STOCK, unit=unit.code, value=180.0, due=programme.end, baseline=100.0,
            baseline_quarter=Quarter(start.index - 1), path="linear",
            basis=Text("《计划》", "Plan"), effective=start.first_day,
        )
        for unit in units
    ]  # fmt: skip
    with Store.open(path, programme) as store:
        store.add_targets(goals, actor="admin")
        came = store.submit(b"all", "all.csv", rows, actor="admin")
        store.approve(came.id, actor="reviewer")
    return path
