"""Values per thousand enterprises, or whatever the programme knows the regions' sizes in.

A reading beside the value: it enters no status, no index and no rank. Method: docs/method.md,
“Comparing regions of unlike size”.
"""

from dataclasses import replace
from math import floor, log10
from typing import Final

import numpy as np
import pandas as pd

from tracking.programme import ADDITIVE, NATION, Denominator, Indicator, Programme
from tracking.progress.columns import GROUP_PREFIX
from tracking.words import Text

# How many digits a reading shows that matter.
_DIGITS: Final = 3
_MOST_DECIMALS: Final = 4


def can_be_read_per_size(indicator: Indicator) -> bool:
    """Whether a value may be told per so many: only what adds up, no share, no milestone."""
    return indicator.kind in ADDITIVE


def sizes(denominator: Denominator, programme: Programme, *, cities: bool = False) -> pd.Series:
    """Each region's size by code; with `cities` a province's takes in its city's."""
    own = {unit.code: denominator.sizes.get(unit.code) for unit in programme.regions}
    found = pd.Series({code: size.value if size else np.nan for code, size in own.items()})
    if cities:
        for unit in programme.regions:
            if unit.geographic_parent:
                found[unit.geographic_parent] += found[unit.code]
    return found


def per_size(
    rows: pd.DataFrame, denominator: Denominator, programme: Programme, *, cities: bool = False
) -> pd.DataFrame:
    """The rows of one indicator with `size`, and `relative` and `relative_target` per so many.

    NaN for a region without a size or a value, and where a sum of a province and its city misses
    one. Of a group and the nation: the values of their regions that have both, by those regions'
    sizes. `counted` of `of` regions are in it.
    """
    known = sizes(denominator, programme, cities=cities)
    unit, kind = rows["unit"].astype("str"), rows["unit_kind"].astype("str")
    whole = (rows["origin"].astype("str") != "sum") | (rows["reporting"] >= rows["expecting"])
    size = unit.map(known).where(whole & (kind == "region"))
    of_regions = rows.assign(unit=unit, size=size, relative=rows["value"] / size * denominator.per)
    of_regions["relative_target"] = rows["target"] / size * denominator.per
    # With cities a province holds its own already.
    apart = {u.code for u in programme.regions if not (cities and u.geographic_parent)}
    parts = of_regions[of_regions["relative"].notna() & unit.isin(apart)]
    groups = {u.code: GROUP_PREFIX + u.group for u in programme.regions}
    expected = pd.Series([groups[code] for code in apart]).value_counts()
    whole_of = pd.concat([parts.assign(unit=parts["unit"].map(groups)), parts.assign(unit=NATION)])
    pooled = whole_of.groupby(["unit", "quarter"], as_index=False).agg(
        pooled=("value", "sum"), size=("size", "sum"), counted=("value", "size")
    )
    pooled["of"] = pooled["unit"].map(expected).fillna(len(apart)).astype(int)
    found = of_regions.merge(pooled, on=["unit", "quarter"], how="left", suffixes=("", "_pooled"))
    found["relative"] = found["relative"].fillna(
        found["pooled"] / found["size_pooled"] * denominator.per
    )
    found["size"] = found["size"].fillna(found["size_pooled"])
    return found.drop(columns=["pooled", "size_pooled"]).set_index(rows.index)


def indicator_per_size(
    indicator: Indicator, denominator: Denominator, values: pd.Series
) -> Indicator:
    """The indicator as it reads per so many: unit of measure, and decimals for these values."""
    label = denominator.label
    highest = float(values.abs().max())
    digits = _DIGITS - 1 - floor(log10(highest)) if highest > 0 else 0
    return replace(
        indicator,
        unit=Text(
            f"{indicator.unit.zh}/{label.zh.removeprefix('每')}",
            f"{indicator.unit.en or indicator.unit.zh} {label.en}",
            f"{indicator.unit.one} {label.en}" if indicator.unit.one else "",
        ),
        decimals=min(max(digits, 0), _MOST_DECIMALS),
    )
