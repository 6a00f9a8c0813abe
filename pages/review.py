"""May this be believed?"""

import streamlit as st

from tracking.web import deciding, dossier, queue
from tracking.web.page import open_page

view = open_page("review")
_ = view._

waiting = queue.waiting(view)
view.lead(queue.sentence(view, waiting))
dossier.say_done()

# What waits, the most urgent first; several at once where there is nothing to ask.
chosen = queue.show(view, waiting)

# One of them beside what was there before, and the decision.
if len(chosen) > 1:
    deciding.several(view, chosen)
elif chosen:
    with st.container(border=True, key=f"review-{chosen[0].id}"):
        deciding.one(view, chosen[0])
