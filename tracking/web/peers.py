"""Whom the page that compares holds against each other: all regions, one group, or the groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from tracking.programme import NATION
from tracking.web import state
from tracking.web.view import View

ALL: Final = "all"
GROUPS: Final = "groups"


@dataclass(frozen=True, slots=True)
class Peers:
    """Who is compared, in the official order, and who stands beside them, unranked."""

    choice: str
    units: tuple[str, ...]
    beside: tuple[str, ...]

    def of(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of those who are compared."""
        return rows[rows["unit"].isin(self.units)]

    def with_beside(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of those who are compared and of who stands beside them."""
        return rows[rows["unit"].isin([*self.units, *self.beside])]

    @property
    def group(self) -> str | None:
        """What the headline is told of: one group's code, "groups", or None for all regions."""
        return None if self.choice == ALL else self.choice


def choose(view: View) -> Peers:
    """Ask whom to compare. Programmes without groups have only their regions."""
    groups = view.programme.groups
    if not groups:
        return peers(view, ALL)
    names = (
        {ALL: view._("All regions")}
        | {code: group.name.to(view.language) for code, group in groups.items()}
        | {GROUPS: view._("The groups themselves")}
    )
    return peers(view, state.select("group", view._("Compare"), list(names), names, width=200))


def peers(view: View, choice: str) -> Peers:
    """Those whom a choice names, with their groups and the nation beside."""
    groups = tuple(f"group:{code}" for code in view.programme.groups)
    if choice == GROUPS:
        return Peers(choice, groups, (NATION,))
    regions = view.programme.regions
    if choice in view.programme.groups:
        mine = tuple(unit.code for unit in regions if unit.group == choice)
        return Peers(choice, mine, (f"group:{choice}", NATION))
    return Peers(ALL, tuple(unit.code for unit in regions), (*groups, NATION))


def beside_of(view: View, unit: str) -> Sequence[str]:
    """Whose values a unit's stand beside: its group's and the nation's."""
    found = view.programme.units.get(unit)
    group = [f"group:{found.group}"] if found and found.group else []
    return [*group, NATION]
