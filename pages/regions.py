"""How one region is doing."""

import streamlit as st

from tracking import charts, progress
from tracking.programme import NATION
from tracking.progress.record import record
from tracking.web import parts, state
from tracking.web.page import open_page
from tracking.web.tables import assessments

view = open_page("regions")
_, language, quarter, programme = view._, view.language, view.quarter, view.programme

names = {unit.code: unit.name.to(language) for unit in programme.regions}
left, right = st.columns([9, 11], gap="large")
with left:
    unit = state.select("unit", _("Region"), list(names), names, label_visibility="collapsed")
    parts.region_tiles(
        view, view.measured.standings_at(quarter), _("All chains"), "tiles", chosen=unit
    )
with right:
    st.subheader(names[unit], anchor=False)
    view.lead(
        progress.headline_of_region(view.assessment, programme, unit, quarter.index, language)
    )
    group = f"group:{programme.units[unit].group}"
    beside = view.measured.chains_at(quarter)
    beside = beside[beside["unit"].isin([unit, group, NATION])]
    st.subheader(_("Chains, beside the nation and its group"), anchor=False)
    if beside["index"].notna().any():
        figure = charts.profile(beside, unit, programme, language, view.theme)
        view.chart(figure, names[unit], key="profile")
    else:
        st.caption(_("No region has an index: an index needs targets with a baseline."))

st.subheader(_("Indicators"), anchor=False)
rows = view.measured.unit(unit, quarter)
assessments(view, progress.worst_first(rows), "indicator", "indicators")

offices = programme.offices.get(unit, ())
if offices:
    with st.expander(_("Offices below this region")):
        parts.offices(view, unit)

if view.before is not None:
    st.subheader(_("What changed"), anchor=False)
    changed = view.measured.changes(quarter, view.before)
    parts.changes(view, changed[changed["unit"] == unit], "changes")

st.subheader(_("Reporting record"), anchor=False)
kept = record(view.measured.received, programme, view.quarters, view.today)
figure = charts.record(kept[kept["unit"] == unit], programme, language, view.theme)
view.chart(figure, _("Reporting record"), key="record")

st.subheader(_("What the reports say"), anchor=False)
parts.narratives(view, units=[unit], key="narratives")
