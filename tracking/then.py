"""What was known of each quarter then: on the day on which the next quarter was over, too.

By that day the quarter's reports are due and reviewed; until then it was the latest one told.
Method: docs/method.md, “Since when”.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

import pandas as pd

from tracking import progress
from tracking.programme import Programme, Quarter
from tracking.progress.columns import ASSESSMENT_DTYPES
from tracking.progress.obligations import CHINA, due_of_all
from tracking.store import Store

# The columns of the assessment that are kept of then: what tells a status and its cause.
THEN: Final = (
    "indicator", "unit", "quarter", "chain", "unit_kind", "kind", "status", "value", "gap", "pace",
    "target", "due", "baseline", "baseline_quarter", "path", "interim", "reported", "reporting",
    "value_quarter",
)  # fmt: skip


def known_then(
    store: Store,
    programme: Programme,
    as_of: date,
    *,
    indicator: str | None = None,
    cities: bool = False,
) -> pd.DataFrame:
    """Of each quarter the assessment as it was known then, as THEN; of one indicator, or of all.

    Left out are quarters whose day was not over by `as_of`, and those that lie before anything was
    approved in this store.
    """
    deadlines = store.deadlines.all(as_of)
    if indicator is not None:
        # An indicator's assessment asks for no other one.
        programme = replace(programme, indicators={indicator: programme.indicators[indicator]})
    first = _first_approval(store, as_of)
    told = []
    for quarter in programme.quarters:
        day = day_of_then(deadlines, programme, quarter)
        if first is None or not first <= day < as_of:
            continue
        figures, targets = store.figures(day, indicator=indicator), store.targets(day)
        targets = targets[targets["indicator"].isin(programme.indicators)]
        whole = progress.assess(figures, targets, programme, through=quarter.index, cities=cities)
        told.append(_plain(whole[whole["quarter"].to_numpy() == quarter.index]))
    if told:
        return pd.concat(told, ignore_index=True)
    return pd.DataFrame(columns=list(THEN)).astype({n: ASSESSMENT_DTYPES[n] for n in THEN})


def day_of_then(deadlines: pd.DataFrame, programme: Programme, quarter: Quarter) -> date:
    """The end of the next quarter; the day the reports were due, should that be later."""
    return max((quarter + 1).last_day, due_of_all(deadlines, programme, quarter))


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """Categories as text: to join many of them costs more than to assess."""
    kept = rows[list(THEN)]
    coded = [name for name in kept if isinstance(kept[name].dtype, pd.CategoricalDtype)]
    return kept.astype(dict.fromkeys(coded, "str"))


def _first_approval(store: Store, as_of: date) -> date | None:
    approved = [text for text in store.reports.known(as_of)["approved_at"] if text]
    return datetime.fromisoformat(min(approved)).astimezone(CHINA).date() if approved else None
