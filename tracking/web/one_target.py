"""One indicator's targets: what holds, every version before it, and the shares of the units."""

from html import escape
from math import isfinite
from typing import Any

import pandas as pd
import streamlit as st

from tracking.programme import NATION
from tracking.targets import Shares, told
from tracking.web import paper, regional, state, targets
from tracking.web.targets import Asked
from tracking.web.view import View, plain
from tracking.words import N_, numbers

_HISTORY = ("set_at", "set_by", "effective", "target", "changed", "basis", "reason")


def choose(view: View, of: Asked) -> str:
    """Ask which indicator is looked at; the first that the list shows, if none was ticked."""
    programme = view.programme
    names = {
        code: f"{code}  {i.name.to(view.language)}"
        for code, i in programme.indicators.items()
        if of.unit == NATION or programme.owes(programme.units[of.unit], i)
    }
    holding = targets.known(view).in_force
    with_target = set(holding.loc[holding["unit"] == of.unit, "indicator"])
    listed = [one.indicator for one in targets.series_of(view, of)] or list(names)
    usual = next((code for code in listed if code in with_target), listed[0])
    return state.select(
        "indicator", view._("Indicator"), list(names), names, default=usual, width=440
    )


def show(view: View, code: str, unit: str) -> None:
    """What holds for one series, how it came to that, and the shares."""
    _, found = view._, targets.known(view)
    row = found.versions.on(code, unit, view.as_of)
    name = view.unit_name(unit, short=False)
    st.html(f'<p class="on-paper">{escape(f"{view.indicator_name(code)} · {name}")}</p>')
    if row is None:
        st.info(
            _("{unit} has no target here: no document states one.", unit=plain(name)),
            icon=":material/help_center:",
        )
    else:
        _facts(view, row)
    _history(view, code, unit)
    shares(view, code)


def _facts(view: View, row: dict[Any, Any]) -> None:
    _ = view._
    line = told.aim(row, view.programme, view.language)
    facts = {
        _("Target value"): line["target"],
        _("To be done by"): numbers.quarter(view.language, int(row["due"])),
        _("Baseline"): line["baseline"],
        _("Path"): line["path"],
        _("Basis"): line["basis"],
        _("Effective from"): line["effective"],
        _("Set by"): f"{line['set_by']}  {line['set_at']}",
        _("Reason"): line["reason"],
    }
    shown = [(name, value) for name, value in facts.items() if value]
    st.html(paper.markup(pd.DataFrame(shown, columns=["", " "])))


def _history(view: View, code: str, unit: str) -> None:
    _, found = view._, targets.known(view)
    rows = found.versions.of(code, unit)
    if not rows:
        return
    lines = told.history(pd.DataFrame(rows), view.programme, view.language)
    heads = {**told.HEADS, "changed": N_("Changed")}
    shown = lines[list(_HISTORY)]
    shown = shown.drop(columns=[c for c in ("reason",) if not shown[c].any()])
    shown = shown.rename(columns={c: _(heads[c]) for c in shown.columns})
    title = view.n_("History ({n} version)", "History ({n} versions)", len(rows))
    within = st.expander(title, expanded=len(rows) > 1, key=f"history-{code}-{unit}")
    with within, st.container(key="listed-target-history"):
        # Whole sentences: a table on a canvas would cut them.
        st.html(paper.markup(shown))


def shares(view: View, code: str) -> None:
    """The units' targets beside the nation's: whether they add up, or by how much they do not."""
    _ = view._
    found = targets.shares_of(view, code, cities=view.cities)
    st.subheader(_("Shares of the units"), anchor=False)
    said = plain(found.said(view.language))
    if found.adds_up:
        st.success(said, icon=":material/check_circle:")
    elif isfinite(found.difference):
        st.warning(said, icon=":material/difference:")
    else:
        st.caption(said)
    if not found.with_target:
        return
    regional.cities_note(view)
    paper.dataframe(
        view, _table(view, found), key=f"shares-{code}", alt=_("Shares of the units"), most=12
    )


def _table(view: View, found: Shares) -> pd.DataFrame:
    _, language = view._, view.language
    holding = targets.known(view).in_force
    mine = holding[holding["indicator"] == found.indicator.code]
    of = {str(r["unit"]): told.aim(r, view.programme, language) for r in mine.to_dict("records")}
    rows = found.rows.to_dict("records")
    columns = {
        _("Unit"): [_name(view, r) for r in rows],
        _("Target value"): [
            told.value_said(r["value"], found.indicator, language)
            if isfinite(r["value"])
            else numbers.MISSING
            for r in rows
        ],
        _("Share"): [
            numbers.share(language, r["share"], 1)
            if isfinite(r["share"]) and not r["inside"]
            else ""
            for r in rows
        ],
    }
    for head, name in (("To be done by", "due"), ("Path", "path"), ("Basis", "basis"),
                       ("Effective from", "effective")):  # fmt: skip
        columns[_(head)] = [of.get(r["unit"], {}).get(name, "") for r in rows]
    table = pd.DataFrame(columns)
    return table.drop(columns=[head for head in table if not table[head].any()])


def _name(view: View, row: dict[Any, Any]) -> str:
    name = view.unit_name(row["unit"])
    if not row["inside"]:
        return name
    return view._("{unit} (counted in {province})", unit=name,
                  province=view.unit_name(row["inside"]))  # fmt: skip
