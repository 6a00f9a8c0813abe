"""What stands out in the figures that count, check by check, each with its formula."""

from typing import Any

import pandas as pd
import streamlit as st

from tracking.progress.plausible import CHECK_NAMES, CHECKS, stands_out, stands_out_said
from tracking.web import door, state
from tracking.web.door import Door
from tracking.web.view import View


def standing_out(view: View) -> pd.DataFrame:
    """The figures of the quarter that stand out, as known."""
    quarter = view.quarter
    return view.measured.once(
        ("stands out", quarter),
        lambda: stands_out(view.assessment, view.programme, quarter.index),
    )


def show(view: View, key: str) -> None:
    """The figures of the quarter that stand out; a row opens the figure's door."""
    _, found = view._, standing_out(view)
    counts = {check: int((found["check"] == check).sum()) for check in CHECKS}
    if not any(counts.values()):
        st.caption(_("Nothing stands out in the figures of this quarter."))
        return
    chosen = state.select(
        "check",
        _("Check"),
        list(CHECKS),
        {check: f"{_(CHECK_NAMES[check])} {n}" for check, n in counts.items()},
        default=next(check for check, n in counts.items() if n),
        widget=st.pills,
        label_visibility="collapsed",
    )
    rows = found[found["check"] == chosen]
    if rows.empty:
        st.caption(_("None in this quarter."))
        return
    told, doors = view.once(("stands out", chosen), lambda: _told(view, rows))
    door.table(
        view,
        told,
        doors,
        f"{key}-{chosen}",
        _(CHECK_NAMES[chosen]),
        column_config={told.columns[2]: st.column_config.TextColumn(width="large")},
    )


def _told(view: View, rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Door | None]]:
    _, language = view._, view.language
    records: list[dict[Any, Any]] = rows.to_dict("records")
    said = [stands_out_said(row, view.programme, language) for row in records]
    columns = {
        _("Unit"): [view.unit_name(str(row["unit"])) for row in records],
        _("Indicator"): [view.indicator_name(str(row["indicator"])) for row in records],
        _("Formula"): [worked for worked, _limit in said],
        _("Wanted"): [limit for _worked, limit in said],
    }
    doors: list[Door | None] = [
        Door(str(row["indicator"]), str(row["unit"]), view.quarter) for row in records
    ]
    told = pd.DataFrame(columns)
    return told.drop(columns=[c for c in told.columns[2:] if not told[c].any()]), doors
