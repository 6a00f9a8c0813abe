"""As known on which day: what a reader types or picks, and what says that the past is shown."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

import streamlit as st

from tracking.intake.periods import day_of
from tracking.programme import Quarter
from tracking.web import state
from tracking.words import N_, Language, numbers, say

KEY: Final = "known_on"
_FIELD: Final = "state-known_on"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a day cannot be taken: what was typed, and whether it is a day to come."""

    typed: str
    ahead: bool

    def said(self, language: Language, today: date) -> str:
        """One sentence for the reader."""
        if self.ahead:
            day = numbers.day(language, today)
            return say(language, "No later than today ({day}).", day=day)
        return say(
            language,
            "“{typed}” cannot be read as a day. Write it like 2025-01-25 or 2025年1月25日.",
            typed=self.typed,
        )


def read(typed: str, today: date) -> date | Fault | None:
    """The past day that was meant; None for now, which is today too."""
    if not typed.strip():
        return None
    day = day_of(typed)
    if day is None:
        return Fault(typed.strip(), ahead=False)
    if day > today:
        return Fault(typed.strip(), ahead=True)
    return None if day == today else day


def asked(today: date) -> date | None:
    """The day the address asks for, written there in one form; None for now."""
    found = read(state.current(KEY), today)
    if isinstance(found, Fault):
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
        fault = state.fault(_FIELD)
        typed = fault.typed if isinstance(fault, Fault) else ""
        state.show(_FIELD, typed or (known_on.isoformat() if known_on else ""))
        st.text_input(
            _("As known at the end of"),
            key=_FIELD,
            placeholder="2025-01-25",
            on_change=_take,
            args=(today,),
        )
        if isinstance(fault, Fault):
            st.error(fault.said(language, today), icon=":material/event_busy:")
        with st.container(horizontal=True, gap="small"):
            for name, day in often(today):
                st.button(_(name), key=f"known-{day}", on_click=_set, args=(day,))
        st.caption(_("Only what was approved by that day counts. Empty: all that is known now."))


def band(language: Language, known_on: date | None, today: date) -> None:
    """Say that the past is shown, with the way back; or that the address asked for no past day."""
    fault = state.fault(KEY)
    if isinstance(fault, Fault):
        st.warning(
            say(
                language,
                "{fault} Shown is what is known now.",
                fault=fault.said(language, today),
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
    found = read(st.session_state[_FIELD], today)
    if isinstance(found, Fault):
        state.put_right(_FIELD, found)
    else:
        _set(found)


def _set(day: date | None) -> None:
    state.settle(KEY)
    state.settle(_FIELD)
    state.keep(KEY, day.isoformat() if day else "")
