"""Numbers, shares, quarters and days as people write them, in Chinese and in English.

Halves are rounded away from zero, as every reader does by hand; a missing value is “—”.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from math import isfinite
from typing import Final, Protocol, cast

from tracking.words.catalogue import N_, Language, Text, say

MISSING: Final = "—"

# How a report's qualifier is said beside its number.
_QUALIFIED: Final = {
    "≥": N_("over {quantity}"),
    "≤": N_("at most {quantity}"),
    "~": N_("about {quantity}"),
}
# How a share is rounded until it is of its class: decimals and direction.
_NEARER_AND_NEARER: Final = (
    (0, ROUND_HALF_UP), (1, ROUND_HALF_UP), (1, ROUND_FLOOR), (1, ROUND_CEILING),
)  # fmt: skip
_MONTHS: Final = dict(
    enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)  # noqa: SIM905
)
_POWERS: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALED_UNIT: Final = re.compile(rf"(?:(\d+) )?({'|'.join(_POWERS)}) (.+)")


class Indexed(Protocol):
    """What a name needs of a quarter: programme.Quarter, which stands above this room, has it."""

    @property
    def index(self) -> int:
        """4·year + quarter − 1."""


class Counted(Protocol):
    """What a quantity needs of an indicator: the unit it is counted in, and its decimals."""

    @property
    def unit(self) -> Text:
        """The unit, e.g. 家."""

    @property
    def decimals(self) -> int:
        """How many decimals its values are shown with."""


def number(language: Language, value: float, decimals: int = 0) -> str:  # noqa: ARG001
    """The exact number, with thousands separators.

    >>> number("zh", 1234567.5), number("en", -0.125, 2), number("zh", float("nan"))
    ('1,234,568', '−0.13', '—')
    """
    return _written(_rounded(value, decimals), decimals) if isfinite(value) else MISSING


def brief(language: Language, value: float, decimals: int = 0) -> str:
    """The number as it is said: 万 and 亿 in Chinese, million and more in English.

    >>> brief("zh", 14600), brief("zh", 9999.7), brief("zh", 123456789), brief("zh", 87.25, 1)
    ('1.46万', '1万', '1.23亿', '87.3')
    >>> brief("en", 14600), brief("en", 1234567), brief("en", -2.5e9), brief("en", 999_999.9)
    ('14,600', '1.23 million', '−2.5 billion', '1 million')
    """
    if not isfinite(value):
        return MISSING
    for size, word in _said_sizes(language):
        # Judged on the rounded number, so that 9,999.7 is 1万 and not 10,000.
        if abs(_rounded(value, decimals)) >= size:
            scaled = value / size
            return f"{_short(scaled)}{word}"
    return number(language, value, decimals)


def share(language: Language, value: float, decimals: int = 0) -> str:  # noqa: ARG001
    """A share as a percentage.

    >>> share("zh", 0.76), share("en", 0.885), share("en", 1.2345, 1), share("zh", float("nan"))
    ('76%', '89%', '123.5%', '—')
    """
    if not isfinite(value):
        return MISSING
    return _percentage(float(value), decimals)


def share_in_class(language: Language, value: float, class_of: Callable[[float], object]) -> str:  # noqa: ARG001
    """A share that what is told has the class of: near a limit one decimal, rounded inwards.

    >>> share_in_class("en", 0.797, lambda share: share >= 0.8)
    '79.7%'
    >>> share_in_class("en", 0.79996, lambda share: share >= 0.8)
    '79.9%'
    """
    exact = Decimal(repr(float(value))) * 100
    for decimals, way in _NEARER_AND_NEARER:
        told = exact.quantize(Decimal(1).scaleb(-decimals), way)
        if class_of(float(told / 100)) == class_of(value):
            break
    return _written(told, decimals) + "%"


def signed(language: Language, value: float, decimals: int = 0) -> str:
    """A difference, with its sign; 0 has none.

    >>> signed("zh", 1234.5), signed("en", -3.21, 1), signed("zh", -0.2)
    ('+1,235', '−3.2', '0')
    """
    text = number(language, value, decimals)
    return f"+{text}" if isfinite(value) and _rounded(value, decimals) > 0 else text


def quarter(language: Language, q: Indexed | int, short: bool = False) -> str:
    """A quarter's name, from a Quarter or its index; the short one is the reports' own code.

    >>> quarter("zh", 8098), quarter("en", 8098), quarter("zh", 8098, short=True)
    ('2024年三季度', '2024 Q3', '2024Q3')
    """
    index = getattr(q, "index", q)
    year, n = divmod(cast("int", index), 4)
    if short:
        return f"{year}Q{n + 1}"
    return f"{year} Q{n + 1}" if language == "en" else f"{year}年{'一二三四'[n]}季度"


def day(language: Language, value: date) -> str:
    """A day.

    >>> day("zh", date(2024, 9, 30)), day("en", date(2024, 9, 30))
    ('2024年9月30日', '30 Sep 2024')
    """
    if language == "en":
        return f"{value.day} {_MONTHS[value.month]} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


def quantity(
    language: Language, value: float, indicator: Counted, qualifier: str = "", brief: bool = True
) -> str:
    """A value with its unit and its qualifier (超, 约, 不超过); `brief=False` gives every digit.

    >>> from types import SimpleNamespace
    >>> firms = SimpleNamespace(unit=Text("家", "enterprises"), decimals=0)
    >>> quantity("zh", 140000, firms, "≥"), quantity("en", 140000, firms, "≥")
    ('超14万家', 'over 140,000 enterprises')
    >>> yuan = SimpleNamespace(unit=Text("亿元", "100 million yuan"), decimals=2)
    >>> quantity("en", 325.5, yuan), quantity("en", 325.5, yuan, brief=False)
    ('32.55 billion yuan', '32,550 million yuan')
    >>> sessions = SimpleNamespace(unit=Text("场", "sessions", "session"), decimals=0)
    >>> quantity("en", 1, sessions), quantity("en", 1, sessions, "≥"), quantity("en", 0, sessions)
    ('1 session', 'over 1 session', '0 sessions')
    """
    if not isfinite(value):
        return MISSING
    return qualified(language, _with_unit(language, value, indicator, brief), qualifier)


def qualified(language: Language, amount: str, qualifier: str) -> str:
    """An amount in words with what its report said of it; nothing is said of an exact one.

    >>> qualified("zh", "85%", "≥"), qualified("en", "85%", "~"), qualified("en", "85%", "")
    ('超85%', 'about 85%', '85%')
    """
    if qualifier not in _QUALIFIED:
        return amount
    return say(language, _QUALIFIED[qualifier], quantity=amount)


def difference(language: Language, value: float, indicator: Counted, brief: bool = True) -> str:
    """A gap or a change in the indicator's own unit, signed; of a percentage in points.

    >>> from types import SimpleNamespace
    >>> rate = SimpleNamespace(unit=Text("%", "%"), decimals=1)
    >>> difference("zh", -3.25, rate), difference("en", 0.8, rate)
    ('−3.3个百分点', '+0.8 percentage points')
    """
    if not isfinite(value):
        return MISSING
    if indicator.unit.zh == "%":
        amount = signed(language, value, indicator.decimals)
        return say(language, N_("{amount} percentage points"), amount=amount)
    text = _with_unit(language, value, indicator, brief)
    return f"+{text}" if _rounded(value, indicator.decimals) > 0 else text


# A heat table says hundreds of shares, and the same ones on each rerun of its page.
@lru_cache(maxsize=1 << 14)
def _percentage(value: float, decimals: int) -> str:
    return _written(_rounded(Decimal(repr(value)) * 100, decimals), decimals) + "%"


def _with_unit(language: Language, value: float, indicator: Counted, short: bool) -> str:
    unit = indicator.unit.to(language)
    factor, counted = _unit_scale(unit) if language == "en" else (1, unit)
    if factor == 1:
        text = (brief if short else number)(language, value, indicator.decimals)
        if language == "en" and text in ("1", "−1"):
            unit = indicator.unit.one or unit
        return f"{text}{'' if language == 'zh' or unit in ('%', '‰', '') else ' '}{unit}"
    if not short:
        return _in_full_english(value, unit, indicator.decimals)
    return f"{_whole_english(value * factor)} {counted}"


def _in_full_english(value: float, unit: str, decimals: int) -> str:
    """Every digit in a scaled unit: 325.50 of 100 million yuan are 32,550 million yuan."""
    found = _SCALED_UNIT.fullmatch(unit)
    assert found is not None
    lead = int(found[1] or 1)
    places = max(0, decimals - (len(str(lead)) - 1))
    return f"{number('en', value * lead, places)} {found[2]} {found[3]}"


@cache
def _unit_scale(unit: str) -> tuple[int, str]:
    """What an English unit multiplies by: "100 million yuan" is (100,000,000, "yuan")."""
    found = _SCALED_UNIT.fullmatch(unit)
    if not found:
        return 1, unit
    return int(found[1] or 1) * _POWERS[found[2]], found[3]


def _whole_english(value: float) -> str:
    for size, word in ((10**12, " trillion"), (10**9, " billion"), (10**6, " million")):
        if abs(value) >= size:
            return f"{_short(value / size)}{word}"
    return number("en", value)


def _said_sizes(language: Language) -> tuple[tuple[int, str], ...]:
    if language == "en":
        return ((10**9, " billion"), (10**6, " million"))
    return ((10**8, "亿"), (10**4, "万"))


def _short(value: float) -> str:
    """Three or more significant digits, without idle zeros: 1.46, 123.5, 1,235."""
    decimals = 2 if abs(value) < 100 else 1 if abs(value) < 1000 else 0
    text = _written(_rounded(value, decimals), decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(value: float | Decimal, decimals: int) -> Decimal:
    # Through repr: 0.125 is meant as written, not as the binary number next to it.
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _written(value: Decimal, decimals: int) -> str:
    text = f"{abs(value):,.{decimals}f}"
    return f"−{text}" if value < 0 else text
