"""What is paid for once, before the first reader: imports, catalogues, the latest measurement."""

import importlib
from typing import Final

import plotly.graph_objects as go
import plotly.io
import pyarrow as pa

from tracking.web.house import House, house
from tracking.web.measured import measured
from tracking.words import LANGUAGES, N_, say

# What Streamlit imports with the first chart, table and page.
_IMPORTED_LATE: Final = (
    "streamlit.elements.arrow",
    "streamlit.elements.plotly_chart",
    "streamlit.runtime.scriptrunner.script_runner",
)


def warm() -> None:
    """Do once what the first page would otherwise wait for."""
    for late in _IMPORTED_LATE:
        importlib.import_module(late)
    opened = house()
    for language in LANGUAGES:
        say(language, N_("Quarter"))
    _serialise(opened)
    measured(opened, known_on=None, cities=False)


def _serialise(opened: House) -> None:
    codes = list(opened.programme.indicators)
    figure = {"data": [{"type": "bar", "x": codes, "y": list(range(len(codes)))}], "layout": {}}
    plotly.io.to_json(go.Figure(figure), validate=False)
    pa.table({"code": codes})
