"""A briefing as a PowerPoint deck: native charts and tables, origins in the speaker notes."""

from tracking.briefing.briefing import Briefing
from tracking.briefing.powerpoint.deck import Deck
from tracking.briefing.powerpoint.slides import fill


def write(briefing: Briefing) -> bytes:
    """The deck's bytes; equal briefings give equal ones."""
    deck = Deck.of(briefing)
    fill(deck)
    return deck.packed()
