"""The growth-ratio reading as a table of one indicator’s units, chosen in place of the usual."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

import pandas as pd
import streamlit as st

from tracking import charts, progress
from tracking.web import door, state
from tracking.web.tables import HEADS, doors_of, value_of
from tracking.web.view import View
from tracking.words import N_, numbers

PATH: Final = "path"
GROWTH: Final = "growth_ratio"
READINGS: Final = {
    PATH: N_("Status against the planned path"),
    GROWTH: N_("Growth ratio (Eurostat, Statistics Canada)"),
}
# Each class has the sign of the status that comes nearest to it.
_LIKE: Final = {
    "target_achieved": "achieved",
    "substantial_progress": "on_track",
    "moderate_progress": "delayed",
    "limited_progress": "off_track",
    "deterioration": "moving_away",
    "refused": "not_reported",
}


def choose(view: View, more: Mapping[str, str]) -> str:
    """Ask how the figures are to be read; the status against the planned path is the usual way.

    `more` are further readings of what is shown, with their names.
    """
    names = {code: view._(name) for code, name in READINGS.items()} | dict(more)
    return state.select("reading", view._("Read by"), list(names), names, width=330)


def table(view: View, rows: pd.DataFrame, key: str) -> None:
    """One indicator's units by growth ratio, the worst first; a row opens its door."""
    _ = view._
    told = view.once(("growth table", key), lambda: _told(view, rows))
    if told.empty:
        st.caption(_("Nothing is owed here."))
        return
    door.table(
        view,
        told,
        doors_of(_ordered(view, rows)),
        key,
        _("Table of {n} rows: {heads}", n=len(told), heads=_(", ").join(told.columns)),
        most=18,
        column_config={
            told.columns[0]: st.column_config.TextColumn(pinned=True, width="medium"),
            _("Why it cannot be read"): st.column_config.TextColumn(width="large"),
        },
    )
    st.caption(
        _(
            "Another way to read the same figures: yearly growth against the yearly growth the"
            " target requires. It changes no status; charts and indices stay as they are."
        )
    )


def _ordered(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their reading; what cannot be read comes last."""
    growth = view.measured.growth_at(view.quarter)
    both = rows.merge(growth, on=["indicator", "unit", "quarter"], suffixes=("", "_read"))
    return both.sort_values(["score", "unit"], kind="stable")


def _told(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    _, language = view._, view.language
    records = _ordered(view, rows).to_dict("records")
    of = [view.programme.indicators[str(r["indicator"])] for r in records]
    told: dict[str, list[str]] = {
        _(HEADS["unit"]): [view.unit_name(str(r["unit"])) for r in records],
        _("Growth-ratio reading"): [_marked(view, str(r["reading"])) for r in records],
        _(HEADS["status"]): [charts.mark(language, str(r["status"])) for r in records],
        _(HEADS["value"]): [value_of(view, r) for r in records],
        _("Grows from"): ["" if r["refusal"] else _from(view, r) for r in records],
        _(HEADS["target"]): [
            numbers.quantity(language, r["target"], i) for i, r in zip(of, records, strict=True)
        ],
        _("Growth a year"): [numbers.share(language, r["observed"], 1) for r in records],
        _("Required a year"): [numbers.share(language, r["required"], 1) for r in records],
        _("Growth ratio"): [
            numbers.number(language, r["ratio"], 2) if isfinite(r["target"]) else ""
            for r in records
        ],
        _("Score (−5 to 5)"): [numbers.number(language, r["score"], 1) for r in records],
    }
    reasons = [progress.refusal_said(language, str(r["refusal"])) for r in records]
    if any(reasons):
        told[_("Why it cannot be read")] = reasons
    return pd.DataFrame(told)


def _from(view: View, row: dict[Any, Any]) -> str:
    indicator = view.programme.indicators[str(row["indicator"])]
    return view._(
        "{value}, {quarter}",
        value=numbers.quantity(view.language, row["base"], indicator),
        quarter=numbers.quarter(view.language, int(row["base_quarter"]), short=True),
    )


def _marked(view: View, reading: str) -> str:
    sign = charts.STATUS_STYLE[_LIKE[reading]].symbol
    return f"{sign} {progress.reading_name(view.language, reading)}"
