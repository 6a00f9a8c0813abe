"""A total with reports missing, as a range. Method: docs/method.md, “Reports that are missing”."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tracking.programme import NATION, Programme
from tracking.progress.columns import GROUP_PREFIX
from tracking.progress.grid import Floats


@dataclass(frozen=True, slots=True)
class PartialTotal:
    """What a total may be while reports are missing; NaN where it cannot be told.

    `reported` counts absentees as nothing, `carried` at their last value, `planned` on their plan;
    `grossed_up` is `reported` / `coverage`. `coverage` is weighted by targets where all have one.
    """

    reported: float
    carried: float
    planned: float
    grossed_up: float
    coverage: float
    count_coverage: float

    @property
    def low(self) -> float:
        """The lowest of absentees at nothing, at their last value, on plan."""
        return float(np.nanmin([self.reported, self.carried, self.planned]))

    @property
    def high(self) -> float:
        """The highest of the same; equal to `low` when nobody is absent."""
        return float(np.nanmax([self.reported, self.carried, self.planned]))


def partial_total(target: Floats, value: Floats, last: Floats, planned: Floats) -> PartialTotal:
    """The total of units' values; NaN in `value` is an absentee, whose `last` value may be known.

    >>> n = np.nan
    >>> of = partial_total(*(np.array(a) for a in (
    ...     [500, 300, 200], [300, 150, n], [n, n, 60], [n, n, 100])))
    >>> of.reported, of.carried, of.planned, of.grossed_up, of.coverage
    (450.0, 510.0, 550.0, 562.5, 0.8)
    """
    there = np.isfinite(value)
    weight = np.abs(target)
    if not np.isfinite(weight).all() or not weight.sum():
        weight = np.ones(len(value))
    coverage = float(weight[there].sum() / weight.sum()) if len(value) else np.nan
    reported = float(value[there].sum())
    absent = planned[~there]
    return PartialTotal(
        reported=reported,
        carried=reported + float(np.nansum(last[~there])),
        planned=reported + float(absent.sum()) if np.isfinite(absent).all() else np.nan,
        grossed_up=reported / coverage if coverage else np.nan,
        coverage=coverage,
        count_coverage=float(there.mean()) if len(value) else np.nan,
    )


def partial_of(
    assessment: pd.DataFrame,
    programme: Programme,
    indicator: str,
    quarter: int,
    unit: str = NATION,
) -> PartialTotal | None:
    """The range of a summed indicator's total in the nation or a group; None for other kinds.

    The assessment is one made without `cities`, where no city is counted in its province too.
    """
    of = programme.indicators[indicator]
    group = unit.removeprefix(GROUP_PREFIX)
    members = [u for u in programme.regions if unit == NATION or u.group == group]
    if unit == NATION:
        # As in `units_of`: a ministry whose figure is the nation's is no part of it.
        members += [u for u in programme.ministries if u.code != of.national_source]
    parts = [u.code for u in members if programme.owes(u, of)]
    if of.rollup != "sum" or "region" not in of.reporters or not parts:
        return None
    rows = assessment[
        (assessment["indicator"] == indicator)
        & (assessment["quarter"] == quarter)
        & assessment["unit"].isin(parts)
    ]
    value, planned = rows["value"].to_numpy(), rows["path_value"].to_numpy()
    reported = rows["reported"].to_numpy()
    return partial_total(
        rows["target"].to_numpy(), np.where(reported, value, np.nan), value, planned
    )
