"""The reference of reports, looked up: how many came, whose are missing, and the page on them."""

from html import escape

import pandas as pd
import streamlit as st

from tracking.briefing import Reference, reports_told
from tracking.briefing.index_rows import Rows
from tracking.gathering import gather
from tracking.programme import NATION
from tracking.web import index_reference, paper
from tracking.web.view import View
from tracking.web.what_came import Cell


def show(view: View, of: Reference) -> None:
    """Sentences, the counts, the reports that are not in time, and the problems that they name."""
    language = view.language
    told = view.once(("reports told", of, language, view.eyes), lambda: _told(view, of))
    if told is None:
        st.info(view._("No report is owed here."))
        return
    joined = ("" if language == "zh" else " ").join(told.sentences)
    st.html(f'<p class="door">{escape(joined)}</p>')
    _table(view, reports_told.count_heads(language), told.counts, "counts")
    _table(view, reports_told.unit_heads(language), told.units, "units")
    _table(view, reports_told.problem_heads(language), told.problems, "problems")
    asked = {} if of.unit == NATION else {"report": str(Cell(of.unit, of.quarter))}
    index_reference.link(view, "quality", of.quarter, asked)


def _told(view: View, of: Reference) -> reports_told.ReportsTold | None:
    material = gather(
        view.store,
        view.programme,
        [of.quarter],
        view.today,
        view.known_on,
        assessment=view.measured.assessment,
    )
    return reports_told.reports_told(material, of, view.language)


def _table(view: View, heads: tuple[str, ...], rows: Rows, name: str) -> None:
    if rows:
        frame = pd.DataFrame(rows, columns=list(heads))
        alt = index_reference.alt(view, frame)
        paper.dataframe(view, frame, key=f"reports-reference-{name}", alt=alt)
