"""A day that a reader types, in every form that reports have: 2025-01-25, 2025/1/25, 2025年1月25日.

Streamlit's own date field takes 2025/1/25 for another day, so a day is asked for as text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import streamlit as st

from tracking.intake.periods import day_of
from tracking.web import state
from tracking.words import Language, numbers, say

EXAMPLE: Final = "2025-01-25"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a day cannot be taken: what was typed, and the limit it passes, if it is a day."""

    typed: str
    before: date | None = None
    after: date | None = None

    def said(self, language: Language) -> str:
        """One sentence for the reader."""
        if self.after:
            day = numbers.day(language, self.after)
            return say(language, "No later than {day}.", day=day)
        if self.before:
            day = numbers.day(language, self.before)
            return say(language, "No earlier than {day}.", day=day)
        return say(
            language,
            "“{typed}” cannot be read as a day. Write it like 2025-01-25 or 2025年1月25日.",
            typed=self.typed,
        )


def read(typed: str, *, least: date | None = None, most: date | None = None) -> date | Fault | None:
    """The day that was meant, within limits that are allowed themselves; None for an empty text."""
    if not typed.strip():
        return None
    day = day_of(typed)
    if day is None:
        return Fault(typed.strip())
    if least and day < least:
        return Fault(typed.strip(), before=least)
    if most and day > most:
        return Fault(typed.strip(), after=most)
    return day


def field(
    label: str, key: str, day: date | None, taken: Callable[..., None], *args: Any, **more: Any
) -> None:
    """Ask for a day; it shows `day`, or what was typed and cannot be taken.

    `taken` is called with `args` once something was typed, and reads it with `typed`.
    """
    fault = state.fault(key)
    state.show(key, fault.typed if isinstance(fault, Fault) else day.isoformat() if day else "")
    st.text_input(label, key=key, placeholder=EXAMPLE, on_change=taken, args=args, **more)


def typed(key: str, most: date) -> date | Fault | None:
    """What a field was given; a fault stands beside the field until something else is typed."""
    found = read(st.session_state[key], most=most)
    if isinstance(found, Fault):
        state.put_right(key, found)
    else:
        state.settle(key)
    return found


def complain(language: Language, *keys: str) -> None:
    """Say below the fields why what was typed is not taken."""
    for key in keys:
        fault = state.fault(key)
        if isinstance(fault, Fault):
            st.error(fault.said(language), icon=":material/event_busy:")
