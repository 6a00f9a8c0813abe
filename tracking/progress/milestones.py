"""Milestones: due, claimed, verified, overdue. Method: docs/method.md, “Milestones”."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from tracking.programme import NATION, Programme, Quarter

# One row for a milestone; days are timestamps, NaT where there is none.
MILESTONE_COLUMNS: Final = (
    "indicator",
    "unit",
    "weight",
    "due",
    "claimed",
    "verified",
    "submission",
    "row",
)
STATES: Final = ("overdue", "open", "claimed", "verified")


@dataclass(frozen=True, slots=True)
class MilestoneShares:
    """Shares by weight, as of a day; NaN where nothing is due. Claimed counts nothing."""

    of_all: float
    of_due: float
    on_time: float
    overdue_weight: float


def milestone_shares(items: pd.DataFrame, as_of: date) -> MilestoneShares:
    """How much of the milestones is verified: of all, of what is due, and in time."""
    day = pd.Timestamp(as_of)
    weight = items["weight"].to_numpy(dtype=np.float64)
    verified = (items["verified"] <= day).to_numpy(dtype=bool)
    due = (items["due"] <= day).to_numpy(dtype=bool)
    in_time = (items["verified"] <= items["due"]).to_numpy(dtype=bool)

    def share(part: float, whole: float) -> float:
        return part / whole if whole else float("nan")

    owed = float(weight[due].sum())
    return MilestoneShares(
        of_all=share(float(weight[verified].sum()), float(weight.sum())),
        of_due=share(float(weight[due & verified].sum()), owed),
        on_time=share(float(weight[due & verified & in_time].sum()), owed),
        overdue_weight=float(weight[due & ~verified].sum()),
    )


def milestones(
    figures: pd.DataFrame, targets: pd.DataFrame, programme: Programme, as_of: date
) -> pd.DataFrame:
    """Every milestone with its `state` (see STATES) and `overdue_days` as of a day, by date.

    A target is one milestone: that of the latest report, which the assessment judges, too. Where
    that report says it is not done, it waits, whatever earlier rounds did; they have no due day.
    Later reports that repeat a completion day are the same milestone.
    """
    codes = [i.code for i in programme.indicators.values() if i.kind == "milestone"]
    told = figures[
        figures["indicator"].isin(codes) & (figures["quarter"] <= Quarter.at(as_of).index)
    ].sort_values(["indicator", "unit", "quarter"])
    done = told[told["state"].isin(["claimed", "verified"])]
    day = _completed(done)
    items = pd.DataFrame(
        {
            "indicator": done["indicator"],
            "unit": done["unit"],
            "due": pd.NaT,
            "claimed": day,
            "verified": day.where(done["state"] == "verified"),
            "submission": done.get("submission", 0),
            "row": done["row"],
        }
    ).astype({"due": "datetime64[ns]", "claimed": "datetime64[ns]", "verified": "datetime64[ns]"})
    items = items[items["claimed"] <= pd.Timestamp(as_of)]
    # Verified ones first: a later report may verify what an earlier one claimed.
    items = items.sort_values("verified", kind="stable", na_position="last")
    items = items.drop_duplicates(["indicator", "unit", "claimed"])
    items = items.sort_values(["indicator", "unit", "claimed"]).reset_index(drop=True)
    latest = told.drop_duplicates(["indicator", "unit"], keep="last")
    latest = latest[latest["state"].isin(["claimed", "verified"])]
    named = dict(
        zip(zip(latest["indicator"], latest["unit"], strict=True), _completed(latest), strict=True)
    )
    waiting = []
    for goal in targets[targets["indicator"].isin(codes)].to_dict("records"):
        due = pd.Timestamp(Quarter(int(goal["due"])).last_day)
        unit = goal["unit"]
        if unit == NATION:
            unit = programme.indicators[goal["indicator"]].national_source or unit
        mine = (items["indicator"] == goal["indicator"]) & (items["unit"] == unit)
        mine &= items["claimed"] == named.get((goal["indicator"], unit))
        if mine.any():
            items.loc[mine, "due"] = due
        else:
            waiting.append({"indicator": goal["indicator"], "unit": unit, "due": due})
    if waiting:
        missing = pd.DataFrame(waiting).assign(submission=0, row=0)
        items = pd.concat([items, missing], ignore_index=True)
    weights = {code: programme.indicators[code].weight for code in codes}
    items["weight"] = items["indicator"].map(weights).astype("float64")
    return _with_states(items[list(MILESTONE_COLUMNS)], as_of)


def _completed(done: pd.DataFrame) -> pd.Series:
    """The day each of these was completed: as stated, else the end of its quarter."""
    ended = done["quarter"].map(lambda q: Quarter(int(q)).last_day.isoformat())
    return pd.to_datetime(done["completed_on"].where(done["completed_on"] != "", ended))


def _with_states(items: pd.DataFrame, as_of: date) -> pd.DataFrame:
    late = (pd.Timestamp(as_of) - items["due"]).dt.days.to_numpy(dtype=np.float64, na_value=np.nan)
    verified = items["verified"].notna().to_numpy()
    overdue = (late > 0) & ~verified
    state = np.select(
        [verified, overdue, items["claimed"].notna().to_numpy()],
        ["verified", "overdue", "claimed"],
        "open",
    )
    days = np.where(overdue, late, 0).astype(np.int32)
    order = items["claimed"].fillna(items["due"]).argsort(kind="stable")
    return items.assign(state=state, overdue_days=days).iloc[order].reset_index(drop=True)
