"""How a report is filled in: an example of the reporter's own kind, columns, indicators, forms."""

from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from tracking.forms import empty_csv, empty_xlsx
from tracking.forms.guidance import KIND_NAMES
from tracking.intake.contract import BY_CODE, COLUMNS
from tracking.intake.periods import BASIS_NAMES
from tracking.programme import BASES, Indicator, Programme, Quarter, Unit, UnitKind
from tracking.web import downloads, found, paper
from tracking.web.view import View
from tracking.words import N_, Language, numbers, say

WHO: Final[dict[UnitKind, str]] = {
    "region": N_("A region"),
    "ministry": N_("A ministry"),
    "office": N_("An office below a region"),
}


def guide(view: View) -> None:
    """All that somebody who fills in a report needs, on one page; and the empty form."""
    _, programme = view._, view.programme
    with st.expander(_("How to fill in a report; empty form"), icon=":material/help:"):
        kinds = [
            k
            for k in WHO
            if any(u.kind == k and _owed(programme, u) for u in programme.units.values())
        ]
        kind = st.segmented_control(
            _("Who reports"),
            kinds,
            default=kinds[0],
            format_func=lambda one: _(WHO[one]),
            key="guide-kind",
            required=True,
        )
        unit = next(u for u in programme.units.values() if u.kind == kind and _owed(programme, u))
        example, columns, indicators, findings = st.tabs(
            [_("Example"), _("Columns"), _("Indicators"), _("What is checked")]
        )
        with example:
            st.text(
                _(
                    "One row for each unit, quarter and indicator. Only the first three columns and"
                    " one that says something must be there; the order is free. Titles above,"
                    " totals and notes below may stay. A blank is no 0. What holds for the whole"
                    " table may stand above it, as “报告期：2024年三季度”."
                )
            )
            rows = example_rows(programme, unit, view.quarter, view.language)
            used = [n for n in range(len(COLUMNS)) if any(row[n] for row in rows)]
            heads = [COLUMNS[n].name.to(view.language) for n in used]
            st.html(_table(heads, [[row[n] for n in used] for row in rows]))
            _forms(view, rows)
        with columns:
            st.html(
                _table(
                    [_("Head"), _("Required"), _("What it holds")],
                    [
                        [
                            c.name.to(view.language),
                            _("yes") if c.required else "",
                            c.about.to(view.language),
                        ]
                        for c in COLUMNS
                    ],
                )
            )
        with indicators:
            _indicators(view, _owed(programme, unit))
        with findings, st.container(height=420, border=False):
            st.html(found.all_kinds(view))


def example_rows(
    programme: Programme, unit: Unit, quarter: Quarter, language: Language
) -> list[list[str]]:
    """A report of this unit, one row for each kind of indicator it owes, in the form's columns."""
    first = {i.kind: i for i in reversed(_owed(programme, unit))}
    name, period = unit.name.to(language), numbers.quarter(language, quarter)
    rows = []
    for kind in BASES:
        if kind not in first:
            continue
        indicator = first[kind]
        cells = {
            "unit": name,
            "period": period,
            "indicator": indicator.name.to(language),
            "basis": BASIS_NAMES[BASES[kind][0]].to(language),
            "value": "128",
        }
        if kind == "flow":
            cells["progress_note"] = say(language, "Two more places opened this quarter.")
        if kind == "ratio":
            cells |= {"value": "", "numerator": "480", "denominator": "960"}
        if kind == "milestone":
            cells |= {"value": say(language, "done"), "basis": ""}
            cells["completed_on"] = quarter.last_day.isoformat()
            cells["source"] = say(language, "Document no. …")
        rows.append([cells.get(column.code, "") for column in COLUMNS])
    return rows


def _forms(view: View, rows: Sequence[Sequence[str]]) -> None:
    _, language = view._, view.language
    with st.container(horizontal=True):
        downloads.button(
            _("Empty form (Excel)"), lambda: empty_xlsx(language), _("Report form.xlsx"),
            icon=":material/table:", key="form-xlsx",
        )  # fmt: skip
        downloads.button(
            _("Empty form (CSV)"), lambda: empty_csv(language), _("Report form.csv"),
            icon=":material/description:", key="form-csv",
        )  # fmt: skip
        downloads.button(
            _("This example (CSV)"), lambda: empty_csv(language, rows), _("Report example.csv"),
            icon=":material/description:", key="form-example",
        )  # fmt: skip


def _indicators(view: View, owed: Sequence[Indicator]) -> None:
    _, language = view._, view.language
    told = pd.DataFrame(
        {
            _("Code"): [i.code for i in owed],
            _("Indicator"): [i.name.to(language) for i in owed],
            _("Unit of measure"): [i.unit.to(language) for i in owed],
            _("Kind"): [_(KIND_NAMES[i.kind]) for i in owed],
            BY_CODE["basis"].name.to(language): [
                _(", ").join(BASIS_NAMES[basis].to(language) for basis in BASES[i.kind])
                if i.kind != "milestone"
                else ""
                for i in owed
            ],
        }
    )
    paper.dataframe(view, told, key="guide-indicators", alt=_("Indicators to report"))


def _owed(programme: Programme, unit: Unit) -> list[Indicator]:
    return [i for i in programme.indicators.values() if programme.owes(unit, i)]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return (
        '<div class="wide"><table class="plain-table"><thead><tr>'
        f"{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
