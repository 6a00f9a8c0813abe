"""Whose session this is, and what they do with it: password, sessions, sign out."""

from functools import partial
from html import escape

import streamlit as st

from tracking.people import role_name
from tracking.programme import Programme
from tracking.web.house import house
from tracking.web.people import person
from tracking.web.visitor import Visitor
from tracking.words import Language, say


def show(language: Language, reader: Visitor, programme: Programme) -> None:
    """The menu behind one's name."""
    _ = partial(say, language)
    account = reader.session.account
    with st.popover(person(language, account.name), icon=":material/person:"):
        st.html(f'<p class="whose">{escape(_whose(language, reader, programme))}</p>')
        links = [("/account/sessions", _("My sessions"))]
        if account.password:
            links.insert(0, ("/account/password", _("Change password")))
        if account.issuer:  # out at the provider as well, which leads away from here
            links.append(("/sign-out", _("Sign out")))
        told = "".join(f'<a href="{path}" target="_self">{escape(n)}</a>' for path, n in links)
        st.html(f'<p class="account">{told}</p>')
        if not account.issuer and st.button(
            _("Sign out"), key="sign-out", icon=":material/logout:"
        ):
            house().store.sessions.revoke(reader.session.id, account.name)
            st.rerun()


def _whose(language: Language, reader: Visitor, programme: Programme) -> str:
    """Role, and the unit reported for or the units reviewed."""
    account = reader.session.account
    units = [account.unit] if account.unit else sorted(account.units)
    names = [programme.units[unit].short.to(language) for unit in units]
    return " · ".join((role_name(language, account.role), *names))
