"""How far the outlook can be trusted: in sentences, as tables to read, and as data."""

from functools import partial
from math import isfinite
from typing import Any, Final

import pandas as pd

from tracking.programme import Programme
from tracking.progress.backtest import Backtest
from tracking.words import N_, Language, numbers, say, say_n

# Coverage this close to what the interval promises keeps the promise.
NEAR: Final = 0.05
WAY_NAMES: Final = {
    "level": N_("levels and shares"),
    "flow": N_("running totals"),
    "seasonal": N_("running totals that follow last year’s quarters"),
}


def trust_lead(found: Backtest, programme: Programme, language: Language) -> str:
    """One sentence: how often what came lay inside the interval, as far ahead as can be told."""
    settings = programme.outlook
    if not found.enough:
        return say_n(
            language,
            "There is not enough history to hold outlooks against what came: {n} series with a"
            " target has {quarters} quarters with data or more; {needed} are needed.",
            "There is not enough history to hold outlooks against what came: {n} series with a"
            " target have {quarters} quarters with data or more; {needed} are needed.",
            found.series,
            quarters=settings.history_quarters,
            needed=found.needed,
        )
    row = _furthest(found)
    return say(
        language,
        "Of {n} outlooks made {ahead}, {share} of the values that came lay inside the {confidence}"
        " interval.",
        n=numbers.number(language, row["n"]),
        ahead=ahead_said(language, int(row["horizon"])),
        share=numbers.share(language, row["inside"]),
        confidence=numbers.share(language, settings.confidence),
    )


def trust_said(found: Backtest, programme: Programme, language: Language) -> list[str]:
    """What follows from it: whether the promise is kept, and what chances and errors were worth."""
    if not found.enough:
        return []
    return [
        _promise(found, programme, language),
        *_chances(found, programme, language),
        *_error(found, language),
        say(
            language,
            "Each outlook rests on what was known on the day the reports of its quarter were due."
            if found.known_then
            else "Each outlook rests on its quarters as they are known today: on the days"
            " themselves too little was known.",
        ),
    ]


def ahead_said(language: Language, horizon: int) -> str:
    """How far ahead, in words; 0 stands for the deadline."""
    if horizon == 0:
        return say(language, "for the deadline")
    if horizon % 4 == 0:
        return say_n(language, "{n} year ahead", "{n} years ahead", horizon // 4)
    return say_n(language, "{n} quarter ahead", "{n} quarters ahead", horizon)


def trust_by_horizon(found: Backtest, language: Language) -> pd.DataFrame:
    """By quarters ahead, and for deadlines that have come: a table of texts."""
    rows = pd.concat([found.horizons, found.at_deadline.assign(horizon=0)], ignore_index=True)
    heads = [ahead_said(language, int(horizon)) for horizon in rows["horizon"]]
    return _table(rows, say(language, "Outlooks made"), heads, language)


def trust_by_way(found: Backtest, language: Language) -> pd.DataFrame:
    """By how series are carried on: a table of texts."""
    heads = [say(language, WAY_NAMES[str(way)]) for way in found.ways["way"]]
    return _table(found.ways, say(language, "Series"), heads, language)


def trust_by_chance(found: Backtest, language: Language) -> pd.DataFrame:
    """What became of goals by the chance that was told: a table of texts."""
    _ = partial(say, language)
    share = partial(numbers.share, language)
    rows = found.calibration
    return pd.DataFrame(
        {
            _("Chance told"): [
                _("{low} to {high}", low=share(low), high=share(high))
                for low, high in zip(rows["low"], rows["high"], strict=True)
            ],
            _("Goals"): [numbers.number(language, n) for n in rows["n"]],
            _("Told on average"): [share(said) for said in rows["said"]],
            _("Share reached"): [share(came) for came in rows["came"]],
        }
    )


def backtest_data(found: Backtest) -> dict[str, Any]:
    """The backtest as plain data; numbers that cannot be told are None."""
    brier, constant = found.brier if found.enough else (float("nan"), float("nan"))
    return {
        "enough": found.enough,
        "series": found.series,
        "series_needed": found.needed,
        "outlooks": len(found.cases),
        "known_then": found.known_then,
        "horizons": _records(found.horizons),
        "deadline": next(iter(_records(found.at_deadline.drop(columns="all"))), None),
        "ways": _records(found.ways.astype({"way": "str"})),
        "calibration": _records(found.calibration),
        "brier": _number(brier),
        "brier_of_the_share_reached": _number(constant),
    }


def _furthest(found: Backtest) -> pd.Series:
    """The outlooks that reach furthest, up to a year."""
    return found.horizons.iloc[-1]


def _promise(found: Backtest, programme: Programme, language: Language) -> str:
    inside, promised = _furthest(found)["inside"], programme.outlook.confidence
    if abs(inside - promised) <= NEAR:
        return say(language, "That is as often as the interval promises.")
    if inside < promised:
        return say(language, "The interval promises more: take it as too narrow.")
    return say(language, "That is more often than the interval promises: it is on the safe side.")


def _chances(found: Backtest, programme: Programme, language: Language) -> list[str]:
    settings = programme.outlook
    told = found.cases[found.cases["came"].notna()]
    groups = (
        (
            told[told["hit"] >= settings.likely],
            N_("Of {n} goals called likely, {share} were reached."),
        ),
        (
            told[told["hit"] <= settings.unlikely],
            N_("Of {n} goals called unlikely, {share} were reached."),
        ),
    )
    return [
        say(
            language,
            wording,
            n=numbers.number(language, len(goals)),
            share=numbers.share(language, goals["came"].mean()),
        )
        for goals, wording in groups
        if len(goals)
    ]


def _error(found: Backtest, language: Language) -> list[str]:
    row = _furthest(found)
    if not isfinite(row["ratio"]):
        return []
    ahead = ahead_said(language, int(row["horizon"]))
    less = numbers.share(language, abs(1 - row["ratio"]))
    if row["ratio"] <= 1:
        wording = N_("Made {ahead}, outlooks missed by {share} less than merely carrying on would.")
    else:
        wording = N_("Made {ahead}, outlooks missed by {share} more than merely carrying on would.")
    return [say(language, wording, ahead=ahead, share=less)]


def _table(rows: pd.DataFrame, head: str, heads: list[str], language: Language) -> pd.DataFrame:
    _ = partial(say, language)

    def said(name: str) -> list[str]:
        return [numbers.number(language, value, 2) for value in rows[name]]

    return pd.DataFrame(
        {
            head: heads,
            _("Outlooks"): [numbers.number(language, n) for n in rows["n"]],
            _("Inside the interval"): [numbers.share(language, x) for x in rows["inside"]],
            _("Error of the outlook"): said("error"),
            _("Error at full recent pace"): said("full_pace"),
            _("Error of merely carrying on"): said("naive"),
            _("Outlook against carrying on"): said("ratio"),
        }
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): _number(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _number(value: Any) -> Any:
    return None if isinstance(value, float) and not isfinite(value) else value
