"""Whose report of a quarter is approved, waits for review, was returned, or is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from tracking import published
from tracking.programme import Quarter
from tracking.progress.headline_reporting import reports_said
from tracking.progress.obligations import due_of_all, obligations
from tracking.progress.reminders import state_name
from tracking.web import paper
from tracking.web.view import View
from tracking.words import numbers

# Those listed under the counts, most urgent first.
_OPEN: Final = ("missing", "returned", "not_due", "waiting", "published")


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of one quarter: in one sentence, and those that are not approved as a table."""

    sentence: str
    told: pd.DataFrame


def owing(view: View) -> pd.DataFrame:
    """What every unit owes of every quarter that can be chosen, and what became of it, as known.

    As progress.obligations.OBLIGATION_DTYPES.
    """
    known = view.measured
    return known.once(
        ("obligations", view.as_of, view.quarters),
        lambda: obligations(
            known.reports,
            known.reported_twice,
            known.deadlines,
            view.programme,
            view.quarters,
            view.as_of,
            imported_by={published.ACTOR},
        ),
    )


def owing_at(view: View, quarter: Quarter) -> pd.DataFrame:
    """What every unit owes of one quarter, and what became of it."""
    rows = owing(view)
    return view.measured.once(
        ("obligations", view.as_of, view.quarters, quarter),
        lambda: rows[rows["quarter"] == quarter.index],
    )


def anything_handed_in(view: View) -> bool:
    """Whether anybody ever reported; what the product took from print is no report."""
    reports = view.measured.reports
    return view.measured.once(
        "handed in",
        lambda: bool(
            ((reports["submitted_by"] != published.ACTOR) & (reports["state"] != "withdrawn")).any()
        ),
    )


def reports(view: View, quarter: Quarter) -> Reports:
    """Where every unit's report of the quarter stands, as known."""
    return view.once(("reports", quarter, view.eyes), lambda: _reports(view, quarter))


def not_approved(view: View, quarter: Quarter, key: str) -> None:
    """Who has not reported a quarter, for how many days, and whose report waits for review."""
    known = reports(view, quarter)
    said = [known.sentence]
    if anything_handed_in(view):
        said.append(due_said(view, quarter))
    st.caption(("" if view.language == "zh" else " ").join(said))
    if not known.told.empty:
        alt = view._("Units whose report is not approved")
        paper.dataframe(view, known.told, key=key, alt=alt, most=6)


def due_said(view: View, quarter: Quarter) -> str:
    """Until when the reports of a quarter are, or were, due."""
    return view.once(("due", quarter), lambda: _due_said(view, quarter))


def remark(view: View, row: Mapping[Any, Any]) -> str:
    """What else there is to say of an obligation: why it was returned, or may come later."""
    _, said = view._, []
    if row["state"] == "returned":
        day = _day(view, row["returned"])
        reason = " ".join(str(row["reason"]).split())
        said.append(
            _("returned {day}: {reason}", day=day, reason=reason)
            if view.may("read", f"submission:{row['unit']}")
            else _("returned {day}", day=day)
        )
    if row["extension"]:
        said.append(
            _("extended to {day}: {reason}", day=_day(view, row["due"]), reason=row["extension"])
        )
    return _("; ").join(said)


def days_said(view: View, row: Mapping[Any, Any]) -> str:
    """For how long something is open: overdue, or waiting for review."""
    days, waited = int(row["days"]), int(row["waited"])
    if row["state"] in ("missing", "returned") and days > 0:
        return view._("overdue by {days}", days=view.n_("{n} day", "{n} days", days))
    if row["state"] == "waiting":
        return view._("for {days}", days=view.n_("{n} day", "{n} days", waited))
    return ""


def _due_said(view: View, quarter: Quarter) -> str:
    due = due_of_all(view.measured.deadlines, view.programme, quarter)
    day = numbers.day(view.language, due)
    if due < view.as_of:
        return view._("Reports were due on {day}.", day=day)
    return view._("Reports are due on {day}.", day=day)


def _day(view: View, iso: str) -> str:
    return numbers.day(view.language, date.fromisoformat(iso))


def _reports(view: View, quarter: Quarter) -> Reports:
    if not anything_handed_in(view):
        said = view._("No report has been handed in here: these figures are from publications.")
        return Reports(said, pd.DataFrame())
    rows = owing_at(view, quarter)
    return Reports(reports_said(rows, view.language), _told(view, rows))


def _told(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    _ = view._
    order = {state: n for n, state in enumerate(_OPEN)}
    rest = rows[rows["state"].isin(_OPEN)]
    length = rest["waited"].where(rest["state"] == "waiting", rest["days"])
    rest = rest.assign(_first=rest["state"].map(order), _days=-length)
    records = rest.sort_values(["_first", "_days"], kind="stable").to_dict("records")
    told = pd.DataFrame(
        {
            _("Unit"): [view.unit_name(str(row["unit"]), short=False) for row in records],
            _("State"): [state_name(view.language, str(row["state"])) for row in records],
            _("Days"): [days_said(view, row) for row in records],
            _("Remarks"): [remark(view, row) for row in records],
        }
    )
    return told if told[_("Remarks")].any() else told.drop(columns=[_("Remarks")])
