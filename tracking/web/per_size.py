"""Values per thousand enterprises: offered where the programme has sizes, with their source."""

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Final

import pandas as pd

from tracking import progress
from tracking.programme import Denominator, Indicator, Quarter
from tracking.web.view import View
from tracking.words import numbers

# Before a denominator's code, in the address: reading=per_enterprises.
PREFIX: Final = "per_"


def readings(view: View, indicator: Indicator) -> Mapping[str, str]:
    """The further readings of an indicator, with their names; none of what does not add up."""
    if not progress.can_be_read_per_size(indicator):
        return {}
    return {
        f"{PREFIX}{code}": capital(one.label.to(view.language))
        for code, one in view.programme.denominators.items()
    }


def denominator_of(view: View, reading: str) -> Denominator | None:
    """What a chosen reading divides by; None for the other readings."""
    if not reading.startswith(PREFIX):
        return None
    return view.programme.denominators.get(reading.removeprefix(PREFIX))


def capital(text: str) -> str:
    """A text as it begins a head or a sentence."""
    return text[:1].upper() + text[1:]


def size_said(view: View, denominator: Denominator, rows: pd.DataFrame) -> str:
    """Where the sizes are from and of what day, and who has none; nothing here is a verdict."""
    _, language = view._, view.language
    known = denominator.sizes.values()
    said = _(
        "{label}: sizes as of {days}, source: {sources}. It enters no status, index or rank.",
        label=capital(denominator.label.to(language)),
        days=_(", ").join(numbers.day(language, day) for day in sorted({s.as_of for s in known})),
        sources=_("; ").join(dict.fromkeys(s.source.to(language) for s in known)),
    )
    pooled = _("Groups and the nation: the values of their regions by those regions' sizes.")
    without = _without_size(view, denominator, rows["unit"].astype("str"))
    left = _("Left out for want of a size: {units}.", units=without) if without else ""
    return view.joined([said, pooled, left])


def _without_size(view: View, denominator: Denominator, units: Iterable[str]) -> str:
    sizes = progress.sizes(denominator, view.programme, cities=view.cities)
    named = [view.unit_name(u) for u in units if u in sizes.index and not isfinite(sizes[u])]
    return view._(", ").join(named)


def beside(view: View, code: str, unit: str, quarter: Quarter) -> list[str]:
    """A region's value per so many, in sentences with the sum worked; none where it has none."""
    rows = view.measured.indicator(code, quarter)
    rows = rows[rows["unit"] == unit]
    return progress.per_size_said(rows, view.programme, view.language, cities=view.cities)


def size_day(view: View, denominator: Denominator, unit: str) -> str:
    """Of what day a region's size is; "" for a group."""
    size = denominator.sizes.get(unit)
    return numbers.day(view.language, size.as_of) if size else ""


def source_of(view: View, denominator: Denominator, unit: str) -> str:
    """The publication a region's size is from; "" for a group."""
    size = denominator.sizes.get(unit)
    return size.source.to(view.language) if size else ""
