"""What a template says beforehand: one row for each indicator that the unit owes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tracking.intake.periods import BASIS_NAMES
from tracking.programme import BASES, Indicator, Programme, Quarter, Unit
from tracking.words import N_, Language, numbers, say

STATES = {
    "not_started": N_("not started"),
    "under_way": N_("under way"),
    "claimed": N_("done"),
    "verified": N_("done"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator: `last` is the latest value before, in words; `planned` is None without one."""

    indicator: Indicator
    chain: str
    measure: str
    basis: str
    last: str
    planned: float | None


def rows_of(
    unit: Unit,
    quarter: Quarter,
    programme: Programme,
    known: pd.DataFrame,
    planned: Mapping[str, float],
    language: Language,
) -> list[Row]:
    """The rows of a unit's template for a quarter, in the programme's order."""
    before = _latest(known, unit, quarter)
    return [
        Row(
            indicator,
            programme.chains[indicator.chain].name.to(language),
            programme.measures[indicator.measure].name.to(language),
            usual_basis(indicator, language),
            _said(before.get(indicator.code), indicator, language),
            _plan(planned.get(indicator.code)),
        )
        for indicator in programme.indicators.values()
        if programme.owes(unit, indicator)
    ]


def usual_basis(indicator: Indicator, language: Language) -> str:
    """What is meant when a row's basis is left blank; a milestone has none to speak of."""
    if indicator.kind == "milestone":
        return ""
    return BASIS_NAMES[BASES[indicator.kind][0]].to(language)


def _latest(known: pd.DataFrame, unit: Unit, quarter: Quarter) -> dict[str, Any]:
    """Each indicator's latest figure of this unit before the quarter."""
    mine = known[(known["quarter"] < quarter.index) & (known["unit"] == unit.code)]
    mine = mine[mine["value"].notna() | mine["state"].isin(list(STATES))]
    latest = mine.sort_values("quarter").drop_duplicates("indicator", keep="last")
    return {str(figure.indicator): figure for figure in latest.itertuples(index=False)}


def _said(figure: Any, indicator: Indicator, language: Language) -> str:
    if figure is None:
        return numbers.MISSING
    when = numbers.quarter(language, int(figure.quarter))
    if figure.state:
        said = say(language, STATES[figure.state])
    else:
        value = numbers.number(language, figure.value, indicator.decimals)
        said = numbers.qualified(language, value, figure.qualifier)
        if figure.basis != BASES[indicator.kind][0]:
            basis = BASIS_NAMES[figure.basis].to(language)
            said = f"{basis}{said}" if language == "zh" else f"{said} {basis}"
    return f"{said}\n{when}"


def _plan(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)
