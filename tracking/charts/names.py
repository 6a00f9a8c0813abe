"""What charts call things: units, chains, indicators and quarters, safe to put into a figure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from math import isfinite
from typing import Any, TypeGuard

import pandas as pd

from tracking.charts.style import plain
from tracking.programme import Indicator, Programme
from tracking.words import N_, Language, numbers, say

GROUP = "group:"


def columns(rows: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    """The rows as plain tuples of these columns; one that is not there gives None."""
    nothing = [None] * len(rows)
    return zip(*(rows[n].tolist() if n in rows else nothing for n in names), strict=True)


def known(value: float | None) -> TypeGuard[float]:
    """Whether there is a number at all."""
    return value is not None and isfinite(value)


def percentage(language: Language, value: float | None, decimals: int = 0) -> str:
    """A share as it is shown, “—” where there is none."""
    return numbers.share(language, value, decimals) if known(value) else numbers.MISSING


def unit_name(code: str, programme: Programme, language: Language) -> str:
    """A unit's short name, or a group's."""
    if code.startswith(GROUP):
        group = programme.groups.get(code.removeprefix(GROUP))
        return plain(group.name.to(language) if group else code)
    unit = programme.units.get(code)
    return plain(unit.short.to(language) if unit else code)


def chain_name(code: str, programme: Programme, language: Language) -> str:
    """A chain's name; in English without the word “chain”, which every head would repeat."""
    chain = programme.chains.get(code)
    return plain(chain.name.to(language).removesuffix(" chain") if chain else code)


def name_of(code: str, by: str, programme: Programme, language: Language) -> str:
    """The name of a unit, a chain or an indicator, as `by` says."""
    if by == "unit":
        return unit_name(code, programme, language)
    if by == "chain":
        return chain_name(code, programme, language)
    indicator = programme.indicators.get(code)
    return plain(indicator.name.to(language) if indicator else code)


def said_value(language: Language, value: float | None, indicator: Indicator | None) -> str:
    """An exact value with its unit; without an indicator, a share."""
    if indicator is None or not known(value):
        return percentage(language, value)
    return plain(numbers.quantity(language, value, indicator, brief=False))


def short_value(language: Language, value: float | None, indicator: Indicator | None) -> str:
    """A value as it fits beside a dot: as people say it, the unit left to the hover."""
    if indicator is None or not known(value):
        return percentage(language, value)
    # A plain zero: 0.00 beside 2万 would look like a measured one.
    text = numbers.brief(language, value, indicator.decimals if value else 0)
    return f"{text}%" if indicator.unit.zh == "%" else text


_SYLLABLE = re.compile(r"[^aeiou]*[aeiou]+(?:ng|[nr](?![aeiou]))?|.+", re.IGNORECASE)


def wrapped(text: str, width: int) -> str:
    """English text broken into lines of about this many characters, long names by their syllables.

    >>> wrapped("Inner Mongolia", 10), wrapped("Heilongjiang", 8), wrapped("内蒙古", 8)
    ('Inner<br>Mongolia', 'Heilong-<br>jiang', '内蒙古')
    """
    lines: list[str] = []
    for part in _hyphenated(text, width).split(" "):
        if lines and len(lines[-1]) + 1 + len(part) <= width:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return "<br>".join(lines)


def _hyphenated(text: str, width: int) -> str:
    return " ".join(_halves(part) if len(part) > width else part for part in text.split(" "))


def _halves(name: str) -> str:
    """A long name in two parts of nearly one length."""
    ends = list(accumulate(len(found) for found in _SYLLABLE.findall(name)))[:-1]
    if not ends:
        return name
    cut = min(ends, key=lambda end: abs(2 * end - len(name)))
    return f"{name[:cut]}- {name[cut:]}"


def joined(language: Language, parts: Iterable[str]) -> str:
    """Several things in one sentence."""
    return say(language, N_(", ")).join(parts)


def leaders(
    language: Language, names: Sequence[str], values: Sequence[str], at_most: int = 3
) -> str:
    """The first few of a ranking, e.g. 江苏 92%, 浙江 91%."""
    pairs = list(zip(names, values, strict=True))[:at_most]
    return joined(language, (f"{name} {value}" for name, value in pairs))
