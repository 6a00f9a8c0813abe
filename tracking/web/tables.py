"""Tables of assessments as pages show them: exact words and numbers, each row a door."""

from collections.abc import Sequence
from math import isfinite
from typing import Final, Literal

import pandas as pd
import streamlit as st

from tracking import charts, progress
from tracking.programme import Quarter
from tracking.web import door
from tracking.web.door import Door
from tracking.web.view import View
from tracking.words import N_, numbers

Subject = Literal["indicator", "unit"]

# What an assessment's row is told in, in order: (column, head).
HEADS: Final = {
    "indicator": N_("Indicator"),
    "unit": N_("Unit"),
    "status": N_("Status"),
    "value": N_("Value"),
    "target": N_("Target"),
    "gap": N_("Gap to the planned path"),
    "achieved": N_("Share achieved"),
    "as_of": N_("Reported for"),
    "marks": N_("Remarks"),
}


def assessments(view: View, rows: pd.DataFrame, subject: Subject, key: str) -> None:
    """Show assessments, one a row, named by indicator or by unit; a row opens its door."""
    show(view, *prepared(view, rows, subject), key)


def prepared(
    view: View, rows: pd.DataFrame, subject: Subject
) -> tuple[pd.DataFrame, Sequence[Door]]:
    """Assessments ready to be shown: in words, and their doors."""
    return (rows, []) if rows.empty else (tell(view, rows, subject), doors_of(rows))


def show(view: View, told: pd.DataFrame, doors: Sequence[Door], key: str) -> None:
    """Show prepared assessments; a row opens its door."""
    if told.empty:
        st.caption(view._("Nothing is owed here."))
        return
    door.table(
        view,
        told,
        doors,
        key,
        height=min(38 + 35 * len(told), 640),
        alt=view._("Table of {n} rows: {heads}", n=len(told), heads="、".join(told.columns)),
        column_config={
            told.columns[0]: st.column_config.TextColumn(pinned=True, width="medium"),
            told.columns[-1]: st.column_config.TextColumn(width="medium"),
        },
    )


def tell(view: View, rows: pd.DataFrame, subject: Subject) -> pd.DataFrame:
    """The rows in words: texts by translated head, in the order given."""
    language, indicators = view.language, view.programme.indicators
    records = rows.to_dict("records")
    of = [indicators[str(r["indicator"])] for r in records]
    columns: dict[str, list[str]] = {
        subject: [
            i.name.to(language) if subject == "indicator" else view.unit_name(str(r["unit"]))
            for i, r in zip(of, records, strict=True)
        ],
        "status": [charts.mark(language, str(r["status"])) for r in records],
        "value": [
            numbers.quantity(language, r["value"], i, str(r["qualifier"]))
            if i.kind != "milestone"
            else numbers.MISSING
            for i, r in zip(of, records, strict=True)
        ],
        "target": [
            numbers.quantity(language, r["target"], i) for i, r in zip(of, records, strict=True)
        ],
        "gap": [
            numbers.signed(language, r["gap"], i.decimals) if isfinite(r["gap"]) else ""
            for i, r in zip(of, records, strict=True)
        ],
        "achieved": [numbers.share(language, r["achieved"]) for r in records],
        "as_of": [
            numbers.quarter(language, r["value_quarter"], short=True)
            if r["value_quarter"] >= 0
            else ""
            for r in records
        ],
        "marks": [
            "；".join(progress.mark_name(language, mark) for mark in r["marks"]) for r in records
        ],
    }
    told = pd.DataFrame(columns)
    told = told.drop(columns=[c for c in ("gap", "marks") if not told[c].any()])
    return told.rename(columns={c: view._(HEADS[c]) for c in told.columns})


def doors_of(rows: pd.DataFrame) -> Sequence[Door]:
    """The door of each assessment."""
    return [
        Door(str(i), str(u), Quarter(int(q)))
        for i, u, q in zip(rows["indicator"], rows["unit"], rows["quarter"], strict=True)
    ]
