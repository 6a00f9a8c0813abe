"""What statuses would turn if a report counted: progress with it, beside progress without."""

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
    offices = stated[(kinds == "office").to_numpy()]
    own = _stored(stated[(kinds != "office").to_numpy()])
    parts = [own, now]
    if len(offices):
        parts = [own, now[now["origin"] == "own"], _rolled(store, programme, offices), now]
    return (
        pd.concat(parts, ignore_index=True)
        .drop_duplicates(KEY, keep="first")
        .reset_index(drop=True)
    )


def _rolled(store: Store, programme: Programme, offices: pd.DataFrame) -> pd.DataFrame:
    """The regions of these offices, added up from them and from what the others last reported."""
    regions = {programme.units[str(u)].parent for u in offices["unit"].unique()}
    every = [office.code for region in regions for office in programme.offices[region]]
    known = store.current(offices["indicator"].astype("str").unique(), every)
    both = pd.concat([_stored(offices), known], ignore_index=True)
    return roll_offices(both.drop_duplicates(KEY, keep="first", ignore_index=True), programme)


def _stored(figures: pd.DataFrame) -> pd.DataFrame:
    columns: dict[str, Any] = {"submission": 0, "origin": "own", "reported": 1, "expected": 1}
    missing = {name: value for name, value in columns.items() if name not in figures}
    return figures.assign(**missing)[list(STORED_DTYPES)].astype(STORED_DTYPES)
