"""Parts of the submit page: a file's findings, what it would change, handing in, what came in."""

import csv
import io
from collections.abc import Sequence
from hashlib import sha256
from math import isfinite
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from tracking.intake.contract import COLUMNS
from tracking.intake.findings import Finding, severity_name
from tracking.programme import NATION, Quarter
from tracking.reporting import CHINA, EFFECTS, Inspection, effect_name, inspect, take
from tracking.store import StoreError, Submission
from tracking.store.errors import state_name
from tracking.web import state
from tracking.web.view import View, plain
from tracking.words import numbers

_LOOKED_AT: Final = "inspections"
_TAKEN: Final = "taken"
SHOWN: Final = 1000


def blank_form(view: View) -> bytes:
    """An empty report form: the heads in the reader's language, as CSV that Excel opens."""
    text = io.StringIO()
    csv.writer(text).writerow([column.name.to(view.language) for column in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def inspected(view: View, upload: UploadedFile) -> Inspection:
    """The file looked at, once for each state of the store."""
    data = upload.getvalue()
    key = (sha256(data).hexdigest(), upload.name, view.store.version, view.today)
    seen: dict[object, Inspection] = st.session_state.setdefault(_LOOKED_AT, {})
    if key not in seen:
        with st.spinner(view._("Reading {name} …", name=plain(upload.name))):
            seen[key] = inspect(view.store, view.programme, upload.name, data, view.today)
    return seen[key]


def verdict(view: View, inspection: Inspection) -> None:
    """Whether the file can be taken, in one sentence."""
    _, n_ = view._, view.n_
    errors = sum(f.severity == "error" for f in inspection.findings)
    warnings = len(inspection.findings) - errors
    if inspection.before is not None:
        st.info(
            _(
                "This very file is here already: submission {number}, {state}.",
                number=inspection.before.id,
                state=state_name(view.language, inspection.before.state),
            ),
            icon=":material/content_copy:",
        )
    elif errors:
        st.error(
            n_(
                "{n} thing must be mended before this file can be taken. Nothing was saved.",
                "{n} things must be mended before this file can be taken. Nothing was saved.",
                errors,
            ),
            icon=":material/error:",
        )
    elif warnings:
        st.warning(
            n_(
                "The file can be taken. {n} thing looks unusual; please look at it again.",
                "The file can be taken. {n} things look unusual; please look at them again.",
                warnings,
            ),
            icon=":material/warning:",
        )
    else:
        st.success(_("The file is in order."), icon=":material/check_circle:")


def findings(view: View, found: Sequence[Finding], name: str, key: str) -> None:
    """What was found, errors first, with place and cure; and the same as a file."""
    _, language = view._, view.language
    ordered = sorted(found, key=lambda f: (f.severity != "error", f.sheet, f.row or 0))
    symbols = {"error": "■", "warning": "▲"}
    told = pd.DataFrame(
        {
            _("Severity"): [
                f"{symbols[f.severity]} {severity_name(language, f.severity)}" for f in ordered
            ],
            _("Sheet"): [f.sheet for f in ordered],
            _("Row"): pd.array([f.row for f in ordered], dtype="Int64"),
            _("Column"): [f.column for f in ordered],
            _("Found"): [f.found for f in ordered],
            _("What is wrong, and what is wanted"): [f.said(language) for f in ordered],
        }
    )
    if not told[_("Sheet")].any():
        told = told.drop(columns=_("Sheet"))
    st.dataframe(
        told.head(SHOWN),
        hide_index=True,
        key=key,
        height=min(38 + 35 * min(len(told), SHOWN), 420),
        placeholder="",
        alt=_("Findings"),
        column_config={told.columns[-1]: st.column_config.TextColumn(width="large")},
    )
    st.download_button(
        _("Download the findings"),
        lambda: _safe_csv(told),
        file_name=_("Findings - {name}.csv", name=name),
        mime="text/csv",
        icon=":material/download:",
        key=f"{key}-file",
        on_click="ignore",
    )


def preview(view: View, inspection: Inspection, key: str) -> None:
    """What taking the file would change in what is known."""
    _, language = view._, view.language
    counts = {effect: inspection.counted(effect) for effect in EFFECTS}
    st.caption(
        _(
            "{new} figures are new, {changed} change a known one, {unchanged} stay as they are.",
            **counts,
        )
    )
    shown = st.segmented_control(
        _("Show"),
        EFFECTS,
        default=next((e for e in ("changed", "new") if counts[e]), "unchanged"),
        format_func=lambda effect: f"{effect_name(language, effect)} {counts[effect]}",
        key=f"{key}-effect",
        label_visibility="collapsed",
        required=True,
    )
    rows = inspection.preview[inspection.preview["effect"] == shown].head(SHOWN)
    indicators = view.programme.indicators
    of = [indicators[code] for code in rows["indicator"]]
    told = pd.DataFrame(
        {
            _("Row"): rows["row"].to_numpy(),
            _("Unit"): [view.unit_name(u) for u in rows["unit"]],
            _("Quarter"): [numbers.quarter(language, q) for q in rows["quarter"]],
            _("Indicator"): [i.name.to(language) for i in of],
            _("Known value"): [
                numbers.quantity(language, v, i, brief=False)
                for v, i in zip(rows["old"], of, strict=True)
            ],
            _("Value in the file"): [
                numbers.quantity(language, v, i, q, brief=False)
                for v, i, q in zip(rows["new"], of, rows["qualifier"], strict=True)
            ],
            _("Change"): [
                numbers.signed(language, c, i.decimals)
                + (f" ({numbers.signed(language, p, 1)}%)" if isfinite(p) else "")
                if isfinite(c)
                else ""
                for c, p, i in zip(rows["change"], rows["percent"], of, strict=True)
            ],
        }
    )
    if shown != "changed":
        told = told.drop(columns=[_("Known value"), _("Change")])
    st.dataframe(
        told,
        hide_index=True,
        key=key,
        height=min(38 + 35 * len(told), 420),
        alt=_("What the file would change"),
    )


def hand_in(view: View, inspection: Inspection, key: str) -> None:
    """The buttons that submit the file, or submit and approve it."""
    _ = view._
    waiting = inspection.before is not None and inspection.before.state == "submitted"
    if not inspection.ok or (inspection.before is not None and not waiting):
        return
    units = inspection.checked.units
    may_submit = all(view.may("submit", f"unit:{unit}") for unit in units)
    may_approve = all(view.may("approve", f"submission:{unit}") for unit in units)
    with st.container(horizontal=True):
        if (
            may_submit
            and may_approve
            and st.button(
                _("Submit and approve"),
                type="primary",
                key=f"{key}-approve",
                icon=":material/done_all:",
            )
        ):
            _take(view, inspection, approve=True)
        if (
            may_submit
            and not waiting
            and st.button(_("Submit only"), key=f"{key}-submit", icon=":material/upload:")
        ):
            _take(view, inspection, approve=False)


def outcome(view: View) -> None:
    """What the last hand-in did, and where the figures can be seen now."""
    submission: Submission | None = st.session_state.pop(_TAKEN, None)
    if submission is None:
        return
    _ = view._
    st.success(
        _(
            "Submission {number}, {name}: {state}. {n} figures.",
            number=submission.id,
            name=plain(submission.name),
            state=state_name(view.language, submission.state),
            n=submission.n_figures,
        ),
        icon=":material/check_circle:",
    )
    if submission.state != "approved" or not submission.quarters:
        return
    last = str(Quarter(max(submission.quarters)))
    kinds = [(unit, view.programme.units[unit].kind) for unit in submission.units]
    regions = [unit for unit, kind in kinds if kind == "region"]
    stem, unit = ("regions", regions[0]) if regions else ("overview", NATION)
    link = state.link(stem, quarter=last, **({"unit": unit} if regions else {}))
    st.markdown(f"[{_('See the figures in the charts')}]({link})")


def history(view: View) -> None:
    """What came in, newest first; the original file can be had again, a waiting one approved."""
    _, language = view._, view.language
    came = sorted(view.store.submissions(), key=lambda s: -s.id)[:SHOWN]
    if not came:
        st.caption(_("Nothing has been handed in yet."))
        return
    told = pd.DataFrame(
        {
            _("No."): [s.id for s in came],
            _("File"): [s.name for s in came],
            _("State"): [state_name(language, s.state) for s in came],
            _("Units"): [_several(view, s.units) for s in came],
            _("Figures"): [s.n_figures for s in came],
            _("Submitted"): [
                f"{s.submitted_at.astimezone(CHINA):%Y-%m-%d %H:%M} {s.submitted_by}" for s in came
            ],
            _("Decided"): [
                f"{s.decided_at.astimezone(CHINA):%Y-%m-%d %H:%M} {s.decided_by}"
                if s.decided_at
                else ""
                for s in came
            ],
        }
    )
    event = st.dataframe(
        told,
        hide_index=True,
        key="history",
        height=min(38 + 35 * len(told), 420),
        on_select="rerun",
        selection_mode="single-row",
        placeholder=numbers.MISSING,
        alt=_("Submissions"),
    )
    st.caption(_("Tick a row for the original file."))
    rows = event.selection.rows
    if rows and rows[0] < len(came):
        _of_one(view, came[rows[0]])


def _of_one(view: View, submission: Submission) -> None:
    _ = view._
    if submission.source:
        st.text(_("Source: {source}", source=submission.source))
    allowed = all(view.may("download", f"submission:{unit}") for unit in submission.units)
    may_approve = all(view.may("approve", f"submission:{unit}") for unit in submission.units)
    with st.container(horizontal=True):
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
        if (
            submission.state == "submitted"
            and may_approve
            and st.button(_("Approve"), icon=":material/done_all:", key=f"approve-{submission.id}")
        ):
            try:
                st.session_state[_TAKEN] = view.store.approve(submission.id, actor=view.actor.name)
            except StoreError as error:
                st.error(error.said(view.language))
                return
            st.rerun()


def _take(view: View, inspection: Inspection, *, approve: bool) -> None:
    try:
        with st.spinner(view._("Saving …")):
            st.session_state[_TAKEN] = take(
                view.store, inspection, view.actor.name, approve=approve
            )
    except StoreError as error:
        st.error(error.said(view.language))
        return
    st.rerun()


def _several(view: View, units: Sequence[str], most: int = 3) -> str:
    names = view._(", ").join(view.unit_name(unit) for unit in units[:most])
    if len(units) <= most:
        return names
    return view._("{names} and {n} more", names=names, n=len(units) - most)


def _safe_csv(table: pd.DataFrame) -> bytes:
    """The table as CSV; a text that a spreadsheet would run as a formula gets a leading mark."""

    def safe(cell: object) -> object:
        return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@\t＝＋－＠") else cell

    return table.map(safe).to_csv(index=False).encode("utf-8-sig")
