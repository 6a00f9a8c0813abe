"""What the regions and ministries are to reach, beside the nation: do the shares add up?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import floor, isfinite
from typing import Final

import numpy as np
import pandas as pd

from tracking.programme import NATION, Indicator, Programme, Target, Unit
from tracking.targets.versions import Versions
from tracking.words import N_, Language, numbers, say

# Sums closer than this, relatively, are one.
_SAME: Final = 1e-9


@dataclass(frozen=True, eq=False)
class Shares:
    """The targets of those who add up to the nation.

    `rows`: unit, own (its target, NaN for none), value (with its city's, where asked), share (of
    all the targets), inside (the province whose row
    takes this city in, so that it counts there and not once more). `total` adds up every target
    once, `nation` is the nation's own; NaN where there is none. Where `addable` is not, targets are
    shares or levels that nobody adds up.
    """

    indicator: Indicator
    rows: pd.DataFrame
    total: float
    nation: float
    addable: bool

    @property
    def with_target(self) -> int:
        """How many units have a target."""
        return int(self.rows["own"].notna().sum())

    @property
    def difference(self) -> float:
        """By how much the units' targets miss the nation's; NaN where that cannot be said."""
        return self.total - self.nation if self.addable and self.with_target else np.nan

    @property
    def adds_up(self) -> bool:
        """Whether every unit has a target, and together they are the nation's."""
        whole = self.with_target == len(self.rows)
        slack = _SAME * max(1.0, abs(self.nation))
        return whole and isfinite(self.difference) and abs(self.difference) <= slack

    def said(self, language: Language) -> str:
        """In one sentence whether they add up, or by how much they do not."""
        if not self.rows.size:
            return say(language, "Nobody reports this for the nation: there are no shares.")
        if not self.with_target:
            return say(language, "No region has a target of its own.")
        if not self.addable:
            return say(language, "These targets are not added up: the nation’s must be stated.")
        return self._sum_said(language)

    def _sum_said(self, language: Language) -> str:
        told: dict[str, object] = {
            "sum": numbers.quantity(language, self.total, self.indicator, brief=False),
            "n": self.with_target,
            "nation": numbers.quantity(language, self.nation, self.indicator, brief=False),
            "difference": numbers.difference(
                language, self.difference, self.indicator, brief=False
            ),
        }
        every = self.with_target == len(self.rows)
        if self.adds_up:
            message = N_("The targets of all {n} units add up to the nation’s {nation}.")
        elif not isfinite(self.nation):
            message = N_("The targets of {n} of {all} units come to {sum}; the nation has none.")
        elif every:
            message = N_("The targets of all {n} units come to {sum}, the nation’s is {nation}: a"
                         " difference of {difference}.")  # fmt: skip
        else:
            message = N_("The targets of {n} of {all} units come to {sum}, the nation’s is"
                         " {nation}: a difference of {difference}.")  # fmt: skip
        return say(language, message, all=len(self.rows), **told)


def upset(versions: Versions, new: Sequence[Target], programme: Programme) -> list[Shares]:
    """The shares that add up now and would no more with these targets set, as they would be."""
    found = []
    would = versions.with_new(new)
    for code in dict.fromkeys(target.indicator for target in new):
        day = max(target.effective for target in new if target.indicator == code)
        after = shares(would.in_force(day), programme, code)
        if not after.adds_up and shares(versions.in_force(day), programme, code).adds_up:
            found.append(after)
    return found


def upset_said(found: Shares, language: Language) -> str:
    """That the shares add up no more, and by how much they would not."""
    said = found.said(language)
    return say(language, "Then the shares of the units add up no more. {said}", said=said)


def members(programme: Programme, indicator: Indicator) -> list[Unit]:
    """Who adds up to the nation: who reports it, but for the ministry whose figure is its own."""
    every = (*programme.regions, *programme.ministries)
    return [
        unit
        for unit in every
        if programme.owes(unit, indicator) and unit.code != indicator.national_source
    ]


def shares(
    targets: pd.DataFrame, programme: Programme, code: str, *, cities: bool = False
) -> Shares:
    """The shares of one indicator, from targets in force.

    With `cities` a province's row holds its city's target, too, where both have one.
    """
    indicator = programme.indicators[code]
    units = members(programme, indicator)
    mine = targets[targets["indicator"] == code]
    known: dict[str, float] = dict(zip(mine["unit"], mine["value"], strict=True))
    own = np.array([known.get(unit.code, np.nan) for unit in units], dtype=np.float64)
    addable = indicator.rollup == "sum"
    total = float(np.nansum(own)) if np.isfinite(own).any() else np.nan
    value, inside = own.copy(), [""] * len(units)
    place = {unit.code: n for n, unit in enumerate(units)}
    for n, unit in enumerate(units):
        if cities and addable and unit.geographic_parent in place:
            inside[n] = unit.geographic_parent
            # Only where both are known, as the province's status does.
            value[place[unit.geographic_parent]] += own[n]
    rows = pd.DataFrame(
        {
            "unit": [unit.code for unit in units],
            "value": value,
            "own": own,
            "share": value / total if addable and total else np.full(len(units), np.nan),
            "inside": inside,
        }
    )
    return Shares(indicator, rows, total, known.get(NATION, np.nan), addable)


def drafted(
    targets: pd.DataFrame, assessment: pd.DataFrame, programme: Programme, codes: Collection[str]
) -> dict[tuple[str, str], float]:
    """The nation's targets split among the units by what each of them has reached: a draft.

    By (indicator, unit), of indicators whose targets add up. `assessment` is that of one quarter; a
    unit of which nothing above 0 is known is left out, for whoever edits the draft.
    """
    nation = targets[targets["unit"] == NATION]
    wanted: dict[str, float] = dict(zip(nation["indicator"], nation["value"], strict=True))
    found: dict[tuple[str, str], float] = {}
    for code in codes:
        indicator = programme.indicators[code]
        if indicator.rollup != "sum" or code not in wanted:
            continue
        mine = assessment[(assessment["indicator"] == code) & (assessment["value"] > 0)]
        reached = dict(zip(mine["unit"].astype(str), mine["value"].tolist(), strict=True))
        weights = {
            unit.code: reached[unit.code]
            for unit in members(programme, indicator)
            if unit.code in reached
        }
        parts = apportioned(wanted[code], weights, indicator.decimals)
        found |= {(code, unit): value for unit, value in parts.items()}
    return found


def apportioned(whole: float, weights: Mapping[str, float], decimals: int = 0) -> dict[str, float]:
    """A whole split in proportion, rounded so that the parts add up to it; a draft, no decision.

    >>> apportioned(100, {"a": 1, "b": 1, "c": 1})
    {'a': 34.0, 'b': 33.0, 'c': 33.0}
    """
    together = sum(weights.values())
    if together <= 0:
        return {}
    step = 10**decimals
    exact = {code: whole * step * weight / together for code, weight in weights.items()}
    parts = {code: floor(value) for code, value in exact.items()}
    missing = round(whole * step) - sum(parts.values())
    # Whoever lost most by rounding gets what is left, the first of equals before the others.
    by_loss = sorted(exact, key=lambda code: parts[code] - exact[code])
    for code in by_loss[:missing]:
        parts[code] += 1
    return {code: value / step for code, value in parts.items()}
