"""What came of one unit's report of one quarter: each submission, when, and what became of it.

`?report=110000,2024Q3` in the address of the page opens the same window for a colleague.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from tracking import charts, published
from tracking.programme import Quarter
from tracking.progress.obligations import obligations
from tracking.progress.reminders import state_name
from tracking.web import door, paper, state
from tracking.web.people import moment, person, standing
from tracking.web.reports import days_said, owing_at, remark
from tracking.web.view import View
from tracking.words import numbers

KEY: Final = "report"
_CLOSED: Final = "tracking-reports-closed"


@dataclass(frozen=True, slots=True)
class Cell:
    """The report that is asked about."""

    unit: str
    quarter: Quarter

    def __str__(self) -> str:
        return f"{self.unit},{self.quarter}"


def read(text: str) -> Cell | None:
    """The report an address names; None for none.

    >>> str(read("110000,2024Q3"))
    '110000,2024Q3'
    >>> read("anything") is None
    True
    """
    unit, _, quarter = text.partition(",")
    try:
        return Cell(unit, Quarter.of(quarter))
    except ValueError:
        return None


def chart(view: View, figure: charts.Figure, filename: str, key: str) -> None:
    """Show a calendar whose cells can be asked about; their customdata is [unit, quarter]."""
    name = f"{key}-{_closed_so_far()}"
    view.chart(
        figure,
        filename,
        key=name,
        on_select=partial(_cell_chosen, name),
        selection_mode="points",
    )


def table(view: View, told: pd.DataFrame, cells: Sequence[Cell], key: str, alt: str) -> None:
    """Show a table of reports whose rows can be asked about."""
    name = f"{key}-{_closed_so_far()}"
    paper.dataframe(
        view,
        told,
        key=name,
        alt=alt,
        on_select=partial(_row_chosen, name, tuple(cells)),
        selection_mode="single-row",
        column_config={
            told.columns[0]: st.column_config.TextColumn(pinned=True),
            told.columns[-1]: st.column_config.TextColumn(width="large"),
        },
    )
    view.hint(view._("Tick a row to see what came when."))


def show_asked(view: View) -> None:
    """Open the report the state asks for, if any; one window at a time."""
    cell = read(state.current(KEY))
    if cell is None or door.read(state.current(door.KEY)) is not None:
        return
    if cell.unit not in view.programme.units or cell.quarter not in view.quarters:
        return
    title = f"{view.unit_name(cell.unit, short=False)} · {view.quarter_name(cell.quarter)}"
    st.dialog(title, width="large", on_dismiss=_close)(partial(_room, view, cell))()


def _cell_chosen(name: str) -> None:
    for point in st.session_state[name].selection.points:
        data = point.get("customdata")
        if isinstance(data, list) and len(data) == 2:
            state.keep(KEY, str(Cell(str(data[0]), Quarter(int(data[1])))))
            return


def _row_chosen(name: str, cells: tuple[Cell, ...]) -> None:
    chosen = st.session_state[name].selection.rows
    if chosen and chosen[0] < len(cells):
        state.keep(KEY, str(cells[chosen[0]]))


def _closed_so_far() -> int:
    # Part of the widgets' keys: a cell that was asked about is chosen no more when it closes.
    count: int = st.session_state.setdefault(_CLOSED, 0)
    return count


def _close() -> None:
    state.keep(KEY, "")
    st.session_state[_CLOSED] = _closed_so_far() + 1


def _room(view: View, cell: Cell) -> None:
    rows = owing_at(view, cell.quarter)
    mine = rows[rows["unit"] == cell.unit]
    if mine.empty:
        st.info(view._("This unit owes no report of its own."))
        return
    for line in _said(view, mine.to_dict("records")[0]):
        st.text(line)
    came = view.store.reports.known(view.known_on, offices=True)
    came = came[came["quarter"] == cell.quarter.index]
    own = came[came["unit"] == cell.unit]
    if own.empty:
        st.caption(view._("Nothing was handed in."))
    else:
        _submissions(view, own)
    if view.programme.offices.get(cell.unit):
        st.subheader(view._("Offices below this region"), anchor=False)
        _offices(view, cell, came)


def _said(view: View, row: dict[Any, Any]) -> list[str]:
    """Where the report stands, when it was due, and how much of it came."""
    _ = view._
    stands = _(", ").join(
        text
        for text in (state_name(view.language, str(row["state"])), days_said(view, row))
        if text
    )
    lines = [
        stands,
        _(
            "Due {due}; received {received}",
            due=_day(view, row["due"]),
            received=_day(view, row["received"]),
        ),
        _("{n} of {all} indicators reported", n=row["reported"], all=row["owed"]),
        remark(view, row),
    ]
    return [line for line in lines if line]


def _day(view: View, iso: str) -> str:
    return numbers.day(view.language, date.fromisoformat(iso)) if iso else numbers.MISSING


def _submissions(view: View, own: pd.DataFrame) -> None:
    _, language = view._, view.language
    records = own.to_dict("records")
    told = pd.DataFrame(
        {
            _("No."): [row["submission"] for row in records],
            _("File"): [row["file_name"] for row in records],
            _("Submitted"): [moment(row["submitted_at"]) for row in records],
            _("By"): [person(language, str(row["submitted_by"])) for row in records],
            _("State"): [
                standing(language, str(row["submitted_by"]), str(row["state"])) for row in records
            ],
            _("Decided"): [
                f"{moment(row['decided_at'])} {person(language, str(row['decided_by']))}"
                if row["decided_at"]
                else ""
                for row in records
            ],
            # Of a superseded one it is the number of the submission that took its place.
            _("Reason"): [
                row["reason"] if row["state"] in ("returned", "withdrawn", "approved") else ""
                for row in records
            ],
            _("Figures"): [row["figures"] for row in records],
        }
    )
    paper.dataframe(
        view,
        told,
        key="report-submissions",
        alt=_("Submissions"),
        column_config={_("No."): st.column_config.NumberColumn(width=60, format="%d")},
    )


def _offices(view: View, cell: Cell, came: pd.DataFrame) -> None:
    """The offices' own lines; they may report what the region owes."""
    _, known = view._, view.measured
    offices = view.programme.offices[cell.unit]
    rows = obligations(
        came,
        view.store.reports.several(view.known_on, offices=True),
        known.deadlines,
        view.programme,
        [cell.quarter],
        view.as_of,
        imported_by={published.ACTOR},
        units=offices,
    )
    records = rows[rows["received"] != ""].to_dict("records")
    if not records:
        st.caption(_("None of them has reported."))
        return
    told = pd.DataFrame(
        {
            _("Unit"): [view.unit_name(str(row["unit"])) for row in records],
            _("State"): [state_name(view.language, str(row["state"])) for row in records],
            _("Received"): [row["received"] for row in records],
            # What an office does not report its region may.
            _("Indicators"): [row["reported"] for row in records],
        }
    )
    paper.dataframe(view, told, key="report-offices", alt=_("Offices"))
    silent = [
        view.unit_name(unit.code)
        for unit in offices
        if unit.code not in set(rows["unit"][rows["received"] != ""])
    ]
    if silent:
        st.caption(_("No report from {units}.", units=_(", ").join(silent)))
