"""What the page that compares regions puts into its pictures: cells, an order with ties, a line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from tracking import progress
from tracking.programme import NATION, Indicator, Quarter
from tracking.web import regional
from tracking.web.view import View
from tracking.words import numbers

# What the heat table goes across, when not by the indicators of one chain.
CHAINS: Final = "chains"
# How its regions may be sorted, when not by one of its columns.
LISTED: Final = "listed"
INDEX: Final = "index"


@dataclass(frozen=True, slots=True)
class Line:
    """The line across the dots: the nation's value, or the average of the regions."""

    value: float | None
    average: bool


def sorts(view: View, across: str) -> dict[str, str]:
    """What the heat table can be sorted by, with its names."""
    named = {LISTED: view._("Official order"), INDEX: view._("Index over all chains")}
    if across == CHAINS:
        chains = view.programme.chains.items()
        return named | {code: chain.name.to(view.language) for code, chain in chains}
    return named | {
        i.code: f"{i.code}  {i.name.to(view.language)}"
        for i in view.programme.indicators_of(across)
        if "region" in i.reporters
    }


def cells(view: View, across: str) -> pd.DataFrame:
    """The regions' cells as charts.heat takes them: `share`, and of indicators status and value."""
    if across == CHAINS:
        rows = view.measured.chains_at(view.quarter)
        return rows[rows["unit_kind"] == "region"].assign(share=lambda found: found["index"])
    rows = view.measured.at(view.quarter)
    rows = rows[(rows["unit_kind"] == "region") & (rows["chain"] == across)]
    language, of = view.language, view.programme.indicators
    records = rows[["indicator", "value", "qualifier", "target"]].to_dict("records")
    # No target and no figure is not the same as a figure without a target.
    status = rows["status"].astype("str").to_numpy()
    silent = rows["value"].isna().to_numpy() & (status == "no_target")
    return rows.assign(
        share=rows["achieved"],
        status=np.where(silent, "not_reported", status),
        short=[
            numbers.brief(language, r["value"], of[r["indicator"]].decimals)
            if np.isfinite(r["value"])
            else ""
            for r in records
        ],
        value_said=[
            _value_said(view, of[r["indicator"]], r["value"], str(r["qualifier"]), r["target"])
            for r in records
        ],
    )


def _value_said(
    view: View, indicator: Indicator, value: float, qualifier: str, target: float
) -> str:
    said = numbers.quantity(view.language, value, indicator, qualifier, brief=False)
    if not np.isfinite(target):
        return said if np.isfinite(value) else ""
    goal = numbers.quantity(view.language, target, indicator, brief=False)
    return view._("{value}, target {target}", value=said, target=goal)


def has_something(rows: pd.DataFrame) -> bool:
    """Whether any cell has a share or a figure."""
    return len(_told(rows)) > 0


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    known = rows["share"].notna()
    return rows[known | rows["value"].notna()] if "value" in rows else rows[known]


def left_out(view: View, shown: Iterable[str]) -> str:
    """The regions a picture does not show since there is nothing of them; "" for none."""
    present = set(shown)
    names = [
        unit.short.to(view.language) for unit in view.programme.regions if unit.code not in present
    ]
    if not names:
        return ""
    return view._("Without a value and not shown: {units}.", units=view._(", ").join(names))


def order(view: View, rows: pd.DataFrame, sort: str) -> pd.DataFrame | None:
    """The regions ranked by what was asked, best first, ties told; None for the official order."""
    if sort == LISTED:
        return None
    if sort == INDEX:
        standings = view.measured.standings_at(view.quarter)
        return progress.ranks(standings[standings["unit_kind"] == "region"], view.programme)
    by = "chain" if "indicator" not in rows else "indicator"
    return progress.ranks(rows[rows[by] == sort], view.programme, "share")


def units(view: View, rows: pd.DataFrame, ranked: pd.DataFrame | None, worst: bool) -> list[str]:
    """The regions with anything in `rows`, from the top of the table down; unranked ones last."""
    shown = set(_told(rows)["unit"].astype("str"))
    listed = [unit.code for unit in view.programme.regions if unit.code in shown]
    if ranked is None:
        return listed
    ranks = ranked.loc[ranked["rank"] > 0, "unit"].astype("str")
    placed = [unit for unit in ranks if unit in shown]
    return (placed[::-1] if worst else placed) + [u for u in listed if u not in set(placed)]


def ranks_said(view: View, ranked: pd.DataFrame | None) -> dict[str, str] | None:
    """Each region's rank as the table says it beside the name."""
    if ranked is None:
        return None
    found = dict.fromkeys((unit.code for unit in view.programme.regions), numbers.MISSING)
    return found | {
        str(unit): regional.rank_text(view, int(rank), bool(tied))
        for unit, rank, tied in zip(ranked["unit"], ranked["rank"], ranked["tied"], strict=True)
    }


def order_said(view: View, ranked: pd.DataFrame | None, worst: bool, shown: Sequence[str]) -> str:
    """The order in words, with what counts as a tie, and which regions are not shown."""
    return _joined(view, [_order_said(view, ranked, worst), left_out(view, shown)])


def _joined(view: View, sentences: Iterable[str]) -> str:
    return ("" if view.language == "zh" else " ").join(s for s in sentences if s)


def _order_said(view: View, ranked: pd.DataFrame | None, worst: bool) -> str:
    if ranked is None:
        return view._("In the official order of the regions.")
    tie = numbers.number(view.language, view.programme.thresholds.tie * 100, 1)
    return (
        view._("Worst first; “=” marks a shared rank: less than {tie} percentage points apart."
               " Regions that cannot be ranked come last.", tie=tie)
        if worst
        else view._("Best first; “=” marks a shared rank: less than {tie} percentage points apart."
                    " Regions that cannot be ranked come last.", tie=tie)
    )  # fmt: skip


def most_reported(view: View, codes: Sequence[str]) -> str:
    """The first of these indicators that any region has a value for; else the first."""
    rows = view.measured.at(view.quarter)
    rows = rows[(rows["unit_kind"] == "region") & rows["value"].notna()]
    known = {str(code) for code in rows["indicator"].unique()}
    return next((code for code in codes if code in known), codes[0])


def line_across(here: pd.DataFrame, measure: str, indicator: Indicator) -> Line:
    """The nation where it can be held against a region, else the average of the regions.

    A nation that is the sum of its regions would stand far outside their dots.
    """
    if measure == "achieved" or indicator.rollup != "sum":
        nation = here.loc[here["unit"] == NATION, measure]
        return Line(float(nation.iloc[0]) if nation.notna().any() else None, average=False)
    known = here.loc[here["unit_kind"] == "region", measure].dropna()
    return Line(float(known.mean()) if len(known) > 1 else None, average=True)


def dots_said(view: View, line: Line, regions: pd.DataFrame, measure: str) -> str:
    """What the dots' order, ticks and line mean, and which regions are not shown."""
    _ = view._
    parts = [
        _("Best first, equal values in the official order.")
        if measure == "achieved"
        else _("By the size of the number, which says nothing of what was achieved.")
    ]
    if measure == "achieved":
        parts.append(_("Upright ticks: the target (100%)."))
    elif regions["target"].notna().any():
        parts.append(_("Upright ticks: each region's own target."))
    if line.value is not None:
        parts.append(
            _("Dashed: average of the regions with a value.")
            if line.average
            else _("Dashed: the nation.")
        )
    return _joined(view, [*parts, left_out(view, regions["unit"])])


def both(view: View, code: str, measure: str, now: Quarter, before: Quarter) -> pd.DataFrame:
    """The regions' values in two quarters: unit, now, before, and of which report they are.

    `carried`: the later quarter only carries on the figure that the earlier one already had.
    """

    def of(quarter: Quarter, name: str) -> pd.DataFrame:
        rows = view.measured.indicator(code, quarter)
        rows = rows[rows["unit_kind"] == "region"]
        return pd.DataFrame(
            {
                "unit": rows["unit"].astype("str"),
                name: rows[measure],
                f"{name}_of": rows["value_quarter"],
            }
        )

    found = of(now, "now").merge(of(before, "before"), on="unit", how="left")
    found = found[found["now"].notna()]
    carried = found["before"].notna() & (found["now_of"] == found["before_of"])
    return found.assign(carried=carried)


def carried_said(view: View, rows: pd.DataFrame) -> str:
    """Which regions have reported nothing since the earlier quarter; "" for none."""
    carried = rows[rows["carried"]]
    if not len(carried):
        return ""
    short = [view.programme.units[code].short.to(view.language) for code in carried["unit"]]
    return view._(
        "No newer report since the earlier quarter, so there is no change to tell: {units}.",
        units=view._(", ").join(short),
    )
