"""One indicator across those who are compared: as a value, a share, or per thousand enterprises."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from tracking import charts, progress
from tracking.programme import NATION, Denominator, Indicator
from tracking.web import door, reading, state
from tracking.web.comparing import left_out
from tracking.web.door import Door
from tracking.web.peers import Peers
from tracking.web.per_size import PREFIX, denominator_of, readings, size_said
from tracking.web.per_size_table import table
from tracking.web.tables import assessments
from tracking.web.view import View
from tracking.words import numbers

VALUE: Final = "value"
ACHIEVED: Final = "achieved"
RELATIVE: Final = "relative"


@dataclass(frozen=True)
class Chosen:
    """What is compared: an indicator, how it is read, and what that is called.

    `column` holds it in `rows`, every quarter; `indicator` gives its unit of measure, and is None
    for shares. `target` is the column of the targets that stand beside it.
    """

    code: str
    column: str
    names: tuple[str, str]
    rows: pd.DataFrame
    indicator: Indicator | None
    denominator: Denominator | None
    reading: str
    peers: Peers

    @property
    def target(self) -> str:
        """The column of the targets, in the same measure."""
        return "relative_target" if self.column == RELATIVE else "target"

    def at(self, quarter: int) -> pd.DataFrame:
        """The rows of one quarter."""
        return self.rows[self.rows["quarter"] == quarter]


def choose(view: View, peers: Peers) -> Chosen:
    """Ask for an indicator and how it is to be read."""
    _ = view._
    choices = {
        code: f"{code}  {i.name.to(view.language)}"
        for code, i in view.programme.indicators.items()
        if "region" in i.reporters
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = state.select(
            "indicator",
            _("Indicator"),
            list(choices),
            choices,
            default=_most_reported(view, list(choices), peers),
            width=440,
        )
        read_by = reading.choose(view, readings(view, view.programme.indicators[code]))
        denominator = denominator_of(view, read_by)
        rows = _rows(view, code, denominator)
        here = peers.of(rows[rows["quarter"] == view.quarter.index])
        measure = RELATIVE if denominator else _measure(view, here)
    if denominator is None and state.current("reading").startswith(PREFIX):
        st.caption(_("Shares and milestones are not told per so many: they do not add up."))
    name = denominator.label if denominator else None
    shown = {VALUE: _("Value"), ACHIEVED: _("Share achieved")}
    return Chosen(
        code=code,
        column=measure,
        names=(choices[code], name.to(view.language) if name else shown[measure]),
        rows=rows,
        indicator=_as_read(view, code, measure, denominator, here),
        denominator=denominator,
        reading=read_by,
        peers=peers,
    )


def _rows(view: View, code: str, denominator: Denominator | None) -> pd.DataFrame:
    reading_ = view.measured
    rows = reading_.all_of(code)
    if denominator is None:
        return rows
    return reading_.once(
        ("per size", code, denominator.code),
        lambda: progress.per_size(rows, denominator, view.programme, cities=view.cities),
    )


def _measure(view: View, here: pd.DataFrame) -> str:
    measures = {VALUE: view._("Value"), ACHIEVED: view._("Share achieved")}
    return state.select(
        "measure",
        view._("Shown as"),
        list(measures),
        measures,
        # Large regions lead by number, whatever they achieved.
        default=ACHIEVED if here["achieved"].notna().any() else VALUE,
        widget=st.segmented_control,
    )


def _as_read(
    view: View, code: str, measure: str, denominator: Denominator | None, here: pd.DataFrame
) -> Indicator | None:
    indicator = view.programme.indicators[code]
    if denominator:
        return progress.indicator_per_size(indicator, denominator, here[RELATIVE])
    return indicator if measure == VALUE else None


def _most_reported(view: View, codes: Sequence[str], peers: Peers) -> str:
    """The first of these indicators that any of the compared has a value for; else the first."""
    rows = peers.of(view.measured.at(view.quarter))
    known = {str(code) for code in rows.loc[rows["value"].notna(), "indicator"].unique()}
    return next((code for code in codes if code in known), codes[0])


def dots(view: View, chosen: Chosen) -> None:
    """Those compared as dots from the best down, beside their targets, group and nation."""
    _, peers = view._, chosen.peers
    here = chosen.at(view.quarter.index)
    rows = peers.of(here)
    known = rows[rows[chosen.column].notna()]
    if known.empty:
        st.caption(_nothing_said(view, chosen, rows))
        return
    lines = lines_across(view, chosen, here)
    target = 1.0 if chosen.column == ACHIEVED else known[chosen.target]
    figure = charts.dots(
        known.assign(target=target, beside=_beside_said(view, chosen, here, known["unit"])),
        chosen.indicator,
        view.programme,
        view.language,
        view.theme,
        value=chosen.column,
        lines=lines,
    )
    door.chart(
        view,
        figure,
        chosen.names,
        "dots",
        lambda data: Door(chosen.code, data[0], view.quarter),
        indicator=chosen.code if chosen.column == VALUE else "",
    )
    st.caption(_dots_said(view, chosen, known))
    if chosen.denominator:
        st.caption(size_said(view, chosen.denominator, rows[rows["value"].notna()]))


def _nothing_said(view: View, chosen: Chosen, rows: pd.DataFrame) -> str:
    if rows["value"].notna().any():
        if chosen.column == RELATIVE:
            return view._("None of those with a value has a size to hold it against.")
        return view._("No region's share can be told: it needs a target with a baseline.")
    return view._("No region has reported this indicator.")


def lines_across(view: View, chosen: Chosen, here: pd.DataFrame) -> list[charts.Line]:
    """The nation, and one group where its regions are compared; of sums the average of those shown.

    A nation that is the sum of its regions would stand far outside their dots.
    """
    summed = chosen.column == VALUE and view.programme.indicators[chosen.code].rollup == "sum"
    if summed:
        known = chosen.peers.of(here)[chosen.column].dropna()
        average = view._("average")
        return [charts.Line(average, float(known.mean()))] if len(known) > 1 else []
    found = here.set_index(here["unit"].astype("str"))[chosen.column].dropna()
    beside = [NATION, *(u for u in chosen.peers.beside[:-1] if chosen.peers.group)]
    return [
        charts.Line(view.unit_name(unit), float(found[unit])) for unit in beside if unit in found
    ]


def _beside_said(view: View, chosen: Chosen, here: pd.DataFrame, units: pd.Series) -> list[str]:
    """What stands beside each: its group's value and the nation's, in words."""
    found = here.set_index(here["unit"].astype("str"))[chosen.column].dropna()
    said = {
        unit: view._(
            "{name}: {value}",
            name=view.unit_name(unit),
            value=charts.said_value(view.language, float(value), chosen.indicator),
        )
        for unit, value in found.items()
        if unit in (NATION, *(f"group:{code}" for code in view.programme.groups))
    }
    group = {u.code: f"group:{u.group}" for u in view.programme.regions}
    return [
        "<br>".join(said[u] for u in (group.get(str(unit), ""), NATION) if u in said)
        for unit in units
    ]


def _dots_said(view: View, chosen: Chosen, known: pd.DataFrame) -> str:
    """What the dots' order, ticks and lines mean, and who is not shown."""
    _ = view._
    parts = [
        _("By the size of the number, which says nothing of what was achieved.")
        if chosen.column == VALUE
        else _("Best first, equal values in the official order.")
    ]
    if chosen.column == ACHIEVED:
        parts.append(_("Upright ticks: the target (100%)."))
    elif known[chosen.target].notna().any():
        parts.append(_("Upright ticks: each region's own target."))
    if chosen.column == VALUE and view.programme.indicators[chosen.code].rollup == "sum":
        parts += [_("Dashed: average of the regions with a value.")] if len(known) > 1 else []
    elif chosen.peers.group in view.programme.groups:
        parts.append(_("Dashed: the nation; dotted: the group."))
    else:
        parts.append(_("Dashed: the nation."))
    return view.joined([*parts, _left_out(view, chosen, known)])


def as_table(view: View, chosen: Chosen) -> None:
    """The same as a table, with the group and the nation in it; a row opens its door."""
    here = chosen.at(view.quarter.index)
    if not chosen.peers.of(here)["value"].notna().any():
        return
    with st.expander(view._("As a table"), expanded=chosen.reading != reading.PATH):
        shown = here[here["value"].notna() | here["target"].notna()]
        if chosen.peers.group:
            shown = chosen.peers.with_beside(shown)
        if chosen.denominator:
            table(view, shown, chosen.denominator, chosen.indicator)
        elif chosen.reading == reading.GROWTH:
            reading.table(view, shown, f"growth-{chosen.code}-{chosen.peers.choice}")
        else:
            assessments(view, progress.worst_first(shown), "unit", "table")


def courses(view: View, chosen: Chosen) -> None:
    """Each one's course quarter by quarter beside its target, all on one scale, the best first."""
    _ = view._
    rows = chosen.peers.of(chosen.rows)
    rows = rows[rows["quarter"] <= view.quarter.index]
    if rows[chosen.column].notna().groupby(rows["unit"], observed=True).sum().max() < 2:
        st.caption(_("There is no course yet: it takes two quarters with a value."))
        return
    rows = rows.assign(target=1.0 if chosen.column == ACHIEVED else rows[chosen.target])
    figure = charts.courses(
        rows,
        chosen.indicator,
        view.programme,
        view.language,
        view.theme,
        value=chosen.column,
    )
    door.chart(
        view,
        figure,
        (*chosen.names, _("Quarter by quarter")),
        "courses",
        lambda data: Door(chosen.code, data[0], view.quarter),
        indicator=chosen.code if chosen.column == VALUE else "",
    )
    parts = [
        _("All on one scale, best first by the latest value."),
        _("Dashed: the target.") if rows["target"].notna().any() else "",
        _("A gap: no value, or a changed definition."),
    ]
    known = rows[rows[chosen.column].notna()]
    st.caption(view.joined([*parts, _left_out(view, chosen, known)]))


def _left_out(view: View, chosen: Chosen, known: pd.DataFrame) -> str:
    """Who is not shown for want of a value; who has no size is told beside the sizes."""
    present = {str(unit) for unit in known["unit"]}
    if chosen.denominator:
        here = chosen.at(view.quarter.index)
        present |= {str(unit) for unit in here.loc[here["value"].notna(), "unit"]}
    return left_out(view, present, chosen.peers)


def value_said(view: View, chosen: Chosen, value: float) -> str:
    """A value as it is read here."""
    if pd.isna(value):
        return numbers.MISSING
    return charts.said_value(view.language, float(value), chosen.indicator)
