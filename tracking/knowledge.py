"""What changed between two days of knowledge: figures, statuses, targets, and in which report."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import Final

import numpy as np
import pandas as pd

from tracking import progress
from tracking.figures import KEY
from tracking.programme import Programme, Quarter
from tracking.progress.columns import TARGET_DTYPES
from tracking.store import Store, Submission
from tracking.words import N_, Language, numbers, say, say_n

# What became of a figure, in the order it is told; see store.knowledge.SORTS.
SORT_NAMES: Final = {
    "new": N_("new"),
    "corrected": N_("corrected"),
    "taken_back": N_("taken back"),
    "verified": N_("verified"),
    "filled": N_("more offices reported"),
}
# What restates a figure that was known already.
RESTATING: Final = ("corrected", "filled", "taken_back")
_RESTATED: Final = ("corrected", "filled", "verified", "taken_back")
_NO_PATH: Final = {"path": "", "interim": ""}
_AIM: Final = ["value", "due", "baseline", "baseline_quarter", "path", "interim"]


@dataclass(frozen=True)
class Report:
    """One submission, and how many figures it made new, corrected …; or was taken back."""

    submission: Submission
    counts: dict[str, int]


@dataclass(frozen=True, eq=False)
class Learned:
    """What the end of one day knows otherwise than that of an earlier one.

    `figures` as store.knowledge.CHANGED_DTYPES; `statuses` those that turned, as progress.learned;
    `targets` with the version before in columns with _before; `reports` the latest decision first.
    """

    start: date
    end: date
    programme: Programme
    figures: pd.DataFrame
    statuses: pd.DataFrame
    targets: pd.DataFrame
    reports: tuple[Report, ...]
    latest: int | None  # the last quarter with figures

    def __bool__(self) -> bool:
        return bool(len(self.figures) or len(self.statuses) or len(self.targets))

    @cached_property
    def own(self) -> pd.DataFrame:
        """The figures somebody reported: sums are no reports."""
        return self.figures[self.figures["by"] > 0]

    @cached_property
    def restated(self) -> pd.DataFrame:
        """The figures down to the region that were known already, the largest changes first."""
        units = self.programme.units
        frame = self.figures[self.figures["sort"] != "new"]
        offices = np.array([units[u].kind == "office" for u in frame["unit"]], dtype=bool)
        frame = frame[~offices]
        size = percent(frame).abs().fillna(-1)
        # What was taken back has no size, and comes last.
        rank = frame["sort"].map({sort: n for n, sort in enumerate(_RESTATED)})
        return frame.iloc[np.lexsort((-size, rank))]

    @cached_property
    def note(self) -> pd.DataFrame:
        """The restatement note: those of quarters before the previous one."""
        frame = self.restated[self.restated["sort"].isin(RESTATING)]
        return frame[frame["quarter"] < self.previous.index]

    @property
    def previous(self) -> Quarter:
        """The last quarter that was over by the end and has figures."""
        over = Quarter.at(self.end) + -1
        return over if self.latest is None else min(over, Quarter(self.latest))

    def only(
        self, units: Collection[str] | None = None, indicators: Collection[str] | None = None
    ) -> "Learned":
        """What of it is about these units and indicators; None for all."""
        figures, statuses, targets = (
            _only(_only(frame, "unit", units), "indicator", indicators)
            for frame in (self.figures, self.statuses, self.targets)
        )
        told = {report.submission.id: report.submission for report in self.reports}
        return replace(
            self,
            figures=figures,
            statuses=statuses,
            targets=targets,
            reports=_reports(figures, told),
        )

    def sentence(self, language: Language) -> str:
        """How many figures and statuses changed between the two days, and how."""
        _ = partial(say, language)
        days = {
            "start": numbers.day(language, self.start),
            "end": numbers.day(language, self.end),
        }
        turned = self._turned(language)
        if self.own.empty:
            if not turned:
                return _("Between {start} and {end} no figure and no status changed.", **days)
            return _("Between {start} and {end} no figure changed; {statuses}.",
                     statuses=turned, **days)  # fmt: skip
        found = self.own["sort"].value_counts()
        counts = _(", ").join(
            _("{n} {sort}", n=int(found[sort]), sort=_(name))
            for sort, name in SORT_NAMES.items()
            if found.get(sort, 0)
        )
        told = {
            "figures": say_n(language, "{n} figure", "{n} figures", len(self.own)),
            "units": say_n(language, "{n} unit", "{n} units", self.own["unit"].nunique()),
            "counts": counts,
            "statuses": turned or _("no status turned"),
        }
        return _(
            "Between {start} and {end}, {figures} of {units} changed: {counts}; {statuses}.",
            **told, **days,
        )  # fmt: skip

    def _turned(self, language: Language) -> str:
        if self.statuses.empty:
            return ""
        found = self.statuses["turn"].value_counts()
        told = say_n(
            language,
            "{n} status turned, {better} better, {worse} worse",
            "{n} statuses turned, {better} better, {worse} worse",
            len(self.statuses),
            better=int(found.get(1, 0)),
            worse=int(found.get(-1, 0)),
        )
        if not found.get(0, 0):
            return told
        return say(language, "{turned}, {n} not comparable", turned=told, n=int(found[0]))


def sort_name(language: Language, sort: str) -> str:
    """What became of a figure, in a word or two."""
    return say(language, SORT_NAMES[sort])


def between(
    store: Store,
    programme: Programme,
    start: date,
    end: date | None,
    *,
    today: date,
    then: pd.DataFrame,
    now: pd.DataFrame,
    quarter: Quarter | None = None,
) -> Learned:
    """What the end of one day, or now, knows otherwise than that of an earlier one.

    `then` and `now` are the assessments as known on the two days; with a quarter, only what
    concerns it is told. Raises ValueError where the start does not lie before the end.
    """
    figures = store.changed(start, end)
    if quarter is not None:
        figures = figures[figures["quarter"] == quarter.index].reset_index(drop=True)
    statuses = progress.learned(now, then, None if quarter is None else quarter.index)
    statuses = _turned(statuses)
    numbers_ = sorted(set(figures["by"]) - {0})
    submissions = store.submissions(numbers=numbers_, known_on=end) if numbers_ else []
    known = now.loc[now["value"].notna(), "value_quarter"]
    return Learned(
        start=start,
        end=end or today,
        programme=programme,
        figures=figures,
        statuses=statuses,
        targets=targets_between(store.targets(start), store.targets(end)),
        reports=_reports(figures, {one.id: one for one in submissions}),
        latest=int(known.max()) if len(known) else None,
    )


def percent(figures: pd.DataFrame) -> "pd.Series[float]":
    """By how much figures changed, in % of what they were; NaN where that cannot be told."""
    was = figures["value_before"]
    return (100 * (figures["value"] - was) / was.abs()).where(was != 0)


def targets_between(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The targets that are others than before: TARGET_DTYPES, each aim also with _before.

    One that was withdrawn has no value any more; its basis is that of before.
    """
    keys = KEY[:2]
    both = now.merge(then[[*keys, *_AIM]], on=keys, how="left", suffixes=("", "_before"))
    gone = then.merge(now[keys], on=keys, how="left", indicator="there")
    gone = gone[gone["there"] == "left_only"]
    nothing = dict.fromkeys(_AIM, np.nan) | {"due": -1, "baseline_quarter": -1} | _NO_PATH
    aims = gone[[*keys, *_AIM]].rename(columns={name: f"{name}_before" for name in _AIM})
    rest = gone.drop(columns=["there", *_AIM]).assign(**nothing)
    if len(rest):
        both = pd.concat([both, rest.merge(aims, on=keys)], ignore_index=True)
    same = np.ones(len(both), dtype=bool)
    for name in _AIM:
        was, is_ = both[f"{name}_before"], both[name]
        same &= ((was == is_) | (was.isna() & is_.isna())).fillna(False).to_numpy(dtype=bool)
    columns = [*TARGET_DTYPES, *(f"{name}_before" for name in _AIM)]
    return both.loc[~same, columns].reset_index(drop=True)


def last_quarter(programme: Programme, latest: int | None, day: date) -> Quarter:
    """The last quarter there is something to say of: with figures, or over within the programme."""
    over = min(Quarter.at(day) + -1, programme.end)
    known = Quarter(latest) if latest is not None else programme.start
    return max(over, known, programme.start)


def assessed(
    store: Store, programme: Programme, known_on: date | None, today: date, *, cities: bool
) -> pd.DataFrame:
    """The assessment of every quarter as known at the end of a day, or now."""
    figures = store.figures(known_on)
    latest = int(figures["quarter"].max()) if len(figures) else None
    through = last_quarter(programme, latest, known_on or today).index
    return progress.assess(
        figures, store.targets(known_on), programme, through=through, cities=cities
    )


def outlooks_tested(
    store: Store,
    programme: Programme,
    assessment: pd.DataFrame,
    known_on: date | None,
    today: date,
) -> progress.Backtest:
    """Every outlook of the quarters so far, held against what came.

    Each as it was known on the day the reports of its quarter were due; where too little was known
    on those days, figures that came later included, and `known_then` says so.
    """
    then = {
        quarter.index: progress.assess(
            store.figures(day), store.targets(day), programme, through=quarter.index
        )
        for quarter in programme.quarters
        for day in [programme.deadline_of(quarter)]
        if day < (known_on or today)
    }
    found = progress.backtest(assessment, programme, then)
    return found if found.enough else progress.backtest(assessment, programme)


def _turned(changed: pd.DataFrame) -> pd.DataFrame:
    """Those whose status is another one, worse ones first, and among them the worst."""
    turned = changed[changed["status"] != changed["status_before"]]
    rank = turned["status"].map({code: n for n, code in enumerate(progress.STATUSES)})
    order = np.lexsort((rank.to_numpy(dtype=float), turned["turn"].to_numpy()))
    return turned.iloc[order].reset_index(drop=True)


def _only(frame: pd.DataFrame, column: str, wanted: Collection[str] | None) -> pd.DataFrame:
    if wanted is None:
        return frame
    return frame[frame[column].isin(list(wanted))].reset_index(drop=True)


def _reports(figures: pd.DataFrame, submissions: dict[int, Submission]) -> tuple[Report, ...]:
    done = figures[figures["by"] > 0].groupby(["by", "sort"], as_index=False).size()
    counts: dict[int, dict[str, int]] = {}
    for row in done.to_dict("records"):
        counts.setdefault(int(row["by"]), {})[str(row["sort"])] = int(row["size"])
    told = [Report(submissions[number], of) for number, of in counts.items()]
    return tuple(sorted(told, key=_decided, reverse=True))


def _decided(report: Report) -> tuple[str, int]:
    return str(report.submission.decided_at), report.submission.id
