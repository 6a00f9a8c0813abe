"""The main script: language, navigation, the page, and what stands under every page."""

from contextlib import suppress

import streamlit as st

from tracking.access import may
from tracking.web import door, frame, state, visitor
from tracking.web.language import of_session
from tracking.web.page import Closed, opened
from tracking.web.pages import PAGES
from tracking.words import say

language = of_session()
reader = visitor.of_run()
st.set_page_config(
    page_title=say(language, "Implementation progress"),
    layout="wide",
    initial_sidebar_state="collapsed",
)
pages = {
    st.Page(
        page.file,
        title=page.title.to(language),
        icon=page.icon,
        url_path=page.stem,
        default=page is PAGES[0],
        # One that is not for the reader is there all the same, and says so to who asks for it.
        visibility="visible"
        if reader is None or may(reader.actor, "open", f"page:{page.stem}")
        else "hidden",
    ): page
    for page in PAGES
}
current = st.navigation(list(pages), position="top" if reader else "hidden")
if reader is None:
    frame.signed_out(language, pages[current])
    st.stop()
state.begin(pages[current].stem)
with suppress(Closed):
    current.run()
view = opened()
if view is not None:
    frame.foot(view)
    door.show_asked(view)
state.finish()
