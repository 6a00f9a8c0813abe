"""Status now: measures held against the thresholds. Method: docs/method.md, “Status now”."""

import numpy as np
import numpy.typing as npt

from tracking.programme import Thresholds
from tracking.progress.columns import STATUS_CODE
from tracking.progress.grid import Bools, Floats, Ints
from tracking.progress.measures import TOLERANCE, Aim, Measures


def judge(
    value: Floats,
    quarter: Ints,
    aim: Aim,
    measures: Measures,
    thresholds: Thresholds,
    *,
    stale: Bools | bool = False,
    thin: Bools | bool = False,
    worsening: Bools | bool = False,
) -> npt.NDArray[np.int8]:
    """The status of each value, as its position in STATUSES; the first rule that holds decides.

    `stale` values are too old, `thin` ones sums of too few reports; `worsening` ones move the
    wrong way.
    """
    over = quarter >= aim.due
    achieved, expected, pace = measures.achieved, measures.expected, measures.pace
    reached, steady = measures.reached, aim.steady & ~over
    with np.errstate(invalid="ignore"):
        rules: list[tuple[Bools, str]] = [
            (~np.isfinite(aim.target), "no_target"),
            (~np.isfinite(value), "not_reported"),
            (np.asarray(stale), "stale"),
            (np.asarray(thin), "insufficient"),
            (steady & reached & ~np.asarray(worsening), "on_track"),
            (steady & reached, "delayed"),
            (steady & ~np.asarray(worsening), "off_track"),
            (steady, "moving_away"),
            (reached, "achieved"),
            (measures.lost & over, "moved_away"),
            (measures.lost, "moving_away"),
            (over & (achieved >= thresholds.narrowly_missed - TOLERANCE), "narrowly_missed"),
            (over & (achieved >= thresholds.partly - TOLERANCE), "partly"),
            (over & (achieved < -TOLERANCE), "moved_away"),
            (over, "missed"),
            (expected < thresholds.too_early - TOLERANCE, "too_early"),
            (pace >= thresholds.on_track - TOLERANCE, "on_track"),
            (pace >= thresholds.delayed - TOLERANCE, "delayed"),
            (pace >= -TOLERANCE, "off_track"),
            (pace < -TOLERANCE, "moving_away"),
        ]
    shape = np.broadcast_shapes(value.shape, quarter.shape, aim.target.shape)
    status = np.full(shape, STATUS_CODE["not_yet"], dtype=np.int8)
    # Backwards, so that the first rule has the last word.
    for holds, code in reversed(rules):
        np.copyto(status, STATUS_CODE[code], where=holds)
    return status


def near_a_threshold(
    quarter: Ints, aim: Aim, measures: Measures, status: Ints, thresholds: Thresholds
) -> Bools:
    """Whether a status that a threshold decided is close to another one."""
    over = quarter >= aim.due
    ratio = np.where(over, measures.achieved, measures.pace)
    upper = np.where(over, thresholds.narrowly_missed, thresholds.on_track)
    lower = np.where(over, thresholds.partly, thresholds.delayed)
    decided = np.isin(
        status,
        [
            STATUS_CODE[code]
            for code in ("on_track", "delayed", "off_track", "narrowly_missed", "partly", "missed")
        ],
    )
    with np.errstate(invalid="ignore"):
        distance = np.minimum(np.abs(ratio - upper), np.abs(ratio - lower))
        close: Bools = distance < thresholds.near - TOLERANCE
    return decided & close
