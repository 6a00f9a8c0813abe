"""From indicators to chains and units: counts by status, an index, ranks with ties.

Method: docs/method.md, “Chains, regions, ministries”.
"""

from typing import Any, Final

import numpy as np
import pandas as pd

from tracking.programme import Programme
from tracking.progress.columns import STATUS_CODE, STATUSES
from tracking.progress.grid import Bools, Ints

# Statuses of a value that is not there, too old, or of too few.
SILENT: Final = ("insufficient", "stale", "not_reported")

# One row for a unit, a chain and a quarter.
CHAIN_DTYPES: Final[dict[str, str]] = {
    "unit": "category",
    "unit_kind": "category",
    "chain": "category",
    "quarter": "int32",
    **{f"n_{status}": "int32" for status in STATUSES},
    "indicators": "int32",  # all of them
    "with_target": "int32",
    "reported": "int32",  # with a report for this very quarter
    "in_index": "int32",  # those the index is the mean of, or would be
    "index": "float64",  # Σ w·clip(A, 0, 1) / Σ w; NaN when too little is known
    "expected": "float64",  # Σ w·E / Σ w of the same indicators
    "weight_share": "float64",  # of the weight that could tell a share, what does
    "all_achieved": "bool",  # every indicator with a target is, and there is one
}


def chains(assessment: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """How each unit stands in each chain and quarter; see CHAIN_DTYPES."""
    chain = assessment["chain"].cat
    return _standing(assessment, programme, chain.codes.to_numpy(), list(chain.categories))


def standings(assessment: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """How each unit stands in each quarter, over all its indicators; as `chains`, chain ""."""
    return _standing(assessment, programme, np.zeros(len(assessment), dtype=np.int8), [""])


def shares_told(assessment: pd.DataFrame) -> tuple[Bools, Bools]:
    """Of each row: whether its share enters the index, and whether a share could be told at all."""
    status = assessment["status"].cat.codes.to_numpy()
    silent: Bools = np.isin(status, [STATUS_CODE[s] for s in SILENT])
    achieved, expected = assessment["achieved"].to_numpy(), assessment["expected"].to_numpy()
    told = np.isfinite(achieved) & np.isfinite(expected) & ~silent
    # A share can be told where the target has a baseline to start from and lies beyond it.
    baseline: Bools = np.isfinite(assessment["baseline"].to_numpy())
    maintain = baseline & ~np.isfinite(assessment["elapsed"].to_numpy())
    broken = np.array(["break_after_baseline" in m for m in assessment["marks"]], dtype=bool)
    return told, baseline & (~maintain | broken)


def _standing(
    assessment: pd.DataFrame, programme: Programme, chain: Ints, names: list[str]
) -> pd.DataFrame:
    during = assessment["quarter"].to_numpy() >= programme.start.index
    if not during.all():
        assessment, chain = assessment[during], chain[during]
    unit, kind = assessment["unit"].cat, assessment["unit_kind"].cat
    quarter = assessment["quarter"].to_numpy()
    first = programme.start.index
    span = int(quarter.max(initial=first)) - first + 1
    key = (unit.codes.to_numpy().astype(np.int64) * len(names) + chain) * span + quarter - first
    found, group = np.unique(key, return_inverse=True)
    status = assessment["status"].cat.codes.to_numpy()
    counts = np.bincount(group * len(STATUSES) + status, minlength=len(found) * len(STATUSES))
    counts = counts.reshape(len(found), len(STATUSES))

    def add(what: Any) -> Any:
        return np.bincount(group, weights=what, minlength=len(found))

    weight = assessment["weight"].to_numpy()
    achieved, expected = assessment["achieved"].to_numpy(), assessment["expected"].to_numpy()
    told, tellable = shares_told(assessment)
    known, whole = add(weight * told), add(weight * tellable)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = known / whole
        index = add(np.where(told, weight * np.clip(achieved, 0, 1), 0)) / known
        plan = add(np.where(told, weight * expected, 0)) / known
    enough = share >= programme.thresholds.index_weight - 1e-12
    targeted = counts.sum(axis=1) - counts[:, STATUS_CODE["no_target"]]
    kinds = np.zeros(len(unit.categories), dtype=np.int8)
    kinds[unit.codes.to_numpy()] = kind.codes.to_numpy()
    place = found // span
    columns = {
        "unit": pd.Categorical.from_codes(place // len(names), unit.categories),
        "unit_kind": pd.Categorical.from_codes(kinds[place // len(names)], kind.categories),
        "chain": pd.Categorical.from_codes(place % len(names), pd.Index(names)),
        "quarter": found % span + first,
        **{f"n_{status}": counts[:, n] for n, status in enumerate(STATUSES)},
        "indicators": counts.sum(axis=1),
        "with_target": targeted,
        "reported": add(assessment["reported"].to_numpy()),
        "in_index": add(told),
        "index": np.where(enough, index, np.nan),
        "expected": np.where(enough, plan, np.nan),
        "weight_share": share,
        "all_achieved": (targeted > 0) & (counts[:, STATUS_CODE["achieved"]] == targeted),
    }
    frame = pd.DataFrame(columns)
    return frame.astype({n: d for n, d in CHAIN_DTYPES.items() if d != "category"})


def ranks(rows: pd.DataFrame, programme: Programme, column: str = "index") -> pd.DataFrame:
    """The rows of each chain and quarter, best first, each with the span of ranks it may have.

    Nobody is ranked before another who is closer than the tie threshold: `rank` comes after all
    who are better by that much, `rank_to` before all who are worse by it, and `tied` where these
    are two. Sharing one rank instead would tie the ends of a long run of small steps, or part it
    between two who are as close as the rest. The unknown come last, with 0.
    """
    by = [name for name in ("chain", "quarter") if name in rows]
    ordered = rows.sort_values([*by, column], ascending=[True] * len(by) + [False], kind="stable")
    values = ordered[column].to_numpy(dtype=np.float64)
    rank, last = (np.zeros(len(ordered), dtype=np.int32) for _ in range(2))
    apart = programme.thresholds.tie - 1e-12
    for at in _groups_of(ordered, by):
        known = at[np.isfinite(values[at])]
        rising = values[known][::-1]
        rank[known] = 1 + len(known) - np.searchsorted(rising, values[known] + apart, "left")
        last[known] = len(known) - np.searchsorted(rising, values[known] - apart, "right")
    return ordered.assign(rank=rank, rank_to=last, tied=last > rank)


def _groups_of(ordered: pd.DataFrame, by: list[str]) -> list[Ints]:
    if not by or ordered.empty:
        return [np.arange(len(ordered))]
    grouped = ordered.groupby(by, observed=True, sort=False)
    return [np.asarray(at) for at in grouped.indices.values()]
