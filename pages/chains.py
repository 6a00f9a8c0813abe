"""How one chain is doing, measure by measure."""

import streamlit as st

from tracking import charts, progress
from tracking.programme import NATION
from tracking.web import course, door, parts, regional, state
from tracking.web.door import Door
from tracking.web.page import open_page
from tracking.web.tables import assessments

view = open_page("chains")
_, language, quarter, programme = view._, view.language, view.quarter, view.programme

names = {code: chain.name.to(language) for code, chain in programme.chains.items()}
chain = state.select(
    "chain",
    _("Chain"),
    list(names),
    names,
    widget=st.segmented_control,
    label_visibility="collapsed",
)
indicators = [i.code for i in programme.indicators_of(chain)]
nation = view.measured.unit(NATION, quarter)
nation = nation[nation["chain"] == chain]
rows = {str(row["indicator"]): row for row in nation.to_dict("records")}

view.lead(
    view.once(
        ("headline", chain),
        lambda: progress.headline_of_chain(
            view.assessment, programme, chain, quarter.index, language
        ),
    )
)
clause = programme.chains[chain].clause.to(language)
if clause:
    st.caption(clause)

# Measure by measure: what has a figure or a target two by two, a last one alone over the width.
for measure in programme.measures_of(chain):
    st.header(f"{measure.code}  {measure.name.to(language)}", anchor=False)
    course.measure_basis(view, measure)
    of_measure = [i.code for i in programme.indicators.values() if i.measure == measure.code]
    told = [rows[i] for i in of_measure if i in rows and not course.silent(rows[i])]
    for start in range(0, len(told), 2):
        pair = told[start : start + 2]
        if len(pair) == 1:
            course.block(view, pair[0], wide=True)
            continue
        for column, row in zip(st.columns(2, gap="large"), pair, strict=True):
            with column:
                course.block(view, row)
    silent = [view.indicator_name(i) for i in of_measure if i in rows and course.silent(rows[i])]
    if silent:
        st.caption(_("Nothing reported, and no target: {names}", names=_(", ").join(silent)))

# The regions beside each other.
st.header(_("Regions ranked"), anchor=False)
choices = {"index": _("Index of the chain")} | {i: view.indicator_name(i) for i in indicators}
chosen = state.select("indicator", _("Ranked by"), list(choices), choices, width=420)
if chosen == "index":
    index = view.measured.chains_at(quarter)
    index = index[index["chain"] == chain]
    of_regions = progress.ranks(index[index["unit_kind"] == "region"], programme)
    of_nation = index.loc[index["unit"] == NATION, "index"]
    if of_regions["index"].notna().any():
        figure = charts.ranking(
            of_regions,
            programme,
            language,
            view.theme,
            nation=float(of_nation.iloc[0]) if len(of_nation) else None,
        )
        view.chart(
            figure,
            (programme.chains[chain].name.to(language), _("Regions ranked")),
            key="ranking",
        )
        st.caption(regional.tie_said(view))
    else:
        st.caption(regional.no_index(view, of_regions))
else:
    here = view.measured.indicator(chosen, quarter)
    regions = here[here["unit_kind"] == "region"]
    if regions["value"].notna().any():
        figure = charts.dots(regions, programme.indicators[chosen], programme, language, view.theme)
        door.chart(
            view,
            figure,
            (_("Regions"), choices[chosen]),
            "dots",
            lambda data: Door(chosen, data[0], quarter),
            indicator=chosen,
        )
    else:
        st.caption(_("No region has reported this indicator."))
    with st.expander(_("As a table")):
        assessments(view, regions, "unit", "regions-table")

# What the reports say.
st.header(_("What the reports say"), anchor=False)
parts.narratives(view, indicators=indicators, key="narratives")

# What has no target, and why.
without = [i for i, row in rows.items() if row["status"] == "no_target"]
if without:
    st.header(_("Without a target"), anchor=False)
    st.caption(
        _(
            "The notice itself states no number. These indicators are shown without a status until"
            " a document, or somebody who answers for it, sets a target:"
        )
    )
    st.text(_(", ").join(view.indicator_name(i) for i in without))
