"""What statuses, marks and causes are called, and what they mean, in both languages."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any, Final

from tracking.programme import Indicator, Thresholds
from tracking.words import N_, Language, Text, say
from tracking.words.numbers import MISSING, day, quantity, share

STATUS_NAMES: Final[Mapping[str, str]] = {
    "moving_away": N_("Moving away"),
    "moved_away": N_("Moved away"),
    "off_track": N_("Off track"),
    "missed": N_("Missed"),
    "delayed": N_("Delayed"),
    "partly": N_("Partly achieved"),
    "on_track": N_("On track"),
    "narrowly_missed": N_("Narrowly missed"),
    "achieved": N_("Achieved"),
    "too_early": N_("Too early"),
    "not_yet": N_("Not yet achieved"),
    "no_target": N_("No target"),
    "insufficient": N_("Too few reports"),
    "stale": N_("Out of date"),
    "not_reported": N_("Not reported"),
}
STATUS_MEANINGS: Final[Mapping[str, str]] = {
    "moving_away": N_("farther from the target than at the baseline"),
    "moved_away": N_("at the deadline farther from the target than at the baseline"),
    "off_track": N_("pace below {delayed} of what the planned path asks for"),
    "missed": N_("at the deadline less than {partly} of the way, or simply not reached"),
    "delayed": N_("pace from {delayed} to below {on_track} of what the planned path asks for"),
    "partly": N_("at the deadline {partly} to below {narrowly_missed} of the way"),
    "on_track": N_("pace at least {on_track} of what the planned path asks for"),
    "narrowly_missed": N_("at the deadline at least {narrowly_missed} of the way"),
    "achieved": N_("the target is reached"),
    "too_early": N_("the planned path asks for less than {too_early} of the way yet"),
    "not_yet": N_("target not reached; no pace can be told"),
    "no_target": N_("no target with a documented basis"),
    "insufficient": N_("reports cover less than {coverage} of the total"),
    "stale": N_("the latest value is older than {stale_quarters} quarters"),
    "not_reported": N_("no value has been reported"),
}
MARK_NAMES: Final[Mapping[str, str]] = {
    "partial": N_("lower bound: some reports are missing"),
    "before_start": N_("upper bound: includes time before the programme’s start"),
    "lower_bound": N_("reported as “more than”"),
    "upper_bound": N_("reported as “at most”"),
    "approximate": N_("reported as “about”"),
    "carried": N_("includes values carried forward from earlier quarters"),
    "fell": N_("running total fell"),
    "break": N_("definition changed this quarter"),
    "break_after_baseline": N_("definition changed after the baseline: no pace is computed"),
    "break_in_parts": N_("definition changed in some of the units added up"),
    "not_poolable": N_("percentages without numerator and denominator are left out"),
    "sources_differ": N_("ministry’s figure and sum of the regions differ"),
    "mixed_sources": N_("ministry’s figures and sums of the regions follow each other"),
    "summed_target": N_("target is the sum of the regions’ targets"),
    "no_baseline": N_("no baseline stated"),
    "plan_as_linear": N_("no interim targets: a straight path is assumed"),
    "geometric_refused": N_("no geometric path through zero or across signs: no pace is computed"),
    "maintain": N_("target already reached at the baseline: it is to be kept"),
    "claimed": N_("claimed, not yet verified"),
    "near": N_("close to a threshold"),
    "slipping": N_("achieved, but slipping back"),
    "over": N_("beyond the target"),
}
CAUSE_NAMES: Final[Mapping[str, str]] = {
    "target_changed": N_("target changed"),
    "verified": N_("milestone verified"),
    "taken_back": N_("report taken back"),
    "revised": N_("earlier figure revised"),
    "missing": N_("report missing"),
    "reported": N_("new report"),
    "deadline": N_("the deadline came"),
    "time": N_("the planned path moved on"),
}

MILESTONE_NAMES: Final[Mapping[str, str]] = {
    "not_started": N_("not started"),
    "under_way": N_("under way"),
    "claimed": N_("Claimed, not verified"),
    "verified": N_("Verified"),
}


def quotable(name: Text, language: Language) -> str:
    """A name that stands between double quotes: its own ones become single.

    >>> quotable(Text("“揭榜”成功项目数"), "zh")
    '‘揭榜’成功项目数'
    """
    return name.to(language).translate(str.maketrans("“”", "‘’"))


def status_name(language: Language, code: str) -> str:
    """A status in a word or two.

    >>> status_name("zh", "on_track"), status_name("en", "not_yet")
    ('达序时进度', 'Not yet achieved')
    """
    return say(language, STATUS_NAMES[code])


def status_meaning(language: Language, code: str, thresholds: Thresholds) -> str:
    """A status's rule in one line, with the thresholds in force."""
    return say(
        language,
        STATUS_MEANINGS[code],
        **{
            name: share(language, getattr(thresholds, name))
            for name in (
                "delayed",
                "on_track",
                "partly",
                "narrowly_missed",
                "too_early",
                "coverage",
            )
        },
        stale_quarters=thresholds.stale_quarters,
    )


def mark_name(language: Language, code: str) -> str:
    """A mark in a few words."""
    return say(language, MARK_NAMES[code])


def marks_said(codes: Sequence[str], language: Language) -> list[str]:
    """The marks in a few words each; a lower and an upper bound at once are told as neither."""
    both = ("partial", "before_start")
    if not set(both) <= set(codes):
        return [mark_name(language, code) for code in codes]
    neither = say(
        language,
        "some reports are missing and time before the programme’s start is included: the whole may"
        " be more or less, this is no bound",
    )
    return [neither, *(mark_name(language, code) for code in codes if code not in both)]


def cause_name(language: Language, code: str) -> str:
    """A change's cause in a few words."""
    return say(language, CAUSE_NAMES[code])


def value_said(language: Language, indicator: Indicator, row: Mapping[Any, Any]) -> str:
    """An assessment's value as people say it; of a milestone, whether it is verified."""
    if indicator.kind != "milestone" or not isfinite(row["value"]):
        return quantity(language, row["value"], indicator, str(row["qualifier"]))
    if row["value"] == 1:
        return say(language, "Verified")
    return say(language, "Claimed, not verified" if "claimed" in row["marks"] else "Not done")


def milestone_said(language: Language, state: str, completed_on: str) -> str:
    """How far a milestone has come, with its day once it is done; “—” where nothing is said.

    >>> milestone_said("zh", "verified", "2023-08-16"), milestone_said("en", "", "")
    ('已核实（2023年8月16日）', '—')
    """
    if state not in MILESTONE_NAMES:
        return MISSING
    name = say(language, MILESTONE_NAMES[state])
    if not completed_on:
        return name
    return say(
        language, "{state} ({day})", state=name, day=day(language, date.fromisoformat(completed_on))
    )
