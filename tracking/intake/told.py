"""Findings as a reporter is told them: in the order they are mended in, alike ones as one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tracking.intake.codes import Severity
from tracking.intake.findings import Finding, severity_name
from tracking.words import Language

# Beside the word and the colour: a sign that is seen in black and white.
SYMBOLS: Final[dict[str, str]] = {"error": "■", "warning": "▲"}
SPANS: Final = 8


@dataclass(frozen=True, slots=True)
class Kind:
    """One finding, and every row of a sheet it was made in alike."""

    finding: Finding
    rows: tuple[int, ...]


def kinds_of(findings: Iterable[Finding]) -> list[Kind]:
    """Findings in the order they are mended in: errors first, then down the sheets.

    Those that say the same of several rows of a column become one.
    """
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        same = (finding.code, finding.sheet, finding.column, finding.found, finding.said("en"))
        alike.setdefault(same, []).append(finding)
    kinds = [
        Kind(some[0], tuple(sorted({f.row for f in some if f.row is not None})))
        for some in alike.values()
    ]
    return sorted(kinds, key=lambda k: (*_order(k.finding), k.rows[:1]))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding by itself, errors first, then down the sheets; what is only counted last."""
    return sorted(findings, key=lambda f: (*_order(f), f.row or 0))


def count(findings: Iterable[Finding], severity: Severity) -> int:
    """How many things were found, those that are only counted among them."""
    return sum(
        int(str(f.values["n"])) if f.is_rest else 1 for f in findings if f.severity == severity
    )


def spans(rows: Sequence[int], comma: str = ", ", most: int = SPANS) -> tuple[str, bool]:
    """Rows as a reader writes them, and whether some are left out.

    >>> spans([2, 3, 4, 9])
    ('2–4, 9', False)
    """
    starts = [rows[0], *(b for a, b in pairwise(rows) if b != a + 1)]
    ends = [*(a for a, b in pairwise(rows) if b != a + 1), rows[-1]]
    told = [f"{a}–{b}" if b > a else f"{a}" for a, b in zip(starts, ends, strict=True)]
    return comma.join(told[:most]), len(told) > most


def marked_severity(language: Language, severity: Severity) -> str:
    """The sign and the word: “■ error”."""
    return f"{SYMBOLS[severity]} {severity_name(language, severity)}"


def _order(finding: Finding) -> tuple[bool, bool, str]:
    return finding.severity != "error", finding.is_rest, finding.sheet
