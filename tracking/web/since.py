"""The two days that the page of changes compares, asked from the reader and kept in the address.

The later one is the day “as known on” that every page has: the address may say `to` for it.
"""

from datetime import date, timedelta
from typing import Final

import streamlit as st

from tracking.programme import Quarter
from tracking.progress.obligations import due_of_all
from tracking.web import days, state
from tracking.web.view import View
from tracking.words import numbers

FROM: Final = "from"
_DAYS: Final = 30
_FIRST, _SECOND = "since-from", "since-to"


def usual(view: View) -> date:
    """The day the page begins with: a month before the last approval."""
    last = view.measured.decided_day
    return min(last or view.as_of, view.as_of) - timedelta(days=_DAYS)


def asked(view: View) -> date:
    """The earlier day: the one in the address, else the usual one."""
    try:
        return date.fromisoformat(state.current(FROM))
    except ValueError:
        return usual(view)


def ask(view: View) -> date:
    """Let the reader choose both days; answers with the earlier one, the later is `as_of`."""
    _, start = view._, asked(view)
    today = view.today
    days.field(_("From the end of"), _FIRST, min(start, today), _take_first, today, width=170)
    days.field(_("to the end of"), _SECOND, view.as_of, _take_second, today, width=170)
    for n, (day, label) in enumerate(_presets(view)):
        st.button(
            label,
            key=f"since-{n}",
            on_click=state.keep,
            args=(FROM, day.isoformat()),
        )
    return start


def warn(view: View, start: date) -> None:
    """Say so where the address or a field holds no day that can be taken."""
    _ = view._
    days.complain(view.language, _FIRST, _SECOND)
    wrong = state.current(FROM)
    if wrong and wrong != start.isoformat():
        st.warning(
            _("“{asked}” is no day (YYYY-MM-DD); shown is the usual one.", asked=wrong),
            icon=":material/event_busy:",
        )


def _presets(view: View) -> list[tuple[date, str]]:
    quarter, due = _last_due(view)
    name = numbers.quarter(view.language, quarter, short=True)
    return [
        (view.as_of - timedelta(days=7), view._("The last 7 days")),
        (view.as_of - timedelta(days=30), view._("The last 30 days")),
        (due, view._("Since the deadline of {quarter}", quarter=name)),
    ]


def _last_due(view: View) -> tuple[Quarter, date]:
    """The quarter of the programme whose reports fell due last before the later day."""
    quarter = min(Quarter.at(view.as_of) + -1, view.programme.end)
    due = due_of_all(view.measured.deadlines, view.programme, quarter)
    if due < view.as_of:
        return quarter, due
    return quarter + -1, due_of_all(view.measured.deadlines, view.programme, quarter + -1)


def _take_first(today: date) -> None:
    day = days.typed(_FIRST, most=today)
    if not isinstance(day, days.Fault):
        state.keep(FROM, day.isoformat() if day else "")


def _take_second(today: date) -> None:
    day = days.typed(_SECOND, most=today)
    if not isinstance(day, days.Fault):
        state.keep("known_on", day.isoformat() if day and day < today else "")
