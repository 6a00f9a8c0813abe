"""The measures: how far, how far by now, at what pace. Method: docs/method.md, “Measures”."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from tracking.programme import PATHS
from tracking.progress.grid import Bools, Floats, Ints

# Numbers closer than this are one, as in 0.1 · 3 and 0.3.
TOLERANCE: Final = 1e-12
REACHED: Final = 1e-9
LINEAR, PLAN, GEOMETRIC, S_CURVE = range(4)
assert PATHS == ("linear", "plan", "geometric", "s_curve")


@dataclass(frozen=True, slots=True)
class Aim:
    """What is aimed at, as arrays that broadcast; NaN and −1 where there is no such thing.

    `sign` is +1 where more is better; `steady` aims (at least, at most) hold in every quarter.
    `planned` is what a planned path with interim targets asks for in the quarter looked at.
    """

    target: Floats
    due: Ints
    baseline: Floats
    baseline_quarter: Ints
    path: Ints
    sign: Ints
    steady: Bools
    planned: Floats | float = np.nan


@dataclass(frozen=True, slots=True)
class Measures:
    """See docs/method.md; NaN where a measure has no meaning.

    `reached`: the target is. `maintain`: it was already at the baseline. `lost`: that cannot be
    said of the value, which is comparable with the baseline. `refused`: a geometric
    path through zero or from minus to plus.
    """

    elapsed: Floats
    expected: Floats
    achieved: Floats
    pace: Floats
    gap: Floats
    path_value: Floats
    ahead: Floats
    need: Floats
    reached: Bools
    maintain: Bools
    lost: Bools
    refused: Bools


def measure(value: Floats, quarter: Ints, aim: Aim, comparable: Bools | bool = True) -> Measures:
    """Hold values against their aims. Where not `comparable` with the baseline, no share is told.

    >>> aim = Aim(*(np.array([n]) for n in (70.0, 8103, 40.0, 8091, LINEAR, 1, False)))
    >>> of = measure(np.array([46.0]), np.array([8097]), aim)
    >>> float(of.gap[0]), round(float(of.pace[0]), 9), round(float(of.ahead[0]), 9)
    (-9.0, 0.4, -3.6)
    """
    target, baseline, sign = aim.target, aim.baseline, aim.sign
    with np.errstate(divide="ignore", invalid="ignore"):
        slack = REACHED * np.maximum(1, np.abs(target))
        reached = sign * (value - target) >= -slack
        maintain = sign * (baseline - target) >= -slack
        shares = (aim.baseline_quarter >= 0) & ~maintain & ~aim.steady & comparable
        span = np.where(shares, aim.due - aim.baseline_quarter, np.nan)
        passed = (quarter - aim.baseline_quarter) / span
        elapsed = np.clip(passed, 0, 1)
        refused = (aim.path == GEOMETRIC) & (target * baseline <= 0)
        stepped = (aim.path == PLAN) & np.isfinite(aim.planned)
        expected = _expected(elapsed, aim, refused, stepped)
        achieved = np.where(shares, (value - baseline) / (target - baseline), np.nan)
        pace = np.where(expected > 0, achieved / expected, np.nan)
        path_value = baseline + (target - baseline) * expected
        # What only has to be kept is planned to stay at the target.
        keep = maintain & (aim.baseline_quarter >= 0) & comparable & ~aim.steady
        kept = aim.steady | (maintain & comparable)
        path_value = np.where(kept, target, path_value)
        gap = sign * (value - path_value)
        straight = (aim.path == LINEAR) | ((aim.path == PLAN) & ~stepped)
        ahead = np.where(straight, (achieved - passed) * span, np.nan)
        left = np.where(quarter < aim.due, aim.due - quarter, np.nan)
        # What is reached needs nothing more.
        need = np.where(reached, np.nan, (target - value) / left)
    return Measures(
        elapsed=elapsed,
        expected=expected,
        achieved=achieved,
        pace=pace,
        gap=gap,
        path_value=path_value,
        ahead=ahead,
        need=need,
        reached=reached,
        maintain=maintain,
        lost=keep & ~reached,
        refused=refused,
    )


def _expected(elapsed: Floats, aim: Aim, refused: Bools, stepped: Bools) -> Floats:
    expected = np.where(aim.path == S_CURVE, elapsed**2 * (3 - 2 * elapsed), elapsed)
    if stepped.any():
        share = (aim.planned - aim.baseline) / (aim.target - aim.baseline)
        expected = np.where(stepped & np.isfinite(elapsed), share, expected)
    if (aim.path == GEOMETRIC).any():
        growth = aim.target / aim.baseline
        curve = np.where(refused & (elapsed < 1), np.nan, (growth**elapsed - 1) / (growth - 1))
        curve = np.where(elapsed >= 1, 1, curve)
        expected = np.where(aim.path == GEOMETRIC, curve, expected)
    return expected
