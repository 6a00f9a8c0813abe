"""The sheet of findings that stands in front of a reporter's own: what, where, and what to do."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tracking.forms.marked_places import COLOURS, Place, shortened, width, writable
from tracking.intake.findings import Finding
from tracking.intake.returned import SHEET, TITLE
from tracking.intake.told import count, in_order, marked_severity
from tracking.words import N_, Language, numbers, say, say_n
from tracking.words.outside import visible

FONT: Final = {"font_name": "Microsoft YaHei", "font_size": 10}
# What a text that a spreadsheet could run begins with; it is kept a text even when edited.
FORMULA: Final = tuple("=+-@\t\r")

_HEADS: Final = (
    (N_("Severity"), 11),
    (N_("Sheet"), 16),
    (N_("Row"), 7),
    (N_("Column"), 18),
    (N_("Found"), 24),
    (N_("What is wrong, and what is wanted"), 72),
    (N_("Cell"), 9),
)
_LINK: Final = len(_HEADS) - 1
_HEAD_ROW: Final = 4
_A4: Final = 9
# Points. Not every program makes a row as high as its text.
LINE: Final = 15
HIGHEST: Final = 409
_NAME_CHARACTERS: Final = 31
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\t\n]")

Where = Callable[[Finding], Place | None]


@dataclass(frozen=True, slots=True)
class About:
    """What a summary is of: a file, what was found in it, and when; `day` may be unknown."""

    file: str
    findings: tuple[Finding, ...]
    language: Language
    day: date | None = None


def workbook(out: io.BytesIO) -> Any:
    """A new workbook in which a text is a text, whatever it looks like."""
    import xlsxwriter  # noqa: PLC0415 (start-up does not pay for it)

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    options = {"in_memory": True, "default_format_properties": FONT, **plain}
    return xlsxwriter.Workbook(out, options)


def alone(about: About) -> bytes:
    """A workbook of the summary only."""
    note = say(
        about.language,
        "The file could not be opened, so its content is not in this workbook. Mend your own file.",
    )
    return _book(about, note, lambda _: None, ())


def in_front(about: About, where: Where, taken: Sequence[str]) -> bytes:
    """A workbook of the summary that is put in front of the sheets with the names `taken`."""
    note = say(
        about.language,
        "The sheets after this one are your own workbook: coloured cells have a comment. Mend them"
        " and hand this workbook in; this sheet is not read.",
    )
    return _book(about, note, where, taken)


def _book(about: About, note: str, where: Where, taken: Sequence[str]) -> bytes:
    out = io.BytesIO()
    book = workbook(out)
    write(book, about, note, where, taken)
    book.close()
    return out.getvalue()


def write(book: Any, about: About, note: str, where: Where, taken: Sequence[str]) -> None:
    """The summary as the workbook's next sheet; `where` tells the cell of a finding."""
    language = about.language
    sheet = book.add_worksheet(free_name(SHEET.to(language), taken))
    sheet.hide_gridlines(2)
    look = book.add_format
    sheet.write_string(0, 0, TITLE.to(language), look({"bold": True, "font_size": 15}))
    sheet.write_string(1, 0, _file(about))
    sheet.write_string(2, 0, _verdict(about), look({"bold": True}))
    sheet.write_string(3, 0, note, look({"font_color": "#555555"}))
    for column, (_, wide) in enumerate(_HEADS):
        sheet.set_column(column, column, wide)
    if about.findings:
        _table(book, sheet, about, where)
    for_paper(sheet)


def free_name(wanted: str, taken: Sequence[str]) -> str:
    """A name that a sheet can have and no other one has.

    >>> free_name("河北/三季度", []), free_name("Findings", ["findings"])
    ('河北_三季度', 'Findings (2)')
    """
    others = {name.casefold() for name in taken} | {"history"}
    name = fitting = _NOT_IN_NAMES.sub("_", writable(wanted)).strip("' ")[:_NAME_CHARACTERS] or "_"
    n = 1
    while name.casefold() in others:
        n += 1
        ending = f" ({n})"
        name = fitting[: _NAME_CHARACTERS - len(ending)] + ending
    return name


def for_paper(sheet: Any) -> None:
    """Print a sheet on A4 landscape, as wide as the paper."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer("&C&P / &N")


def _file(about: About) -> str:
    file = shortened(about.file)
    if about.day is None:
        return say(about.language, "File: {file}", file=file)
    day = numbers.day(about.language, about.day)
    return say(about.language, "File: {file}    Checked on: {day}", file=file, day=day)


def _verdict(about: About) -> str:
    """How many errors and warnings there are, and whether the file can be taken."""
    language = about.language
    errors, warnings = (count(about.findings, severity) for severity in ("error", "warning"))
    if errors:
        verdict = N_("The file cannot be taken yet: mend what is marked ■, then hand it in again.")
    elif warnings:
        verdict = N_(
            "The file can be taken. Look again at what is marked ▲; what is right can stay."
        )
    else:
        return say(language, "The file can be taken: nothing was found in it.")
    counts = say(
        language,
        "{errors}, {warnings}",
        errors=say_n(language, "{n} error", "{n} errors", errors),
        warnings=say_n(language, "{n} warning", "{n} warnings", warnings),
    )
    return say(language, "{counts}. {verdict}", counts=counts, verdict=say(language, verdict))


def _table(book: Any, sheet: Any, about: About, where: Where) -> None:
    frame = {"border": 1, "border_color": "#B5BDC8", "valign": "top", "text_wrap": True}
    looks: dict[str, dict[str, object]] = {
        "head": {"bold": True, "bg_color": "#E8ECF1", "valign": "vcenter"},
        "quoted": {"quote_prefix": True},
        "row": {"align": "center"},
        "link": {"align": "center", "font_color": "#0B5CAD", "underline": 1},
        **{severity: {"bg_color": f"#{colour}"} for severity, colour in COLOURS.items()},
    }
    formats = {name: book.add_format({**frame, **look}) for name, look in looks.items()}
    formats["plain"] = book.add_format(frame)
    for column, (text, _) in enumerate(_HEADS):
        sheet.write_string(_HEAD_ROW, column, say(about.language, text), formats["head"])
    sheet.set_row(_HEAD_ROW, 20)
    for row, finding in enumerate(in_order(about.findings), _HEAD_ROW + 1):
        _row(sheet, row, finding, where(finding), about.language, formats)
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(about.findings), _LINK)
    sheet.repeat_rows(_HEAD_ROW)


def _row(
    sheet: Any,
    row: int,
    finding: Finding,
    place: Place | None,
    language: Language,
    formats: dict[str, Any],
) -> None:
    severity = finding.severity
    sheet.write_string(row, 0, marked_severity(language, severity), formats[severity])
    of_sheet = finding.sheet or (place.sheet if place else "")
    texts = {
        1: visible(of_sheet),
        3: visible(finding.column),
        4: visible(finding.found),
        5: finding.said(language),
    }
    lines = 1
    for column, text in texts.items():
        shown = shortened(text)
        look = "quoted" if shown.startswith(FORMULA) else "plain"
        sheet.write_string(row, column, shown, formats[look])
        # A little less than fits: words are not broken.
        lines = max(lines, -(-width(shown) // (_HEADS[column][1] - 2)))
    sheet.set_row(row, min(lines * LINE + 3, HIGHEST))
    if finding.row is None:
        sheet.write_blank(row, 2, None, formats["row"])
    else:
        sheet.write_number(row, 2, finding.row, formats["row"])
    if place:
        sheet.write_url(row, _LINK, _address(place), formats["link"], string=place.cell)
    else:
        sheet.write_blank(row, _LINK, None, formats["link"])


def _address(place: Place) -> str:
    sheet = place.sheet.replace("'", "''")
    return f"internal:'{sheet}'!{place.cell}"
