"""Two quarters of one indicator beside each other: a sentence, a picture, a table."""

from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from tracking import charts, progress
from tracking.programme import Quarter
from tracking.web import door, regional, state
from tracking.web.door import Door
from tracking.web.one_indicator import ACHIEVED, Chosen, value_said
from tracking.web.tables import HEADS
from tracking.web.view import View
from tracking.words import numbers

TOTAL: Final = "total"
QUARTER: Final = "quarter"
# What is a running total, so that a quarter has something of its own.
_RUNNING: Final = ("flow", "cumulative")


def show(view: View, chosen: Chosen) -> None:
    """Ask which two quarters, and tell what lies between them."""
    earlier = [q for q in reversed(view.quarters) if q < view.quarter]
    if not earlier:
        st.caption(view._("This is the first quarter."))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        before = _before(view, earlier)
        own = _own(view, chosen)
    # On paper there are no choices to read this from.
    of = (*chosen.names, view._("The quarter by itself")) if own else chosen.names
    st.html(f'<p class="on-paper">{escape(" · ".join(of))}</p>')
    quarters = (before.index, view.quarter.index)
    found = _found(view, chosen, quarters, own)
    compared = found[found["unit"].isin(chosen.peers.units)]
    sentence = progress.headline_of_two_quarters(
        compared, quarters, chosen.indicator, view.programme, view.language
    )
    st.text(sentence)
    _picture(view, chosen, compared, before, own)
    told = compared[compared["why"] != "none"]
    if len(told):
        with st.expander(view._("Both quarters as a table")):
            _table(view, chosen, found[found["why"] != "none"], quarters)


def _before(view: View, earlier: list[Quarter]) -> Quarter:
    """The earlier quarter: the same one a year before unless asked otherwise."""
    special = {
        view.quarter + -1: view._("the quarter before"),
        view.quarter + -4: view._("the same quarter a year before"),
    }

    def named(label: str) -> str:
        quarter = Quarter.of(label)
        name = view.quarter_name(quarter)
        if quarter not in special:
            return name
        return view._("{quarter}, {which}", quarter=name, which=special[quarter])

    return Quarter.of(
        state.select(
            "compare_with",
            view._("Compare with"),
            [str(q) for q in earlier],
            named,
            default=str(regional.usual_comparison(view.quarter, earlier)),
            width=330,
        )
    )


def _own(view: View, chosen: Chosen) -> bool:
    """Whether quarters are compared by what each brought itself, of what is a running total."""
    kind = view.programme.indicators[chosen.code].kind
    if kind not in _RUNNING or chosen.column == ACHIEVED:
        return False
    names = {TOTAL: view._("Totals since the start"), QUARTER: view._("The quarter by itself")}
    span = state.select("span", view._("Of"), list(names), names, widget=st.segmented_control)
    return span == QUARTER


def _found(view: View, chosen: Chosen, quarters: tuple[int, int], own: bool) -> pd.DataFrame:
    before, now = quarters
    rows, column = chosen.rows, chosen.column
    if own:
        rows = view.measured.once(
            ("quarter by quarter", chosen.code, chosen.reading),
            lambda: _added(view, chosen),
        )
        column = "added"
    units = [*chosen.peers.units, *chosen.peers.beside]
    return progress.two_quarters(rows, now, before, column, units, own=own)


def _added(view: View, chosen: Chosen) -> pd.DataFrame:
    rows = progress.quarter_by_quarter(view.measured.all_of(chosen.code), view.programme)
    denominator = chosen.denominator
    if denominator is None:
        return rows
    per = progress.per_size(
        rows.assign(value=rows["added"]), denominator, view.programme, cities=view.cities
    )
    return per.assign(added=per["relative"])


def _picture(
    view: View, chosen: Chosen, compared: pd.DataFrame, before: Quarter, own: bool
) -> None:
    shown = compared[~compared["why"].isin(["none", "none_now", "carried"])]
    if shown["now"].notna().any() and shown["before"].notna().any():
        named = shown["why"].map(progress.REASONS).fillna("")
        figure = charts.two_quarters(
            shown.assign(why=named.where(shown["why"] == "break", "")),
            (before.index, view.quarter.index),
            view.programme,
            view.language,
            view.theme,
            indicator=chosen.indicator,
        )
        subject = (*chosen.names, view.quarter_name(before))
        door.chart(
            view,
            figure,
            (*subject, view._("The quarter by itself")) if own else subject,
            "two",
            lambda data: Door(chosen.code, data[0], view.quarter),
            indicator=chosen.code if chosen.column == "value" else "",
        )
        st.caption(view._("In brackets: the change between the two quarters."))
    said = view.joined(_reasons_said(view, compared))
    if said:
        st.caption(said)


def _reasons_said(view: View, compared: pd.DataFrame) -> list[str]:
    """Who cannot be compared, by the reason."""
    said = []
    for why, reason in progress.REASONS.items():
        units = compared.loc[compared["why"] == why, "unit"]
        if len(units):
            names = view._(", ").join(view.unit_name(str(unit)) for unit in units)
            head = view._("Not compared ({reason}): {units}.", reason=view._(reason),
                          units=names)  # fmt: skip
            said.append(head)
    return said


def _table(view: View, chosen: Chosen, found: pd.DataFrame, quarters: tuple[int, int]) -> None:
    _, language = view._, view.language
    ordered = found.assign(
        apart=found["unit"].isin(chosen.peers.beside), none=found["difference"].isna()
    ).sort_values(["apart", "none", "difference"], ascending=[True, True, False], kind="stable")
    records: list[dict[Any, Any]] = ordered.to_dict("records")
    told = pd.DataFrame(
        {
            _(HEADS["unit"]): [view.unit_name(r["unit"]) for r in records],
            **{
                numbers.quarter(language, quarter): [
                    value_said(view, chosen, r[name]) for r in records
                ]
                for name, quarter in zip(("before", "now"), quarters, strict=True)
            },
            _("Rise or fall"): [
                progress.difference_said(r["difference"], chosen.indicator, language)
                if r["why"] == ""
                else numbers.MISSING
                for r in records
            ],
            _(HEADS["marks"]): [_(progress.REASONS[r["why"]]) if r["why"] else "" for r in records],
        }
    )
    if not told[_(HEADS["marks"])].any():
        told = told.drop(columns=_(HEADS["marks"]))
    door.table(
        view,
        told,
        [Door(chosen.code, str(r["unit"]), view.quarter) for r in records],
        "two-table",
        _("Table of {n} rows: {heads}", n=len(told), heads=_(", ").join(told.columns)),
        most=18,
        column_config={told.columns[0]: st.column_config.TextColumn(pinned=True, width="medium")},
    )
