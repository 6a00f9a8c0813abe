"""Parts that several pages show: cards, the tile grid, changes, problems, narratives."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from tracking import charts, progress
from tracking.programme import Quarter
from tracking.web import door, regional, state, underlying
from tracking.web.door import Door
from tracking.web.method import label
from tracking.web.pages import page
from tracking.web.tables import covered, value_of
from tracking.web.view import View
from tracking.words import numbers

# How many texts a list of problems quotes for one indicator.
QUOTED: Final = 3
# How many whole texts go on paper.
PRINTED: Final = 20
# Three lines of a table, in pixels.
_TEXT_ROW: Final = 66


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows; `course` is None where there are not two points to join."""

    told: str
    bar: charts.Figure
    course: charts.Figure | None


def card(view: View, row: Mapping[str, Any], key: str) -> None:
    """One indicator of one unit: value, target, status, gap, bullet bar and course."""
    code, unit = str(row["indicator"]), str(row["unit"])
    subject = (view.unit_name(unit), view.indicator_name(code))
    made = view.once(("card", code, unit), lambda: _card(view, row))
    with st.container(key=key, border=True, gap="small", height="stretch"):
        st.html(made.told)
        door.chart(
            view,
            made.bar,
            subject,
            f"{key}-bar",
            lambda _point: Door(code, unit, view.quarter),
            indicator=code,
        )
        if made.course is not None:
            view.chart(made.course, subject, indicator=code, key=f"{key}-course")
        door.button(view, Door(code, unit, view.quarter), f"{key}-door")


def _card(view: View, row: Mapping[str, Any]) -> Card:
    _, language = view._, view.language
    code, unit = str(row["indicator"]), str(row["unit"])
    indicator = view.programme.indicators[code]
    target = numbers.quantity(language, row["target"], indicator)
    gap = numbers.difference(language, row["gap"], indicator)
    came = covered(view, row)
    lines = [
        f'<div class="card-head"><h3>{escape(indicator.name.to(language))}</h3>'
        f"{label(str(row['status']), language)}</div>",
        f'<div class="card-value">{escape(value_of(view, row))}<span>'
        f"{escape(_('target {target}', target=target))}</span></div>",
    ]
    notes = [
        _("{gap} against the planned path", gap=gap) if gap != numbers.MISSING else "",
        _("{came} reports in", came=came) if came else "",
        _("of {quarter}", quarter=numbers.quarter(language, int(row["value_quarter"])))
        if 0 <= row["value_quarter"] < row["quarter"]
        else "",
        _("no report yet") if np.isnan(row["value"]) else "",
    ]
    told = " · ".join(note for note in notes if note)
    lines.append(f'<div class="card-gap">{escape(told)}</div>' if told else "")
    series = view.measured.series(code, unit)
    series = series[series["quarter"] <= view.quarter.index]
    return Card(
        told="".join(lines),
        bar=charts.bullet(row, indicator, language, view.theme),
        course=charts.sparkline(series, indicator, language, view.theme)
        if series["value"].notna().sum() > 1
        else None,
    )


def region_tiles(view: View, rows: pd.DataFrame, title: str, key: str, chosen: str = "") -> None:
    """The regions' index as a tile grid; a click opens the region's page, or there chooses it.

    `rows`: unit, unit_kind, index, reported, with_target, weight_share; of one quarter.
    `title` tells them from others on the page.
    """
    tiles, any_index = view.once(
        ("tiles", title, chosen), lambda: _tiles(view, rows, title, chosen)
    )
    picked = view.chart(
        tiles,
        (view._("Tile grid"), title),
        key=f"{key}-{state.current('unit')}",
        on_select="rerun",
        selection_mode="points",
    )
    if not any_index:
        st.caption(regional.no_index(view, rows[rows["unit_kind"] == "region"]))
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
    if rows.empty:
        st.caption(view._("Nothing has changed."))
        return
    units = frozenset(rows["unit"])
    told, doors = view.once(("changes", key, units), lambda: _changes(view, rows))
    door.table(view, told, doors, key, view._("Changes"))


def _changes(view: View, rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Door]]:
    _, language = view._, view.language
    pairs = list(zip(rows["indicator"], rows["unit"], strict=True))
    told = pd.DataFrame(
        {
            _("Indicator"): [view.indicator_name(str(i)) for i in rows["indicator"]],
            _("Value before"): [_value_then(view, i, u, view.before) for i, u in pairs],
            _("Value now"): [_value_then(view, i, u, view.quarter) for i, u in pairs],
            _("Status before"): [charts.mark(language, str(s)) for s in rows["status_before"]],
            _("Status now"): [charts.mark(language, str(s)) for s in rows["status"]],
            _("Cause"): [progress.cause_name(language, str(c)) for c in rows["cause"]],
        }
    )
    return told, [Door(i, u, view.quarter) for i, u in pairs]


def _value_then(view: View, indicator: str, unit: str, quarter: Quarter | None) -> str:
    row = view.measured.row(indicator, unit, quarter) if quarter else None
    return numbers.MISSING if row is None else value_of(view, row.to_dict())


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
        name = view.indicator_name(code)
        named.append((view._("{name} ({n})", name=name, n=head), quoted))
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
    # Columns that say nothing go; the others wrap, so that whole sentences can be read.
    told = told.drop(columns=[head for head in heads if not told[head].any()])
    doors = [
        Door(str(i), str(u), view.quarter)
        for i, u in zip(texts["indicator"], texts["unit"], strict=True)
    ]
    door.table(
        view,
        told,
        doors,
        key,
        _("What the reports say"),
        height=min(36 + _TEXT_ROW * len(told), 480),
        row_height=_TEXT_ROW,
        on_paper=PRINTED,
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
    door.table(view, told, doors, "offices", _("Offices"))


def milestones(view: View, stones: pd.DataFrame, key: str, day: date) -> None:
    """Milestones on a timeline as of a day: verified, claimed, open, overdue; a point is a door."""
    rows = underlying.drawable(stones)
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
