"""What a reporter owes: this quarter's report, its deadline, and what is still open from before."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from tracking.programme import Quarter
from tracking.progress.reminders import state_name
from tracking.web import dossier
from tracking.web.reports import days_said, owing, remark
from tracking.web.view import View, plain
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
    _gone_back(view)
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


def _gone_back(view: View) -> None:
    """Reports that were sent back and not handed in anew, and those with a question to answer."""
    came = view.store.submissions(unit=view.actor.unit)
    replaced: set[int] = set()
    for one in came:
        if one.state == "returned" and not replaced.issuperset(one.quarters):
            st.error(
                view._(
                    "No. {number} ({quarter}) was sent back: mend the file and hand it in again"
                    " below. The reason: {reason}",
                    number=one.id,
                    quarter=dossier.quarters(view, one.quarters),
                    reason=plain(one.reason),
                ),
                icon=":material/assignment_return:",
            )
        if one.state not in ("withdrawn", "returned", "draft"):
            replaced.update(one.quarters)
    asked = [one for one in came if one.state == "submitted" and one.remarks]
    open_ = [one for one in asked if _last_word(view, one.id) != view.actor.name]
    if open_:
        st.info(
            view._(
                "The reviewer asks about {numbers}. Tick it below, under “What came in”, to"
                " answer.",
                numbers=view._(", ").join(view._("No. {number}", number=s.id) for s in open_),
            ),
            icon=":material/chat:",
        )


def _last_word(view: View, submission: int) -> str:
    """Who spoke last about a submission."""
    return str(view.store.remarks(submission)["actor"].iloc[-1])


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
    name = state_name(view.language, str(row["state"])).lower()
    return view._("{state}, {days}", state=name, days=days) if days else name


def _quarter(view: View, row: Mapping[Any, Any]) -> str:
    return numbers.quarter(view.language, Quarter(int(row["quarter"])))
