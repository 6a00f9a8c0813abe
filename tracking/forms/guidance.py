"""The page of explanations in a template: how to fill it in, and what each indicator is."""

from collections.abc import Sequence
from typing import Any, Final

from tracking.forms.book import HEAD, Book, on_paper, room_for, rows_of_height
from tracking.forms.rows import Row
from tracking.intake.periods import BASIS_NAMES
from tracking.programme import BASES, Indicator, Kind, Programme
from tracking.words import N_, Language, say

KIND_NAMES: Final[dict[Kind, str]] = {
    "flow": N_("flow: what happened in a time"),
    "cumulative": N_("running total"),
    "stock": N_("level at a day"),
    "ratio": N_("ratio"),
    "milestone": N_("milestone"),
}
# Not the contract's heads, or this page would be read as a report.
_HEADS: Final = (
    N_("Code"),
    N_("Name"),
    N_("Unit of measure"),
    N_("Kind"),
    N_("Bases allowed"),
    N_("What the measure asks for"),
    N_("To be noted"),
)
_WIDTHS: Final = (11, 29, 13, 23, 25, 57, 35)
_ALWAYS: Final = (
    N_("One row is one indicator. Only the yellow cells are to be filled in; the rest stays."),
    N_(
        "A value is in the unit of measure beside it. A blank says that nothing is reported and is"
        " no 0; — says that there is no figure."
    ),
    N_("The usual basis is filled in; another that is allowed can be chosen from the list."),
)
_OF_KIND: Final[dict[Kind, str]] = {
    "ratio": N_(
        "Of a ratio give numerator and denominator, so that it can be added up; the value may then"
        " stay blank. 75.2 % is 75.2, not 0.752."
    ),
    "milestone": N_(
        "Of a milestone choose in the column Value how far it has come; once it is done, give the"
        " day."
    ),
}
_LAST: Final = (
    N_(
        "Where a definition changed with this quarter, choose yes and say in the text what changed."
    ),
    N_(
        "Send this file itself, as XLSX. Rows without figure and text are passed over, so that a"
        " report can be sent in parts."
    ),
)


def add_guidance(book: Book, rows: Sequence[Row], programme: Programme) -> None:
    """Add the page."""
    _ = book.language
    sheet = book.file.add_worksheet(say(_, "How to fill in"))
    sheet.hide_gridlines(2)
    rows_of_height(sheet, 2)
    last = len(_HEADS) - 1
    title = book.style(heading=True, bold=True, font_size=14, align="center")
    sheet.merge_range(0, 0, 0, last, say(_, "How to fill in"), title)
    sheet.set_row(0, 28)
    at = 1
    for number, text in enumerate(_rules(rows, _), start=1):
        sheet.merge_range(at, 0, at, last, f"{number}. {text}", book.style(text_wrap=True))
        sheet.set_row(at, 18)
        at += 1
    _definitions(book, sheet, at + 1, rows, programme)
    on_paper(sheet, at + 1)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def note_on(indicator: Indicator, language: Language) -> str:
    """What an indicator is, for the note on its cell."""
    parts = [
        say(language, "Kind: {kind}.", kind=say(language, KIND_NAMES[indicator.kind])),
        say(language, "Basis: {bases}.", bases=_bases(indicator, language)),
        indicator.note.to(language),
    ]
    if indicator.kind == "milestone":
        parts.pop(1)
    return "\n".join(part for part in parts if part)


def _rules(rows: Sequence[Row], language: Language) -> list[str]:
    kinds = {row.indicator.kind for row in rows}
    special = [rule for kind, rule in _OF_KIND.items() if kind in kinds]
    return [say(language, rule) for rule in (*_ALWAYS, *special, *_LAST)]


def _definitions(
    book: Book, sheet: Any, head: int, rows: Sequence[Row], programme: Programme
) -> None:
    _ = book.language
    for column, (text, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        style = book.cell(heading=True, bold=True, bg_color=HEAD, align="center")
        sheet.write_string(head, column, say(_, text), style)
    sheet.set_row(head, 24)
    for at, row in enumerate(rows, start=head + 1):
        indicator = row.indicator
        texts = (
            indicator.code,
            indicator.name.to(_),
            indicator.unit.to(_),
            say(_, KIND_NAMES[indicator.kind]),
            "" if indicator.kind == "milestone" else _bases(indicator, _),
            programme.measures[indicator.measure].quote.to(_),
            indicator.note.to(_),
        )
        for column, text in enumerate(texts):
            sheet.write_string(at, column, text, book.cell(indent=1))
        room_for(sheet, at, list(zip(texts, _WIDTHS, strict=True)), 2)


def _bases(indicator: Indicator, language: Language) -> str:
    names = [BASIS_NAMES[basis].to(language) for basis in BASES[indicator.kind]]
    return ("、" if language == "zh" else ", ").join(names)
