"""Why a figure that looks wrong is right all the same: what counts as a reason.

A finding of a kind that must be explained goes in with a reason, which stays beside the value.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from tracking.intake import Finding
from tracking.intake.codes import CODES
from tracking.words import N_, Language, say

# Places of a finding: code, sheet, row, column.
Place = tuple[str, str, int | None, str]

SHORTEST: Final = 4

# What says that somebody looked, not what they saw.
_BOILERPLATE: Final = Path(__file__).with_name("no_reasons.txt")
_IGNORED: Final = re.compile(r"[\W_]+")

_WEAK: Final[Mapping[str, str]] = {
    "empty": N_("Say why the value is right."),
    "short": N_("“{reason}” is too short to be a reason."),
    "boilerplate": N_("“{reason}” says that somebody looked, but not why the value is right."),
    "copied": N_("“{reason}” is also the reason of another finding, or the finding’s own words."),
}


def must_be_explained(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that go in only with a reason."""
    return [finding for finding in findings if finding.rule.explain]


def place_of(finding: Finding) -> Place:
    """What tells a finding from the others of its file."""
    return (finding.code, finding.sheet, finding.row, finding.column)


def weakness(reason: str, finding: Finding, others: Iterable[str] = ()) -> str:
    """Why a text is no reason: empty, short, boilerplate or copied; "" where it is one.

    `others` are the reasons given for findings of other kinds.

    >>> weakness("核实无误！", Finding("outlier", "a.csv"))
    'boilerplate'
    >>> weakness("新增两家国家级平台并入统计", Finding("outlier", "a.csv"))
    ''
    """
    bare = _bare(reason)
    if not bare:
        return "empty"
    if bare in _boilerplate():
        return "boilerplate"
    if len(bare) < SHORTEST:
        return "short"
    own = {_bare(finding.said(language)) for language in ("zh", "en")}
    if bare in own or bare in {_bare(other) for other in others}:
        return "copied"
    return ""


def weakness_said(language: Language, weak: str, reason: str) -> str:
    """Why a text is no reason, in this language."""
    return say(language, _WEAK[weak], reason=reason.strip())


def weak_reasons(findings: Sequence[Finding], reasons: Mapping[Place, str]) -> dict[Place, str]:
    """Which findings still want a reason, each with what is wrong with the one it has."""
    found = {}
    for finding in must_be_explained(findings):
        place = place_of(finding)
        others = [
            reason
            for other, reason in reasons.items()
            if other[0] != finding.code or other[3] != finding.column
        ]
        weak = weakness(reasons.get(place, ""), finding, others)
        if weak:
            found[place] = weak
    return found


def explained_codes() -> tuple[str, ...]:
    """The kinds of findings that must be explained."""
    return tuple(code for code, rule in CODES.items() if rule.explain)


@cache
def _boilerplate() -> frozenset[str]:
    return frozenset(_BOILERPLATE.read_text(encoding="utf-8").split())


def _bare(text: str) -> str:
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold())
