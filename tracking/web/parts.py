"""Parts that several pages show: the lead, an indicator's card, changes, missing reports, problems."""

from html import escape

import pandas as pd
import streamlit as st

from tracking import charts, progress
from tracking.programme import Quarter
from tracking.progress.record import record
from tracking.web import door, state
from tracking.web.door import Door
from tracking.web.tables import doors_of
from tracking.web.view import View
from tracking.words import numbers

# How many texts a list of problems quotes for one indicator.
QUOTED = 3


def lead(sentence: str) -> None:
    """The computed sentence that says what matters, above everything else of a page."""
    st.html(f'<p class="lead">{escape(sentence)}</p>')


def status_label(view: View, status: str) -> str:
    """A status as HTML: colour, symbol and word."""
    style = charts.STATUS_STYLE[status]
    return (
        f'<span class="status" style="background:{style.colour};color:{style.text}">'
        f"{escape(charts.mark(view.language, status))}</span>"
    )


def card(view: View, row: pd.Series, key: str) -> None:
    """One indicator of one unit: value, target, status, gap, bullet bar and course."""
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
    with st.container(key=key, border=True, gap="small"):
        st.html("".join(lines))
        series = view.measured.series(code, unit)
        series = series[series["quarter"] <= view.quarter.index]
        bar = charts.bullet(row, indicator, language, view.theme)
        door.chart(
            view,
            bar,
            indicator.name.to(language),
            f"{key}-bar",
            lambda _point: Door(code, unit, view.quarter),
        )
        if series["value"].notna().sum() > 1:
            view.chart(
                charts.sparkline(series, indicator, language, view.theme),
                indicator.name.to(language),
                key=f"{key}-course",
            )


def region_tiles(view: View, rows: pd.DataFrame, title: str, key: str, chosen: str = "") -> None:
    """The tile grid of the regions; a click opens the region's page, or there chooses it."""
    tiles = charts.tiles(
        rows, view.programme, view.language, view.theme, chosen=chosen, title=title
    )
    picked = view.chart(
        tiles,
        view._("Tile grid"),
        key=f"{key}-{state.current('unit')}",
        on_select="rerun",
        selection_mode="points",
    )
    st.caption(view._(charts.TILES_CAPTION))
    points = picked.selection.points if picked else []
    data = points[0].get("customdata") if points else None
    if data and data[0] != chosen:
        open_region(view, str(data[0]))


def open_region(view: View, unit: str) -> None:
    """Go to a region's page, or show it where that page is open already."""
    state.keep("unit", unit)
    if view.page == "regions":
        st.rerun()
    st.switch_page(str(view.page_file("regions")))


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
    door.table(
        view, told, doors_of(rows), key, height=min(38 + 35 * len(told), 360), alt=_("Changes")
    )


def missing(view: View, quarter: Quarter, key: str) -> None:
    """Who has not reported a quarter, and for how many days."""
    _, language = view._, view.language
    rows = record(view.measured.received, view.programme, [quarter], view.today)
    due = view.programme.deadline_of(quarter)
    open_rows = rows[rows["state"].isin(["missing", "not_due"])].sort_values(
        "days", ascending=False, kind="stable"
    )
    st.caption(
        _(
            "{n} of {all} reports of {quarter} are in; they were due on {day}.",
            n=len(rows) - len(open_rows),
            all=len(rows),
            quarter=numbers.quarter(language, quarter),
            day=numbers.day(language, due),
        )
    )
    if open_rows.empty:
        return
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
    st.dataframe(
        told,
        hide_index=True,
        key=key,
        height=min(38 + 35 * len(told), 320),
        alt=_("Units without a report"),
    )


def problems(view: View, quarter: Quarter, key: str, **of: list[str]) -> None:
    """The indicators most units name a problem for, with some of the words; `of` limits them."""
    _ = view._
    texts = view.store.narratives(view.known_on, quarters=[quarter.index], **of)
    texts = texts[texts["problem"].str.strip() != ""]
    if texts.empty:
        st.caption(_("No problem was named in the reports of this quarter."))
        return
    for code, rows in _most_named(texts):
        units = rows["unit"].nunique()
        head = view.n_("{n} unit", "{n} units", units)
        with st.expander(f"{view.indicator_name(code)}（{head}）"):
            for unit, problem in zip(
                rows["unit"].head(QUOTED), rows["problem"].head(QUOTED), strict=True
            ):
                st.text(f"{view.unit_name(unit)}  {problem}")


def _most_named(texts: pd.DataFrame, most: int = 5) -> list[tuple[str, pd.DataFrame]]:
    counts = texts.groupby("indicator", observed=True)["unit"].nunique()
    first = counts.sort_values(ascending=False, kind="stable").head(most).index
    return [(str(code), texts[texts["indicator"] == code]) for code in first]
