"""As whom the one person of an installation without accounts acts: reporter, reviewer or keeper.

The choice is kept in a cookie, so that it holds for every page and after a reload.
"""

from html import escape
from typing import Final

import streamlit as st

from tracking.access import Actor, local_administrator, local_reporter, local_reviewer
from tracking.programme import Programme
from tracking.words import Language, say

COOKIE: Final = "tracking_acting"
ADMINISTRATOR: Final = "administrator"
REVIEWER: Final = "reviewer"
_KEY: Final = "acting"


def actor_of(programme: Programme, wish: str) -> Actor:
    """The actor of a wish: administrator, reviewer, or a reporting unit's code."""
    if wish == REVIEWER:
        return local_reviewer()
    if wish in programme.units and _reports(programme, wish):
        return local_reporter(programme, wish)
    return local_administrator()


def of_session(programme: Programme) -> Actor:
    """As whom this browser session acts; it changes with a new page load only."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = st.context.cookies.get(COOKIE) or ADMINISTRATOR
    return actor_of(programme, st.session_state[_KEY])


def choice(language: Language, programme: Programme) -> str:
    """The links to act as somebody else, as HTML."""
    wishes = [
        (ADMINISTRATOR, say(language, "Local administrator")),
        (REVIEWER, say(language, "Reviewer")),
    ]
    units = [(u.code, u.short.to(language)) for u in (*programme.regions, *programme.ministries)]
    own = "".join(_link(wish, name) for wish, name in wishes)
    reporters = "".join(_link(wish, name) for wish, name in units)
    return (
        f'<p class="acting">{own}</p><p class="acting-of">'
        f"{escape(say(language, 'Reporter of'))}</p>"
        f'<p class="acting">{reporters}</p>'
    )


def _reports(programme: Programme, unit: str) -> bool:
    return programme.units[unit].kind in ("region", "ministry")


def _link(wish: str, name: str) -> str:
    return f'<a href="/as/{escape(wish)}" target="_self">{escape(name)}</a>'
