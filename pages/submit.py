"""Reports go in: a file, what is wrong with it, what it would change."""

from html import escape

import streamlit as st

from tracking.web import came_in, filling, handing_out, my_duty, receiving
from tracking.web.page import open_page

MOST_MB = 50

view = open_page("submit")
_ = view._

view.lead(
    _(
        "Hand in a report as Excel, WPS or CSV. It is checked at once; a file is taken whole or not"
        " at all, and what was known before is kept."
    )
)
my_duty.show(view)
handing_out.show(view)
filling.guide(view)

# The files; what they are is told by their content, so that any may be chosen.
uploads = st.file_uploader(
    _("Report files (XLSX, XLS, ODS, CSV; several at once if you like)"),
    accept_multiple_files=True,
    max_upload_size=MOST_MB,
    key="files",
)
# The browser takes no larger file and says so only where the pointer rests; shown by the style.
too_large = _(
    "The file marked red was not uploaded: it is larger than {n} MB. Hand it in in parts, or take"
    " pictures and attachments out of it.",
    n=MOST_MB,
)
st.html(f'<p class="too-large" role="alert">{escape(too_large)}</p>')

# What is wrong with each, what it would change, and taking it.
for upload in receiving.readable(view, uploads):
    with st.container(border=True, key=f"file-{upload.file_id}"):
        receiving.show(view, upload, f"file-{upload.file_id}")

# What came in before.
st.subheader(_("What came in"), anchor=False)
came_in.show(view)
