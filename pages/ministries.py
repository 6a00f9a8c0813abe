"""What each ministry promised, and whether it is done."""

import streamlit as st

from tracking import charts, progress
from tracking.web import parts, state
from tracking.web.page import open_page
from tracking.web.tables import assessments

EVERY = "all"

view = open_page("ministries")
_, language, quarter, programme = view._, view.language, view.quarter, view.programme

names = {EVERY: _("All ministries")} | {
    unit.code: unit.short.to(language) for unit in programme.ministries
}
unit = state.select(
    "unit", _("Ministry"), list(names), names, widget=st.pills, label_visibility="collapsed"
)
view.lead(
    progress.headline_of_ministries(
        view.assessment, programme, quarter.index, language, None if unit == EVERY else unit
    )
)
if unit != EVERY and programme.units[unit].note.to(language):
    st.caption(programme.units[unit].note.to(language))

# Milestones.
st.subheader(_("Milestones"), anchor=False)
stones = progress.milestones(view.figures, view.measured.targets, programme, view.today)
if unit != EVERY:
    stones = stones[stones["unit"] == unit]
if stones.empty:
    st.caption(_("No milestone is promised here."))
else:
    parts.milestones(view, stones, "timeline")

# Indicators.
if unit == EVERY:
    st.subheader(_("Indicators by status, ministry by ministry"), anchor=False)
    counts = view.measured.standings_at(quarter)
    counts = counts[counts["unit_kind"] == "ministry"]
    figure = charts.status_counts(counts, programme, language, view.theme, by="unit")
    view.chart(figure, _("Status by ministry"), key="counts")
else:
    st.subheader(_("Indicators"), anchor=False)
    assessments(view, view.measured.unit(unit, quarter), "indicator", "indicators")
    led = [m for m in programme.measures.values() if unit in m.leads]
    if led:
        st.subheader(_("Measures it leads"), anchor=False)
        for measure in led:
            st.text(f"{measure.code}  {measure.name.to(language)}")
    st.subheader(_("What the reports say"), anchor=False)
    parts.narratives(view, units=[unit], key="narratives")
