"""How a chart's values are looked up: a line at its foot, and each value's reference in notes."""

from dataclasses import replace
from typing import Any, Final

from tracking.briefing.briefing import Chart, Heat
from tracking.briefing.native_marks import PALETTE
from tracking.briefing.powerpoint import measure
from tracking.briefing.powerpoint.deck import LEAST, POINTS, Area, Deck

_GAP: Final = 0.06


def foot(deck: Deck, slide: Any, area: Area, chart: Chart) -> Area:
    """Writes the line at the foot of a chart's room; the room that is left."""
    said = chart.lookup.said
    if not said:
        return area
    high = measure.height([said], LEAST, area.points[0]) / POINTS
    line = replace(area.below(area.height - high), height=high)
    deck.text(slide, line, [said], LEAST, colour=PALETTE.quiet)
    return replace(area, height=area.height - high - _GAP)


def notes(chart: Chart) -> list[str]:
    """Each value with its reference, one a line; of a heat table one line a row."""
    values = [f"{v.name} {v.reference}" if v.reference else "" for v in chart.lookup.values]
    across = len(chart.of.heads) if isinstance(chart.of, Heat) else 1
    rows = [values[n : n + across] for n in range(0, len(values), across)]
    return [" · ".join(value for value in row if value) for row in rows]
