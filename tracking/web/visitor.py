"""Whose session a request or a page's run belongs to; the store is asked every time.

The browser's cookie is all that says so: nothing is remembered between two steps, so that signing
out, or a role taken away, holds at once in every open tab.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from tracking.access import Actor
from tracking.signing import actor_of
from tracking.store.sessions import Session
from tracking.web.house import house

COOKIE: Final = "tracking_session"
# Where a run has no request of its own, as in tests, the token stands here; no widget is called so.
TOKEN: Final = "tracking-session"  # noqa: S105 (a name)
_WHOSE: Final = "tracking-account"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in: their session, and as whom they act."""

    session: Session
    actor: Actor


def find(token: str) -> Visitor | None:
    """Whose session this token is; None when it holds no more, or never did."""
    opened = house()
    session = opened.store.sessions.find(token, datetime.now(UTC))
    if session is None:
        return None
    return Visitor(session, actor_of(opened.programme, session.account))


def of_run() -> Visitor | None:
    """Whose the run of a page is; None once they have signed out."""
    token = st.session_state.get(TOKEN) or st.context.cookies.get(COOKIE)
    visitor = find(token) if token else None
    account = visitor.session.account.id if visitor else None
    if st.session_state.get(_WHOSE, account) != account:
        # A tab that somebody else goes on in: nothing of the former one's stays.
        st.session_state.clear()
    st.session_state[_WHOSE] = account
    return visitor
