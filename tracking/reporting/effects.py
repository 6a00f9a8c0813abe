"""What statuses would turn if a report counted: progress with it, beside progress without."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from tracking import progress
from tracking.figures import KEY, STORED_DTYPES, stating
from tracking.programme import NATION, Programme
from tracking.progress.values import roll_offices
from tracking.store import Store

_TOLD: Final = ["unit", "indicator", "status_before", "status", "turn"]


@dataclass(frozen=True, eq=False)
class Turns:
    """Statuses that would turn in one quarter: those of the report's units, and the nation's.

    `rows`: unit, indicator, status_before, status, turn (−1 worse, 0 neither, +1 better).
    """

    quarter: int
    rows: pd.DataFrame


def turns(
    store: Store, programme: Programme, figures: pd.DataFrame, *, verified: bool = False
) -> Turns:
    """What would turn if these figures counted, in the last quarter there are figures of.

    `verified`: with the milestones they claim.
    """
    now = store.figures()
    # What states nothing leaves standing what is known.
    stated = figures[~figures["indicator"].isna().to_numpy() & stating(figures)]
    if verified:
        state = stated["state"].astype("str").replace("claimed", "verified")
        stated = stated.assign(state=state)
    then = _with(store, programme, now, stated)
    quarter = int(then["quarter"].max())
    targets = store.targets()
    before, after = (
        progress.assess(frame, targets, programme, through=quarter) for frame in (now, then)
    )
    changed = progress.changes(after, quarter, quarter, earlier=before)
    units = {programme.units[str(u)].parent or str(u) for u in stated["unit"].unique()}
    mine = changed["unit"].isin([*units, NATION])
    turned = (changed["status"] != changed["status_before"]).to_numpy() & mine.to_numpy()
    return Turns(quarter, changed.loc[turned, _TOLD].reset_index(drop=True))


def _with(
    store: Store, programme: Programme, now: pd.DataFrame, stated: pd.DataFrame
) -> pd.DataFrame:
    """The figures down to the region as they would be with these."""
    kinds = stated["unit"].map({u.code: u.kind for u in programme.units.values()})
    is_office = (kinds == "office").to_numpy()
    offices, own = stated[is_office], _stored(stated[~is_office])
    # A region that withdraws its own figure falls back on its offices.
    bared = own[(own["state"] == "withdrawn") & own["unit"].isin(programme.offices)]
    rest = own.drop(bared.index)
    parts = [rest, now]
    if len(offices) or len(bared):
        parents = {programme.units[str(u)].parent or "" for u in offices["unit"].unique()}
        regions = parents | {str(unit) for unit in bared["unit"].unique()}
        indicators = {str(i) for part in (offices, bared) for i in part["indicator"].unique()}
        rolled = _rolled(store, programme, offices, regions, indicators)
        standing = now[now["origin"] == "own"].merge(bared[KEY], on=KEY, how="left", indicator=True)
        standing = standing[standing["_merge"] == "left_only"].drop(columns="_merge")
        parts = [rest, standing, rolled, bared, now]
    both = pd.concat(parts, ignore_index=True)
    return both.drop_duplicates(KEY, keep="first").reset_index(drop=True)


def _rolled(
    store: Store,
    programme: Programme,
    offices: pd.DataFrame,
    regions: Iterable[str],
    indicators: Iterable[str],
) -> pd.DataFrame:
    """These regions added up from these offices and from what the others last reported."""
    every = [office.code for region in regions for office in programme.offices[region]]
    known = store.current(list(indicators), every)
    both = pd.concat([_stored(offices), known], ignore_index=True)
    return roll_offices(both.drop_duplicates(KEY, keep="first", ignore_index=True), programme)


def _stored(figures: pd.DataFrame) -> pd.DataFrame:
    columns: dict[str, Any] = {"submission": 0, "origin": "own", "reported": 1, "expected": 1}
    missing = {name: value for name, value in columns.items() if name not in figures}
    return figures.assign(**missing)[list(STORED_DTYPES)].astype(STORED_DTYPES)
