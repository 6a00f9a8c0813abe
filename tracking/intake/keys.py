"""Who reports what, for which quarter and on which basis: a row's key, found by name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tracking.intake.collector import Collector
from tracking.intake.contract import BY_CODE
from tracking.intake.findings import Value
from tracking.intake.matching import Names, indicator_names, unit_names
from tracking.intake.periods import BASIS_NAMES, basis_word, period_of
from tracking.intake.shape import Coded, Rows
from tracking.intake.wording import quarter as quarter_name
from tracking.intake.wording import quoted
from tracking.programme import BASES, KINDS, Indicator, Programme, Quarter, Unit
from tracking.words import Text

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

# Bases as numbers; 0 where none was settled.
BASIS_CODES: Final = ("", *BASIS_NAMES)
NUMBER_OF_BASIS: Final = {basis: n for n, basis in enumerate(BASIS_CODES)}

UNKNOWN: Final = -1
AMBIGUOUS: Final = -2
BLANK: Final = -3


class Known:
    """The programme as arrays by position of unit and indicator."""

    def __init__(self, programme: Programme, today: date) -> None:
        self.programme = programme
        self.units: tuple[Unit, ...] = tuple(programme.units.values())
        self.indicators: tuple[Indicator, ...] = tuple(programme.indicators.values())
        self.unit_at = {unit.code: n for n, unit in enumerate(self.units)}
        self.indicator_at = {ind.code: n for n, ind in enumerate(self.indicators)}
        self.kinds = np.array([KINDS.index(i.kind) for i in self.indicators], dtype=np.int8)
        self.first = programme.history_from.index
        self.last = Quarter.at(today).index - 1
        self.today = today

    @cached_property
    def unit_names(self) -> Names:
        """The units' names; made only when a file does not speak in codes."""
        return unit_names(self.programme)

    @cached_property
    def indicator_names(self) -> Names:
        """The indicators' names."""
        return indicator_names(self.programme)

    @cached_property
    def owes(self) -> Bools:
        """Whether the unit (row) reports the indicator (column)."""
        rows: dict[str, list[bool]] = {}
        every: list[list[bool]] = []
        for unit in self.units:
            # Regions all owe the same, and so do offices; only ministries are asked one by one.
            alike = unit.kind if unit.kind in ("region", "office") else unit.code
            if alike not in rows:
                rows[alike] = [self.programme.owes(unit, i) for i in self.indicators]
            every.append(rows[alike])
        return np.array(every, dtype=bool)

    def is_kind(self, *kinds: str) -> Bools:
        """Which indicators are of one of these kinds."""
        return np.array([i.kind in kinds for i in self.indicators], dtype=bool)

    def reporters(self, indicator: Indicator) -> tuple[Text, ...]:
        """Who reports an indicator, in words."""
        regions = (Text("各地区", "the regions"),) if "region" in indicator.reporters else ()
        units = self.programme.units
        return (*regions, *(units[code].name for code in indicator.reporters if code in units))


@dataclass(frozen=True, eq=False)
class Keys:
    """Each row's unit, indicator (positions), quarter (index) and basis; `good` where all stand."""

    unit: Ints
    indicator: Ints
    quarter: Ints
    basis: npt.NDArray[np.int8]
    good: Bools


def keys_of(rows: Rows, known: Known, report: Collector) -> Keys:
    """Find every row's key, and report what cannot be found or does not fit."""
    unit = _named(rows, "unit", known.unit_at, lambda: known.unit_names, report)
    indicator = _named(rows, "indicator", known.indicator_at, lambda: known.indicator_names, report)
    quarter, implied, at_end = _periods(rows, known, report)
    named = (unit >= 0) & (indicator >= 0)
    strange = named & ~known.owes[np.maximum(unit, 0), np.maximum(indicator, 0)]
    if strange.any():
        report.add_rows(
            "wrong_reporter",
            rows,
            strange,
            "unit",
            lambda i: {
                "unit": known.units[unit[i]].name,
                "indicator": quoted(known.indicators[indicator[i]]),
                "reporters": known.reporters(known.indicators[indicator[i]]),
            },
        )
    _inside_quarter(rows, known, indicator, quarter, at_end, report)
    basis = _bases(rows, known, indicator, quarter, implied, report)
    good = named & ~strange & (quarter >= known.first) & (quarter <= known.last) & (basis > 0)
    return Keys(unit, indicator, quarter, basis, good)


def _named(
    rows: Rows, column: str, codes: dict[str, int], names: Callable[[], Names], report: Collector
) -> Ints:
    found = _resolved(rows.columns[column], codes, names)
    other = rows.second.get(column)
    if other is not None:
        found = _with_second(rows, column, found, _resolved(other, codes, names), other, report)
    if (found < 0).any():
        label = BY_CODE[column].name
        report.add_rows("blank_cell", rows, found == BLANK, column, lambda _: {"name": label})
        report.add_rows(
            "ambiguous_name",
            rows,
            found == AMBIGUOUS,
            column,
            nearest=lambda text: tuple(
                Text(f"{names().shown[p].zh} {names().codes[p]}", f"{names().shown[p].en}"
                     f" {names().codes[p]}")
                for p in names().find(text)
            ),
        )  # fmt: skip
        report.add_rows(f"unknown_{column}", rows, found == UNKNOWN, column, nearest=_once(names))
    return found


def _once(names: Callable[[], Names]) -> Callable[[str], tuple[Text, ...]]:
    """The nearest names, looked for once for each text: it is slow work."""
    memory: dict[str, tuple[Text, ...]] = {}

    def nearest(text: str) -> tuple[Text, ...]:
        if text not in memory:
            memory[text] = names().nearest(text) if len(memory) < 100 else ()
        return memory[text]

    return nearest


def _resolved(coded: Coded, codes: dict[str, int], names: Callable[[], Names]) -> Ints:
    def one(text: str) -> int:
        if text in codes:
            return codes[text]
        if not text.strip():
            return BLANK
        found = names().find(text)
        return found[0] if len(found) == 1 else AMBIGUOUS if found else UNKNOWN

    return np.array(coded.each(one, UNKNOWN), dtype=np.int32)[coded.codes]


def _with_second(
    rows: Rows, column: str, first: Ints, second: Ints, other: Coded, report: Collector
) -> Ints:
    """A code and a name in one row must be of one and the same; either will do alone."""
    both = np.where((first >= 0) & (second == AMBIGUOUS), first, second)
    found = np.where((first == BLANK) | ((first == AMBIGUOUS) & (both >= 0)), both, first)
    against = (found >= 0) & (both != BLANK) & (both != found)
    if against.any():
        report.add_rows(
            "names_disagree",
            rows,
            against,
            column,
            lambda i: {"other": other.texts[other.codes[i]]},
        )
    return found.astype(np.int32)


def _periods(rows: Rows, known: Known, report: Collector) -> tuple[Ints, Ints, Bools]:
    coded = rows.columns["period"]
    periods = coded.each(period_of, None)
    quarter = np.array(
        [p.quarter.index if p else UNKNOWN if t.strip() else BLANK
         for p, t in zip(periods, coded.texts, strict=True)],
        dtype=np.int32,
    )  # fmt: skip
    implied = np.array([NUMBER_OF_BASIS[p.implies] if p else 0 for p in periods], dtype=np.int32)
    at_end = np.array([p is None or p.at_end for p in periods], dtype=bool)
    future = quarter > known.last
    before = (quarter >= 0) & (quarter < known.first)
    values: dict[str, Value] = {
        "name": BY_CODE["period"].name,
        "first": quarter_name(known.first),
        "latest": quarter_name(known.last),
    }
    for code, wrong in (
        ("blank_cell", quarter == BLANK),
        ("unknown_period", quarter == UNKNOWN),
        ("future_quarter", future),
        ("before_history", before),
    ):
        if wrong.any():
            report.add_rows(
                code,
                rows,
                wrong[coded.codes],
                "period",
                lambda i: {**values, "quarter": _label(quarter[coded.codes[i]])},
            )
    return quarter[coded.codes], implied[coded.codes], at_end[coded.codes]


def _label(quarter: Any) -> Value:
    return quarter_name(int(quarter)) if quarter >= 0 else ""


def _inside_quarter(
    rows: Rows, known: Known, indicator: Ints, quarter: Ints, at_end: Bools, report: Collector
) -> None:
    inside = ~at_end & (indicator >= 0)
    if not inside.any():
        return
    level = known.is_kind("stock", "ratio")[np.maximum(indicator, 0)]
    report.add_rows("inside_quarter", rows, inside & ~level, "period")
    report.add_rows(
        "not_quarter_end",
        rows,
        inside & level,
        "period",
        lambda i: {"quarter": _label(quarter[i])},
    )


_WORDS: Final = ("", "quarter", "year_to_date", "since_start", "period_end", "total", "this")
_WRONG, _EITHER, _AGAINST = -1, -2, -3


def _bases(
    rows: Rows, known: Known, indicator: Ints, quarter: Ints, implied: Ints, report: Collector
) -> npt.NDArray[np.int8]:
    coded = rows.columns.get("basis")
    if coded is None:
        word: Ints = np.zeros(len(rows), dtype=np.int32)
    else:
        word = np.array(coded.each(_word, UNKNOWN), dtype=np.int32)[coded.codes]
    kind = known.kinds[np.maximum(indicator, 0)]
    first = (quarter % 4 == 0).astype(np.int32)
    basis = _SETTLED[np.maximum(word, 0), implied, kind, first]
    basis = np.where(word == UNKNOWN, 0, basis).astype(np.int8)
    if (word == UNKNOWN).any():
        report.add_rows("unknown_basis", rows, word == UNKNOWN, "basis")
    meant = (indicator >= 0) & (quarter >= 0)
    if (basis < 0).any():
        report.add_rows(
            "wrong_basis",
            rows,
            meant & (basis == _WRONG),
            "basis",
            lambda i: {
                "indicator": quoted(known.indicators[indicator[i]]),
                "bases": tuple(BASIS_NAMES[b] for b in BASES[known.indicators[indicator[i]].kind]),
            },
        )
        report.add_rows("ambiguous_basis", rows, meant & (basis == _EITHER), "basis")
        report.add_rows(
            "basis_against_period",
            rows,
            meant & (basis == _AGAINST),
            "basis",
            lambda i: {"period": rows.found("period", i)},
        )
    return basis


def _word(text: str) -> int:
    if not text.strip() or text.strip() in ("—", "-", "/"):
        return 0
    word = basis_word(text)
    return _WORDS.index(word) if word else UNKNOWN


def _settled(word: str, implied: str, kind: str, first_quarter: bool) -> int:
    """The basis that a word and a period's wording mean for a kind, as its number."""
    possible = BASES[kind]  # type: ignore[index]
    own = NUMBER_OF_BASIS[possible[0]]
    by_period = NUMBER_OF_BASIS[implied] if implied in possible else own
    if len(possible) == 1:
        total = word == "total" and kind == "cumulative"
        level = word == "this" and kind in ("stock", "milestone")
        return own if word in ("", possible[0]) or total or level else _WRONG
    if word in ("", "this"):
        return by_period
    if word == "total":
        return NUMBER_OF_BASIS["year_to_date"] if implied == "year_to_date" else _EITHER
    if word not in possible:
        return _WRONG
    spans = {"quarter", "year_to_date"}
    # In the first quarter of a year the quarter is the year to date.
    against = word in spans and implied in spans and word != implied and not first_quarter
    return _AGAINST if against else NUMBER_OF_BASIS[word]


# By word, implied basis, kind, and whether it is a year's first quarter.
_SETTLED: Final = np.array(
    [
        [
            [[_settled(word, implied, kind, first) for first in (False, True)] for kind in KINDS]
            for implied in BASIS_CODES
        ]
        for word in _WORDS
    ],
    dtype=np.int8,
)
