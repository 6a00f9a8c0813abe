"""Reports go in: a file, what is wrong with it, what it would change."""

from tracking.web.page import open_page

view = open_page("submit")
