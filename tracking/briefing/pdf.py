"""A briefing as PDF on A4: tagged, with bookmarks, its charts as vectors, its fonts inside."""

from typing import Any

from tracking.briefing.briefing import Briefing, Chart, Section, Sentence, Table
from tracking.briefing.typeset import of_chart, plain, setting, typeset


def write(briefing: Briefing) -> bytes:
    """The file's bytes; equal briefings give equal ones."""
    counter = _Counter(briefing)
    told = setting(briefing) | {
        "full": briefing.full,
        "key": plain(briefing.key),
        "sections": [_section(section, counter) for section in briefing.sections],
        "origins": plain(briefing.origins),
        "notes": plain(briefing.notes),
    }
    return typeset("briefing.typ", told, briefing, "pdf")[0]


class _Counter:
    """Numbers charts and tables through the file."""

    def __init__(self, briefing: Briefing) -> None:
        self._words = briefing.words
        self._charts = 0
        self._tables = 0

    def caption(self, part: Chart | Table) -> str:
        """Number and title of the next one."""
        if isinstance(part, Chart):
            self._charts += 1
            number = self._words.figure.format(n=self._charts)
        else:
            self._tables += 1
            number = self._words.table.format(n=self._tables)
        return f"{number}　{plain(part.title)}"


def _section(section: Section, counter: _Counter) -> dict[str, Any]:
    return {
        "kind": "section",
        "heading": plain(section.heading),
        "parts": [_part(part, counter) for part in section.parts],
    }


def _part(part: Sentence | Table | Chart | Section, counter: _Counter) -> dict[str, Any]:
    if isinstance(part, Section):
        return _section(part, counter)
    if isinstance(part, Sentence):
        return {"kind": "sentence", **plain(part)}
    caption = {"caption": counter.caption(part)}
    if isinstance(part, Table):
        return {"kind": "table", **plain(part), **caption}
    return of_chart(part) | caption
