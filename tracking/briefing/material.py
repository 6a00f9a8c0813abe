"""What a briefing is made from: one reading of the store, measured; frames, and no store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from tracking import progress
from tracking.programme import NATION, Programme, Quarter
from tracking.progress.plausible import stands_out

# By chain and unit, and which of these have a value or a target.
_Indices = tuple[dict[tuple[str, str], Mapping[Any, Any]], set[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class File:
    """The report that a figure stands in."""

    submission: int
    name: str


@dataclass(frozen=True, eq=False)
class Material:
    """One reading: `assessment` and `chains` of every quarter, what is owed, what reports say.

    `figures` as the store's current ones; `obligations` as progress.obligations; `narratives` as
    the store's; `files` by submission. `as_of` is the day up to which days are counted, `version`
    the store's.
    """

    programme: Programme
    assessment: pd.DataFrame
    chains: pd.DataFrame
    obligations: pd.DataFrame
    narratives: pd.DataFrame
    files: Mapping[int, File]
    as_of: date
    version: int
    demonstration: bool
    handed_in: bool  # whether anybody ever reported: what was taken from print is no report
    latest: Quarter | None  # the last with figures
    _outlooks: dict[int, pd.DataFrame] = field(default_factory=dict, repr=False)
    _standing_out: dict[int, pd.DataFrame] = field(default_factory=dict, repr=False)
    _alone: dict[int, progress.Alone] = field(default_factory=dict, repr=False)
    _standings: dict[int, pd.DataFrame] = field(default_factory=dict, repr=False)
    _indices: dict[int, _Indices] = field(default_factory=dict, repr=False)

    @cached_property
    def _of_quarter(self) -> dict[int, pd.DataFrame]:
        of = self.assessment["quarter"]
        return {int(quarter): self.assessment[of == quarter] for quarter in of.unique()}

    def at(self, quarter: Quarter, unit: str = "") -> pd.DataFrame:
        """The assessment of one quarter, of every unit or of one."""
        rows = self._of_quarter.get(quarter.index, self.assessment.iloc[:0])
        return rows[rows["unit"] == unit] if unit else rows

    def series(self, indicator: str, unit: str, until: Quarter) -> pd.DataFrame:
        """One indicator of one unit, quarter by quarter, up to one."""
        of = self.assessment
        found = of[(of["indicator"] == indicator) & (of["unit"] == unit)]
        return found[found["quarter"] <= until.index].sort_values("quarter")

    def outlook(self, quarter: Quarter) -> pd.DataFrame:
        """The outlook of every series as of one quarter."""
        if quarter.index not in self._outlooks:
            self._outlooks[quarter.index] = progress.outlook(
                self.assessment, self.programme, quarter.index
            )
        return self._outlooks[quarter.index]

    def stands_out(self, quarter: Quarter) -> pd.DataFrame:
        """The figures of one quarter that stand out, of every unit."""
        if quarter.index not in self._standing_out:
            self._standing_out[quarter.index] = stands_out(
                self.assessment, self.programme, quarter.index
            )
        return self._standing_out[quarter.index]

    def owing(self, quarter: Quarter, unit: str = NATION) -> pd.DataFrame:
        """The reports of one quarter: every unit's for the nation, or one unit's."""
        rows = self.obligations[self.obligations["quarter"] == quarter.index]
        return rows if unit == NATION else rows[rows["unit"] == unit]

    def standing_out(self, quarter: Quarter, unit: str = NATION) -> pd.DataFrame | None:
        """What stands out in these reports' figures; None where nobody has reported any."""
        rows = self.at(quarter)
        rows = rows[rows["unit_kind"].isin(["region", "ministry"])]
        found = self.stands_out(quarter)
        if unit != NATION:
            rows, found = (of[of["unit"] == unit] for of in (rows, found))
        return found if rows["reported"].any() else None

    def told(self, quarter: Quarter, unit: str = NATION) -> pd.DataFrame:
        """What these reports say beside figures."""
        rows = self.narratives[self.narratives["quarter"] == quarter.index]
        return rows if unit == NATION else rows[rows["unit"] == unit]

    def alone(self, quarter: Quarter) -> progress.Alone:
        """The sums of one quarter that hold one unit's figures, as progress.alone."""
        if quarter.index not in self._alone:
            rows = self.at(quarter)
            stated = rows[rows["unit_kind"].isin(["region", "ministry"])]
            self._alone[quarter.index] = progress.alone(rows, stated, self.programme)
        return self._alone[quarter.index]

    def standings(self, quarter: Quarter) -> pd.DataFrame:
        """How every unit stands over all its indicators in one quarter."""
        if quarter.index not in self._standings:
            self._standings[quarter.index] = progress.standings(self.at(quarter), self.programme)
        return self._standings[quarter.index]

    def index(
        self, chain: str, unit: str, quarter: Quarter, *, silent: bool = False
    ) -> Mapping[Any, Any] | None:
        """How a unit stands in a chain, or with "" in all.

        None where it has no value or target, unless also a `silent` one's counts are told.
        """
        if quarter.index not in self._indices:
            self._indices[quarter.index] = self._indices_at(quarter)
        found, known = self._indices[quarter.index]
        return found.get((chain, unit)) if silent or (chain, unit) in known else None

    def _indices_at(self, quarter: Quarter) -> _Indices:
        now = self.at(quarter)
        now = now[now["value"].notna() | now["target"].notna()]
        known = set(zip(now["chain"], now["unit"], strict=True)) | {("", u) for u in now["unit"]}
        of_chains = self.chains[self.chains["quarter"] == quarter.index]
        rows = [*of_chains.to_dict("records"), *self.standings(quarter).to_dict("records")]
        return {(row["chain"], row["unit"]): row for row in rows}, known
