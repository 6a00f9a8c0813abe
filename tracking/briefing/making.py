"""What the makers of a briefing's parts share: material, request, and how things are named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import pandas as pd

from tracking import progress
from tracking.briefing.briefing import Sentence
from tracking.briefing.lookups import Lookups
from tracking.briefing.material import Material
from tracking.briefing.origins import Origins
from tracking.briefing.refs import Reference
from tracking.briefing.request import Request, Scope
from tracking.programme import Indicator, Programme, Quarter
from tracking.words import Language, numbers, say, say_n


@dataclass(frozen=True, eq=False)
class Making:
    """One briefing while it is made."""

    material: Material
    request: Request
    origins: Origins

    @property
    def language(self) -> Language:
        """The briefing's language."""
        return self.request.language

    @property
    def programme(self) -> Programme:
        """The programme."""
        return self.material.programme

    @property
    def scope(self) -> Scope:
        """What it is about."""
        return self.request.scope

    @property
    def quarter(self) -> Quarter:
        """The quarter it is about."""
        return self.request.quarter

    @property
    def before(self) -> Quarter | None:
        """The quarter it is compared with."""
        return self.request.compared_with

    @cached_property
    def _(self) -> partial[str]:
        """Say a message in the briefing's language."""
        return partial(say, self.language)

    @cached_property
    def n_(self) -> partial[str]:
        """Say a message of n things in the briefing's language."""
        return partial(say_n, self.language)

    @cached_property
    def now(self) -> pd.DataFrame:
        """The assessment of the quarter, every unit."""
        return self.material.at(self.quarter)

    @cached_property
    def chains_at_now(self) -> pd.DataFrame:
        """The chains of the quarter, every unit."""
        of = self.material.chains
        return of[of["quarter"] == self.quarter.index]

    @cached_property
    def mine(self) -> pd.DataFrame:
        """The assessments that it is about: one unit's, or of it a chain's or one indicator's."""
        rows = self.now[self.now["unit"] == self.scope.unit]
        return self._within(rows)

    @cached_property
    def changed(self) -> pd.DataFrame:
        """What changed of these since the quarter compared with; empty without one."""
        if self.before is None:
            return pd.DataFrame(columns=["indicator", "unit", "status", "status_before", "turn"])
        found = progress.changes(self.material.assessment, self.quarter.index, self.before.index)
        return self._within(found[found["unit"] == self.scope.unit])

    @cached_property
    def earlier(self) -> dict[str, dict[Any, Any]]:
        """The assessments of the quarter compared with, by indicator."""
        if self.before is None:
            return {}
        rows = self.material.at(self.before, self.scope.unit)
        return {str(row["indicator"]): row for row in rows.to_dict("records")}

    @cached_property
    def outlooks(self) -> dict[str, dict[Any, Any]]:
        """The outlook of each of its indicators."""
        rows = self.material.outlook(self.quarter)
        rows = self._within(rows[rows["unit"] == self.scope.unit])
        return {str(row["indicator"]): row for row in rows.to_dict("records")}

    @cached_property
    def owing(self) -> pd.DataFrame:
        """The reports of the quarter that it is about: every unit's, or one unit's."""
        return self.material.owing(self.quarter, self.scope.unit)

    @cached_property
    def owed_before(self) -> pd.DataFrame:
        """Those of the quarter compared with; empty without one."""
        if self.before is None or self.before < self.programme.start:
            return self.material.obligations.iloc[:0]
        return self.material.owing(self.before, self.scope.unit)

    @cached_property
    def standing_out(self) -> pd.DataFrame | None:
        """What stands out in the quarter's figures; None where nobody has reported any."""
        return self.material.standing_out(self.quarter, self.scope.unit)

    @cached_property
    def narratives(self) -> pd.DataFrame:
        """What the reports of the quarter say beside figures, of what it is about."""
        return self._within(self.material.told(self.quarter, self.scope.unit))

    @cached_property
    def lookups(self) -> Lookups:
        """How what is drawn and listed is looked up."""
        of = Reference("", self.scope.unit, self.quarter, self.material.as_of)
        return Lookups(of, self.before, self.programme, self.language)

    def indicator(self, code: str) -> Indicator:
        """An indicator."""
        return self.programme.indicators[code]

    def name(self, code: str) -> str:
        """An indicator's name."""
        return self.programme.indicators[code].name.to(self.language)

    def unit(self, code: str) -> str:
        """A unit's short name, or a group's."""
        return progress.unit_name(code, self.programme, self.language)

    def when(self, quarter: Quarter | int, short: bool = False) -> str:
        """A quarter's name."""
        return numbers.quarter(self.language, quarter, short)

    def index(self, chain: str, unit: str, quarter: Quarter | None = None) -> int:
        """The origin of a unit's index and statuses, of a chain or with "" of all; 0 for none."""
        row = self.material.index(chain, unit, quarter or self.quarter)
        return 0 if row is None else self.origins.of_index(row)

    def own_index(self, quarter: Quarter | None = None) -> int:
        """The origin of the index and statuses of what it is about; 0 for none."""
        if self.scope.kind == "indicator":
            return 0
        chain, at = self.scope.code if self.scope.kind == "chain" else "", quarter or self.quarter
        # Where others report, that it has not reported is told of it, too.
        others = self.material.latest is not None
        row = self.material.index(chain, self.scope.unit, at, silent=others)
        return 0 if row is None else self.origins.of_index(row)

    def sentence(
        self, *texts: str, on: Iterable[int] = (), rows: Iterable[Mapping[Any, Any]] = ()
    ) -> Sentence:
        """Several sentences as one, resting on these origins and on those of these assessments."""
        joined = ("" if self.language == "zh" else " ").join(text for text in texts if text)
        numbered = dict.fromkeys([*on, *(self.origins.of(row) for row in rows)])
        return Sentence(joined, tuple(n for n in numbered if n))

    def reports(self, quarter: Quarter | None = None) -> int:
        """The origin of what is told of the reports of the quarter: how many came, what is in."""
        return self.origins.of_reports(self.scope.unit, quarter or self.quarter)

    def _within(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["indicator"].isin(self.scope.indicators(self.programme))]
