"""How all this is computed: thresholds, definitions, sources and licences, known limits."""

from tracking.web.page import open_page

view = open_page("method")
