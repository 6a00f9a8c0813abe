"""A number is a door: how we know a figure or status, asked from a table, a chart or an address.

`table` and `chart` are what a page shows its numbers with; `?explain=IND-3-1,nation,2025Q4` in an
address opens the same door for a colleague.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from tracking import charts, progress
from tracking.programme import Quarter
from tracking.store import Submission
from tracking.web import (
    assuming,
    downloads,
    growth,
    method,
    origins,
    paper,
    per_size,
    standing,
    state,
    trusting,
    underlying,
)
from tracking.web.view import View, plain

KEY = "explain"


@dataclass(frozen=True, slots=True)
class Door:
    """The figure that is asked about."""

    indicator: str
    unit: str
    quarter: Quarter

    def __str__(self) -> str:
        return f"{self.indicator},{self.unit},{self.quarter}"


def read(text: str) -> Door | None:
    """The door an address names; None for none.

    >>> str(read("IND-3-1,nation,2025Q4"))
    'IND-3-1,nation,2025Q4'
    >>> read("anything") is None
    True
    """
    parts = text.split(",")
    if len(parts) != 3:
        return None
    try:
        return Door(parts[0], parts[1], Quarter.of(parts[2]))
    except ValueError:
        return None


def ask(door: Door) -> None:
    """Open this door at the end of the run."""
    state.keep(KEY, str(door))


def address(view: View, door: Door) -> str:
    """The address of the page shown, with this door open: to send to a colleague."""
    return state.link(view.page, **{KEY: str(door)})


def table(
    view: View, rows: pd.DataFrame, doors: Sequence[Door | None], key: str, alt: str, **more: Any
) -> None:
    """Show a table whose rows can be asked about; `doors` holds the door of each row.

    `more` is that of `paper.dataframe`.
    """
    name = f"{key}-{_opened_so_far()}"
    paper.dataframe(
        view,
        rows,
        key=name,
        alt=alt,
        on_select=partial(_row_chosen, name, tuple(doors)),
        selection_mode="single-row",
        **more,
    )
    view.hint(view._("Tick a row to see how we know."))


def chart(
    view: View,
    figure: charts.Figure,
    subject: str | Sequence[str],
    key: str,
    door_of: Callable[[list[Any]], Door | None],
    **more: Any,
) -> None:
    """Show a chart whose points can be asked about; `door_of` reads a point's customdata."""
    name = f"{key}-{_opened_so_far()}"
    view.chart(
        figure,
        subject,
        key=name,
        on_select=partial(_point_chosen, name, door_of),
        selection_mode="points",
        **more,
    )


def button(view: View, door: Door, key: str) -> None:
    """A quiet button that opens a door: for the keyboard, and where no point can be hit."""
    label = view._("How do we know?")
    if st.button(label, key=key, type="tertiary", icon=":material/help_center:"):
        ask(door)


def _row_chosen(name: str, doors: tuple[Door | None, ...]) -> None:
    chosen = st.session_state[name].selection.rows
    door = doors[chosen[0]] if chosen and chosen[0] < len(doors) else None
    if door is not None:
        ask(door)


def _point_chosen(name: str, door_of: Callable[[list[Any]], Door | None]) -> None:
    for point in st.session_state[name].selection.points:
        data = point.get("customdata")
        door = door_of(data if isinstance(data, list) else [data]) if data is not None else None
        if door is not None:
            ask(door)
            return


def _opened_so_far() -> int:
    # Part of the widgets' keys: a row that was asked about is chosen no more when the door closes,
    # so that it can be asked about again.
    count: int = st.session_state.setdefault("tracking-doors", 0)
    return count


def _close() -> None:
    state.keep(KEY, "")
    st.session_state["tracking-doors"] = _opened_so_far() + 1


def show_asked(view: View) -> None:
    """Open the door the state asks for, if any."""
    door = read(state.current(KEY))
    if door is None:
        return
    title = view._("How do we know?")
    if door.indicator in view.programme.indicators and door.unit in _units(view):
        title = " · ".join(
            (
                view.unit_name(door.unit),
                view.indicator_name(door.indicator),
                view.quarter_name(door.quarter),
            )
        )
    st.dialog(title, width="large", on_dismiss=_close)(partial(_room, view, door))()


def _units(view: View) -> set[str]:
    return {*view.programme.units, *(f"group:{code}" for code in view.programme.groups)}


def _room(view: View, door: Door) -> None:
    row = view.measured.row(door.indicator, door.unit, door.quarter)
    if row is None:
        st.info(view._("Nothing is known, owed or aimed at here."))
        return
    _, language, programme = view._, view.language, view.programme
    behind = origins.behind(view, row)
    likely = view.measured.outlook(door.indicator, door.unit, door.quarter)
    explained = progress.explain(
        row,
        programme,
        language,
        versions=behind.versions,
        parts=behind.parts,
        breaks=behind.breaks,
        outlook=likely,
        known_on=view.known_on,
        as_of=view.as_of,
    )
    status = method.label(str(row["status"]), language)
    first, *rest = explained.sentences
    said = ("" if language == "zh" else " ").join(rest)
    paragraphs = f"<p>{status} <b>{escape(first)}</b></p><p>{escape(said)}</p>"
    st.html(f'<div class="door">{paragraphs}{trusting.way_there(view, likely)}</div>')
    view.chart(
        underlying.course(view, behind),
        (view.unit_name(door.unit), view.indicator_name(door.indicator)),
        quarter=door.quarter,
        key="door-path",
    )
    if explained.formulas:
        lines = "".join(f"<li>{escape(line)}</li>" for line in explained.formulas)
        st.html(f'<ul class="formulas">{lines}</ul>')
    alternative = growth.beside(view, door.indicator, door.unit, door.quarter)
    if alternative:
        st.html(alternative)
    for sentence in per_size.beside(view, door.indicator, door.unit, door.quarter):
        st.html(f'<p class="door">{escape(sentence)}</p>')

    assuming.show(view, behind)
    standing.show(view, door.indicator, door.unit, door.quarter)
    files = underlying.figures(view, behind)
    if len(behind.versions):
        title = underlying.title_of_versions(view, behind)
        st.subheader(title, anchor=False)
        st.html(origins.markup(origins.told_versions(view, behind), title))
        files |= behind.files(behind.versions)
    _downloads(view, list(files.values()), int(row["submission"]))
    view.hint(_("The address of this page opens this window: send it to a colleague."))


def _downloads(view: View, files: list[Submission], asked: int) -> None:
    """Offer the files: that of the value itself first, then the newest."""
    open_to_reader = [one for one in files if view.may_with("download", one)]
    open_to_reader.sort(key=lambda one: (one.id != asked, -one.id))
    if not open_to_reader:
        return
    chosen = open_to_reader[0]
    if len(open_to_reader) > 1:
        chosen = st.selectbox(
            view._("Original file"),
            open_to_reader,
            format_func=lambda one: f"{one.id} · {one.name}",
            key="door-file",
        )
    label = view._("Download the original file {name}", name=plain(chosen.name))
    make = partial(view.store.file, chosen.id)
    downloads.as_it_came(label, make, chosen.name, key="door-download")
