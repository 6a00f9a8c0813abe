"""Who is assessed: the nation, its groups, the regions, the ministries, and who adds up to whom."""

from dataclasses import dataclass

import numpy as np

from tracking.programme import NATION, Programme
from tracking.progress.columns import GROUP_PREFIX
from tracking.progress.grid import Bools, Ints

UNIT_KINDS = ("nation", "group", "region", "ministry")


@dataclass(frozen=True, slots=True)
class Units:
    """Units by position: the nation, the groups, the regions, the ministries.

    `own` gives positions among those who report themselves: the nation, regions, ministries.
    `owed` is (own, indicators). `sums` is (sums, own, indicators): the nation, the groups, then
    the provinces that take in a city, whose positions among all units are `provinces`.
    `speaker` is, for each indicator, the own position whose figure is the nation's, −1 for none.
    """

    codes: list[str]
    kinds: Ints
    groups: int
    own: dict[str, int]
    owed: Bools
    sums: Bools
    provinces: list[int]
    speaker: Ints


def units_of(programme: Programme, *, cities: bool) -> Units:
    """The programme's units; with `cities`, provinces take in their cities."""
    reporting = [*programme.regions, *programme.ministries]
    indicators = list(programme.indicators.values())
    own = {NATION: 0} | {unit.code: n for n, unit in enumerate(reporting, start=1)}
    speaker = np.array([own.get(i.national_source, -1) for i in indicators], dtype=np.intp)
    addable = np.array([i.rollup != "none" for i in indicators])
    owed = np.zeros((len(own), len(indicators)), dtype=bool)
    owed[1:] = [[programme.owes(unit, i) for i in indicators] for unit in reporting]

    def sum_of(mine: list[bool]) -> Bools:
        summed: Bools = owed & addable & np.array([False, *mine])[:, None]
        return summed

    # A ministry that reports on its own account counts into the nation; the one whose figure is
    # the nation's already holds it all.
    whole = sum_of([True] * len(reporting)) & (np.arange(len(own))[:, None] != speaker)
    groups = [sum_of([u.group == g for u in reporting]) for g in programme.groups]
    with_city = [u.geographic_parent for u in reporting if u.geographic_parent] if cities else []
    provinces = list(dict.fromkeys(with_city))
    takes_in = [
        sum_of([code in (u.code, u.geographic_parent) for u in reporting]) for code in provinces
    ]
    kinds = [0, *[1] * len(groups), *(2 if u.kind == "region" else 3 for u in reporting)]
    return Units(
        codes=[NATION, *(GROUP_PREFIX + g for g in programme.groups), *(u.code for u in reporting)],
        kinds=np.array(kinds, dtype=np.int8),
        groups=len(groups),
        own=own,
        owed=owed,
        sums=np.stack([whole, *groups, *takes_in]),
        provinces=[len(groups) + own[code] for code in provinces],
        speaker=speaker,
    )
