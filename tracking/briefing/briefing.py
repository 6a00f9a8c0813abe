"""A briefing as plain data: all that a document says, before a writer gives it a form.

A writer invents nothing: every text, number, colour and reference stands here. Texts are plain; a
writer escapes them for its format.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from tracking.briefing.data import Data
from tracking.programme import Quarter
from tracking.words import Language

# How a column's values are to be read: words, a status, a count, a share (0.76 is 76%), or a value
# in the unit and decimals of its cell.
ColumnKind = Literal["text", "status", "count", "share", "quantity"]
# What a line of a course shows.
Role = Literal[
    "actual", "history", "ministry", "regions", "planned", "target",
    "centre", "low", "high", "full_pace",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure comes from: `number` is printed beside it, [3]; `reference` leads to it.

    `said` names indicator, unit and quarter, `value` the figure, `stands_in` the report and row or
    the sum it is.
    """

    number: int
    reference: str
    said: str
    value: str
    stands_in: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One computed sentence, and the numbers of the origins it rests on."""

    text: str
    origins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: as it is written, and the number, status and origin behind it.

    `value` is in the column's terms (a share 0.76); None where there is none, never NaN.
    """

    said: str
    value: float | None = None
    status: str = ""
    origin: int = 0
    decimals: int = 0
    unit: str = ""  # of a quantity, what it is counted in


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, how to read it, and how wide it is beside the others.

    `total`: the last row of the table is the sum of the rows above.
    """

    head: str
    kind: ColumnKind
    width: float = 1.0
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `code` names it in files, `note` stands below it."""

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a filled square, bar or segment looks: #RRGGBB, the ink on it, its hatching."""

    colour: str
    ink: str
    pattern: str = ""  # "", or what is hatched: ".", "-", "/"
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """One status of stacked bars: how many in each row."""

    status: str
    name: str
    look: Look
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Stacked bars: how many indicators of each row have each status, worst first."""

    rows: tuple[str, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Bullet:
    """One indicator towards its target, as shares of the target, and all in words.

    `value` 0.8 is 80% of the target; `planned` where it should be by now, `before` where it was in
    the quarter compared with; None where there is none.
    """

    name: str
    value: float | None
    planned: float | None
    before: float | None
    value_said: str
    planned_said: str
    target_said: str
    status: str
    status_said: str
    look: Look


@dataclass(frozen=True, slots=True)
class Bullets:
    """Bars towards a target each; the target of all is at 1."""

    rows: tuple[Bullet, ...]


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One line of a course, one value a quarter; None is a gap. `said` is the last value."""

    role: Role
    name: str
    values: tuple[float | None, ...]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """An indicator's way to its target, quarter by quarter; `breaks` are positions of quarters.

    The lines of an outlook start at the last value and have every quarter up to the deadline;
    `band` names the area between its low and its high. `ticks`: round values and how each is said.
    """

    quarters: tuple[str, ...]
    lines: tuple[CourseLine, ...]
    unit: str
    decimals: int
    deadline: int  # the position of the deadline's quarter, −1 for none
    breaks: tuple[int, ...]
    band: str = ""
    ticks: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """One unit's bar: `value` a share or in the indicator's unit, None where there is none.

    `status_said` names the status that `look` shows, "" where it shows none.
    """

    name: str
    rank: str
    value: float | None
    said: str
    look: Look
    status_said: str = ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Units from the best down; `line` is drawn across with its name, None for none."""

    rows: tuple[RankedUnit, ...]
    line: float | None
    line_said: str
    share: bool
    unit: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Square:
    """One cell of a heat table or tile grid; a tile has a name and its place."""

    said: str
    value: float | None
    look: Look
    name: str = ""
    row: int = 0
    column: int = 0
    dotted: bool = False  # a city with separate planning, or the corps
    outside: bool = False  # not in scope


@dataclass(frozen=True, slots=True)
class Heat:
    """Rows by columns of squares."""

    heads: tuple[str, ...]
    rows: tuple[str, ...]
    squares: tuple[tuple[Square, ...], ...]


@dataclass(frozen=True, slots=True)
class Tiles:
    """The tile grid of the regions; `caption` must stand under it, `legend` beside it."""

    squares: tuple[Square, ...]
    legend: tuple[tuple[str, Look], ...]
    caption: str


@dataclass(frozen=True, slots=True)
class Traced:
    """One value of a chart: its row, square or quarter, and the reference that leads to it.

    `reference` is "" where nothing is known that could be looked up.
    """

    name: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Lookup:
    """How a chart's values are looked up: `said` stands under it in one line, "" for no way.

    `values` are as its rows, the squares of a heat table row by row, tiles, or a course's quarters.
    """

    said: str = ""
    values: tuple[Traced, ...] = ()


@dataclass(frozen=True)
class Chart:
    """One chart: what it draws as data, in words (`alt`), and as a Plotly figure.

    `conclusion` is the computed sentence that may head it; `lookup` leads to its values.
    """

    code: str
    title: str
    alt: str
    of: Counts | Bullets | Course | Ranking | Heat | Tiles
    figure: dict[str, Any]
    conclusion: str = ""
    lookup: Lookup = Lookup()


@dataclass(frozen=True)
class Section:
    """One section, in the order it is read; sections within it are one level down."""

    code: str
    heading: str
    parts: tuple["Sentence | Table | Chart | Section", ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every page of a document says it rests on.

    `lines` is the whole of it in words, `short` one line for a foot. `demonstration` is the label
    that invented figures carry on every page; "" where they are real.
    """

    programme: str
    data_up_to: str
    known_on: date
    data_version: int
    method_version: str
    demonstration: str
    short: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Briefing:
    """One briefing, complete; equal requests on equal knowledge give equal ones.

    `scope` is nation, chain:CODE, region:CODE, ministry:CODE or indicator:CODE. `method` tells
    letters, formulas and statuses, each with what it means. `file_stem` is the name of its files
    without ending; `data` what its data files are made of.
    """

    title: str
    subtitle: str
    language: Language
    scope: str
    quarter: Quarter
    compared_with: Quarter | None
    full: bool  # or one page
    key: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    origins: tuple[Origin, ...]
    notes: tuple[str, ...]
    method: tuple[tuple[str, str], ...]
    stamp: Stamp
    file_stem: str
    words: "Words"
    data: Data = field(compare=False, repr=False)

    def charts(self) -> Iterator[Chart]:
        """Every chart, in the order it is read."""
        return (part for part in _parts(self.sections) if isinstance(part, Chart))

    def tables(self) -> Iterator[Table]:
        """Every table, in the order it is read."""
        return (part for part in _parts(self.sections) if isinstance(part, Table))


@dataclass(frozen=True, slots=True)
class Words:
    """What writers head their own parts with, in the briefing's language."""

    contents: str
    key: str
    figure: str  # “Figure {n}”
    table: str  # “Table {n}”
    origins: str
    origin_number: str
    origin_said: str
    origin_value: str
    origin_stands_in: str
    origin_reference: str
    notes: str
    stamp: str
    target: str
    planned: str
    page: str  # “— {n} —”
    no_value: str


def _parts(sections: tuple[Section, ...]) -> Iterator[Sentence | Table | Chart | Section]:
    for section in sections:
        for part in section.parts:
            if isinstance(part, Section):
                yield from _parts((part,))
            else:
                yield part
