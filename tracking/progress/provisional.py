"""Verdicts that stand before the reports they wait for are due: a mark, not another status.

Method: docs/method.md, “Status now”.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from tracking.programme import Programme, Quarter
from tracking.progress.columns import SUMS
from tracking.progress.grid import Bools
from tracking.words import Language, numbers, say

# What a deadline decides; a status on the way says itself which quarter it is told from.
VERDICTS: Final = ("moved_away", "missed", "partly", "narrowly_missed")


def provisional(rows: pd.DataFrame, programme: Programme, as_of: date) -> Bools:
    """Which verdicts rest on an earlier quarter's data, or on a part of the reports, on a day on
    which the reports of their quarter are not due yet.
    """
    quarters = rows["quarter"].to_numpy()
    open_ = [q for q in np.unique(quarters) if as_of <= programme.deadline_of(Quarter(int(q)))]
    found: Bools = (
        np.isin(quarters, open_) & rows["status"].isin(VERDICTS).to_numpy(dtype=bool)
    ) & (_older(rows) | _part_of(rows))
    return found


def provisional_note(
    of: Mapping[Any, Any], programme: Programme, language: Language, as_of: date
) -> str:
    """What a provisional verdict rests on; "" for one that is none."""
    rows = pd.DataFrame([dict(of)])
    if not provisional(rows, programme, as_of)[0]:
        return ""
    if not _older(rows)[0]:
        return say(language, "provisional, from the reports that are in")
    quarter = numbers.quarter(language, int(of["value_quarter"]))
    return say(language, "provisional, from the data of {quarter}", quarter=quarter)


def _older(rows: pd.DataFrame) -> Bools:
    older: Bools = (rows["value_quarter"] < rows["quarter"]).to_numpy(dtype=bool)
    return older


def _part_of(rows: pd.DataFrame) -> Bools:
    summed = rows["origin"].isin(SUMS).to_numpy(dtype=bool)
    part: Bools = summed & (rows["reporting"] < rows["expecting"]).to_numpy(dtype=bool)
    return part
