"""What was found in a report file, as its reporter reads it: where, what, and how to mend it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

import pandas as pd
import streamlit as st

from tracking.intake.codes import CODES, Rule, Severity
from tracking.intake.findings import Finding, severity_name
from tracking.web.view import View
from tracking.words.outside import visible

# How much is shown; the download has everything.
SHOWN: Final = 60
SPANS: Final = 8
SYMBOLS: Final = {"error": "■", "warning": "▲"}

# A text that begins so would be run as a formula by a spreadsheet.
_FORMULA: Final = tuple("=+-@\t\r＝＋－＠")
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Kind:
    """One finding, and every row of a sheet it was made in alike."""

    finding: Finding
    rows: tuple[int, ...]


def show(view: View, findings: Sequence[Finding], name: str, key: str) -> None:
    """The findings, errors first, each with its place and its cure; and all of them as a file."""
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
    st.download_button(
        _("Download the findings"),
        lambda: as_csv(view, findings),
        file_name=_("Findings - {name}.csv", name=name),
        mime="text/csv",
        icon=":material/download:",
        key=f"{key}-file",
        on_click="ignore",
    )


def kinds_of(findings: Iterable[Finding]) -> list[Kind]:
    """Findings in the order they are mended in: errors first, then down the sheets.

    Those that say the same of several rows of a column become one.
    """
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        same = (finding.code, finding.sheet, finding.column, finding.found, finding.said("en"))
        alike.setdefault(same, []).append(finding)
    kinds = [
        Kind(some[0], tuple(sorted({f.row for f in some if f.row is not None})))
        for some in alike.values()
    ]
    return sorted(
        kinds,
        key=lambda k: (
            k.finding.severity != "error",
            _is_rest(k.finding),
            k.finding.sheet,
            k.rows[:1],
        ),
    )


def count(findings: Iterable[Finding], severity: Severity) -> int:
    """How many things were found, those that are only counted among them."""
    return sum(
        int(str(f.values["n"])) if _is_rest(f) else 1 for f in findings if f.severity == severity
    )


def spans(rows: Sequence[int], comma: str = ", ", most: int = SPANS) -> tuple[str, bool]:
    """Rows as a reader writes them, and whether some are left out.

    >>> spans([2, 3, 4, 9])
    ('2–4, 9', False)
    """
    starts = [rows[0], *(b for a, b in pairwise(rows) if b != a + 1)]
    ends = [*(a for a, b in pairwise(rows) if b != a + 1), rows[-1]]
    told = [f"{a}–{b}" if b > a else f"{a}" for a, b in zip(starts, ends, strict=True)]
    return comma.join(told[:most]), len(told) > most


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
    return told.map(_safe).to_csv(index=False).encode("utf-8-sig")


def all_kinds(view: View) -> str:
    """Everything a file is checked for, as an HTML table: what it says, and the cure."""
    _ = view._
    heads = (_("Severity"), _("What is found"), _("What to do"))
    rows = "".join(
        f"<tr><td>{_severity(view, rule)}</td><td>{escape(_open(view, rule.sentence))}</td>"
        f"<td>{escape(_open(view, rule.wanted))}</td></tr>"
        for code, rule in CODES.items()
        if not code.startswith("more_")
    )
    return (
        '<table class="plain-table"><thead><tr>'
        + "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
        + f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def _told(view: View, kind: Kind) -> str:
    finding = kind.finding
    found = visible(finding.found)
    return (
        f'<tr><td class="{finding.severity}">{_severity(view, finding.rule)}</td>'
        f"<td>{escape(_place(view, kind))}</td>"
        f"<td><bdi>{escape(found)}</bdi></td>"
        f"<td><bdi>{escape(_said(view, finding))}</bdi></td></tr>"
    )


def _said(view: View, finding: Finding) -> str:
    if not _is_rest(finding):
        return finding.said(view.language)
    kind = _open(view, CODES[str(finding.values["kind"])].sentence).rstrip(".。")
    return view._(finding.rule.sentence, n=finding.values["n"], kind=kind)


def _is_rest(finding: Finding) -> bool:
    """Whether it only counts what else there is of a kind."""
    return finding.code.startswith("more_")


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


def _severity(view: View, rule: Rule) -> str:
    return f"{SYMBOLS[rule.severity]} {escape(severity_name(view.language, rule.severity))}"


def _open(view: View, message: str) -> str:
    """A message with an ellipsis for what each file fills in."""
    names = _PLACEHOLDER.findall(message)
    return view._(message, **dict.fromkeys(names, "…")) if message else ""


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
