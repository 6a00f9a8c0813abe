"""Closing a problem of the ledger with a reason, and opening it again.

`?settle=CAP-1-1,110000,2024Q3` in an address opens the window for it.
"""

from functools import partial
from html import escape
from typing import Any, Final

import streamlit as st

from tracking.forms.ledger import problem_state
from tracking.programme import Quarter
from tracking.store import StoreError
from tracking.web import door, state
from tracking.web.door import Door
from tracking.web.people import moment, person
from tracking.web.view import View, plain

KEY: Final = "settle"
# As long as an official's reason is.
LONGEST: Final = 500
_DONE: Final = "tracking-settled"


def told(view: View, row: dict[Any, Any]) -> str:
    """A problem's state, what it rests on, and the way to change it, as HTML."""
    if not row["state"]:
        return ""
    closed = row["state"] == "closed"
    name = escape(problem_state(view.language, str(row["state"])))
    said = [f"<b>{'✔' if closed else '○'} {name}</b>"]
    if row["changed_at"]:
        by = f"{person(view.language, str(row['changed_by']))} {moment(str(row['changed_at']))}"
        said.append(f"<small><bdi>{escape(str(row['reason']))}</bdi></small>")
        said.append(f"<small>{escape(by)}</small>")
    if _may(view, str(row["unit"])):
        of = Door(str(row["indicator"]), str(row["unit"]), Quarter(int(row["quarter"])))
        way = view._("Open again …") if closed else view._("Close …")
        said.append(link(view, way, **{KEY: str(of)}))
    return "".join(said)


def link(view: View, words: str, **changes: str) -> str:
    """A link to this page as it is with these changes; ui.js follows it without a new load."""
    kept = state.kept() | {KEY: "", door.KEY: ""} | changes
    address = escape(state.link(view.page, **kept))
    return f'<a class="here" href="{address}" target="_self">{escape(words)}</a>'


def show_done(view: View) -> None:
    """Say what was just closed or opened again; a closing can be undone."""
    done: tuple[Door, str, dict[str, str]] | None = st.session_state.get(_DONE)
    # Whoever looks at something else has read it.
    if done is None or done[2] != state.kept():
        return
    _, (of, became, _seen) = view._, done
    with st.container(key="settled", horizontal=True, vertical_alignment="center"):
        message = (
            _("Closed: {problem}", problem=_named(view, of))
            if became == "closed"
            else _("Opened again: {problem}", problem=_named(view, of))
        )
        st.success(plain(message), icon=":material/task_alt:")
        if became == "closed" and st.button(_("Undo"), key="settled-undo", icon=":material/undo:"):
            _settle(view, of, "open", _("Closed by mistake"))


def show_asked(view: View) -> None:
    """Open the window the address asks for, if any."""
    of = door.read(state.current(KEY))
    if of is None or state.current(door.KEY):
        return
    if of.indicator not in view.programme.indicators or of.unit not in view.programme.units:
        return
    found = view.store.ledger.search(
        indicators=[of.indicator], units=[of.unit], quarters=[of.quarter]
    ).rows
    # A new window each time: what was typed into the one before is gone.
    st.dialog(_named(view, of), width="medium", on_dismiss=_leave)(
        partial(_window, view, of, found.to_dict("records"))
    )()


def _window(view: View, of: Door, rows: list[dict[Any, Any]]) -> None:
    _ = view._
    if not rows or not rows[0]["state"]:
        st.info(_("The current report names no problem here."))
        return
    if not _may(view, of.unit):
        st.info(_("You may not close or open this problem in the part you act in, or in the past."))
        return
    row = rows[0]
    closes = row["state"] == "open"
    view.text(str(row["problem"]))
    if row["next_step"]:
        st.caption(_("Next step"))
        view.text(str(row["next_step"]))
    reason = st.text_area(
        _("Why is it closed?") if closes else _("Why is it opened again?"),
        max_chars=LONGEST,
        placeholder=_("What was done, and by which document") if closes else "",
        key="settle-reason",
    )
    words = _("Close this problem") if closes else _("Open this problem again")
    if st.button(words, key="settle-now", type="primary"):
        _settle(view, of, "closed" if closes else "open", reason)


def _settle(view: View, of: Door, became: str, reason: str) -> None:
    change = view.store.ledger.close if became == "closed" else view.store.ledger.reopen
    try:
        change(of.indicator, of.unit, of.quarter, reason, view.actor.name)
    except StoreError as error:
        st.error(plain(error.said(view.language)))
        return
    _leave()
    st.session_state[_DONE] = (of, became, dict(state.kept()))
    st.rerun()


def _leave() -> None:
    state.keep(KEY, "")


def _may(view: View, unit: str) -> bool:
    return view.known_on is None and view.may("settle_problem", f"unit:{unit}")


def _named(view: View, of: Door) -> str:
    return " · ".join(
        (
            view.unit_name(of.unit),
            view.indicator_name(of.indicator),
            view.quarter_name(of.quarter),
        )
    )
