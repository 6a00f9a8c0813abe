"""How each unit writes its files: encoding, separators, names, periods and basis."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from tracking.programme import Basis, Programme, Quarter

Naming = Literal["code", "name", "short"]
Periods = Literal["label", "chinese", "digit", "months"]

# (encoding, separator): what Excel and WPS on Chinese Windows save, and what programs write.
WRITINGS: Final = (
    ("utf-8-sig", ","),
    ("utf-8-sig", ","),
    ("gb18030", ","),
    ("gb18030", ","),
    ("utf-8", ","),
    ("utf-16", "\t"),
    ("utf-8", ";"),
)
FLOW_BASES: Final[tuple[Basis, ...]] = (
    "quarter",
    "quarter",
    "quarter",
    "quarter",
    "year_to_date",
    "since_start",
)
BASIS_NAMES: Final = {
    "quarter": "本季",
    "year_to_date": "本年累计",
    "since_start": "自启动以来累计",
    "period_end": "期末",
}


@dataclass(frozen=True, slots=True)
class Habit:
    """One unit's way; `spreadsheet` units send XLSX for the last quarters."""

    encoding: str
    separator: str
    unit_naming: Naming
    indicator_naming: Naming
    periods: Periods
    flow_basis: Basis
    titled: bool
    thousands: bool
    spreadsheet: bool


def habits_of(programme: Programme, rng: np.random.Generator) -> dict[str, Habit]:
    """A habit for every region and ministry."""
    units = [u.code for u in (*programme.regions, *programme.ministries)]
    spreadsheet = str(rng.choice(units))
    return {code: _habit(rng, spreadsheet=code == spreadsheet) for code in units}


def period_name(quarter: Quarter, periods: Periods) -> str:
    """The quarter as a reporter writes it.

    >>> [period_name(Quarter.of("2024Q3"), p) for p in ("label", "chinese", "digit", "months")]
    ['2024Q3', '2024年三季度', '2024年第3季度', '2024-09']
    """
    if periods == "chinese":
        return f"{quarter.year}年{'一二三四'[quarter.number - 1]}季度"
    if periods == "digit":
        return f"{quarter.year}年第{quarter.number}季度"
    if periods == "months":
        return f"{quarter.year}-{quarter.number * 3:02d}"
    return str(quarter)


def _habit(rng: np.random.Generator, *, spreadsheet: bool) -> Habit:
    encoding, separator = WRITINGS[rng.integers(len(WRITINGS))]
    namings: tuple[Naming, ...] = ("name", "short", "code")
    periods: tuple[Periods, ...] = ("chinese", "label", "digit", "months")
    return Habit(
        encoding=encoding,
        separator=separator,
        unit_naming=namings[rng.choice(3, p=(0.45, 0.35, 0.2))],
        indicator_naming=namings[rng.choice((0, 2))],
        periods=periods[rng.choice(4, p=(0.45, 0.25, 0.2, 0.1))],
        flow_basis=FLOW_BASES[rng.integers(len(FLOW_BASES))],
        titled=bool(rng.random() < 0.4),
        thousands=bool(rng.random() < 0.3),
        spreadsheet=spreadsheet,
    )
