"""What runs around the pages: starting up, routes, and what happens when a page fails."""

import argparse
import gc
import logging
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tracking.faults import log_beside, noted
from tracking.store import StoreError
from tracking.web import doorkeeper, identity, pictures, signing_routes
from tracking.web import language as languages
from tracking.web.busy import Busy
from tracking.web.gate import Gate
from tracking.web.headers import OurHeaders
from tracking.web.house import CannotStart, first_figures, house
from tracking.web.proxies import Proxied, believe_only_ours
from tracking.web.served_shell import OurShell
from tracking.web.warm import warm
from tracking.web.wire import send_at_once
from tracking.words import LANGUAGES, N_, say

LOG: Final = logging.getLogger("tracking.web")


def prepare() -> None:
    """Open the programme and the store; says what is wrong and leaves with code 2 if it cannot."""
    try:
        believe_only_ours()
        opened = house()
        identity.provider()
        first_figures(opened)
    except CannotStart as fault:
        for language in LANGUAGES:
            _tell(say(language, N_("The dashboard cannot start:")))
        for line in fault.lines:
            _tell(f"  {line}")
        sys.exit(2)


def settings(arguments: Sequence[str]) -> dict[str, Any]:
    """What `python dashboard.py` was asked for, as Streamlit options."""
    parser = argparse.ArgumentParser(prog="dashboard.py", description="The dashboard")
    parser.add_argument("--port", type=int, default=os.environ.get("STREAMLIT_SERVER_PORT"))
    asked = parser.parse_args(arguments)
    return {} if asked.port is None else {"server.port": asked.port}


@asynccontextmanager
async def warm_up(_app: st.App) -> AsyncIterator[None]:
    """Pay for imports and first computations before the first reader comes."""
    # Before the first measurement, which holds until something in the store changes.
    way_in = doorkeeper.way_in(_address())
    warm()
    send_at_once()
    # What exists now lives as long as the process: the collection after each script run would
    # otherwise walk through it every time (85 ms a rerun against 22 ms).
    gc.collect()
    gc.freeze()
    for language in LANGUAGES:
        _tell(say(language, N_("The dashboard is at {address}"), address=_address()))
        if way_in:
            _tell(say(language, way_in.message, address=way_in.address))
    doorkeeper.show(way_in)
    yield


def failed(error: Exception) -> bool:
    """Say what the store refuses; any other failure is a reference number, told in the log."""
    if isinstance(error, StoreError):
        st.error(error.said(languages.of_session()), icon=":material/database_off:")
        return True
    reference = noted(error, log_beside(house().store.path), "page")
    LOG.error("page failed, reference %s", reference, exc_info=error)
    language = languages.of_session()
    st.error(
        say(
            language,
            "Something went wrong on this page; nothing was changed. Please reload. If it happens"
            " again, tell the administrator this number: {reference}",
            reference=reference,
        ),
        icon=":material/error:",
    )
    return True


async def health(_request: Request) -> Response:
    """Whether the store can be read."""
    try:
        version = await run_in_threadpool(lambda: house().store.version)
    except StoreError:
        return JSONResponse({"status": "store cannot be read"}, status_code=503)
    return JSONResponse({"status": "ok", "store_version": version})


async def switch_language(request: Request) -> Response:
    """Keep the reader's language in a cookie and go back to the page they came from."""
    back = languages.way_back(request.headers.get("referer", ""))
    answer = RedirectResponse(back, status_code=303)
    language = request.path_params["language"]
    if language in LANGUAGES:
        languages.keep(answer, language)
    return answer


ROUTES: Final = [
    Route("/health", health),
    Route("/lang/{language}", switch_language),
    *signing_routes.ROUTES,
    *pictures.ROUTES,
]
MIDDLEWARE: Final = [
    Middleware(Proxied),
    Middleware(OurHeaders),
    Middleware(Gate),
    Middleware(OurShell),
    Middleware(Busy),
]


def _address() -> str:
    return f"http://{st.get_option('server.address')}:{st.get_option('server.port')}"


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
