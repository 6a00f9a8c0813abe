"""What the row of a milestone says: how far it has come, and the day it was completed."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.intake.collector import Collector
from tracking.intake.keys import Bools, Known
from tracking.intake.matching import bare
from tracking.intake.numbers import parse
from tracking.intake.periods import day_of
from tracking.intake.shape import Coded, Rows, chosen
from tracking.intake.wording import quoted

# States as numbers; 0 for what is no milestone. The last is of a value that is no milestone's.
STATES: Final = ("", "not_started", "under_way", "claimed", "withdrawn")
STATE_WORDS: Final = {
    "not_started": "未启动 未开始 未开展 尚未启动 尚未开始 not_started not_begun",
    "under_way": "进行中 正在进行 正在办理 推进中 正在推进 办理中 已启动 under_way in_progress",
    "claimed": "完成 已完成 办结 已办结 已印发 已发布 done completed complete finished achieved",
}


def days_of(
    rows: Rows, named: Bools, milestone: Bools, known: Known, report: Collector
) -> tuple["pd.Series[str]", Bools]:
    """Each milestone's day, "" for none, and which rows are wrong."""
    coded = rows.columns.get("completed_on")
    none = np.zeros(len(rows), dtype=bool)
    if coded is None or coded.blank().all():
        return chosen([""], np.zeros(len(rows), dtype=np.int8)), none
    parsed = parse(pd.Series(list(coded.texts), dtype="str"))
    days = coded.each(day_of, None)
    unreadable = np.array([d is None for d in days]) & ~parsed.blank
    future = np.array([d is not None and d > known.today for d in days])
    stated = (~parsed.blank)[coded.codes]
    report.add_rows("date_without_milestone", rows, stated & named & ~milestone, "completed_on",
        lambda i: {"indicator": rows.found("indicator", i)})  # fmt: skip
    report.add_rows("unreadable_date", rows, unreadable[coded.codes] & milestone, "completed_on")
    report.add_rows("future_date", rows, future[coded.codes] & milestone, "completed_on")
    texts = [d.isoformat() if d else "" for d in days]
    bad = (unreadable | future)[coded.codes] & milestone
    return chosen([*texts, ""], np.where(milestone, coded.codes, -1)), bad


def states_of(
    rows: Rows,
    milestone: Bools,
    known: Known,
    at: Any,
    completed_on: "pd.Series[str]",
    report: Collector,
) -> tuple[npt.NDArray[np.int8], Bools]:
    """Each milestone's state as its number in STATES, and which rows are wrong."""
    state = np.zeros(len(rows), dtype=np.int8)
    bad = np.zeros(len(rows), dtype=bool)
    if not milestone.any():
        return state, bad
    words = {bare(w).replace("_", ""): s for s, ws in STATE_WORDS.items() for w in ws.split()}
    coded = rows.columns.get("value") or Coded("", [""], np.zeros(len(rows), dtype=np.int8))
    parsed = parse(pd.Series(list(coded.texts), dtype="str"))
    # The values of all other indicators stand in the same column.
    used, codes = np.unique(coded.codes[milestone], return_inverse=True)
    texts = Coded("", [coded.texts[n] for n in used], codes)
    numbers = texts.each(lambda text: STATES.index(words.get(bare(text), "")), 0)
    state[milestone] = np.array(numbers, dtype=np.int8)[codes]
    blank = parsed.blank[coded.codes]
    dated = (completed_on != "").to_numpy(dtype=bool)
    day = rows.columns.get("completed_on")
    says_day = dated if day is None else ~day.blank()[day.codes]
    unknown = milestone & ~blank & (state == 0)
    against = milestone & dated & ((state == 1) | (state == 2))
    silent = milestone & blank & ~says_day
    report.add_rows("unknown_state", rows, unknown, "value")
    report.add_rows("state_against_date", rows, against, "value",
        lambda i: {"day": rows.found("completed_on", i)})  # fmt: skip
    report.add_rows("no_state", rows, silent, "value",
        lambda i: {"indicator": quoted(known.indicators[at[i]])})  # fmt: skip
    state[milestone & blank & dated] = STATES.index("claimed")
    return state, unknown | against | silent
