"""Saved briefings on the page 简报: opened, made again with one click, saved, taken out."""

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from tracking.briefing import Briefing, Request
from tracking.briefing.formats import DOCUMENTS, FORMATS, together, together_name
from tracking.briefing.saved import (
    COMPARED_NAMES,
    SavedBriefing,
    comparison_of,
    due,
    quarter_due,
    saved_briefings,
)
from tracking.store.briefings import LONGEST_NAME
from tracking.store.errors import StoreError
from tracking.web import downloads, state
from tracking.web.language import OWN_NAMES
from tracking.web.people import person
from tracking.web.view import View, plain
from tracking.words import numbers

_REMOVED: Final = "tracking-briefing-removed"
_SAVED: Final = "tracking-briefing-saved"
_FAULT: Final = "tracking-briefing-fault"
# The page's own parameters, which the address of a saved briefing says anew.
_PARAMETERS: Final = ("scope", "chain", "unit", "ministry", "indicator", "before", "in", "length")

Compose = Callable[[Request], Briefing]


def show(view: View, compose: Compose) -> None:
    """The saved briefings, each with its button for the quarter that is looked at."""
    found = saved_briefings(view.store.briefings.all())
    # Not where it was asked for: a list that grew above closes what is open below.
    if told := st.session_state.pop(_SAVED, None):
        said, ok = told
        (st.success if ok else st.error)(plain(said))
    if fault := st.session_state.pop(_FAULT, ""):
        st.error(plain(fault))
    _taken_out(view)
    if not found:
        return
    at = quarter_due(
        view.store.deadlines.all(),
        view.programme,
        view.figures["quarter"].unique().tolist(),
        view.today,
    )
    waiting = {one.name for one in due(found, at)} if at else set()
    label = view.n_("{n} saved briefing", "{n} saved briefings", len(found))
    if waiting:
        label += " · " + view.n_("{n} is due", "{n} are due", len(waiting))
    with st.expander(label, icon=":material/bookmarks:", key="saved-briefings"):
        for n, one in enumerate(found):
            _one(view, one, n, compose, due_now=one.name in waiting)


def _one(view: View, saved: SavedBriefing, n: int, compose: Compose, *, due_now: bool) -> None:
    _ = view._
    with st.container(horizontal=True, vertical_alignment="center", key=f"saved-briefing-{n}"):
        with st.container(width="stretch"):
            request = _request(view, saved)
            if request is None:
                st.markdown(f"**{plain(saved.name)}**")
                scope = plain(saved.scope)
                st.caption(_("Its scope is not in the programme any more: {scope}", scope=scope))
            else:
                st.html(_link(view, saved, request, due_now=due_now))
                st.caption(_said(view, saved, request))
        if request is not None:
            _make(view, saved, request, n, compose)
        if saved.saved_by == view.actor.name or view.may("keep_briefings", "briefing:*"):
            st.button(
                _("Take out"),
                key=f"saved-briefing-{n}-remove",
                icon=":material/delete:",
                on_click=_remove,
                args=(view, saved),
            )


def _request(view: View, saved: SavedBriefing) -> Request | None:
    """What it asks for in the quarter that is looked at; None where its scope is gone."""
    try:
        return saved.request(view.programme, view.quarter)
    except ValueError:
        return None


def _make(view: View, saved: SavedBriefing, request: Request, n: int, compose: Compose) -> None:
    codes = [code for code in saved.formats if code in FORMATS]
    when = numbers.quarter(view.language, view.quarter, short=True)

    def made() -> bytes:
        data = together(compose(request), codes)
        view.store.briefings.note_made(saved.name, view.quarter, view.as_of, view.actor.name)
        return data

    downloads.export(
        view,
        "briefing",
        view._("Make for {quarter}", quarter=when),
        made,
        together_name(f"{saved.name}_{view.quarter}", codes),
        key=f"saved-briefing-{n}-make",
    )


def _said(view: View, saved: SavedBriefing, request: Request) -> str:
    """What it is, in a line."""
    _ = view._
    parts = [
        request.scope.name(view.programme).to(view.language),
        _(COMPARED_NAMES[saved.compared]),
        OWN_NAMES[saved.language],
        _("In full") if saved.full else _("One page"),
        _(", ").join(_(FORMATS[code].name) for code in saved.formats if code in FORMATS),
        _("saved by {name}", name=person(view.language, saved.saved_by)),
    ]
    if saved.made is not None:
        when = numbers.quarter(view.language, saved.made)
        parts.append(_("last made for {quarter}", quarter=when))
    return plain(" · ".join(parts))


def _link(view: View, saved: SavedBriefing, request: Request, *, due_now: bool) -> str:
    """The name as the way to the briefing on this page; ui.js follows it without a new load."""
    mark = f' <span class="badge">{escape(view._("due"))}</span>' if due_now else ""
    address = escape(_address(view, request))
    return f'<a class="here" href="{address}" target="_self">{escape(saved.name)}</a>{mark}'


def _address(view: View, request: Request) -> str:
    """The page as it shows this briefing."""
    key = {"region": "unit"}.get(request.scope.kind, request.scope.kind)
    changes = dict.fromkeys(_PARAMETERS, "") | {
        "scope": request.scope.kind,
        "before": str(request.compared_with) if request.compared_with else "none",
        "in": request.language,
        "length": "full" if request.full else "one",
    }
    if request.scope.code:
        changes[key] = request.scope.code
    return state.link(view.page, **changes)


def save(view: View, request: Request) -> None:
    """Ask for a name and formats, and save the briefing that is looked at."""
    _ = view._
    with st.popover(_("Save to make again"), icon=":material/bookmark_add:"):
        compared = comparison_of(request.quarter, request.compared_with)
        if compared is None:
            st.info(
                _(
                    "A briefing made again each quarter compares with the quarter before, with a"
                    " year before, or with nothing. Choose one of these above."
                )
            )
            return
        name = st.text_input(_("Name"), max_chars=LONGEST_NAME, key="save-briefing-name")
        formats = st.multiselect(
            _("Formats"),
            list(FORMATS),
            default=list(DOCUMENTS),
            format_func=lambda code: _(FORMATS[code].name),
            key="save-briefing-formats",
        )
        st.caption(_("Everybody who is signed in sees it and can make it."))
        st.button(
            _("Save"),
            type="primary",
            key="save-briefing",
            disabled=not name.strip() or not formats,
            on_click=_save,
            args=(view, request, compared, name, formats),
        )


def _save(view: View, request: Request, compared: str, name: str, formats: list[str]) -> None:
    try:
        view.store.briefings.save(
            name,
            scope=str(request.scope),
            compared=compared,
            language=request.language,
            full=request.full,
            formats=",".join(formats),
            actor=view.actor.name,
        )
    except StoreError as error:
        st.session_state[_SAVED] = (error.said(view.language), False)
    else:
        st.session_state[_SAVED] = (view._("Saved: {name}", name=name.strip()), True)


def _remove(view: View, saved: SavedBriefing) -> None:
    try:
        view.store.briefings.remove(saved.name, view.actor.name)
    except StoreError as error:
        st.session_state[_FAULT] = error.said(view.language)
        return
    st.session_state[_REMOVED] = (saved.name, dict(state.kept()))


def _taken_out(view: View) -> None:
    """Say what was just taken out; it can be put back."""
    name, seen = st.session_state.get(_REMOVED, ("", {}))
    # Whoever looks at something else has read it.
    if not name or state.arrived() or seen != state.kept():
        st.session_state.pop(_REMOVED, None)
        return
    with st.container(horizontal=True, vertical_alignment="center", key="briefing-removed"):
        st.success(plain(view._("Taken out: {name}", name=name)),
                   icon=":material/task_alt:")  # fmt: skip
        st.button(
            view._("Undo"),
            key="briefing-removed-undo",
            icon=":material/undo:",
            on_click=partial(_put_back, view, name),
        )


def _put_back(view: View, name: str) -> None:
    del st.session_state[_REMOVED]
    try:
        view.store.briefings.restore(name, view.actor.name)
    except StoreError as error:
        st.session_state[_FAULT] = error.said(view.language)
