"""How far the outlook can be trusted: its section on the method page, and the way there."""

from collections.abc import Mapping
from html import escape
from math import isfinite
from typing import Any

import streamlit as st

from tracking import charts, knowledge, progress
from tracking.web import measured, paper, state
from tracking.web.house import house
from tracking.web.view import View

ANCHOR = "outlook-tested"


def show(view: View) -> None:
    """One sentence, two charts, and the tables behind them."""
    _, language, programme = view._, view.language, view.programme
    # A heading's own anchor would bring a button that speaks English.
    st.html(f'<span id="{ANCHOR}"></span>')
    st.subheader(_("How far the outlook can be trusted"), anchor=False)
    found = tested(view)
    lead = progress.trust_lead(found, programme, language)
    if not found.enough:
        st.info(lead)
        return
    space = "" if language == "zh" else " "
    rest = space.join(progress.trust_said(found, programme, language))
    st.html(f'<div class="door"><p><b>{escape(lead)}</b>{space}{escape(rest)}</p></div>')
    left, right = st.columns(2, gap="large")
    with left:
        title = _("How often what came lay inside the interval")
        st.markdown(f"**{title}**")
        view.chart(charts.coverage(found, programme, language, view.theme), title, key="coverage")
    with right:
        title = _("What the chances were worth")
        st.markdown(f"**{title}**")
        view.chart(charts.calibration(found, language, view.theme), title, key="calibration")
        st.caption(_("The larger a circle, the more goals. Above the line more was reached."))
    for table in (progress.trust_by_horizon, progress.trust_by_way, progress.trust_by_chance):
        st.html(f'<div class="told">{paper.markup(table(found, language))}</div>')
    st.caption(
        _(
            "Errors are in units of what merely carrying on missed by, one quarter ahead (MASE);"
            " carrying on is the last level, the last quarter’s flow again, or last year’s"
            " quarters. Below 1 against carrying on, the outlook was nearer. Chances are those of"
            " reaching the planned path, at the deadline the target; one quarter’s outlooks and"
            " the next’s overlap, so small differences mean nothing."
        )
    )


def tested(view: View) -> progress.Backtest:
    """Every outlook so far against what came: computed once for each version of the data."""
    opened = house()
    reading = measured.measured(opened, known_on=view.known_on, cities=False)
    return reading.once(
        ("outlooks tested", view.today),
        lambda: knowledge.outlooks_tested(
            opened.store, view.programme, reading.assessment, view.known_on, view.today
        ),
    )


def way_there(view: View, likely: Mapping[Any, Any] | None) -> str:
    """The link from an outlook to the section, as HTML; "" where there is no outlook."""
    if likely is None or not isfinite(likely["hit"]):
        return ""
    address = f"{state.link('method')}#{ANCHOR}"
    words = view._("How far the outlook can be trusted")
    return f'<p class="hint"><a href="{escape(address)}" target="_self">{escape(words)}</a></p>'
