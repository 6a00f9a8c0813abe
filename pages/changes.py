"""What changed between two days, and which report changed it."""

import streamlit as st

from tracking.web import changed, since, state
from tracking.web.page import open_page
from tracking.words import numbers

ALL, ONE = "all", "one"

view = open_page("changes")
_, quarter = view._, view.quarter

with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    start = since.ask(view)
    scopes = {ALL: _("All quarters"), ONE: numbers.quarter(view.language, quarter)}
    scope = state.select("of", _("Quarters"), [ALL, ONE], scopes, widget=st.segmented_control)
since.warn(view, start)

if start >= view.as_of:
    st.info(_("The first day must lie before the second."), icon=":material/event_busy:")
else:
    found = changed.learned(view, start, quarter if scope == ONE else None)
    view.lead(found.sentence(view.language))
    changed.remarks(view, found)
    changed.files(view, found)

    st.header(_("Statuses that turned, worst first"), anchor=False)
    changed.statuses(view, found.statuses)

    st.header(_("Figures corrected or taken back"), anchor=False)
    changed.figures(
        view, found.restated, "restated", _("No figure that was known was corrected or taken back.")
    )

    if len(found.note):
        st.header(
            _(
                "Restatement note: quarters before {quarter}",
                quarter=view.quarter_name(found.previous),
            ),
            anchor=False,
        )
        changed.figures(view, found.note, "note", "")

    st.header(_("Which report changed it"), anchor=False)
    changed.reports(view, found)

    st.header(_("Targets that changed"), anchor=False)
    changed.targets(view, found.targets)
