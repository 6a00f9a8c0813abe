"""How complete and timely one quarter's reports are, and how much stands out in its figures."""

from dataclasses import dataclass
from functools import partial

import pandas as pd

from tracking.programme import Quarter
from tracking.progress.obligations import quality
from tracking.progress.plausible import CHECK_NAMES, CHECKS
from tracking.words import N_, Language, numbers, say, say_n

_THEN = {
    "in_time": N_("That of {quarter} came in time."),
    "late": N_("That of {quarter} came late."),
    "returned": N_("That of {quarter} was returned."),
    "missing": N_("That of {quarter} has not come."),
}


@dataclass(frozen=True, slots=True)
class Quality:
    """Of the reports of one quarter whose deadline has passed: how many came, how many in time."""

    due: int
    received: int
    in_time: int

    def completeness(self, language: Language) -> str:
        """The share that came; to one place, as the page on quality has it."""
        return numbers.share(language, self.received / self.due, 1)

    def timeliness(self, language: Language) -> str:
        """The share that came by the deadline."""
        return numbers.share(language, self.in_time / self.due, 1)


def quality_of(rows: pd.DataFrame) -> Quality | None:
    """The quality of one quarter's obligations; None where none is due or only print is known."""
    found = quality(rows, "quarter", 0.0)
    due, received, in_time = (
        int(found[name].sum()) for name in ("expected", "received", "in_time")
    )
    from_print = (rows["came"] == "published").any() and not received
    return None if from_print or not due else Quality(due, received, in_time)


def quality_said(
    rows: pd.DataFrame, earlier: pd.DataFrame, before: Quarter | None, language: Language
) -> str:
    """Completeness and timeliness of one quarter, and of the one before where one is known.

    Both as obligations of one quarter; of a single report it is told how that came.
    """
    now = quality_of(rows)
    if now is None:
        due = rows["expected"].any()
        return "" if due or rows.empty else say(language, "No report is due yet.")
    then = quality_of(earlier) if before is not None else None
    name = numbers.quarter(language, before) if before is not None else ""
    if len(rows) == 1:
        told = [_came(rows, language)]
        if then is not None:
            told.append(say(language, _THEN[str(earlier["came"].iloc[0])], quarter=name))
    else:
        told = [_shares(now, language)]
        # Where nothing came at all nobody was reporting yet.
        if then is not None and then.received:
            told.append(
                say(
                    language,
                    "In {quarter} these were {completeness} and {timeliness}.",
                    quarter=name,
                    completeness=then.completeness(language),
                    timeliness=then.timeliness(language),
                )
            )
    return ("" if language == "zh" else " ").join(one for one in told if one)


def stands_out_counted(found: pd.DataFrame, language: Language) -> str:
    """How many figures of a quarter stand out; `found` as progress.stands_out, or part of it."""
    n = len(found[["indicator", "unit"]].drop_duplicates())
    if not n:
        return say(language, "Nothing stands out in the figures of this quarter.")
    return say_n(
        language,
        "{n} figure of this quarter stands out.",
        "{n} figures of this quarter stand out.",
        n,
    )


def by_check(found: pd.DataFrame) -> dict[str, int]:
    """How many figures each check finds, in the order of the checks; those that find none not."""
    counts = found["check"].value_counts()
    return {check: int(counts[check]) for check in CHECKS if counts.get(check, 0)}


def quality_brief(rows: pd.DataFrame, found: pd.DataFrame | None, language: Language) -> str:
    """All of it in one line: shares, and what stands out by check.

    `rows` may be empty where nobody reports, `found` None where there are no figures to look at.
    """
    _ = partial(say, language)
    told = []
    now = quality_of(rows)
    if now is not None:
        told += [
            _("Completeness {share}", share=now.completeness(language)),
            _("Timeliness {share}", share=now.timeliness(language)),
        ]
    if found is not None:
        checks = _(", ").join(
            _("{check} {n}", check=_(CHECK_NAMES[check]), n=numbers.number(language, n))
            for check, n in by_check(found).items()
        )
        told.append(_("Stands out: {what}", what=checks or _("nothing")))
    return " · ".join(told)


def _shares(now: Quality, language: Language) -> str:
    return say_n(
        language,
        "Completeness is {completeness} ({received} of {n} report due), timeliness {timeliness}"
        " ({in_time} of {n}).",
        "Completeness is {completeness} ({received} of {n} reports due), timeliness {timeliness}"
        " ({in_time} of {n}).",
        now.due,
        completeness=now.completeness(language),
        timeliness=now.timeliness(language),
        received=now.received,
        in_time=now.in_time,
    )


def _came(rows: pd.DataFrame, language: Language) -> str:
    row = rows.iloc[0]
    if row["came"] == "in_time":
        return say(language, "It came in time.")
    if row["came"] == "late":
        days = say_n(language, "{n} day", "{n} days", int(row["days"]))
        return say(language, "It came {days} after the deadline.", days=days)
    # That it was returned, or is missing, is said of its state.
    return ""
