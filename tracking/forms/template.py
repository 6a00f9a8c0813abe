"""A unit's template for a quarter: what it owes, filled in as far as it is known already."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import pandas as pd

from tracking.forms.book import (
    HEAD,
    HEAD_TYPED,
    NOT_ASKED,
    TYPED,
    Book,
    new_book,
    on_paper,
    room_for,
    rows_of_height,
)
from tracking.forms.checks import add_lists, check_cell
from tracking.forms.columns import FormColumn, columns_of
from tracking.forms.guidance import add_guidance, note_on
from tracking.forms.rows import Row, rows_of
from tracking.intake.layout import head_text
from tracking.intake.matching import unit_names
from tracking.intake.templates import META_SHEET, VERSION, TemplateId, structure_of
from tracking.programme import BASES, Indicator, Programme, Quarter, Unit
from tracking.words import N_, Language, numbers, say
from tracking.words.cells import harmless

_HEAD_ROW: Final = 3
_FIRST_ROW: Final = _HEAD_ROW + 1
# Who answers for the report: each label, with the columns it and what is typed stand in.
_SIGNED: Final = (
    (N_("Filled in by:"), ("no", "period"), ("chain", "indicator_code")),
    (N_("Checked by:"), ("indicator", "indicator"), ("unit_of_measure", "last")),
    (N_("Telephone:"), ("basis", "basis"), ("value", "definition_break")),
    (N_("Date:"), ("progress_note", "progress_note"), ("problem", "problem")),
)
_CENTRED: Final = {
    "no", "unit", "period", "chain", "indicator_code", "unit_of_measure", "last", "basis",
    "completed_on", "definition_break",
}  # fmt: skip
_NUMBERS: Final = {"planned", "value"}
_COUNTS: Final = {"numerator", "denominator"}
_FIGURES: Final = _NUMBERS | _COUNTS


def template_xlsx(
    unit: Unit,
    quarter: Quarter,
    programme: Programme,
    known: pd.DataFrame,
    planned: Mapping[str, float],
    language: Language,
    due: date,
) -> bytes:
    """The template as a workbook.

    `known` is a figures frame (figures.STORED_DTYPES will do) that has the unit's earlier quarters;
    `planned` gives, by indicator, the value on its target's path at the quarter's end; `due` is the
    last day in time.
    """
    form = _Form(unit, quarter, programme, known, planned, language)
    with new_book(language, form.title) as (book, data):
        sheet = book.file.add_worksheet(say(language, "Report"))
        _above(book, sheet, form, due)
        _table(book, sheet, form)
        _below(book, sheet, form)
        _finish(sheet, form)
        add_guidance(book, form.rows, programme)
        add_lists(book)
        _identity(book, form)
    return data.getvalue()


def template_csv(
    unit: Unit,
    quarter: Quarter,
    programme: Programme,
    known: pd.DataFrame,
    planned: Mapping[str, float],
    language: Language,
    due: date,
) -> bytes:
    """The template as CSV that Excel opens: the same heads and rows; see `template_xlsx`."""
    form = _Form(unit, quarter, programme, known, planned, language)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([say(language, "Template: {line}", line=form.identity.line())])
    writer.writerow([harmless(form.title)])
    writer.writerow([harmless(form.about(due))])
    writer.writerow([column.head for column in form.columns])
    for number, row in enumerate(form.rows, start=1):
        values = [form.said(column, row, number) for column in form.columns]
        writer.writerow(
            [harmless(v.replace("\n", "") if isinstance(v, str) else v) for v in values]
        )
    return text.getvalue().encode("utf-8-sig")


def template_name(unit: Unit, quarter: Quarter, language: Language, extension: str = "xlsx") -> str:
    """What the file is called.

    >>> from tracking.words import Text
    >>> beijing = Unit("110000", "region", Text("北京市", "Beijing"), Text("北京"))
    >>> template_name(beijing, Quarter.of("2024Q3"), "zh")
    '报送表_北京_2024年三季度.xlsx'
    """
    short = (unit.short if unit.short.to(language) else unit.name).to(language)
    when = numbers.quarter(language, quarter)
    name = say(language, "Report_{unit}_{quarter}", unit=short, quarter=when)
    return "".join(c for c in name.replace(" ", "_") if c not in '/\\:*?"<>|') + f".{extension}"


@dataclass(frozen=True, eq=False)
class _Form:
    """What a template says, whatever file it is written to."""

    unit: Unit
    quarter: Quarter
    programme: Programme
    known: pd.DataFrame
    planned: Mapping[str, float]
    language: Language

    @cached_property
    def rows(self) -> list[Row]:
        return rows_of(
            self.unit, self.quarter, self.programme, self.known, self.planned, self.language
        )

    @cached_property
    def columns(self) -> list[FormColumn]:
        return columns_of(self.rows, self.language)

    @cached_property
    def at(self) -> dict[str, int]:
        """Where each column stands."""
        return {column.code: n for n, column in enumerate(self.columns)}

    @cached_property
    def period(self) -> str:
        return numbers.quarter(self.language, self.quarter)

    @cached_property
    def short(self) -> str:
        """What each row calls the unit: shortly, where that is unmistakable."""
        short = self.unit.short.to(self.language)
        alone = len(unit_names(self.programme).find(short)) == 1
        return short if alone else self.unit.name.to(self.language)

    @cached_property
    def title(self) -> str:
        name = self.programme.short.to(self.language)
        return say(self.language, "{programme}: progress report", programme=name)

    @cached_property
    def identity(self) -> TemplateId:
        heads = [head_text(column.head) for column in self.columns]
        codes = [row.indicator.code for row in self.rows]
        structure = structure_of(heads, codes)
        return TemplateId(
            VERSION, self.programme.code, self.unit.code, str(self.quarter), structure
        )

    def about(self, due: date) -> str:
        return say(
            self.language,
            "Reporting unit: {unit}    Period: {quarter}    Due: {day}",
            unit=self.unit.name.to(self.language),
            quarter=self.period,
            day=numbers.day(self.language, due),
        )

    def said(self, column: FormColumn, row: Row, number: int) -> str | float:
        """What a cell says beforehand, "" where it is for the reporter."""
        indicator = row.indicator
        says: dict[str, str | float] = {
            "no": number,
            "unit": self.short,
            "period": self.period.replace("年", "年\n"),
            "chain": row.chain,
            "measure": row.measure,
            "indicator_code": indicator.code,
            "indicator": indicator.name.to(self.language),
            "unit_of_measure": indicator.unit.to(self.language) or numbers.MISSING,
            "last": row.last,
            "planned": numbers.MISSING if row.planned is None else row.planned,
            "basis": row.basis,
        }
        return says.get(column.code, "")


def _above(book: Book, sheet: Any, form: _Form, due: date) -> None:
    """Title, whose report it is, and how it is filled in."""
    last = len(form.columns) - 1
    title = book.style(heading=True, bold=True, font_size=18, align="center")
    sheet.merge_range(0, 0, 0, last, "", title)
    sheet.write_string(0, 0, form.title, title)
    about = book.style(font_size=11, align="center")
    sheet.merge_range(1, 0, 1, last, "", about)
    sheet.write_string(1, 0, form.about(due), about)
    hint = book.style(text_wrap=True)
    sheet.merge_range(2, 0, 2, last, "", hint)
    sheet.write_string(
        2,
        0,
        say(
            form.language,
            "Please fill in the yellow cells only. A blank is no 0; where there is no figure, type"
            " —. What each column and indicator means stands in the notes on the cells and on the"
            " page “How to fill in”.",
        ),
        hint,
    )
    for row, height in enumerate((34, 22, 20)):
        sheet.set_row(row, height)


def _table(book: Book, sheet: Any, form: _Form) -> None:
    rows_of_height(sheet, 2)
    for n, column in enumerate(form.columns):
        colour = HEAD_TYPED if column.typed else HEAD
        head = book.cell(heading=True, bold=True, align="center", bg_color=colour)
        sheet.write_string(_HEAD_ROW, n, column.shown, head)
        sheet.set_column(n, n, column.width)
        if column.about:
            book.note(sheet, _HEAD_ROW, n, column.about)
    sheet.set_row(_HEAD_ROW, 32)
    for number, row in enumerate(form.rows, start=1):
        at = _HEAD_ROW + number
        for n, column in enumerate(form.columns):
            _cell(book, sheet, at, n, form.said(column, row, number), column, row.indicator)
            if _asked(column, row.indicator):
                check_cell(book, sheet, at, n, column.code, row.indicator, form.programme)
        room_for(sheet, at, [(form.said(c, row, number), c.width) for c in form.columns], 2)
        note = note_on(row.indicator, form.language)
        book.note(sheet, at, form.at["indicator"], note)


def _asked(column: FormColumn, indicator: Indicator) -> bool:
    """Whether the reporter may type here: nobody gives the numerator of a count."""
    if column.code in _COUNTS:
        return indicator.kind == "ratio"
    if column.code == "completed_on":
        return indicator.kind == "milestone"
    if column.code == "basis":
        return len(BASES[indicator.kind]) > 1
    return column.typed


def _cell(
    book: Book,
    sheet: Any,
    row: int,
    at: int,
    said: str | float,
    column: FormColumn,
    indicator: Indicator,
) -> None:
    how: dict[str, object] = {}
    if _asked(column, indicator):
        how = {"locked": False, "bg_color": TYPED}
    elif column.typed and not said:
        how = {"bg_color": NOT_ASKED}
    centred = column.code in _CENTRED or (column.code == "value" and indicator.kind == "milestone")
    centred |= said == numbers.MISSING
    style = book.cell(
        **how,
        num_format=_format(column, indicator),
        **_aligned("center" if centred else "right" if column.code in _FIGURES else "left"),
    )
    if isinstance(said, int | float):
        sheet.write_number(row, at, said, style)
    elif said:
        sheet.write_string(row, at, said, style)
    else:
        sheet.write_blank(row, at, None, style)


def _aligned(side: str) -> dict[str, object]:
    return {"align": side} if side == "center" else {"align": side, "indent": 1}


def _format(column: FormColumn, indicator: Indicator) -> str:
    """Texts are texts, or a spreadsheet makes a formula of “=…” and a day of 2024年9月."""
    if column.code in _NUMBERS and indicator.kind != "milestone":
        return "#,##0" + (f".{'0' * indicator.decimals}" if indicator.decimals else "")
    if column.code in _COUNTS:
        return "#,##0.######"
    if column.code == "completed_on":
        return "yyyy-mm-dd"
    return "0" if column.code == "no" else "@"


def _below(book: Book, sheet: Any, form: _Form) -> None:
    """Who filled it in, checked it and can be asked; reading passes this over."""
    row = _FIRST_ROW + len(form.rows) + 1
    label = book.style(align="right")
    typed = book.style(bottom=1, bg_color=TYPED, locked=False, num_format="@")
    for message, (first, last), (from_, to) in _SIGNED:
        _across(sheet, row, form.at[first], form.at[last], say(form.language, message), label)
        _across(sheet, row, form.at[from_], form.at[to], "", typed)
    sheet.set_row(row, 24)


def _across(sheet: Any, row: int, first: int, last: int, text: str, style: Any) -> None:
    if last > first:
        sheet.merge_range(row, first, row, last, text, style)
    else:
        sheet.write_string(row, first, text, style)


def _finish(sheet: Any, form: _Form) -> None:
    """Locked but for the yellow cells, without a password: it keeps from slips, not from intent."""
    allowed = ("format_columns", "format_rows", "format_cells", "select_locked_cells")
    sheet.protect("", dict.fromkeys(allowed, True))
    sheet.freeze_panes(_FIRST_ROW, form.at["indicator"] + 1)
    sheet.hide_gridlines(2)
    sheet.set_selection(_FIRST_ROW, form.at["value"], _FIRST_ROW, form.at["value"])
    sheet.print_area(0, 0, _FIRST_ROW + len(form.rows) + 1, len(form.columns) - 1)
    on_paper(sheet, _HEAD_ROW)


def _identity(book: Book, form: _Form) -> None:
    """What the template is, for reading; nobody sees it."""
    sheet = book.file.add_worksheet(META_SHEET)
    for row, (field, text) in enumerate(form.identity.rows()):
        sheet.write_string(row, 0, field)
        sheet.write_string(row, 1, text)
    sheet.very_hidden()
