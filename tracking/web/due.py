"""Until when a quarter's reports are due: what holds, who set it, and setting it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import pandas as pd
import streamlit as st

from tracking.progress.obligations import due_of_all
from tracking.store import StoreError
from tracking.web import days, paper
from tracking.web.people import moment, person
from tracking.web.reports import due_said, owing_at
from tracking.web.view import View
from tracking.words import numbers

_SAID: Final = "deadline-said"


def show(view: View) -> None:
    """The deadline of the quarter, the extensions in force, their history, and the forms."""
    _ = view._
    said: str = st.session_state.pop(_SAID, "")
    if said:
        st.success(said, icon=":material/event_available:")
    st.text(due_said(view, view.quarter))
    st.caption(
        view.n_(
            "Without anything else set, reports are due {n} day after the quarter's end.",
            "Without anything else set, reports are due {n} days after the quarter's end.",
            view.programme.deadline_days,
        )
    )
    _extensions(view)
    units = _may_be_extended(view)
    if units:
        if view.known_on is None:
            _forms(view, units)
        else:
            st.caption(_("Deadlines are set in the present view: empty “as known on” first."))
    _history(view)


def _extensions(view: View) -> None:
    _ = view._
    rows = owing_at(view, view.quarter)
    rows = rows[rows["extension"] != ""]
    if rows.empty:
        st.caption(_("No unit has an extension for this quarter."))
        return
    told = pd.DataFrame(
        {
            _("Unit"): [view.unit_name(str(unit)) for unit in rows["unit"]],
            _("Extended to"): rows["due"],
            _("Reason"): rows["extension"],
        }
    )
    paper.dataframe(view, told, key="extensions", alt=_("Extensions in force"))


def _may_be_extended(view: View) -> list[str]:
    """The reporting units whose deadline this reader may extend."""
    units = [u.code for u in (*view.programme.regions, *view.programme.ministries)]
    offices = [o.code for below in view.programme.offices.values() for o in below]
    return [u for u in (*units, *offices) if view.may("set_deadline", f"unit:{u}")]


def _forms(view: View, units: Sequence[str]) -> None:
    due = due_of_all(view.measured.deadlines, view.programme, view.quarter)
    if not view.may("set_deadline", "unit:*"):
        _extend(view, due, units)
        return
    left, right = st.columns(2, gap="large")
    with left:
        _for_all(view, due)
    with right:
        _extend(view, due, units)


def _for_all(view: View, due: date) -> None:
    _, quarter = view._, view.quarter
    with st.form(f"deadline-{quarter}"):
        st.markdown(f"**{_('Deadline for all')}**")
        typed = st.text_input(
            _("Reports are due on"), value=due.isoformat(), placeholder=days.EXAMPLE
        )
        why = st.text_input(_("Reason (may be left out)"))
        if st.form_submit_button(_("Set the deadline"), icon=":material/event:"):
            day = days.read(typed, least=quarter.last_day)
            if day is None:
                st.error(_("Write the day."), icon=":material/event_busy:")
            elif isinstance(day, days.Fault):
                st.error(day.said(view.language), icon=":material/event_busy:")
            else:
                _set(view, day, None, why)


def _extend(view: View, due: date, units: Sequence[str]) -> None:
    _ = view._
    with st.form(f"extension-{view.quarter}"):
        st.markdown(f"**{_('Extension for one unit')}**")
        unit = st.selectbox(_("Unit"), units, format_func=view.unit_name, index=None)
        later = (due + timedelta(days=14)).isoformat()
        typed = st.text_input(_("May report until"), placeholder=_("like {day}", day=later))
        reason = st.text_input(_("Reason"))
        if st.form_submit_button(_("Extend"), icon=":material/more_time:"):
            until = days.read(typed, least=due)
            if unit is None or until is None:
                st.error(_("Choose the unit and the day."), icon=":material/error:")
            elif isinstance(until, days.Fault):
                st.error(until.said(view.language), icon=":material/event_busy:")
            else:
                _set(view, until, unit, reason)


def _set(view: View, day: date, unit: str | None, reason: str) -> None:
    _, deadlines = view._, view.store.deadlines
    try:
        changed = deadlines.set(view.quarter, day, view.actor.name, unit, reason)
    except StoreError as error:
        st.error(error.said(view.language), icon=":material/error:")
        return
    if not changed:
        st.info(_("This is in force already; nothing was changed."), icon=":material/info:")
        return
    told = numbers.day(view.language, day)
    st.session_state[_SAID] = (
        _("The reports of {quarter} are due on {day} now.",
          quarter=view.quarter_name(view.quarter), day=told)
        if unit is None
        else _("{unit} may report until {day} now.", unit=view.unit_name(unit), day=told)
    )  # fmt: skip
    st.rerun()


def _history(view: View) -> None:
    _ = view._
    rows = view.store.deadlines.history(view.known_on)
    rows = rows[rows["quarter"] == view.quarter.index]
    if rows.empty:
        return
    with st.expander(view.n_("What was set ({n} entry)", "What was set ({n} entries)", len(rows))):
        told = pd.DataFrame(
            {
                _("Set at"): [moment(at) for at in rows["at"]],
                _("By"): [person(view.language, str(actor)) for actor in rows["actor"]],
                _("For"): [
                    view.unit_name(unit) if unit else _("all units") for unit in rows["unit"]
                ],
                _("Report due"): rows["due"],
                _("Reason"): rows["reason"],
            }
        )
        paper.dataframe(view, told, key="deadline-history", alt=_("Deadlines that were set"))
