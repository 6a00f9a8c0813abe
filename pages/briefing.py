"""What do I take into the meeting: a briefing chosen, seen, and taken along."""

from functools import partial

from tracking.web import briefing, saved_briefings
from tracking.web.page import open_page

view = open_page("briefing")

saved_briefings.show(view, partial(briefing.compose, view))
asked = briefing.choose(view)
made = briefing.compose(view, asked)
briefing.hand_out(view, made, asked)
briefing.look_up(view)
briefing.preview(view, made)
