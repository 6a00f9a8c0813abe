"""What if: the coming quarters as somebody assumes them, measured as real figures are.

Nothing of it is known, and nothing of it is kept. Method: docs/method.md, “What if”.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10
from typing import Any, Final

import numpy as np
import pandas as pd

from tracking.programme import PATHS, Indicator, Programme
from tracking.progress.aims import stepped
from tracking.progress.chains import chains
from tracking.progress.columns import STATUSES
from tracking.progress.grid import Floats, Ints
from tracking.progress.measures import TOLERANCE, Aim, measure
from tracking.progress.pace import recent
from tracking.progress.status import judge

# Of these a quarter adds something to a total; of the others the level itself is assumed.
ADDING: Final = ("flow", "cumulative")
# One row for each coming quarter up to the deadline; as in the assessment.
WHAT_IF_DTYPES: Final[dict[str, str]] = {
    "quarter": "int32",
    "value": "float64",
    "expected": "float64",
    "achieved": "float64",
    "pace": "float64",
    "gap": "float64",
    "path_value": "float64",
    "status": "str",
    "reached": "bool",  # the target is
}
# A slider has at least so many places to stand, unless the indicator is told in fewer.
STEPS: Final = 100
# Why nothing can be assumed; the first that holds is told.
REFUSALS: Final = ("milestone", "no_target", "over", "not_reported")


@dataclass(frozen=True, slots=True)
class Index:
    """A chain's index of the unit: as it stands, and with this indicator as assumed; NaN: none."""

    now: float
    assumed: float


def refusal(row: Mapping[Any, Any]) -> str:
    """Why nothing can be assumed for a row of the assessment (REFUSALS); "" where it can."""
    holds = {
        "milestone": str(row["kind"]) == "milestone",
        "no_target": not isfinite(row["target"]),
        "over": row["quarter"] >= row["due"],
        "not_reported": not isfinite(row["value"]),
    }
    return next((reason for reason in REFUSALS if holds[reason]), "")


def coming(row: Mapping[Any, Any]) -> range:
    """The quarters that can be assumed: those after the row's up to its deadline."""
    return range(int(row["quarter"]) + 1, int(row["due"]) + 1)


def at_recent_pace(row: Mapping[Any, Any], indicator: Indicator) -> tuple[float, ...]:
    """What the coming quarters add, or reach, if the recent pace goes on; none: it stays.

    A level goes no further than the indicator's limits.
    """
    pace = float(row["recent_pace"]) if isfinite(row["recent_pace"]) else 0.0
    steps = _steps(row, pace)
    if indicator.kind in ADDING:
        return steps
    return tuple(float(v) for v in _within(np.array(steps), indicator.limits))


def as_needed(row: Mapping[Any, Any]) -> tuple[float, ...]:
    """What they must add, or reach, so that the target is reached at the deadline, evenly."""
    need = float(row["need"]) if isfinite(row["need"]) else 0.0
    return _steps(row, need)


def nothing_more(row: Mapping[Any, Any]) -> tuple[float, ...]:
    """What they are if nothing changes any more."""
    return _steps(row, 0.0)


def _within(values: Floats, limits: tuple[float | None, float | None]) -> Floats:
    low, high = (np.nan if limit is None else limit for limit in limits)
    return np.fmin(np.fmax(values, low), high)


def _steps(row: Mapping[Any, Any], step: float) -> tuple[float, ...]:
    quarters = coming(row)
    if str(row["kind"]) in ADDING:
        return (step,) * len(quarters)
    return tuple(float(row["value"]) + step * (n + 1) for n in range(len(quarters)))


@dataclass(frozen=True, slots=True)
class Reach:
    """From where to where a slider goes for a coming quarter, and in what steps."""

    low: float
    high: float
    step: float

    def nearest(self, value: float) -> float:
        """Where the slider stands for a value, which may lie beyond it or between two steps."""
        at = self.low + round((value - self.low) / self.step) * self.step
        return min(max(at, self.low), self.high)


def reach(row: Mapping[Any, Any], series: pd.DataFrame, indicator: Indicator) -> Reach:
    """Wide enough for what came so far, for the recent pace and for what is needed.

    Of what adds up from 0 to twice the most of these; of a level half as much again on both
    sides, within the indicator's limits. The ends are round numbers.
    """
    likely = [*as_needed(row), *at_recent_pace(row, indicator)]
    told = series["value"].to_numpy()[series["reported"].to_numpy(dtype=bool)]
    if indicator.kind in ADDING:
        came = np.diff(told, prepend=0.0)
        low, high = 0.0, 2 * max([*likely, *came.tolist(), 0.0])
    else:
        every = [*likely, *told.tolist(), float(row["target"]), float(row["value"])]
        margin = (max(every) - min(every)) / 2 or abs(max(every)) / 2
        low, high = min(every) - margin, max(every) + margin
    least = 10.0**-indicator.decimals
    step = max(10.0 ** floor(log10(max(high - low, least) / STEPS)), least)
    round_ = 10 * step
    ends = np.array([floor(low / round_) * round_, ceil(high / round_) * round_])
    if indicator.kind not in ADDING:
        ends = _within(ends, indicator.limits)
    low, high = ends.tolist()
    return Reach(low, max(high, low + step), step)


def what_if(
    row: Mapping[Any, Any],
    assumed: Sequence[float],
    series: pd.DataFrame,
    programme: Programme,
) -> pd.DataFrame:
    """The coming quarters measured as WHAT_IF_DTYPES.

    `row` is the assessment now, `series` that of the quarters up to it. `assumed` holds what each
    coming quarter adds to the total, or of a stock or a ratio its level. Raises ValueError where
    nothing can be assumed, or for another number of quarters.
    """
    quarters = np.array(coming(row), dtype=np.int64)
    if refusal(row) or len(assumed) != len(quarters):
        raise ValueError(refusal(row) or len(assumed))
    indicator = programme.indicators[str(row["indicator"])]
    value = np.array(assumed, dtype=np.float64)
    if indicator.kind in ADDING:
        value = float(row["value"]) + np.cumsum(value)
    aim = _aim(row, indicator, quarters)
    measures = measure(value, quarters, aim, comparable="break_after_baseline" not in row["marks"])
    slope = _slope(series, quarters, value)
    worsening = indicator.sign * slope < -TOLERANCE * np.maximum(1, np.abs(value))
    code = judge(value, quarters, aim, measures, programme.thresholds, worsening=worsening)
    frame = {
        "quarter": quarters,
        "value": value,
        **{
            name: np.broadcast_to(getattr(measures, name), value.shape)
            for name in ("expected", "achieved", "pace", "gap", "path_value", "reached")
        },
        "status": np.array(STATUSES, dtype=object)[code],
    }
    return pd.DataFrame(frame)[list(WHAT_IF_DTYPES)].astype(WHAT_IF_DTYPES)


def index_if(
    row: Mapping[Any, Any], then: Mapping[Any, Any], rows: pd.DataFrame, programme: Programme
) -> Index:
    """The chain's index now, and with this one indicator as assumed, the others as they stand.

    `then` is a row of `what_if`, `rows` the assessment of the unit in the quarter.
    """
    of_chain = rows[rows["chain"] == row["chain"]]
    replaced = of_chain.copy()
    at = (replaced["indicator"] == row["indicator"]).to_numpy()
    replaced.loc[at, "achieved"] = float(then["achieved"])
    # An outdated figure counts in no index; one that is assumed does.
    replaced.loc[at, "status"] = str(then["status"])
    now, assumed = (
        float(chains(frame, programme)["index"].iloc[0]) for frame in (of_chain, replaced)
    )
    return Index(now, assumed)


def _aim(row: Mapping[Any, Any], indicator: Indicator, quarters: Ints) -> Aim:
    ends = (
        (float(row["baseline_quarter"]), float(row["baseline"])),
        (float(row["due"]), float(row["target"])),
    )
    return Aim(
        target=np.array([float(row["target"])]),
        due=np.array([int(row["due"])]),
        baseline=np.array([float(row["baseline"])]),
        baseline_quarter=np.array([int(row["baseline_quarter"])]),
        path=np.array([PATHS.index(row["path"]) if row["path"] in PATHS else 0]),
        sign=np.array([indicator.sign]),
        steady=np.array([indicator.direction in ("at_least", "at_most")]),
        planned=stepped(str(row["interim"] or ""), ends, quarters),
    )


def _slope(series: pd.DataFrame, quarters: Ints, value: Floats) -> Floats:
    """The robust slope at each coming quarter, of what was reported and what is assumed."""
    first = int(series["quarter"].min())
    known = np.full(int(quarters[0]) - first, np.nan)
    at = series["quarter"].to_numpy() - first
    heard = series["reported"].to_numpy(dtype=bool)
    known[at[heard]] = series["value"].to_numpy()[heard]
    broken = [bool({"break", "break_in_parts"} & set(marks)) for marks in series["marks"]]
    last_break = int(at[np.array(broken, dtype=bool)].max(initial=0))
    whole = np.concatenate([known, value])[:, None]
    one = np.zeros(whole.shape, dtype=np.int8)
    breaks = np.full(whole.shape, last_break)
    _pace, slope, _other = recent(whole, np.isfinite(whole), one, breaks)
    result: Floats = slope[len(known) :, 0]
    return result
