"""Quarters and bases as reports write them: 2024Q3, 2024年三季度, 2024年1-9月; 本年累计, 期末."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal

from tracking.intake.limits import NAME_CHARACTERS
from tracking.programme import Basis, Quarter
from tracking.words import Text


@dataclass(frozen=True, slots=True)
class Period:
    """The quarter a report is for, and the basis its wording implies ("" when it implies none).

    `at_end` tells whether the period ends with the quarter.
    """

    quarter: Quarter
    implies: Basis | Literal[""] = ""
    at_end: bool = True


def period_of(text: str) -> Period | None:
    """The period that a cell or head names, None where it names none.

    >>> period_of("2024年第三季度").quarter, period_of("２０２４年１－９月").implies
    (Quarter(index=8098), 'year_to_date')
    >>> period_of("2024-08").at_end, period_of("近三成")
    (False, None)
    """
    if len(text) > NAME_CHARACTERS:
        return None
    plain = _plain(text)
    for pattern, made in _FORMS:
        found = pattern.fullmatch(plain)
        if found:
            return made(found)
    return None


def day_of(text: str) -> date | None:
    """The day that a cell names, None where it names none.

    >>> day_of("2024年9月30日"), day_of("２０２４/９/３０"), day_of("2024-02-30")
    (datetime.date(2024, 9, 30), datetime.date(2024, 9, 30), None)
    """
    if len(text) > NAME_CHARACTERS:
        return None
    found = _DAY.fullmatch(_plain(text)) or _DAY_8.fullmatch(_plain(text))
    return _date(found) if found else None


# What a word for a basis can mean by itself; `total` and `this` depend on the indicator's kind.
Word = Basis | Literal["total", "this"]

BASIS_NAMES: Final[dict[Basis, Text]] = {
    "quarter": Text("本季", "quarter"),
    "year_to_date": Text("本年累计", "year to date"),
    "since_start": Text("自启动以来累计", "since start"),
    "period_end": Text("期末", "period end"),
}

BASIS_WORDS: Final[dict[Word, str]] = {
    "quarter": """本季 当季 本季度 当季度 单季 季度值 本季值 本季新增 当季新增 季度
        quarter quarterly this_quarter in_the_quarter""",
    "year_to_date": """本年累计 年累计 累计（年） 累计（本年） 本年度累计 当年累计 年初至今
        年初以来累计 年度累计 1至本季累计 year_to_date ytd""",
    "since_start": """自启动以来累计 启动以来累计 自启动累计 启动以来 历年累计 总累计 行动以来累计
        行动启动以来累计 自实施以来累计 since_start since_the_start""",
    "period_end": """期末 余额 存量 期末数 期末值 期末余额 时点 时点数 季末 季末数 年末
        period_end end_of_period end_of_quarter quarter_end balance stock level""",
    "total": "累计 累计数 累计值 cumulative total",
    "this": "本期 本期数 本期值 当期 current current_period",
}


def basis_word(text: str) -> Word | None:
    """The basis that a cell names, None where it names none.

    >>> basis_word("本年 累计"), basis_word("Period end"), basis_word("累计"), basis_word("同比")
    ('year_to_date', 'period_end', 'total', None)
    """
    return _basis_words().get(_bare(text)) if len(text) <= NAME_CHARACTERS else None


@cache
def _basis_words() -> dict[str, Word]:
    return {_bare(w): basis for basis, words in BASIS_WORDS.items() for w in words.split()}


def _bare(text: str) -> str:
    return re.sub(r"[\s_\-]+", "", unicodedata.normalize("NFKC", text).casefold())


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",),
            ("june", "jun"), ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"),
            ("october", "oct"), ("november", "nov"), ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_A_MONTH: Final = "(" + "|".join(_MONTHS) + ")"

_CLOCK: Final = re.compile(r"(?<=\d)[\st]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?z?$")
_DIGITS: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")


def _plain(text: str) -> str:
    """The wording reduced: full-width, blanks and filling words gone, one dash, one digit."""
    plain = _CLOCK.sub("", unicodedata.normalize("NFKC", text).casefold().strip())
    plain = re.sub(r"[\s,]+|第|截至|截止|同期", "", plain)
    plain = re.sub(r"[–—−~～至到]+", "-", plain)
    plain = re.sub(r"季度?", "季", plain.replace("年度", "年")).replace("年/", "年")
    plain = plain.replace("十二月", "12月").replace("十一月", "11月").replace("十月", "10月")
    plain = plain.translate(_DIGITS)
    return re.sub(r"(?<=[\d季年月日])(?:末|底|止)$", "", plain)


def _quarter(year: str, number: str) -> Period | None:
    return Period(Quarter(int(year) * 4 + int(number) - 1))


def _year_to(year: str, number: int) -> Period:
    return Period(Quarter(int(year) * 4 + number - 1), "year_to_date")


def _month(year: str, month: int) -> Period | None:
    if not 1 <= month <= 12:
        return None
    return Period(Quarter.at(date(int(year), month, 1)), at_end=month % 3 == 0)


def _months(year: str, first: int, last: int) -> Period | None:
    """Months from January are the year to date; exactly a quarter's months are the quarter."""
    ends = _month(year, last)
    if ends is None or not 1 <= first <= last:
        return None
    if first == 1:
        return Period(ends.quarter, "year_to_date", ends.at_end)
    whole_quarter = ends.at_end and first == last - 2
    return Period(ends.quarter, "quarter") if whole_quarter else None


def _day(found: re.Match[str]) -> Period | None:
    day = _date(found)
    if day is None:
        return None
    # Excel makes 2024年9月 the first day of that month; so the first day stands for the month.
    if day.day == 1:
        return _month(str(day.year), day.month)
    quarter = Quarter.at(day)
    return Period(quarter, at_end=day == quarter.last_day)


def _date(found: re.Match[str]) -> date | None:
    year, month, day = (int(part) for part in found.groups())
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)


_Y: Final = r"((?:19|20)\d\d)"
_DAY: Final = re.compile(_Y + r"[年\-/.](\d{1,2})[月\-/.](\d{1,2})日?")
_DAY_8: Final = re.compile(_Y + r"(\d\d)(\d\d)")

_Made = Callable[[re.Match[str]], Period | None]
_FORMS: Final[tuple[tuple[re.Pattern[str], _Made], ...]] = tuple(
    (re.compile(pattern), made)
    for pattern, made in (
        (_Y + r"[年\-/.]?q([1-4])季?", lambda m: _quarter(m[1], m[2])),
        (r"q([1-4])[\-/.]?" + _Y + "年?", lambda m: _quarter(m[2], m[1])),
        (_Y + r"年?[\-/.]?([1-4])季", lambda m: _quarter(m[1], m[2])),
        (_Y + r"年?(?:[1-4]季|1-[1-4]季|前[2-4]季)累计", lambda m: _year_to(m[1], int(m[0][-4]))),
        (_Y + r"年?(?:1-[1-4]季|前[2-4]季)", lambda m: _year_to(m[1], int(m[0][-2]))),
        (_Y + r"年?(?:上半年|h1)(?:累计)?", lambda m: _year_to(m[1], 2)),
        ("h1[-/]?" + _Y, lambda m: _year_to(m[1], 2)),
        (_Y + r"(?:年|全年|年全年|fy)?(?:累计)?", lambda m: _year_to(m[1], 4)),
        (_Y + r"[年\-/.](\d{1,2})月?", lambda m: _month(m[1], int(m[2]))),
        (_Y + r"(\d\d)", lambda m: _month(m[1], int(m[2]))),
        (_Y + r"[年\-/.](\d{1,2})月累计", lambda m: _months(m[1], 1, int(m[2]))),
        (
            _Y + r"年(\d{1,2})月?-(\d{1,2})月?(?:累计)?",
            lambda m: _months(m[1], int(m[2]), int(m[3])),
        ),
        (
            _Y + r"[\-/.](\d{1,2})-(\d{1,2})月(?:累计)?",
            lambda m: _months(m[1], int(m[2]), int(m[3])),
        ),
        (_A_MONTH + r"\.?[\-/]?" + _Y, lambda m: _month(m[2], _MONTHS[m[1]])),
        (
            _A_MONTH + r"\.?-" + _A_MONTH + r"\.?[\-/]?" + _Y,
            lambda m: _months(m[3], _MONTHS[m[1]], _MONTHS[m[2]]),
        ),
        (_DAY.pattern, _day),
        (_DAY_8.pattern, _day),
    )
)
