"""What a reporter owes: this quarter's report, its deadline, and what is still open from before."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from tracking.programme import Quarter
from tracking.progress.reminders import state_name
from tracking.web.reports import days_said, owing, remark
from tracking.web.view import View
from tracking.words import numbers

# So many earlier quarters are named one by one.
NAMED: Final = 4


def show(view: View) -> None:
    """The obligations of the reader's own unit; nothing for who reports for no unit."""
    if not view.actor.unit:
        return
    rows = owing(view)
    mine = rows[rows["unit"] == view.actor.unit].sort_values("quarter", ascending=False)
    told = mine.to_dict("records")
    if not told:
        return
    latest = told[0]
    st.text(_one(view, latest))
    rest = [row for row in told[1:] if row["state"] in ("missing", "returned")]
    if rest:
        names = [
            view._(
                "{quarter} ({state})",
                quarter=_quarter(view, row),
                state=_state(view, row),
            )
            for row in rest[:NAMED]
        ]
        more = len(rest) - len(names)
        listed = view._(", ").join(names)
        if more:
            listed = view._("{names} and {n} more", names=listed, n=more)
        st.warning(
            view._("Still open from before: {quarters}.", quarters=listed),
            icon=":material/event_busy:",
        )


def _one(view: View, row: Mapping[Any, Any]) -> str:
    """One report: how much is owed, until when, and where it stands."""
    told = view._(
        "{unit}, {quarter}: {reported} of {owed} indicators reported, due on {day}; {state}.",
        unit=view.unit_name(str(row["unit"]), short=False),
        quarter=_quarter(view, row),
        reported=int(row["reported"]),
        owed=int(row["owed"]),
        day=numbers.day(view.language, date.fromisoformat(str(row["due"]))),
        state=_state(view, row),
    )
    said = remark(view, row)
    return f"{told}{'' if view.language == 'zh' else ' '}{said}" if said else told


def _state(view: View, row: Mapping[Any, Any]) -> str:
    days = days_said(view, row)
    name = state_name(view.language, str(row["state"]))
    return view._("{state}, {days}", state=name, days=days) if days else name


def _quarter(view: View, row: Mapping[Any, Any]) -> str:
    return numbers.quarter(view.language, Quarter(int(row["quarter"])))
