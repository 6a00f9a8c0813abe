"""What each ministry promised, and whether it is done."""

from tracking.web.page import open_page

view = open_page("ministries")
