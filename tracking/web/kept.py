"""What the checks found in the reports that count, and that was approved all the same."""

from typing import Final

import pandas as pd
import streamlit as st

from tracking.web import door, state
from tracking.web.door import Door
from tracking.web.view import View
from tracking.words import N_

# What a reader looks for → the codes of findings (intake/codes.py).
KINDS: Final = {
    "outliers": ("outlier", "unit_mix_up", "fraction_suspected", "denominator_jump"),
    "falls": ("running_total_falls",),
    "sums": ("total_differs", "value_disagrees"),
    "breaks": ("definition_break_suspected",),
}
_NAMES: Final = {
    "outliers": N_("Outliers {n}"),
    "falls": N_("Falls of running totals {n}"),
    "sums": N_("Sums that disagree {n}"),
    "breaks": N_("Definition breaks {n}"),
}


def show(view: View, key: str) -> None:
    """The findings of the quarter by kind; a row opens the figure's door."""
    _ = view._
    found = view.once(("found", view.eyes), lambda: _found(view))
    counts = {kind: int(found["kind"].eq(kind).sum()) for kind in KINDS}
    reads_all = view.may("read", "submission:*")
    if not reads_all:
        st.caption(
            _(
                "What the checks found is shown for the units whose reports you may read, a change"
                " of definition for all."
            )
        )
    if not any(counts.values()):
        st.caption(
            _("The checks found nothing in the reports of this quarter.")
            if reads_all
            else _("None in this quarter.")
        )
        return
    first = next(kind for kind, n in counts.items() if n)
    chosen = state.select(
        "found",
        _("Kind"),
        list(KINDS),
        {kind: _(_NAMES[kind], n=n) for kind, n in counts.items()},
        default=first,
        widget=st.pills,
        label_visibility="collapsed",
    )
    rows = found[found["kind"] == chosen]
    if rows.empty:
        st.caption(_("None in this quarter."))
        return
    told, doors = view.once(("found", chosen, view.eyes), lambda: _told(view, rows))
    door.table(
        view,
        told,
        doors,
        f"{key}-{chosen}",
        _("What the checks found"),
        column_config={
            told.columns[0]: st.column_config.TextColumn(pinned=True),
            told.columns[2]: st.column_config.TextColumn(width="large"),
            told.columns[3]: st.column_config.TextColumn(width="medium"),
        },
    )


def _found(view: View) -> pd.DataFrame:
    """Findings kept with what counts, and the definition breaks that reporters marked."""
    kinds = {code: kind for kind, codes in KINDS.items() for code in codes}
    noted = view.store.reports.found(kinds, view.quarter, view.known_on)
    noted = noted.assign(kind=noted["code"].map(kinds), message=noted[f"message_{view.language}"])
    figures = view.figures
    marked = figures[
        (figures["quarter"] == view.quarter.index)
        & figures["definition_break"]
        & (figures["origin"] == "own")
    ]
    breaks = pd.DataFrame(
        {
            "unit": marked["unit"].astype(str),
            "indicator": marked["indicator"].astype(str),
            "submission": marked["submission"],
            "row": marked["row"],
            "kind": "breaks",
            "message": view._("The reporter marked a change of definition."),
            "reason": "",
        }
    )
    columns = list(breaks.columns)
    return pd.concat([breaks, noted[columns]], ignore_index=True)


def _told(view: View, rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Door | None]]:
    _ = view._
    units, indicators = view.programme.units, view.programme.indicators
    told = pd.DataFrame(
        {
            _("Unit"): [view.unit_name(u) if u in units else "" for u in rows["unit"]],
            _("Indicator"): [
                view.indicator_name(i) if i in indicators else "" for i in rows["indicator"]
            ],
            _("Finding"): rows["message"],
            _("The reason given"): rows["reason"],
            _("Submission"): rows["submission"],
            _("Row"): rows["row"].where(rows["row"] > 0),
        }
    )
    doors = [
        Door(i, u, view.quarter) if i in indicators and _has_door(view, i, u) else None
        for i, u in zip(rows["indicator"], rows["unit"], strict=True)
    ]
    return told, doors


def _has_door(view: View, indicator: str, unit: str) -> bool:
    """Offices have none: they are told behind their region's figure."""
    return view.measured.row(indicator, unit, view.quarter) is not None
