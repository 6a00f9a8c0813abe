"""The table of units by what they have per thousand enterprises; a row opens its door."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from tracking.programme import NATION, Denominator, Indicator, Quarter
from tracking.web import door
from tracking.web.door import Door
from tracking.web.per_size import capital, size_day, source_of
from tracking.web.tables import HEADS, value_of
from tracking.web.view import View
from tracking.words import Language, numbers


def table(
    view: View, rows: pd.DataFrame, denominator: Denominator, indicator: Indicator | None
) -> None:
    """The units by what they have per so many: with value, size, its day and source."""
    _, language = view._, view.language
    if indicator is None:
        return
    ordered = (
        rows[rows["relative"].notna()]
        .assign(apart=rows["unit_kind"] != "region")
        .sort_values(["apart", "relative"], ascending=[True, indicator.sign < 0], kind="stable")
    )
    records = ordered.to_dict("records")
    label = capital(denominator.label.to(language))
    told = pd.DataFrame(
        {
            _(HEADS["unit"]): [_named(view, r) for r in records],
            label: [
                numbers.quantity(language, r["relative"], indicator, brief=False) for r in records
            ],
            _("Size (denominator)"): [
                view._(
                    "{n} {name}",
                    n=numbers.number(language, r["size"]),
                    name=denominator.name.to(language),
                )
                for r in records
            ],
            _(HEADS["value"]): [
                value_of(view, r) if str(r["unit_kind"]) == "region" else "" for r in records
            ],
            _(HEADS["as_of"]): [_quarter(language, r["value_quarter"]) for r in records],
            _("Size as of"): [size_day(view, denominator, str(r["unit"])) for r in records],
            _("Source of the size"): [
                source_of(view, denominator, str(r["unit"])) for r in records
            ],
        }
    )
    door.table(
        view,
        told,
        [Door(str(r["indicator"]), str(r["unit"]), Quarter(int(r["quarter"]))) for r in records],
        f"per-{denominator.code}",
        _("Table of {n} rows: {heads}", n=len(told), heads=_(", ").join(told.columns)),
        most=18,
        column_config={told.columns[0]: st.column_config.TextColumn(pinned=True, width="medium")},
    )


def _named(view: View, row: Mapping[Any, Any]) -> str:
    """A unit; a group or the nation with how many of its regions it is told of."""
    unit = str(row["unit"])
    name = view.unit_name(unit)
    if unit != NATION and not unit.startswith("group:"):
        return name
    counted, of = int(row["counted"]), int(row["of"])
    return view._("{unit} ({n} of {of} regions)", unit=name, n=counted, of=of)


def _quarter(language: Language, quarter: int) -> str:
    return numbers.quarter(language, int(quarter), short=True) if quarter >= 0 else ""
