"""Who leads, who lags, and where exactly."""

from tracking.web.page import open_page

view = open_page("compare")
