"""Why a figure that looks wrong is right all the same: what counts as a reason.

A finding of a kind that must be explained goes in with a reason, which stays beside the value.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from tracking.intake import Finding
from tracking.intake.codes import CODES
from tracking.words import N_, Language, Text, say

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


@dataclass(frozen=True, slots=True)
class Question:
    """A finding that must be explained; `number` counts the findings of its file from 1."""

    number: int
    code: str
    sheet: str
    row: int | None
    column: str
    said: Text


def questions(findings: Sequence[Finding]) -> list[Question]:
    """What must be explained of a file's findings."""
    return [
        Question(n, f.code, f.sheet, f.row, f.column, Text(f.said("zh"), f.said("en")))
        for n, f in enumerate(findings, 1)
        if f.rule.explain
    ]


def questions_kept(findings: Sequence[Mapping[str, Any]]) -> list[Question]:
    """What must still be explained of the findings that the store keeps with a draft."""
    return [
        Question(
            n,
            str(f["code"]),
            str(f["sheet"]),
            f["row"],
            str(f["column"]),
            Text(f["message"]["zh"], f["message"]["en"]),
        )
        for n, f in enumerate(findings, 1)
        if f.get("code") in CODES and CODES[str(f["code"])].explain and not f.get("reason")
    ]


def cells_of(asked: Sequence[Question]) -> int:
    """How many cells are asked about; several things may have been found in one."""
    return len({_cell(question) for question in asked})


def questions_by_reason(asked: Sequence[Question]) -> list[list[Question]]:
    """Questions that one reason answers: alike in one column, or of the same cells."""
    alike: dict[tuple[object, ...], list[Question]] = {}
    for question in asked:
        alike.setdefault((question.code, question.column, question.said), []).append(question)
    same: dict[frozenset[object], list[Question]] = {}
    for some in alike.values():
        same.setdefault(frozenset(map(_cell, some)), []).extend(some)
    return list(same.values())


def weakness(reason: str, question: Question, others: Iterable[str] = ()) -> str:
    """Why a text is no reason: empty, short, boilerplate or copied; "" where it is one.

    `others` are the reasons given for findings of other kinds in other cells.

    >>> asked = Question(1, "outlier", "", 2, "本期值", Text("偏高", "high"))
    >>> weakness("核实无误！", asked), weakness("新增两家国家级平台并入统计", asked)
    ('boilerplate', '')
    """
    weak = says_nothing(reason)
    if weak:
        return weak
    own = {bare(question.said.zh), bare(question.said.en)}
    if bare(reason) in own or bare(reason) in {bare(other) for other in others}:
        return "copied"
    return ""


def says_nothing(text: str, also: Collection[str] = ()) -> str:
    """Why a text says nothing: empty, short or boilerplate; "" where it says something.

    `also` is further boilerplate, bare.
    """
    words = bare(text)
    if not words:
        return "empty"
    if words in _boilerplate() or words in also:
        return "boilerplate"
    return "short" if len(words) < SHORTEST else ""


def bare(text: str) -> str:
    """A text without what spelling varies: case, width, blanks and signs."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold())


def weakness_said(language: Language, weak: str, reason: str) -> str:
    """Why a text is no reason, in this language."""
    return say(language, _WEAK[weak], reason=reason.strip())


def weak_reasons(asked: Sequence[Question], reasons: Mapping[int, str]) -> dict[int, str]:
    """The questions that still want a reason, by number, each with what is wrong so far."""
    found = {}
    for question in asked:
        others = [
            reasons.get(other.number, "")
            for other in asked
            if (other.code, other.column) != (question.code, question.column)
            and _cell(other) != _cell(question)
        ]
        weak = weakness(reasons.get(question.number, ""), question, others)
        if weak:
            found[question.number] = weak
    return found


def explained_codes() -> tuple[str, ...]:
    """The kinds of findings that must be explained."""
    return tuple(code for code, rule in CODES.items() if rule.explain)


def _cell(question: Question) -> object:
    """Where something was found; what is said of the whole file stands by itself."""
    if question.row is None:
        return question.number
    return (question.sheet, question.row, question.column)


@cache
def _boilerplate() -> frozenset[str]:
    return frozenset(_BOILERPLATE.read_text(encoding="utf-8").split())
