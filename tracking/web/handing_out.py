"""Templates: which unit, which quarter, and the form filled in as far as it is known."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from tracking.forms.template import template_name
from tracking.programme import Quarter
from tracking.reporting.templates import Kind, may_have_template, template
from tracking.web import downloads, state
from tracking.web.view import View
from tracking.words import numbers


def show(view: View) -> None:
    """The template of a unit this reader reports for, as a workbook or as CSV."""
    _, programme, language = view._, view.programme, view.language
    units = [
        u.code
        for u in programme.units.values()
        if view.may("submit", f"unit:{u.code}") and may_have_template(programme, u.code)
    ]
    if not units:
        return
    st.subheader(_("Template, filled in as far as it is known"), anchor=False)
    over = [q for q in programme.quarters if q.last_day < view.today]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = state.select(
            "template_unit",
            _("Reporting unit"),
            units,
            lambda code: view.unit_name(code, short=False),
            default=view.actor.unit if view.actor.unit in units else units[0],
            width=300,
        )
        quarter = Quarter.of(
            state.select(
                "template_quarter",
                _("Quarter"),
                [str(q) for q in reversed(over)],
                lambda label: numbers.quarter(language, Quarter.of(label)),
                width=180,
            )
        )
        of: dict[Kind, str] = {"xlsx": _("Excel template"), "csv": _("CSV template")}
        for kind, label in of.items():
            made = partial(template, view.store, programme, unit, quarter, language, kind)
            downloads.export(
                view,
                "template",
                label,
                partial(_bytes, made),
                template_name(programme.units[unit], quarter, language, kind),
                icon=":material/table:" if kind == "xlsx" else ":material/description:",
                key=f"template-{kind}",
                type="primary" if kind == "xlsx" else "secondary",
            )
    st.caption(
        _(
            "Only what the unit owes, with its last values and the planned path beside. Fill it in"
            " with Excel or WPS, and hand it in below. Due on {day}.",
            day=numbers.day(language, programme.deadline_of(quarter)),
        )
    )


def _bytes(made: Callable[[], tuple[str, bytes]]) -> bytes:
    return made()[1]
