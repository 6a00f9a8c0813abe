"""References: a short text that stands beside a figure in a document and leads back to it.

INN-1-1.320000.24Q3.261125 is that indicator, unit and quarter, as known on 25 November 2026;
supply.320000.24Q3.261125 the index of that chain and how many have each status, all.… of all;
reports.320000.24Q3.261125 what became of the reports that are owed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Self

from tracking.programme import NATION, Programme, Quarter
from tracking.progress.columns import GROUP_PREFIX

_WRITTEN: Final = re.compile(
    r"(?P<subject>[^.]+)\.(?P<unit>[^.]+)\.(?P<year>\d\d)Q(?P<n>[1-4])\.(?P<day>\d{6})", re.ASCII
)
_CENTURY: Final = 2000
# In place of a chain: the index and the statuses of all that a unit answers for.
ALL: Final = "all"
# In place of an indicator: the reports that a unit owes.
REPORTS: Final = "reports"


@dataclass(frozen=True, slots=True)
class Reference:
    """One figure: its indicator, unit (or group), quarter, and the day as known on which.

    With `chain` it is no indicator's: the index and the counts of statuses of a chain, or of ALL;
    with `reports` the counts of the reports that the unit owes, of the nation all units.
    """

    indicator: str
    unit: str
    quarter: Quarter
    known_on: date
    chain: str = ""
    reports: bool = False

    def __str__(self) -> str:
        year, day = self.quarter.year - _CENTURY, self.known_on.strftime("%y%m%d")
        return f"{self.subject}.{self.unit}.{year:02}Q{self.quarter.number}.{day}"

    @property
    def subject(self) -> str:
        """What it begins with: an indicator, a chain, ALL or REPORTS."""
        return REPORTS if self.reports else self.chain or self.indicator

    @property
    def within(self) -> str:
        """Of an index its chain as progress.chains has it: "" for all."""
        return "" if self.chain == ALL else self.chain

    def of_indicator(self, code: str) -> Self:
        """That of an indicator of the same unit, quarter and day."""
        return replace(self, indicator=code, chain="", reports=False)

    def of_chain(self, code: str) -> Self:
        """That of a chain's index of the same unit, quarter and day."""
        return replace(self, indicator="", chain=code, reports=False)

    def of_unit(self, code: str) -> Self:
        """That of another unit, else the same."""
        return replace(self, unit=code)

    def of_reports(self) -> Self:
        """That of the reports of the same unit, quarter and day."""
        return replace(self, indicator="", chain="", reports=True)

    @classmethod
    def of(cls, text: str, programme: Programme) -> Self:
        """The figure a reference leads to; brackets and blanks around it do not matter.

        Raises ValueError where the text is none, or the programme does not know what it names.
        """
        found = _WRITTEN.fullmatch(text.strip().strip("[]［］【】 "))
        if not found:
            raise ValueError(text)
        groups = [f"{GROUP_PREFIX}{code}" for code in programme.groups]
        subject = _among([*programme.indicators, *programme.chains, ALL, REPORTS], found["subject"])
        unit = _among([NATION, *groups, *programme.units], found["unit"])
        day = found["day"]
        known_on = date(_CENTURY + int(day[:2]), int(day[2:4]), int(day[4:]))
        quarter = Quarter.of(f"{_CENTURY + int(found['year'])}Q{found['n']}")
        if subject in programme.indicators:
            return cls(subject, unit, quarter, known_on)
        if subject == REPORTS:
            return cls("", unit, quarter, known_on, reports=True)
        return cls("", unit, quarter, known_on, chain=subject)


def _among(codes: Iterable[str], typed: str) -> str:
    """The code that was typed, in small letters or capitals. Raises ValueError for none."""
    found = next((code for code in codes if code.casefold() == typed.casefold()), None)
    if found is None:
        raise ValueError(typed)
    return found
