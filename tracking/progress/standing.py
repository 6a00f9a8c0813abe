"""Since when each status holds, and quarter by quarter: as known now, beside as it was known then.

Method: docs/method.md, “Since when”.
"""

from typing import Final

import numpy as np
import pandas as pd

from tracking.progress.chains import SILENT
from tracking.progress.changes import learned, turns
from tracking.progress.columns import STATUS_CODE, STATUSES
from tracking.progress.grid import Bools, Ints, positions

# What `history` says of each row of an assessment. Quarters are indices; status_before is "" where
# no other status was ever told before.
HISTORY_DTYPES: Final[dict[str, str]] = {
    "status": "str",
    "since": "int32",  # the quarter from which this status holds
    "held": "int32",  # in how many quarters it was told since, this one counted
    "silent": "int32",  # in how many between them reports were missing, so that nothing was told
    "status_before": "str",
}

# One series quarter by quarter. `cause` says why the status is not that of the quarter before;
# the columns with _then what was known of the quarter then, "" and NaN where that is not kept;
# `cause_since` why status or value are known otherwise now.
STATUS_HISTORY_DTYPES: Final[dict[str, str]] = {
    "quarter": "int32",
    "status": "str",
    "value": "float64",
    "cause": "str",
    "status_before": "str",
    "value_before": "float64",
    "status_then": "str",
    "value_then": "float64",
    "cause_since": "str",
}
_SILENT: Final = np.array([STATUS_CODE[code] for code in SILENT])


def history(assessment: pd.DataFrame) -> pd.DataFrame:
    """Since when every row's status holds, as HISTORY_DTYPES, with the assessment's index.

    Quarters whose reports are missing (see SILENT) neither end another status nor count for it;
    among themselves they hold like any status.
    """
    unit, indicator = (
        assessment[name].astype("category").cat.codes.to_numpy() for name in ("unit", "indicator")
    )
    quarter = assessment["quarter"].to_numpy()
    order = np.lexsort((quarter, unit, indicator))
    status = positions(assessment["status"], STATUS_CODE)[order]
    series = np.cumsum(_steps(indicator[order]) | _steps(unit[order])) - 1
    silent = np.isin(status, _SILENT)
    start, held = _runs(status, series, silent)
    last = _last_judged(series, silent)
    # A status stands after the one that was told before it began; silence after the last one told.
    before = np.where(silent, last, _before(last, start, series))
    place = np.arange(len(order))
    names = np.array([*STATUSES, ""])
    told = {
        "status": names[status],
        "since": quarter[order][start],
        "held": held,
        "silent": np.where(silent, 0, place - start + 1 - held),
        "status_before": names[np.where(before >= 0, status[before], -1)],
    }
    back = np.empty(len(order), dtype=np.intp)
    back[order] = place
    found = pd.DataFrame({name: column[back] for name, column in told.items()})
    return found.set_axis(assessment.index).astype(HISTORY_DTYPES)


def status_history(series: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """One series quarter by quarter, as STATUS_HISTORY_DTYPES.

    `then` holds of each quarter the assessment as it was known then; it may lack any of them.
    """
    at = series.sort_values("quarter").set_index("quarter")
    known = then.set_index("quarter")
    turned = turns(series).set_index("quarter")
    turned = turned[turned["status"] != turned["status_before"]]
    revised = learned(series, then)
    revised = revised[revised["quarter"] == revised["quarter_before"]].set_index("quarter")
    columns = {
        "status": at["status"].astype("str"),
        "value": at["value"],
        "cause": turned["cause"],
        "status_before": turned["status_before"],
        "value_before": turned["value_before"],
        "status_then": known["status"].astype("str"),
        "value_then": known["value"],
        "cause_since": revised["cause"],
    }
    told = pd.DataFrame({name: column.reindex(at.index) for name, column in columns.items()})
    texts = [name for name, dtype in STATUS_HISTORY_DTYPES.items() if dtype == "str"]
    told = told.fillna(dict.fromkeys(texts, "")).reset_index()
    return told.astype(STATUS_HISTORY_DTYPES)


def _steps(codes: Ints) -> Bools:
    """Where a code is not that of the row before; the first row is a step, too."""
    return np.concatenate((np.ones(min(1, len(codes)), dtype=bool), codes[1:] != codes[:-1]))


def _runs(status: Ints, series: Ints, silent: Bools) -> tuple[Ints, Ints]:
    """Of each row where the run of its status starts, and how many rows it has so far.

    Judged rows follow each other past silent ones; silent ones only where nothing is between.
    """
    start = np.zeros(len(status), dtype=np.intp)
    held = np.zeros(len(status), dtype=np.intp)
    judged = np.flatnonzero(~silent)
    for rows, new in (
        (judged, _steps(status[judged]) | _steps(series[judged])),
        (np.arange(len(status)), _steps(status) | _steps(series)),
    ):
        first = np.maximum.accumulate(np.where(new, np.arange(len(rows)), 0))
        mine = np.ones(len(rows), dtype=bool) if rows is judged else silent
        start[rows[mine]] = rows[first[mine]]
        held[rows[mine]] = (np.arange(len(rows)) - first + 1)[mine]
    return start, held


def _last_judged(series: Ints, silent: Bools) -> Ints:
    """Of each row the last judged one of its series up to it; −1 for none."""
    last = np.maximum.accumulate(np.where(silent, -1, np.arange(len(series))))
    return np.where((last >= 0) & (series[last] == series), last, -1)


def _before(last: Ints, start: Ints, series: Ints) -> Ints:
    """Of each row the last judged one of its series before its run started; −1 for none."""
    previous = np.maximum(start - 1, 0)
    there = (start > 0) & (series[previous] == series[start])
    return np.where(there, last[previous], -1)
