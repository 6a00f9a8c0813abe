"""What changed between two days, as tables: statuses, figures, reports and targets."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from tracking import charts, knowledge, progress
from tracking.knowledge import Learned, Report
from tracking.programme import Quarter
from tracking.store import Submission
from tracking.web import door, downloads, paper, state
from tracking.web.door import Door
from tracking.web.house import house
from tracking.web.measured import measured
from tracking.web.people import decided, standing, submitted
from tracking.web.view import View
from tracking.words import N_, numbers
from tracking.words.cells import csv_of

# Rows on a page of a long table.
PAGE: Final = 100
_PARTS: Final = {
    "numerator": N_("numerator"),
    "denominator": N_("denominator"),
    "qualifier": N_("wording"),
    "definition_break": N_("definition"),
    "basis": N_("reporting basis"),
    "completed_on": N_("day of completion"),
}


def learned(view: View, start: date, quarter: Quarter | None) -> Learned:
    """What is known on the day shown and was not at the end of `start`; one quarter, None: all."""

    def compute() -> Learned:
        then = measured(house(), known_on=start, cities=view.cities)
        return knowledge.between(
            view.store,
            view.programme,
            start,
            view.known_on,
            today=view.today,
            then=then.assessment,
            now=view.assessment,
            quarter=quarter,
        )

    return view.measured.once(("learned", start, view.as_of, quarter), compute)


def remarks(view: View, found: Learned) -> None:
    """What the reader must know of the two days to read the rest."""
    _, said, first = view._, [], view.measured.first_day
    if len(found.own) and first is not None and found.start < first:
        day = numbers.day(view.language, found.start)
        said.append(_("No figure was approved by {day}: everything known since is new.", day=day))
    if (found.own["sort"] == "new").any():
        said.append(_("New figures are counted by report below; the download lists them all."))
    if said:
        st.caption(("" if view.language == "zh" else " ").join(said))


def statuses(view: View, rows: pd.DataFrame) -> None:
    """The statuses that turned, worst first."""
    _, language = view._, view.language
    if rows.empty:
        st.caption(_("No status turned."))
        return
    shown = _page_of(view, rows, "statuses")
    marks = [
        [charts.mark(language, str(status)) for status in shown[column]]
        for column in ("status_before", "status")
    ]
    told = pd.DataFrame(
        _whose(view, shown)
        | {
            _("Status before"): marks[0],
            _("Status now"): marks[1],
            _("Turn"): [_turn(view, int(turn)) for turn in shown["turn"]],
            _("Cause"): [progress.cause_name(language, str(cause)) for cause in shown["cause"]],
        }
    )
    alt = _("Statuses that turned, worst first")
    door.table(view, told, _doors(view, shown), "statuses", alt)


def figures(view: View, rows: pd.DataFrame, key: str, empty: str) -> None:
    """Figures that are others than before: old, new, change, and the report that changed them."""
    _ = view._
    if rows.empty:
        st.caption(empty)
        return
    shown = _page_of(view, rows, key)
    told = pd.DataFrame(_whose(view, shown) | _figures(view, shown))
    door.table(view, told, _doors(view, shown), key, _("Figures"))


def reports(view: View, found: Learned) -> None:
    """Which report changed what; a row offers its original file."""
    _ = view._
    if not found.reports:
        st.caption(_("No report was approved or taken back between the two days."))
        return
    shown = _page_of(view, found.reports, "reports")
    told = pd.DataFrame(
        {
            _("No."): [str(one.submission.id) for one in shown],
            _("State"): [
                standing(view.language, one.submission.submitted_by, one.submission.state)
                for one in shown
            ],
            _("Units"): [_units(view, one) for one in shown],
            _("Figures"): [_counted(view, one.counts) for one in shown],
            _("File"): [one.submission.name for one in shown],
            _("Submitted"): [submitted(view.language, one.submission) for one in shown],
            _("Decided"): [_decided(view, one.submission) for one in shown],
        }
    )
    event = paper.dataframe(
        view,
        told,
        key=f"reports-{found.start}-{found.end}-{state.current('reports_page')}",
        on_select="rerun",
        selection_mode="single-row",
        alt=_("Which report changed it"),
        column_config={
            head: st.column_config.TextColumn(width=width)
            for head, width in (
                (_("No."), 50),
                (_("File"), 200),
                (_("Units"), 110),
                (_("Figures"), 110),
                (_("State"), 90),
                (_("Submitted"), 300),
                (_("Decided"), 340),
            )
        },
    )
    view.hint(_("Tick a row for the original file."))
    chosen = event.selection.rows
    if chosen and chosen[0] < len(shown):
        _original(view, shown[chosen[0]])


def targets(view: View, rows: pd.DataFrame) -> None:
    """The targets that are others than before, with their basis."""
    _, language = view._, view.language
    if rows.empty:
        st.caption(_("No target changed."))
        return
    shown = _page_of(view, rows, "targets")
    records = shown.to_dict("records")
    told = pd.DataFrame(
        {
            _("Unit"): [view.unit_name(str(r["unit"])) for r in records],
            _("Indicator"): [view.indicator_name(str(r["indicator"])) for r in records],
            _("Target before"): [_aim(view, r, "_before") for r in records],
            _("Target now"): [_aim(view, r, "") for r in records],
            _("Basis"): [r["basis_zh" if language == "zh" else "basis_en"] or r["basis_zh"]
                         for r in records],
        }
    )  # fmt: skip
    doors = [Door(str(r["indicator"]), str(r["unit"]), view.quarter) for r in records]
    door.table(view, told, doors, "targets", _("Targets that changed"))


def files(view: View, found: Learned) -> None:
    """All of it as files: every figure, new ones too, and every status."""
    _ = view._
    with st.container(horizontal=True):
        for key, label, rows, columns in (
            ("figures", _("Download the figures"), found.figures, figures_in_full),
            ("statuses", _("Download the statuses"), found.statuses, statuses_in_full),
        ):
            if len(rows):
                make = partial(as_csv, view, rows, columns)
                file = f"{found.start}_{found.end}_{key}.csv"
                downloads.export(
                    view, f"changed {key}", label, make, file, key=f"changes-{key}-file"
                )


def as_csv(
    view: View, rows: pd.DataFrame, columns: Callable[[View, pd.DataFrame], dict[str, Any]]
) -> bytes:
    """Rows as a CSV file that no spreadsheet runs anything of."""
    codes = {
        view._("Indicator code"): rows["indicator"],
        view._("Unit code"): rows["unit"],
    }
    told = pd.DataFrame(codes | _whose(view, rows) | columns(view, rows))
    return csv_of(told)


def figures_in_full(view: View, rows: pd.DataFrame) -> dict[str, Any]:
    """Every number as it is, beside the one before."""
    _, indicators = view._, view.programme.indicators
    change = rows["value"] - rows["value_before"]
    return {
        _("Unit of measure"): [indicators[i].unit.to(view.language) for i in rows["indicator"]],
        _("Value before"): rows["value_before"],
        _("Value now"): rows["value"],
        _("Change"): change,
        _("Change in %"): knowledge.percent(rows).round(4),
        _("numerator, before"): rows["numerator_before"],
        _("numerator, now"): rows["numerator"],
        _("denominator, before"): rows["denominator_before"],
        _("denominator, now"): rows["denominator"],
        _("Kind of change"): [_sort(view, sort) for sort in rows["sort"]],
        _("Report before"): rows["submission_before"].replace(0, pd.NA),
        _("Report now"): rows["submission"].replace(0, pd.NA),
    }


def statuses_in_full(view: View, rows: pd.DataFrame) -> dict[str, Any]:
    """Every status in words, beside the one before."""
    _, language = view._, view.language
    return {
        _("Status before"): [progress.status_name(language, s) for s in rows["status_before"]],
        _("Status now"): [progress.status_name(language, s) for s in rows["status"]],
        _("Turn"): [_turn(view, int(turn)) for turn in rows["turn"]],
        _("Value before"): rows["value_before"],
        _("Value now"): rows["value"],
        _("Cause"): [progress.cause_name(language, c) for c in rows["cause"]],
    }


def _page_of(view: View, rows: Any, key: str) -> Any:
    """The part of a long table that the reader chose; the choice is in the address."""
    count = len(rows)
    if count <= PAGE:
        return rows
    starts = {str(n + 1): n * PAGE for n in range(-(-count // PAGE))}
    names = {
        code: view._(
            "{first}–{last} of {n}", first=start + 1, last=min(start + PAGE, count), n=count
        )
        for code, start in starts.items()
    }
    chosen = state.select(f"{key}_page", view._("Rows"), list(starts), names, width=200)
    start = starts[chosen]
    return rows[start : start + PAGE]


def _whose(view: View, rows: pd.DataFrame) -> dict[str, Any]:
    return {
        view._("Unit"): [view.unit_name(str(unit)) for unit in rows["unit"]],
        view._("Indicator"): [view.indicator_name(str(code)) for code in rows["indicator"]],
        view._("Quarter"): [numbers.quarter(view.language, q, short=True) for q in rows["quarter"]],
    }


def _figures(view: View, rows: pd.DataFrame) -> dict[str, Any]:
    _, records = view._, rows.to_dict("records")
    percents = knowledge.percent(rows).tolist()
    return {
        _("Value before"): [_value(view, r, "_before") for r in records],
        _("Value now"): [_value(view, r, "") for r in records],
        _("Change"): [_change(view, r) for r in records],
        _("Change in %"): [
            f"{numbers.signed(view.language, p, 1)}%" if np.isfinite(p) else "" for p in percents
        ],
        _("Kind of change"): [_sort(view, str(r["sort"])) for r in records],
        _("By report"): [_by(view, int(r["by"])) for r in records],
    }


def _change(view: View, row: Mapping[Any, Any]) -> str:
    """The difference; where there is none, what else the report states otherwise."""
    indicator = view.programme.indicators[str(row["indicator"])]
    change = row["value"] - row["value_before"]
    if np.isfinite(change) and change != 0:
        return numbers.difference(view.language, change, indicator)
    if row["sort"] in ("taken_back", "verified"):
        return ""
    other = [name for part, name in _PARTS.items() if _differs(row[f"{part}_before"], row[part])]
    return view._(", ").join(view._(name) for name in other)


def _differs(was: Any, now: Any) -> bool:
    return bool(was != now) and not (pd.isna(was) and pd.isna(now))


def _value(view: View, row: Mapping[Any, Any], suffix: str) -> str:
    indicator = view.programme.indicators[str(row["indicator"])]
    if indicator.kind != "milestone":
        worded = "" if row[f"origin{suffix}"] == "rolled" else str(row[f"qualifier{suffix}"])
        # In Chinese every digit; in English units of 100 million would be in the way.
        exact = view.language == "zh"
        value = row[f"value{suffix}"]
        return numbers.quantity(view.language, value, indicator, worded, brief=not exact)
    if not row[f"origin{suffix}"]:
        return numbers.MISSING
    state_ = str(row[f"state{suffix}"])
    wording = {"verified": N_("Verified"), "claimed": N_("Claimed, not verified")}
    return view._(wording.get(state_, N_("Not done")))


def _aim(view: View, row: Mapping[Any, Any], suffix: str) -> str:
    """A target with its deadline; a milestone's is the deadline alone."""
    indicator = view.programme.indicators[str(row["indicator"])]
    if not np.isfinite(row[f"value{suffix}"]):
        return numbers.MISSING
    due = numbers.quarter(view.language, int(row[f"due{suffix}"]), short=True)
    if indicator.kind == "milestone":
        return view._("by {due}", due=due)
    value = numbers.quantity(view.language, row[f"value{suffix}"], indicator, brief=False)
    return view._("{value} by {due}", value=value, due=due)


def _by(view: View, submission: int) -> str:
    return view._("no. {n}", n=submission) if submission else view._("sum of the offices")


def _sort(view: View, sort: str) -> str:
    return knowledge.sort_name(view.language, sort)


def _turn(view: View, turn: int) -> str:
    return {1: view._("better"), -1: view._("worse")}.get(turn, "")


def _doors(view: View, rows: pd.DataFrame) -> list[Door | None]:
    """The door of each row; offices below a region have none: their region's shows them."""
    units = view.programme.units
    return [
        None
        if unit in units and units[unit].kind == "office"
        else Door(str(indicator), str(unit), Quarter(int(quarter)))
        for indicator, unit, quarter in zip(
            rows["indicator"], rows["unit"], rows["quarter"], strict=True
        )
    ]


def _units(view: View, report: Report, most: int = 3) -> str:
    units = report.submission.units
    names = view._(", ").join(view.unit_name(unit) for unit in units[:most])
    if len(units) <= most:
        return names
    return view._("{names} and {n} more", names=names, n=len(units) - most)


def _counted(view: View, counts: Mapping[str, int]) -> str:
    return view._(", ").join(
        view._("{n} {sort}", n=counts[sort], sort=_sort(view, sort))
        for sort in knowledge.SORT_NAMES
        if sort in counts
    )


def _decided(view: View, one: Submission) -> str:
    told = decided(view.language, one)
    if not (told and one.reason) or one.entered:
        return told
    return view._("{record}: {reason}", record=told, reason=one.reason)


def _original(view: View, report: Report) -> None:
    one = report.submission
    if one.reason:
        st.text(_decided(view, one))
    if one.source:
        st.text(view._("Source: {source}", source=one.source))
    if view.may_with("download", one):
        label, make = view._("Download the original file"), partial(view.store.file, one.id)
        downloads.as_it_came(label, make, one.name, key=f"original-{one.id}")
