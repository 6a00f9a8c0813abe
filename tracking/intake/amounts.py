"""What a row reports: value, numerator and denominator, a milestone's state, its marks."""

import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.intake.collector import Collector
from tracking.intake.keys import Bools, Keys, Known
from tracking.intake.limits import LARGEST_NUMBER
from tracking.intake.matching import bare
from tracking.intake.milestones import STATES, days_of, states_of
from tracking.intake.numbers import SCALES, Parsed, factor_between, parse
from tracking.intake.shape import Coded, Rows, chosen
from tracking.intake.wording import grouped, plain, quoted

Floats = npt.NDArray[np.float64]

# What takes back a value that is known; a milestone has another state instead.
WITHDRAWN: Final = "撤销 撤回 作废 withdrawn withdraw"
YES: Final = "是 有 有调整 已调整 调整 y yes true 1 √ ✓"
NO: Final = "否 无 无调整 未调整 没有 n no false 0 × — - / 不适用"

# A wording that stands for a number without saying it: 近三成, 上千家, 大部分.
_WORDED: Final = re.compile(
    r"[一二三四五六七八九十百千万亿两半几数多成]|大部分|大多|全部|若干|少量"
)
_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, eq=False)
class Amounts:
    """Each row's value and what goes with it, as arrays; `good` where nothing is wrong.

    `written` marks values that stand in the cell without a % sign and were not computed, `worded`
    cells that name an amount without a figure, `dashed` ones that say there is none.
    """

    value: Floats
    numerator: Floats
    denominator: Floats
    state: npt.NDArray[np.int8]
    completed_on: "pd.Series[str]"
    qualifier: "pd.Series[str]"
    definition_break: Bools
    written: Bools
    worded: Bools
    dashed: Bools
    good: Bools


class Measures:
    """How each indicator's values are written: its limits, scale and measuring unit, as arrays."""

    def __init__(self, known: Known) -> None:
        indicators = known.indicators
        limits = [i.limits for i in indicators]
        self.low = np.array([-LARGEST_NUMBER if low is None else low for low, _ in limits])
        self.high = np.array([LARGEST_NUMBER if high is None else high for _, high in limits])
        self.scale = np.array([i.scale for i in indicators])
        self.decimals = np.array([i.decimals for i in indicators])
        # 3.5亿 of an indicator measured in 亿元 is 3.5, not 350,000,000.
        self.prefix = np.array([_prefix(i.unit.zh) for i in indicators])


def _prefix(unit: str) -> float:
    return next((SCALES[s] for s in sorted(SCALES, key=len, reverse=True) if unit.startswith(s)), 1)


def amounts_of(rows: Rows, keys: Keys, known: Known, report: Collector) -> Amounts:
    """Read what every row reports, and report what cannot be so."""
    measures = Measures(known)
    at = np.maximum(keys.indicator, 0)
    named = keys.indicator >= 0
    milestone = named & known.is_kind("milestone")[at]
    reader = _Reader(rows, known, measures, at, named & ~milestone, report)
    value, parsed, bad = reader.number("value")
    numerator, denominator, computed, bad_ratio = reader.ratio(value)
    given = ~np.isnan(value)
    value = np.where(np.isnan(computed), value, computed)
    bad_limits = reader.outside(value)
    completed_on, bad_date = days_of(rows, named, milestone, known, report)
    state, bad_state = states_of(rows, milestone, known, at, completed_on, report)
    broken, bad_mark = _breaks(rows, report)
    silent = _silent(rows, parsed, milestone)
    report.add_rows("nothing_reported", rows, silent, "value")
    state[reader.withdrawn] = STATES.index("withdrawn")
    bad_withdrawal = reader.withdrawn_beside(numerator, denominator)
    rate = np.array([m.endswith(("%", "‰")) for m in parsed.unit_mark])[_codes(rows, "value")]
    return Amounts(
        value=value,
        numerator=numerator,
        denominator=denominator,
        state=state,
        completed_on=completed_on,
        qualifier=_wordings(rows, parsed, milestone),
        definition_break=broken,
        written=given & ~rate & np.isnan(computed),
        worded=reader.worded,
        dashed=parsed.marked[_codes(rows, "value")] & ~milestone,
        good=~(
            bad | bad_ratio | bad_withdrawal | bad_limits | bad_date | bad_state | bad_mark | silent
        ),
    )


class _Reader:
    """The numbers of a table's rows, in their indicators' own units."""

    def __init__(
        self,
        rows: Rows,
        known: Known,
        measures: Measures,
        at: Any,
        counted: Bools,
        report: Collector,
    ) -> None:
        self.rows, self.known, self.measures, self.report = rows, known, measures, report
        self.at, self.counted = at, counted
        # Cells of the value that name no figure, and those that withdraw it.
        self.worded, self.withdrawn = self._none(), self._none()

    def number(self, column: str) -> tuple[Floats, Parsed, Bools]:
        """A column as numbers, how its texts were read, and which rows are wrong."""
        coded = self.rows.columns.get(column)
        if coded is None:
            return (
                np.full(len(self.rows), np.nan),
                parse(pd.Series([""], dtype="str")),
                self._none(),
            )
        parsed = parse(pd.Series(list(coded.texts), dtype="str"))
        value = np.where(parsed.ok, parsed.value, np.nan)[coded.codes]
        value[~self.counted] = np.nan
        bad = self._wording(coded, parsed, column)
        marked = (parsed.unit_mark != "") | (parsed.word == "元")
        if marked.any():
            with_mark = marked[coded.codes] & self.counted
            bad |= self._in_own_unit(value, parsed, coded, with_mark, column)
        if self.rows.stated_unit and column == "value":
            self._from_stated_unit(value, ~marked[coded.codes])
        return value, parsed, bad | self._too_large(value, column)

    def _too_large(self, value: Floats, column: str) -> Bools:
        """Numbers that nothing measures; they are left out of what is computed from them."""
        bad = np.abs(value) > LARGEST_NUMBER
        if bad.any():
            large = plain(LARGEST_NUMBER)
            limits = np.where(value > 0, f"≤ {large}", f"≥ -{large}")
            self.report.add_rows(
                "outside_limits",
                self.rows,
                bad,
                column,
                lambda i: {**self._indicator(i), "limits": str(limits[i])},
            )
            value[bad] = np.nan
        return np.asarray(bad)

    def _from_stated_unit(self, value: Floats, bare: Bools) -> None:
        """Values under a line 单位：万元 are in 万元, unless the cell itself says otherwise."""
        stated = self.rows.stated_unit
        units = [indicator.unit.zh for indicator in self.known.indicators]
        factor = np.array([factor_between(stated, unit) for unit in units])[self.at]
        where = np.flatnonzero(bare & (factor != 1) & ~np.isnan(value))
        value[where] *= factor[where]
        self.report.add_rows(
            "stated_unit_applied",
            self.rows,
            where[:1],
            "value",
            lambda i: {**self._indicator(i), "stated": stated, "value": grouped(float(value[i]))},
        )

    def _wording(self, coded: Coded, parsed: Parsed, column: str) -> Bools:
        strange = ~parsed.ok & ~parsed.blank
        if parsed.qualifier.any():
            worded = (parsed.qualifier != "")[coded.codes] & self.counted
            self.report.add_rows(
                "qualified_value",
                self.rows,
                worded,
                column,
                lambda i: {"value": grouped(float(parsed.value[coded.codes[i]]))},
            )
        if not strange.any():
            return self._none()
        if column == "value":
            # Numbers stand in the same column, each a text of its own.
            at = np.flatnonzero(strange)
            texts = Coded("", [coded.texts[n] for n in at.tolist()], at)
            gone = np.zeros_like(strange)
            gone[at] = texts.each(lambda text: bare(text) in WITHDRAWN.split(), False)
            # A text without a digit that still names an amount is no mistake.
            words = strange & ~gone & np.array([_names_an_amount(t) for t in coded.texts])
            self.withdrawn, self.worded = (m[coded.codes] & self.counted for m in (gone, words))
            strange &= ~(gone | words)
        wrong = strange[coded.codes] & self.counted
        self.report.add_rows("not_a_number", self.rows, wrong, column)
        return np.asarray(wrong)

    def _in_own_unit(
        self, value: Floats, parsed: Parsed, coded: Coded, marked: Bools, column: str
    ) -> Bools:
        """Bring values written with 万, 亿, % or ‰ into the indicator's unit; say which cannot."""
        where = np.flatnonzero(marked)
        code, at = coded.codes[where], self.at[where]
        marks = [str(parsed.unit_mark[c]) for c in range(len(parsed.unit_mark))]
        rate = np.array([{"%": 100.0, "‰": 1000.0}.get(m[-1:], 0.0) for m in marks])[code]
        point = np.array(["百分点" in m for m in marks])[code]
        own_rate = self.measures.scale[at]
        wrong = point | ((rate > 0) & (own_rate == 1)) | ((rate > 0) & (column != "value"))
        factor = np.where(rate > 0, own_rate / np.where(rate > 0, rate, 1), 1)
        scaled = rate == 0
        factor = np.where(scaled, 1 / self.measures.prefix[at], factor)
        value[where] = np.where(wrong, np.nan, value[where] * factor)
        bad = self._none()
        bad[where[wrong]] = True
        self.report.add_rows("percent_mark", self.rows, bad, column, self._indicator)
        return bad

    def ratio(self, value: Floats) -> tuple[Floats, Floats, Floats, Bools]:
        """Numerators, denominators, the values they give, and which rows are wrong."""
        if not {"numerator", "denominator"} & set(self.rows.columns):
            nothing = np.full(len(self.rows), np.nan)
            return nothing, nothing, nothing, self._none()
        above, _, bad_above = self.number("numerator")
        below, _, bad_below = self.number("denominator")
        bad = bad_above | bad_below
        has_above, has_below = ~np.isnan(above), ~np.isnan(below)
        is_ratio = self.known.is_kind("ratio")[self.at]
        stray = (has_above | has_below) & ~is_ratio
        half = is_ratio & (has_above != has_below) & ~bad
        zero = is_ratio & (below == 0)
        # Only of a share the part is never more than the whole.
        share = self.measures.high[self.at] <= self.measures.scale[self.at]
        outside = (
            is_ratio
            & has_above
            & has_below
            & ((above < 0) | (below < 0) | (share & (above > below)))
        )
        outside &= ~zero
        column = "numerator" if "numerator" in self.rows.columns else "denominator"
        self.report.add_rows("not_a_ratio", self.rows, stray, column, self._indicator)
        self.report.add_rows("half_a_ratio", self.rows, half, column)
        self.report.add_rows("denominator_zero", self.rows, zero, "denominator")
        self.report.add_rows(
            "numerator_outside",
            self.rows,
            outside,
            "numerator",
            lambda i: {"numerator": plain(above[i]), "denominator": plain(below[i])},
        )
        bad |= stray | half | zero | outside
        computed = np.full(len(self.rows), np.nan)
        fine = is_ratio & has_above & has_below & ~bad
        with np.errstate(over="ignore"):
            computed[fine] = self.measures.scale[self.at[fine]] * above[fine] / below[fine]
        against = _disagree(value, computed)
        self.report.add_rows(
            "value_disagrees",
            self.rows,
            against,
            "value",
            lambda i: {"computed": plain(round(float(computed[i]), 4))},
        )
        return above, below, computed, bad | against

    def withdrawn_beside(self, *parts: Floats) -> Bools:
        """Which withdrawals stand beside a number all the same."""
        bad = self.withdrawn & ~np.isnan(parts).all(axis=0)
        self.report.add_rows("withdrawal_with_value", self.rows, bad, "value")
        return np.asarray(bad)

    def outside(self, value: Floats) -> Bools:
        """Which values lie outside their indicator's limits."""
        low, high = self.measures.low[self.at], self.measures.high[self.at]
        bad = (value < low) | (value > high)
        if bad.any():
            self.report.add_rows("outside_limits", self.rows, bad, "value", self._limits)
        return np.asarray(bad)

    def _limits(self, i: int) -> dict[str, Any]:
        low, high = self.known.indicators[self.at[i]].limits
        if low is not None and high is not None:
            limits = f"{plain(low)}–{plain(high)}"
        elif low is not None:
            limits = f"≥ {plain(low)}"
        else:
            limits = f"≤ {plain(LARGEST_NUMBER if high is None else high)}"
        return {**self._indicator(i), "limits": limits}

    def _indicator(self, i: int) -> dict[str, Any]:
        indicator = self.known.indicators[self.at[i]]
        return {"indicator": quoted(indicator), "measured_in": indicator.unit}

    def _none(self) -> Bools:
        return np.zeros(len(self.rows), dtype=bool)


def _names_an_amount(text: str) -> bool:
    return not _DIGIT.search(text) and bool(_WORDED.search(text))


def _disagree(given: Floats, computed: Floats) -> Bools:
    """Where a value is off by more than one unit of the last decimal it is written with."""
    compared = np.flatnonzero(~np.isnan(given) & ~np.isnan(computed))
    bad = np.zeros(len(given), dtype=bool)
    written, exact = given[compared], computed[compared]
    allowed = np.full(len(compared), 1e-6)
    for decimals in range(5, -1, -1):
        coarse = np.isclose(np.round(written, decimals), written, rtol=0, atol=1e-9)
        allowed[coarse] = 10.0**-decimals
    bad[compared] = np.abs(written - exact) > allowed * (1 + 1e-9)
    return bad


def _codes(rows: Rows, column: str) -> npt.NDArray[Any]:
    coded = rows.columns.get(column)
    return coded.codes if coded else np.zeros(len(rows), dtype=np.int8)


def _wordings(rows: Rows, parsed: Parsed, milestone: Bools) -> "pd.Series[str]":
    codes = (
        np.where(milestone, -1, _codes(rows, "value")) if milestone.any() else _codes(rows, "value")
    )
    return chosen([*parsed.qualifier.tolist(), ""], codes)


def _breaks(rows: Rows, report: Collector) -> tuple[Bools, Bools]:
    coded = rows.columns.get("definition_break")
    none = np.zeros(len(rows), dtype=bool)
    if coded is None or coded.blank().all():
        return none, none
    words = coded.each(bare, "?")
    yes = np.array([word in YES.split() for word in words])
    unclear = ~yes & ~coded.blank() & np.array([word not in NO.split() for word in words])
    report.add_rows("unclear_mark", rows, unclear[coded.codes], "definition_break")
    return yes[coded.codes], unclear[coded.codes]


def _silent(rows: Rows, parsed: Parsed, milestone: Bools) -> Bools:
    """Rows that say nothing at all; — or 不适用 in the value says on purpose that there is none."""
    silent = (parsed.blank & ~parsed.marked)[_codes(rows, "value")] & ~milestone
    for column in ("numerator", "denominator", "progress_note", "problem", "next_step"):
        coded = rows.columns.get(column)
        if coded is not None and silent.any():
            silent &= coded.blank()[coded.codes]
    return np.asarray(silent)
