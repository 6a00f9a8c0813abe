"""What a unit's own value was read from: its file and row, its versions, and what still waits.

Method: docs/method.md, “Explaining a status”.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

import pandas as pd

from tracking.programme import BASES, Basis, Indicator
from tracking.progress.names import milestone_said
from tracking.progress.obligations import CHINA
from tracking.words import N_, Language, numbers, say, say_n

# Who hands published figures in: tracking.published.ACTOR, which stands above this room.
IMPORTED: Final = "published"

_STATED: Final = {
    "quarter": N_("{value} in {quarter}"),
    "year_to_date": N_("{value} in the year up to {quarter}"),
    "since_start": N_("{value} in total up to {quarter}"),
}


def reported(
    of: Mapping[str, Any],
    indicator: Indicator,
    language: Language,
    versions: pd.DataFrame,
    parts: pd.DataFrame | None,
) -> list[str]:
    """The file a value was read from; of a flow the quarters it adds up, and the latest's file."""
    # The value in question is a known one; a newer version may still wait for its review.
    mine = versions[versions["submission"] == of["submission"]]
    newest = (mine if len(mine) else versions).iloc[0]
    adds = _adds_up(of, indicator, language, parts)
    told = [*adds, *_file(newest, language, of_a_quarter=bool(adds))]
    if len(versions) > 1:
        told.append(
            say_n(
                language,
                "{n} version of it is known.",
                "{n} versions of it are known.",
                len(versions),
            )
        )
    return told


def waiting(
    of: Mapping[str, Any], indicator: Indicator, language: Language, versions: pd.DataFrame | None
) -> list[str]:
    """What was handed in for this figure and is still to be reviewed."""
    if versions is None or "state" not in versions:
        return []
    wait = versions[
        (versions["state"] == "submitted") & (versions["submission"] > of["submission"])
    ]
    return [
        say(
            language,
            "Still to be reviewed: {value}, row {row} of {file}, submitted on {day}.",
            value=_said(one, indicator, language),
            row=int(one["row"]),
            file=one["file_name"],
            day=_day(one, language),
        )
        for one in wait.to_dict("records")
    ]


def stated_as(indicator: Indicator, basis: str) -> Basis:
    """What a figure states its value as; "" stands for the kind's first basis."""
    first, *others = BASES[indicator.kind]
    return next((one for one in others if one == basis), first)


def _adds_up(
    of: Mapping[str, Any], indicator: Indicator, language: Language, parts: pd.DataFrame | None
) -> list[str]:
    if indicator.kind != "flow" or parts is None or len(parts) < 2:
        return []
    bases = [stated_as(indicator, str(basis)) for basis in parts["basis"]]
    last = parts.iloc[-1]
    if last["value"] == of["value"]:  # stated as a whole
        return []
    latest = say(
        language,
        _STATED[bases[-1]],
        value=numbers.quantity(
            language, last["value"], indicator, str(last["qualifier"]), brief=False
        ),
        quarter=numbers.quarter(language, int(last["quarter"])),
    )
    wording = (
        N_("It adds up the figures of {n} quarters; the latest is {latest}.")
        if set(bases) == {"quarter"}
        else N_("It is worked out from the reports of {n} quarters; the latest states {latest}.")
    )
    return [say(language, wording, n=len(parts), latest=latest)]


def _file(newest: pd.Series, language: Language, *, of_a_quarter: bool) -> list[str]:
    _ = partial(say, language)
    source = str(newest.get("source", "")).strip().rstrip("。.")
    row, file = int(newest["row"]), newest["file_name"]
    if newest["submitted_by"] == IMPORTED:
        return [
            _("Source: {source} (published figures, file {file}, row {row}).",
              source=source, file=file, row=row)
            if source
            else _("Source: published figures, file {file}, row {row}.", file=file, row=row)
        ]  # fmt: skip
    wording = (
        N_("That report is row {row} of {file}, submitted on {day}.")
        if of_a_quarter
        else N_("It comes from row {row} of {file}, submitted on {day}.")
    )
    told = [_(wording, row=row, file=file, day=_day(newest, language))]
    if source:
        told.append(_("The report names as its source: {source}.", source=source))
    return told


def _said(one: Mapping[Any, Any], indicator: Indicator, language: Language) -> str:
    if indicator.kind == "milestone":
        return milestone_said(language, str(one["milestone_state"]), str(one["completed_on"]))
    return numbers.quantity(
        language, float(one["value"]), indicator, str(one["qualifier"]), brief=False
    )


def _day(one: Mapping[Any, Any] | pd.Series, language: Language) -> str:
    """The day it was handed in, in China."""
    moment = datetime.fromisoformat(str(one["submitted_at"]))
    return numbers.day(language, moment.astimezone(CHINA).date())
