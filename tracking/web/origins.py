"""Where a figure comes from, in words: the figures behind it, their files, and its versions."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from tracking import progress
from tracking.behind import Behind
from tracking.intake.periods import BASIS_NAMES
from tracking.progress.reported import stated_as
from tracking.web.people import record, standing
from tracking.web.view import View
from tracking.words import numbers

# A table in words: its heads and its lines.
Told = tuple[tuple[str, ...], Sequence[tuple[str, ...]]]


def behind(view: View, row: pd.Series) -> Behind:
    """What lies behind a row of the assessment, as known."""
    return Behind(row, view.store, view.programme, view.figures, view.known_on)


def told_figures(view: View, of: Behind, figures: pd.DataFrame) -> Told:
    """Contributing figures in words: unit, quarter, value, file and row, source, who and when."""
    _, language = view._, view.language
    texts, files = of.texts(dict.fromkeys(figures["unit"].astype(str))), of.files(figures)
    lines = []
    for r in figures.to_dict("records"):
        unit, quarter, file = str(r["unit"]), int(r["quarter"]), files.get(int(r["submission"]))
        lines.append(
            (
                view.unit_name(unit),
                numbers.quarter(language, quarter),
                _value(view, r),
                _place(view, file.name, r["row"])
                if file
                else view.n_("{n} office", "{n} offices", int(r["reported"])),
                _record(
                    view,
                    texts.get((unit, quarter), {}).get("source") or file.source,
                    file.submitted_by, file.submitted_at, file.decided_by, file.decided_at,
                    entered=file.entered,
                )
                if file
                else numbers.MISSING,
            )
        )  # fmt: skip
    heads = (_("Unit"), _("Quarter"), _("Value"), _("File and row"), _("Source"))
    return heads, lines


def told_subtotals(view: View, of: Behind, subtotals: pd.DataFrame) -> Told:
    """What each unit brings in, in words: unit, value, how many figures, the latest quarter."""
    _, language = view._, view.language
    indicator = view.programme.indicators[str(of.row["indicator"])]
    lines = [
        (
            view.unit_name(str(r["unit"])),
            numbers.quantity(language, r["value"], indicator, brief=False),
            str(r["figures"]),
            numbers.quarter(language, int(r["quarter"])),
        )
        for r in subtotals.to_dict("records")
    ]
    # What is added up is told once more, above its parts; percentages are not added up.
    if indicator.kind != "ratio":
        total = numbers.quantity(language, subtotals["value"].sum(), indicator, brief=False)
        lines.insert(0, (_("In all"), total, str(subtotals["figures"].sum()), ""))
    return (_("Unit"), _("Value"), _("Number of figures"), _("Reported for")), lines


def told_versions(view: View, of: Behind) -> Told:
    """Versions in words, each with its change from the one before."""
    _, language = view._, view.language
    indicator = view.programme.indicators[str(of.row["indicator"])]
    records = of.versions.to_dict("records")
    values = [float(r["value"]) for r in records]
    changes = [numbers.difference(language, now - was, indicator) for now, was in pairwise(values)]
    changes += [numbers.MISSING] * min(1, len(records))
    lines = [
        (
            _value(view, {**r, "indicator": indicator.code}),
            change,
            standing(language, str(r["submitted_by"]), str(r["state"])),
            _place(view, str(r["file_name"]), r["row"]),
            _record(
                view, str(r["source"]), str(r["submitted_by"]), r["submitted_at"],
                str(r["decided_by"]), r["decided_at"], entered=bool(r["entered"]),
            ),
        )
        for r, change in zip(records, changes, strict=True)
    ]  # fmt: skip
    return (_("Value"), _("Change"), _("State"), _("File and row"), _("Source")), lines


def markup(told: Told, title: str) -> str:
    """Heads and lines as a table whose texts wrap, so that a source can be read in full."""
    heads, lines = told
    top = "".join(f"<th scope='col'>{escape(head)}</th>" for head in heads)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in line) + "</tr>" for line in lines
    )
    return (
        f'<div class="behind" role="region" tabindex="0" aria-label="{escape(title)}">'
        f"<table><thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _place(view: View, file: str, row: Any) -> str:
    return view._("{file}, row {row}", file=file, row=int(row))


def _record(view: View, source: str, *by: Any, entered: bool) -> str:
    told = record(view.language, *by, entered=entered)
    return view._("{source} ({record})", source=source, record=told) if source else told


def _value(view: View, figure: Mapping[Any, Any]) -> str:
    indicator = view.programme.indicators[str(figure["indicator"])]
    if indicator.kind == "milestone":
        state = figure.get("milestone_state", figure["state"])
        return progress.milestone_said(view.language, str(state), str(figure["completed_on"]))
    if "withdrawn" in (figure.get("state"), figure.get("milestone_state")):
        return view._("value withdrawn")
    # What a sum of offices misses or holds too much is said in words, once, above the table.
    worded = "" if figure.get("origin") == "rolled" else str(figure["qualifier"])
    value = numbers.quantity(view.language, figure["value"], indicator, worded, brief=False)
    basis = stated_as(indicator, str(figure["basis"]))
    if indicator.kind != "flow" or basis == "quarter":
        return value
    return view._("{value}, {basis}", value=value, basis=BASIS_NAMES[basis].to(view.language))
