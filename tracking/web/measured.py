"""Cached reads: the store's figures and what they measure to, one reading for all sessions.

Cached by (store, its data version, known on, cities), never by a frame: Streamlit samples big
frames when it hashes them. What is cached is shared, so nobody writes into it.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd
import streamlit as st

from tracking import progress
from tracking.knowledge import last_quarter
from tracking.programme import Programme, Quarter
from tracking.reporting import CHINA, today_in_china
from tracking.store import Store
from tracking.web.house import House

T = TypeVar("T")

# Readings kept in memory: the latest with and without cities, and some “as known on”.
KEPT: Final = 8
# How many of the latest submissions are asked when they were decided.
LOOKED_AT: Final = 100
# How many answers a reading remembers before it starts anew.
REMEMBERED: Final = 4000
# The states of a submission that was approved and not taken back.
COUNTED: Final = ("approved", "superseded")
_NOTHING: Final = object()


@dataclass(frozen=True)
class Measured:
    """One reading of the store, measured: every quarter, every unit, every indicator."""

    programme: Programme
    figures: pd.DataFrame
    targets: pd.DataFrame
    reports: pd.DataFrame  # every one that was handed in
    reported_twice: pd.DataFrame  # indicators of those that came in several submissions
    deadlines: pd.DataFrame
    assessment: pd.DataFrame
    chains: pd.DataFrame
    latest: int | None  # the last quarter with approved figures
    decided_at: datetime | None  # when the last of them was approved
    _memory: dict[Hashable, object] = field(default_factory=dict, repr=False)

    @property
    def decided_day(self) -> date | None:
        """The day in China on which the last figures were approved."""
        return self.decided_at.astimezone(CHINA).date() if self.decided_at else None

    @property
    def first_day(self) -> date | None:
        """The day in China on which the first report was approved."""
        approved = [text for text in self.reports["approved_at"] if text]
        first = datetime.fromisoformat(min(approved)) if approved else None
        return first.astimezone(CHINA).date() if first else None

    def at(self, quarter: Quarter) -> pd.DataFrame:
        """The assessment of one quarter."""
        rows = self.once("quarters", lambda: _positions(self.assessment, ["quarter"]))
        return self.once(("at", quarter), lambda: _taken(self.assessment, rows, quarter.index))

    def chains_at(self, quarter: Quarter) -> pd.DataFrame:
        """The chains of one quarter, every unit."""
        rows = self.once("chain quarters", lambda: _positions(self.chains, ["quarter"]))
        return self.once(("chains", quarter), lambda: _taken(self.chains, rows, quarter.index))

    def standings_at(self, quarter: Quarter) -> pd.DataFrame:
        """How every unit stands over all its indicators in one quarter; as chains, chain ""."""
        return self.once(
            ("standings", quarter), lambda: progress.standings(self.at(quarter), self.programme)
        )

    def unit(self, unit: str, quarter: Quarter) -> pd.DataFrame:
        """One unit's indicators in one quarter."""
        frame = self.at(quarter)
        rows = self.once(("units", quarter), lambda: _positions(frame, ["unit"]))
        return self.once(("unit", unit, quarter), lambda: _taken(frame, rows, unit))

    def indicator(self, indicator: str, quarter: Quarter) -> pd.DataFrame:
        """One indicator in one quarter, every unit."""
        frame = self.at(quarter)
        rows = self.once(("indicators", quarter), lambda: _positions(frame, ["indicator"]))
        return _taken(frame, rows, indicator)

    def all_of(self, indicator: str) -> pd.DataFrame:
        """One indicator in every quarter, every unit."""
        rows = self.once("all of", lambda: _positions(self.assessment, ["indicator"]))
        return self.once(("all of", indicator), lambda: _taken(self.assessment, rows, indicator))

    def series(self, indicator: str, unit: str) -> pd.DataFrame:
        """One indicator of one unit, quarter by quarter."""
        rows = self.once("series", lambda: _positions(self.assessment, ["indicator", "unit"]))
        return self.once(
            ("series", indicator, unit),
            lambda: _taken(self.assessment, rows, (indicator, unit)).sort_values("quarter"),
        )

    def row(self, indicator: str, unit: str, quarter: Quarter) -> pd.Series | None:
        """One assessment; None where nothing is owed, known or aimed at."""
        frame = self.unit(unit, quarter)
        found = frame[frame["indicator"].to_numpy() == indicator]
        return None if found.empty else found.iloc[0]

    def standings_since(self, quarter: Quarter) -> dict[Hashable, dict[Hashable, Any]]:
        """Since when each status of a quarter holds: a row of `progress.history` by its series."""
        return self.once(("since", quarter), lambda: self._since(quarter))

    def _since(self, quarter: Quarter) -> dict[Hashable, dict[Hashable, Any]]:
        within = self.assessment[self.assessment["quarter"] >= self.programme.start.index]
        history = self.once("history", lambda: progress.history(within))
        rows = self.at(quarter)
        told = history.reindex(rows.index).to_dict("records")
        return dict(zip(zip(rows["indicator"], rows["unit"], strict=True), told, strict=True))

    def standing(self, indicator: str, unit: str, quarter: Quarter) -> dict[Hashable, Any] | None:
        """Since when a series’ status holds; None where nothing is owed, known or aimed at."""
        return self.standings_since(quarter).get((indicator, unit))

    def outlook_at(self, quarter: Quarter) -> pd.DataFrame:
        """The outlook of every series as of one quarter."""
        return self.once(
            ("outlook", quarter),
            lambda: progress.outlook(self.assessment, self.programme, quarter.index),
        )

    def outlook(self, indicator: str, unit: str, quarter: Quarter) -> dict[Hashable, Any] | None:
        """One series' outlook as of a quarter; None where nothing is owed, known or aimed at."""
        frame = self.outlook_at(quarter)
        rows = self.once(
            ("outlook rows", quarter), lambda: _positions(frame, ["indicator", "unit"])
        )
        found = _taken(frame, rows, (indicator, unit)).to_dict("records")
        return found[0] if found else None

    def absent_at(self, quarter: Quarter) -> pd.DataFrame:
        """The sums that miss reports of one quarter, and whether a status hangs on them."""
        return self.once(
            ("absent", quarter), lambda: progress.absent(self.at(quarter), self.programme)
        )

    def depending(self, quarter: Quarter) -> set[tuple[str, str]]:
        """The indicators and units whose status depends on missing reports."""
        return self.once(("depending", quarter), lambda: _hanging(self.absent_at(quarter)))

    def growth_at(self, quarter: Quarter) -> pd.DataFrame:
        """Every series of one quarter in the growth-ratio reading."""
        return self.once(
            ("growth", quarter),
            lambda: progress.growth_readings(self.assessment, self.programme, quarter.index),
        )

    def growth(self, indicator: str, unit: str, quarter: Quarter) -> dict[Hashable, Any] | None:
        """One series' growth-ratio reading; None where nothing is owed, known or aimed at."""
        frame = self.growth_at(quarter)
        rows = self.once(("growth rows", quarter), lambda: _positions(frame, ["indicator", "unit"]))
        found = _taken(frame, rows, (indicator, unit)).to_dict("records")
        return found[0] if found else None

    def changes(self, quarter: Quarter, before: Quarter) -> pd.DataFrame:
        """The statuses that changed between two quarters, with their cause."""
        return self.once(
            ("changes", quarter, before),
            lambda: progress.changes(self.assessment, quarter.index, before.index),
        )

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Compute something of this reading once, for every later page; it must not be written to.

        Two sessions may compute it at the same moment; both get the same answer.
        """
        known = self._memory.get(key, _NOTHING)
        if known is _NOTHING:
            known = compute()
            if len(self._memory) >= REMEMBERED:
                self._memory.clear()
            self._memory[key] = known
        return known  # type: ignore[return-value]


def measured(house: House, *, known_on: date | None, cities: bool) -> Measured:
    """The present reading of the store, or the one as known at the end of a day.

    It is the same for all readers, and read without asking who they are.
    """
    store = house.store
    # A target takes effect on its day, without anybody writing into the store.
    day = known_on or today_in_china()
    return _measured(
        str(store.path), store.version, known_on, day, cities, _store=store, _of=house.programme
    )


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _measured(
    path: str,  # noqa: ARG001 (part of the cache's key)
    version: int,  # noqa: ARG001
    known_on: date | None,
    day: date,
    cities: bool,
    *,
    _store: Store,
    _of: Programme,
) -> Measured:
    figures = _store.figures(known_on)
    targets = _store.targets(known_on)
    reports = _store.reports.known(known_on)
    latest = int(figures["quarter"].max()) if len(figures) else None
    through = last_quarter(_of, latest, day).index
    assessment = progress.assess(figures, targets, _of, through=through, cities=cities)
    return Measured(
        programme=_of,
        figures=figures,
        targets=targets,
        reports=reports,
        reported_twice=_store.reports.several(known_on),
        deadlines=_store.deadlines.all(known_on),
        assessment=assessment,
        chains=progress.chains(assessment, _of),
        latest=latest,
        decided_at=_last_decision(_store, reports, known_on),
    )


def _last_decision(store: Store, reports: pd.DataFrame, known_on: date | None) -> datetime | None:
    # First approvals come with `reports`; offices' decisions are among the latest submissions.
    # A return is no approval, and what was returned counts no more.
    counted = reports.loc[reports["state"].isin(COUNTED), "approved_at"]
    first = [text for text in counted if text]
    latest = store.submissions(limit=LOOKED_AT, known_on=known_on)
    moments = [datetime.fromisoformat(max(first))] if first else []
    moments += [s.decided_at for s in latest if s.decided_at and s.state in COUNTED]
    return max(moments, default=None)


def _hanging(found: pd.DataFrame) -> set[tuple[str, str]]:
    hanging = found[found["depends"]]
    return set(zip(hanging["indicator"], hanging["unit"], strict=True))


def _positions(frame: pd.DataFrame, by: list[str]) -> dict[Hashable, np.ndarray]:
    grouped = frame.groupby(by if len(by) > 1 else by[0], sort=False, observed=True)
    return {key: np.asarray(rows) for key, rows in grouped.indices.items()}


def _taken(
    frame: pd.DataFrame, positions: dict[Hashable, np.ndarray], key: Hashable
) -> pd.DataFrame:
    return frame.take(positions.get(key, np.empty(0, dtype=np.intp)))
