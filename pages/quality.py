"""Is the reporting itself good: what came, what came in time, what looks wrong, whom to remind."""

import streamlit as st

from tracking.web import absentees, due, kept, quality, reminding, standing_out, what_came
from tracking.web.page import open_page
from tracking.web.reports import anything_handed_in

view = open_page("quality")
_ = view._

quality.lead(view)

# What came, unit by unit and quarter by quarter.
if anything_handed_in(view):
    left, right = st.columns([11, 9], gap="large")
    with left:
        st.header(_("Reports, unit by unit and quarter by quarter"), anchor=False)
        quality.calendar(view, "calendar")
    with right:
        st.header(_("Completeness and timeliness"), anchor=False)
        quality.formulas(view)
        quality.shares(view, "quarter", "by-quarter")
        quality.shares(view, "unit", "by-unit")

    st.header(_("Reports of {quarter}", quarter=view.quarter_name(view.quarter)), anchor=False)
    quality.of_quarter(view, "of-quarter")

st.header(_("Sums that lack reports"), anchor=False)
absentees.show(view, "absentees")

st.header(_("What stands out in the figures that count"), anchor=False)
standing_out.show(view, "stands-out")

st.header(_("What the checks found in the reports"), anchor=False)
kept.show(view, "found")

# Until when, and whom to remind.
left, right = st.columns(2, gap="large")
with left:
    st.header(_("Deadlines"), anchor=False)
    due.show(view)
with right:
    st.header(_("Reminders"), anchor=False)
    reminding.show(view)

what_came.show_asked(view)
