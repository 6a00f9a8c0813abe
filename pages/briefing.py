"""What do I take into the meeting: a briefing chosen, seen, and taken along."""

from tracking.web import briefing
from tracking.web.page import open_page

view = open_page("briefing")

asked = briefing.choose(view)
made = briefing.compose(view, asked)
briefing.hand_out(view, made)
briefing.look_up(view)
briefing.preview(view, made)
