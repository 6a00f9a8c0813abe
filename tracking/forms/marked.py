"""A reporter's own file back as a workbook: the findings as comments on coloured cells.

An XLSX file stays what it is, marked in the guarded process; a file of another kind, or one too
large for that, is rendered with its rows at their numbers. In front stands a summary.
"""

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from typing import Final

from tracking.forms import marked_summary as summary
from tracking.forms.marked_places import AUTHOR, COLOURS, HEADINGS, Mark, Places, comment_size
from tracking.forms.marked_rows import rendered
from tracking.forms.marked_summary import About
from tracking.intake import Finding, UnreadableFile
from tracking.intake.guard import mark_workbook
from tracking.intake.limits import RENDERED_ROWS
from tracking.intake.read import sheets_of
from tracking.intake.returned import SHEET, is_findings
from tracking.sheets.cells import Sheet
from tracking.words import LANGUAGES, Language
from tracking.words.outside import file_name

_UNNAMEABLE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]')
_NAME_CHARACTERS: Final = 80


def marked(
    data: bytes,
    name: str,
    findings: Sequence[Finding],
    language: Language,
    day: date | None = None,
) -> bytes:
    """The file as an XLSX workbook with these findings, which were made on `day`.

    A file that cannot be opened is not in it: the summary alone says what to do.
    """
    about = About(file_name(name), tuple(findings), language, day)
    try:
        kind, sheets = sheets_of(data, name, RENDERED_ROWS + 1)
    except UnreadableFile:
        return summary.alone(about)
    old = [sheet.name for sheet in sheets if is_findings(sheet)]
    sheets = [sheet for sheet in sheets if sheet.name not in old]
    if kind == "xlsx":
        try:
            return _in_place(data, about, sheets, old)
        except UnreadableFile:
            # Too large for that, or more than openpyxl understands: its content can still go back.
            pass
    return rendered(about, sheets)


def marked_name(name: str, language: Language) -> str:
    """What the marked workbook is called; one marked again keeps its name.

    >>> marked_name("河北.csv", "zh"), marked_name("河北_核查意见.xlsx", "zh")
    ('河北_核查意见.xlsx', '河北_核查意见.xlsx')
    """
    stem = PurePath(name.replace("\\", "/")).stem
    for ending in (SHEET.to(each) for each in LANGUAGES):
        stem = stem.removesuffix(f"_{ending}")
    stem = _UNNAMEABLE.sub("_", stem).strip(" .")[:_NAME_CHARACTERS]
    return f"{stem or '_'}_{SHEET.to(language)}.xlsx"


def _in_place(data: bytes, about: About, sheets: Sequence[Sheet], old: list[str]) -> bytes:
    """Raises UnreadableFile where the guarded process cannot mark it."""
    language = about.language
    places = Places(sheets, about.findings)
    front = summary.in_front(about, places.of, [sheet.name for sheet in sheets])
    order = {
        "summary": len(front),
        "old": old,
        "author": AUTHOR.to(language),
        "headings": [HEADINGS.to(each) for each in sorted(LANGUAGES, key=lambda o: o != language)],
        "colours": list(COLOURS.values()),
        "marks": [_ordered(mark, language) for mark in places.marks],
    }
    return mark_workbook(data, json.dumps(order).encode() + b"\n" + front, about.file)


def _ordered(mark: Mark, language: Language) -> list[str | int]:
    text, place = mark.text(language), mark.place
    colour = COLOURS[mark.severity]
    return [place.sheet, place.row, place.column + 1, colour, text, *comment_size(text)]
