"""How good the reporting is: the calendar of reports, the shares that came, and one quarter's."""

from html import escape

import pandas as pd
import streamlit as st

from tracking import charts
from tracking.progress.headline_reporting import headline_of_reporting
from tracking.progress.obligations import STATES, quality
from tracking.progress.quality_said import quality_brief
from tracking.progress.reminders import state_name
from tracking.web import paper, standing_out, state, what_came
from tracking.web.pages import page
from tracking.web.reports import anything_handed_in, days_said, due_said, owing, owing_at, remark
from tracking.web.view import View
from tracking.words import numbers

# How many units a table of shares shows before it scrolls.
_ROWS = 18
_BELOW = "▼"


def lead(view: View) -> None:
    """The sentence the page leads with."""
    if not anything_handed_in(view):
        view.lead(view._("No report has been handed in here yet."))
        return
    view.lead(
        view.once(
            "headline",
            lambda: headline_of_reporting(
                _until(view), view.programme, view.quarter.index, view.as_of, view.language
            ),
        )
    )


def strip(view: View) -> None:
    """The quarter's quality in one line, which leads to this page; none where nobody reports."""
    told = view.once("quality", lambda: _brief(view))
    if told:
        way = f'<a href="{escape(state.link("quality"))}" target="_self">'
        name = escape(page("quality").title.to(view.language))
        st.html(f'<p class="in-brief">{escape(told)} · {way}{name}</a></p>')


def calendar(view: View, key: str) -> None:
    """Every unit's reports, quarter by quarter; a cell opens what came when."""
    rows = owing(view)
    made = view.once(
        "calendar",
        lambda: (
            charts.record(rows, view.programme, view.language, view.theme),
            charts.record_legend(rows, view.language),
        ),
    )
    figure, legend = made
    st.caption(legend)
    what_came.chart(view, figure, view._("Reporting calendar"), key)
    view.hint(view._("Choose a cell to see what came when."))


def shares(view: View, by: str, key: str) -> None:
    """Completeness and timeliness up to the quarter shown, by "unit" or "quarter"."""
    told = view.once(("shares", by), lambda: _shares(view, by))
    alt = view._("Reports received, and received in time")
    paper.dataframe(view, told, key=key, alt=alt, most=_ROWS)


def formulas(view: View) -> None:
    """How the shares are computed, and what is marked."""
    st.caption(
        view._(
            "Completeness: reports received / reports due. Timeliness: received by the deadline /"
            " reports due. Only reports whose deadline has passed count; {sign}: below {least}.",
            sign=_BELOW,
            least=numbers.share(view.language, view.programme.checks.reports),
        )
    )


def of_quarter(view: View, key: str) -> None:
    """Every unit's report of the quarter: where it stands, what it holds; a row opens it."""
    told, cells = view.once(("quarter", view.eyes), lambda: _of_quarter(view))
    st.caption(due_said(view, view.quarter))
    what_came.table(view, told, cells, key, view._("Reports of the quarter"))


def _brief(view: View) -> str:
    rows = owing_at(view, view.quarter) if anything_handed_in(view) else owing(view).iloc[:0]
    now = view.measured.at(view.quarter)
    looked_at = now.loc[now["unit_kind"].isin(["region", "ministry"]), "reported"].any()
    found = standing_out.standing_out(view) if looked_at else None
    return quality_brief(rows, found, view.language)


def _until(view: View) -> pd.DataFrame:
    rows = owing(view)
    return rows[rows["quarter"] <= view.quarter.index]


def _shares(view: View, by: str) -> pd.DataFrame:
    _, language = view._, view.language
    rows = quality(_until(view), by, view.programme.checks.reports)
    if by == "unit":
        rows = rows.sort_values(["completeness", "timeliness"], kind="stable")
        names = [view.unit_name(str(unit)) for unit in rows["unit"]]
    else:
        rows = rows.sort_values("quarter", ascending=False)
        names = [numbers.quarter(language, int(q), short=True) for q in rows["quarter"]]
    return pd.DataFrame(
        {
            _("Unit") if by == "unit" else _("Quarter"): names,
            _("Completeness"): [_share(view, value) for value in rows["completeness"]],
            _("Timeliness"): [_share(view, value) for value in rows["timeliness"]],
            _("Reports due"): rows["expected"],
            _("Came"): rows["received"],
            _("In time"): rows["in_time"],
        }
    )


def _share(view: View, value: float) -> str:
    # To one place, so that what is just below the mark does not read as if it reached it.
    text = numbers.share(view.language, value, 1)
    return f"{_BELOW} {text}" if value < view.programme.checks.reports else text


def _of_quarter(view: View) -> tuple[pd.DataFrame, list[what_came.Cell]]:
    _ = view._
    order = {state: n for n, state in enumerate(STATES)}
    rows = owing_at(view, view.quarter)
    rows = rows.assign(_order=rows["state"].map(order)).sort_values("_order", kind="stable")
    records = rows.to_dict("records")
    told = pd.DataFrame(
        {
            _("Unit"): [view.unit_name(str(row["unit"])) for row in records],
            _("State"): [state_name(view.language, str(row["state"])) for row in records],
            _("Days"): [days_said(view, row) for row in records],
            _("Received"): [row["received"] for row in records],
            _("In time"): [_in_time(view, str(row["came"]), int(row["days"])) for row in records],
            _("Indicators"): [f"{row['reported']}/{row['owed']}" for row in records],
            _("Remarks"): [remark(view, row) for row in records],
        }
    )
    return told, [what_came.Cell(str(row["unit"]), view.quarter) for row in records]


def _in_time(view: View, came: str, days: int) -> str:
    if came == "late":
        return view._("{n} days late", n=days)
    return view._("yes") if came == "in_time" else ""
