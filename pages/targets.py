"""What exactly was promised, and by which document?"""

import streamlit as st

from tracking.web import one_target, setting_targets, several_targets, targets
from tracking.web.page import open_page

view = open_page("targets")
_ = view._

view.lead(targets.sentence(view))
setting_targets.say_done(view)

# Every indicator of the nation, or of one unit.
asked = targets.asked(view)
targets.show(view, asked)

# One of them: what holds, how it came to that, and whether the shares add up.
st.header(_("One target"), anchor=False)
code = one_target.choose(view, asked)
one_target.show(view, code, asked.unit)

# Whoever may set targets sees first what would turn.
with st.container(key="target-setting"):
    setting_targets.show(view, code, asked.unit)
    several_targets.show(view, asked, code)
