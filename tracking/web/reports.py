"""Whose report of a quarter is approved, waits for review, or is missing."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from tracking import published
from tracking.programme import Quarter
from tracking.progress.record import record
from tracking.reporting import CHINA
from tracking.web import paper
from tracking.web.tables import height
from tracking.web.view import View
from tracking.words import numbers

# Those listed under the counts, most urgent first.
_OPEN: Final = ("missing", "not_due", "waiting", "published")


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of one quarter: in one sentence, and those that are not approved as a table."""

    sentence: str
    told: pd.DataFrame


def reports(view: View, quarter: Quarter) -> Reports:
    """Where every unit's report of the quarter stands, as known."""
    return view.once(("reports", quarter), lambda: _reports(view, quarter))


def not_approved(view: View, quarter: Quarter, key: str) -> None:
    """Who has not reported a quarter, for how many days, and whose report waits for review."""
    known = reports(view, quarter)
    said = [known.sentence]
    if handed_in(view):
        due = numbers.day(view.language, view.programme.deadline_of(quarter))
        said.append(view._("Reports were due on {day}.", day=due))
    st.caption(("" if view.language == "zh" else " ").join(said))
    if not known.told.empty:
        st.dataframe(
            known.told,
            hide_index=True,
            key=key,
            height=height(known.told, 6),
            alt=view._("Units whose report is not approved"),
        )
        paper.table(view, known.told)


def handed_in(view: View) -> set[tuple[str, int]]:
    """The units and quarters somebody reported; what the product took from print is no report."""
    return view.measured.once(
        "handed in",
        lambda: {
            (unit, int(quarter))
            for one in view.store.submissions()
            if one.submitted_by != published.ACTOR
            for unit in one.units
            for quarter in one.quarters
        },
    )


def _reports(view: View, quarter: Quarter) -> Reports:
    own = handed_in(view)
    if not own:
        said = view._("No report has been handed in here: these figures are from publications.")
        return Reports(said, pd.DataFrame())
    rows = standings(view, quarter)
    return Reports(_sentence(view, rows), _told(view, rows))


def standings(view: View, quarter: Quarter) -> pd.DataFrame:
    """Every unit's report of the quarter: unit, standing and days (overdue, or waiting).

    Standing is approved, waiting (for review), published (only printed figures are known),
    missing or not_due.
    """
    rows = record(view.measured.received, view.programme, [quarter], view.as_of)
    known = view.measured.received
    known = known[known["quarter"] == quarter.index]
    approved = rows["unit"].isin(known.loc[known["first_approved_at"] != "", "unit"])
    own = handed_in(view)
    reported = np.array([(unit, quarter.index) in own for unit in rows["unit"]], dtype=bool)
    open_ = rows["state"].isin(["missing", "not_due"])
    came = known.set_index("unit")["first_received_at"].reindex(rows["unit"])
    day = pd.to_datetime(came, utc=True, format="ISO8601").dt.tz_convert(CHINA).dt.tz_localize(None)
    waited = (pd.Timestamp(view.as_of) - day.dt.normalize()).dt.days.to_numpy()
    return pd.DataFrame(
        {
            "unit": rows["unit"],
            "standing": np.select(
                [open_, ~reported, approved], [rows["state"], "published", "approved"], "waiting"
            ),
            "days": np.where(open_, rows["days"], np.nan_to_num(waited)).astype(int),
        }
    )


def _sentence(view: View, rows: pd.DataFrame) -> str:
    _ = view._
    found = rows["standing"].value_counts()
    if found.get("approved", 0) == len(rows):
        return _("All {n} reports of this quarter are approved.", n=len(rows))
    parts = [
        text
        for standing, text in (
            ("approved", _("{n} approved", n=int(found.get("approved", 0)))),
            ("waiting", _("{n} waiting for review", n=int(found.get("waiting", 0)))),
            ("published", _("{n} known from publications only", n=int(found.get("published", 0)))),
            ("missing", _("{n} not received", n=int(found.get("missing", 0)))),
            ("not_due", _("{n} not received and not due yet", n=int(found.get("not_due", 0)))),
        )
        if found.get(standing, 0)
    ]
    return _("Of {n} reports of this quarter: {parts}.", n=len(rows), parts=_(", ").join(parts))


def _told(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    _ = view._
    order = {standing: n for n, standing in enumerate(_OPEN)}
    rest = rows[rows["standing"].isin(_OPEN)]
    rest = rest.assign(_first=rest["standing"].map(order), _days=-rest["days"])
    rest = rest.sort_values(["_first", "_days"], kind="stable")
    named = {
        "missing": _("Not received"),
        "not_due": _("Not due yet"),
        "waiting": _("Waiting for review"),
        "published": _("Known from publications only"),
    }
    days = [
        _("overdue by {days}", days=view.n_("{n} day", "{n} days", int(n)))
        if standing == "missing"
        else _("for {days}", days=view.n_("{n} day", "{n} days", int(n)))
        if standing == "waiting"
        else ""
        for standing, n in zip(rest["standing"], rest["days"], strict=True)
    ]
    return pd.DataFrame(
        {
            _("Unit"): [view.unit_name(unit, short=False) for unit in rest["unit"]],
            _("State"): [named[standing] for standing in rest["standing"]],
            _("Days"): days,
        }
    )
