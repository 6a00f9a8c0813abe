"""The reporting record: whose report of which quarter came when, or has not come."""

from collections.abc import Sequence
from datetime import date, timedelta, timezone
from typing import Final

import numpy as np
import pandas as pd

from tracking.programme import Programme, Quarter

CHINA: Final = timezone(timedelta(hours=8))

# One row a unit and quarter; `days` counts from the deadline: + late or overdue, − before it.
RECORD_DTYPES: Final[dict[str, str]] = {
    "unit": "str",
    "quarter": "int32",
    "state": "str",  # in_time, late, missing, not_due
    "received": "str",  # the day the first report came, ISO; "" for none
    "days": "int32",
}


def record(
    received: pd.DataFrame, programme: Programme, quarters: Sequence[Quarter], today: date
) -> pd.DataFrame:
    """Every region's and ministry's record over these quarters (RECORD_DTYPES).

    `received` as the store gives it: unit, quarter, first_received_at (UTC). A report counts for
    the day it came in China. Method: docs/method.md, “Quality of reporting”, timeliness.
    """
    units = [u.code for u in (*programme.regions, *programme.ministries)]
    owed = pd.MultiIndex.from_product(
        [units, [q.index for q in quarters]], names=["unit", "quarter"]
    )
    came = received.set_index(["unit", "quarter"])["first_received_at"].reindex(owed)
    day = pd.to_datetime(came, utc=True, format="ISO8601").dt.tz_convert(CHINA)
    arrived = day.dt.tz_localize(None).dt.normalize().to_numpy(dtype="datetime64[D]")
    due = np.array([programme.deadline_of(q) for q in quarters] * len(units), "datetime64[D]")
    now = np.datetime64(today, "D")
    missing = np.isnat(arrived)
    days = (np.where(missing, now, arrived) - due).astype("int64")
    state = np.select(
        [~missing & (days <= 0), ~missing, days > 0], ["in_time", "late", "missing"], "not_due"
    )
    frame = owed.to_frame(index=False).assign(
        state=state,
        received=np.where(missing, "", np.datetime_as_string(arrived)),
        days=days,
    )
    return frame.astype(RECORD_DTYPES)
