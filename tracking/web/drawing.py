"""Charts on their way to the browser: not checked twice, and told what a picture is taken of.

Streamlit builds a plotly Figure from a dict to validate it: 8 ms a chart, over half of a page's
time. Our figures are validated where they are made (tests/charts), so they are passed as they are.
"""

from datetime import date
from typing import Any

from plotly.basedatatypes import BaseFigure

from tracking.charts import Figure


class Drawn(BaseFigure):  # type: ignore[misc]
    """A finished figure: plotly asks a Figure for `to_dict` and believes it.

    `page` and `known_on` are what the audit trail says of a picture of it; picture.js sends them.
    """

    def __init__(self, figure: Figure, *, page: str, known_on: date) -> None:
        layout = figure["layout"]
        meta = layout["meta"] | {"taken": {"page": page, "known_on": known_on.isoformat()}}
        # Not the base's: that would validate.
        object.__setattr__(self, "_finished", {**figure, "layout": {**layout, "meta": meta}})

    def to_dict(self) -> dict[str, Any]:
        """The figure's own dict; plotly only reads it."""
        finished: dict[str, Any] = self._finished
        return finished
