"""Parts that several pages show: lead, cards, tile grid, changes, missing reports, problems."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from math import isfinite
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from tracking import charts, progress
from tracking.programme import Measure, Quarter
from tracking.progress.record import record
from tracking.web import door, state
from tracking.web.door import Door
from tracking.web.pages import page
from tracking.web.view import View
from tracking.words import numbers

# How many texts a list of problems quotes for one indicator.
QUOTED: Final = 3


def status_label(view: View, status: str) -> str:
    """A status as HTML: colour, symbol and word."""
    style = charts.STATUS_STYLE[status]
    return (
        f'<span class="status" style="background:{style.colour};color:{style.text}">'
        f"{escape(charts.mark(view.language, status))}</span>"
    )


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows; `course` is None where there are not two points to join."""

    told: str
    bar: charts.Figure
    course: charts.Figure | None


def card(view: View, row: Mapping[str, Any], key: str) -> None:
    """One indicator of one unit: value, target, status, gap, bullet bar and course."""
    code, unit = str(row["indicator"]), str(row["unit"])
    name = view.indicator_name(code)
    made = view.once(("card", code, unit), lambda: _card(view, row))
    with st.container(key=key, border=True, gap="small"):
        st.html(made.told)
        door.chart(
            view, made.bar, name, f"{key}-bar", lambda _point: Door(code, unit, view.quarter)
        )
        if made.course is not None:
            view.chart(made.course, name, key=f"{key}-course")


def _card(view: View, row: Mapping[str, Any]) -> Card:
    _, language = view._, view.language
    code, unit = str(row["indicator"]), str(row["unit"])
    indicator = view.programme.indicators[code]
    value = numbers.quantity(language, row["value"], indicator, str(row["qualifier"]))
    target = numbers.quantity(language, row["target"], indicator)
    gap = numbers.signed(language, row["gap"], indicator.decimals)
    lines = [
        f'<div class="card-head"><b>{escape(indicator.name.to(language))}</b>'
        f"{status_label(view, str(row['status']))}</div>",
        f'<div class="card-value">{escape(value)}<span>'
        f"{escape(_('target {target}', target=target))}</span></div>",
    ]
    if gap != numbers.MISSING:
        unit_word = indicator.unit.to(language)
        lines.append(
            '<div class="card-gap">'
            + escape(_("{gap} {unit} against the planned path", gap=gap, unit=unit_word))
            + "</div>"
        )
    series = view.measured.series(code, unit)
    series = series[series["quarter"] <= view.quarter.index]
    return Card(
        told="".join(lines),
        bar=charts.bullet(row, indicator, language, view.theme),
        course=charts.sparkline(series, indicator, language, view.theme)
        if series["value"].notna().sum() > 1
        else None,
    )


def path(view: View, code: str, unit: str, key: str = "path") -> None:
    """The course of an indicator against its planned path, up to the quarter shown."""
    indicator = view.programme.indicators[code]
    series = view.measured.series(code, unit)
    series = series[series["quarter"] <= view.quarter.index]
    if series["value"].notna().any() or series["target"].notna().any():
        figure = charts.path(series, indicator, view.programme, view.language, view.theme)
        door.chart(
            view,
            figure,
            indicator.name.to(view.language),
            f"{key}-{code}-{unit}",
            lambda data: Door(code, unit, Quarter(int(data[-1]))),
        )
    else:
        st.caption(view._("Nothing has been reported."))


def facts(view: View, row: Mapping[str, Any], key: str = "facts") -> None:
    """What is known of one indicator of one unit, beside its course; a button opens its door."""
    _, language = view._, view.language
    code, unit = str(row["indicator"]), str(row["unit"])
    indicator = view.programme.indicators[code]
    basis = str(row["target_basis_zh"] if language == "zh" else row["target_basis_en"])
    told = [
        (_("Value"), numbers.quantity(language, row["value"], indicator, str(row["qualifier"]))),
        (_("Target"), numbers.quantity(language, row["target"], indicator)),
        (_("Basis of the target"), basis if isfinite(row["target"]) else ""),
        (_("Planned by now"), numbers.quantity(language, row["path_value"], indicator)),
        (_("Gap to the planned path"), numbers.signed(language, row["gap"], indicator.decimals)),
        (_("Needed per quarter"), numbers.quantity(language, row["need"], indicator)),
    ]
    marks = [progress.mark_name(language, mark) for mark in row["marks"]]
    lines = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
        for name, value in told
        if value and value != numbers.MISSING
    )
    notes = [indicator.note.to(language), *marks]
    small = "".join(f"<li>{escape(note)}</li>" for note in notes if note)
    st.html(
        f'<div class="facts"><b>{escape(indicator.name.to(language))}</b> '
        f"{status_label(view, str(row['status']))}<dl>{lines}</dl><ul>{small}</ul></div>"
    )
    if st.button(_("How do we know?"), key=f"{key}-{code}-{unit}", icon=":material/help_center:"):
        door.ask(Door(code, unit, view.quarter))


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


def region_tiles(view: View, rows: pd.DataFrame, title: str, key: str, chosen: str = "") -> None:
    """The regions' index as a tile grid; a click opens the region's page, or there chooses it.

    `rows`: unit, unit_kind, index, reported, with_target; of one quarter.
    `title` tells them from others on the page.
    """
    tiles, any_index = view.once(
        ("tiles", title, chosen), lambda: _tiles(view, rows, title, chosen)
    )
    picked = view.chart(
        tiles,
        view._("Tile grid"),
        key=f"{key}-{state.current('unit')}",
        on_select="rerun",
        selection_mode="points",
    )
    if not any_index:
        st.caption(view._("No region has an index: an index needs targets with a baseline."))
    st.caption(view._(charts.TILES_CAPTION))
    points = picked.selection.points if picked else []
    data = points[0].get("customdata") if points else None
    if data and data[0] != chosen:
        open_region(view, str(data[0]))


def _tiles(view: View, rows: pd.DataFrame, title: str, chosen: str) -> tuple[charts.Figure, bool]:
    shown = rows.assign(
        value=rows["index"],
        status=np.select(
            [rows["index"].notna(), rows["reported"] == 0, rows["with_target"] > 0],
            ["", "not_reported", "insufficient"],
            "no_target",
        ),
    )
    tiles = charts.tiles(
        shown, view.programme, view.language, view.theme, chosen=chosen, title=title
    )
    return tiles, bool((rows["index"].notna() & (rows["unit_kind"] == "region")).any())


def open_region(view: View, unit: str) -> None:
    """Go to a region's page, or show it where that page is open already."""
    state.keep("unit", unit)
    if view.page == "regions":
        st.rerun()
    st.switch_page(page("regions").file)


def changes(view: View, rows: pd.DataFrame, key: str) -> None:
    """Statuses and values that changed, with their cause; a row opens its door."""
    _, language = view._, view.language
    if rows.empty:
        st.caption(_("Nothing has changed."))
        return
    told = pd.DataFrame(
        {
            _("Indicator"): [view.indicator_name(str(i)) for i in rows["indicator"]],
            _("Before"): [charts.mark(language, str(s)) for s in rows["status_before"]],
            _("Now"): [charts.mark(language, str(s)) for s in rows["status"]],
            _("Cause"): [progress.cause_name(language, str(c)) for c in rows["cause"]],
        }
    )
    doors = [Door(i, u, view.quarter) for i, u in zip(rows["indicator"], rows["unit"], strict=True)]
    door.table(view, told, doors, key, height=min(38 + 35 * len(told), 360), alt=_("Changes"))


def missing(view: View, quarter: Quarter, key: str) -> None:
    """Who has not reported a quarter, and for how many days."""
    said, told = view.once(("missing", quarter), lambda: _missing(view, quarter))
    st.caption(said)
    if told.empty:
        return
    st.dataframe(
        told,
        hide_index=True,
        key=key,
        height=min(38 + 35 * len(told), 320),
        alt=view._("Units without a report"),
    )


def _missing(view: View, quarter: Quarter) -> tuple[str, pd.DataFrame]:
    _, language = view._, view.language
    rows = record(view.measured.received, view.programme, [quarter], view.as_of)
    open_rows = rows[rows["state"].isin(["missing", "not_due"])].sort_values(
        "days", ascending=False, kind="stable"
    )
    said = _(
        "{n} of {all} reports of {quarter} are in; they were due on {day}.",
        n=len(rows) - len(open_rows),
        all=len(rows),
        quarter=numbers.quarter(language, quarter),
        day=numbers.day(language, view.programme.deadline_of(quarter)),
    )
    late = open_rows["state"] == "missing"
    told = pd.DataFrame(
        {
            _("Unit"): [view.unit_name(u, short=False) for u in open_rows["unit"]],
            _("Overdue"): [
                view.n_("{n} day", "{n} days", int(d)) if is_late else _("not due yet")
                for d, is_late in zip(open_rows["days"], late, strict=True)
            ],
        }
    )
    return said, told


def problems(
    view: View,
    quarter: Quarter,
    *,
    units: Collection[str] | None = None,
    indicators: Collection[str] | None = None,
) -> None:
    """The indicators most units name a problem for, with some of the words."""
    of = tuple(None if codes is None else frozenset(codes) for codes in (units, indicators))
    named = view.once(("problems", quarter, of), lambda: _problems(view, quarter, *of))
    if not named:
        st.caption(view._("No problem was named in the reports of this quarter."))
    for head, quoted in named:
        with st.expander(head):
            for text in quoted:
                st.text(text)


def _problems(
    view: View,
    quarter: Quarter,
    units: Collection[str] | None,
    indicators: Collection[str] | None,
) -> list[tuple[str, list[str]]]:
    texts = _texts(view, quarter)
    texts = texts[texts["problem"].str.strip() != ""]
    if units is not None:
        texts = texts[texts["unit"].isin(units)]
    if indicators is not None:
        texts = texts[texts["indicator"].isin(indicators)]
    named = []
    for code, rows in _most_named(texts):
        head = view.n_("{n} unit", "{n} units", rows["unit"].nunique())
        first = zip(rows["unit"].head(QUOTED), rows["problem"].head(QUOTED), strict=True)
        quoted = [f"{view.unit_name(name)}  {problem}" for name, problem in first]
        named.append((f"{view.indicator_name(code)}（{head}）", quoted))
    return named


def _texts(view: View, quarter: Quarter) -> pd.DataFrame:
    return view.measured.once(
        ("narratives", quarter),
        lambda: view.store.narratives(view.known_on, quarters=[quarter.index]),
    )


def _most_named(texts: pd.DataFrame, most: int = 5) -> list[tuple[str, pd.DataFrame]]:
    counts = texts.groupby("indicator", observed=True)["unit"].nunique()
    first = counts.sort_values(ascending=False, kind="stable").head(most).index
    return [(str(code), texts[texts["indicator"] == code]) for code in first]


def narratives(
    view: View,
    *,
    units: Collection[str] | None = None,
    indicators: Collection[str] | None = None,
    key: str,
) -> None:
    """What the reports of the quarter say: progress, problems, next steps; a row opens its door."""
    _, wanted = view._, ("progress_note", "problem", "next_step")
    texts = _texts(view, view.quarter)
    if units is not None:
        texts = texts[texts["unit"].isin(units)]
    if indicators is not None:
        texts = texts[texts["indicator"].isin(indicators)]
    texts = texts[(texts[list(wanted)] != "").any(axis=1)]
    if texts.empty:
        st.caption(_("The reports of this quarter say nothing here."))
        return
    heads = (_("Progress"), _("Problem"), _("Next step"))
    told = pd.DataFrame(
        {
            _("Unit"): [view.unit_name(u) for u in texts["unit"]],
            _("Indicator"): [view.indicator_name(i) for i in texts["indicator"]],
        }
        | {head: texts[column].to_numpy() for head, column in zip(heads, wanted, strict=True)}
    )
    doors = [
        Door(str(i), str(u), view.quarter)
        for i, u in zip(texts["indicator"], texts["unit"], strict=True)
    ]
    door.table(
        view,
        told,
        doors,
        key,
        height=min(38 + 35 * len(told), 480),
        alt=_("What the reports say"),
        column_config={head: st.column_config.TextColumn(width="large") for head in heads},
    )


def offices(view: View, region: str) -> None:
    """What the offices below a region last reported, indicator by indicator."""
    _, language = view._, view.language
    codes = [office.code for office in view.programme.offices.get(region, ())]
    figures = view.store.current(units=codes, known_on=view.known_on)
    figures = figures[figures["quarter"] <= view.quarter.index]
    latest = figures.sort_values("quarter").drop_duplicates(["indicator", "unit"], keep="last")
    if latest.empty:
        st.caption(_("None of them has reported."))
        return
    indicators = view.programme.indicators
    told = pd.DataFrame(
        {
            _("Unit"): [view.unit_name(u) for u in latest["unit"]],
            _("Indicator"): [view.indicator_name(i) for i in latest["indicator"]],
            _("Value"): [
                numbers.quantity(language, value, indicators[i], qualifier)
                for value, i, qualifier in zip(
                    latest["value"], latest["indicator"], latest["qualifier"], strict=True
                )
            ],
            _("Reported for"): [numbers.quarter(language, q) for q in latest["quarter"]],
        }
    )
    doors = [
        Door(i, u, Quarter(int(q)))
        for i, u, q in zip(latest["indicator"], latest["unit"], latest["quarter"], strict=True)
    ]
    door.table(view, told, doors, "offices", height=min(38 + 35 * len(told), 480), alt=_("Offices"))


def milestones(view: View, stones: pd.DataFrame, key: str, day: date) -> None:
    """Milestones on a timeline as of a day: verified, claimed, open, overdue; a point is a door."""
    done = stones["claimed"].dt.strftime("%Y-%m-%d").fillna("")
    due = [Quarter.at(d.date()).index if pd.notna(d) else -1 for d in stones["due"]]
    rows = stones.assign(completed_on=done, due=due)
    figure = charts.timeline(rows, view.programme, view.language, view.theme, day)
    door.chart(
        view,
        figure,
        view._("Milestones"),
        key,
        lambda data: Door(
            data[0], data[1], Quarter.at(date.fromisoformat(data[2])) if data[2] else view.quarter
        ),
    )
