"""How a sheet is laid on paper: upright or across, how large, and which rows begin a page.

Excel ignores page ends of one's own where it fits a sheet to a width, so the size is reckoned here.
Lengths are points, rows count from 0.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Final

# A4 less margins, on its short and its long side: left and right, top and bottom.
_SHORT, _LONG = 595.3, 841.9
SIDE: Final = 0.3
TOP: Final = 0.6
FOOT: Final = 0.65
_INCH: Final = 72.0
# Programs and printers measure a little differently: some make a column of so many letters wider
# by a sixteenth, as they do not round a letter's width to whole pixels.
_SURE_WIDTH: Final = 0.91
_SURE_HEIGHT: Final = 0.95
# Letters of 10 points can still be read at this size; upright is preferred down to the second.
LEAST: Final = 0.65
_UPRIGHT: Final = 0.75
# How much smaller a sheet may be printed, or less full its pages be, so that its last page is not
# nearly empty.
_TIGHTER: Final = 0.9
_LOOSER: Final = (0.9, 0.8, 0.7, 0.6)
# A page filled less is nearly empty.
_SPARSE: Final = 0.25
# Where a table's head can be repeated, it rather goes on than leave so much of a page empty.
_EMPTY: Final = 0.5
# A table goes on to another page with so many rows on each side.
_TOGETHER: Final = 3
_ROW: Final = 15.0


@dataclass(frozen=True, slots=True)
class Block:
    """Rows from `first` up to before `after` that belong together.

    Where they must go on to another page, that page begins with one of `splits`. `head`: the row
    that says what stands in the columns, to be printed again there.
    """

    first: int
    after: int
    splits: tuple[int, ...] = ()
    head: int | None = None


@dataclass(eq=False)
class Printed:
    """What a sheet being written holds for paper: its blocks, and how wide it is."""

    columns: int
    letters: float = 100.0  # how wide a sentence may run
    least_width: float = 0.0
    in_part: bool = False  # or all that stands on it
    blocks: list[Block] = field(default_factory=list)
    _waiting: int | None = None

    def lead(self, row: int) -> None:
        """A heading or a caption in this row: it stays with what follows."""
        if self._waiting is None:
            self._waiting = row

    def body(
        self, row: int, after: int, splits: Iterable[int] = (), head: int | None = None
    ) -> None:
        """What stands in these rows, with the headings that led to it."""
        first = row if self._waiting is None else self._waiting
        self._waiting = None
        self.blocks.append(Block(first, after, tuple(splits), head))


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet on paper: its way, its size, the rows that begin a page, the one repeated."""

    across: bool
    percent: int
    breaks: tuple[int, ...]
    repeated: int | None = None


def rows_between(first: int, after: int) -> range:
    """The rows of a table, from `first` up to before `after`, that may begin another page."""
    return range(first + _TOGETHER, after - _TOGETHER + 1)


def fits_upright(letters: Iterable[float]) -> bool:
    """Whether columns so many letters wide are printed upright, if nothing else is wider."""
    width = sum((int(7 * one + 0.5) + 5) * 0.75 for one in letters)
    return width <= room(across=False)[0] / _UPRIGHT


def lay_out(width: float, heights: Sequence[float], blocks: Sequence[Block]) -> Layout:
    """The sheet at the largest size at which no page is nearly empty and no table loses its head.

    `heights` are those of all rows down to the last.
    """
    tops = [0.0, *accumulate(heights)]
    across, most = _way(width, tops, blocks)
    best = _laid(across, most, 1.0, tops, blocks)
    fewest = _faults(best, tops, blocks)
    least = min(most, max(round(LEAST * 100), round(most * _TIGHTER)))
    smaller = [(percent, 1.0) for percent in range(most - 1, least - 1, -1)]
    for percent, full in (*smaller, *((most, full) for full in _LOOSER)):
        if not fewest:
            break
        tried = _laid(across, percent, full, tops, blocks)
        faults = _faults(tried, tops, blocks)
        if faults < fewest:
            best, fewest = tried, faults
    return best


def room(*, across: bool) -> tuple[float, float]:
    """How wide and how high a page is within its margins."""
    wide, high = (_LONG, _SHORT) if across else (_SHORT, _LONG)
    return (
        (wide - 2 * SIDE * _INCH) * _SURE_WIDTH,
        (high - (TOP + FOOT) * _INCH) * _SURE_HEIGHT,
    )


# Where each row's upper edge is, and the last one's lower.
_Tops = Sequence[float]


def _way(width: float, tops: _Tops, blocks: Sequence[Block]) -> tuple[bool, int]:
    """Across or upright, and the largest size in percent at which nothing is cut."""
    tallest = max((_uncut(block, tops) for block in blocks), default=_ROW)

    def size(*, across: bool) -> float:
        wide, high = room(across=across)
        return min(1.0, wide / width, max(LEAST, high / tallest))

    upright = size(across=False)
    across = upright < _UPRIGHT and size(across=True) > upright
    return across, int(100 * (size(across=True) if across else upright))


def _uncut(block: Block, tops: _Tops) -> float:
    """The height of the longest run of a block's rows that must stay on one page."""
    edges = [block.first, *block.splits, block.after]
    return max(tops[b] - tops[a] for a, b in pairwise(edges))


def _laid(across: bool, percent: int, full: float, tops: _Tops, blocks: Sequence[Block]) -> Layout:
    """The sheet at this size, its pages as `full` as they may be where its blocks let them."""
    begins = tuple(_begins(tops, blocks, _high(across, percent), full))
    # What is repeated is so on every page after it: only where nothing else follows.
    head = blocks[-1].head if blocks else None
    cut = head is not None and any(row > head for row in begins)
    return Layout(across, percent, begins, head if cut else None)


def _high(across: bool, percent: int) -> float:
    return room(across=across)[1] * 100 / percent


def _begins(tops: _Tops, blocks: Sequence[Block], high: float, full: float) -> Iterator[int]:
    """The rows that begin a page, but for the first."""
    page = 0
    for block in blocks:
        enough = high if block.first == page else full * high
        if tops[block.after] - tops[page] <= enough:
            continue
        whole = tops[block.after] - tops[block.first] <= high
        spare = _EMPTY if block is blocks[-1] and block.head is not None else _SPARSE
        sparse = tops[block.first] - tops[page] < spare * high
        goes_on = block.splits and tops[block.splits[0]] - tops[page] <= high
        if block.first > page and not (goes_on and (sparse or not whole)):
            page = block.first
            yield page
        head = block.head if block is blocks[-1] else None
        again = tops[head + 1] - tops[head] if head is not None else 0.0
        for row in _continued(tops, block, page, high, again):
            page = row
            yield page


def _continued(tops: _Tops, block: Block, page: int, high: float, again: float) -> Iterator[int]:
    """The rows at which a block too long goes on, `again` being the height of what is repeated."""
    left = high
    while tops[block.after] - tops[page] > left:
        begun = bisect_right(block.splits, page)
        fit = bisect_right(block.splits, tops[page] + left, key=lambda row: tops[row])
        if fit <= begun:
            return
        # Enough is left for the last page.
        enough = bisect_right(
            block.splits, tops[block.after] - _SPARSE * high, key=lambda row: tops[row]
        )
        page = block.splits[max(min(fit, enough), begun + 1) - 1]
        yield page
        left = high - again


def _faults(layout: Layout, tops: _Tops, blocks: Sequence[Block]) -> int:
    """How many pages are nearly empty, and how many begin within a table without its head."""
    if not layout.breaks:
        return 0
    high = _high(layout.across, layout.percent)
    edges = [0, *layout.breaks, len(tops) - 1]
    sparse = sum(tops[b] - tops[a] < _SPARSE * high for a, b in pairwise(edges))
    if layout.repeated is not None:
        return sparse
    within = {row for block in blocks for row in block.splits}
    return sparse + sum(row in within for row in layout.breaks)
