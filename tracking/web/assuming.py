"""What if: assuming the coming quarters of one indicator; kept nowhere, gone with the page."""

from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from tracking import charts, progress
from tracking.behind import Behind
from tracking.programme import Indicator, Quarter
from tracking.progress import Reach
from tracking.progress.onward import onward
from tracking.web import underlying
from tracking.web.method import label
from tracking.web.view import View
from tracking.words import N_, numbers

Row = Mapping[Any, Any]

_REFUSED: Final = {
    "milestone": N_("A milestone is done or not: there is nothing to assume."),
    "no_target": N_("Without a target there is nothing to assume."),
    "over": N_("The deadline has come: there is no quarter left to assume."),
    "not_reported": N_("Nothing has been reported yet to start from."),
}


def show(view: View, behind: Behind) -> None:
    """The pace needed from now, and sliders for the coming quarters; what would follow is drawn."""
    with st.expander(view._("What if"), icon=":material/science:"):
        reason = progress.refusal(behind.row.to_dict())
        if reason:
            st.caption(view._(_REFUSED[reason]))
            return
        st.fragment(partial(_assume, view, behind))()


def _assume(view: View, behind: Behind) -> None:
    _, row = view._, {str(name): value for name, value in behind.row.items()}
    indicator = view.programme.indicators[str(row["indicator"])]
    needed = onward(row, indicator, view.language)
    if needed:
        st.text(view.joined(needed))
    st.html(f'<p class="assumed" role="note">{escape(_(_MARKED))}</p>')
    _ways(view, row, indicator)
    series = view.measured.series(indicator.code, str(row["unit"]))
    series = series[series["quarter"] <= int(row["quarter"])]
    values = _fields(view, row, indicator, series)
    course = progress.what_if(row, values, series, view.programme)
    _tell(view, row, course, indicator)
    drawn = charts.with_assumed(
        underlying.course(view, behind),
        (int(row["quarter"]), float(row["value"])),
        course,
        indicator,
        view.language,
        view.theme,
    )
    view.chart(
        drawn,
        (_("What if"), view.unit_name(str(row["unit"])), view.indicator_name(indicator.code)),
        quarter=Quarter(int(row["quarter"])),
        key=f"if-path-{_name(row)}",
    )


_MARKED: Final = N_("Assumed. It is not saved, and stands in no report and no briefing.")
_WIDE: Final = 170  # pixels: five quarters beside each other in the window


def _ways(view: View, row: Row, indicator: Indicator) -> None:
    """Buttons that fill the fields; the first is how they begin."""
    ways = (
        (view._("Recent pace"), progress.at_recent_pace(row, indicator)),
        (view._("As needed"), progress.as_needed(row)),
        (view._("Nothing more"), progress.nothing_more(row)),
    )
    with st.container(horizontal=True):
        for n, (name, values) in enumerate(ways):
            st.button(name, key=f"if-way-{n}-{_name(row)}", on_click=_fill, args=(row, values))


def _fill(row: Row, values: tuple[float, ...]) -> None:
    for quarter, value in zip(progress.coming(row), values, strict=True):
        st.session_state[_key(row, quarter)] = value


def _fields(view: View, row: Row, indicator: Indicator, series: pd.DataFrame) -> list[float]:
    """For each coming quarter what it adds, or the level it reaches: to slide and to type."""
    adds = indicator.kind in progress.ADDING
    unit = indicator.unit.to(view.language)
    st.caption(
        view._("Added in each quarter, in {unit}", unit=unit)
        if adds
        else view._("Level at the end of each quarter, in {unit}", unit=unit)
    )
    reach = progress.reach(row, series, indicator)
    begin = progress.at_recent_pace(row, indicator)
    with st.container(horizontal=True, gap="medium"):
        return [
            _field(view, row, quarter, indicator, reach, value)
            for quarter, value in zip(progress.coming(row), begin, strict=True)
        ]


def _field(
    view: View, row: Row, quarter: int, indicator: Indicator, reach: Reach, begin: float
) -> float:
    """One quarter: the field holds the value, the slider stands as near to it as it can."""
    typed, slid = _key(row, quarter), f"{_key(row, quarter)}-slid"
    value = float(st.session_state.setdefault(typed, begin))
    st.session_state[slid] = reach.nearest(value)
    name = numbers.quarter(view.language, quarter, short=True)
    shown = f"%.{indicator.decimals}f"
    low, high = (None, None) if indicator.kind in progress.ADDING else indicator.limits
    # What was reported beyond the limits goes on from there.
    low, high = None if low is None else min(low, value), None if high is None else max(high, value)
    with st.container(width=_WIDE, gap="small"):
        st.slider(name, reach.low, reach.high, step=reach.step, format=shown, key=slid,
                  on_change=_take, args=(slid, typed))  # fmt: skip
        return float(
            st.number_input(
                name, low, high, step=reach.step, format=shown, key=typed,
                label_visibility="collapsed",
            )
        )  # fmt: skip


def _take(slid: str, typed: str) -> None:
    st.session_state[typed] = st.session_state[slid]


def _tell(view: View, row: Row, course: pd.DataFrame, indicator: Indicator) -> None:
    """What would follow: value and status at the deadline, when the target is met, the index."""
    _, language = view._, view.language
    last = course.to_dict("records")[-1]
    due = numbers.quarter(language, int(last["quarter"]))
    value = numbers.quantity(language, last["value"], indicator, brief=False)
    told = [_("Then it is {value} at the end of {due}.", value=value, due=due)]
    met = course[course["reached"]]
    told.append(
        _(
            "The target is reached in {quarter}.",
            quarter=numbers.quarter(language, int(met["quarter"].iloc[0])),
        )
        if len(met) and bool(last["reached"])
        else _(
            "It misses the target by {gap}.",
            gap=numbers.difference(
                language, abs(float(row["target"]) - float(last["value"])), indicator, brief=False
            ).removeprefix("+"),
        )
    )
    rows = view.measured.unit(str(row["unit"]), Quarter(int(row["quarter"])))
    index = progress.index_if(row, last, rows, view.programme)
    if pd.notna(index.now) and pd.notna(index.assumed):
        told.append(
            _(
                "With it the index of {chain} would be {then} instead of {now}, the others as they"
                " stand.",
                chain=view.programme.chains[str(row["chain"])].name.to(language),
                then=numbers.share(language, index.assumed, 1),
                now=numbers.share(language, index.now, 1),
            )
        )
    status = label(str(last["status"]), language)
    st.html(f'<p class="would" aria-live="polite">{status} {escape(view.joined(told))}</p>')


def _name(row: Row) -> str:
    return f"{row['indicator']}-{row['unit']}-{row['quarter']}"


def _key(row: Row, quarter: int) -> str:
    return f"if-{_name(row)}-{quarter}"
