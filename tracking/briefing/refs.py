"""References: a short text that stands beside a figure in a document and leads back to it.

INN-1-1.320000.24Q3.261125 is that indicator, unit and quarter, as known on 25 November 2026.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from tracking.programme import NATION, Programme, Quarter
from tracking.progress.columns import GROUP_PREFIX

_WRITTEN: Final = re.compile(
    r"(?P<indicator>[^.]+)\.(?P<unit>[^.]+)\.(?P<year>\d\d)Q(?P<n>[1-4])\.(?P<day>\d{6})", re.ASCII
)
_CENTURY: Final = 2000


@dataclass(frozen=True, slots=True)
class Reference:
    """One figure: its indicator, unit (or group), quarter, and the day as known on which."""

    indicator: str
    unit: str
    quarter: Quarter
    known_on: date

    def __str__(self) -> str:
        year, day = self.quarter.year - _CENTURY, self.known_on.strftime("%y%m%d")
        return f"{self.indicator}.{self.unit}.{year:02}Q{self.quarter.number}.{day}"

    @classmethod
    def of(cls, text: str, programme: Programme) -> Self:
        """The figure a reference leads to; brackets and blanks around it do not matter.

        Raises ValueError where the text is none, or the programme does not know what it names.
        """
        found = _WRITTEN.fullmatch(text.strip().strip("[]［］【】 "))
        if not found:
            raise ValueError(text)
        groups = [f"{GROUP_PREFIX}{code}" for code in programme.groups]
        indicator = _among(programme.indicators, found["indicator"])
        unit = _among([NATION, *groups, *programme.units], found["unit"])
        day = found["day"]
        known_on = date(_CENTURY + int(day[:2]), int(day[2:4]), int(day[4:]))
        quarter = Quarter.of(f"{_CENTURY + int(found['year'])}Q{found['n']}")
        return cls(indicator, unit, quarter, known_on)


def _among(codes: Iterable[str], typed: str) -> str:
    """The code that was typed, in small letters or capitals. Raises ValueError for none."""
    found = next((code for code in codes if code.casefold() == typed.casefold()), None)
    if found is None:
        raise ValueError(typed)
    return found
