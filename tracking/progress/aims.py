"""What every unit aims at: stated targets, and sums of the parts' targets where none is stated."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from tracking.programme import PATHS, Programme, read_interim
from tracking.progress.grid import Bools, Floats, Ints, Layout, positions
from tracking.progress.measures import LINEAR, PLAN


@dataclass(frozen=True, slots=True)
class Aims:
    """Targets, arrays by (unit, indicator): NaN and −1 for none.

    `row` is the target's position in its frame; `summed` ones add up the parts' targets. `planned`
    has a third axis, the quarters: what a path with interim targets asks for; of length 1 where
    there is no such path.
    """

    target: Floats
    due: Ints
    baseline: Floats
    baseline_quarter: Ints
    path: Ints
    row: Ints
    summed: Bools
    planned: Floats


def none(units: int, indicators: int) -> Aims:
    """No targets at all."""
    shape = (units, indicators)
    return Aims(
        target=np.full(shape, np.nan),
        due=np.full(shape, -1, dtype=np.int32),
        baseline=np.full(shape, np.nan),
        baseline_quarter=np.full(shape, -1, dtype=np.int32),
        path=np.full(shape, LINEAR, dtype=np.int8),
        row=np.full(shape, -1, dtype=np.int32),
        summed=np.zeros(shape, dtype=bool),
        planned=np.full((*shape, 1), np.nan),
    )


def stated(targets: pd.DataFrame, programme: Programme, units: Mapping[str, int]) -> Aims:
    """The targets of the frame, for these units; of several for one series the last counts."""
    aims = none(len(units), len(programme.indicators))
    indicator = positions(
        targets["indicator"], {code: n for n, code in enumerate(programme.indicators)}
    )
    unit = positions(targets["unit"], units)
    rows = np.flatnonzero((unit >= 0) & (indicator >= 0))
    at = (unit[rows], indicator[rows])
    aims.target[at] = targets["value"].to_numpy(dtype=np.float64)[rows]
    aims.due[at] = targets["due"].to_numpy(dtype=np.int32)[rows]
    baseline = targets["baseline"].to_numpy(dtype=np.float64, na_value=np.nan)[rows]
    quarter = targets["baseline_quarter"].to_numpy(dtype=np.float64, na_value=-1)[rows]
    aims.baseline[at] = baseline
    aims.baseline_quarter[at] = np.where(np.isfinite(baseline), quarter, -1)
    path = positions(targets["path"], {name: n for n, name in enumerate(PATHS)})
    aims.path[at] = np.maximum(path[rows], LINEAR)
    aims.row[at] = rows
    return aims


def with_interim(of: Aims, targets: pd.DataFrame, quarters: Ints) -> Aims:
    """What planned paths ask for at the end of these quarters, from step to step."""
    texts = targets["interim"].to_numpy()
    if not (texts != "").any():
        return of
    planned = np.full((*of.target.shape, len(quarters)), np.nan)
    begun = (of.path == PLAN) & np.isfinite(of.target) & (of.baseline_quarter >= 0)
    for unit, indicator in np.argwhere(begun):
        at = (unit, indicator)
        ends = (of.baseline_quarter[at], of.baseline[at]), (of.due[at], of.target[at])
        planned[at] = stepped(str(texts[of.row[at]]), ends, quarters)
    return replace(of, planned=planned)


def stepped(
    interim: str, ends: tuple[tuple[float, float], tuple[float, float]], quarters: Ints
) -> Floats:
    """What a path with these interim targets asks for; NaN where it has none.

    `ends` are (quarter, value) of the baseline and of the target.
    """
    steps = [(q.index, value) for q, value in read_interim(interim)]
    if not steps:
        return np.full(len(quarters), np.nan)
    when, value = np.array([ends[0], *steps, ends[1]], dtype=np.float64).T
    planned: Floats = np.interp(quarters, when, value)
    return planned


def total(of: Aims, members: Bools, layout: Layout) -> Aims:
    """The members' targets together: none unless every member has one, with the same deadline.

    Shares are not added up: a share holds for all where all aim at the same. The same goes for the
    baselines. `members` is (sums, units, indicators).
    """
    inside = members.any(axis=1)

    def all_same(what: Floats | Ints) -> tuple[Bools, Floats]:
        low = np.where(members, what, np.inf).min(axis=1)
        high = np.where(members, what, -np.inf).max(axis=1)
        return inside & (low == high), low

    def together(what: Floats) -> Floats:
        with np.errstate(invalid="ignore"):
            added = np.where(members, what, 0).sum(axis=1)
            same, common = all_same(what)
            return np.where(layout.pooled, np.where(same, common, np.nan), added)

    due_same, due = all_same(of.due)
    quarter_same, quarter = all_same(of.baseline_quarter)
    path_same, path = all_same(of.path)
    target = np.where(due_same & inside, together(of.target), np.nan)
    has = np.isfinite(target)
    baseline = np.where(has & quarter_same & (quarter >= 0), together(of.baseline), np.nan)
    based = np.isfinite(baseline)
    return Aims(
        target=target,
        due=np.where(has, due, -1).astype(np.int32),
        baseline=baseline,
        baseline_quarter=np.where(based, quarter, -1).astype(np.int32),
        path=np.where(path_same, path, LINEAR).astype(np.int8),
        row=np.full(target.shape, -1, dtype=np.int32),
        summed=has,
        planned=_planned_together(of, members, layout, based & path_same),
    )


def _planned_together(of: Aims, members: Bools, layout: Layout, alike: Bools) -> Floats:
    """The members' planned paths added up; of shares one that all of them share."""
    planned = np.full((len(members), *of.planned.shape[1:]), np.nan)
    if of.planned.shape[-1] == 1:
        return planned
    for n, of_sum in enumerate(members):
        inside = of_sum[..., None]
        added = np.where(inside, of.planned, 0).sum(axis=0)
        low, high = (
            pick(np.where(inside, of.planned, beyond), axis=0)
            for pick, beyond in ((np.min, np.inf), (np.max, -np.inf))
        )
        common = np.where(low == high, low, np.nan)
        path = np.where(layout.pooled[:, None], common, added)
        planned[n] = np.where(alike[n][:, None], path, np.nan)
    return planned


def or_else(one: Aims, other: Aims) -> Aims:
    """One where it has a target, the other elsewhere."""
    has = np.isfinite(one.target)
    chosen = {
        f.name: np.where(
            has[..., None] if f.name == "planned" else has,
            getattr(one, f.name),
            getattr(other, f.name),
        )
        for f in fields(Aims)
    }
    return Aims(**chosen)


def from_the_start(of: Aims, layout: Layout) -> Aims:
    """Running totals without a stated baseline begin at 0 at the end of the quarter before."""
    begins = layout.running & np.isfinite(of.target) & np.isnan(of.baseline)
    return Aims(
        **{f.name: getattr(of, f.name) for f in fields(Aims)}
        | {
            "baseline": np.where(begins, 0.0, of.baseline),
            "baseline_quarter": np.where(begins, layout.start - 1, of.baseline_quarter),
        }
    )


def beside(*parts: Aims) -> Aims:
    """Units beside each other."""
    return Aims(
        **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Aims)}
    )


def of_units(of: Aims, units: Ints | list[int] | slice) -> Aims:
    """Some of the units."""
    return Aims(**{f.name: getattr(of, f.name)[units] for f in fields(Aims)})


def of_series(of: Aims, series: tuple[Ints, Ints]) -> Aims:
    """Some series, as flat arrays."""
    return Aims(**{f.name: getattr(of, f.name)[series] for f in fields(Aims)})
