"""How findings say a value with its unit of measure, a quarter, and how two values compare."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from tracking.intake.periods import BASIS_NAMES
from tracking.programme import Basis, Indicator
from tracking.words import LANGUAGES, N_, Language, Text, numbers, say

# From so many times on three digits do not say it without an exponent.
MANY: Final = 1000


def plain(value: float | None) -> str:
    """A number as a person writes it, without exponent.

    >>> plain(12000.0), plain(45.9), plain(1e12)
    ('12000', '45.9', '1000000000000')
    """
    rounded = float(f"{value if value is not None else np.nan:.12g}")
    return np.format_float_positional(rounded, trim="-")


def grouped(value: float) -> str:
    """A number with separators, and no digit more than it has: 150,000."""
    return f"{float(plain(value)):,.15g}"


@dataclass(frozen=True, slots=True)
class _Counted:
    unit: Text
    decimals: int


def quoted(indicator: Indicator) -> Text:
    """An indicator's name as it stands within quotation marks: ‘揭榜’成功项目数."""
    inner = str.maketrans("“”", "‘’")
    return Text(*(indicator.name.to(to).translate(inner) for to in LANGUAGES))


def amount(value: float, indicator: Indicator) -> Text:
    """A value with all its digits and its unit of measure: 40,510台."""
    decimals = len(plain(value).partition(".")[2])
    counted = _Counted(indicator.unit, decimals)
    return Text(*(numbers.quantity(to, value, counted, brief=False) for to in LANGUAGES))


def on_basis(value: Text, basis: Basis) -> Text:
    """A value and what it covers: 本年累计1,234.5亿元."""
    return said(N_("{value} ({basis})"), value=value, basis=BASIS_NAMES[basis])


def a_quarter(value: Text, of: Text) -> Text:
    """What a value that covers several quarters, `of`, comes to for each of them."""
    return said(N_("{value} a quarter, from {of}"), value=value, of=of)


def quarter(index: int) -> Text:
    """A quarter by its index: 2025年二季度, 2025Q2."""
    return Text(numbers.quarter("zh", index), numbers.quarter("en", index, short=True))


def times(now: float, before: float) -> Text:
    """How many times another a value is, or what share of it: 10.5倍, 10%.

    >>> times(40510, 3863), times(3863, 40510)
    (Text(zh='10.5倍', en='10.5 times', one=''), Text(zh='9.5%', en='9.5% of', one=''))
    """
    ratio = now / before
    if ratio >= 1:
        return said(N_("{n} times"), n=f"{ratio:.3g}" if ratio < MANY else f"{ratio:,.0f}")
    return said(N_("{share} of"), share=plain(float(f"{100 * ratio:.2g}")) + "%")


def change(now: float, before: float, indicator: Indicator) -> Text:
    """How far a value is from another: in percent, from 0 in the unit of measure."""
    if before == 0:
        return Text(*(numbers.difference(to, now, indicator, brief=False) for to in LANGUAGES))
    share = (now - before) / abs(before)
    sign = "+" if share > 0 else ""
    return Text(*(sign + numbers.share(to, share, 1) for to in LANGUAGES))


def said(message: str, **values: Text | str) -> Text:
    """A message in both languages."""

    def to(language: Language) -> str:
        told = {n: v.to(language) if isinstance(v, Text) else v for n, v in values.items()}
        return say(language, message, **told)

    return Text(to("zh"), to("en"))
