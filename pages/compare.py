"""Who leads, who lags, where exactly."""

import streamlit as st

from tracking import charts, progress
from tracking.programme import Quarter
from tracking.web import door, state
from tracking.web.door import Door
from tracking.web.page import open_page
from tracking.web.tables import assessments
from tracking.words import numbers

CHAINS = "chains"
ORDERS = ("listed", "best", "worst")

view = open_page("compare")
_, language, quarter, programme = view._, view.language, view.quarter, view.programme

view.lead(progress.headline_of_comparison(view.assessment, programme, quarter.index, language))

# Regions by chains, or by the indicators of one chain.
columns = {CHAINS: _("All chains")} | {
    code: chain.name.to(language) for code, chain in programme.chains.items()
}
orders = {
    "listed": _("In the official order"),
    "best": _("Best first"),
    "worst": _("Worst first"),
}
with st.container(horizontal=True, vertical_alignment="bottom"):
    across = state.select("across", _("Across"), list(columns), columns, width=220)
    order = state.select("order", _("Regions"), ORDERS, orders, width=220)
standings = view.measured.standings_at(quarter)
ranked = progress.ranks(standings[standings["unit_kind"] == "region"], programme)
units = [unit.code for unit in programme.regions]
if order != "listed":
    best = [str(unit) for unit in ranked["unit"]]
    known = [str(unit) for unit in ranked.loc[ranked["index"].notna(), "unit"]]
    units = best if order == "best" else known[::-1] + best[len(known) :]
if across == CHAINS:
    cells = view.measured.chains_at(quarter)
    cells = cells[cells["unit_kind"] == "region"].assign(value=lambda rows: rows["index"])
    figure = charts.heat(
        cells, programme, language, view.theme, by="chain", value="index", order=units
    )
    view.chart(figure, _("Regions by chain"), key="heat")
else:
    cells = view.measured.at(quarter)
    cells = cells[(cells["unit_kind"] == "region") & (cells["chain"] == across)]
    figure = charts.heat(
        cells, programme, language, view.theme, by="indicator", value="achieved", order=units
    )
    door.chart(view, figure, columns[across], "heat", lambda data: Door(data[1], data[0], quarter))
    names = [i for i in programme.indicators_of(across) if "region" in i.reporters]
    st.caption("  ·  ".join(f"{i.code} {i.name.to(language)}" for i in names))

# One indicator across the regions.
st.subheader(_("One indicator across the regions"), anchor=False)
choices = {
    code: f"{code}  {i.name.to(language)}"
    for code, i in programme.indicators.items()
    if "region" in i.reporters
}
code = state.select("indicator", _("Indicator"), list(choices), choices, width=520)
indicator = programme.indicators[code]
here = view.measured.indicator(code, quarter)
regions = here[here["unit_kind"] == "region"]
if regions["value"].notna().any():
    figure = charts.dots(regions, indicator, programme, language, view.theme)
    door.chart(view, figure, choices[code], "dots", lambda data: Door(code, data[0], quarter))
    with st.expander(_("As a table")):
        assessments(view, here, "unit", "table")
else:
    st.caption(_("No region has reported this indicator."))

# Two quarters beside each other.
st.subheader(_("Two quarters beside each other"), anchor=False)
earlier = [q for q in reversed(view.quarters) if q < quarter]
if earlier:
    usual = str(quarter + -4) if quarter + -4 in earlier else str(earlier[0])
    other = Quarter.of(
        state.select(
            "compare_with",
            _("Compare with"),
            [str(q) for q in earlier],
            lambda label: numbers.quarter(language, Quarter.of(label)),
            default=usual,
            width=220,
        )
    )
    then = view.measured.indicator(code, other)
    then = then[then["unit_kind"] == "region"]
    if regions["value"].notna().any() and then["value"].notna().any():
        both = regions.assign(now=regions["value"], unit=regions["unit"].astype(str)).merge(
            then.assign(before=then["value"], unit=then["unit"].astype(str))[["unit", "before"]],
            on="unit",
            how="left",
        )
        figure = charts.two_quarters(
            both,
            (other.index, quarter.index),
            programme,
            language,
            view.theme,
            indicator=indicator,
        )
        view.chart(figure, choices[code], key="two")
    else:
        st.caption(_("There is nothing to compare in one of the two quarters."))
else:
    st.caption(_("This is the first quarter."))
