"""Tables of a report file become figures, or findings that say what is to be mended."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Final

import numpy as np
import pandas as pd

from tracking.figures import FIGURE_DTYPES, TEXT_COLUMNS, no_figures
from tracking.intake.amounts import Amounts, amounts_of
from tracking.intake.collector import Collector, Positions
from tracking.intake.findings import Finding, Value
from tracking.intake.handed_out import of_another_programme, strayed
from tracking.intake.keys import BASIS_CODES, Keys, Known, keys_of
from tracking.intake.milestones import STATES
from tracking.intake.numbers import NO_VALUE
from tracking.intake.plausible import suspicions
from tracking.intake.series import Stated, stated_by
from tracking.intake.shape import Rows, chosen, shape
from tracking.intake.standing import beside_known
from tracking.intake.tables import Table
from tracking.intake.totals import totals_differ
from tracking.intake.wording import quarter, quoted
from tracking.programme import Programme

_NOTHING: Final = re.compile(
    r"(暂|尚)?(无|没有|未发现)(其他|明显|突出|重大)?(存在)?(的)?(问题|困难|困难和问题|问题和困难)?[。.]?"
    r"|(no|none|nothing)( (problems?|difficult(y|ies)))?\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, eq=False)
class Checked:
    """What a file says and what is wrong with it; without `ok` there are no figures."""

    file: str
    figures: pd.DataFrame
    findings: tuple[Finding, ...]

    @cached_property
    def ok(self) -> bool:
        """Whether nothing must be mended."""
        return not any(finding.severity == "error" for finding in self.findings)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The units it speaks of, by code."""
        return tuple(sorted(self.figures["unit"].unique()))

    @cached_property
    def quarters(self) -> tuple[int, ...]:
        """The quarters it speaks of, by index."""
        return tuple(sorted(int(q) for q in self.figures["quarter"].unique()))


def check(
    tables: Sequence[Table], programme: Programme, today: date, known: pd.DataFrame | None = None
) -> Checked:
    """Check a file's tables against the programme, and against the figures `known` already.

    A quarter can be reported from the day after its last one. Any error leaves no figures: a file
    is taken whole or not at all.
    """
    file = tables[0].file if tables else ""
    report = Collector(file)
    facts = Known(programme, today)
    each = [_part(table, number, facts, report) for number, table in enumerate(tables)]
    parts = [part for part in each if part is not None]
    if not parts and not report.has_errors:
        handed_out = any(table.template for table in tables)
        report.add(Finding("nothing_filled_in" if handed_out else "no_rows", file))
    _duplicates(parts, facts, report)
    before = None if known is None else stated_by(known, facts)
    for part in parts:
        before = beside_known(part.rows, part.keys, part.amounts, facts, before, report)
    _suspect(parts, facts, before, report)
    findings = report.finish()
    figures = no_figures(FIGURE_DTYPES | dict.fromkeys(TEXT_COLUMNS, "str"))
    checked = Checked(file, figures, findings)
    return Checked(file, _figures(parts, facts), findings) if checked.ok else checked


@dataclass(frozen=True, eq=False)
class _Part:
    rows: Rows
    keys: Keys
    amounts: Amounts


def _part(table: Table, number: int, facts: Known, report: Collector) -> _Part | None:
    if refused := of_another_programme(table, facts.programme):
        report.add(refused, number)
        return None
    rows, findings = shape(table, number)
    for finding in (*table.findings, *findings):
        report.add(finding, number)
    if rows is None or not len(rows):
        return None
    keys = keys_of(rows, facts, report)
    strayed(table, keys, facts, report, number)
    amounts = amounts_of(rows, keys, facts, report)
    if len(table.total_rows):
        for finding in totals_differ(table, rows, keys, amounts, facts):
            report.add(finding, number)
    return _Part(rows, keys, amounts)


def _duplicates(parts: list[_Part], facts: Known, report: Collector) -> None:
    """The same unit, quarter and indicator twice, in one table or in two."""
    n_quarters = max(1, facts.last - facts.first + 1)
    size = len(facts.units) * len(facts.indicators) * n_quarters
    keyed = []
    for part in parts:
        good = np.flatnonzero(part.keys.good)
        series = part.keys.unit[good] * len(facts.indicators) + part.keys.indicator[good]
        keyed.append((good, series * n_quarters + (part.keys.quarter[good] - facts.first)))
    stated = np.zeros(size, dtype=bool)
    for _, key in keyed:
        stated[key] = True
    if np.count_nonzero(stated) == sum(len(key) for _, key in keyed):
        return
    first = np.full(size, -1, dtype=np.int32)
    offset = 0
    for part, (good, key) in zip(parts, keyed, strict=True):
        fresh = first[key] < 0
        # Of a key that comes several times, the last assignment from behind is the first row.
        first[key[fresh][::-1]] = offset + good[fresh][::-1]
        again = first[key] != offset + good
        earlier = dict(zip(good[again].tolist(), first[key[again]].tolist(), strict=True))
        values = partial(_stated_already, part, earlier, parts, facts)
        report.add_rows("duplicate_key", part.rows, good[again], "indicator", values)
        offset += len(part.rows)


def _stated_already(
    part: _Part, earlier: dict[int, int], parts: list[_Part], facts: Known, row: int
) -> dict[str, Value]:
    place, at = earlier[row], 0
    while place >= len(parts[at].rows):
        place -= len(parts[at].rows)
        at += 1
    there = parts[at].rows
    number = str(there.numbers[place])
    keys = part.keys
    return {
        "unit": facts.units[keys.unit[row]].name,
        "indicator": quoted(facts.indicators[keys.indicator[row]]),
        "quarter": quarter(int(keys.quarter[row])),
        "first": number if there.sheet == part.rows.sheet else f"{there.sheet} {number}",
    }


def _suspect(parts: list[_Part], facts: Known, before: Stated | None, report: Collector) -> None:
    """Hold the values of all tables, in one, against their past."""
    if not parts:
        return
    places = [_sound(part) for part in parts]
    stated = [_stated(part, place) for part, place in zip(parts, places, strict=True)]
    file = stated[0]
    if len(stated) > 1:
        columns = zip(*(s.arrays() for s in stated), strict=True)
        file = Stated(*(np.concatenate(column) for column in columns))
    ends = np.cumsum([len(place) for place in places])
    for code, where, column, values in suspicions(file, before, facts):
        of_part = np.searchsorted(ends, where, side="right")
        for number, (part, place) in enumerate(zip(parts, places, strict=True)):
            mine = where[of_part == number]
            if len(mine):
                rows = place[mine - (ends[number] - len(place))]
                shown = column if column in part.rows.columns else "numerator"
                at = dict(zip(rows.tolist(), mine.tolist(), strict=True))
                report.add_rows(code, part.rows, rows, shown, partial(_at, values, at))


def _sound(part: _Part) -> Positions:
    """The rows whose value can be held against others."""
    return np.flatnonzero(part.keys.good & part.amounts.good & ~np.isnan(part.amounts.value))


def _at(
    values: Callable[[int], dict[str, Value]], at: dict[int, int], row: int
) -> dict[str, Value]:
    return values(at[row])


def _stated(part: _Part, place: Positions) -> Stated:
    keys, amounts = part.keys, part.amounts
    stated = Stated(
        keys.unit,
        keys.indicator,
        keys.quarter,
        keys.basis,
        amounts.value,
        amounts.denominator,
        amounts.definition_break,
        amounts.written,
    )
    return stated if len(place) == len(part.rows) else stated.take(place)


def _figures(parts: list[_Part], facts: Known) -> pd.DataFrame:
    frames = [_frame(part, facts) for part in parts]
    # Categories are the same in every part, so that they stay categories together.
    return pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]


def _frame(part: _Part, facts: Known) -> pd.DataFrame:
    rows, keys, amounts = part.rows, part.keys, part.amounts
    none = np.zeros(len(rows), dtype=np.int8)
    columns: dict[str, object] = {
        "indicator": pd.Categorical.from_codes(keys.indicator, pd.Index(list(facts.indicator_at))),
        "unit": pd.Categorical.from_codes(keys.unit, pd.Index(list(facts.unit_at))),
        "quarter": keys.quarter,
        "basis": pd.Categorical.from_codes(keys.basis, pd.Index(BASIS_CODES)),
        "value": amounts.value,
        "numerator": amounts.numerator,
        "denominator": amounts.denominator,
        "state": chosen(list(STATES), amounts.state),
        "completed_on": amounts.completed_on,
        "qualifier": amounts.qualifier,
        "definition_break": amounts.definition_break,
        "row": rows.numbers,
    }
    for name in TEXT_COLUMNS:
        coded = rows.columns.get(name)
        texts = [_said(text) for text in coded.texts] if coded else [""]
        columns[name] = chosen(texts or [""], coded.codes if coded else none)
    return pd.DataFrame(columns)


def _said(text: str) -> str:
    """What a text says: a cell with “无” names no problem that somebody has to solve."""
    text = text.strip()
    return "" if _NOTHING.fullmatch(text) or text.lower() in NO_VALUE else text
