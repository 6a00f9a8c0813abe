"""Progress becomes Plotly figures: frames in, plain dicts {"data": […], "layout": {…}} out.

Show them with `st.plotly_chart(figure, theme=None, alt=alt(figure), config=config(…))`. What a
click gives is each chart's customdata.
"""

from tracking.charts.apart import two_quarters
from tracking.charts.assumed import with_assumed
from tracking.charts.bullets import bullets
from tracking.charts.calendar import record, record_legend
from tracking.charts.cells import TILES_CAPTION, heat, tiles
from tracking.charts.config import FORMATS, config, file_name
from tracking.charts.counts import profile, status_counts
from tracking.charts.courses import courses
from tracking.charts.indicator import bullet, sparkline
from tracking.charts.multiples import multiples
from tracking.charts.names import said_value
from tracking.charts.path import path
from tracking.charts.regions import dots, rank_said, rank_span, ranking
from tracking.charts.rows import Line
from tracking.charts.style import STATUS_STYLE, THEMES, Figure, Theme, alt, captioned, mark, word
from tracking.charts.timeline import timeline
from tracking.charts.trust import calibration, coverage

__all__ = [
    "FORMATS",
    "STATUS_STYLE",
    "THEMES",
    "TILES_CAPTION",
    "Figure",
    "Line",
    "Theme",
    "alt",
    "bullet",
    "bullets",
    "calibration",
    "captioned",
    "config",
    "courses",
    "coverage",
    "dots",
    "file_name",
    "heat",
    "mark",
    "multiples",
    "path",
    "profile",
    "rank_said",
    "rank_span",
    "ranking",
    "record",
    "record_legend",
    "said_value",
    "sparkline",
    "status_counts",
    "tiles",
    "timeline",
    "two_quarters",
    "with_assumed",
    "word",
]
