"""Who owes which report by when, and what became of it: in time, late, returned, missing."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta, timezone
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.programme import Programme, Quarter, Unit

CHINA: Final = timezone(timedelta(hours=8))

# Where a report stands, most urgent first: owed and overdue; gone back; only printed figures are
# known; owed, but not due yet; waits for review; approved.
STATES: Final = ("missing", "returned", "published", "not_due", "waiting", "approved")
# Those of reports that are still owed.
OWED: Final = ("missing", "returned", "published", "not_due")
# How it came, which is what the reporting calendar shows.
CAME: Final = ("in_time", "late", "returned", "missing", "published", "not_due")

# One row a unit and quarter. Days are ISO, "" for none. `days` counts from the deadline: + late or
# overdue, − before it; `waited` those since the oldest report that waits for review.
OBLIGATION_DTYPES: Final[dict[str, str]] = {
    "unit": "str",
    "quarter": "int32",
    "due": "str",
    "extension": "str",  # its reason
    "state": "str",  # of STATES
    "came": "str",  # of CAME
    "received": "str",  # the day it was first handed in
    "days": "int32",
    "waited": "int32",
    "returned": "str",  # the day it last went back, where nothing has replaced it
    "reason": "str",  # why
    "owed": "int32",  # indicators
    "reported": "int32",
    "expected": "bool",  # its deadline has passed
}

# How well units report, by unit or by quarter: shares of the reports whose deadline has passed.
QUALITY_DTYPES: Final[dict[str, str]] = {
    "expected": "int32",
    "received": "int32",
    "in_time": "int32",
    "completeness": "float64",
    "timeliness": "float64",
    "flagged": "bool",
}

# A submission in one of these has not come to nothing.
_STANDING: Final = ("submitted", "approved", "superseded")


def obligations(
    reports: pd.DataFrame,
    several: pd.DataFrame,
    deadlines: pd.DataFrame,
    programme: Programme,
    quarters: Sequence[Quarter],
    today: date,
    *,
    imported_by: Collection[str] = (),
    units: Sequence[Unit] = (),
) -> pd.DataFrame:
    """What every region and ministry (or these units) owes over these quarters.

    `reports`, `several` and `deadlines` as the store gives them. What `imported_by` took from
    publications is no report. Method: docs/method.md, “Quality of reporting”.
    """
    owing = units or (*programme.regions, *programme.ministries)
    keys = pd.MultiIndex.from_product(
        [[u.code for u in owing], [q.index for q in quarters]], names=["unit", "quarter"]
    )
    due, extension = _due(deadlines, programme, owing, quarters)
    known = _of_keys(reports, several, keys, imported_by)
    now = np.datetime64(today, "D")
    came = known["received"].to_numpy(dtype="datetime64[D]")
    standing = known["standing"].to_numpy(dtype=bool)
    returned = ~standing & known["returned"].notna().to_numpy()
    overdue = now > due
    days = (np.where(standing, came, now) - due).astype("int64")
    open_ = [returned, known["imported"].to_numpy(dtype=bool), overdue]
    words = ["returned", "published", "missing"]
    approved = known["approved"].to_numpy(dtype=bool)
    waited = (now - known["waits_since"].to_numpy(dtype="datetime64[D]")).astype("int64")
    waits = known["waits_since"].notna().to_numpy()
    each = np.array(
        [sum(programme.owes(u, i) for i in programme.indicators.values()) for u in owing]
    )
    frame = keys.to_frame(index=False).assign(
        due=np.datetime_as_string(due),
        extension=extension,
        state=np.select([approved, standing, *open_], ["approved", "waiting", *words], "not_due"),
        came=np.select(
            [standing & (days <= 0), standing, *open_], ["in_time", "late", *words], "not_due"
        ),
        received=_written(came, standing),
        days=days,
        waited=np.where(waits, waited, 0),
        returned=_written(known["returned"].to_numpy(dtype="datetime64[D]"), returned),
        reason=np.where(returned, known["reason"].fillna("").to_numpy(), ""),
        owed=each.repeat(len(quarters)),
        reported=known["indicators"].fillna(0).to_numpy(),
        expected=overdue,
    )
    return frame.astype(OBLIGATION_DTYPES)


def quality(rows: pd.DataFrame, by: str, least: float) -> pd.DataFrame:
    """Completeness and timeliness of obligations, by "unit" or "quarter" (QUALITY_DTYPES).

    A share below `least` is flagged; where no deadline has passed yet there is none. Method:
    docs/method.md, “Quality of reporting”.
    """
    received = rows["expected"] & rows["came"].isin(["in_time", "late"])
    counts = pd.DataFrame(
        {
            by: rows[by],
            "expected": rows["expected"],
            "received": received,
            "in_time": rows["expected"] & (rows["came"] == "in_time"),
        }
    )
    counts = counts.groupby(by, sort=False).sum()
    expected = counts["expected"].where(counts["expected"] > 0)
    shares = counts.assign(
        completeness=counts["received"] / expected, timeliness=counts["in_time"] / expected
    )
    flagged = (shares[["completeness", "timeliness"]] < least).any(axis=1)
    return shares.assign(flagged=flagged).astype(QUALITY_DTYPES).reset_index()


def due_of_all(deadlines: pd.DataFrame, programme: Programme, quarter: Quarter) -> date:
    """Until when the reports of a quarter are due where nothing else was agreed."""
    rows = deadlines[(deadlines["quarter"] == quarter.index) & (deadlines["unit"] == "")]
    return date.fromisoformat(rows["due"].iloc[-1]) if len(rows) else programme.deadline_of(quarter)


def due_of(deadlines: pd.DataFrame, programme: Programme, unit: Unit, quarter: Quarter) -> date:
    """Until when one unit's report of a quarter is due, its extension counted."""
    days, _reasons = _due(deadlines, programme, [unit], [quarter])
    due: date = days[0].item()
    return due


def _due(
    deadlines: pd.DataFrame,
    programme: Programme,
    units: Sequence[Unit],
    quarters: Sequence[Quarter],
) -> tuple[npt.NDArray[np.datetime64], list[str]]:
    """Each unit's and quarter's due day, and the reason of its extension.

    An office shares its region's extension. An extension that ends with the deadline for all, or
    before it, is none.
    """
    stated = zip(
        deadlines["quarter"], deadlines["unit"], deadlines["due"], deadlines["reason"], strict=True
    )
    set_ = {(int(q), unit): (date.fromisoformat(due), reason) for q, unit, due, reason in stated}
    days, reasons = [], []
    for unit in units:
        for quarter in quarters:
            at = quarter.index
            for_all, _why = set_.get((at, ""), (programme.deadline_of(quarter), ""))
            own = set_.get((at, unit.code)) or set_.get((at, unit.parent or unit.code))
            extended = own is not None and own[0] > for_all
            days.append(own[0] if own and extended else for_all)
            reasons.append(own[1] if own and extended else "")
    return np.array(days, dtype="datetime64[D]"), reasons


def _of_keys(
    reports: pd.DataFrame,
    several: pd.DataFrame,
    keys: pd.MultiIndex,
    imported_by: Collection[str],
) -> pd.DataFrame:
    """What is known of each unit's and quarter's reports, one row a key.

    A report counts for the day it was first handed in, also when it went back and was replaced: no
    unit is late by what the review took. What was withdrawn never came.
    """
    by = ["unit", "quarter"]
    there = reports[reports["state"] != "withdrawn"]
    printed = there["submitted_by"].isin(list(imported_by))
    own = there[~printed]
    own = own.assign(submitted=_day(own["submitted_at"]), decided=_day(own["decided_at"]))
    standing = own[own["state"].isin(_STANDING)]
    waiting = own[own["state"] == "submitted"]
    back = own[own["state"] == "returned"].sort_values("decided_at", kind="stable")
    back = back.groupby(by).last()
    figures = standing.groupby(by)["figures"].max()
    together = several.set_index(by)["indicators"]
    known = pd.DataFrame(
        {
            "received": own.groupby(by)["submitted"].min(),
            "waits_since": waiting.groupby(by)["submitted"].min(),
            "returned": back["decided"],
            "reason": back["reason"],
            "indicators": pd.concat([figures, together]).groupby(level=[0, 1]).max(),
        }
    ).reindex(keys)
    return known.assign(
        standing=_among(keys, standing),
        approved=_among(keys, standing[standing["state"] != "submitted"]),
        imported=_among(keys, there[printed]),
    )


def _among(keys: pd.MultiIndex, rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    return keys.isin(pd.MultiIndex.from_frame(rows[["unit", "quarter"]]))


def _day(moments: pd.Series) -> pd.Series:
    """The day in China of moments as the store writes them."""
    known = pd.to_datetime(moments.where(moments != "", None), utc=True, format="ISO8601")
    return known.dt.tz_convert(CHINA).dt.tz_localize(None).dt.normalize()


def _written(
    days: npt.NDArray[np.datetime64], there: npt.NDArray[np.bool_]
) -> npt.NDArray[np.object_]:
    return np.where(there, np.datetime_as_string(days), "").astype(object)
