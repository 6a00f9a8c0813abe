"""What problems were named, and what is next."""

from tracking.web import ledger, settling
from tracking.web.page import open_page

view = open_page("ledger")

view.lead(ledger.summary(view))
settling.show_done(view)
ledger.show(view, ledger.asked(view))
settling.show_asked(view)
