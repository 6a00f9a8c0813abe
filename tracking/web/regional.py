"""What the pages on regions and ministries share: whom the address names, ranks, records."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from tracking import charts, progress
from tracking.programme import NATION, Quarter
from tracking.web import state
from tracking.web.reports import anything_handed_in, owing, remark
from tracking.web.tables import assessments
from tracking.web.view import View
from tracking.words import numbers

# What an indicator without any figure says.
_EMPTY = ("no_target", "not_reported")


def settle_region(view: View) -> None:
    """Make the address name a region: an office's becomes its region, what is none is said."""
    asked = view.programme.units.get(state.current("unit"))
    if asked is not None and asked.parent:
        state.keep("unit", asked.parent)
    elif state.current("unit") and (asked is None or asked.kind != "region"):
        state.keep("unit", "")
        st.info(view._("The address names no region of this programme. Choose one here."))


def settle_ministry(view: View) -> None:
    """Take a ministry that the address names as a unit; the key `ministry` is this page's own.

    So the region chosen elsewhere stays chosen while ministries are looked at, and the other way.
    """
    asked = view.programme.units.get(state.current("unit"))
    if asked is not None and asked.kind == "ministry":
        state.keep("ministry", asked.code)
        state.keep("unit", "")


def cities_note(view: View) -> None:
    """Say which provinces hold which cities while the switch for them is on."""
    cities = [unit for unit in view.programme.regions if unit.geographic_parent]
    if view.cities and cities:
        pairs = [
            view._(
                "{province} with {city}",
                province=view.unit_name(city.geographic_parent),
                city=view.unit_name(city.code),
            )
            for city in cities
        ]
        st.caption(
            view._("Added together: {pairs}. The cities are shown once more apart.",
                   pairs=view._(", ").join(pairs))
        )  # fmt: skip


def tie_said(view: View) -> str:
    """What “=” before a rank means."""
    tie = numbers.number(view.language, view.programme.thresholds.tie * 100, 1)
    return view._(
        "“=” marks a tie: nobody is ranked before one less than {tie} percentage points away, so"
        " it may hold any of the ranks named.",
        tie=tie,
    )


def rank_note(view: View, unit: str) -> None:
    """A region's index over all its indicators, and its rank among the regions and its group."""
    standings = view.measured.standings_at(view.quarter)
    regions = standings[standings["unit_kind"] == "region"]
    code = view.programme.units[unit].group
    peers = [one.code for one in view.programme.regions if code and one.group == code]
    sentences = [
        _rank_said(view, unit, regions),
        _rank_in_group_said(view, unit, code, regions[regions["unit"].isin(peers)]),
        _index_said(view, standings, f"group:{code}"),
        _index_said(view, standings, NATION),
    ]
    if sentences[0]:
        st.caption(("" if view.language == "zh" else " ").join(s for s in sentences if s))


def _rank_said(view: View, unit: str, rows: pd.DataFrame) -> str:
    of = _rank(view, unit, rows)
    if not of:
        return ""
    return (
        view._("Index over all chains {index}; tied in ranks {rank} of {n} regions.", **of)
        if of["tied"]
        else view._("Index over all chains {index}; rank {rank} of {n} regions.", **of)
    )


def _rank_in_group_said(view: View, unit: str, code: str, rows: pd.DataFrame) -> str:
    of = _rank(view, unit, rows)
    if not of or of["n"] < 2:
        return ""
    group = view.programme.groups[code].name.to(view.language)
    return (
        view._("In {group}: tied in ranks {rank} of {n}.", group=group, **of)
        if of["tied"]
        else view._("In {group}: rank {rank} of {n}.", group=group, **of)
    )


def _index_said(view: View, standings: pd.DataFrame, unit: str) -> str:
    """A group's or the nation's own index, beside a region's."""
    index = standings.loc[standings["unit"] == unit, "index"]
    if not index.notna().any():
        return ""
    share = numbers.share(view.language, float(index.iloc[0]))
    return view._("{unit} itself: {index}.", unit=view.unit_name(unit), index=share)


def _rank(view: View, unit: str, rows: pd.DataFrame) -> dict[str, Any]:
    """A region's index and span of ranks among these rows; nothing where it has no index."""
    ranked = progress.ranks(rows[rows["index"].notna()], view.programme)
    mine = ranked[ranked["unit"] == unit]
    if mine.empty:
        return {}
    first, last = int(mine["rank"].iloc[0]), int(mine["rank_to"].iloc[0])
    return {
        "index": numbers.share(view.language, float(mine["index"].iloc[0])),
        "rank": charts.rank_span(first, last),
        "tied": last > first,
        "n": len(ranked),
    }


def indicators(view: View, unit: str, key: str) -> None:
    """A unit's indicators, worst first; those nobody has a figure or a target for are put away."""
    rows = progress.worst_first(view.measured.unit(unit, view.quarter))
    empty = rows["value"].isna() & rows["target"].isna() & rows["status"].isin(_EMPTY)
    if empty.all() or not empty.any():
        assessments(view, rows, "indicator", key)
        return
    assessments(view, rows[~empty], "indicator", key)
    head = view.n_(
        "{n} indicator with neither a figure nor a target",
        "{n} indicators with neither a figure nor a target",
        int(empty.sum()),
    )
    with st.expander(head):
        st.text(view._(", ").join(view.indicator_name(str(i)) for i in rows[empty]["indicator"]))


def reporting_record(view: View, unit: str, key: str) -> None:
    """A unit's record quarter by quarter: in words, as a calendar, and what its signs mean."""
    _ = view._
    if not anything_handed_in(view):
        st.caption(_("No report has been handed in here: these figures are from publications."))
        return
    rows = owing(view)
    mine = rows[rows["unit"] == unit]
    st.text(_record_said(view, mine))
    figure = charts.record(mine, view.programme, view.language, view.theme)
    view.chart(figure, _("Reporting record"), key=key)
    st.caption(charts.record_legend(mine, view.language))
    for row in mine.to_dict("records"):
        said = remark(view, row)
        if said:
            quarter = numbers.quarter(view.language, int(row["quarter"]))
            st.text(_("{quarter}: {said}", quarter=quarter, said=said))


def _record_said(view: View, mine: pd.DataFrame) -> str:
    """Of the reports that are due, how many came in time, late, or not at all."""
    _ = view._
    due = mine[mine["expected"]]
    if due.empty:
        return _("No report is due yet.")
    found = due["came"].value_counts()
    late = due[due["came"] == "late"]
    parts = []
    if found.get("in_time", 0):
        parts.append(_("{n} in time", n=int(found["in_time"])))
    if len(late):
        parts.append(_("{n} late, by up to {days} days", n=len(late), days=int(late["days"].max())))
    if found.get("returned", 0):
        parts.append(_("{n} returned and not replaced", n=int(found["returned"])))
    if found.get("missing", 0):
        parts.append(_("{n} missing", n=int(found["missing"])))
    if found.get("published", 0):
        parts.append(_("{n} only from publications", n=int(found["published"])))
    return _("Of {n} reports due, {counts}.", n=len(due), counts=_(", ").join(parts))


def day_of(view: View) -> date:
    """The day a quarter is looked at: the latest one as known, an earlier one at its end."""
    if view.quarter == view.quarters[-1]:
        return view.as_of
    return min(view.as_of, view.quarter.last_day)


def no_index(view: View, rows: pd.DataFrame) -> str:
    """Why none of these has an index; `rows` as chains, of regions or of one unit."""
    if not rows["weight_share"].notna().any():
        return view._("No index: an index needs targets with a baseline.")
    least = numbers.share(view.language, view.programme.thresholds.index_weight)
    return view._(
        "No index for now: less than {least} of the indicators’ weight has current data.",
        least=least,
    )


def without_index(view: View, rows: pd.DataFrame) -> None:
    """Say whose index is missing in some chain, and why; `rows` as chains, of a few units."""
    units = [str(unit) for unit in dict.fromkeys(rows.loc[rows["index"].isna(), "unit"])]
    if units:
        names = view._(", ").join(view.unit_name(unit) for unit in units)
        least = numbers.share(view.language, view.programme.thresholds.index_weight)
        st.caption(
            view._(
                "No index in some chains for {units}: it is told only where at least {least} of"
                " the weight has a target with a baseline and enough reports.",
                units=names,
                least=least,
            )
        )


def usual_comparison(quarter: Quarter, earlier: list[Quarter]) -> Quarter:
    """What a quarter is compared with unless said otherwise: the same one a year before."""
    year_before = quarter + -4
    return year_before if year_before in earlier else earlier[0]
