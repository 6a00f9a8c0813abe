"""Who leads, who lags, where exactly."""

from html import escape

import streamlit as st

from tracking import charts, progress
from tracking.programme import Quarter
from tracking.web import comparing, door, parts, reading, regional, state
from tracking.web.door import Door
from tracking.web.page import open_page
from tracking.web.tables import assessments
from tracking.words import numbers

view = open_page("compare")
_, language, quarter, programme = view._, view.language, view.quarter, view.programme

view.lead(progress.headline_of_comparison(view.assessment, programme, quarter.index, language))
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
cells = comparing.cells(view, across)
if comparing.has_something(cells):
    ranked = comparing.order(view, cells, sort)
    units = comparing.units(view, cells, ranked, worst)
    figure = charts.heat(
        cells,
        programme,
        language,
        view.theme,
        by="chain" if across == comparing.CHAINS else "indicator",
        value="share",
        order=units,
        ranks=comparing.ranks_said(view, ranked),
    )
    if across == comparing.CHAINS:
        picked = view.chart(
            figure,
            _("Regions by chain"),
            key="heat",
            on_select="rerun",
            selection_mode="points",
        )
        st.caption(comparing.order_said(view, ranked, worst, units))
        st.caption(_("✔: every target of the chain is reached (100%)."))
        view.hint(_("Choose a cell to open the region's page."))
        points = picked.selection.points if picked else []
        if points and points[0].get("customdata"):
            parts.open_region(view, str(points[0]["customdata"][0]))
    else:
        door.chart(
            view, figure, columns[across], "heat", lambda data: Door(data[1], data[0], quarter)
        )
        st.caption(comparing.order_said(view, ranked, worst, units))
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

# One indicator across the regions.
st.subheader(_("One indicator across the regions"), anchor=False)
choices = {
    code: f"{code}  {i.name.to(language)}"
    for code, i in programme.indicators.items()
    if "region" in i.reporters
}
usual = comparing.most_reported(view, list(choices))
with st.container(horizontal=True, vertical_alignment="bottom"):
    code = state.select(
        "indicator", _("Indicator"), list(choices), choices, default=usual, width=440
    )
    here = view.measured.indicator(code, quarter)
    regions = here[here["unit_kind"] == "region"]
    measures = {"value": _("Value"), "achieved": _("Share achieved")}
    measure = state.select(
        "measure",
        _("Shown as"),
        list(measures),
        measures,
        # Large regions lead by number, whatever they achieved.
        default="achieved" if regions["achieved"].notna().any() else "value",
        widget=st.segmented_control,
    )
indicator = programme.indicators[code]
st.html(f'<p class="on-paper">{escape(choices[code])} · {escape(measures[measure])}</p>')
known = regions[regions[measure].notna()]
if len(known):
    line = comparing.line_across(here, measure, indicator)
    figure = charts.dots(
        known.assign(target=1.0) if measure == "achieved" else known,
        indicator if measure == "value" else None,
        programme,
        language,
        view.theme,
        value=measure,
        nation=line.value,
        average=line.average,
    )
    door.chart(
        view,
        figure,
        (choices[code], measures[measure]),
        "dots",
        lambda data: Door(code, data[0], quarter),
        indicator=code if measure == "value" else "",
    )
    st.caption(comparing.dots_said(view, line, known, measure))
elif regions["value"].notna().any():
    st.caption(_("No region's share can be told: it needs a target with a baseline."))
else:
    st.caption(_("No region has reported this indicator."))
if regions["value"].notna().any():
    with st.expander(_("As a table"), expanded=reading.chosen() != reading.PATH):
        shown = here[here["value"].notna() | here["target"].notna()]
        if reading.choose(view) == reading.GROWTH:
            reading.table(view, shown, f"growth-{code}")
        else:
            assessments(view, progress.worst_first(shown), "unit", "table")

# Two quarters beside each other.
st.subheader(_("Two quarters beside each other"), anchor=False)
earlier = [q for q in reversed(view.quarters) if q < quarter]
if earlier:
    other = Quarter.of(
        state.select(
            "compare_with",
            _("Compare with"),
            [str(q) for q in earlier],
            lambda label: numbers.quarter(language, Quarter.of(label)),
            default=str(regional.usual_comparison(quarter, earlier)),
            width=220,
        )
    )
    both = comparing.both(view, code, measure, quarter, other)
    carried = comparing.carried_said(view, both)
    both = both[~both["carried"]]
    if both["now"].notna().any() and both["before"].notna().any():
        figure = charts.two_quarters(
            both,
            (other.index, quarter.index),
            programme,
            language,
            view.theme,
            indicator=indicator if measure == "value" else None,
        )
        door.chart(
            view,
            figure,
            (choices[code], measures[measure], view.quarter_name(other)),
            "two",
            lambda data: Door(code, data[0], quarter),
            indicator=code if measure == "value" else "",
        )
        st.caption(_("In brackets: the change between the two quarters."))
    elif not carried:
        st.caption(_("There is nothing to compare in one of the two quarters."))
    if carried:
        st.caption(carried)
else:
    st.caption(_("This is the first quarter."))
