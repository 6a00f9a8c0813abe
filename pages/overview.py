"""Where we stand against the goals, what changed, and who is missing."""

import streamlit as st

from tracking import charts, progress
from tracking.programme import NATION
from tracking.web import absentees, parts, quality, regional, state, tables
from tracking.web.page import open_page
from tracking.web.reports import not_approved, reports
from tracking.words import numbers

CARDS = 6
EVERY_CHAIN = "all"

view = open_page("overview")
_, language, quarter, programme = view._, view.language, view.quarter, view.programme
nation = view.measured.unit(NATION, quarter)
of_chains = view.measured.chains_at(quarter)

# Look first: the sentence, the chains and the reports, the regions.
headline = view.once(
    "headline",
    lambda: progress.headline_of_nation(view.assessment, programme, quarter.index, language),
)
view.lead(("" if language == "zh" else " ").join((headline, reports(view, quarter).sentence)))

left, right = st.columns([11, 9], gap="large")
with left:
    st.header(_("Indicators by status, chain by chain"), anchor=False)
    counts = view.once(
        "counts",
        lambda: charts.status_counts(
            of_chains[of_chains["unit"] == NATION], programme, language, view.theme
        ),
    )
    view.chart(counts, _("Status by chain"), key="counts")
    st.header(_("Reports of this quarter"), anchor=False)
    not_approved(view, quarter, "reports")
    quality.strip(view)
    if waiting := absentees.sentence(view):
        st.caption(waiting)
with right:
    st.header(_("Index of the regions"), anchor=False)
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
    if view.cities:
        regional.cities_note(view)
        st.caption(_("The nation's figures are the same either way."))

# The indicators whose target a document states, furthest behind first; milestones are elsewhere.
aimed = view.once(
    "aimed",
    lambda: progress.worst_first(
        nation[nation["target"].notna() & (nation["kind"] != "milestone")]
    ),
)
st.header(_("Indicators with a target"), anchor=False)
if aimed.empty:
    st.caption(_("No indicator has a target with a basis yet."))
elif len(aimed) > CARDS:
    st.caption(
        _(
            "The {n} furthest behind of {all}; all of them are in the table below, milestones on"
            " the page of the ministries.",
            n=CARDS,
            all=len(aimed),
        )
    )
cards = view.once("cards", lambda: aimed.head(CARDS).to_dict("records"))
for start in range(0, len(cards), 3):
    for column, row in zip(st.columns(3, gap="medium"), cards[start : start + 3], strict=False):
        with column:
            parts.card(view, row, f"card-{row['indicator']}")
with st.expander(_("All indicators of the nation as a table")):
    table = view.once("nation", lambda: tables.prepared(view, nation, "indicator"))
    tables.show(view, *table, "nation")

# What moved, and what stands in the way.
if view.before is None:
    st.header(_("What changed"), anchor=False)
    st.caption(_("This is the first quarter."))
else:
    before = numbers.quarter(language, view.before)
    st.header(_("Changed since {quarter}", quarter=before), anchor=False)
    changed = view.measured.changes(quarter, view.before)
    of_nation = view.once("changed", lambda: changed[changed["unit"] == NATION])
    parts.changes(view, of_nation, "changes")
st.header(_("Problems named most"), anchor=False)
parts.problems(view, quarter)
