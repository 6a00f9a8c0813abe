"""Quarters: the programme's calendar."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import Self

_LABEL = re.compile(r"(\d{4})Q([1-4])")


@total_ordering
@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter by its index 4·year + quarter − 1, so that quarters subtract.

    >>> Quarter.of("2025Q4").index
    8103
    >>> Quarter.of("2025Q1") - Quarter.of("2024Q3")
    2
    """

    index: int

    @classmethod
    def of(cls, label: str) -> Self:
        """The quarter written as 2024Q3. Raises ValueError for anything else."""
        found = _LABEL.fullmatch(label)
        if not found:
            raise ValueError(label)
        return cls(int(found[1]) * 4 + int(found[2]) - 1)

    @classmethod
    def at(cls, day: date) -> Self:
        """The quarter this day lies in."""
        return cls(day.year * 4 + (day.month - 1) // 3)

    @property
    def year(self) -> int:
        """Its calendar year."""
        return self.index // 4

    @property
    def number(self) -> int:
        """Its number within the year, 1 to 4."""
        return self.index % 4 + 1

    @property
    def last_day(self) -> date:
        """The day it ends on."""
        return (self + 1).first_day - timedelta(days=1)

    @property
    def first_day(self) -> date:
        """The day it begins on."""
        return date(self.year, 3 * self.number - 2, 1)

    def __add__(self, quarters: int) -> "Quarter":
        return Quarter(self.index + quarters)

    def __sub__(self, other: "Quarter") -> int:
        return self.index - other.index

    def __lt__(self, other: "Quarter") -> bool:
        return self.index < other.index

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"
