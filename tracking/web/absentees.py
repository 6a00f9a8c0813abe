"""Sums that wait for reports: what they may come to, and whose status hangs on it."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from tracking import charts
from tracking.programme import NATION
from tracking.progress import headline_of_absent
from tracking.web import door
from tracking.web.door import Door
from tracking.web.view import View
from tracking.words import numbers


def sentence(view: View) -> str:
    """How many national sums of the quarter lack reports, and how many statuses hang on them."""
    return view.once(
        "absent", lambda: headline_of_absent(view.measured.absent_at(view.quarter), view.language)
    )


def show(view: View, key: str) -> None:
    """The nation's sums that lack reports; those whose status hangs on them first."""
    _ = view._
    told, doors = view.once("absentees", lambda: _told(view))
    if told.empty:
        st.caption(_("Every sum of the nation has all its reports."))
        return
    st.caption(sentence(view))
    door.table(view, told, doors, key, _("Sums that lack reports"), most=12)
    st.caption(
        _(
            "Taken one by one: absentees with nothing (of a running total: nothing new), with their"
            " last report, and as far on as those that reported: reported / coverage."
        )
    )


def _told(view: View) -> tuple[pd.DataFrame, list[Door]]:
    _ = view._
    rows = view.measured.absent_at(view.quarter)
    rows = rows[rows["unit"] == NATION].sort_values(
        ["depends", "coverage"], ascending=[False, True], kind="stable"
    )
    records = rows.to_dict("records")
    ways = {"nothing": _("With nothing"), "last": _("With the last"), "others": _("As the others")}
    columns = {
        _("Indicator"): [view.indicator_name(str(row["indicator"])) for row in records],
        _("Missing"): [int(row["missing"]) for row in records],
        _("Coverage"): [numbers.share(view.language, row["coverage"]) for row in records],
        **{head: [_cell(view, row, way) for row in records] for way, head in ways.items()},
        _("Status"): [
            _("depends on missing reports") if row["depends"] else _("the same either way")
            for row in records
        ],
    }
    doors = [Door(str(row["indicator"]), NATION, view.quarter) for row in records]
    return pd.DataFrame(columns), doors


def _cell(view: View, row: Mapping[Hashable, Any], way: str) -> str:
    """A value and, where a status hangs on it, which one it would have."""
    value, status = float(row[f"value_{way}"]), str(row[f"status_{way}"])
    if not np.isfinite(value):
        return numbers.MISSING
    indicator = view.programme.indicators[str(row["indicator"])]
    said = numbers.quantity(view.language, value, indicator)
    return f"{said} {charts.mark(view.language, status)}" if row["depends"] else said
