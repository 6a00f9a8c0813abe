"""The invented course of every series: quarter by quarter from its baseline toward its target.

Each series draws one pace for two thirds of the way and one for the end, from what its indicator,
its unit and chance have in common; a chain or a region is so good or bad as a whole.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracking.demo.plan import Plan
from tracking.programme import Programme, Quarter

Floats = NDArray[np.float64]

# Pace at two thirds of the way by rank: (rank from worst to best, pace). A total since the start
# cannot move away from its target, a level can.
TOTALS: Final = (
    (0, 0.03, 0.14, 0.15, 0.36, 0.37, 0.81, 0.82, 1),
    (0.2, 0.3, 0.57, 0.62, 0.93, 0.97, 1.28, 1.52, 1.95),
)
LEVELS: Final = (
    (0, 0.06, 0.061, 0.16, 0.17, 0.36, 0.37, 0.81, 0.82, 1),
    (-0.6, -0.05, 0.1, 0.56, 0.62, 0.93, 0.97, 1.28, 1.52, 1.9),
)
SEASON: Final = (0.72, 1.0, 0.95, 1.33)  # of a flow, first to fourth quarter
GROWTH_OF_DENOMINATOR: Final = 1.012


@dataclass(frozen=True, slots=True)
class Course:
    """What truly happened in the demonstration; rows are the plan's series, columns quarters.

    `level` is the value of method.md's y: a total since the start for flows. `numerator` and
    `denominator` are NaN but for ratios.
    """

    level: Floats
    numerator: Floats
    denominator: Floats


def course_of(plan: Plan, programme: Programme, rng: np.random.Generator) -> Course:
    """The course of every series of the plan."""
    series, quarters = plan.series, programme.quarters
    away = str(rng.choice([u.code for u in programme.regions if u.code not in programme.offices]))
    achieved = _achieved(series, quarters, away, rng)
    way = (series["target"] - series["baseline"]).to_numpy()[:, None]
    level = series["baseline"].to_numpy()[:, None] + way * achieved
    counted = series["kind"].isin(["flow", "cumulative"]).to_numpy()
    level = np.maximum(level, 0)
    decimals = series["decimals"].to_numpy()[:, None]
    level = np.round(level * 10.0**decimals) / 10.0**decimals
    level[counted] = np.maximum.accumulate(level[counted], axis=1)
    _let_one_fall(level, series, rng)
    _speak_for_the_nation(level, series, rng)
    _break_definitions(level, series, plan, quarters)
    return Course(*_ratios(level, series, rng))


def expected(path: str, x: Floats) -> Floats:
    """The share of the way that is due at elapsed share x: docs/method.md, “Measures”."""
    return 3 * x**2 - 2 * x**3 if path == "s_curve" else x


def _achieved(
    series: pd.DataFrame, quarters: tuple[Quarter, ...], away: str, rng: np.random.Generator
) -> Floats:
    """The achieved share at every quarter's end."""
    n = len(quarters)
    pivot = 2 * n // 3
    x = np.arange(1, n + 1) / n
    due = np.stack([expected(str(p), x) for p in series["path"]])
    levels = series["kind"].isin(["stock", "ratio"]).to_numpy()
    early, late = _paces(series, away, levels, rng)
    early = early * due[:, pivot - 1]
    late = np.where(
        early >= 1, np.maximum(late, early * rng.uniform(1.02, 1.25, len(series))), late
    )

    before = due[:, :pivot] / due[:, pivot - 1 : pivot]
    bend = rng.lognormal(0, 0.16, len(series))[:, None]
    after = (due[:, pivot:] - due[:, pivot - 1 : pivot]) / (1 - due[:, pivot - 1 : pivot])
    smooth = np.hstack(
        [
            early[:, None] * before**bend,
            early[:, None] + (late - early)[:, None] * after**bend,
        ]
    )
    flows = (series["kind"] == "flow").to_numpy()
    rough = _roughened(smooth, flows, quarters, pivot, rng)
    jitter = rng.normal(0, 0.008, rough.shape)
    jitter[:, [pivot - 1, n - 1]] = 0
    return np.where(levels[:, None], rough + jitter, rough)


def _paces(
    series: pd.DataFrame, away: str, levels: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Each series' pace at the pivot, and its achieved share at the end."""
    indicator, indicators = pd.factorize(series["indicator"])
    unit, units = pd.factorize(series["unit"])
    luck = (
        0.75 * rng.permutation(_spread(len(indicators)))[indicator]
        + 0.45 * rng.permutation(_spread(len(units)))[unit]
        + 0.65 * rng.normal(size=len(series))
    )
    luck -= np.where(series["unit"] == away, np.where(levels, 3.0, 0.8), 0.0)
    pace = np.empty(len(series))
    for rows, (rank, of_rank) in ((levels, LEVELS), (~levels, TOTALS)):
        standing = pd.Series(luck[rows]).rank(pct=True).to_numpy()
        pace[rows] = np.interp(standing, rank, of_rank)
    end = 1 + 0.8 * (pace - 1) + rng.normal(0.01, 0.09, len(series))
    recovers = rng.random(len(series)) < 0.3
    lost = np.where(recovers, rng.uniform(0.05, 0.4, len(series)), pace * 1.2)
    return pace, np.where(pace < 0, lost, np.maximum(end, 0.8 * pace))


def _spread(n: int) -> Floats:
    """n evenly ranked values from about −1.5 to 1.5."""
    return (np.arange(n) + 0.5) / n * 3 - 1.5


def _roughened(
    smooth: Floats,
    flows: NDArray[np.bool_],
    quarters: tuple[Quarter, ...],
    pivot: int,
    rng: np.random.Generator,
) -> Floats:
    """The same course in uneven steps, flows by season; the pivot's and the end's values stay."""
    season = np.array([SEASON[q.number - 1] for q in quarters])
    noise = rng.lognormal(0, 0.22, smooth.shape) * np.where(flows[:, None], season, 1)
    steps = np.diff(smooth, axis=1, prepend=0)
    uneven = steps * noise
    for part in (slice(0, pivot), slice(pivot, None)):
        have, want = uneven[:, part].sum(axis=1), steps[:, part].sum(axis=1)
        uneven[:, part] *= np.divide(want, have, out=np.ones_like(have), where=have != 0)[:, None]
    return np.cumsum(uneven, axis=1)


def _let_one_fall(level: Floats, series: pd.DataFrame, rng: np.random.Generator) -> None:
    """One region's running total was counted too high until it is put right: it falls."""
    at = level.shape[1] // 2
    of = (series["kind"] == "cumulative") & (series["role"] == "region")
    able = np.flatnonzero(of & (level[:, at] >= 20))
    if len(able):
        fallen = int(rng.choice(able))
        before = level[fallen, :at]
        level[fallen, :at] = np.round(before * 1.12 * level[fallen, at] / before[-1])


def _speak_for_the_nation(level: Floats, series: pd.DataFrame, rng: np.random.Generator) -> None:
    """A ministry's national figure differs from the sum of the regions by a few per cent."""
    for at in np.flatnonzero((series["role"] == "source") & (series["kind"] != "ratio")):
        row = series.iloc[at]
        regions = (series["indicator"] == row["indicator"]) & (series["role"] == "region")
        off = 1 + rng.choice([-1, 1]) * rng.uniform(0.012, 0.045)
        drift = np.linspace(0.997, 1.003, level.shape[1])
        total = level[regions.to_numpy()].sum(axis=0) * off * drift
        level[at] = np.round(total, int(row["decimals"]))


def _break_definitions(
    level: Floats, series: pd.DataFrame, plan: Plan, quarters: tuple[Quarter, ...]
) -> None:
    """From its break on, a series counts less than before."""
    for code, scale in plan.scales.items():
        rows = (series["indicator"] == code).to_numpy()
        if scale.broken_at in quarters and rows.any():
            after = slice(quarters.index(scale.broken_at), None)
            level[rows, after] = np.round(level[rows, after] * 0.925, 2)


def _ratios(
    level: Floats, series: pd.DataFrame, rng: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Levels of ratios become a whole numerator over a whole denominator."""
    ratio = (series["kind"] == "ratio").to_numpy()
    scale = series["scale"].to_numpy()[:, None]
    n = level.shape[1]
    growth = GROWTH_OF_DENOMINATOR ** np.arange(n) * rng.uniform(0.99, 1.01, level.shape)
    denominator = np.round(series["denominator"].to_numpy()[:, None] * growth)
    numerator = np.round(np.clip(level / scale, 0, 1) * denominator, 0)
    small = ratio & (series["target"] < 10).to_numpy()
    numerator[small] = np.round(np.clip(level / scale, 0, 1) * denominator, 2)[small]
    for at in np.flatnonzero((series["role"] == "source") & ratio):
        same = series["indicator"] == series["indicator"].iloc[at]
        regions = (same & (series["role"] == "region")).to_numpy()
        denominator[at] = denominator[regions].sum(axis=0)
        numerator[at] = np.round(numerator[regions].sum(axis=0) * (1 + rng.normal(0, 0.012)), 2)
    blank = np.where(ratio[:, None], 1.0, np.nan)
    share = np.divide(numerator, denominator, out=np.zeros_like(level), where=denominator > 0)
    value = np.where(ratio[:, None], scale * share, level)
    return value, numerator * blank, denominator * blank
