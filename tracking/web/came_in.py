"""What came in: every submission, its original file, and the approval of those that wait."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from tracking.store import StoreError, Submission
from tracking.store.errors import state_name
from tracking.web import taken
from tracking.web.people import moment, person
from tracking.web.view import View
from tracking.words import numbers

SHOWN: Final = 1000
_APPROVED: Final = "approved"


def show(view: View) -> None:
    """What came in, newest first; the original file can be had again, a waiting one approved."""
    _, language = view._, view.language
    approved: int | None = st.session_state.pop(_APPROVED, None)
    if approved is not None:
        taken.say(view, view.store.submission(approved))
    came = sorted(view.store.submissions(), key=lambda s: -s.id)
    if not came:
        st.caption(_("Nothing has been handed in yet."))
        return
    waiting = [s for s in came if s.state == "submitted"]
    shown = "all"
    if waiting:
        names = {
            "all": _("All {n}", n=len(came)),
            "waiting": _("Waiting for approval {n}", n=len(waiting)),
        }
        shown = st.segmented_control(
            _("Which"),
            list(names),
            default="all",
            format_func=lambda one: names[one],
            key="history-which",
            label_visibility="collapsed",
            required=True,
        )
    came = (waiting if shown == "waiting" else came)[:SHOWN]
    told = pd.DataFrame(
        {
            _("No."): [s.id for s in came],
            _("File"): [s.name for s in came],
            _("State"): [state_name(language, s.state) for s in came],
            _("Units"): [_several(view, s.units) for s in came],
            _("Quarters"): [_quarters(view, s.quarters) for s in came],
            _("Figures"): [s.n_figures for s in came],
            _("Submitted"): [
                f"{moment(s.submitted_at)} {person(language, s.submitted_by)}" for s in came
            ],
            _("Decided"): [
                f"{moment(s.decided_at)} {person(language, s.decided_by)}" if s.decided_at else ""
                for s in came
            ],
        }
    )
    event = st.dataframe(
        told,
        hide_index=True,
        key=f"history-{shown}",
        height="content" if len(told) <= 10 else 380,
        on_select="rerun",
        selection_mode="single-row",
        placeholder=numbers.MISSING,
        alt=_("Submissions"),
        column_config={_("No."): st.column_config.NumberColumn(width=60, format="%d")},
    )
    rows = event.selection.rows
    if rows and rows[0] < len(came):
        _of_one(view, came[rows[0]])
    elif waiting:
        st.caption(_("Tick a row for the original file, and to approve one that waits."))
    else:
        st.caption(_("Tick a row for the original file."))


def _of_one(view: View, submission: Submission) -> None:
    _ = view._
    if submission.source:
        st.text(_("Source: {source}", source=submission.source))
    allowed = all(view.may("download", f"submission:{unit}") for unit in submission.units)
    may_approve = all(view.may("approve", f"submission:{unit}") for unit in submission.units)
    with st.container(horizontal=True):
        if (
            submission.state == "submitted"
            and may_approve
            and st.button(
                _("Approve no. {number}", number=submission.id),
                type="primary",
                icon=":material/done_all:",
                key=f"approve-{submission.id}",
            )
        ):
            try:
                with st.spinner(_("Saving …")):
                    approved = view.store.approve(submission.id, actor=view.actor.name)
            except StoreError as error:
                st.error(error.said(view.language), icon=":material/error:")
                return
            st.session_state[_APPROVED] = approved.id
            st.rerun()
        if allowed:
            st.download_button(
                _("Download the original file"),
                lambda: view.store.file(submission.id),
                file_name=submission.name,
                mime="application/octet-stream",
                icon=":material/download:",
                key=f"original-{submission.id}",
                on_click="ignore",
            )


def _several(view: View, units: Sequence[str], most: int = 3) -> str:
    names = view._(", ").join(view.unit_name(unit) for unit in units[:most])
    if len(units) <= most:
        return names
    return view._("{names} and {n} more", names=names, n=len(units) - most)


def _quarters(view: View, quarters: Sequence[int]) -> str:
    if not quarters:
        return numbers.MISSING
    first, last = (
        numbers.quarter(view.language, q, short=True) for q in (min(quarters), max(quarters))
    )
    return first if first == last else f"{first}–{last}"
