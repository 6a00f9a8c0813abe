"""How all this is computed: thresholds, definitions, sources and licences, known limits."""

import streamlit as st

from tracking.web import method, paper, trusting
from tracking.web.page import open_page

view = open_page("method")
_, language, programme = view._, view.language, view.programme

view.lead(
    _(
        "A status holds what was achieved against what the planned path expects by now. Every rule"
        " and threshold is printed here, and every figure opens how we know."
    )
)

left, right = st.columns(2, gap="large")
with left:
    st.subheader(_("Statuses and their rules"), anchor=False)
    st.html(method.statuses(programme, language))
with right:
    st.subheader(_("Thresholds in force"), anchor=False)
    st.html(method.as_html(method.thresholds(programme, language)))
    st.subheader(_("Targets of the nation and their basis"), anchor=False)
    st.html(method.as_html(method.targets(programme, view.measured.targets, language)))
    st.caption(
        _(
            "The notice itself states no number. A target is shown only with the document it"
            " comes from, or the name of who set it."
        )
    )

st.subheader(_("Indicators"), anchor=False)
definitions = method.definitions(programme, language)
paper.dataframe(
    view,
    definitions,
    key="definitions",
    alt=_("Definitions of the indicators"),
    column_config={_("Indicator"): st.column_config.TextColumn(pinned=True, width="medium")},
)

trusting.show(view)

chapters = method.document(language)
if chapters:
    st.subheader(_("The method in full"), anchor=False)
    for title, text in chapters:
        with st.expander(title):
            st.markdown(text)

st.subheader(_("Data sources and licences"), anchor=False)
left, right = st.columns(2, gap="large")
with left:
    st.html(method.as_html(method.sources(language)))
with right:
    st.markdown(
        _(
            "- Published figures are facts from government publications; each shows its publisher,"
            " document and date wherever it appears.\n"
            "- Reports belong to the units that handed them in; the files are kept as they came.\n"
            "- The software is under the MIT licence.\n"
            "- The tile grid shows how regions lie to each other; it is no map and draws no border."
        )
    )

st.subheader(_("Known limits"), anchor=False)
st.markdown(
    _(
        "- Little has been published about most indicators; where nothing was reported, nothing is"
        " judged.\n"
        "- Published figures are read from print and rounded as printed; “more than” stays a lower"
        " bound.\n"
        "- A total that misses a report is a lower bound and says so; a missing report is never"
        " counted as 0.\n"
        "- Where the definition of a series changed, figures before and after are not compared.\n"
        "- A percentage without its numerator and denominator cannot be added up.\n"
        "- The status describes the past; it is no forecast and no judgement of people."
    )
)
