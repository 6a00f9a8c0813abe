"""The frames of measuring: their columns, the statuses and the marks, written once."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from tracking.programme import Programme, interim_text

GROUP_PREFIX: Final = "group:"
# The origins of values that are added up; every other is a figure that somebody reported.
SUMS: Final = ("sum", "rolled")

# Every status, worst first; what cannot be judged comes last.
STATUSES: Final = (
    "moving_away",
    "moved_away",
    "off_track",
    "missed",
    "delayed",
    "partly",
    "on_track",
    "narrowly_missed",
    "achieved",
    "too_early",
    "not_yet",
    "no_target",
    "insufficient",
    "stale",
    "not_reported",
)
STATUS_CODE: Final[Mapping[str, int]] = {code: n for n, code in enumerate(STATUSES)}

# What qualifies a value or a status; the position is the bit in which `assess` keeps it.
MARKS: Final = (
    "partial",  # a total that misses a report: a lower bound
    "before_start",  # a total that holds quarters before the start: an upper bound
    "lower_bound",  # worded “more than” by its reporter
    "upper_bound",  # worded “at most”
    "approximate",  # worded “about”
    "carried",  # no report for this very quarter, or not of every unit: the latest one stands
    "fell",  # a running total below the one before
    "break",  # the reporter changed the definition in this quarter
    "break_after_baseline",  # … after the baseline, so that no pace is computed
    "break_in_parts",  # some of the units added up did
    "not_poolable",  # a percentage without its parts is left out of the sum
    "sources_differ",  # the ministry's figure and the sum of the regions differ
    "mixed_sources",  # the ministry's figures and sums of regions follow each other
    "summed_target",  # the target is the sum of the parts' targets
    "no_baseline",  # a target without a stated baseline
    "plan_as_linear",  # a plan without interim targets, taken as a straight line
    "geometric_refused",  # a geometric path through zero or from minus to plus
    "maintain",  # the baseline had reached the target: it only has to be kept
    "claimed",  # a milestone reported as done, not verified
    "near",  # close to a threshold
    "slipping",  # achieved, and moving the wrong way
    "over",  # beyond the target
)
MARK_BIT: Final[Mapping[str, int]] = {code: 1 << n for n, code in enumerate(MARKS)}

# Targets, as the store gives them; `due` and `baseline_quarter` are quarter indices, −1 for none.
TARGET_DTYPES: Final[dict[str, str]] = {
    "indicator": "str",
    "unit": "str",
    "value": "float64",
    "due": "int32",
    "baseline": "float64",
    "baseline_quarter": "int32",
    "path": "str",
    "interim": "str",  # 2023Q4=500;2024Q4=900, the steps of a planned path
    "basis_zh": "str",
    "basis_en": "str",
    "set_by": "str",
    "effective": "str",
    "id": "int64",
}

# Every version of every target, also those that are not in force.
TARGET_VERSION_DTYPES: Final[dict[str, str]] = TARGET_DTYPES | {
    "withdrawn": "bool",  # from its day on there is no target
    "reason": "str",
    "known_at": "str",  # when it was set, UTC
}

# The assessment: one row for an indicator, a unit and a quarter. Codes are categorical, in the
# programme's order; quarters are indices and −1 where there is none, numbers NaN.
ASSESSMENT_DTYPES: Final[dict[str, str]] = {
    "indicator": "category",
    "chain": "category",
    "measure": "category",
    "unit": "category",  # "nation", "group:east", a region, a ministry
    "unit_kind": "category",  # nation, group, region, ministry
    "quarter": "int32",
    "kind": "category",
    "value": "float64",  # of a flow the total since the start; of a milestone 1 when verified
    "heard": "float64",  # of a sum: what those that reported for this very quarter come to
    "numerator": "float64",
    "denominator": "float64",
    "value_quarter": "int32",  # the quarter the value was reported for
    "age": "int32",  # quarters since then
    "qualifier": "category",  # as the reporter worded it: "", "≥", "≤", "~"
    "reported": "bool",  # a report for this very quarter
    "baseline": "float64",
    "baseline_quarter": "int32",
    "target": "float64",
    "due": "int32",
    "path": "category",
    "interim": "category",  # of a stated target with steps on the way, as in TARGET_DTYPES
    "target_basis_zh": "category",
    "target_basis_en": "category",
    "target_id": "int64",  # 0 where the target is a sum
    "elapsed": "float64",
    "expected": "float64",
    "achieved": "float64",
    "pace": "float64",
    "gap": "float64",
    "path_value": "float64",
    "ahead": "float64",
    "need": "float64",
    "recent_pace": "float64",
    "acceleration": "float64",
    "slope": "float64",  # Theil–Sen, of the same quarters as recent_pace
    "status": "category",
    "marks": "object",  # a tuple of MARKS
    "coverage": "float64",  # share of what was to report, weighted by targets where all have one
    "reporting": "int32",
    "expecting": "int32",
    "ministry_value": "float64",  # the nation's two figures, and the second less the first
    "regions_value": "float64",
    "sources_difference": "float64",
    "submission": "int64",  # 0 for a sum
    "row": "int32",
    "origin": "category",  # own, rolled (from offices), ministry (the nation's), sum, ""
    "source_unit": "category",  # whose figure it is; "" for a sum
    "weight": "float64",
}


def targets_of(programme: Programme) -> pd.DataFrame:
    """The programme's own targets as a frame, the way the store gives them."""
    rows = [
        {
            "indicator": t.indicator,
            "unit": t.unit,
            "value": t.value,
            "due": t.due.index,
            "baseline": t.baseline,
            "baseline_quarter": t.baseline_quarter.index if t.baseline_quarter else -1,
            "path": t.path,
            "interim": interim_text(t.interim),
            "basis_zh": t.basis.zh,
            "basis_en": t.basis.en,
            "set_by": "",
            "effective": t.effective.isoformat(),
            "id": n,
        }
        for n, t in enumerate(programme.targets, start=1)
    ]
    return pd.DataFrame(rows, columns=list(TARGET_DTYPES)).astype(TARGET_DTYPES)
