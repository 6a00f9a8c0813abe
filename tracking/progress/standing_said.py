"""Since when a status holds, and what is known otherwise now than then, in words."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

import pandas as pd

from tracking.programme import Indicator
from tracking.progress.names import status_name
from tracking.words import Language, numbers, say, say_n


def standing_said(language: Language, of: Mapping[Any, Any]) -> str:
    """Since when a status holds and what was told before it; `of` is a row of `history`.

    >>> standing_said("en", {"status": "delayed", "since": 8097, "held": 3, "silent": 0,
    ...                      "status_before": "on_track"})
    'Delayed since 2024 Q2 (3 quarters); before that on track.'
    """
    n, status = int(of["held"]), status_name(language, str(of["status"]))
    since = numbers.quarter(language, int(of["since"]))
    run = say_n(
        language,
        "{status} since {since} ({n} quarter)",
        "{status} since {since} ({n} quarters)",
        n, status=status, since=since,
    )  # fmt: skip
    if int(of["silent"]):
        run = say_n(
            language,
            "{run}, and {n} between without enough reports to tell",
            "{run}, and {n} between without enough reports to tell",
            int(of["silent"]), run=run,
        )  # fmt: skip
    before = str(of["status_before"])
    if not before:
        return say(language, "{run}.", run=run)
    return say(language, "{run}; before that {before}.", run=run, before=_within(language, before))


def changed_since_said(language: Language, told: pd.DataFrame) -> str:
    """Which quarters have another status now than was known then; `told` is a `status_history`.

    Nothing where nothing of then is known.
    """
    known = told[told["status_then"] != ""]
    if known.empty:
        return ""
    other = known[known["status_then"] != known["status"]]
    if other.empty:
        return say(language, "No status is another one today than was known then.")
    each = [
        say(
            language,
            "{quarter} ({before}, now {now})",
            quarter=numbers.quarter(language, int(quarter)),
            before=_within(language, str(then)),
            now=_within(language, str(now)),
        )
        for quarter, then, now in zip(
            other["quarter"], other["status_then"], other["status"], strict=True
        )
    ]
    return say_n(
        language,
        "{n} quarter has another status today than was known then: {quarters}.",
        "{n} quarters have another status today than was known then: {quarters}.",
        len(each),
        quarters=say(language, ", ").join(each),
    )


def known_value(language: Language, indicator: Indicator, value: float) -> str:
    """A value of the history as people say it; of a milestone, whether it is verified."""
    if indicator.kind != "milestone" or not isfinite(value):
        return numbers.quantity(language, value, indicator)
    return say(language, "Verified") if value == 1 else say(language, "Not done")


def _within(language: Language, status: str) -> str:
    name = status_name(language, status)
    return name.lower() if language == "en" else name
