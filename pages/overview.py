"""Where we stand against the goals, what changed, and who is missing."""

import streamlit as st

from tracking import charts, progress
from tracking.programme import NATION
from tracking.web import parts, state, tables
from tracking.web.page import open_page
from tracking.words import numbers

CARDS = 6
EVERY_CHAIN = "all"

view = open_page("overview")
_, language, quarter, programme = view._, view.language, view.quarter, view.programme
nation = view.measured.unit(NATION, quarter)
of_chains = view.measured.chains_at(quarter)

# Look first: the sentence, the chains, the regions.
view.lead(
    view.once(
        "headline",
        lambda: progress.headline_of_nation(view.assessment, programme, quarter.index, language),
    )
)

left, right = st.columns([11, 9], gap="large")
with left:
    st.subheader(_("Indicators by status, chain by chain"), anchor=False)
    counts = view.once(
        "counts",
        lambda: charts.status_counts(
            of_chains[of_chains["unit"] == NATION], programme, language, view.theme
        ),
    )
    view.chart(counts, _("Status by chain"), key="counts")
with right:
    st.subheader(_("Index of the regions"), anchor=False)
    names = {EVERY_CHAIN: _("All chains")} | {
        code: chain.name.to(language) for code, chain in programme.chains.items()
    }
    chosen = state.select(
        "chain", _("Chain"), list(names), names, label_visibility="collapsed", width=220
    )
    index = (
        view.measured.standings_at(quarter)
        if chosen == EVERY_CHAIN
        else view.once(("chain", chosen), lambda: of_chains[of_chains["chain"] == chosen])
    )
    parts.region_tiles(view, index, names[chosen], "tiles")

# The indicators whose target a document states, furthest behind first.
aimed = view.once(
    "aimed",
    lambda: progress.worst_first(nation[nation["target"].notna()]).head(CARDS).to_dict("records"),
)
st.subheader(_("Indicators with a target"), anchor=False)
if not aimed:
    st.caption(_("No indicator has a target with a basis yet."))
for start in range(0, len(aimed), 3):
    for column, row in zip(st.columns(3, gap="medium"), aimed[start : start + 3], strict=False):
        with column:
            parts.card(view, row, f"card-{row['indicator']}")
with st.expander(_("All indicators of the nation as a table")):
    table = view.once("nation", lambda: tables.prepared(view, nation, "indicator"))
    tables.show(view, *table, "nation")

# What moved, and what is missing.
left, right = st.columns(2, gap="large")
with left:
    if view.before is not None:
        before = numbers.quarter(language, view.before)
        st.subheader(_("Changed since {quarter}", quarter=before), anchor=False)
        changed = view.measured.changes(quarter, view.before)
        of_nation = view.once("changed", lambda: changed[changed["unit"] == NATION])
        parts.changes(view, of_nation, "changes")
with right:
    st.subheader(_("Not yet reported"), anchor=False)
    parts.missing(view, quarter, "missing")

st.subheader(_("Problems named most"), anchor=False)
parts.problems(view, quarter)
