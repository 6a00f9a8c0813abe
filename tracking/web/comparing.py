"""The heat table of the page that compares: its cells, its order with ties, both in words."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import pandas as pd

from tracking import charts, progress
from tracking.programme import Indicator
from tracking.web import regional
from tracking.web.peers import Peers
from tracking.web.view import View
from tracking.words import numbers

# What the heat table goes across, when not by the indicators of one chain.
CHAINS: Final = "chains"
# How its regions may be sorted, when not by one of its columns.
LISTED: Final = "listed"
INDEX: Final = "index"


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


def cells(view: View, across: str, peers: Peers) -> pd.DataFrame:
    """Cells as charts.heat takes them: `share`, and of indicators status and value.

    Of those who are compared and of who stands beside them.
    """
    if across == CHAINS:
        rows = peers.with_beside(view.measured.chains_at(view.quarter))
        return rows.assign(share=rows["index"])
    rows = view.measured.at(view.quarter)
    rows = peers.with_beside(rows[rows["chain"] == across])
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


def left_out(view: View, shown: Iterable[str], peers: Peers) -> str:
    """Who is compared, but not in a picture since there is nothing of them; "" for none."""
    present = set(shown)
    names = [view.unit_name(unit) for unit in peers.units if unit not in present]
    if not names:
        return ""
    return view._("Without a value and not shown: {units}.", units=view._(", ").join(names))


def order(view: View, rows: pd.DataFrame, sort: str, peers: Peers) -> pd.DataFrame | None:
    """Those compared, ranked by what was asked, best first; None for the official order."""
    if sort == LISTED:
        return None
    if sort == INDEX:
        standings = peers.of(view.measured.standings_at(view.quarter))
        return progress.ranks(standings, view.programme)
    by = "chain" if "indicator" not in rows else "indicator"
    return progress.ranks(peers.of(rows[rows[by] == sort]), view.programme, "share")


def units(rows: pd.DataFrame, ranked: pd.DataFrame | None, worst: bool, peers: Peers) -> list[str]:
    """Who has anything in `rows`, from the top of the table down; unranked ones last."""
    shown = set(_told(rows)["unit"].astype("str"))
    listed = [unit for unit in peers.units if unit in shown]
    if ranked is None:
        return listed
    ranks = ranked.loc[ranked["rank"] > 0, "unit"].astype("str")
    placed = [unit for unit in ranks if unit in shown]
    return (placed[::-1] if worst else placed) + [u for u in listed if u not in set(placed)]


def beside(rows: pd.DataFrame, peers: Peers) -> list[str]:
    """Who stands below the table, of those with anything in `rows`."""
    shown = set(_told(rows)["unit"].astype("str"))
    return [unit for unit in peers.beside if unit in shown]


def ranks_said(view: View, ranked: pd.DataFrame | None, peers: Peers) -> dict[str, str] | None:
    """Each one's rank as the table says it beside the name."""
    if ranked is None:
        return None
    found = dict.fromkeys(peers.units, numbers.MISSING)
    return found | {
        str(unit): charts.rank_said(view.language, rank, last)
        for unit, rank, last in zip(ranked["unit"], ranked["rank"], ranked["rank_to"], strict=True)
    }


def order_said(
    view: View, ranked: pd.DataFrame | None, worst: bool, shown: Sequence[str], peers: Peers
) -> str:
    """The order in words, with what counts as a tie, and who is not shown."""
    return view.joined([_order_said(view, ranked, worst), left_out(view, shown, peers)])


def _order_said(view: View, ranked: pd.DataFrame | None, worst: bool) -> str:
    if ranked is None:
        return view._("In the official order of the regions.")
    first = (
        view._("Worst first; who cannot be ranked comes last.")
        if worst
        else view._("Best first; who cannot be ranked comes last.")
    )
    return view.joined([first, regional.tie_said(view)])
