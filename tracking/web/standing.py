"""Since when a status holds and why it turned, in the window of a number.

What was known then is measured when a window asks for it, once for an indicator and data version.
"""

from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import Any, Final

import pandas as pd
import streamlit as st

from tracking import charts, progress
from tracking.programme import Quarter
from tracking.then import known_then
from tracking.web import origins
from tracking.web.house import house
from tracking.web.method import label
from tracking.web.view import View
from tracking.words import numbers

# Where a quarter's name goes on after its year: “2024 Q3”, “2024年三季度”.
_YEAR: Final = 5


# What a status and a value stand beside: columns of the history, and that of the cause.
_BEFORE: Final = ("status_before", "value_before", "cause")
_THEN: Final = ("status_then", "value_then", "cause_since")


def show(view: View, indicator: str, unit: str, quarter: Quarter) -> None:
    """Since when, quarter by quarter, each turn with its cause, and what is known otherwise now."""
    _, language = view._, view.language
    told = history_of(view, indicator, unit, quarter)
    held = view.measured.standing(indicator, unit, quarter)
    if told.empty or held is None:
        return
    st.subheader(_("Since when"), anchor=False)
    since = progress.changed_since_said(language, told)
    st.html(
        f'<div class="door"><p><b>{escape(progress.standing_said(language, held))}</b></p>'
        f"{_strip(view, told)}<p>{escape(since)}</p></div>"
    )
    if since:
        st.caption(_("Then: as known at the end of the next quarter, when its reports are in."))
    _table(view, indicator, told[told["cause"] != ""], _("Each turn and its cause"), _BEFORE)
    other = told[(told["cause_since"] != "") & (told["status_then"] != "")]
    _table(view, indicator, other, _("Known otherwise: then → today"), _THEN)


def history_of(view: View, indicator: str, unit: str, quarter: Quarter) -> pd.DataFrame:
    """A series up to a quarter as `progress.status_history` tells it, within the programme."""
    series = view.measured.series(indicator, unit)
    within = series["quarter"].between(view.programme.start.index, quarter.index)
    then = _then(view, indicator)
    mine = (then["unit"] == unit) & (then["quarter"] <= quarter.index)
    return progress.status_history(series[within], then[mine])


def _then(view: View, indicator: str) -> pd.DataFrame:
    def compute() -> pd.DataFrame:
        return known_then(
            house().store, view.programme, view.as_of, indicator=indicator, cities=view.cities
        )

    return view.measured.once(("then", indicator, view.as_of), compute)


def _strip(view: View, told: pd.DataFrame) -> str:
    """The quarters by year: each with its status as symbol, colour and word, and that of then."""
    rows = told.to_dict("records")
    years = "".join(
        f"<li><b>{year}</b><ol>{_cells(view, of)}</ol></li>"
        for year, of in groupby(rows, lambda row: int(row["quarter"]) // 4)
    )
    name = escape(view._("Status quarter by quarter"))
    return f'<ol class="standing" aria-label="{name}">{years}</ol>'


def _cells(view: View, rows: Iterable[dict[Any, Any]]) -> str:
    cells = []
    for row in rows:
        when = numbers.quarter(view.language, int(row["quarter"]))[_YEAR:]
        then = ""
        if row["status_then"] not in ("", row["status"]):
            was = charts.mark(view.language, row["status_then"])
            then = f"<em>{escape(view._('then: {status}', status=was))}</em>"
        cells.append(
            f'<li style="grid-column:{int(row["quarter"]) % 4 + 1}"><small>{escape(when)}</small>'
            f"{label(row['status'], view.language)}{then}</li>"
        )
    return "".join(cells)


def _table(
    view: View, indicator: str, rows: pd.DataFrame, title: str, beside: tuple[str, str, str]
) -> None:
    """The quarters whose status or value is another one, the latest first; nothing for none."""
    if rows.empty:
        return
    _, language, of = view._, view.language, view.programme.indicators[indicator]
    status, value, cause = beside
    lines = [
        (
            numbers.quarter(language, int(row["quarter"])),
            progress.turned_said(
                language, charts.mark(language, row[status]), charts.mark(language, row["status"])
            ),
            progress.cause_name(language, row[cause]),
            progress.turned_said(
                language,
                progress.known_value(language, of, row[value]),
                progress.known_value(language, of, row["value"]),
            ),
        )
        for row in rows.iloc[::-1].to_dict("records")
    ]
    st.subheader(title, anchor=False)
    heads = (_("Quarter"), _("Status"), _("Cause"), _("Value"))
    st.html(origins.markup((heads, lines), title))
