"""Bytes into tables: what a report file is, is told by its content, never by its name alone."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import PurePath
from typing import Final

import numpy as np

from tracking.intake import delimited, encodings
from tracking.intake.contract import column_of
from tracking.intake.findings import Finding, UnreadableFile, Value
from tracking.intake.guard import open_workbook
from tracking.intake.handed_out import on_template, refuse_version
from tracking.intake.kinds import CONTENTS, EXTENSIONS, READABLE, kind_of
from tracking.intake.layout import KEYS, LOOKED_AT, Grid, Head, Layout, find_head, take_apart
from tracking.intake.limits import COLUMNS, MEGABYTE, TEXT_BYTES
from tracking.intake.returned import is_findings, is_surplus
from tracking.intake.tables import Table
from tracking.intake.templates import META_SHEET, template_in, template_of
from tracking.sheets.cells import Sheet
from tracking.words import Text
from tracking.words.outside import file_name

_ERROR_CELL: Final = re.compile(
    r"#(?:DIV/0!|N/A|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)"
    r"|Err:[0-9]{3}"
)
_NOTHING: Final = b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"
_HEADS: Final = Text("填报单位、报告期、指标、本期值", "unit, period, indicator, value")
# Of a mistake made on every row the first few are enough to see it.
_MANY: Final = 20
BOM: Final = b"\xef\xbb\xbf"


def read(data: bytes, name: str) -> list[Table]:
    """The tables of a report file. Raises UnreadableFile where there is none to read.

    `name` is shown in findings; only the bytes decide how they are read.
    """
    file, kind = _looked_at(data, name)
    tables = _text(data, file) if kind == "text" else _workbook(data, kind, file)
    extension = PurePath(file).suffix.lower()
    if EXTENSIONS.get(extension, kind) != kind:
        values: dict[str, Value] = {"extension": extension, "content": CONTENTS[kind]}
        found = Finding("read_as_found", file, values=values)
        tables[0] = replace(tables[0], findings=(found, *tables[0].findings))
    return tables


def sheets_of(data: bytes, name: str, most: int) -> tuple[str, list[Sheet]]:
    """What kind of file it is, and its sheets as they stand; raises UnreadableFile as `read` does.

    A text file is one sheet without a name, of no more than `most` rows.
    """
    file, kind = _looked_at(data, name)
    if kind != "text":
        return kind, open_workbook(data, kind, file)
    text = _decoded(data, file).text
    by = delimited.delimiter_of(delimited.sample_of(text))
    return kind, [Sheet("", [*islice(delimited.lines(text, by, file), most)])]


def refuse_size(size: int, file: str) -> None:
    """Raise UnreadableFile for a file of so many bytes, if they are more than are read."""
    if size > TEXT_BYTES:
        limit = TEXT_BYTES // MEGABYTE
        _refuse(file, "too_large", size=round(size / MEGABYTE, 1), limit=limit)


def _refuse(file: str, code: str, row: int | None = None, **values: Value) -> None:
    raise UnreadableFile(Finding(code, file, row=row, values=values))


def _looked_at(data: bytes, name: str) -> tuple[str, str]:
    """The file's name without folders, and its kind, one of READABLE."""
    file = file_name(name)
    refuse_size(len(data), file)
    if not data[:4096].strip(_NOTHING) and not data.strip(_NOTHING):
        _refuse(file, "empty_file")
    kind = kind_of(data)
    extension = PurePath(file).suffix.lower()
    if kind == "encrypted":
        _refuse(file, "encrypted")
    if kind not in READABLE:
        if extension in EXTENSIONS:
            _refuse(file, "wrong_extension", extension=extension, content=CONTENTS[kind])
        _refuse(file, "unknown_format")
    return file, kind


def _decoded(data: bytes, file: str) -> encodings.Decoded:
    decoded = encodings.decode(data)
    text = decoded.text
    if decoded.cut:
        _refuse(file, "cut_off", row=text.count("\n") + 1)
    if decoded.lost * 50 > len(text):
        _refuse(file, "unknown_encoding")
    if decoded.lost:
        at = text.find(encodings.LOST)
        _refuse(file, "characters_lost", row=text.count("\n", 0, at) + 1, n=decoded.lost)
    return decoded


def _text(data: bytes, file: str) -> list[Table]:
    decoded = _decoded(data, file)
    text = decoded.text
    by = delimited.delimiter_of(delimited.sample_of(text))
    grid, sample, head = _grid(data, decoded, by, file)
    table, layout = _table(file, "", grid, sample, head, encoding=decoded.encoding)
    if decoded.nuls:
        found = Finding("nul_bytes", file, values={"n": decoded.nuls})
        table = replace(table, findings=(found, *table.findings))
    tables = [_without_overhang(table, sum(map(bool, layout.head.texts)))]
    template = template_in(sample[: head.first])
    if template is None:
        return tables
    refuse_version(template, file)
    return on_template(tables, template)


def _grid(
    data: bytes, decoded: encodings.Decoded, by: str, file: str
) -> tuple[Grid, Sequence[Sequence[str]], Head]:
    """The file's cells, the first rows as lists, and the head; big plain files the fast way."""
    text = decoded.text
    if len(text) > delimited.BIG:
        sample = [*delimited.records(delimited.sample_of(text), by)]
        head = find_head(sample)
        if head is not None:
            plain = data if decoded.encoding == "utf-8" and not decoded.nuls else text.encode()
            grid = delimited.big_grid(plain.removeprefix(BOM), sample, head.last + 1, by)
            if grid is not None:
                return grid, sample, head
        grid, sample = delimited.gathered(delimited.lines(text, by, file))
    else:
        sample = [*delimited.lines(text, by, file)]
        grid = delimited.grid_of(sample)
    head = find_head(sample)
    if head is None:
        raise UnreadableFile(Finding("no_table", file, values={"heads": _HEADS}))
    return grid, sample, head


def _workbook(data: bytes, kind: str, file: str) -> list[Table]:
    tables: list[Table] = []
    beside: list[Finding] = []
    opened = open_workbook(data, kind, file)
    sheets = [sheet for sheet in opened if not is_findings(sheet)]
    # A CSV template saved as a workbook still has the line above its table.
    template = template_of(sheets) or template_in(
        line for sheet in sheets for line in sheet.rows[:LOOKED_AT]
    )
    if template is not None:
        refuse_version(template, file)
        sheets = [sheet for sheet in sheets if sheet.name != META_SHEET]
    for sheet in sheets:
        head = find_head(sheet.rows)
        if head is not None and not sheet.hidden:
            tables.append(_sheet(file, sheet, head))
        elif head is not None:
            beside.append(Finding("hidden_sheet", file, sheet.name))
        elif not sheet.hidden and _has_figures(sheet):
            beside.append(Finding("sheet_not_read", file, sheet.name, values={"heads": _HEADS}))
    if not tables:
        raise UnreadableFile(Finding("no_table", file, values={"heads": _HEADS}))
    tables[0] = replace(tables[0], findings=(*tables[0].findings, *beside))
    return on_template(tables, template) if template else tables


def _has_figures(sheet: Sheet) -> bool:
    """Whether a sheet without heads looks like a table all the same: rows with a text and numbers.

    The template's page of explanations has none.
    """
    return any(
        sum(bool(cell) for cell in row) >= 3
        and sum(cell.replace(".", "").isdigit() for cell in row) >= 2
        for row in sheet.rows
    )


def _sheet(file: str, sheet: Sheet, head: Head) -> Table:
    width = max(map(len, sheet.rows))
    if width > COLUMNS and any(any(row[COLUMNS:]) for row in sheet.rows):
        raise UnreadableFile(
            Finding("too_many_columns", file, sheet.name, values={"limit": COLUMNS})
        )
    _fill_merged(file, sheet, head)
    rows = [row[:COLUMNS] for row in sheet.rows]
    grid = delimited.grid_of(rows)
    table, layout = _table(file, sheet.name, grid, rows, head)
    found: list[Finding] = []
    hidden = sorted(set(sheet.hidden_rows) & set(table.rows.tolist()))
    if hidden:
        values = {"n": len(hidden)}
        found.append(Finding("hidden_rows", file, sheet.name, row=hidden[0], values=values))
    inside = set(table.rows.tolist())
    heads = layout.head.texts
    unvalued = [(r, c) for r, c in sheet.unvalued if r + 1 in inside and c < len(heads)]
    for row, column in unvalued[:_MANY]:
        found.append(Finding("formula_without_value", file, sheet.name, row + 1, heads[column]))
    table = replace(table, findings=(*table.findings, *found))
    if any(map(is_surplus, table.header)):
        header = tuple("" if is_surplus(head) else head for head in table.header)
        table = _without_overhang(replace(table, header=header), sum(map(bool, header)))
    return table


def _fill_merged(file: str, sheet: Sheet, head: Head) -> None:
    """Merged cells below the head that say what rows are about hold for each of those rows."""
    filled = 0
    for top, left, bottom, right in sheet.merges:
        text = head.texts[left] if left < len(head.texts) else ""
        is_key = left == right and column_of(text) in KEYS
        if not is_key or top <= head.last or top >= len(sheet.rows):
            continue
        value = sheet.rows[top][left] if left < len(sheet.rows[top]) else ""
        below = range(top + 1, min(bottom + 1, len(sheet.rows)))
        # No two merged areas share a cell: together they fill no column more than once.
        filled += len(below)
        if filled > 2 * len(KEYS) * len(sheet.rows):
            raise UnreadableFile(Finding("damaged", file, sheet.name))
        for row in below:
            sheet.put(row, left, value)


def _table(
    file: str,
    sheet: str,
    grid: Grid,
    sample: Sequence[Sequence[str]],
    head: Head,
    encoding: str = "",
) -> tuple[Table, Layout]:
    layout = take_apart(grid, sample[: LOOKED_AT + 1], head)
    if not len(layout.body.rows):
        raise UnreadableFile(Finding("no_rows", file, sheet, row=head.last + 1))
    table = Table(
        file=file,
        sheet=sheet,
        header=layout.header,
        cells=layout.body.cells,
        rows=layout.body.rows,
        header_row=head.last + 1,
        totals=layout.totals.cells,
        total_rows=layout.totals.rows,
        encoding=encoding,
        stated_unit=layout.stated_unit,
    )
    return replace(table, findings=_error_cells(table)), layout


def _error_cells(table: Table) -> tuple[Finding, ...]:
    """Cells that show a calculation's error instead of its result."""
    found: list[Finding] = []
    for n, head in enumerate(table.header):
        column = table.cells[n]
        maybe = np.flatnonzero(column.str.startswith(("#", "Err:")).to_numpy(dtype=bool))
        if not len(maybe):
            continue
        texts = column.iloc[maybe].astype("str")
        wrong = texts.isin([text for text in texts.unique() if _ERROR_CELL.fullmatch(text)])
        for at in maybe[wrong.to_numpy(dtype=bool)][: _MANY - len(found)]:
            where = (table.file, table.sheet, int(table.rows[at]), head)
            found.append(Finding("error_cell", *where, found=str(column.iat[int(at)])))
    return tuple(found)


def _without_overhang(table: Table, heads: int) -> Table:
    """Cells beyond the last of the heads: a separator stood inside a text or a number."""
    found: dict[int, Finding] = {}
    last = [n for n, head in enumerate(table.header) if head][heads - 1]
    over = [n for n, head in enumerate(table.header) if n > last and not head]
    if not over:
        return table
    for n in over:
        for at in np.flatnonzero((table.cells[n] != "").to_numpy())[:_MANY]:
            row, text = int(table.rows[at]), str(table.cells.iat[int(at), n])
            place = (table.file, table.sheet, row)
            found.setdefault(row, Finding("too_many_fields", *place, found=text))
    kept = [n for n in range(len(table.header)) if n not in over]
    return replace(
        table,
        header=tuple(table.header[n] for n in kept),
        cells=table.cells[kept].set_axis(range(len(kept)), axis=1),
        totals=table.totals[kept].set_axis(range(len(kept)), axis=1),
        findings=(*table.findings, *found.values()),
    )
