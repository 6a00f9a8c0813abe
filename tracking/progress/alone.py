"""Sums in which only one unit has figures: its value is not the whole's, and is told as its own."""

from typing import Final

import pandas as pd

from tracking.programme import Indicator, Programme
from tracking.progress.columns import GROUP_PREFIX
from tracking.progress.provenance import unit_name
from tracking.words import Language, numbers, say

# The one unit heard of, by the indicator and the unit whose sum it is.
Alone = dict[tuple[str, str], str]
_SUM: Final = "sum"


def alone(rows: pd.DataFrame, figures: pd.DataFrame, programme: Programme) -> Alone:
    """The sums of one quarter's assessment that hold one unit's figures and wait for others."""
    sums = rows[(rows["origin"] == _SUM) & rows["value"].notna() & (rows["expecting"] > 1)]
    if sums.empty:
        return {}
    heard = figures[
        figures["indicator"].isin(sums["indicator"].astype(str).unique())
        & (figures["quarter"] <= int(sums["quarter"].iloc[0]))
        & (figures["value"].notna() | figures["numerator"].notna())
    ]
    kinds = {code: i.kind for code, i in programme.indicators.items()}
    counted = (heard["indicator"].map(kinds) != "flow") | (
        heard["quarter"] >= programme.start.index
    )
    pairs = heard.loc[counted, ["indicator", "unit"]].astype(str).drop_duplicates()
    by_indicator = pairs.groupby("indicator")["unit"].agg(set).to_dict()
    found: Alone = {}
    for indicator, unit in zip(
        sums["indicator"].astype(str), sums["unit"].astype(str), strict=True
    ):
        units = by_indicator.get(indicator, set()) & _members(unit, programme)
        if len(units) == 1:
            found[indicator, unit] = next(iter(units))
    return found


def value_alone(
    one: str, value: float, indicator: Indicator, programme: Programme, language: Language
) -> str:
    """The value of a sum that is one unit's, where there is room for a cell only."""
    return say(
        language,
        "— (only {unit}: {value})",
        unit=unit_name(one, programme, language),
        value=numbers.quantity(language, value, indicator),
    )


def _members(unit: str, programme: Programme) -> set[str]:
    regions = programme.regions
    if unit.startswith(GROUP_PREFIX):
        return {r.code for r in regions if r.group == unit.removeprefix(GROUP_PREFIX)}
    if unit in programme.units and programme.units[unit].kind == "nation":
        return {r.code for r in regions} | {m.code for m in programme.ministries}
    return {unit, *(r.code for r in regions if r.geographic_parent == unit)}
