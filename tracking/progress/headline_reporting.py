"""How good the reporting is, in one sentence."""

from datetime import date
from functools import partial

import pandas as pd

from tracking.programme import Programme
from tracking.progress.obligations import OWED, quality
from tracking.words import Language, numbers, say, say_n


def headline_of_reporting(
    rows: pd.DataFrame, programme: Programme, quarter: int, today: date, language: Language
) -> str:
    """What came of what is due so far, and who owes the quarter's report for longest.

    `rows` as obligations, of every quarter up to the one that is looked at.
    """
    sentences = [
        _so_far(rows, programme, language),
        _of_quarter(rows, programme, quarter, today, language),
    ]
    return ("" if language == "zh" else " ").join(s for s in sentences if s)


def reports_said(rows: pd.DataFrame, language: Language) -> str:
    """Where every unit's report of one quarter stands; `rows` as obligations, of that quarter."""
    _ = partial(say, language)
    found = rows["state"].value_counts()
    if found.get("approved", 0) == len(rows):
        return say_n(
            language,
            "The {n} report of this quarter is approved.",
            "All {n} reports of this quarter are approved.",
            len(rows),
        )
    parts = [
        text
        for state, text in (
            ("approved", _("{n} approved", n=int(found.get("approved", 0)))),
            ("waiting", _("{n} waiting for review", n=int(found.get("waiting", 0)))),
            ("returned", _("{n} returned", n=int(found.get("returned", 0)))),
            ("published", _("{n} known from publications only", n=int(found.get("published", 0)))),
            ("missing", _("{n} not received", n=int(found.get("missing", 0)))),
            ("not_due", _("{n} not received and not due yet", n=int(found.get("not_due", 0)))),
        )
        if found.get(state, 0)
    ]
    return say_n(
        language,
        "Of {n} report of this quarter: {parts}.",
        "Of {n} reports of this quarter: {parts}.",
        len(rows),
        parts=_(", ").join(parts),
    )


def _so_far(rows: pd.DataFrame, programme: Programme, language: Language) -> str:
    _ = partial(say, language)
    least = programme.checks.reports
    units = quality(rows, "unit", least)
    n = int(units["expected"].sum())
    if not n:
        return _("No report is due yet.")
    share = partial(numbers.share, language)
    said = {
        "n": numbers.number(language, n),
        "came": share(units["received"].sum() / n),
        "in_time": share(units["in_time"].sum() / n),
        "least": share(least),
    }
    below = int(units["flagged"].sum())
    if not below:
        return _(
            "Of {n} reports due so far {came} came and {in_time} came in time; no unit is below"
            " {least}.",
            **said,
        )
    return say_n(
        language,
        "Of {reports} reports due so far {came} came and {in_time} came in time; {n} unit is below"
        " {least}.",
        "Of {reports} reports due so far {came} came and {in_time} came in time; {n} units are"
        " below {least}.",
        below,
        reports=said.pop("n"),
        **said,
    )


def _of_quarter(
    rows: pd.DataFrame, programme: Programme, quarter: int, today: date, language: Language
) -> str:
    _ = partial(say, language)
    name = numbers.quarter(language, quarter)
    mine = rows[rows["quarter"] == quarter]
    open_ = mine[mine["state"].isin(OWED)]
    if open_.empty:
        return _("Every report of {quarter} has come.", quarter=name)
    overdue = open_[open_["due"] < today.isoformat()]
    if overdue.empty:
        return say_n(
            language,
            "{n} report of {quarter} is still to come; none is overdue.",
            "{n} reports of {quarter} are still to come; none is overdue.",
            len(open_),
            quarter=name,
        )
    longest = overdue.sort_values("days").iloc[-1]
    same = int((overdue["days"] == longest["days"]).sum())
    days = say_n(language, "{n} day", "{n} days", int(longest["days"]))
    if same > 1:
        return say_n(
            language,
            "{n} report of {quarter} is overdue, by up to {days}.",
            "{n} reports of {quarter} are overdue, by up to {days}.",
            len(overdue),
            quarter=name,
            days=days,
        )
    return say_n(
        language,
        "{n} report of {quarter} is overdue, longest that of {unit}, by {days}.",
        "{n} reports of {quarter} are overdue, longest that of {unit}, by {days}.",
        len(overdue),
        quarter=name,
        unit=programme.units[str(longest["unit"])].short.to(language),
        days=days,
    )
