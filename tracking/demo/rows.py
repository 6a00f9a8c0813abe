"""The rows of every demonstration file as texts, each unit's in its own way of writing."""

from typing import Final

import numpy as np
import pandas as pd

from tracking.demo.habits import BASIS_NAMES, Habit, period_name
from tracking.demo.narratives import SOURCE, narrate
from tracking.intake.contract import COLUMNS
from tracking.programme import Programme

# The columns of a file, by the contract's codes and in its order.
CELLS: Final = tuple(column.code for column in COLUMNS)
# From here on a ministry speaks of “超…万” in place of the exact count.
ROUND_FROM: Final = 100_000


def worded(
    stated: pd.DataFrame, programme: Programme, habits: dict[str, Habit], rng: np.random.Generator
) -> pd.DataFrame:
    """`event` and CELLS for each statement."""
    own = [habits[u] for u in stated["unit"]]
    indicators = [programme.indicators[c] for c in stated["indicator"]]
    units = [programme.units[c] for c in stated["reporter"]]
    shown = _shown(stated, own)
    rows = pd.DataFrame(
        {
            "event": stated["event"],
            "unit": [
                {"code": u.code, "name": u.name.zh, "short": u.short.zh}[h.unit_naming]
                for u, h in zip(units, own, strict=True)
            ],
            "period": [
                period_name(programme.start + int(a), h.periods)
                for a, h in zip(stated["at"], own, strict=True)
            ],
            "indicator": [
                i.code if h.indicator_naming == "code" else i.name.zh
                for i, h in zip(indicators, own, strict=True)
            ],
            "basis": stated["basis"].map(BASIS_NAMES),
            "value": shown,
            "numerator": _plain(stated["numerator"]),
            "denominator": _plain(stated["denominator"]),
            "completed_on": stated["completed_on"],
            "source": SOURCE,
            "definition_break": np.where(stated["broken"].astype(bool), "是", ""),
        }
    )
    told = pd.DataFrame(
        {
            "place": [u.short.zh for u in units],
            "chain": [i.chain for i in indicators],
            "kind": stated["kind"],
            "indicator_name": [i.name.zh for i in indicators],
            "unit_name": [i.unit.zh for i in indicators],
            # What offices state needs no words, and of nothing there is nothing to tell.
            "shown": np.where((stated["sort"] == "offices") | ~(stated["figure"] > 0), "", shown),
        }
    )
    return rows.join(narrate(told, rng))[["event", *CELLS]]


def _shown(stated: pd.DataFrame, own: list[Habit]) -> list[str]:
    """The values as their units write them."""
    about = (stated["role"] == "source") & (stated["kind"] == "stock")
    about &= stated["figure"] >= ROUND_FROM
    cells = zip(stated["figure"], stated["decimals"], about, stated["state"], own, strict=True)
    return [
        state or (f"超{int(f) // 1000 / 10:g}万" if a else f"{f:{',' if h.thousands else ''}.{d}f}")
        for f, d, a, state, h in cells
    ]


def _plain(numbers: pd.Series) -> list[str]:
    """Whole numbers without a point, "" for none."""
    return ["" if np.isnan(n) else f"{n:.2f}".removesuffix(".00") for n in numbers]
