"""Where the table stands within a sheet: titles above, heads, totals, repeated heads, notes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.intake.contract import column_of
from tracking.intake.limits import NAME_CHARACTERS
from tracking.intake.numbers import tidy
from tracking.intake.periods import period_of

Rows = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

# The heads stand within the first rows, below a few titles.
LOOKED_AT: Final = 60
KEYS: Final[frozenset[str | None]] = frozenset({"unit", "period", "indicator"})
# Columns that say what a row is about: 合计 stands in one of these.
LABELS: Final = KEYS | {"", None}
_SECOND_ROW: Final = re.compile(
    r"第?[一二三四1-4]季度?|q[1-4]|[上下]半年|全年|前三季度|(?:1[-~至])?1?[0-9]月", re.IGNORECASE
)
_TOTAL: Final = re.compile(
    r"(?:全国|全省|全市|全区|全自治区|全兵团|各?地区|各省|各市|各县|各单位|各部门|本页|本表|本季|累计)?"
    r"(?:[东中西]部|东北)?(?:地区)?(?:合计|总计|小计|共计|合计数)(?:[(（].*[)）])?[:：]?|(?:grand)?(?:sub)?total",
    re.IGNORECASE,
)
# What such a label can end in; most are not looked at further.
_TOTAL_ENDS: Final = frozenset("计数)）:：lL \u3000\n")
_NOTE: Final = re.compile(
    r"(?:注|附注|备注|说明|填表说明|填报说明|填表人|填报人|制表人?|审核人?|复核人?|负责人|单位负责人|分管领导"
    r"|联系人|联系电话|联系方式|电话|填表日期|填报日期|报出日期|数据来源|资料来源|来源|notes?|source"
    r"|filledinby|checkedby|telephone|date)[:：].*"
    r"|注[0-9一二三四五]?[、.．].*|第[0-9]+页.*|-[0-9]+-",
    re.IGNORECASE | re.DOTALL,
)
_SECTION: Final = re.compile(
    r"(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]).*", re.DOTALL
)
_STATED: Final = re.compile(
    r"(?:^|[\s(（])(?:计量|金额|数据|指标)?单位[:：]\s*"
    r"([百千万亿]*(?:美?元|家|个|项|人|件|台|套|场|户|次|%|％))(?=$|[\s,，;；、)）])"
)
_FILLED_IN: Final = re.compile(
    r"(填报单位|报送单位|上报单位|填报地区|报告期|填报期|报告期别|统计期|口径|统计口径)"
    r"(?:[(（][^()（）]{0,40}[)）])?[:：]\s*([^\s,，;；]+)"
)


@dataclass(frozen=True, eq=False)
class Grid:
    """A sheet's cells as text, one row for each row of the file that is not left out."""

    cells: pd.DataFrame
    rows: Rows


@dataclass(frozen=True, slots=True)
class Head:
    """The head rows `first` to `last` (positions in the sheet), and each column's head."""

    first: int
    last: int
    texts: tuple[str, ...]
    score: int


@dataclass(frozen=True, eq=False)
class Layout:
    """A sheet taken apart; `stated_unit` is what a line 单位：万元 above the table says."""

    header: tuple[str, ...]
    body: Grid
    totals: Grid
    head: Head
    stated_unit: str


def find_head(lines: Sequence[Sequence[str]]) -> Head | None:
    """The row, or pair of rows, that has most of the contract's heads; None where there is none.

    >>> find_head([["情况表"], ["单位", "指标", "2024年", ""], ["", "", "一季度", "二季度"]]).texts
    ('单位', '指标', '2024年/一季度', '2024年/二季度')
    """
    best: Head | None = None
    for n, line in enumerate(lines[:LOOKED_AT]):
        texts = tuple(head_text(cell) for cell in line)
        found = _scored(n, n, texts)
        if found.score and n + 1 < len(lines) and (below := _second_row(texts, lines[n + 1])):
            two = _scored(n, n + 1, below)
            found = two if two.score > found.score else found
        if found.score and (best is None or found.score > best.score):
            best = found
    return best


def head_text(cell: str) -> str:
    """A head on one line: a line break or blanks between Chinese characters mean nothing.

    Of an endless one only the beginning is kept, which is no head of ours.

    >>> head_text("填报\\n单位"), head_text(" Reporting  unit ")
    ('填报单位', 'Reporting unit')
    """
    return _head_text(cell.strip()[: NAME_CHARACTERS + 1])


@lru_cache(maxsize=10_000)
def _head_text(cell: str) -> str:
    text = re.sub(r"\s+", " ", cell)
    return re.sub(r"(?<=[^\x00-\xff]) | (?=[^\x00-\xff])", "", text)


def take_apart(lines: Grid, sample: Sequence[Sequence[str]], head: Head) -> Layout:
    """The table below this head; `sample` are the sheet's first rows as lists, blank ones too."""
    width = lines.cells.shape[1]
    texts = head.texts + ("",) * (width - len(head.texts))
    heads = [[*line, *[""] * (width - len(line))] for line in sample[head.first : head.last + 1]]
    titles = [_joined(line) for line in sample[: head.first]]
    below = _only(lines, lines.rows > head.last + 1)
    below = _only(below, ~_repeats(below, heads))
    below = _only(below, ~_beside_table(below, texts, {_joined(h) for h in heads} | {*titles}))
    kept = [n for n in range(width) if texts[n] or not_blank(below.cells[n]).any()]
    header = tuple(texts[n] for n in kept)
    below = Grid(below.cells[kept].set_axis(range(len(kept)), axis=1), below.rows)
    for text, value in _filled_in(titles, header).items():
        below.cells[len(header)] = pd.Series(value, index=below.cells.index, dtype="str")
        header += (text,)
    totals = _totals(below, header)
    stated = [found[1] for title in titles if (found := _STATED.search(title))]
    return Layout(
        header, _only(below, ~totals), _only(below, totals), head, stated[0] if stated else ""
    )


def _scored(first: int, last: int, texts: tuple[str, ...]) -> Head:
    codes = [column_of(text) for text in texts if text]
    known = {code for code in codes if code}
    periods = sum(period_head(text) for text in texts if text)
    score = 0
    if known & set(KEYS) and (len(known) >= 2 or (known and periods >= 2)):
        score = 3 * len(known) + 2 * periods + sum(code == "" for code in codes)
    return Head(first, last, texts, score)


def period_head(text: str) -> bool:
    """Whether a column's head names a year or a quarter.

    >>> [period_head(t) for t in ("2023年", "2024", "2024年/一季度", "2024Q3", "120")]
    [True, True, True, True, False]
    """
    return len(text) <= NAME_CHARACTERS and _period_head(text)


@lru_cache(maxsize=10_000)
def _period_head(text: str) -> bool:
    plain = tidy(text)
    if re.fullmatch(r"(?:19|20)[0-9]{2}年?度?", plain):
        return True
    return not plain.replace(".", "").isdigit() and period_of(plain) is not None


def _second_row(top: tuple[str, ...], below: Sequence[str]) -> tuple[str, ...]:
    """Both rows joined, () where the lower one is no head row: a head spans those below it."""
    low = tuple(head_text(cell) for cell in below)
    low += ("",) * (len(top) - len(low))
    top += ("",) * (len(low) - len(top))
    said = [text for text in low if text]
    heads = [
        t for t in said if column_of(t) is not None or period_head(t) or _SECOND_ROW.fullmatch(t)
    ]
    if not said or len(heads) < len(said):
        return ()
    joined: list[str] = []
    span = ""
    for over, under in zip(top, low, strict=True):
        span = over or (span if under else "")
        joined.append("/".join(dict.fromkeys(t for t in (span if under else over, under) if t)))
    return tuple(joined)


def not_blank(column: "pd.Series[Any]") -> Mask:
    """Which of a column's cells are not blank."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        filled = np.append(np.asarray(column.cat.categories != "", bool), False)
        return np.asarray(filled[column.cat.codes.to_numpy()])
    return np.asarray((column != "").to_numpy(dtype=bool))


def _joined(line: Sequence[str]) -> str:
    return " ".join(filter(None, map(str.strip, line)))


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _only(grid: Grid, mask: Mask) -> Grid:
    if mask.all():
        return grid
    return Grid(grid.cells[mask].reset_index(drop=True), grid.rows[mask])


def _repeats(grid: Grid, heads: Sequence[Sequence[str]]) -> Mask:
    """Rows that are a head row again, as on every page of a long table."""
    mask = np.zeros(len(grid.rows), bool)
    for head in heads:
        same = np.ones(len(grid.rows), bool)
        for n, text in enumerate(head):
            same &= (grid.cells[n] == text.strip()).to_numpy(dtype=bool)
            if not same.any():
                break
        mask |= same
    return mask


def _beside_table(grid: Grid, texts: tuple[str, ...], titles: set[str]) -> Mask:
    """Blank rows, titles again, section headings, and notes with the lines that go on from them.

    A row that fills every key column is data, whatever its texts say.
    """
    filled = [not_blank(grid.cells[n]) for n in range(grid.cells.shape[1])]
    keys = [filled[n] for n in range(len(texts)) if column_of(texts[n]) in KEYS]
    loose = ~np.logical_and.reduce(keys)
    count = np.zeros(len(grid.rows), np.int16)
    is_note, is_section, is_title = (np.zeros(len(grid.rows), bool) for _ in range(3))
    begins = tuple(title.split(" ")[0] for title in titles if title)
    for n, here in enumerate(filled):
        at = np.flatnonzero(loose & here & (count == 0))
        count += here
        codes, different = pd.factorize(grid.cells[n].iloc[at])
        first = [_bare(text) for text in different.tolist()]
        is_note[at] = np.array([bool(_NOTE.fullmatch(text)) for text in first], bool)[codes]
        is_section[at] = np.array([bool(_SECTION.fullmatch(text)) for text in first], bool)[codes]
        maybe = np.array([text.startswith(begins) for text in different.tolist()], bool)[codes]
        for row in at[maybe].tolist():
            is_title[row] = _joined(grid.cells.iloc[row].astype(str).tolist()) in titles
    single = loose & (count == 1)
    # A note goes on in the single cells below it, up to a row that is anything else.
    row = np.arange(len(count))
    last_note = np.maximum.accumulate(np.where(is_note, row, -1))
    last_other = np.maximum.accumulate(np.where(is_note | single, -1, row))
    goes_on = last_note > last_other
    beside: Mask = loose & (goes_on | (count == 0) | is_title | (is_section & (count == 1)))
    return beside


def _totals(grid: Grid, header: tuple[str, ...]) -> Mask:
    """Rows that one of the label columns calls 合计."""
    mask = np.zeros(len(grid.rows), bool)
    for n, head in enumerate(header):
        if column_of(head) not in LABELS or period_head(head):
            continue
        column = grid.cells[n]
        if isinstance(column.dtype, pd.CategoricalDtype):
            is_total = [_is_total(text) for text in column.cat.categories.tolist()]
            mask |= np.array([*is_total, False])[column.cat.codes.to_numpy()]
        else:
            mask |= np.array([_is_total(text) for text in column.tolist()], bool)
    return mask


def _is_total(text: str) -> bool:
    return len(text) < 30 and text[-1:] in _TOTAL_ENDS and bool(_TOTAL.fullmatch(_bare(text)))


def _filled_in(titles: list[str], header: tuple[str, ...]) -> dict[str, str]:
    """What the lines above say for every row, where the table has no column for it."""
    there = {column_of(text) for text in header}
    there |= {"period"} if any(period_head(text) for text in header) else set()
    said: dict[str, str] = {}
    for title in titles:
        for head, text in _FILLED_IN.findall(title):
            if column_of(head) not in there:
                there.add(column_of(head))
                said[head] = text
    return said
