"""Tables of assessments as pages show them: exact words and numbers, each row a door."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, Final, Literal

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
    "since": N_("Status since"),
    "value": N_("Value"),
    "covered": N_("Reports in"),
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
        view._("Table of {n} rows: {heads}", n=len(told), heads=view._(", ").join(told.columns)),
        most=18,
        column_config={
            told.columns[0]: st.column_config.TextColumn(pinned=True, width="medium"),
            told.columns[-1]: st.column_config.TextColumn(width="medium"),
        },
    )


def tell(view: View, rows: pd.DataFrame, subject: Subject) -> pd.DataFrame:
    """The rows in words: texts by translated head, in the order given."""
    language, indicators = view.language, view.programme.indicators
    between = "；" if language == "zh" else "; "
    records = rows.to_dict("records")
    of = [indicators[str(r["indicator"])] for r in records]
    waiting = progress.provisional(rows, view.programme, view.as_of)
    provisional = [
        [progress.provisional_note(r, view.programme, language, view.as_of)] if waits else []
        for r, waits in zip(records, waiting, strict=True)
    ]
    columns: dict[str, list[str]] = {
        subject: [
            i.name.to(language) if subject == "indicator" else view.unit_name(str(r["unit"]))
            for i, r in zip(of, records, strict=True)
        ],
        "status": [
            view._("{status} (provisional)", status=charts.mark(language, str(r["status"])))
            if notes
            else charts.mark(language, str(r["status"]))
            for r, notes in zip(records, provisional, strict=True)
        ],
        "since": [since(view, r) for r in records],
        "value": [value_of(view, r) for r in records],
        "covered": [covered(view, r) for r in records],
        "target": [
            numbers.quantity(language, r["target"], i) if i.kind != "milestone" else ""
            for i, r in zip(of, records, strict=True)
        ],
        "gap": [
            numbers.difference(language, r["gap"], i) if isfinite(r["gap"]) else ""
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
            between.join([*notes, *_hanging(view, r), *progress.marks_said(r["marks"], language)])
            for r, notes in zip(records, provisional, strict=True)
        ],
    }
    told = pd.DataFrame(columns)
    told = told.drop(columns=[c for c in ("covered", "gap", "marks") if not told[c].any()])
    return told.rename(columns={c: view._(HEADS[c]) for c in told.columns})


def since(view: View, row: Mapping[Any, Any]) -> str:
    """The quarter from which an assessment's status holds, in a form that sorts."""
    quarter = Quarter(int(row["quarter"]))
    held = view.measured.standing(str(row["indicator"]), str(row["unit"]), quarter)
    return "" if held is None else numbers.quarter(view.language, int(held["since"]), short=True)


def value_of(view: View, row: Mapping[Any, Any]) -> str:
    """An assessment's value as people say it; of a milestone, whether it is verified."""
    indicator, language = view.programme.indicators[str(row["indicator"])], view.language
    one = view.alone(row)
    if one:
        return progress.value_alone(one, row["value"], indicator, view.programme, language)
    return progress.value_said(language, indicator, row)


def covered(view: View, row: Mapping[Any, Any]) -> str:
    """Of a sum that lacks reports, how many of them came, “31/37”; else nothing.

    Those of the quarter the value was last reported for: a sum carried along has none of its own.
    """
    if str(row["origin"]) not in ("sum", "rolled") or not isfinite(row["value"]):
        return ""
    counted: Mapping[Any, Any] | pd.Series = row
    if 0 <= row["value_quarter"] < row["quarter"]:
        then = Quarter(int(row["value_quarter"]))
        earlier = view.measured.row(str(row["indicator"]), str(row["unit"]), then)
        counted = row if earlier is None else earlier
    reporting, expecting = int(counted["reporting"]), int(counted["expecting"])
    return f"{reporting}/{expecting}" if reporting < expecting else ""


def _hanging(view: View, row: Mapping[Any, Any]) -> list[str]:
    """A note where the status depends on reports that are missing."""
    hanging = view.measured.depending(Quarter(int(row["quarter"])))
    one = str(row["indicator"]), str(row["unit"])
    return [view._("depends on missing reports")] if one in hanging else []


def doors_of(rows: pd.DataFrame) -> Sequence[Door]:
    """The door of each assessment."""
    return [
        Door(str(i), str(u), Quarter(int(q)))
        for i, u, q in zip(rows["indicator"], rows["unit"], rows["quarter"], strict=True)
    ]
