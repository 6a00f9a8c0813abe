"""What came in: every submission this reader may see, what happened to it, and the ways on."""

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from tracking.reporting import hand_in
from tracking.reporting.reasons import Question, questions_kept
from tracking.store import Submission
from tracking.web import dossier, explaining, paper
from tracking.web.people import decided, standing, submitted
from tracking.web.view import View

SHOWN: Final = 1000
_OPEN: Final = ("draft", "submitted", "returned")


def show(view: View) -> None:
    """What came in, newest first; one of them in full, with what can be done with it."""
    _ = view._
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
    event = paper.dataframe(
        view,
        told(view, came),
        key=f"history-{shown}-{dossier.listed(came)}",
        on_select="rerun",
        selection_mode="single-row",
        alt=_("Submissions"),
        column_config={
            _("No."): st.column_config.NumberColumn(width=50, format="%d"),
            _("State"): st.column_config.TextColumn(width=90),
        },
    )
    rows = event.selection.rows
    if rows and rows[0] < len(came):
        _of_one(view, came[rows[0]])
    else:
        view.hint(_("Tick a row for its history, its files and what can be done with it."))


def mine(view: View) -> list[Submission]:
    """The submissions this reader may read, the latest first: a reporter those of their units."""
    return [s for s in view.store.submissions() if view.may_with("read", s)]


def told(view: View, came: list[Submission]) -> pd.DataFrame:
    """Submissions in words, one a row."""
    _, language = view._, view.language
    # What is looked for comes first: a telephone shows three columns.
    frame = pd.DataFrame(
        {
            _("No."): [s.id for s in came],
            _("State"): [standing(language, s.submitted_by, s.state) for s in came],
            _("Units"): [dossier.several(view, s.units) for s in came],
            _("Quarters"): [dossier.quarters(view, s.quarters) for s in came],
            _("Figures"): [s.n_figures for s in came],
            _("File"): [s.name for s in came],
            _("Submitted"): [submitted(language, s) for s in came],
            _("Decided"): [decided(language, s) for s in came],
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
    asked = questions_kept(view.store.findings(submission.id))
    explaining.ask(view, asked, key)
    store, by, number = view.store, view.actor.name, submission.id
    withdrawn = _("No. {number} is withdrawn; it stays in the history.", number=number)
    with st.container(horizontal=True):
        dossier.button(
            view,
            _("Hand in"),
            f"{key}-hand-in",
            partial(_hand_in, view, number, asked, key),
            _("No. {number} is handed in and waits for review.", number=number),
            type="primary",
            icon=":material/upload:",
        )
        dossier.button(
            view,
            _("Throw the draft away"),
            f"{key}-drop",
            partial(store.withdraw, number, actor=by),
            withdrawn,
            icon=":material/delete:",
        )


def _hand_in(view: View, number: int, asked: list[Question], key: str) -> None:
    st.session_state[explaining.tried(key)] = True
    hand_in(view.store, number, view.actor.name, explaining.given(view, asked, key))


def _waiting(view: View, submission: Submission, key: str) -> None:
    """What can be done with what waits: withdraw it, or for who entered it, let it count."""
    _, store, by, number = view._, view.store, view.actor.name, submission.id
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if submission.entered and view.may_with("approve", submission):
            dossier.button(
                view,
                _("Approve no. {number}", number=number),
                f"approve-{number}",
                partial(store.approve, number, actor=by),
                _("No. {number} is approved; its figures count.", number=number),
                type="primary",
                icon=":material/done_all:",
            )
        if view.may_with("withdraw", submission):
            why = f"{key}-why"
            st.text_input(_("Why it is withdrawn (if you like)"), key=why, max_chars=500)
            dossier.button(
                view,
                _("Withdraw"),
                f"{key}-withdraw",
                lambda: store.withdraw(number, actor=by, reason=dossier.typed(why)),
                _("No. {number} is withdrawn; it stays in the history.", number=number),
                icon=":material/undo:",
            )


def _evidence(view: View, submission: Submission, key: str) -> None:
    """Files that prove the milestones claimed here."""
    _ = view._
    if not view.may_with("attach", submission):
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
        if upload is not None:
            dossier.button(
                view,
                _("Attach"),
                f"{key}-attach-{place}",
                partial(
                    view.store.attach,
                    submission.id,
                    figure,
                    upload.getvalue(),
                    upload.name,
                    actor=view.actor.name,
                ),
                _("The evidence is kept."),
                icon=":material/attach_file:",
            )
