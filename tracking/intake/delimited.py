"""Text files with delimiters: which one, the records, and a fast way for big plain files."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any, Final, NoReturn

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from tracking.intake.findings import Finding, UnreadableFile
from tracking.intake.layout import LOOKED_AT, Grid, find_head
from tracking.intake.limits import CELL_CHARACTERS, COLUMNS, TEXT_CELLS, TEXT_ROWS

DELIMITERS: Final = (",", "\t", ";", "|", "，")
SAMPLE_CHARACTERS: Final = 65_536
# Below this the ordinary way takes no time either.
BIG: Final = 1_000_000
# Stands after the last line: a quotation mark that is never closed swallows it.
_END: Final = "\x04end of file\x04"
# Up to this share of different texts a column is quicker as categories.
_FEW: Final = 0.7

# A record of more separators than this is refused before it is taken apart.
_MOST_SEPARATORS: Final = 100_000
# So many cells are texts of their own at one time; ten million of them take a gigabyte.
CELLS_AT_ONCE: Final = 1_000_000
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

csv.field_size_limit(1 << 20)


def delimiter_of(sample: str) -> str:
    """The delimiter under which the contract's heads are found, then most rows have one width.

    >>> delimiter_of("单位；说明\\n单位;报告期;指标\\n北京,1;2024Q3;INN-1-1\\n")
    ';'
    """
    there = [delimiter for delimiter in DELIMITERS if delimiter in sample] or [DELIMITERS[0]]
    if len(there) == 1:
        return there[0]
    return max(there, key=lambda delimiter: _fit(sample, delimiter))


def sample_of(text: str) -> str:
    """The text's beginning, never cut inside a line."""
    if len(text) <= SAMPLE_CHARACTERS:
        return text
    return text[: text.rfind("\n", 0, SAMPLE_CHARACTERS) + 1] or text[:SAMPLE_CHARACTERS]


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records, [] for a blank line: the nth is row n, also where a quoted cell has lines."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def lines(text: str, delimiter: str, file: str) -> Iterator[list[str]]:
    """All records, their cells stripped, within the limits. Raises UnreadableFile."""
    rows = width = 0
    last: list[str] | None = None
    try:
        for record in csv.reader(_lines_of(text, delimiter, file), delimiter=delimiter):
            if last is not None:
                yield last
            rows += 1
            last = _within(record, file, rows)
            width = max(width, len(last))
            if rows > TEXT_ROWS + 1:
                refuse(file, "too_many_rows", limit=TEXT_ROWS)
            if rows * width > TEXT_CELLS:
                refuse(file, "too_many_cells", found=f"{letters(width)}{rows}")
    except csv.Error:
        # Of all that can be wrong the reader minds one thing: a cell beyond its limit.
        if text.count('"') % 2:
            refuse(file, "unclosed_quote", rows + 1)
        refuse(file, "cell_too_long", rows + 1, n=csv.field_size_limit(), limit=CELL_CHARACTERS)
    if last != [_END]:
        refuse(file, "unclosed_quote", rows)


def _lines_of(text: str, delimiter: str, file: str) -> Iterator[str]:
    for number, line in enumerate(_LINE.finditer(text), 1):
        if text.count(delimiter, *line.span()) > _MOST_SEPARATORS:
            refuse(file, "too_many_columns", number, limit=COLUMNS)
        yield line[0]
    yield _END


def _within(record: list[str], file: str, row: int) -> list[str]:
    """A record's cells, without the blank ones that a spreadsheet writes behind its table."""
    cells = [cell.strip() for cell in record]
    if len(cells) > COLUMNS:
        if any(cells[COLUMNS:]):
            refuse(file, "too_many_columns", row, limit=COLUMNS)
        while cells and not cells[-1]:
            cells.pop()
    longest = max(map(len, cells), default=0)
    if longest > CELL_CHARACTERS and _END not in cells[-1]:
        refuse(file, "cell_too_long", row, n=longest, limit=CELL_CHARACTERS)
    return cells


def letters(column: int) -> str:
    """A column's letters in a spreadsheet.

    >>> letters(1), letters(94)
    ('A', 'CP')
    """
    above, letter = divmod(column - 1, 26)
    return (letters(above) if above else "") + chr(65 + letter)


def refuse(
    file: str, code: str, row: int | None = None, found: str = "", **values: int
) -> NoReturn:
    """Raise UnreadableFile with this finding."""
    raise UnreadableFile(Finding(code, file, row=row, found=found, values=values))


def grid_of(found: Sequence[Sequence[str]]) -> Grid:
    """Lists of cells as a grid, short ones filled up."""
    width = max(map(len, found), default=0)
    columns: list[list[str]] = [[] for _ in range(width)]
    for line in found:
        for n, column in enumerate(columns):
            column.append(line[n] if n < len(line) else "")
    cells = pd.DataFrame({n: pd.Series(c, dtype="str") for n, c in enumerate(columns)})
    return Grid(cells, np.arange(1, len(found) + 1, dtype=np.int32))


def gathered(found: Iterable[list[str]]) -> tuple[Grid, list[list[str]]]:
    """Many records as a grid, and the first of them as lists; never all of them as lists."""
    sample: list[list[str]] = []
    sizes: list[int] = []
    columns: list[list[Any]] = []
    for some in _together(found):
        sample = sample or some[: LOOKED_AT + 2]
        for n, cells in enumerate(zip_longest(*some, fillvalue="")):
            if n == len(columns):
                columns.append([_blank(size) for size in sizes])
            columns[n].append(pa.array(cells, pa.string()))
        sizes.append(len(some))
        for column in columns:
            if len(column) < len(sizes):
                column.append(_blank(sizes[-1]))
    series: dict[int, pd.Series[Any]] = {}
    for n in range(len(columns)):
        column, columns[n] = pa.chunked_array(columns[n]), []
        encoded = column.dictionary_encode()
        few = len(encoded.chunk(0).dictionary) <= _FEW * len(column)
        series[n] = _column(encoded if few else column)
    rows = np.arange(1, sum(sizes) + 1, dtype=np.int32)
    return Grid(pd.DataFrame(series, copy=False), rows), sample


def _together(records: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    """Records in portions that are not too much at one time."""
    portion: list[list[str]] = []
    cells = 0
    for record in records:
        portion.append(record)
        cells += len(record) + 1
        if cells > CELLS_AT_ONCE:
            yield portion
            portion, cells = [], 0
    if portion:
        yield portion


def _blank(size: int) -> Any:
    return pa.repeat(pa.scalar("", pa.string()), size)


def big_grid(data: bytes, sample: Sequence[Sequence[str]], head_row: int, by: str) -> Grid | None:
    """A big plain UTF-8 file below its head row, None where it is not plain.

    Plain means: quotation marks around whole cells, no blank lines, every record of the same width,
    no cell too long; so the nth record is row n.
    """
    width = len(sample[head_row - 1])
    quotes = data.count(b'"')
    tail = data[-SAMPLE_CHARACTERS:]
    end = len(data) - len(tail) + len(tail.rstrip(b"\r\n"))
    blank = any(data.find(two, 0, end) >= 0 for two in (b"\n\n", b"\n\r\n"))
    returns = data.count(b"\r")
    if quotes % 2 or blank or len(by.encode()) > 1 or returns not in (0, data.count(b"\r\n")):
        return None
    if any("\n" in cell for record in sample[:head_row] for cell in record):
        return None
    if quotes and not _quoted_whole(data, by):
        return None
    start = 0
    for _ in range(head_row):
        start = data.index(b"\n", start) + 1
    names = [str(n) for n in range(width)]
    few = [_has_few([row[n] for row in sample[head_row:] if n < len(row)]) for n in range(width)]
    kinds = [pa.dictionary(pa.int32(), pa.string()) if f else pa.string() for f in few]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(data).slice(start)),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=1 << 22),
            parse_options=arrow_csv.ParseOptions(
                delimiter=by,
                quote_char='"' if quotes else False,
                newlines_in_values=bool(quotes),
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict(zip(names, kinds, strict=True)),
                strings_can_be_null=False,
                null_values=[],
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows > TEXT_ROWS or any(_longest(c) > CELL_CHARACTERS for c in table.columns):
        return None
    cells = pd.DataFrame({n: _column(table.column(n)) for n in range(width)}, copy=False)
    rows = np.arange(head_row + 1, head_row + 1 + table.num_rows, dtype=np.int32)
    return Grid(cells, rows)


def _quoted_whole(data: bytes, by: str) -> bool:
    """Whether quotation marks stand around whole cells alone, where all readers agree on them."""
    characters = np.frombuffer(b"\n" + data + b"\n", np.uint8)
    marks = np.flatnonzero(characters == ord('"'))
    before, after = characters[marks[::2] - 1], characters[marks[1::2] + 1]
    opens, closes = (np.frombuffer(f'{by}{ends}"'.encode(), np.uint8) for ends in ("\n", "\r\n"))
    return bool(np.isin(before, opens).all() and np.isin(after, closes).all())


def _fit(sample: str, delimiter: str) -> tuple[int, float]:
    found = [r for r, _ in zip(records(sample, delimiter), range(200), strict=False) if any(r)]
    head = find_head(found)
    widths = [len(record) for record in found if len(record) > 1]
    usual = max(set(widths), key=widths.count) if widths else 0
    return (head.score if head else 0, widths.count(usual) / max(len(found), 1) * min(usual, 5))


def _has_few(texts: list[str]) -> bool:
    return len(set(texts)) <= _FEW * len(texts)


def _longest(column: Any) -> int:
    texts = [c.dictionary if pa.types.is_dictionary(c.type) else c for c in column.chunks]
    return max((pc.max(pc.utf8_length(part)).as_py() or 0 for part in texts), default=0)


def _column(column: Any) -> "pd.Series[Any]":
    column = column.combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks) if column.num_chunks else column.chunk(0)
    if not pa.types.is_dictionary(column.type):
        text = pc.utf8_trim_whitespace(column).cast(pa.large_string())
        return pd.Series(pd.array(text, dtype="str"))
    texts = [text.strip() for text in column.dictionary.to_pylist()]
    codes = column.indices.to_numpy()
    if len(set(texts)) < len(texts):
        different = {text: n for n, text in enumerate(dict.fromkeys(texts))}
        codes = np.array([different[text] for text in texts], dtype=np.int32)[codes]
        texts = list(different)
    categories = pd.Index(texts, dtype="str")
    return pd.Series(pd.Categorical.from_codes(codes, categories=categories, validate=False))
