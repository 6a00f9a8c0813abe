"""As known on which day: what a reader types or picks, and what says that the past is shown."""

from datetime import date, timedelta
from functools import partial
from typing import Final

import streamlit as st

from tracking.programme import Quarter
from tracking.web import days, state
from tracking.words import N_, Language, numbers, say

KEY: Final = "known_on"
_FIELD: Final = "state-known_on"


def read(typed: str, today: date) -> date | days.Fault | None:
    """The past day that was meant; None for now, which is today too."""
    found = days.read(typed, most=today)
    return None if found == today else found


def asked(today: date) -> date | None:
    """The day the address asks for, written there in one form; None for now."""
    found = read(state.current(KEY), today)
    if isinstance(found, days.Fault):
        state.put_right(KEY, found)
        return None
    state.keep(KEY, found.isoformat() if found else "")
    return found


def ask(language: Language, known_on: date | None, today: date) -> None:
    """The field for a day and days often asked for, behind a button that says which it is."""
    _ = partial(say, language)
    label = (
        _("As known on {day}", day=numbers.day(language, known_on))
        if known_on
        else _("As known now")
    )
    with st.popover(label, icon=":material/history:"):
        days.field(_("As known at the end of"), _FIELD, known_on, _take, today)
        days.complain(language, _FIELD)
        with st.container(horizontal=True, gap="small"):
            for name, day in often(today):
                st.button(_(name), key=f"known-{day}", on_click=_set, args=(day,))
        st.caption(_("Only what was approved by that day counts. Empty: all that is known now."))


def band(language: Language, known_on: date | None) -> None:
    """Say that the past is shown, with the way back; or that the address asked for no past day."""
    fault = state.fault(KEY)
    if isinstance(fault, days.Fault):
        st.warning(
            say(
                language,
                "{fault} Shown is what is known now.",
                fault=fault.said(language),
            ),
            icon=":material/event_busy:",
        )
    if known_on is None:
        return
    day = numbers.day(language, known_on)
    with st.container(key="frame-past", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            say(language, "Shown is what was known on {day}.", day=f"**{day}**"), width="content"
        )
        st.button(
            say(language, "Back to now"),
            key="known-now",
            type="tertiary",
            icon=":material/undo:",
            on_click=_set,
            args=(None,),
        )


def often(today: date) -> list[tuple[str, date]]:
    """Days often asked for: how things stood a month ago, and at the end of quarter and year.

    >>> [str(day) for _name, day in often(date(2026, 3, 31))]
    ['2026-02-28', '2025-12-31', '2025-09-30']
    """
    quarter = Quarter.at(today) + -1
    return [
        (N_("A month ago"), _month_before(today)),
        (N_("End of last quarter"), quarter.last_day),
        (N_("End of the quarter before"), (quarter + -1).last_day),
    ]


def _month_before(day: date) -> date:
    end = day.replace(day=1) - timedelta(days=1)
    return end.replace(day=min(day.day, end.day))


def _take(today: date) -> None:
    found = days.typed(_FIELD, most=today)
    if not isinstance(found, days.Fault):
        _set(None if found == today else found)


def _set(day: date | None) -> None:
    state.settle(KEY)
    state.settle(_FIELD)
    state.keep(KEY, day.isoformat() if day else "")
