"""The clauses that a briefing says of one indicator, as they are worded, and how a text is held.

clauses.csv has them by name in English and Chinese; * are words without a digit.
"""

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tests.briefing.alone_by_hand import Clause
from tracking.words import Language


def _wordings() -> dict[str, tuple[str, str]]:
    with Path(__file__).with_name("clauses.csv").open(encoding="utf-8", newline="") as file:
        return {row["clause"]: (row["en"], row["zh"]) for row in csv.DictReader(file)}


WORDINGS: Final = _wordings()
# Of missing reports: whether the status hangs on them, by the statuses it would have.
DEPENDS: Final = (
    r"(?:The status is the same either way\.|The status depends on missing reports: [^\d]*?\.)?",
    r"(?:无论按哪种情形计，状态不变。|状态取决于未报数据：[^\d。]*。)?",
)


def reading(clauses: Iterable[Clause], language: Language) -> str:
    """What must stand there, as a regular expression."""
    zh = language == "zh"
    read = []
    for name, of in clauses:
        if name == "depends":
            read.append(DEPENDS[zh])
            continue
        wording = re.escape(WORDINGS[name][zh]).replace(r"\*", r"[^\d]*?")
        for place, said in of.items():
            wording = wording.replace(rf"\{{{place}\}}", str(said))
        assert r"\{" not in wording, (name, wording)
        read.append(wording)
    return (r"" if zh else r" ?").join(read)


def hold(text: str, clauses: list[Clause], language: Language) -> None:
    """The text is these clauses and nothing else; if not, the first that is not there is told."""
    if re.fullmatch(reading(clauses, language), text):
        return
    for n in range(1, len(clauses) + 1):
        assert re.match(reading(clauses[:n], language), text), (clauses[n - 1], text)
    raise AssertionError(("more is said than", clauses, text))
