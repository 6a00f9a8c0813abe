"""What was found in a report file, as its reporter reads it: where, what, and how to mend it."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from tracking.forms.marked import marked_name
from tracking.intake.codes import CODES
from tracking.intake.findings import Finding, opened, severity_name
from tracking.intake.told import Kind, kinds_of, marked_severity, spans
from tracking.web import downloads
from tracking.web.view import View
from tracking.words.cells import csv_of
from tracking.words.outside import visible

# How much is shown; the download has everything.
SHOWN: Final = 60


def show(
    view: View, findings: Sequence[Finding], name: str, own: Callable[[], bytes], key: str
) -> None:
    """The findings, errors first, each with its place and its cure; and all of them as files.

    `own` makes the reporter's own file with the findings on it, when it is asked for.
    """
    _ = view._
    kinds = kinds_of(findings)
    heads = (_("Severity"), _("Where"), _("Found"), _("What is wrong, and what is wanted"))
    body = "".join(_told(view, kind) for kind in kinds[:SHOWN])
    st.html(
        '<table class="plain-table findings"><thead><tr>'
        + "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
        + f"</tr></thead><tbody>{body}</tbody></table>"
    )
    if len(kinds) > SHOWN:
        st.caption(
            _("{n} more are in the file of findings.", n=len(kinds) - SHOWN),
        )
    with st.container(horizontal=True):
        downloads.button(
            _("Own file with the findings marked"),
            own,
            marked_name(name, view.language),
            icon=":material/rate_review:",
            help=_(
                "Your file as an Excel workbook: coloured cells have a comment that says what is"
                " wrong and what is wanted. Mend it there and upload that workbook."
            ),
            key=f"{key}-own",
        )
        downloads.button(
            _("Download the findings"),
            lambda: as_csv(view, findings),
            _("Findings - {name}.csv", name=name),
            key=f"{key}-file",
        )


def as_csv(view: View, findings: Sequence[Finding]) -> bytes:
    """All findings, one a row, as a CSV file that no spreadsheet runs anything of."""
    _, language = view._, view.language
    ordered = sorted(findings, key=lambda f: (f.severity != "error", f.sheet, f.row or 0))
    told = pd.DataFrame(
        {
            _("Severity"): [severity_name(language, f.severity) for f in ordered],
            _("Sheet"): [visible(f.sheet) for f in ordered],
            _("Row"): pd.array([f.row for f in ordered], dtype="Int64"),
            _("Column"): [visible(f.column) for f in ordered],
            _("Found"): [visible(f.found) for f in ordered],
            _("What is wrong, and what is wanted"): [f.said(language) for f in ordered],
        }
    )
    return csv_of(told)


def all_kinds(view: View) -> str:
    """Everything a file is checked for, as an HTML table: what it says, and the cure."""
    _, language = view._, view.language
    heads = (_("Severity"), _("What is found"), _("What to do"))
    rows = "".join(
        f"<tr><td>{marked_severity(language, rule.severity)}</td>"
        f"<td>{escape(opened(language, rule.sentence))}</td>"
        f"<td>{escape(opened(language, rule.wanted))}</td></tr>"
        for code, rule in CODES.items()
        if not code.startswith("more_")
    )
    return (
        '<table class="plain-table"><thead><tr>'
        + "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
        + f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def _told(view: View, kind: Kind) -> str:
    finding, language = kind.finding, view.language
    found = visible(finding.found)
    return (
        f'<tr><td class="{finding.severity}">{marked_severity(language, finding.severity)}</td>'
        f"<td>{escape(_place(view, kind))}</td>"
        f'<td data-head="{escape(view._("Found"))}"><bdi>{escape(found)}</bdi></td>'
        f"<td><bdi>{escape(finding.said(language))}</bdi></td></tr>"
    )


def _place(view: View, kind: Kind) -> str:
    _, finding = view._, kind.finding
    parts = [_("sheet “{sheet}”", sheet=visible(finding.sheet))] if finding.sheet else []
    if kind.rows:
        rows, cut = spans(kind.rows, _(", "))
        if len(kind.rows) == 1:
            parts.append(_("row {row}", row=kind.rows[0]))
        elif cut:
            parts.append(_("rows {rows} …, {n} in all", rows=rows, n=len(kind.rows)))
        else:
            parts.append(_("rows {rows}", rows=rows))
    if finding.column:
        parts.append(_("column “{column}”", column=visible(finding.column)))
    return _(", ").join(parts) if parts else _("the whole file")
