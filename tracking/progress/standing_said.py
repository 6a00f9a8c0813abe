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
    run = (
        say(language, "{status} since {since} (1 quarter)", status=status, since=since)
        if n == 1
        else say(language, "{status} since {since} ({n} quarters)", status=status, since=since, n=n)
    )
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
    """How many quarters have another status now than was known then, of a `status_history`.

    Nothing where nothing of then is known.
    """
    known = told[told["status_then"] != ""]
    if known.empty:
        return ""
    other = int((known["status_then"] != known["status"]).sum())
    if not other:
        return say(language, "No status is another one today than was known then.")
    return say_n(
        language,
        "{n} quarter has another status today than was known then.",
        "{n} quarters have another status today than was known then.",
        other,
    )


def turned_said(language: Language, one: str, other: str) -> str:
    """What a status or a value was and what it is; once where both are said alike.

    >>> turned_said("en", "Delayed", "On track"), turned_said("en", "12", "12")
    ('Delayed → On track', '12')
    """
    return one if one == other else say(language, "{before} → {now}", before=one, now=other)


def known_value(language: Language, indicator: Indicator, value: float) -> str:
    """A value of the history as people say it; of a milestone, whether it is verified."""
    if indicator.kind != "milestone" or not isfinite(value):
        return numbers.quantity(language, value, indicator, brief=False)
    return say(language, "Verified") if value == 1 else say(language, "Not done")


def _within(language: Language, status: str) -> str:
    name = status_name(language, status)
    return name.lower() if language == "en" else name
