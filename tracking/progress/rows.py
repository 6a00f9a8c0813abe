"""From what is known and aimed at to the rows of the assessment; arrays are (quarters, series)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.programme import PATHS, Programme
from tracking.progress import aims, known
from tracking.progress.aims import Aims
from tracking.progress.columns import ASSESSMENT_DTYPES, MARK_BIT, MARKS, STATUS_CODE, STATUSES
from tracking.progress.grid import LOWER, QUALIFIERS, UPPER, Bools, Floats, Ints
from tracking.progress.known import Known
from tracking.progress.measures import GEOMETRIC, PLAN, REACHED, TOLERANCE, Aim, Measures, measure
from tracking.progress.pace import recent
from tracking.progress.status import judge, near_a_threshold
from tracking.progress.units import UNIT_KINDS, Units
from tracking.words import N_, say

ORIGINS: Final = ("", "own", "rolled", "ministry", "sum")
NOTHING, OWN, ROLLED, MINISTRY, SUM = range(5)
# Series that are measured at once.
AT_ONCE: Final = 2048
SUM_OF_TARGETS: Final = N_("Sum of the regions’ targets")

_Row = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Sources:
    """Of the nation, (quarters, indicators): whose its value is, and both values."""

    by_ministry: Bools
    ministry: Floats
    regions: Floats


@dataclass(frozen=True, slots=True)
class _Series:
    """Which series the arrays are of, and what holds for each of them."""

    unit: Ints
    indicator: Ints
    nation: Bools
    flow: Bools
    running: Bools
    milestone: Bools


@dataclass(frozen=True, slots=True)
class _Reported:
    """What the rows tell of the figures behind them, by the figures' position; −1 reads as none."""

    submission: Ints
    row: Ints
    rolled: Bools
    claimed: Bools  # a milestone reported as done, which nobody has verified
    unit: Ints  # of each unit its position among those who report themselves, −1 for a sum


def rows_of(
    every: Known,
    goals: Aims,
    at: tuple[Ints, Ints],
    sources: Sources,
    units: Units,
    programme: Programme,
    figures: pd.DataFrame,
    targets: pd.DataFrame,
    first: int,
) -> pd.DataFrame:
    """The assessment of the series `at` (units, indicators); row 0 is quarter `first`.

    So many series are measured at once that a processor's cache holds what lies between.
    """
    quarter = np.arange(len(every.value))[:, None] + first
    during = (quarter >= programme.start.index) & (quarter <= programme.end.index)
    shown = during | every.reported[:, at[0], at[1]]
    ends = np.append(0, np.cumsum(shown.sum(axis=0)))
    categories = _categories(programme, units)
    flat = {name: np.empty(ends[-1], dtype) for name, dtype in _dtypes(categories).items()}
    reported = _reported(figures, units)
    for begin in range(0, len(at[0]), AT_ONCE):
        end = min(begin + AT_ONCE, len(at[0]))
        unit, indicator = (positions[begin:end] for positions in at)
        series = _series(unit, indicator, programme)
        told = _measured(every, goals, series, sources, units, programme, reported, first)
        told |= _goals(aims.of_series(goals, (unit, indicator)), targets)
        told |= _identity(series, programme, units, categories) | {"quarter": quarter}
        which, when = np.nonzero(shown[:, begin:end].T)
        place, rows = when * (end - begin) + which, slice(ends[begin], ends[end])
        for name, column in told.items():
            if column.ndim == 1:
                flat[name][rows] = column[which]
            else:
                whole = np.broadcast_to(column, (len(quarter), end - begin)).reshape(-1)
                # Told that no place lies outside, numpy writes where the rows are kept.
                whole.astype(flat[name].dtype, copy=False).take(
                    place, out=flat[name][rows], mode="clip"
                )
    return _frame(flat, categories, targets)


def _categories(programme: Programme, units: Units) -> dict[str, list[str]]:
    """What the coded columns may hold, in the order of their codes."""
    each = programme.indicators.values()
    return {
        "indicator": list(programme.indicators),
        "chain": list(programme.chains),
        "measure": list(programme.measures),
        "unit": units.codes,
        "unit_kind": list(UNIT_KINDS),
        "kind": list(dict.fromkeys(i.kind for i in each)),
        "qualifier": list(QUALIFIERS),
        "path": list(PATHS),
        "status": list(STATUSES),
        "origin": list(ORIGINS),
        "source_unit": ["", *units.own],
    }


def _dtypes(categories: Mapping[str, Sequence[str]]) -> dict[str, npt.DTypeLike]:
    """What the columns are made of: codes for categories, bits for marks, places for texts."""
    dtypes: dict[str, npt.DTypeLike] = {
        name: dtype
        for name, dtype in ASSESSMENT_DTYPES.items()
        if dtype not in ("category", "object")
    }
    # As pandas keeps codes, so that it takes them as they are.
    coded = {
        name: np.min_scalar_type(-max(len(names), 1) - 1) for name, names in categories.items()
    }
    return dtypes | coded | {"marks": np.int32, "target_row": np.int32}


def _frame(
    flat: dict[str, npt.NDArray[Any]],
    categories: Mapping[str, Sequence[str]],
    targets: pd.DataFrame,
) -> pd.DataFrame:
    columns: dict[str, Any] = dict(flat)
    for name, names in categories.items():
        columns[name] = pd.Categorical.from_codes(flat[name], pd.Index(list(names)))
    for name, language in (("target_basis_zh", "zh"), ("target_basis_en", "en")):
        texts = targets[name.removeprefix("target_")].astype("str")
        texts = texts.where(texts != "", targets["basis_zh"].astype("str"))
        summed = say("zh" if language == "zh" else "en", SUM_OF_TARGETS)
        every = pd.concat([texts, pd.Series([summed, ""], dtype="str")], ignore_index=True)
        columns[name] = pd.Categorical(every).take(flat["target_row"])
    steps = pd.concat([targets["interim"].astype("str"), pd.Series(["", ""], dtype="str")])
    columns["interim"] = pd.Categorical(steps).take(flat["target_row"])
    columns["marks"] = _tuples(flat["marks"])
    return pd.DataFrame({name: columns[name] for name in ASSESSMENT_DTYPES}, copy=False)


def _series(unit: Ints, indicator: Ints, programme: Programme) -> _Series:
    kinds = np.array([i.kind for i in programme.indicators.values()])[indicator]
    return _Series(
        unit=unit,
        indicator=indicator,
        nation=unit == 0,
        flow=kinds == "flow",
        running=(kinds == "flow") | (kinds == "cumulative"),
        milestone=kinds == "milestone",
    )


def _reported(figures: pd.DataFrame, units: Units) -> _Reported:
    """Each with one entry more than there are figures, so that “no figure”, −1, reads as none."""
    unit = np.array([units.own.get(code, -1) for code in units.codes])
    count = len(figures)
    claimed, rolled = (np.zeros(count + 1, dtype=bool) for _ in range(2))
    submission, row = np.zeros(count + 1, dtype=np.int64), np.zeros(count + 1, dtype=np.int32)
    row[:count] = figures["row"].to_numpy()
    claimed[:count] = (figures["state"] == "claimed").to_numpy(dtype=bool)
    if "submission" in figures:
        submission[:count] = figures["submission"].to_numpy()
        rolled[:count] = (figures["origin"] == "rolled").to_numpy(dtype=bool)
    return _Reported(submission, row, rolled, claimed, unit)


def _measured(
    every: Known,
    goals: Aims,
    series: _Series,
    sources: Sources,
    units: Units,
    programme: Programme,
    reported: _Reported,
    first: int,
) -> dict[str, _Row]:
    """What some series are known by, and what comes of it."""
    of = known.of_series(every, (series.unit, series.indicator))
    mine = aims.of_series(goals, (series.unit, series.indicator))
    ministrys = series.nation & sources.by_ministry[:, series.indicator]
    told = _told(of, mine, series, ministrys, sources, programme, reported, first)
    return (
        told
        | {
            "value": of.value,
            "heard": of.heard,
            "numerator": of.numerator,
            "denominator": of.denominator,
            "value_quarter": np.where(of.since >= 0, of.since + first, -1),
            "reported": of.reported,
            "coverage": of.coverage,
            "reporting": of.reporting,
            "expecting": of.expecting,
        }
        | _whose(of, series, ministrys, reported, units)
    )


def _told(
    of: Known,
    goals: Aims,
    series: _Series,
    ministrys: Bools,
    sources: Sources,
    programme: Programme,
    reported: _Reported,
    first: int,
) -> dict[str, _Row]:
    """Measures, status and marks."""
    limits = programme.thresholds
    aim = _aim(goals, series, programme)
    rows = np.arange(len(of.value))[:, None]
    quarter = rows + first
    broke = (of.last_break >= 0) & (of.last_break + first > goals.baseline_quarter)
    broke &= (goals.baseline_quarter >= 0) & ~aim.steady
    measures = measure(of.value, quarter, aim, comparable=~broke)
    pace, slope, mixed = _recent(of, goals, series, ministrys, programme, first)
    with np.errstate(invalid="ignore"):
        worsening = aim.sign * slope < -TOLERANCE * np.maximum(1, np.abs(of.value))
    age = np.where(of.since >= 0, rows - of.since, -1)
    thin = of.summed & (of.coverage < limits.coverage - TOLERANCE)
    stale = (age > limits.stale_quarters) & ~series.milestone
    status = judge(
        of.value, quarter, aim, measures, limits, stale=stale, thin=thin, worsening=worsening
    )
    achieved = status == STATUS_CODE["achieved"]
    with np.errstate(divide="ignore", invalid="ignore"):
        hurry = np.where(aim.sign * pace > 0, measures.need / pace, np.nan)
    apart = sources.regions - sources.ministry
    with np.errstate(invalid="ignore"):
        differ = np.abs(apart) > programme.checks.total * np.abs(sources.ministry)
        beyond = aim.sign * (of.value - aim.target) > REACHED * np.maximum(1, np.abs(aim.target))
        # Only what is of one quarter, and whole enough, can be said to differ.
        compared = ministrys & of.reported & (of.coverage >= limits.coverage - TOLERANCE)
    has = np.isfinite(aim.target)
    marks = {
        "partial": of.partial,
        "before_start": of.early,
        "lower_bound": of.bounds == LOWER,
        "upper_bound": of.bounds == UPPER,
        "approximate": of.bounds == LOWER | UPPER,
        "carried": (of.since >= 0) & (~of.reported | (of.summed & (of.reporting < of.expecting))),
        "fell": of.fell,
        "break": of.broken,
        "break_after_baseline": broke & has,
        "break_in_parts": of.parts_broken & ~of.broken,
        "not_poolable": of.unpoolable & of.summed,
        "sources_differ": compared & differ[:, series.indicator],
        "mixed_sources": mixed & series.nation,
        "summed_target": goals.summed,
        "no_baseline": has & np.isnan(goals.baseline) & ~aim.steady & ~series.milestone,
        "plan_as_linear": has & (goals.path == PLAN) & np.isnan(aim.planned),
        "geometric_refused": has & measures.refused & (goals.path == GEOMETRIC),
        "maintain": has & measures.maintain & ~aim.steady,
        "claimed": series.milestone & (of.cell >= 0) & reported.claimed[of.cell],
        "near": near_a_threshold(quarter, aim, measures, status, limits),
        "slipping": achieved & worsening,
        "over": achieved & beyond & ~series.milestone,
    }
    nation = np.where(series.nation, 1.0, np.nan)
    return _shares(measures, of.value.shape) | {
        "age": age,
        "recent_pace": pace,
        "acceleration": hurry,
        "slope": slope,
        "status": status,
        "marks": _bits(marks, of.value.shape),
        "ministry_value": sources.ministry[:, series.indicator] * nation,
        "regions_value": sources.regions[:, series.indicator] * nation,
        "sources_difference": apart[:, series.indicator] * nation,
    }


def _shares(measures: Measures, shape: tuple[int, ...]) -> dict[str, _Row]:
    names = ("elapsed", "expected", "achieved", "pace", "gap", "path_value", "ahead", "need")
    return {name: np.broadcast_to(getattr(measures, name), shape) for name in names}


def _aim(goals: Aims, series: _Series, programme: Programme) -> Aim:
    each = list(programme.indicators.values())
    steady = np.array([i.direction in ("at_least", "at_most") for i in each])
    return Aim(
        target=goals.target,
        due=goals.due,
        baseline=goals.baseline,
        baseline_quarter=goals.baseline_quarter,
        path=goals.path,
        sign=np.array([i.sign for i in each])[series.indicator],
        steady=steady[series.indicator],
        planned=goals.planned.T,
    )


def _recent(
    of: Known,
    goals: Aims,
    series: _Series,
    ministrys: Bools,
    programme: Programme,
    first: int,
) -> tuple[Floats, Floats, Bools]:
    """Recent pace, slope, and where sources are mixed.

    Totals begin before the start: at the baseline stated for then, or at 0 where none is stated.
    """
    enough = of.coverage >= programme.thresholds.coverage - TOLERANCE
    usable = of.reported & (~of.summed | enough)
    value, source = of.value, ministrys
    zero = programme.start.index - 1 - first
    if 0 <= zero < len(value) - 1:
        based = goals.baseline_quarter == programme.start.index - 1
        unheard = (of.since[zero] < 0) & (based | np.isnan(goals.baseline))
        begins = series.flow | (series.running & unheard)
        value, usable, source = value.copy(), usable.copy(), source.copy()
        begin = np.where(based & ~series.flow, goals.baseline, 0.0)
        value[zero] = np.where(begins, begin, value[zero])
        usable[zero] |= begins
        source[zero] = np.where(begins, source[zero + 1], source[zero])
    return recent(value, usable, source, of.last_break)


def _whose(
    of: Known, series: _Series, ministrys: Bools, reported: _Reported, units: Units
) -> dict[str, _Row]:
    """Which figure each value is: its submission and row, its origin, and whose it is."""
    figure = of.cell >= 0
    mine = reported.unit[series.unit]
    speaker = np.maximum(units.speaker, 0)[series.indicator]
    origin = np.where(figure, np.where(reported.rolled[of.cell], ROLLED, OWN), NOTHING)
    origin = np.where(figure & ministrys, MINISTRY, origin)
    origin = np.where((of.since >= 0) & ~figure, SUM, origin)
    return {
        "submission": reported.submission[of.cell],
        "row": reported.row[of.cell],
        "origin": origin,
        "source_unit": np.where(figure, np.where(ministrys, speaker, mine) + 1, 0),
        "qualifier": of.bounds,
    }


def _goals(goals: Aims, targets: pd.DataFrame) -> dict[str, _Row]:
    """The targets' columns, one entry a series; `target_row` is for the texts of their basis."""
    ids = np.append(targets["id"].to_numpy(dtype=np.int64), 0)
    has = np.isfinite(goals.target)
    stated = np.where(goals.row >= 0, goals.row, len(targets))
    return {
        "baseline": goals.baseline,
        "baseline_quarter": goals.baseline_quarter,
        "target": goals.target,
        "due": np.where(has, goals.due, -1),
        "path": goals.path,
        "target_id": ids[stated],
        "target_row": np.where(has, stated, len(targets) + 1),
    }


def _identity(
    series: _Series, programme: Programme, units: Units, categories: Mapping[str, Sequence[str]]
) -> dict[str, _Row]:
    """Who and what each series is, as codes."""
    each = list(programme.indicators.values())

    def coded(name: str, of: list[str]) -> _Row:
        table = {code: n for n, code in enumerate(categories[name])}
        return np.array([table[code] for code in of], dtype=np.int16)[series.indicator]

    return {
        "indicator": series.indicator,
        "chain": coded("chain", [i.chain for i in each]),
        "measure": coded("measure", [i.measure for i in each]),
        "kind": coded("kind", [i.kind for i in each]),
        "weight": np.array([i.weight for i in each])[series.indicator],
        "unit": series.unit,
        "unit_kind": units.kinds[series.unit],
    }


def _bits(marks: Mapping[str, Bools], shape: tuple[int, ...]) -> npt.NDArray[np.int32]:
    bits = np.zeros(shape, dtype=np.int32)
    for code, holds in marks.items():
        bits |= np.broadcast_to(holds, shape) * np.int32(MARK_BIT[code])
    return bits


def _tuples(bits: Ints) -> npt.NDArray[np.object_]:
    """The marks of each row; rows with the same marks share one tuple."""
    of, found = pd.factorize(bits)
    tuples = np.empty(len(found), dtype=object)
    tuples[:] = [tuple(code for code in MARKS if MARK_BIT[code] & each) for each in found.tolist()]
    return tuples[of]
