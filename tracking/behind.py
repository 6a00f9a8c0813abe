"""What lies behind a value: its versions, the figures it rests on, changes of its definition."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pandas as pd

from tracking.programme import NATION, Programme
from tracking.progress.columns import GROUP_PREFIX, SUMS
from tracking.store import Store, Submission
from tracking.store.clock import KnownOn

# What stands beside a figure in its report and is told with it.
TEXTS: Final = ("progress_note", "source")

Texts = dict[tuple[str, int], dict[str, str]]


@dataclass(frozen=True, eq=False)
class Behind:
    """One row of an assessment, and what the store knew then of what it rests on.

    `known` are the store's figures as known then, down to the regions.
    """

    row: pd.Series
    store: Store
    programme: Programme
    known: pd.DataFrame
    known_on: KnownOn = None

    @cached_property
    def versions(self) -> pd.DataFrame:
        """Every version of the figure itself, newest first; none of a sum.

        Where there is no value, those that were handed in and do not count.
        """
        unit, quarter = str(self.row["source_unit"]), int(self.row["value_quarter"])
        if self._origin in SUMS or unit.startswith(GROUP_PREFIX):
            return pd.DataFrame()
        if not unit or quarter < 0:
            unit, quarter = self._unit, self._quarter
        return self.store.versions(self._indicator, unit, quarter, self.known_on)

    @cached_property
    def parts(self) -> pd.DataFrame:
        """The reported figures behind the value, as the store gives them: of each unit the latest.

        Of a flow, which is a total since the start, every quarter's.
        """
        if self._origin == "rolled":
            return self.offices(str(self.row["source_unit"]) or self._unit)
        return self._that_count(self._of_sources())

    @cached_property
    def breaks(self) -> pd.DataFrame:
        """The changes of definition up to the quarter: unit, quarter, the report's note on it."""
        frame = self._of_sources()
        frame = frame[frame["definition_break"].to_numpy(dtype=bool)]
        texts = self.texts(self.sources) if len(frame) else {}
        said = [
            texts.get((str(unit), int(quarter)), {}).get("progress_note", "")
            for unit, quarter in zip(frame["unit"], frame["quarter"], strict=True)
        ]
        return pd.DataFrame(
            {
                "unit": frame["unit"].astype(str),
                "quarter": frame["quarter"].astype(int),
                "note": said,
            }
        )

    @cached_property
    def sources(self) -> list[str]:
        """The units whose reports the value rests on, down to the regions."""
        units = self.programme.units
        if self._origin != "sum":
            return [str(self.row["source_unit"]) or self._unit]
        if self._unit == NATION:
            return [u.code for u in self.programme.regions]
        if self._unit.startswith(GROUP_PREFIX):
            group = self._unit.removeprefix(GROUP_PREFIX)
            return [u.code for u in self.programme.regions if u.group == group]
        return [self._unit, *(u.code for u in units.values() if u.geographic_parent == self._unit)]

    @cached_property
    def carried(self) -> list[str]:
        """The units in a sum that reported before, but not for this very quarter."""
        if self._origin not in SUMS:
            return []
        now = set(self.parts.loc[self.parts["quarter"] == self._quarter, "unit"].astype(str))
        heard = dict.fromkeys(self.parts["unit"].astype(str))
        return [unit for unit in heard if unit not in now]

    def missing(self, assessment: pd.DataFrame) -> list[str]:
        """The units that are to report into a sum and have not reported anything yet."""
        if self._origin == "rolled":
            region = str(self.row["source_unit"]) or self._unit
            owing = [office.code for office in self.programme.offices.get(region, ())]
        elif self._origin == "sum":
            there = assessment[
                (assessment["indicator"] == self._indicator)
                & (assessment["quarter"] == self._quarter)
                & (assessment["expecting"] > 0)
            ]
            owed = set(there["unit"].astype(str))
            owing = [unit for unit in self.sources if unit in owed]
        else:
            return []
        heard = set(self.parts["unit"].astype(str))
        return [unit for unit in owing if unit not in heard]

    def offices(self, region: str) -> pd.DataFrame:
        """The offices' figures behind one region's part; see `parts`."""
        frame = self.store.contributions(
            self._indicator, region, self._quarter, known_on=self.known_on
        )
        return self._that_count(frame)

    def files(self, figures: pd.DataFrame) -> dict[int, Submission]:
        """The submissions these figures stand in, as they stood then, by number."""
        numbers = [int(n) for n in dict.fromkeys(figures.get("submission", ())) if n]
        if not numbers:
            return {}
        found = self.store.submissions(numbers=numbers, known_on=self.known_on)
        return {one.id: one for one in found}

    def texts(self, units: Iterable[str]) -> Texts:
        """What the reports say beside the figures of these units, by (unit, quarter)."""
        told = self.store.narratives(self.known_on, units=list(units), indicators=[self._indicator])
        texts: dict[tuple[str, int], dict[str, str]] = {}
        # Of several reports the newest comes first; what the figure's own says of its source stays.
        for r in told.to_dict("records"):
            of = texts.setdefault((str(r["unit"]), int(r["quarter"])), dict.fromkeys(TEXTS, ""))
            of |= {name: str(r[name]) for name in TEXTS if r[name]}
        return texts

    @property
    def _indicator(self) -> str:
        return str(self.row["indicator"])

    @property
    def _unit(self) -> str:
        return str(self.row["unit"])

    @property
    def _quarter(self) -> int:
        return int(self.row["quarter"])

    @property
    def _origin(self) -> str:
        return str(self.row["origin"])

    def _of_sources(self) -> pd.DataFrame:
        known = self.known
        return known[
            (known["indicator"] == self._indicator)
            & known["unit"].isin(self.sources)
            & (known["quarter"] <= self._quarter)
        ]

    def _that_count(self, frame: pd.DataFrame) -> pd.DataFrame:
        if self.row["kind"] == "flow":
            frame = frame[frame["quarter"] >= self.programme.start.index]
            return frame.sort_values(["unit", "quarter"])
        latest = frame.sort_values("quarter").groupby("unit", sort=False).tail(1)
        return latest.sort_values("unit")
