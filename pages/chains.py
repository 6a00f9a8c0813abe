"""How one chain is doing, measure by measure."""

from tracking.web.page import open_page

view = open_page("chains")
