"""Around every page: title and controls on top, what the figures rest on at the foot."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from html import escape
from urllib.parse import urlencode

import streamlit as st

from tracking.programme import Programme, Quarter
from tracking.progress.version import METHOD_VERSION
from tracking.reporting import CHINA
from tracking.web import account_menu, known, state
from tracking.web.language import OWN_NAMES
from tracking.web.pages import Page
from tracking.web.people import person
from tracking.web.reports import anything_handed_in
from tracking.web.view import View
from tracking.web.visitor import Visitor
from tracking.words import LANGUAGES, Language, numbers, say


def top(
    language: Language,
    *,
    page: Page,
    reader: Visitor,
    programme: Programme,
    quarters: Sequence[Quarter],
    latest: int | None,
    known_on: date | None,
    today: date,
    demonstration: bool,
) -> Quarter:
    """The page's title, and what every page is asked for; the answer is the quarter."""
    _ = partial(say, language)
    if demonstration:
        st.html(f'<p class="demonstration" role="note">{escape(_demonstration(language))}</p>')
    with _title(language, page, reader, programme):
        quarter = _quarter(language, quarters, latest, asks="quarter" in page.controls)
        if "known_on" in page.controls:
            known.ask(language, known_on, today)
        if "cities" in page.controls:
            _cities(language)
    if "known_on" in page.controls:
        known.band(language, known_on)
    no_quarter = state.fault("quarter")
    if no_quarter is not None:
        st.warning(
            _(
                "The address asks for “{asked}”, for which there are no figures; shown is"
                " {quarter}.",
                asked=_asked_quarter(language, str(no_quarter)),
                quarter=numbers.quarter(language, quarter),
            ),
            icon=":material/event_busy:",
        )
    return quarter


def foot(view: View) -> None:
    """What the page's figures rest on; every export says the same."""
    parts = [f"{escape(name)} <b>{escape(value)}</b>" for name, value in stamp(view)]
    st.html(f'<footer class="stamp">{" · ".join(parts)}</footer>')


def stamp(view: View) -> list[tuple[str, str]]:
    """Data up to, as known on, store version, method version, and whether it is a demonstration."""
    _, language, reading = view._, view.language, view.measured
    latest = numbers.quarter(language, reading.latest) if reading.latest is not None else "—"
    if reading.decided_at is not None:
        day = numbers.day(language, reading.decided_at.astimezone(CHINA).date())
        # What the product took from print was not approved by anybody.
        latest = (
            _("{quarter} (last approval {day})", quarter=latest, day=day)
            if anything_handed_in(view)
            else _("{quarter} (last import {day})", quarter=latest, day=day)
        )
    known = numbers.day(language, view.known_on) if view.known_on else _("now")
    lines = [
        (_("Data up to"), latest),
        (_("As known on"), known),
        (_("Store version"), str(view.store.version)),
        (_("Method version"), METHOD_VERSION),
    ]
    if view.store.demonstration:
        lines.insert(0, (_("Demonstration data"), ""))
    return lines


def nothing_yet(language: Language, known_on: date | None) -> None:
    """Instead of a page, as long as there is no approved figure."""
    _ = partial(say, language)
    if known_on is not None:
        day = numbers.day(language, known_on)
        st.info(
            _("No figure was approved by {day}. Choose a later day, or now.", day=day),
            icon=":material/event_busy:",
        )
        return
    st.info(
        _("There is no approved figure yet. The first report makes this page speak."),
        icon=":material/inbox:",
    )
    _way_out(state.link("submit"), _("Hand in a report"))


def refused(language: Language, page: Page, reader: Visitor, programme: Programme) -> None:
    """Instead of a page that is not for this reader."""
    _ = partial(say, language)
    with _title(language, page, reader, programme):
        pass
    st.warning(
        _(
            "This page is not for {actor}. The administrator decides who sees it.",
            actor=person(language, reader.actor.name),
        ),
        icon=":material/lock:",
    )
    _way_out("/", _("To the overview"))


def signed_out(language: Language, page: Page) -> None:
    """Instead of a page whose reader signed out, here or in another tab."""
    _ = partial(say, language)
    st.info(_("You are signed out. Sign in to go on where you were."), icon=":material/logout:")
    asked = st.query_params.to_dict()
    back = f"{page.path}?{urlencode(asked)}" if asked else page.path
    _way_out(f"/sign-in?{urlencode({'to': back})}", _("Sign in"))


@contextmanager
def _title(language: Language, page: Page, reader: Visitor, programme: Programme) -> Iterator[None]:
    """The page's title; beside it what is asked inside, the account and the language."""
    with st.container(key="frame-top", horizontal=True, vertical_alignment="center", gap="small"):
        st.title(page.title.to(language), anchor=False, width="content")
        with st.container(
            key="frame-controls",
            horizontal=True,
            horizontal_alignment="right",
            vertical_alignment="center",
            gap="small",
        ):
            yield
            account_menu.show(language, reader, programme)
            st.html(_languages(language), width="content")


def _way_out(address: str, words: str) -> None:
    st.html(
        f'<p class="way-out"><a href="{escape(address)}" target="_self">{escape(words)}</a></p>'
    )


def _quarter(
    language: Language, quarters: Sequence[Quarter], latest: int | None, *, asks: bool
) -> Quarter:
    """The quarter that is shown; where the page does not ask for it, the one chosen elsewhere."""
    codes = [str(q) for q in reversed(quarters)]
    usual = str(Quarter(latest)) if latest is not None else codes[0]
    now = state.current("quarter")
    if not asks:
        return Quarter.of(now if now in codes else usual)
    if now and now not in codes:
        state.put_right("quarter", now)
    code = state.select(
        "quarter",
        say(language, "Quarter"),
        codes,
        lambda one: numbers.quarter(language, Quarter.of(one)),
        default=usual if usual in codes else codes[0],
        label_visibility="collapsed",
        width=150,
        filter_mode=None,
    )
    return Quarter.of(code)


def _cities(language: Language) -> None:
    _ = partial(say, language)
    state.toggle(
        "cities",
        _("Provinces incl. cities"),
        help=_(
            "On: provinces include their cities with separate planning (Dalian, Ningbo,"
            " Xiamen, Qingdao, Shenzhen), which are listed once more on their own."
            " Off: provinces without them, as they report."
        ),
    )


def _languages(language: Language) -> str:
    others = "".join(
        f'<a href="/lang/{other}" target="_self" lang="{other}" hreflang="{other}">'
        f"{OWN_NAMES[other]}</a>"
        for other in LANGUAGES
        if other != language
    )
    return f'<div class="reader">{others}</div>'


def _asked_quarter(language: Language, asked: str) -> str:
    try:
        return numbers.quarter(language, Quarter.of(asked))
    except ValueError:
        return asked


def _demonstration(language: Language) -> str:
    return say(
        language, "Demonstration data: every figure here is generated and stands for nothing real."
    )
