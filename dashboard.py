"""The launcher: `python dashboard.py [--port N]`.

It stands apart from the main script because Streamlit runs a `pages/` folder beside the main script
without it, for anybody, until the main script has run once.
"""

import sys
from contextlib import suppress

import streamlit as st

from tracking.web import server

if __name__ != "__main__":
    # By then the server believes what anybody on this machine says of their address.
    sys.exit("python dashboard.py [--port N]")

server.prepare()

app = st.App(
    "tracking/web/main.py",
    lifespan=server.warm_up,
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    on_script_error=server.failed,
)

# Ctrl-C is how it ends.
with suppress(KeyboardInterrupt):
    app.run(config=server.settings(sys.argv[1:]))
