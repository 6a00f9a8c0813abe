"""The reminder list: a text for each unit that owes a report, to copy, and all as a file."""

import pandas as pd
import streamlit as st

from tracking.progress.reminders import Reminder, as_csv, as_text, owed, reminders
from tracking.web import downloads, state
from tracking.web.reports import owing, owing_at
from tracking.web.view import View


def show(view: View) -> None:
    """Whom to remind of what, of the quarter or of all up to it."""
    _, language = view._, view.language
    earlier = state.toggle("earlier", _("Earlier quarters, too"))
    rows, open_, letters = view.once(("reminders", earlier), lambda: _letters(view, earlier))
    if not letters:
        st.caption(_("Nobody has to be reminded."))
        return
    st.caption(
        view.n_(
            "{n} unit is to be reminded of {reports}.",
            "{n} units are to be reminded of {reports}.",
            len(letters),
            reports=view.n_("{n} report", "{n} reports", open_),
        )
    )
    texts = {letter.unit: letter.text for letter in letters}
    chosen = st.selectbox(
        _("Unit"),
        list(texts),
        format_func=lambda unit: view.unit_name(unit, short=False),
        key=f"remind-{len(texts)}",
        label_visibility="collapsed",
        width=360,
    )
    # Shown as code for its button to copy; it is text all the same.
    st.code(texts[chosen], language=None, wrap_lines=True)
    stem = _("Reminders - {quarter}", quarter=view.quarter)
    with st.container(horizontal=True):
        downloads.export(
            view, "reminders", _("All as text"),
            lambda: as_text(letters), f"{stem}.txt", key="remind-text",
        )  # fmt: skip
        downloads.export(
            view, "reminders", _("All as a table (CSV)"),
            lambda: as_csv(rows, view.programme, language, view.as_of), f"{stem}.csv",
            key="remind-table",
        )  # fmt: skip


def _letters(view: View, earlier: bool) -> tuple[pd.DataFrame, int, list[Reminder]]:
    """The obligations, how many of them are open, and the reminders of these."""
    rows = owing(view) if earlier else owing_at(view, view.quarter)
    rows = rows[rows["quarter"] <= view.quarter.index]
    letters = reminders(
        rows,
        view.programme,
        view.language,
        view.as_of,
        demonstration=view.store.demonstration,
    )
    return rows, len(owed(rows, view.as_of)), letters
