"""Text files with delimiters: which one, the records, and a fast way for big plain files."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from tracking.intake.findings import Finding, UnreadableFile
from tracking.intake.layout import Grid, find_head
from tracking.intake.limits import CELL_CHARACTERS, COLUMNS, TEXT_CELLS, TEXT_ROWS

DELIMITERS: Final = (",", "\t", ";", "|", "，")
SAMPLE_CHARACTERS: Final = 65_536
# Below this the ordinary way takes no time either.
BIG: Final = 1_000_000
# Stands after the last line: a quotation mark that is never closed swallows it.
_END: Final = "\x04end of file\x04"
# Up to this share of different texts a column is quicker as categories.
_FEW: Final = 0.7

csv.field_size_limit(1 << 30)


def delimiter_of(sample: str) -> str:
    """The delimiter under which the contract's heads are found, then most rows have one width.

    >>> delimiter_of("单位；说明\\n单位;报告期;指标\\n北京,1;2024Q3;INN-1-1\\n")
    ';'
    """
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def sample_of(text: str) -> str:
    """The text's beginning, never cut inside a line."""
    if len(text) <= SAMPLE_CHARACTERS:
        return text
    return text[: text.rfind("\n", 0, SAMPLE_CHARACTERS) + 1] or text[:SAMPLE_CHARACTERS]


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records, [] for a blank line: the nth is row n, also where a quoted cell has lines."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def lines(text: str, delimiter: str, file: str) -> list[list[str]]:
    """All records, their cells stripped, within the limits. Raises UnreadableFile."""
    found: list[list[str]] = []
    cells = 0
    for record in records(f"{text}\n{_END}", delimiter):
        found.append([cell.strip() for cell in record])
        cells += len(record)
        if len(record) > COLUMNS and any(found[-1][COLUMNS:]):
            refuse(file, "too_many_columns", len(found), limit=COLUMNS)
        if len(found) > TEXT_ROWS + 1 or cells > TEXT_CELLS:
            refuse(file, "too_many_rows", limit=TEXT_ROWS)
        longest = max(map(len, record), default=0)
        if longest > CELL_CHARACTERS and _END not in record[-1]:
            refuse(file, "cell_too_long", len(found), n=longest, limit=CELL_CHARACTERS)
    if found[-1] != [_END]:
        refuse(file, "unclosed_quote", len(found))
    return found[:-1]


def refuse(file: str, code: str, row: int | None = None, **values: int) -> None:
    """Raise UnreadableFile with this finding."""
    raise UnreadableFile(Finding(code, file, row=row, values=values))


def grid_of(found: Sequence[Sequence[str]]) -> Grid:
    """Lists of cells as a grid, short ones filled up."""
    width = max(map(len, found), default=0)
    columns: list[list[str]] = [[] for _ in range(width)]
    for line in found:
        for n, column in enumerate(columns):
            column.append(line[n] if n < len(line) else "")
    cells = pd.DataFrame({n: pd.Series(c, dtype="str") for n, c in enumerate(columns)})
    return Grid(cells, np.arange(1, len(found) + 1, dtype=np.int32))


def big_grid(data: bytes, sample: Sequence[Sequence[str]], head_row: int, by: str) -> Grid | None:
    """A big plain UTF-8 file below its head row, None where it is not plain.

    Plain means: quotation marks in pairs, no blank lines, every record of the same width; so the
    nth record is row n.
    """
    width = len(sample[head_row - 1])
    quotes = data.count(b'"')
    tail = data[-SAMPLE_CHARACTERS:]
    end = len(data) - len(tail) + len(tail.rstrip(b"\r\n"))
    blank = any(data.find(two, 0, end) >= 0 for two in (b"\n\n", b"\n\r\n"))
    returns = data.count(b"\r")
    if quotes % 2 or blank or len(by.encode()) > 1 or returns not in (0, data.count(b"\r\n")):
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
    if table.num_rows > TEXT_ROWS:
        return None
    cells = pd.DataFrame({n: _column(table.column(n)) for n in range(width)}, copy=False)
    rows = np.arange(head_row + 1, head_row + 1 + table.num_rows, dtype=np.int32)
    return Grid(cells, rows)


def _fit(sample: str, delimiter: str) -> tuple[int, float]:
    found = [r for r, _ in zip(records(sample, delimiter), range(200), strict=False) if any(r)]
    head = find_head(found)
    widths = [len(record) for record in found if len(record) > 1]
    usual = max(set(widths), key=widths.count) if widths else 0
    return (head.score if head else 0, widths.count(usual) / max(len(found), 1) * min(usual, 5))


def _has_few(texts: list[str]) -> bool:
    return len(set(texts)) <= _FEW * len(texts)


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
