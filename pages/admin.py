"""Who may come in, who is in, who did what, and whether the store is sound and backed up."""

import streamlit as st

from tracking.web import account_keeping, store_keeping, trail
from tracking.web.page import open_page

view = open_page("admin")
_ = view._

accounts = view.store.accounts.all()
signed_in = view.store.sessions.of()
view.lead(account_keeping.sentence(view, accounts, signed_in))
account_keeping.say_done()

accounts_tab, sessions_tab, trail_tab, store_tab = st.tabs(
    [_("Accounts"), _("Who is in"), _("Audit trail"), _("Store and backups")]
)
with accounts_tab:
    account_keeping.show(view, accounts)
with sessions_tab:
    account_keeping.show_sessions(view, signed_in)
with trail_tab:
    trail.show(view)
with store_tab:
    store_keeping.show(view)
