"""How one region is doing, beside the nation and its group."""

from tracking.web.page import open_page

view = open_page("regions")
