"""The figures behind a briefing as CSV, as Excel and WPS open it; no text in it can run."""

import csv
from io import StringIO
from typing import Final, Literal

import pandas as pd

from tracking.briefing.briefing import Briefing
from tracking.briefing.data import PRECISE
from tracking.words.cells import harmless

# UTF-8 with a byte-order mark, or what older Chinese programs read.
Encoding = Literal["utf-8", "gb18030"]
_CODECS: Final = {"utf-8": "utf-8-sig", "gb18030": "gb18030"}


def write(briefing: Briefing, encoding: Encoding = "utf-8") -> bytes:
    """One line that says what it rests on, then heads and rows in the briefing's language."""
    told = briefing.data.named
    for name in told.select_dtypes(["str", "object"]):
        told[name] = _harmless(told[name])
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([harmless(briefing.stamp.short)])
    told.to_csv(out, index=False, lineterminator="\r\n", float_format=PRECISE)
    return out.getvalue().encode(_CODECS[encoding])


def _harmless(column: "pd.Series[str]") -> "pd.Series[str]":
    return column.map({entry: harmless(entry) for entry in column.unique()})
