"""The address is the state: quarter, unit, chain … survive a reload, a page change and a mail.

Streamlit forgets the address's parameters on a page change, so the session keeps them (`current`),
takes up what an opened address says (`begin`) and writes it back into the address (`finish`).
A page asks the reader through `select`, `typed` and `toggle`, so that the answer is in the address.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

import streamlit as st

from tracking.web.language import DEFAULT, PARAMETER, of_session
from tracking.web.pages import page

T = TypeVar("T")

_KEPT: Final = "tracking-state"
_WRITTEN: Final = "tracking-address"
_PAGE: Final = "tracking-page"
_ARRIVED: Final = "tracking-arrived"
_FAULTS: Final = "tracking-faults"


def begin(stem: str) -> None:
    """Take up what the address says, once at the start of a run of the page."""
    address = st.query_params.to_dict()
    address.pop(PARAMETER, None)
    # An address may say from … to …; the later day is the one “as known on” that every page has.
    if (end := address.pop("to", "")) and "known_on" not in address:
        address["known_on"] = end
    opened_page = st.session_state.get(_PAGE) != stem
    st.session_state[_PAGE] = stem
    st.session_state[_ARRIVED] = opened_page
    if opened_page:
        _faults().clear()
    if address == st.session_state.get(_WRITTEN) or (opened_page and not address):
        return
    # An address somebody opened, or the browser's back button: it says everything.
    st.session_state[_KEPT] = address
    _faults().clear()


def finish() -> None:
    """Write the state into the address."""
    state = kept()
    st.session_state[_WRITTEN] = dict(state)
    language = of_session()
    address = dict(state) | ({} if language == DEFAULT else {PARAMETER: language})
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)


def kept() -> dict[str, str]:
    """What differs from the defaults, as it stands in the address."""
    state: dict[str, str] = st.session_state.setdefault(_KEPT, {})
    return state


def current(key: str) -> str:
    """What the state says of a key, "" for nothing."""
    return kept().get(key, "")


def keep(key: str, value: str) -> None:
    """Remember a value, or with "" forget it."""
    if value:
        kept()[key] = value
    else:
        kept().pop(key, None)


def put_right(key: str, fault: object) -> None:
    """Take out of the address what means nothing; `fault` is said until something is chosen."""
    keep(key, "")
    _faults()[key] = fault


def arrived() -> bool:
    """Whether this run is the first on its page."""
    return bool(st.session_state.get(_ARRIVED))


def fault(key: str) -> object | None:
    """What was wrong with this key in the address the page was opened with."""
    return _faults().get(key)


def settle(key: str) -> None:
    """Say no more of what was wrong with this key."""
    _faults().pop(key, None)


def _faults() -> dict[str, object]:
    faults: dict[str, object] = st.session_state.setdefault(_FAULTS, {})
    return faults


def link(stem: str, **changes: str) -> str:
    """The address of a page with the present state and these changes.

    The parameters that only mean something on their own page are given as changes or left out.
    """
    state = {k: v for k, v in kept().items() if k in _SHARED} | changes
    state = {k: v for k, v in state.items() if v}
    return f"{page(stem).path}?{urlencode(state)}" if state else page(stem).path


# What a link to another page takes along.
_SHARED: Final = ("quarter", "known_on", "cities")


def select(
    key: str,
    label: str,
    options: Sequence[str],
    named: Callable[[str], str] | Mapping[str, str] = str,
    *,
    default: str | None = None,
    widget: Callable[..., Any] = st.selectbox,
    **more: Any,
) -> str:
    """Ask for one of the options, by code; the default (else the first) leaves the address.

    `widget` is st.selectbox, st.segmented_control, st.pills or st.radio; `named` says an option's
    name.
    """
    first = options[0] if default is None else default
    now = current(key) if current(key) in options else first
    if widget in (st.segmented_control, st.pills):
        more = {"required": True} | more
    name = f"state-{key}"
    show(name, now)
    chosen = widget(
        label,
        options,
        format_func=named if callable(named) else lambda option: named[option],
        key=name,
        on_change=_take,
        args=(key, first),
        **more,
    )
    return str(now if chosen is None else chosen)


def typed(key: str, label: str, **more: Any) -> str:
    """Ask for a few words; none leave the address."""
    name = f"state-{key}"
    show(name, current(key))
    return str(st.text_input(label, key=name, on_change=_take, args=(key, ""), **more)).strip()


def toggle(key: str, label: str, **more: Any) -> bool:
    """Ask for yes or no; no leaves the address."""
    name = f"state-{key}"
    now = current(key) == "1"
    show(name, now)
    return bool(st.toggle(label, key=name, on_change=_take, args=(key, ""), **more))


def show(widget: str, value: object) -> None:
    """Let the widget with this key show a value.

    Told anew on every page, where the browser draws another widget of the same key; otherwise only
    where it differs, so that a quick second choice is not taken back.
    """
    if arrived() or st.session_state.get(widget) != value:
        st.session_state[widget] = value


def _take(key: str, default: str) -> None:
    value = st.session_state[f"state-{key}"]
    text = {True: "1", False: ""}.get(value, value) if isinstance(value, bool) else value
    settle(key)
    if text is not None:
        keep(key, "" if text == default else str(text))
