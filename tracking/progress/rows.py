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
    """The assessment of the series `at` (units, indicators); row 0 is quarter `first`."""
    of, goals = known.of_series(every, at), aims.of_series(goals, at)
    kinds = np.array([i.kind for i in programme.indicators.values()])[at[1]]
    series = _Series(
        unit=at[0],
        indicator=at[1],
        nation=at[0] == 0,
        flow=kinds == "flow",
        running=(kinds == "flow") | (kinds == "cumulative"),
        milestone=kinds == "milestone",
    )
    ministrys = series.nation & sources.by_ministry[:, series.indicator]
    quarter = np.arange(len(of.value))[:, None] + first
    shown = (quarter >= programme.start.index) & (quarter <= programme.end.index) | of.reported
    which, when = np.nonzero(shown.T)
    told = _told(of, goals, series, ministrys, sources, programme, figures, first)
    told |= {
        "quarter": np.broadcast_to(quarter, shown.shape),
        "value": of.value,
        "heard": of.heard,
        "numerator": of.numerator,
        "denominator": of.denominator,
        "value_quarter": np.where(of.since >= 0, of.since + first, -1),
        "reported": of.reported,
        "coverage": of.coverage,
        "reporting": of.reporting,
        "expecting": of.expecting,
    } | _whose(of, series, ministrys, figures, units)
    flat: dict[str, Any] = {name: array[when, which] for name, array in told.items()}
    each = {name: array[which] for name, array in _goals(goals, targets).items()}
    flat |= each | _identity(series, which, programme, units)
    coded: Mapping[str, Sequence[str]] = {
        "status": STATUSES,
        "qualifier": list(QUALIFIERS),
        "path": PATHS,
        "origin": ORIGINS,
        "source_unit": ["", *units.own],
    }
    for name, categories in coded.items():
        flat[name] = _category(flat[name], categories)
    for name, language in (("target_basis_zh", "zh"), ("target_basis_en", "en")):
        texts = targets[name.removeprefix("target_")].astype(str)
        summed = say("zh" if language == "zh" else "en", SUM_OF_TARGETS)
        table = pd.Categorical([*texts, summed, ""])
        flat[name] = table.take(flat["target_row"])
    flat["marks"] = _tuples(flat["marks"])
    columns = {
        name: flat[name]
        if dtype in ("category", "object")
        else flat[name].astype(dtype, copy=False)
        for name, dtype in ASSESSMENT_DTYPES.items()
    }
    return pd.DataFrame(columns, copy=False)


def _told(
    of: Known,
    goals: Aims,
    series: _Series,
    ministrys: Bools,
    sources: Sources,
    programme: Programme,
    figures: pd.DataFrame,
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
        "plan_as_linear": has & (goals.path == PLAN),
        "geometric_refused": has & measures.refused & (goals.path == GEOMETRIC),
        "maintain": has & measures.maintain & ~aim.steady,
        "claimed": _claimed(of, series, figures),
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


def _claimed(of: Known, series: _Series, figures: pd.DataFrame) -> Bools:
    """Milestones reported as done, which nobody has verified."""
    states = (figures["state"] == "claimed").to_numpy(dtype=bool)
    claimed: Bools = series.milestone & (of.cell >= 0) & np.append(states, False)[of.cell]
    return claimed


def _whose(
    of: Known, series: _Series, ministrys: Bools, figures: pd.DataFrame, units: Units
) -> dict[str, _Row]:
    """Which figure each value is: its submission and row, its origin, and whose it is."""
    figure = of.cell >= 0
    count = len(figures)
    rolled = np.zeros(count + 1, dtype=bool)
    submission, row = np.zeros(count + 1, dtype=np.int64), np.zeros(count + 1, dtype=np.int32)
    row[:count] = figures["row"].to_numpy()
    if "submission" in figures:
        submission[:count] = figures["submission"].to_numpy()
        rolled[:count] = (figures["origin"] == "rolled").to_numpy(dtype=bool)
    mine = np.array([units.own.get(code, -1) for code in units.codes])[series.unit]
    speaker = np.maximum(units.speaker, 0)[series.indicator]
    origin = np.where(figure, np.where(rolled[of.cell], ROLLED, OWN), NOTHING)
    origin = np.where(figure & ministrys, MINISTRY, origin)
    origin = np.where((of.since >= 0) & ~figure, SUM, origin)
    return {
        "submission": submission[of.cell],
        "row": row[of.cell],
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


def _identity(series: _Series, which: Ints, programme: Programme, units: Units) -> dict[str, Any]:
    """Who and what a row is of, as categories in the programme's order."""
    each = list(programme.indicators.values())
    of = series.indicator[which]

    def by_indicator(names: list[str], categories: Sequence[str]) -> Any:
        table = {code: n for n, code in enumerate(categories)}
        codes = np.array([table[name] for name in names], dtype=np.int16)
        return _category(codes[of], categories)

    unit = series.unit[which]
    return {
        "indicator": by_indicator([i.code for i in each], list(programme.indicators)),
        "chain": by_indicator([i.chain for i in each], list(programme.chains)),
        "measure": by_indicator([i.measure for i in each], list(programme.measures)),
        "kind": by_indicator([i.kind for i in each], list(dict.fromkeys(i.kind for i in each))),
        "weight": np.array([i.weight for i in each])[of],
        "unit": _category(unit, units.codes),
        "unit_kind": _category(units.kinds[unit], UNIT_KINDS),
    }


def _category(codes: Any, names: Sequence[str]) -> Any:
    return pd.Categorical.from_codes(codes, pd.Index(list(names)))


def _bits(marks: Mapping[str, Bools], shape: tuple[int, ...]) -> npt.NDArray[np.int32]:
    bits = np.zeros(shape, dtype=np.int32)
    for code, holds in marks.items():
        bits |= np.broadcast_to(holds, shape) * np.int32(MARK_BIT[code])
    return bits


def _tuples(bits: Ints) -> npt.NDArray[np.object_]:
    """The marks of each row; rows with the same marks share one tuple."""
    found, of = np.unique(bits, return_inverse=True)
    tuples = np.empty(len(found), dtype=object)
    tuples[:] = [tuple(code for code in MARKS if MARK_BIT[code] & each) for each in found.tolist()]
    return tuples[of]
