"""Reports go in: a file, what is wrong with it, what it would change."""

import streamlit as st

from tracking.web import receiving
from tracking.web.page import open_page

view = open_page("submit")
_ = view._

view.lead(
    _(
        "Hand in a report as Excel, WPS or CSV. It is checked at once; a file is taken whole or not"
        " at all, and what was known before is kept."
    )
)
receiving.outcome(view)

# The file.
uploads = st.file_uploader(
    _("Report files"),
    type=["csv", "tsv", "txt", "xlsx", "xls", "ods"],
    accept_multiple_files=True,
    max_upload_size=50,
    key="files",
)
st.download_button(
    _("Empty form (CSV)"),
    lambda: receiving.blank_form(view),
    file_name=_("Report form.csv"),
    mime="text/csv",
    icon=":material/description:",
    on_click="ignore",
)

# What is wrong with it, what it would change, and taking it.
for n, upload in enumerate(uploads):
    inspection = receiving.inspected(view, upload)
    with st.container(border=True, key=f"file-{n}"):
        st.text(upload.name)
        receiving.verdict(view, inspection)
        if inspection.findings:
            receiving.findings(view, inspection.findings, upload.name, f"findings-{n}")
        if len(inspection.preview):
            receiving.preview(view, inspection, f"preview-{n}")
        receiving.hand_in(view, inspection, f"take-{n}")

# What came in before.
st.subheader(_("What came in"), anchor=False)
receiving.history(view)
