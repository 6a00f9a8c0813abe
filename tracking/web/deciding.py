"""One submission beside what was there before, and the decision on it."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import isfinite, isnan
from typing import Any, Final

import pandas as pd
import streamlit as st

from tracking.intake.contract import BY_CODE
from tracking.intake.periods import BASIS_NAMES
from tracking.reporting.beside import beside, cross_sums
from tracking.store import Submission
from tracking.web import dossier, paper, turning
from tracking.web.previewing import state_said
from tracking.web.view import View
from tracking.words import numbers

# A change by this share or more is shown first.
LARGE: Final = 25.0
SHOWN: Final = 1000


def one(view: View, submission: Submission) -> None:
    """Everything a reviewer needs of one submission, and the buttons to decide."""
    key = f"review-{submission.id}"
    dossier.title(view, submission)
    dossier.files(view, submission, key)
    _beside(view, submission, key)
    _sums(view, submission, key)
    st.subheader(view._("What the check found, and the reasons given"), anchor=False)
    dossier.findings(view, submission)
    claims = _milestones(view, submission, key)
    _words(view, submission)
    with st.expander(
        view._("Questions and answers ({n})", n=submission.remarks),
        expanded=submission.remarks > 0,
    ):
        dossier.remarks(view, submission, key)
    with st.expander(view._("What happened to it")):
        dossier.course(view, submission)
    _decide(view, submission, claims, key)


def several(view: View, some: Sequence[Submission]) -> None:
    """Approve those together that the check has nothing to ask about."""
    _ = view._
    if view.known_on is not None:
        _say_past(view)
        return
    why = {s.id: _why_alone(view, s) for s in some}
    able = [s for s in some if not why[s.id]]
    if len(able) < len(some):
        rest = [
            _("no. {number} ({reason})", number=number, reason=reason)
            for number, reason in why.items()
            if reason
        ]
        st.warning(
            _("To be looked at one by one: {numbers}.", numbers=_(", ").join(rest)),
            icon=":material/visibility:",
        )
    if able:
        dossier.button(
            view,
            view.n_("Approve {n} report", "Approve {n} reports", len(able)),
            "approve-together",
            partial(_approve_together, view, able),
            view.n_("{n} report is approved.", "{n} reports are approved.", len(able)),
            type="primary",
            icon=":material/done_all:",
        )


def _approve_together(view: View, able: Sequence[Submission]) -> None:
    for submission in able:
        view.store.approve(submission.id, actor=view.actor.name)


def _why_alone(view: View, submission: Submission) -> str:
    """Why a submission is not approved unseen; "" where it may be."""
    _ = view._
    claims = (view.store.stated(submission.id)["state"] == "claimed").any()
    reasons = {
        _("it waits no more"): submission.state != "submitted",
        _("handed in by you"): submission.submitted_by == view.actor.name,
        _("not yours to approve"): not view.may_with("approve", submission),
        _("the check asks about it"): submission.warnings > 0,
        _("there are questions or answers"): submission.remarks > 0,
        _("it claims milestones"): claims,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _beside(view: View, submission: Submission, key: str) -> None:
    """Each figure beside what was known, and what it would turn."""
    _ = view._
    st.subheader(_("Beside what was known"), anchor=False)
    if submission.state == "submitted" and view.known_on is None:
        stated = view.store.stated(submission.id)
        turning.show(view, turning.turned(view, stated, verified=True), f"{key}-turns")
    rows = beside(view.store, submission)
    marked = {int(f["row"]) for f in view.store.findings(submission.id) if f.get("row")}
    rows = rows.assign(marked=rows["row"].isin(marked))
    large = rows["percent"].abs() >= LARGE
    parts = {
        "all": rows,
        "changed": rows[rows["corrects"]],
        "striking": rows[large | rows["marked"] | rows["definition_break"]],
    }
    names = {
        "all": _("All {n}", n=len(rows)),
        "changed": _("Corrections {n}", n=len(parts["changed"])),
        "striking": _("Striking {n}", n=len(parts["striking"])),
    }
    which = st.segmented_control(
        _("Which"),
        list(parts),
        default="striking" if len(parts["striking"]) else "all",
        format_func=lambda name: names[name],
        key=f"{key}-which",
        label_visibility="collapsed",
        required=True,
    )
    shown = parts[str(which)]
    if shown.empty:
        st.caption(_("None."))
        return
    shown = shown.assign(size=shown["percent"].abs()).sort_values(
        ["marked", "size"], ascending=False, kind="stable"
    )
    told = tell(view, shown.head(SHOWN))
    right = st.column_config.TextColumn(alignment="right")
    paper.listed(
        view,
        told,
        key=f"{key}-beside-{which}",
        most=16,
        alt=_("Each figure beside what was known"),
        column_config={
            _("Row"): st.column_config.NumberColumn(width=60, format="%d"),
            " ": st.column_config.TextColumn(width=36),
            _("Indicator"): st.column_config.TextColumn(width=270),
            **dict.fromkeys(
                [
                    _("Stated"),
                    _("Known so far"),
                    _("A quarter before"),
                    _("A year before"),
                    _("Change"),
                ],
                right,
            ),
        },
    )
    st.caption(
        _("Marked ▲: the check asks about it. Change: against what is known, else the quarter"
          " before on the same basis.")
    )  # fmt: skip


def tell(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """A submission's figures beside the past in words, one a row."""
    _, language = view._, view.language
    records = rows.to_dict("records")
    of = [view.programme.indicators[str(r["indicator"])] for r in records]
    pairs = list(zip(records, of, strict=True))

    def amount(name: str) -> list[str]:
        return [
            numbers.quantity(language, r[name], i, brief=False) if not isnan(r[name]) else ""
            for r, i in pairs
        ]

    told = pd.DataFrame(
        {
            " ": ["▲" if r["marked"] else "" for r in records],
            _("Row"): [int(r["row"]) for r in records],
            _("Indicator"): [i.name.to(language) for i in of],
            _("Unit"): [view.unit_name(str(r["unit"])) for r in records],
            _("Quarter"): [numbers.quarter(language, r["quarter"], short=True) for r in records],
            BY_CODE["basis"].name.to(language): [
                BASIS_NAMES[r["basis"]].to(language) if r["basis"] and not r["state"] else ""
                for r in records
            ],
            _("Stated"): [_stated(view, r, i) for r, i in pairs],
            _("Known so far"): [
                state_said(view, str(r["known_state"])) if r["known_state"] else known
                for r, known in zip(records, amount("known"), strict=True)
            ],
            _("A quarter before"): amount("before"),
            _("A year before"): amount("year_before"),
            _("Change"): [_change(view, r, i) for r, i in pairs],
            _("Definition"): [_("changed") if r["definition_break"] else "" for r in records],
        }
    )
    empty = [c for c in told.columns if c not in (_("Stated"),) and (told[c] == "").all()]
    if told[_("Unit")].nunique() == 1:
        empty.append(_("Unit"))
    return told.drop(columns=empty)


def _stated(view: View, row: Mapping[Any, Any], indicator: Any) -> str:
    if indicator.kind == "milestone":
        said = state_said(view, str(row["state"]))
        return f"{said} {row['completed_on']}".strip()
    if not isfinite(row["value"]):
        return view._("value withdrawn") if row["state"] == "withdrawn" else view._("words alone")
    value = numbers.quantity(
        view.language, row["value"], indicator, str(row["qualifier"]), brief=False
    )
    if isfinite(row["numerator"]) and isfinite(row["denominator"]):
        value += f" ({row['numerator']:,.15g} / {row['denominator']:,.15g})"
    return value


def _change(view: View, row: Mapping[Any, Any], indicator: Any) -> str:
    if not isfinite(row["change"]):
        return ""
    change = numbers.signed(view.language, row["change"], indicator.decimals)
    if not isfinite(row["percent"]):
        return change
    percent = numbers.signed(view.language, row["percent"], 1)
    return view._("{change} ({percent}%)", change=change, percent=percent)


def _sums(view: View, submission: Submission, key: str) -> None:
    """A region's own figures beside the sums of its offices."""
    rows = cross_sums(view.store, view.programme, submission)
    if rows.empty:
        return
    _, language = view._, view.language
    st.subheader(_("Beside the sum of the offices below"), anchor=False)
    records = rows.sort_values("percent", key=abs, ascending=False).to_dict("records")
    of = [view.programme.indicators[str(r["indicator"])] for r in records]
    told = pd.DataFrame(
        {
            _("Indicator"): [i.name.to(language) for i in of],
            _("Quarter"): [numbers.quarter(language, r["quarter"], short=True) for r in records],
            _("Stated"): [
                numbers.quantity(language, r["stated"], i, brief=False)
                for r, i in zip(records, of, strict=True)
            ],
            _("Sum of the offices"): [
                numbers.quantity(language, r["added_up"], i, brief=False)
                for r, i in zip(records, of, strict=True)
            ],
            _("Difference"): [
                _change(view, {"change": r["difference"], "percent": r["percent"]}, i)
                for r, i in zip(records, of, strict=True)
            ],
            _("Reports in"): [f"{r['reported']}/{r['expected']}" for r in records],
        }
    )
    paper.listed(view, told, key=f"{key}-sums", alt=_("Beside the sum of the offices below"))


def _milestones(view: View, submission: Submission, key: str) -> dict[str, dossier.Key]:
    """The milestones it claims, each to be verified or not, by the box that says so."""
    _ = view._
    stated = view.store.stated(submission.id)
    claims = stated[stated["state"].isin(["claimed", "verified"])]
    if claims.empty:
        return {}
    st.subheader(_("Milestones it claims"), anchor=False)
    proved = view.store.evidence(submission.id)
    boxes: dict[str, dossier.Key] = {}
    for place, row in enumerate(claims.to_dict("records")):
        figure = (str(row["indicator"]), str(row["unit"]), int(row["quarter"]))
        named = _(
            "{indicator}: done on {day} ({unit}, {quarter})",
            indicator=view.indicator_name(figure[0]),
            day=str(row["completed_on"]) or numbers.MISSING,
            unit=view.unit_name(figure[1]),
            quarter=numbers.quarter(view.language, figure[2]),
        )
        if row["state"] == "verified":
            st.text(f"✔ {named}")
            continue
        files = int(((proved["indicator"] == figure[0]) & (proved["quarter"] == figure[2])).sum())
        box = f"{key}-milestone-{place}"
        may = _may_decide(view, submission)
        st.checkbox(named, value=files > 0, key=box, disabled=not may)
        boxes[box] = figure
        st.caption(
            view.n_("{n} file of evidence", "{n} files of evidence", files)
            if files
            else _("No evidence is attached.")
        )
    if submission.state == "approved" and boxes and _may_decide(view, submission):
        store, by, number = view.store, view.actor.name, submission.id
        dossier.button(
            view,
            _("Verify these milestones"),
            f"{key}-verify",
            lambda: store.verify_milestones(number, _ticked(boxes), actor=by),
            _("The milestones are verified."),
            type="primary",
        )
    return boxes


def _ticked(boxes: Mapping[str, dossier.Key]) -> list[dossier.Key]:
    """The milestones whose box is ticked now."""
    return [figure for box, figure in boxes.items() if st.session_state.get(box)]


def _words(view: View, submission: Submission) -> None:
    """What the report says in words."""
    _ = view._
    said = view.store.texts(submission.id)
    if said.empty:
        return
    with st.expander(_("What the report says in words ({n})", n=len(said))):
        heads = [_("Indicator"), _("Progress"), _("Problem"), _("Next step"), _("Source")]
        rows = [
            (
                view.indicator_name(str(r["indicator"])),
                *(str(r[name]) for name in ("progress_note", "problem", "next_step", "source")),
            )
            for r in said.to_dict("records")
        ]
        st.html(dossier.table(heads, rows))


def _may_decide(view: View, submission: Submission) -> bool:
    own = submission.submitted_by == view.actor.name and not submission.entered
    return view.known_on is None and view.may_with("approve", submission) and not own


def _say_past(view: View) -> None:
    """That nothing is decided where the past is shown."""
    st.caption(view._("Reports are decided on in the present view: empty “as known on” first."))


def _decide(
    view: View, submission: Submission, claims: Mapping[str, dossier.Key], key: str
) -> None:
    """Approve, or send back with a reason; also what counts already can go back."""
    _ = view._
    if submission.state not in ("submitted", "approved", "superseded"):
        return
    if view.known_on is not None:
        _say_past(view)
        return
    if not _may_decide(view, submission):
        st.info(_("You handed this in: somebody else decides on it."), icon=":material/person_off:")
        return
    st.subheader(_("Decision"), anchor=False)
    store, by, number = view.store, view.actor.name, submission.id
    waits = submission.state == "submitted"
    left, right = st.columns(2, gap="large")
    if waits:
        with left:
            note = f"{key}-note"
            st.text_input(_("A note (if you like)"), key=note, max_chars=500)
            dossier.button(
                view,
                _("Approve"),
                f"{key}-approve",
                lambda: store.approve(
                    number, actor=by, note=dossier.typed(note), milestones=_ticked(claims)
                ),
                _("No. {number} is approved; its figures count.", number=number),
                type="primary",
                icon=":material/done_all:",
            )
    with right if waits else left:
        reason = f"{key}-reason"
        st.text_area(_("Why it goes back"), key=reason, max_chars=1000, height=80)
        if not waits:
            st.caption(
                _("It counts so far. Sent back it counts no more; what stood before stands again.")
            )
        dossier.button(
            view,
            _("Send back"),
            f"{key}-return",
            lambda: store.send_back(number, actor=by, reason=dossier.typed(reason)),
            _("No. {number} is sent back with its reason.", number=number),
            say_here=True,
            icon=":material/assignment_return:",
        )
