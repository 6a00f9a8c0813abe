"""An indicator's course beside what is known of it: the blocks of a chain's page."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from math import isfinite
from typing import Any

import streamlit as st

from tracking import charts, progress
from tracking.programme import Measure, Quarter
from tracking.web import door, trusting
from tracking.web.door import Door
from tracking.web.method import label
from tracking.web.tables import covered, value_of
from tracking.web.view import View
from tracking.words import numbers


@dataclass(frozen=True, slots=True)
class Course:
    """One indicator of one unit: name and status, path (none of a milestone), facts as HTML."""

    head: str
    path: charts.Figure | None
    facts: str


def silent(row: Mapping[str, Any]) -> bool:
    """Whether nothing can be drawn: neither a figure nor a target."""
    return not isfinite(row["value"]) and not isfinite(row["target"])


def block(view: View, row: Mapping[str, Any], *, wide: bool = False) -> None:
    """One indicator: name and status, path chart, facts, and the door to where it comes from.

    `wide` puts the facts beside the chart.
    """
    code, unit = str(row["indicator"]), str(row["unit"])
    made = view.once(("course", code, unit), lambda: _course(view, row))
    # The key is print.css's: a sheet does not end in a block.
    with st.container(key=f"course-{code}-{unit}"):
        st.html(made.head)
        beside = wide and made.path is not None
        at_chart, at_facts = (
            st.columns(2, gap="large") if beside else (st.container(), st.container())
        )
        if made.path is not None:
            with at_chart:
                door.chart(
                    view,
                    made.path,
                    (view.unit_name(unit), view.indicator_name(code)),
                    f"path-{code}-{unit}",
                    lambda data: Door(code, unit, Quarter(int(data[-1]))),
                )
        with at_facts:
            st.html(made.facts)
            door.button(view, Door(code, unit, view.quarter), f"facts-{code}-{unit}")


def measure_basis(view: View, measure: Measure) -> None:
    """Where a measure's wording comes from, and who leads it."""
    _ = view._
    told = {
        "notice": _("Title as in the notice"),
        "seed": _("After the official interpretation; title of the notice not read"),
        "pending": _("Still to be checked against the notice"),
    }.get(measure.basis, measure.basis)
    leads = _(", ").join(view.unit_name(code) for code in measure.leads)
    st.caption(f"{told} · {_('Led by {units}', units=leads)}" if leads else told)


def _course(view: View, row: Mapping[str, Any]) -> Course:
    code, unit = str(row["indicator"]), str(row["unit"])
    indicator = view.programme.indicators[code]
    series = view.measured.series(code, unit)
    series = series[series["quarter"] <= view.quarter.index]
    likely = view.measured.outlook(code, unit, view.quarter)
    name = escape(indicator.name.to(view.language))
    status = label(str(row["status"]), view.language)
    # A milestone is done or not: it has no course to draw.
    drawn = indicator.kind != "milestone"
    return Course(
        head=f'<h3 class="indicator">{name} {status}</h3>',
        path=charts.path(
            series, indicator, view.programme, view.language, view.theme, outlook=likely
        )
        if drawn
        else None,
        facts=_facts(view, row, likely),
    )


def _facts(view: View, row: Mapping[str, Any], likely: Mapping[Any, Any] | None) -> str:
    indicator = view.programme.indicators[str(row["indicator"])]
    told = [(name, value) for name, value in _told(view, row) if value not in ("", numbers.MISSING)]
    told += _likely(view, row, likely)
    lines = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in told
    )
    verdict = progress.provisional_note(row, view.programme, view.language, view.as_of)
    marks = [verdict, *progress.marks_said(row["marks"], view.language)]
    notes = "；" if view.language == "zh" else "; "
    small = notes.join(note for note in (indicator.note.to(view.language), *marks) if note)
    remark = f'<p class="remarks">{escape(small)}</p>' if small else ""
    trust = trusting.way_there(view, likely)
    return f'<div class="facts"><dl>{lines}</dl>{remark}{trust}</div>'


def _likely(
    view: View, row: Mapping[str, Any], likely: Mapping[Any, Any] | None
) -> list[tuple[str, str]]:
    """Where it is likely to be at the deadline, if recent pace partly continues."""
    _, language = view._, view.language
    if likely is None or not isfinite(likely["hit"]):
        return []
    indicator = view.programme.indicators[str(row["indicator"])]
    low, high = (numbers.quantity(language, likely[end], indicator) for end in ("low", "high"))
    return [
        (_("Target reached?"), progress.outlook_brief(language, likely, view.programme)),
        (
            _("Likely at the deadline, if recent pace partly continues"),
            _(
                "{value}; {low} to {high}",
                value=numbers.quantity(language, likely["centre"], indicator),
                low=low,
                high=high,
            ),
        ),
    ]


def _told(view: View, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names and values of what is known; "" or — for what is not."""
    _, language = view._, view.language
    indicator = view.programme.indicators[str(row["indicator"])]
    aimed, milestone = isfinite(row["target"]), indicator.kind == "milestone"
    basis = str(row["target_basis_zh"] if language == "zh" else row["target_basis_en"])
    late = 0 <= row["value_quarter"] < row["quarter"]
    # The planned path ends in the target; then it is said once.
    planned = row["path_value"] if row["path_value"] != row["target"] else float("nan")
    both = isfinite(row["ministry_value"]) and isfinite(row["regions_value"])
    due = numbers.quarter(language, int(row["due"])) if aimed else ""
    return [
        (_("Value"), value_of(view, row)),
        (_("Reports in"), covered(view, row)),
        (_("Reported for"), numbers.quarter(language, int(row["value_quarter"])) if late else ""),
        (_("Target"), "" if milestone else numbers.quantity(language, row["target"], indicator)),
        (_("Due"), due),
        (_("Planned by now"), numbers.quantity(language, planned, indicator)),
        (_("Gap to the planned path"), numbers.difference(language, row["gap"], indicator)),
        (_("Needed per quarter"), numbers.quantity(language, row["need"], indicator)),
        (_("Sum of the regions"), _regions(view, row) if both else ""),
        (_("Basis of the target"), basis if aimed else ""),
    ]


def _regions(view: View, row: Mapping[str, Any]) -> str:
    """The regions' sum, which stands beside the ministry's figure, and how whole it is."""
    indicator = view.programme.indicators[str(row["indicator"])]
    said = numbers.quantity(view.language, row["regions_value"], indicator)
    if not row["reporting"]:
        return view._("{value}, from earlier quarters", value=said)
    if row["reporting"] < row["expecting"]:
        came = f"{int(row['reporting'])}/{int(row['expecting'])}"
        said = view._("{value}, {came} reports in", value=said, came=came)
    return said
