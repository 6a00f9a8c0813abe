"""How a Word document is set: paper, faces, sizes and distances, by language and length.

Chinese follows GB/T 9704-2012: A4, 22 lines of 28 characters, 仿宋 of size three.
"""

from dataclasses import dataclass, replace
from typing import Final

from tracking.briefing.briefing import Briefing

# Twentieths of a point, the measure of Word's distances, in a millimetre.
TWIPS_IN_MM: Final = 1440 / 25.4


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface: for Latin letters and figures, for Chinese, and whether it is bold."""

    latin: str
    chinese: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Letters:
    """A face in a size, in points, and the height of its line; 0 lets the line grow with it."""

    face: Face
    size: float
    line: float = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """A4's margins in millimetres, and how far header and footer are from the edges."""

    top: float
    bottom: float
    left: float
    right: float
    header: float
    footer: float

    @property
    def wide(self) -> int:
        """The width of the text in twips."""
        return 11906 - twips(self.left) - twips(self.right)

    @property
    def high(self) -> float:
        """The height of the text in millimetres."""
        return 297 - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that has a look.

    `headings` are those of the three levels, `numbers` Word's name of their numerals and what
    stands round them. `tight` is taken off each character's width, in twips: so 28 go on a line.
    `indent` is the first line's, in characters. `charts` is how high charts are beside the usual,
    `space` how far captions and cells are from what is round them. `tables` are the sizes a table
    may be set in, the largest first.
    """

    paper: Paper
    title: Letters
    subtitle: Letters
    body: Letters
    headings: tuple[Letters, Letters, Letters]
    numbers: tuple[tuple[str, str], tuple[str, str], tuple[str, str]]
    caption: Letters
    note: Letters
    page: Letters
    foot: Letters
    table: Face
    table_head: Face
    tables: tuple[float, ...]
    indent: int
    after: float
    tight: int = 0
    charts: float = 1.0
    chart_letters: float = 9
    space: float = 1.0
    grid: bool = False


def twips(mm: float) -> int:
    """Millimetres in twips."""
    return int(mm * TWIPS_IN_MM + 0.5)


def layout_of(briefing: Briefing, size: float = 1.0) -> Layout:
    """The layout for its language and length, its letters and lines of another size."""
    layout = _LAYOUTS[briefing.language, briefing.full]
    return layout if size == 1.0 else _sized(layout, size)


def _sized(layout: Layout, size: float) -> Layout:
    """All of the text larger or smaller; what stands in the margins stays as it is."""
    first, second, third = (_letters(one, size) for one in layout.headings)
    return replace(
        layout,
        title=_letters(layout.title, size),
        subtitle=_letters(layout.subtitle, size),
        body=_letters(layout.body, size),
        headings=(first, second, third),
        caption=_letters(layout.caption, size),
        note=_letters(layout.note, size),
        tables=tuple(_half(points * size) for points in layout.tables),
        charts=layout.charts * size,
        chart_letters=_half(layout.chart_letters * size),
        space=layout.space * size**4,
    )


def _letters(letters: Letters, size: float) -> Letters:
    return replace(letters, size=_half(letters.size * size), line=letters.line * size)


def _half(points: float) -> float:
    """Word knows half points."""
    return round(points * 2) / 2


# How large what is on one page may be, beside its usual size: the first that fits is taken.
PAGE_SIZES: Final = (1.4, 1.3, 1.2, 1.15, 1.1, 1.05, 1.0, 0.96, 0.92, 0.88, 0.84, 0.8, 0.75)

_FANGSONG: Final = Face("Times New Roman", "仿宋_GB2312")
_BOLD_FANGSONG: Final = Face("Times New Roman", "仿宋_GB2312", bold=True)
_HEI: Final = Face("Times New Roman", "黑体")
_KAI: Final = Face("Times New Roman", "楷体_GB2312")
_SONG: Final = Face("宋体", "宋体")
_TITLE: Final = Face("Times New Roman", "方正小标宋简体")
_SERIF: Final = Face("Times New Roman", "宋体")
_SANS: Final = Face("Arial", "黑体")
_BOLD_SANS: Final = Face("Arial", "黑体", bold=True)

# The standard's margins; its page number stands 7 mm below the text.
_STANDARD: Final = Paper(37, 35, 28, 26, 20, 17)
_ENGLISH: Final = Paper(28, 28, 27, 27, 13, 12)
_CHINESE_NUMBERS: Final = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3. "),
)
_ENGLISH_NUMBERS: Final = (
    ("decimal", "%1  "),
    ("decimal", "%1.%2  "),
    ("decimal", "%1.%2.%3  "),
)

_CHINESE: Final = Layout(
    paper=_STANDARD,
    title=Letters(_TITLE, 22, 36),
    subtitle=Letters(_KAI, 14, 28.95),
    body=Letters(_FANGSONG, 16, 28.95),
    headings=(
        Letters(_HEI, 16, 28.95), Letters(_KAI, 16, 28.95), Letters(_BOLD_FANGSONG, 16, 28.95),
    ),
    numbers=_CHINESE_NUMBERS,
    caption=Letters(_HEI, 12, 20),
    note=Letters(_KAI, 10.5, 15),
    page=Letters(_SONG, 14, 18),
    foot=Letters(_SERIF, 8, 10),
    table=_FANGSONG,
    table_head=_HEI,
    tables=(10.5, 9, 8),
    indent=2,
    after=0,
    tight=5,
    grid=True,
)  # fmt: skip
_CHINESE_PAGE: Final = Layout(
    paper=Paper(18, 21, 22, 22, 9, 9),
    title=Letters(_TITLE, 18, 25),
    subtitle=Letters(_KAI, 11, 15),
    body=Letters(_FANGSONG, 10.5, 14.5),
    headings=(Letters(_HEI, 11, 15), Letters(_KAI, 11, 15), Letters(_BOLD_FANGSONG, 11, 15)),
    numbers=_CHINESE_NUMBERS,
    caption=Letters(_HEI, 9, 12),
    note=Letters(_KAI, 7.5, 9.2),
    page=Letters(_SONG, 12, 15),
    foot=Letters(_SERIF, 8, 10),
    table=_FANGSONG,
    table_head=_HEI,
    tables=(8.5, 8),
    indent=2,
    after=0,
    charts=0.6,
    chart_letters=6.5,
    space=0.3,
)
_ENGLISH_FULL: Final = Layout(
    paper=_ENGLISH,
    title=Letters(_BOLD_SANS, 20, 26),
    subtitle=Letters(_SANS, 12, 18),
    body=Letters(_SERIF, 11.5, 16),
    headings=(
        Letters(_BOLD_SANS, 15, 22), Letters(_BOLD_SANS, 12.5, 19), Letters(_BOLD_SANS, 11, 17),
    ),
    numbers=_ENGLISH_NUMBERS,
    caption=Letters(_BOLD_SANS, 9.5, 14),
    note=Letters(_SERIF, 9.5, 13),
    page=Letters(_SERIF, 11, 15),
    foot=Letters(_SERIF, 8, 10),
    table=_SERIF,
    table_head=_BOLD_SANS,
    tables=(9.5, 8.5, 8),
    indent=0,
    after=6,
    chart_letters=8,
)  # fmt: skip
_ENGLISH_PAGE: Final = Layout(
    paper=Paper(18, 21, 22, 22, 9, 9),
    title=Letters(_BOLD_SANS, 16, 21),
    subtitle=Letters(_SANS, 10.5, 15),
    body=Letters(_SERIF, 9.5, 11.5),
    headings=(
        Letters(_BOLD_SANS, 10.5, 14), Letters(_BOLD_SANS, 10, 13), Letters(_BOLD_SANS, 9.5, 13),
    ),
    numbers=_ENGLISH_NUMBERS,
    caption=Letters(_BOLD_SANS, 8.5, 11),
    note=Letters(_SERIF, 7.5, 8.8),
    page=Letters(_SERIF, 10, 13),
    foot=Letters(_SERIF, 8, 10),
    table=_SERIF,
    table_head=_BOLD_SANS,
    tables=(8, 7.5),
    indent=0,
    after=1,
    charts=0.6,
    chart_letters=6.5,
    space=0.3,
)  # fmt: skip
_LAYOUTS: Final = {
    ("zh", True): _CHINESE,
    ("zh", False): _CHINESE_PAGE,
    ("en", True): _ENGLISH_FULL,
    ("en", False): _ENGLISH_PAGE,
}
