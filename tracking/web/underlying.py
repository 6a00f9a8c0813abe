"""What the window of a number shows below its sentences: its course and the figures behind it."""

from html import escape

import pandas as pd
import streamlit as st

from tracking import charts, progress
from tracking.behind import Behind
from tracking.programme import NATION, Quarter
from tracking.progress.reported import stated_as
from tracking.store import Submission
from tracking.web import measured, origins
from tracking.web.house import house
from tracking.web.view import View
from tracking.words import N_, numbers

_ABSENT = (
    N_("Nothing reported by ({n}): {units}."),
    N_("Not reported for this quarter by ({n}): {units}."),
)


def course(view: View, behind: Behind) -> charts.Figure:
    """The way to the target up to the quarter asked about; of a milestone its rounds in time."""
    row, quarter = behind.row, int(behind.row["quarter"])
    code, unit = str(row["indicator"]), str(row["unit"])
    indicator = view.programme.indicators[code]
    if indicator.kind == "milestone":
        return _rounds(view, code, unit, Quarter(quarter))
    series = view.measured.series(code, unit)
    later = (series["quarter"] > quarter).to_numpy()
    # What came later was not asked about; its planned path leads on to the target.
    values = {
        name: series[name].mask(later) for name in ("value", "ministry_value", "regions_value")
    }
    texts = {
        "status": [
            "" if after else str(s) for after, s in zip(later, series["status"], strict=True)
        ],
        "marks": [() if after else m for after, m in zip(later, series["marks"], strict=True)],
    }
    known = series.assign(
        **values, **{k: pd.Series(v, index=series.index, dtype=object) for k, v in texts.items()}
    )
    likely = view.measured.outlook(code, unit, Quarter(quarter))
    return charts.path(known, indicator, view.programme, view.language, view.theme, outlook=likely)


def _rounds(view: View, code: str, unit: str, quarter: Quarter) -> charts.Figure:
    day = view.as_of if quarter == view.quarters[-1] else min(view.as_of, quarter.last_day)
    stones = progress.milestones(view.figures, view.measured.targets, view.programme, day)
    speaker = view.programme.indicators[code].national_source
    owner = speaker if unit == NATION and speaker else unit
    mine = stones[(stones["indicator"] == code) & (stones["unit"] == owner)]
    return charts.timeline(drawable(mine), view.programme, view.language, view.theme, day)


def drawable(stones: pd.DataFrame) -> pd.DataFrame:
    """Milestones as their chart takes them: the day done as text, the quarter due by index."""
    done = stones["claimed"].dt.strftime("%Y-%m-%d").fillna("")
    due = [Quarter.at(d.date()).index if pd.notna(d) else -1 for d in stones["due"]]
    return stones.assign(completed_on=done, due=due)


def title_of_versions(view: View, behind: Behind) -> str:
    """What the versions are of: of a flow the quarter's own figure, not the total."""
    _, row = view._, behind.row
    indicator = view.programme.indicators[str(row["indicator"])]
    if indicator.kind != "flow" or int(row["value_quarter"]) < 0:
        return _("Versions, newest first")
    stated = stated_as(indicator, str(behind.versions.iloc[0]["basis"]))
    quarter = numbers.quarter(view.language, int(row["value_quarter"]))
    return (
        _("Versions of the figure of the quarter alone, {quarter}, newest first", quarter=quarter)
        if stated == "quarter"
        else _("Versions of the figure reported for {quarter}, newest first", quarter=quarter)
    )


def figures(view: View, behind: Behind) -> dict[int, Submission]:
    """Show the figures a value rests on, and who has not reported; answers with their files."""
    _, shown = view._, behind.parts
    title = _("The figures behind it")
    if shown.empty:
        st.subheader(title, anchor=False)
        st.caption(_("No figure has been reported."))
        return {}
    _table(view, behind, shown, title)
    _absent(view, behind)
    return behind.files(shown) | _offices(view, behind)


def _table(view: View, behind: Behind, shown: pd.DataFrame, title: str) -> None:
    """A figure of each unit as it is; of several a line for each unit first, and all on demand."""
    units = shown["unit"].nunique()
    count = view.n_("{n} figure", "{n} figures", len(shown))
    if 1 < units < len(shown):
        of_units = view.n_("{n} unit", "{n} units", units)
        count = view._(", ").join((of_units, count))
    st.subheader(view._("{name} ({n})", name=title, n=count), anchor=False)
    subtotals = _subtotals(view, behind, shown) if 1 < units < len(shown) else None
    if subtotals is None:
        st.html(origins.markup(origins.told_figures(view, behind, _newest(shown)), title))
        return
    st.html(origins.markup(origins.told_subtotals(view, behind, subtotals), title))
    with st.expander(view._("Each of the {n} figures", n=len(shown))):
        st.html(origins.markup(origins.told_figures(view, behind, _newest(shown)), title))


def _newest(shown: pd.DataFrame) -> pd.DataFrame:
    """By size, the largest unit first; of a unit the latest quarter first."""
    size = shown.groupby("unit", sort=False)["value"].transform("sum")
    return shown.assign(size=size).sort_values(
        ["size", "unit", "quarter"], ascending=[False, True, False], kind="stable"
    )


def _subtotals(view: View, behind: Behind, shown: pd.DataFrame) -> pd.DataFrame | None:
    """What each unit brings in, largest first: unit, value, quarter (its latest), figures.

    None where that cannot be told.
    """
    grouped = shown.groupby("unit", sort=False)
    found = grouped.agg(quarter=("quarter", "max"), figures=("quarter", "size")).reset_index()
    indicator = view.programme.indicators[str(behind.row["indicator"])]
    if str(behind.row["origin"]) == "sum" and shown is behind.parts:
        # Provinces without their cities: both are added up.
        reading = measured.measured(house(), known_on=view.known_on, cities=False)
        there = reading.indicator(indicator.code, Quarter(int(behind.row["quarter"])))
        values = dict(zip(there["unit"].astype(str), there["value"], strict=True))
        found["value"] = found["unit"].map(values)
    elif all(stated_as(indicator, str(basis)) == "quarter" for basis in shown["basis"]):
        found["value"] = found["unit"].map(grouped["value"].sum())
    else:
        return None
    return found.sort_values("value", ascending=False, kind="stable")


def _absent(view: View, behind: Behind) -> None:
    there = view.measured.indicator(
        str(behind.row["indicator"]), Quarter(int(behind.row["quarter"]))
    )
    comma = "、" if view.language == "zh" else ", "
    told = [
        view._(wording, n=len(units), units=comma.join(view.unit_name(unit) for unit in units))
        for wording, units in zip(_ABSENT, (behind.missing(there), behind.carried), strict=True)
        if units
    ]
    if told:
        st.html(f'<div class="door">{"".join(f"<p>{escape(line)}</p>" for line in told)}</div>')


def _offices(view: View, behind: Behind) -> dict[int, Submission]:
    """The offices' figures below a region's part of the value, where it was added up from them."""
    _ = view._
    rolled = behind.parts["origin"].astype(str) == "rolled"
    regions = list(dict.fromkeys(behind.parts.loc[rolled, "unit"].astype(str)))
    if not regions:
        return {}
    region = regions[0]
    if len(regions) > 1:
        region = st.selectbox(
            _("The offices of"), regions, format_func=view.unit_name, key="door-region"
        )
    offices = behind.offices(region)
    _table(view, behind, offices, _("The offices’ figures: {unit}", unit=view.unit_name(region)))
    return behind.files(offices)
