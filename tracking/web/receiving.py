"""Looking at uploaded report files, and taking them: one file from its upload to the store."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from threading import BoundedSemaphore
from typing import Any, Final

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from tracking.figures import TEXT_COLUMNS
from tracking.forms.marked import marked
from tracking.intake import Finding, told
from tracking.reporting import EFFECTS, Inspection, Unexplained, inspect, take
from tracking.reporting.effects import Turns
from tracking.reporting.reasons import questions
from tracking.store import StoreError
from tracking.web import explaining, found, previewing, taken, turning
from tracking.web.view import View, plain
from tracking.words import Language
from tracking.words.outside import file_name

# What one reader may have looked at together; the rest waits until some are removed.
FILES: Final = 20
TOGETHER: Final = 64 << 20
SHOWN: Final = 1000

# Of large files one is read at a time: a million rows take some hundred megabytes while checked.
LARGE: Final = 4 << 20
_ONE_LARGE: Final = BoundedSemaphore(1)

# Of more figures it is not asked which statuses they would turn.
MEASURED: Final = 20_000

_LOOKED_AT: Final = "inspections"


@dataclass(frozen=True, eq=False)
class Looked:
    """An upload that was looked at, as of a version of the store and a day.

    `rows` are the first figures of each effect, `counts` how many there are; `turns` the statuses
    that would turn, not asked of very many figures. `taken` is the number of the submission that
    was made of it here.
    """

    version: int
    day: date
    inspection: Inspection
    rows: pd.DataFrame
    counts: dict[str, int]
    texts: int
    turns: Turns | None = None
    taken: int | None = None


def readable(view: View, uploads: Sequence[UploadedFile]) -> list[UploadedFile]:
    """The uploads that are looked at together; says so where there are too many.

    What was kept of uploads that are gone is forgotten.
    """
    some: list[UploadedFile] = []
    size = 0
    for upload in uploads[:FILES]:
        size += upload.size
        if some and size > TOGETHER:
            break
        some.append(upload)
    if len(some) < len(uploads):
        st.warning(
            view.n_(
                "The last file waits: at most {files} files and {size} MB are read at a time. Hand"
                " in the ones above, then remove them.",
                "The last {n} files wait: at most {files} files and {size} MB are read at a time."
                " Hand in the ones above, then remove them.",
                len(uploads) - len(some),
                files=FILES,
                size=TOGETHER >> 20,
            ),
            icon=":material/hourglass_empty:",
        )
    here = {upload.file_id for upload in some}
    kept = _looked_at()
    for gone in kept.keys() - here:
        del kept[gone]
    return some


def looked_at(view: View, upload: UploadedFile) -> Looked:
    """The file read, checked and held beside what is known; again when the store has changed."""
    kept = _looked_at()
    known = kept.get(upload.file_id)
    if known is not None and (
        known.taken is not None or (known.version, known.day) == (view.store.version, view.today)
    ):
        return known
    with st.spinner(view._("Reading and checking {name} …", name=plain(file_name(upload.name)))):
        kept[upload.file_id] = _look(view, upload)
    return kept[upload.file_id]


def show(view: View, upload: UploadedFile, key: str) -> None:
    """One file: whether it can be taken, what was found, what it changes, and the buttons."""
    name = file_name(upload.name)
    st.html(f'<h3 class="file"><bdi>{escape(name)}</bdi></h3>')
    looked = looked_at(view, upload)
    inspection = looked.inspection
    before = inspection.before
    if looked.taken is not None:
        taken.say(view, view.store.submission(looked.taken))
    elif before is not None:
        taken.say_known(view, before)
    else:
        _verdict(view, inspection)
    if inspection.findings:
        own = own_file(upload, inspection.findings, view.language, view.today)
        found.show(view, inspection.findings, name, own, f"{key}-findings")
    if looked.taken is None and _can_be_taken(inspection):
        previewing.show(view, looked.rows, looked.counts, looked.texts, f"{key}-preview")
        if looked.turns is not None:
            turning.show(view, looked.turns, f"{key}-turns")
        _buttons(view, upload, looked, key)


def own_file(
    upload: UploadedFile, findings: Sequence[Finding], language: Language, day: date
) -> Callable[[], bytes]:
    """What makes the upload with its findings marked; large ones one at a time, as in reading."""

    def make() -> bytes:
        with _ONE_LARGE if upload.size >= LARGE else nullcontext():
            return marked(upload.getvalue(), upload.name, findings, language, day)

    return make


def _looked_at() -> dict[str, Looked]:
    kept: dict[str, Looked] = st.session_state.setdefault(_LOOKED_AT, {})
    return kept


def _look(view: View, upload: UploadedFile) -> Looked:
    version, data = view.store.version, upload.getvalue()
    if len(data) < LARGE:
        inspection = inspect(view.store, view.programme, upload.name, data, view.today)
    else:
        with _ONE_LARGE:
            inspection = inspect(view.store, view.programme, upload.name, data, view.today)
    figures, preview = inspection.checked.figures, inspection.preview
    counts = {effect: inspection.counted(effect) for effect in EFFECTS}
    basis = figures["basis"].astype("str").reindex(range(len(preview)), fill_value="")
    rows = preview.assign(basis=basis.to_numpy())
    texts = (figures[TEXT_COLUMNS[:3]] != "").any(axis=1).sum() if len(figures) else 0
    return Looked(
        version,
        view.today,
        replace(inspection, preview=preview.head(0)),
        rows.groupby("effect", sort=False).head(SHOWN),
        counts,
        int(texts),
        turning.turned(view, figures) if 0 < len(figures) <= MEASURED else None,
    )


def _verdict(view: View, inspection: Inspection) -> None:
    _, n_ = view._, view.n_
    errors = told.count(inspection.findings, "error")
    warnings = told.count(inspection.findings, "warning")
    if errors:
        st.error(
            n_(
                "{n} error. Nothing of this file was saved. Mend it in the file, then upload the"
                " file again.",
                "{n} errors. Nothing of this file was saved. Mend them in the file, then upload"
                " the file again.",
                errors,
            ),
            icon=":material/error:",
        )
    elif warnings:
        st.warning(
            n_(
                "The file can be taken; nothing is saved yet. {n} thing looks unusual: please look"
                " at it again. If it is right, submit; if not, mend it and upload the file again.",
                "The file can be taken; nothing is saved yet. {n} things look unusual: please look"
                " at them again. If they are right, submit; if not, mend them and upload the file"
                " again.",
                warnings,
            ),
            icon=":material/warning:",
        )
    else:
        st.info(
            _("The file is in order. Nothing is saved yet: look at what it changes, then submit."),
            icon=":material/check_circle:",
        )


def _buttons(view: View, upload: UploadedFile, looked: Looked, key: str) -> None:
    """The ways on: who reports submits or keeps a draft, who keeps the system enters."""
    _, inspection = view._, looked.inspection
    before, units = inspection.before, inspection.checked.units
    enters = all(view.may("enter", f"unit:{unit}") for unit in units)
    if before is not None and before.state in ("submitted", "draft"):
        if before.entered and enters:
            if st.button(
                _("Approve"), type="primary", key=f"{key}-approve", icon=":material/done_all:"
            ):
                _take(view, upload, looked, approve=True)
            return
        st.caption(_("It is listed below, under “What came in”, with what can be done with it."))
        return
    if enters:
        with st.container(horizontal=True):
            if st.button(
                _("Submit and approve"),
                type="primary",
                key=f"{key}-approve",
                icon=":material/done_all:",
            ):
                _take(view, upload, looked, entered=True, approve=True)
            if st.button(_("Submit only"), key=f"{key}-submit", icon=":material/upload:"):
                _take(view, upload, looked, entered=True)
        st.caption(
            _(
                "As who keeps the system you enter what came some other way and answer for it"
                " alone; a second person’s review is recorded where a reporter submits."
            )
        )
        return
    others = [unit for unit in units if not view.may("submit", f"unit:{unit}")]
    if others:
        _not_yours(view, others)
        return
    reasons = explaining.ask(view, questions(inspection.findings), key)
    with st.container(horizontal=True):
        if st.button(_("Submit"), type="primary", key=f"{key}-submit", icon=":material/upload:"):
            st.session_state[explaining.tried(key)] = True
            _take(view, upload, looked, reasons=reasons)
        if st.button(_("Keep as a draft"), key=f"{key}-draft", icon=":material/edit_document:"):
            _take(view, upload, looked, draft=True)


def _not_yours(view: View, units: Sequence[str]) -> None:
    """The file speaks for units this reader does not report for."""
    names = view._(", ").join(view.unit_name(unit) for unit in units[:3])
    if len(units) > 3:
        names = view._("{names} and {n} more", names=names, n=len(units) - 3)
    st.error(
        view._(
            "You do not report for {units}. Nothing was saved; hand in a file of your own unit.",
            units=names,
        ),
        icon=":material/lock:",
    )


def _can_be_taken(inspection: Inspection) -> bool:
    """In order, and not here already, unless it waits or went back."""
    before = inspection.before
    return inspection.ok and (
        before is None or before.state in ("draft", "submitted", "returned", "withdrawn")
    )


def _take(view: View, upload: UploadedFile, looked: Looked, **how: Any) -> None:
    inspection = looked.inspection
    try:
        with st.spinner(view._("Saving …")):
            submission = take(view.store, inspection, view.actor.name, **how)
    except Unexplained:
        # Each field says what is wrong with its reason.
        st.rerun()
    except StoreError as error:
        st.error(error.said(view.language), icon=":material/error:")
        return
    # The figures are in the store now; only what was found is still shown.
    checked = replace(inspection.checked, figures=inspection.checked.figures.head(0))
    _looked_at()[upload.file_id] = replace(
        looked, taken=submission.id, inspection=replace(inspection, data=b"", checked=checked)
    )
    st.rerun()
