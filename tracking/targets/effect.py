"""What setting targets would do: statuses and indices of one quarter, before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from tracking import progress
from tracking.programme import NATION, Programme, Quarter, Target
from tracking.targets.versions import Versions
from tracking.words import Language, say, say_n

_SERIES: Final = ["indicator", "unit"]
_TOLD: Final = ["status", "target", "due", "expected", "achieved", "gap", "path_value"]


@dataclass(frozen=True, eq=False)
class Effect:
    """What turns in one quarter when these targets hold on a day.

    `series`: indicator, unit, unit_kind, value, and status, target, due, expected, achieved, gap,
    path_value each also with _before; of each whose target, path or status differs. `turn`
    is −1 worse, 0 neither, +1 better. `indices`: unit, chain, index and expected, each also with
    _before, where they differ.
    """

    quarter: Quarter
    day: date
    series: pd.DataFrame
    indices: pd.DataFrame

    @cached_property
    def turned(self) -> pd.DataFrame:
        """The series whose status turns, worse ones first."""
        rows = self.series[self.series["status"] != self.series["status_before"]]
        return rows.sort_values("turn", kind="stable")

    def said(self, language: Language) -> str:
        """In one sentence how many statuses turn, and how."""
        n = len(self.turned)
        if self.series.empty:
            return say(language, "Nothing would change.")
        concerned = say_n(language, "{n} series is concerned", "{n} series are concerned",
                          len(self.series))  # fmt: skip
        if not n:
            return say(language, "{concerned}; no status would turn.", concerned=concerned)
        counts = self.turned["turn"].value_counts()
        return say_n(
            language,
            "{concerned}; {n} status would turn: {better} better, {worse} worse, {other} not"
            " comparable.",
            "{concerned}; {n} statuses would turn: {better} better, {worse} worse, {other} not"
            " comparable.",
            n,
            concerned=concerned,
            better=int(counts.get(1, 0)),
            worse=int(counts.get(-1, 0)),
            other=int(counts.get(0, 0)),
        )


def effect(
    figures: pd.DataFrame,
    versions: Versions,
    new: Sequence[Target],
    programme: Programme,
    quarter: Quarter,
    *,
    today: date,
    cities: bool = False,
) -> Effect:
    """What these targets would do to a quarter's statuses, once all of them have taken effect.

    `figures` as known now, `versions` of all targets. Of targets for the future the day counts on
    which the last of them takes effect.
    """
    day = max([today, *(target.effective for target in new)])
    chains = {programme.indicators[target.indicator].chain for target in new}
    codes = [i.code for i in programme.indicators.values() if i.chain in chains]
    known = figures[figures["indicator"].isin(codes)]
    before, after = (
        _at(known, of.in_force(day), programme, quarter, cities=cities)
        for of in (versions, versions.with_new(new))
    )
    series = _series(before, after)
    units = {NATION, *series["unit"]}
    return Effect(quarter, day, series, _indices(before, after, programme, chains, units))


def _at(
    figures: pd.DataFrame,
    targets: pd.DataFrame,
    programme: Programme,
    quarter: Quarter,
    *,
    cities: bool,
) -> pd.DataFrame:
    rows = progress.assess(figures, targets, programme, through=quarter.index, cities=cities)
    return rows[rows["quarter"] == quarter.index]


def _series(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The series that differ, as Effect.series."""
    columns = [*_SERIES, "unit_kind", "value", "interim", "path", *_TOLD]
    then, now = (frame[columns].astype(_as_text(frame[columns])) for frame in (before, after))
    both = now.merge(then, on=_SERIES, how="outer", suffixes=("", "_before"), sort=False)
    # A series that is neither owed nor aimed at has no row of its own.
    for name in ("status", "status_before"):
        both[name] = both[name].fillna("no_target")
    for name in ("unit_kind", "value"):
        both[name] = both[name].where(both[name].notna(), both[f"{name}_before"])
    differs = (both["status"] != both["status_before"]).to_numpy(copy=True)
    for name in ("target", "due", "expected", "path_value"):
        one, other = (both[n].to_numpy(dtype=np.float64) for n in (name, f"{name}_before"))
        differs |= ~(np.isclose(one, other, rtol=1e-12, atol=0, equal_nan=True))
    aimed = (both["target"].notna() | both["target_before"].notna()).to_numpy()
    turn = progress.turn(both["status"], both["status_before"])
    told = [*_SERIES, "unit_kind", "value"]
    told += [f"{name}{suffix}" for name in _TOLD for suffix in ("", "_before")]
    found = both[told].assign(turn=turn)
    return found[differs & aimed].reset_index(drop=True)


def _indices(
    before: pd.DataFrame,
    after: pd.DataFrame,
    programme: Programme,
    chains: set[str],
    units: set[str],
) -> pd.DataFrame:
    keys = ["unit", "chain"]
    then, now = (progress.chains(frame, programme) for frame in (before, after))
    columns = [*keys, "index", "expected"]
    both = (
        now[columns]
        .astype(dict.fromkeys(keys, "str"))
        .merge(then[columns].astype(dict.fromkeys(keys, "str")), on=keys, suffixes=("", "_before"))
    )
    both = both[both["chain"].isin(chains) & both["unit"].isin(units)]
    same = np.ones(len(both), dtype=bool)
    for name in ("index", "expected"):
        same &= np.isclose(both[name], both[f"{name}_before"], rtol=0, atol=5e-4, equal_nan=True)
    return both[~same].reset_index(drop=True)


def _as_text(frame: pd.DataFrame) -> dict[str, str]:
    coded = frame.select_dtypes("category").columns
    return dict.fromkeys(map(str, coded), "str")
