"""Accounts added, changed and closed, links handed over, and sessions ended: for who keeps them."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from tracking import signing
from tracking.access import ROLES, Role
from tracking.people import moment, role_name
from tracking.store import StoreError
from tracking.store.accounts import LOCAL, Account
from tracking.web import paper
from tracking.web.browsers import device
from tracking.web.people import person
from tracking.web.view import View, plain
from tracking.words import say

_DONE: Final = "tracking-account-done"


def sentence(view: View, accounts: Sequence[Account], sessions: pd.DataFrame) -> str:
    """How many accounts there are, and how many are in."""
    held = view.n_("{n} account", "{n} accounts", sum(not one.closed for one in accounts))
    inside = int(sessions["account"].nunique())
    now = view.n_("{n} of them is signed in", "{n} of them are signed in", inside)
    return view._("{accounts}; {inside}.", accounts=held, inside=now)


def show(view: View, accounts: Sequence[Account]) -> None:
    """Every account; the one ticked is changed, all else adds one."""
    _ = view._
    told = pd.DataFrame(
        [_line(view, one) for one in accounts],
        columns=[_("Account"), _("Rights"), _("Units"), _("State"), _("Since")],
    )
    event = paper.dataframe(
        view,
        told,
        key="accounts",
        alt=_("Accounts"),
        on_select="rerun",
        selection_mode="single-row",
    )
    view.hint(_("Tick an account to change it."))
    chosen = [accounts[row] for row in event.selection.rows if row < len(accounts)]
    if chosen and not chosen[0].closed and chosen[0].name != LOCAL:
        _change(view, chosen[0])
    elif not chosen:
        _add(view)


def show_sessions(view: View, sessions: pd.DataFrame) -> None:
    """Who is signed in from where; the one ticked is ended."""
    _ = view._
    told = pd.DataFrame(
        {
            _("Account"): [person(view.language, name) for name in sessions["account"]],
            _("Signed in"): sessions["opened"].map(moment),
            _("Last used"): sessions["seen"].map(moment),
            _("IP address"): sessions["address"],
            _("Device"): [device(view.language, agent) for agent in sessions["agent"]],
        }
    )
    event = paper.dataframe(
        view,
        told,
        key="sessions",
        alt=_("Who is in"),
        on_select="rerun",
        selection_mode="single-row",
    )
    view.hint(_("Tick a session to end it."))
    for row in event.selection.rows[:1]:
        number = int(sessions["id"].iloc[row])
        end = partial(view.store.sessions.revoke, number, view.actor.name)
        _button(
            view, _("End this session"), "end-session", end, lambda _ended: _("Signed out there.")
        )


def say_done() -> None:
    """What came of the button pressed last; a link stands alone, to be copied."""
    if (done := st.session_state.pop(_DONE, None)) is None:
        return
    good, said, link = done
    (st.success if good else st.error)(plain(said))
    if link:
        st.code(link, language=None, wrap_lines=True)


def _add(view: View) -> None:
    _ = view._
    with st.expander(_("Add an account"), icon=":material/person_add:"):
        name = st.text_input(
            _("Name of the account"), key="account-name", max_chars=40, autocomplete="off"
        ).strip()
        role, unit, units = _rights(view, "add", None)
        add = partial(view.store.accounts.add, name, role, unit, units, actor=view.actor.name)
        _button(
            view, _("Add and get the link"), "account-add", add, lambda _token: _handed(view, name)
        )


def _change(view: View, account: Account) -> None:
    _, accounts, name = view._, view.store.accounts, account.name
    by = view.actor.name
    with st.container(border=True, key=f"account-{account.id}"):
        st.subheader(plain(name), anchor=False)
        if account.issuer:
            view.hint(_("Password and rights are kept by the identity provider: {issuer}",
                        issuer=account.issuer))  # fmt: skip
        else:
            _change_rights(view, account)
        sure = st.checkbox(_("Close this account for good"), key=f"sure-{account.id}")
        if sure:
            closed = _("“{name}” is closed; its sessions have ended.", name=name)
            close = partial(accounts.close, name, by)
            _button(view, _("Close the account"), "account-close", close, lambda _none: closed)


def _change_rights(view: View, account: Account) -> None:
    _, accounts, name = view._, view.store.accounts, account.name
    role, unit, units = _rights(view, f"change-{account.id}", account)
    with st.container(horizontal=True):
        change = partial(accounts.change, name, role, unit, units, actor=view.actor.name)
        said = _("“{name}” is changed; it holds at once.", name=name)
        _button(view, _("Save the change"), "account-change", change, lambda _changed: said)
        link = partial(accounts.link, name, actor=view.actor.name)
        _button(view, _("New link for a password"), "account-link", link,
                lambda _token: _handed(view, name))  # fmt: skip


def _rights(view: View, key: str, account: Account | None) -> tuple[Role, str, list[str]]:
    """Ask for role, and for the unit or units that it holds for."""
    _, units = view._, list(view.programme.units)
    role: Role = st.selectbox(
        _("Rights"),
        ROLES,
        index=ROLES.index(account.role if account else "reporter"),
        format_func=partial(role_name, view.language),
        key=f"role-{key}",
    )
    if role == "reporter":
        reporting = [code for code in units if view.programme.units[code].kind != "nation"]
        unit = st.selectbox(
            _("Reporting unit"),
            reporting,
            index=reporting.index(account.unit) if account and account.unit in reporting else None,
            format_func=view.unit_name,
            placeholder=_("Choose a unit"),
            key=f"unit-{key}",
        )
        return role, unit or "", []
    if role == "reviewer":
        reviewed = st.multiselect(
            _("Reviews"),
            units,
            default=sorted(account.units) if account else [],
            format_func=view.unit_name,
            placeholder=_("all units"),
            key=f"units-{key}",
        )
        return role, "", reviewed
    return role, "", []


def _line(view: View, one: Account) -> list[str]:
    names = [view.unit_name(code) for code in (one.unit, *sorted(one.units)) if code]
    everywhere = one.role in ("reviewer", "administrator") and not names
    return [
        person(view.language, one.name),
        role_name(view.language, one.role),
        view._("all units") if everywhere else say(view.language, ", ").join(names),
        _state(view, one),
        moment(one.created),
    ]


def _state(view: View, one: Account) -> str:
    if one.closed:
        return view._("closed on {day}", day=moment(one.closed)[:10])
    if one.issuer:
        return view._("open, by the identity provider")
    return view._("open") if one.password or one.name == LOCAL else view._("no password set yet")


def _handed(view: View, name: str) -> str:
    return view._("Hand this link to the owner of “{name}”, and to nobody else; it holds once, for"
                  " seven days.", name=name)  # fmt: skip


def _button(
    view: View,
    label: str,
    key: str,
    do: Callable[[], object],
    done: Callable[[object], str],
) -> None:
    if not st.button(label, key=key):
        return
    try:
        came = do()
    except StoreError as error:
        st.session_state[_DONE] = (False, error.said(view.language), "")
    else:
        link = _address() + signing.link_path(came) if isinstance(came, str) else ""
        st.session_state[_DONE] = (True, done(came), link)
    st.rerun()


def _address() -> str:
    """Where the links lead to: the setting, else where this page was opened."""
    url = st.context.url or ""
    here = url.split("/", 3)[:3]
    return os.environ.get("TRACKING_ADDRESS", "").rstrip("/") or "/".join(here)
