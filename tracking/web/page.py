"""Opening a page: permission first, then the frame's controls, then what the page needs."""

from contextvars import ContextVar
from typing import Final

import streamlit as st

from tracking.access import may
from tracking.knowledge import last_quarter
from tracking.reporting import today_in_china
from tracking.store import GuardedStore
from tracking.web import frame, known, state, visitor
from tracking.web.house import house
from tracking.web.language import of_session
from tracking.web.measured import measured
from tracking.web.pages import page
from tracking.web.view import View, plain

__all__ = ["Closed", "View", "open_page", "opened", "plain"]

# Pages that have something to say before the first figure is approved.
NEED_NO_FIGURES: Final = frozenset({"submit", "review", "quality", "targets", "method", "admin"})

_OPENED: ContextVar[View | None] = ContextVar("opened", default=None)


class Closed(Exception):  # noqa: N818 (not an error: the page has said what there is to say)
    """The page ends here; why is already on the screen."""


def open_page(stem: str) -> View:
    """The view of a page, its title and controls shown; the first line of every page.

    Raises Closed, which the main script takes, where the reader is signed out or may not see it, or
    there is nothing to see yet.
    """
    _OPENED.set(None)
    language = of_session()
    opened_house = house()
    programme = opened_house.programme
    reader = visitor.of_run()
    if reader is None:
        frame.signed_out(language, page(stem))
        raise Closed
    actor = reader.actor
    if not may(actor, "open", f"page:{stem}"):
        frame.refused(language, page(stem), reader, programme)
        raise Closed
    store = GuardedStore(opened_house.store, actor)
    today = today_in_china()
    shown = page(stem)
    # What a page does not ask for does not change what it shows; the address keeps it.
    known_on = known.asked(today) if "known_on" in shown.controls else None
    cities = "cities" in shown.controls and state.current("cities") == "1"
    reading = measured(opened_house, known_on=known_on, cities=cities)
    last = last_quarter(programme, reading.latest, known_on or today)
    quarters = tuple(programme.start + n for n in range(last - programme.start + 1))
    quarter = frame.top(
        language,
        page=shown,
        reader=reader,
        programme=programme,
        quarters=quarters,
        latest=reading.latest,
        known_on=known_on,
        demonstration=store.demonstration,
        today=today,
    )
    view = View(
        page=stem,
        language=language,
        actor=actor,
        programme=programme,
        store=store,
        quarter=quarter,
        quarters=quarters,
        known_on=known_on,
        cities=cities,
        theme="dark" if st.context.theme.type == "dark" else "light",
        today=today,
        measured=reading,
    )
    _OPENED.set(view)
    if reading.latest is None and stem not in NEED_NO_FIGURES:
        frame.nothing_yet(language, known_on)
        raise Closed
    return view


def opened() -> View | None:
    """The view the page of this run was opened with."""
    return _OPENED.get()
