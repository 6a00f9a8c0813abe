"""Who leads, who lags, where exactly."""

from html import escape

import streamlit as st

from tracking import charts, progress
from tracking.web import comparing, door, one_indicator, parts, regional, state, two_quarters
from tracking.web import peers as choosing
from tracking.web.door import Door
from tracking.web.page import open_page

view = open_page("compare")
_, language, quarter, programme = view._, view.language, view.quarter, view.programme

peers = choosing.choose(view)
view.lead(
    view.once(
        ("headline", peers.choice),
        lambda: progress.headline_of_comparison(
            view.assessment, programme, quarter.index, language, peers.group
        ),
    )
)
regional.cities_note(view)

# Regions by chains, or by the indicators of one chain.
columns = {comparing.CHAINS: _("All chains")} | {
    code: chain.name.to(language) for code, chain in programme.chains.items()
}
with st.container(horizontal=True, vertical_alignment="bottom"):
    across = state.select("across", _("Across"), list(columns), columns, width=200)
    sorts = comparing.sorts(view, across)
    sort = state.select("sort", _("Sorted by"), list(sorts), sorts, width=340)
    worst = sort != comparing.LISTED and state.toggle("worst", _("Worst first"))
cells = comparing.cells(view, across, peers)
if comparing.has_something(peers.of(cells)):
    ranked = comparing.order(view, cells, sort, peers)
    units = comparing.units(cells, ranked, worst, peers)
    figure = charts.heat(
        cells,
        programme,
        language,
        view.theme,
        by="chain" if across == comparing.CHAINS else "indicator",
        value="share",
        order=units,
        ranks=comparing.ranks_said(view, ranked, peers),
        beside=comparing.beside(cells, peers),
    )
    if across == comparing.CHAINS:
        picked = view.chart(
            figure,
            _("Regions by chain"),
            key="heat",
            on_select="rerun",
            selection_mode="points",
        )
        st.caption(comparing.order_said(view, ranked, worst, units, peers))
        st.caption(_("✔: every target of the chain is reached (100%)."))
        if peers.choice != choosing.GROUPS:
            view.hint(_("Choose a cell to open the region's page."))
        points = picked.selection.points if picked else []
        unit = str(points[0]["customdata"][0]) if points and points[0].get("customdata") else ""
        if unit and programme.units.get(unit) in programme.regions:
            parts.open_region(view, unit)
    else:
        door.chart(
            view, figure, columns[across], "heat", lambda data: Door(data[1], data[0], quarter)
        )
        st.caption(comparing.order_said(view, ranked, worst, units, peers))
        names = [i for i in programme.indicators_of(across) if "region" in i.reporters]
        st.caption(
            _(
                "In the cells: the share achieved of the way from baseline to target, in %; without"
                " one, the value itself."
            )
        )
        st.caption("  ·  ".join(f"{i.code} {i.name.to(language)}" for i in names))
elif across == comparing.CHAINS:
    st.caption(regional.no_index(view, cells))
else:
    st.caption(_("No region has reported an indicator of this chain."))

# One indicator across those who are compared, and quarter by quarter.
st.subheader(_("One indicator across the regions"), anchor=False)
chosen = one_indicator.choose(view, peers)
st.html(f'<p class="on-paper">{escape(" · ".join(chosen.names))}</p>')
one_indicator.dots(view, chosen)
one_indicator.as_table(view, chosen)

st.subheader(_("Quarter by quarter"), anchor=False)
one_indicator.courses(view, chosen)

# Two quarters beside each other.
st.subheader(_("Two quarters beside each other"), anchor=False)
two_quarters.show(view, chosen)
