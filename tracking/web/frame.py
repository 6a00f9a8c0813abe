"""Around every page: title and controls on top, what the figures rest on at the foot."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from tracking.access import Actor
from tracking.programme import Programme, Quarter
from tracking.progress.version import METHOD_VERSION
from tracking.reporting import CHINA
from tracking.web import acting, state
from tracking.web.pages import Page
from tracking.web.people import person
from tracking.web.view import View
from tracking.words import LANGUAGES, Language, numbers, say

# A language is offered in itself.
OWN_NAMES: Final = {"zh": "中文", "en": "English"}
_KNOWN: Final = "state-known_on"


def top(
    language: Language,
    *,
    page: Page,
    actor: Actor,
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
    with st.container(key="frame-top", horizontal=True, vertical_alignment="center", gap="small"):
        st.title(page.title.to(language), anchor=False, width="content")
        with st.container(
            key="frame-controls",
            horizontal=True,
            horizontal_alignment="right",
            vertical_alignment="center",
            gap="small",
        ):
            quarter = _quarter(language, quarters, latest)
            _ask_known_on(language, known_on, today)
            state.toggle(
                "cities",
                _("Provinces incl. cities"),
                help=_(
                    "On: provinces include their cities with separate planning (Dalian, Ningbo,"
                    " Xiamen, Qingdao, Shenzhen), which are listed once more on their own."
                    " Off: provinces without them, as they report."
                ),
            )
            _acting(language, actor, programme)
            st.html(_languages(language), width="content")
    asked = state.current("known_on")
    if asked and known_on is None:
        st.warning(
            _("“{asked}” is no past day (YYYY-MM-DD); shown is what is known now.", asked=asked),
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
        approved = numbers.day(language, reading.decided_at.astimezone(CHINA).date())
        latest = _("{quarter} (last approval {day})", quarter=latest, day=approved)
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


def asked_known_on(today: date) -> date | None:
    """The day the reader asked “as known on”; None for now, and for what is no day."""
    try:
        day = date.fromisoformat(state.current("known_on"))
    except ValueError:
        return None
    return day if day < today else None


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
    st.html(
        f'<p><a href="{escape(state.link("submit"))}" target="_self">'
        f"{escape(_('Hand in a report'))}</a></p>"
    )


def refused(language: Language, programme: Programme, actor: Actor) -> None:
    """Instead of a page that is not for whom this reader acts as."""
    _ = partial(say, language)
    st.warning(
        _(
            "This page is not for {actor}. Act as somebody else, or go to the overview.",
            actor=person(language, actor.name),
        ),
        icon=":material/lock:",
    )
    _acting(language, actor, programme)
    st.html(f'<p><a href="/" target="_self">{escape(_("To the overview"))}</a></p>')


def _quarter(language: Language, quarters: Sequence[Quarter], latest: int | None) -> Quarter:
    codes = [str(q) for q in reversed(quarters)]
    usual = str(Quarter(latest)) if latest is not None else codes[0]
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


def _ask_known_on(language: Language, known_on: date | None, today: date) -> None:
    _ = partial(say, language)
    label = (
        _("As known on {day}", day=numbers.day(language, known_on))
        if known_on
        else _("As known now")
    )
    with st.popover(label, icon=":material/history:"):
        state.show(_KNOWN, known_on)
        st.date_input(
            _("As known at the end of"),
            value=None,
            max_value=today,
            format="YYYY-MM-DD",
            key=_KNOWN,
            on_change=_take_known_on,
        )
        st.caption(_("Only what was approved by that day counts. Empty: all that is known now."))


def _take_known_on() -> None:
    day = st.session_state[_KNOWN]
    state.keep("known_on", day.isoformat() if day else "")


def _acting(language: Language, actor: Actor, programme: Programme) -> None:
    """As whom the reader acts, and the way to act as somebody else."""
    _ = partial(say, language)
    with st.popover(person(language, actor.name), icon=":material/person:"):
        st.caption(
            _(
                "Without accounts, everyone who uses this machine may act in each part. What you do"
                " is recorded under the part you act in; nobody approves what was handed in under"
                " the same part."
            )
        )
        st.html(acting.choice(language, programme))


def _languages(language: Language) -> str:
    others = "".join(
        f'<a href="/lang/{other}" target="_self" lang="{other}" hreflang="{other}">'
        f"{OWN_NAMES[other]}</a>"
        for other in LANGUAGES
        if other != language
    )
    return f'<div class="reader">{others}</div>'


def _demonstration(language: Language) -> str:
    return say(
        language, "Demonstration data: every figure here is generated and stands for nothing real."
    )
