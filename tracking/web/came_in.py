"""What came in: every submission this reader may see, what happened to it, and the ways on."""

from typing import Final

import pandas as pd
import streamlit as st

from tracking.reporting import Unexplained, hand_in
from tracking.reporting.reasons import questions_kept
from tracking.store import Submission
from tracking.store.errors import StoreError, state_name
from tracking.web import dossier, explaining, taken
from tracking.web.people import moment, person
from tracking.web.view import View
from tracking.words import numbers

SHOWN: Final = 1000
_APPROVED: Final = "approved"
_OPEN: Final = ("draft", "submitted", "returned")


def show(view: View) -> None:
    """What came in, newest first; one of them in full, with what can be done with it."""
    _ = view._
    approved: int | None = st.session_state.pop(_APPROVED, None)
    if approved is not None:
        taken.say(view, view.store.submission(approved))
    dossier.say_done()
    came = mine(view)
    if not came:
        st.caption(_("Nothing has been handed in yet."))
        return
    open_ = [s for s in came if s.state in _OPEN]
    shown = "all"
    if open_:
        names = {
            "all": _("All {n}", n=len(came)),
            "open": _("Drafts, waiting, sent back {n}", n=len(open_)),
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
    came = (open_ if shown == "open" else came)[:SHOWN]
    event = st.dataframe(
        told(view, came),
        hide_index=True,
        key=f"history-{shown}",
        height="content" if len(came) <= 10 else 380,
        on_select="rerun",
        selection_mode="single-row",
        placeholder=numbers.MISSING,
        alt=_("Submissions"),
        column_config={_("No."): st.column_config.NumberColumn(width=60, format="%d")},
    )
    rows = event.selection.rows
    if rows and rows[0] < len(came):
        _of_one(view, came[rows[0]])
    else:
        st.caption(_("Tick a row for its history, its files and what can be done with it."))


def mine(view: View) -> list[Submission]:
    """The submissions this reader may see here: a reporter those of their own units."""
    came = sorted(view.store.submissions(), key=lambda s: -s.id)
    if view.actor.role != "reporter":
        return [s for s in came if s.state != "draft" or s.submitted_by == view.actor.name]
    return [s for s in came if set(s.units) & view.actor.units]


def told(view: View, came: list[Submission]) -> pd.DataFrame:
    """Submissions in words, one a row."""
    _, language = view._, view.language
    frame = pd.DataFrame(
        {
            _("No."): [s.id for s in came],
            _("File"): [s.name for s in came],
            _("State"): [state_name(language, s.state) for s in came],
            _("Units"): [dossier.several(view, s.units) for s in came],
            _("Quarters"): [dossier.quarters(view, s.quarters) for s in came],
            _("Figures"): [s.n_figures for s in came],
            _("Submitted"): [
                f"{moment(s.submitted_at)} {person(language, s.submitted_by)}" for s in came
            ],
            _("Decided"): [
                f"{moment(s.decided_at)} {person(language, s.decided_by)}" if s.decided_at else ""
                for s in came
            ],
            _("Reason"): [s.reason if s.state in ("returned", "withdrawn") else "" for s in came],
        }
    )
    return frame if frame[_("Reason")].any() else frame.drop(columns=_("Reason"))


def _of_one(view: View, submission: Submission) -> None:
    key = f"came-{submission.id}"
    with st.container(border=True, key=key):
        dossier.title(view, submission)
        if submission.state == "draft":
            _draft(view, submission, key)
        elif submission.state == "submitted":
            _waiting(view, submission, key)
        elif submission.state == "returned":
            st.caption(view._("Mend it in the file, and hand the file in again above."))
        dossier.files(view, submission, key)
        dossier.course(view, submission)
        with st.expander(view._("What the check found, and the reasons given")):
            dossier.findings(view, submission)
        if submission.state in ("submitted", "approved", "superseded", "returned"):
            with st.expander(
                view._("Questions and answers ({n})", n=submission.remarks),
                expanded=submission.remarks > 0,
            ):
                dossier.remarks(view, submission, key)
        if submission.state in ("draft", "submitted", "approved"):
            _evidence(view, submission, key)


def _draft(view: View, submission: Submission, key: str) -> None:
    """Hand a draft in, or throw it away."""
    _ = view._
    st.info(
        _("A draft: nobody is asked to review it before it is handed in."),
        icon=":material/edit_document:",
    )
    reasons = explaining.ask(view, questions_kept(view.store.findings(submission.id)), key)
    with st.container(horizontal=True):
        if st.button(_("Hand in"), type="primary", key=f"{key}-hand-in", icon=":material/upload:"):
            st.session_state[explaining.tried(key)] = True
            try:
                hand_in(view.store, submission.id, view.actor.name, reasons)
            except Unexplained:
                st.rerun()
            except StoreError as error:
                st.error(error.said(view.language), icon=":material/error:")
            else:
                st.session_state[dossier.DONE] = _(
                    "No. {number} is handed in and waits for review.", number=submission.id
                )
                st.rerun()
        if st.button(_("Throw the draft away"), key=f"{key}-drop", icon=":material/delete:"):
            dossier.act(
                view,
                lambda: view.store.withdraw(submission.id, actor=view.actor.name),
                _("No. {number} is withdrawn; it stays in the history.", number=submission.id),
            )


def _waiting(view: View, submission: Submission, key: str) -> None:
    """What can be done with what waits: withdraw it, or for who entered it, let it count."""
    _ = view._
    by = view.actor.name
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if (
            submission.entered
            and dossier.allowed(view, "approve", submission)
            and st.button(
                _("Approve no. {number}", number=submission.id),
                type="primary",
                icon=":material/done_all:",
                key=f"approve-{submission.id}",
            )
        ):
            try:
                with st.spinner(_("Saving …")):
                    view.store.approve(submission.id, actor=by)
            except StoreError as error:
                st.error(error.said(view.language), icon=":material/error:")
                return
            st.session_state[_APPROVED] = submission.id
            st.rerun()
        if dossier.allowed(view, "withdraw", submission):
            reason = st.text_input(
                _("Why it is withdrawn (if you like)"), key=f"{key}-why", max_chars=500
            )
            if st.button(_("Withdraw"), key=f"{key}-withdraw", icon=":material/undo:"):
                dossier.act(
                    view,
                    lambda: view.store.withdraw(submission.id, actor=by, reason=reason),
                    _("No. {number} is withdrawn; it stays in the history.", number=submission.id),
                )


def _evidence(view: View, submission: Submission, key: str) -> None:
    """Files that prove the milestones claimed here."""
    _ = view._
    if not dossier.allowed(view, "withdraw", submission):
        return
    stated = view.store.stated(submission.id)
    claims = stated[stated["state"] == "claimed"]
    for place, row in enumerate(claims.to_dict("records")):
        figure = (str(row["indicator"]), str(row["unit"]), int(row["quarter"]))
        upload = st.file_uploader(
            _(
                "Evidence for “{indicator}” (PDF, picture, OFD … up to 20 MB)",
                indicator=view.indicator_name(figure[0]),
            ),
            key=f"{key}-evidence-{place}",
            max_upload_size=20,
        )
        if upload is not None and st.button(
            _("Attach"), key=f"{key}-attach-{place}", icon=":material/attach_file:"
        ):
            data, name = upload.getvalue(), upload.name
            dossier.act(
                view,
                lambda figure=figure, data=data, name=name: view.store.attach(
                    submission.id, figure, data, name, actor=view.actor.name
                ),
                _("The evidence is kept."),
            )
