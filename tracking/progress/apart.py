"""Two quarters of one indicator held against each other, unit by unit, and one sentence of it.

Method: docs/method.md, “Two quarters beside each other”.
"""

from collections.abc import Collection
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from tracking.programme import Indicator, Programme
from tracking.progress.grid import Bools
from tracking.progress.provenance import unit_name
from tracking.words import N_, Language, numbers, say

# Why there is no difference to tell.
REASONS: Final = {
    "none": N_("no value in either quarter"),
    "none_now": N_("no value in the later quarter"),
    "none_before": N_("no value in the earlier quarter"),
    "break": N_("definition changed between the two quarters"),
    "carried": N_("no report since the earlier quarter"),
}
# Differences of shares closer to 0 than this are shown as 0.
_SAME: Final = 0.0005


def quarter_by_quarter(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """The rows of one indicator with `added`: what each quarter brought to a running total.

    Known where the quarter and the one before were both reported, alike and by everybody a sum
    counts; a flow's of the programme's first quarter is the total itself. NaN elsewhere.
    """
    ordered = rows.sort_values(["unit", "quarter"], kind="stable")
    marks = ordered["marks"].tolist()
    worded = pd.DataFrame(
        {
            "unit": ordered["unit"].astype("str"),
            "origin": ordered["origin"].astype("str"),
            **{m: [m in of for of in marks] for m in ("partial", "before_start")},
        },
        index=ordered.index,
    )
    before = ordered["quarter"].shift() == ordered["quarter"] - 1
    before &= (worded == worded.shift()).all(axis=1)
    told = _told(ordered)
    broken = pd.Series(["break" in of for of in marks], index=ordered.index)
    follows = before & told & told.shift(fill_value=False) & ~broken
    start = told & (ordered["quarter"] == programme.start.index) & ~worded["before_start"]
    start &= ordered["kind"].astype("str") == "flow"
    added = (ordered["value"] - ordered["value"].shift()).where(follows)
    return ordered.assign(added=added.where(~start, ordered["value"]))


def _told(rows: pd.DataFrame) -> pd.Series:
    """Whether a value was reported for this very quarter, a sum's by all who owe it."""
    whole = (rows["origin"].astype("str") != "sum") | (rows["reporting"] >= rows["expecting"])
    return rows["reported"] & whole & rows["value"].notna()


def two_quarters(
    rows: pd.DataFrame,
    now: int,
    before: int,
    column: str,
    units: Collection[str],
    *,
    own: bool = False,
) -> pd.DataFrame:
    """Each unit's `column` in two quarters: unit, now, before, difference, and why there is none.

    `rows`: one indicator, every quarter; `own` where `column` is what each quarter brought by
    itself. `why` is one of REASONS, or "".
    """
    mine = rows[rows["unit"].isin(units)]
    ends = [
        mine[mine["quarter"] == at].set_index(mine["unit"][mine["quarter"] == at].astype("str"))
        for at in (now, before)
    ]
    later, earlier = (end.reindex(list(units)) for end in ends)
    found = pd.DataFrame(
        {
            "unit": list(units),
            "now": later[column].to_numpy(dtype=np.float64),
            "before": earlier[column].to_numpy(dtype=np.float64),
        }
    )
    there, was = found["now"].notna().to_numpy(), found["before"].notna().to_numpy()
    same_report = (later["value_quarter"] == earlier["value_quarter"]).to_numpy()
    broken = np.isin(list(units), _broken(mine, now, before))
    found["why"] = np.select(
        [~there & ~was, ~there, ~was, broken, same_report & (not own)],
        ["none", "none_now", "none_before", "break", "carried"],
        "",
    )
    found["difference"] = (found["now"] - found["before"]).where(found["why"] == "")
    return found


def _broken(rows: pd.DataFrame, now: int, before: int) -> list[str]:
    """The units whose definition changed after the earlier quarter, up to the later one."""
    between: Bools = ((rows["quarter"] > before) & (rows["quarter"] <= now)).to_numpy()
    marked = np.array(
        [bool({"break", "break_in_parts"} & set(of)) for of in rows["marks"]], dtype=bool
    )
    return [str(unit) for unit in rows["unit"][between & marked].unique()]


def headline_of_two_quarters(
    found: pd.DataFrame,
    quarters: tuple[int, int],
    indicator: Indicator | None,
    programme: Programme,
    language: Language,
) -> str:
    """How many rose and fell between two quarters, and who the most; of shares in points.

    `quarters`: the earlier and the later; without an indicator, `found` holds shares.
    """
    _ = partial(say, language)
    before, now = (numbers.quarter(language, quarter) for quarter in quarters)
    known = found[found["difference"].notna()].sort_values("difference", kind="stable")
    of = {"before": before, "now": now, "n": len(known)}
    if known.empty:
        return _("From {before} to {now}, there is nothing to compare.", **of)
    least = 10.0**-indicator.decimals / 2 if indicator else _SAME
    up, down = known[known["difference"] >= least], known[known["difference"] <= -least]
    if up.empty and down.empty:
        return _("From {before} to {now}, none of {n} compared has changed.", **of)
    same = len(known) - len(up) - len(down)
    parts = (
        (_("{n} rose", n=len(up)), len(up)),
        (_("{n} fell", n=len(down)), len(down)),
        (_("{n} stayed the same", n=same), same),
    )
    counts = _(", ").join(said for said, n in parts if n)
    sentences = [_("From {before} to {now}, of {n} compared {counts}.", counts=counts, **of)]
    if len(up):
        sentences.append(
            _("Rose most: {unit}.", unit=_most(up.iloc[::-1], indicator, programme, language))
        )
    if len(down):
        sentences.append(_("Fell most: {unit}.", unit=_most(down, indicator, programme, language)))
    return ("" if language == "zh" else " ").join(sentences)


def _most(
    rows: pd.DataFrame, indicator: Indicator | None, programme: Programme, language: Language
) -> str:
    """The first of the rows with its change; how many more changed as much."""
    first = float(rows["difference"].iloc[0])
    change = difference_said(first, indicator, language)
    alike = sum(difference_said(d, indicator, language) == change for d in rows["difference"])
    name = unit_name(str(rows["unit"].iloc[0]), programme, language)
    if alike == 1:
        return say(language, N_("{value} ({change})"), value=name, change=change)
    return say(
        language, N_("{unit} and {n} more ({change} each)"), unit=name, n=alike - 1, change=change
    )


def difference_said(value: float, indicator: Indicator | None, language: Language) -> str:
    """A difference in the indicator's own unit; without one, a share's in percentage points."""
    if indicator:
        return numbers.difference(language, value, indicator, brief=False)
    amount = numbers.signed(language, value * 100, 1)
    return say(language, N_("{amount} percentage points"), amount=amount)
