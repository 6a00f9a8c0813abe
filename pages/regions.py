"""How one region is doing."""

import streamlit as st

from tracking import charts, progress
from tracking.programme import NATION
from tracking.web import parts, regional, state
from tracking.web.page import open_page

view = open_page("regions")
_, language, quarter, programme = view._, view.language, view.quarter, view.programme

# Which region: by name, or by its tile below.
regional.settle_region(view)
names = {unit.code: unit.name.to(language) for unit in programme.regions}
unit = state.select(
    "unit", _("Region"), list(names), names, label_visibility="collapsed", width=360
)
view.lead(progress.headline_of_region(view.assessment, programme, unit, quarter.index, language))
regional.rank_note(view, unit)
regional.cities_note(view)

left, right = st.columns([9, 11], gap="large")
with left:
    st.subheader(_("Index of the regions"), anchor=False)
    parts.region_tiles(
        view, view.measured.standings_at(quarter), _("All chains"), "tiles", chosen=unit
    )
with right:
    st.subheader(_("Chains, beside the nation and its group"), anchor=False)
    group = f"group:{programme.units[unit].group}"
    chains = view.measured.chains_at(quarter)
    beside = chains[chains["unit"].isin([unit, group, NATION])]
    if (beside["index"].notna() & (beside["unit"] == unit)).any():
        figure = charts.profile(beside, unit, programme, language, view.theme)
        view.chart(
            figure, (names[unit], _("Chains, beside the nation and its group")), key="profile"
        )
        regional.without_index(view, beside)
    else:
        st.caption(regional.no_index(view, beside[beside["unit"] == unit]))

st.subheader(_("Indicators"), anchor=False)
regional.indicators(view, unit, "indicators")

if programme.offices.get(unit):
    with st.expander(_("Offices below this region")):
        parts.offices(view, unit)

if view.before is not None:
    st.subheader(_("What changed"), anchor=False)
    changed = view.measured.changes(quarter, view.before)
    parts.changes(view, changed[changed["unit"] == unit], "changes")

st.subheader(_("Reporting record"), anchor=False)
regional.reporting_record(view, unit, "record")

st.subheader(_("What the reports say"), anchor=False)
parts.narratives(view, units=[unit], key="narratives")
