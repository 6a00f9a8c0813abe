"""What waits for review, the most urgent first, and what was decided."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd
import streamlit as st

from tracking.programme import Quarter
from tracking.progress.obligations import due_of
from tracking.reporting import CHINA
from tracking.store import Submission
from tracking.store.moves import State
from tracking.web import dossier, paper, people, state
from tracking.web.reports import owing
from tracking.web.view import View

SUBMISSION: Final = "submission"
# Of what was decided so many are listed.
DECIDED: Final = 300
ONE_DAY: Final = timedelta(days=1)


def waiting(view: View) -> list[Submission]:
    """The submissions nobody had decided on, by deadline, then by the time they came."""
    return sorted(
        view.store.submissions(state="submitted", known_on=view.known_on),
        key=lambda s: (max(s.quarters, default=0), s.submitted_at),
    )


def sentence(view: View, some: Sequence[Submission]) -> str:
    """How many wait, for how long, and how many have nothing to ask about."""
    _ = view._
    if not some:
        return _("Nothing waits for review.")
    days = max((view.as_of - _day(one)).days for one in some)
    told = view.n_(
        "{n} report waits for review, the longest for {days}.",
        "{n} reports wait for review, the longest for {days}.",
        len(some),
        days=view.n_("{n} day", "{n} days", days),
    )
    plain = sum(1 for one in some if not one.warnings)
    own = sum(1 for one in some if one.submitted_by == view.actor.name)
    parts = [told]
    if plain:
        parts.append(
            view.n_(
                "{n} has nothing the check asks about.",
                "{n} have nothing the check asks about.",
                plain,
            )
        )
    if own:
        parts.append(
            view.n_(
                "{n} was handed in by you: somebody else decides on it.",
                "{n} were handed in by you: somebody else decides on them.",
                own,
            )
        )
    return ("" if view.language == "zh" else " ").join(parts)


def show(view: View, some: Sequence[Submission]) -> list[Submission]:
    """The queue, or what was decided; the submissions that were chosen."""
    _ = view._
    lists = {
        "waiting": _("Waiting {n}", n=len(some)),
        "returned": _("Sent back"),
        "approved": _("Approved"),
    }
    which = state.select(
        "list",
        _("Which"),
        list(lists),
        lists,
        widget=st.segmented_control,
        label_visibility="collapsed",
    )
    shown = list(some)
    if which == "returned":
        shown = _decided(view, "returned")
    elif which == "approved":
        shown = _decided(view, "approved")
    asked = _asked(view)
    if not shown:
        st.caption(_("None."))
        return [asked] if asked is not None else []
    event = paper.dataframe(
        view,
        told(view, shown, decided=which != "waiting"),
        key=f"queue-{which}-{dossier.listed(shown)}",
        most=12,
        on_select="rerun",
        selection_mode="multi-row",
        alt=_("Submissions"),
        column_config={_("No."): st.column_config.NumberColumn(width=60, format="%d")},
    )
    picked = [shown[row] for row in event.selection.rows if row < len(shown)]
    if len(picked) == 1:
        state.keep(SUBMISSION, str(picked[0].id))
    elif picked:
        state.keep(SUBMISSION, "")
    if picked:
        return picked
    if asked is None:
        view.hint(
            _("Tick a row to look at it; tick several to approve them together.")
            if which == "waiting" and view.known_on is None
            else _("Tick a row to look at it.")
        )
    return [asked] if asked is not None else []


def told(view: View, some: Sequence[Submission], *, decided: bool) -> pd.DataFrame:
    """Submissions in words, one a row."""
    _, language = view._, view.language
    columns: dict[str, list[Any]] = {
        _("No."): [one.id for one in some],
        _("Units"): [dossier.several(view, one.units) for one in some],
        _("Quarters"): [dossier.quarters(view, one.quarters) for one in some],
        _("Figures"): [one.n_figures for one in some],
        _("To ask about"): [one.warnings or None for one in some],
        _("Remarks"): [one.remarks or None for one in some],
        _("Submitted"): [people.submitted(language, one) for one in some],
    }
    if decided:
        columns[_("Decided")] = [people.decided(language, one) for one in some]
        columns[_("Reason")] = [one.reason for one in some]
    else:
        columns[_("Waiting")] = [
            view.n_("{n} day", "{n} days", (view.as_of - _day(one)).days) for one in some
        ]
        columns[_("In time")] = [_in_time(view, one) for one in some]
    return pd.DataFrame(columns).dropna(axis="columns", how="all")


def _decided(view: View, state: State) -> list[Submission]:
    some = view.store.submissions(state=state, known_on=view.known_on)
    return [one for one in some if view.may_with("read", one)][:DECIDED]


def _in_time(view: View, one: Submission) -> str:
    if not one.quarters:
        return ""
    units, quarter = view.programme.units, Quarter(max(one.quarters))
    rows = owing(view)
    mine = rows[rows["unit"].isin(one.units) & (rows["quarter"] == quarter.index)]
    if len(mine) and mine["received"].between("0", (_day(one) - ONE_DAY).isoformat()).all():
        return view._("not the first report")
    known = [units[code] for code in one.units if code in units]
    dues = [due_of(view.measured.deadlines, view.programme, unit, quarter) for unit in known]
    late = (_day(one) - max(dues, default=view.programme.deadline_of(quarter))).days
    if late <= 0:
        return view._("in time")
    return view._("late by {days}", days=view.n_("{n} day", "{n} days", late))


def _day(one: Submission) -> date:
    return one.submitted_at.astimezone(CHINA).date()


def _asked(view: View) -> Submission | None:
    """The submission an address names."""
    text = state.current(SUBMISSION)
    if not text.isdigit():
        return None
    found = view.store.submissions(numbers=[int(text)], known_on=view.known_on)
    return found[0] if found and view.may_with("read", found[0]) else None
