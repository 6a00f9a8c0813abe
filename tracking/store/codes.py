"""Codes and the small numbers that stand for them in the store's large tables."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.programme import Programme
from tracking.store.errors import UnknownCode

Ids = npt.NDArray[np.int64]

# The ids that the first migration gives them; 0 is none.
BASES: dict[str, int] = {
    "": 0,
    "quarter": 1,
    "year_to_date": 2,
    "since_start": 3,
    "period_end": 4,
}


@dataclass(frozen=True)
class Numbering:
    """One kind of code, and its ids in the store."""

    ids: dict[str, int]

    @cached_property
    def codes(self) -> npt.NDArray[np.object_]:
        """The code of each id, at the place of the id; "" where there is none."""
        codes = np.full(max(self.ids.values(), default=0) + 1, "", dtype=object)
        codes[list(self.ids.values())] = list(self.ids)
        return codes

    def id_of(self, code: str) -> int:
        """The id of one code. Raises UnknownCode."""
        if code not in self.ids:
            raise UnknownCode(code=code)
        return self.ids[code]

    def encode(self, column: pd.Series) -> Ids:
        """A column of codes as ids. Raises UnknownCode."""
        places, codes = (
            (column.cat.codes.to_numpy(), column.cat.categories)
            if isinstance(column.dtype, pd.CategoricalDtype)
            else pd.factorize(column)
        )
        # A place for each code, and the last one, −1, for none.
        ids = np.zeros(len(codes) + 1, dtype=np.int64)
        for place in (np.flatnonzero(np.bincount(places + 1)) - 1).tolist():
            ids[place] = self.id_of(str(codes[place]) if place >= 0 else "")
        return ids[places]

    def decode(self, ids: Ids) -> pd.Categorical:
        """A column of ids as codes, categorical."""
        return pd.Categorical.from_codes(ids, categories=self._categories)

    @cached_property
    def _categories(self) -> pd.Index:
        # Categories must differ from each other, also at the places without a code; none is at 0.
        return pd.Index([code or "?" * place for place, code in enumerate(self.codes)])


BASIS = Numbering(BASES)


@dataclass(frozen=True)
class Codes:
    """The numberings of units and indicators, and who is above each unit."""

    unit: Numbering
    indicator: Numbering
    # For each unit's id the id of the unit down to the region that it counts under: itself, or for
    # an office its region.
    upper: Ids
    # The ids of the programme's units, of those down to the region, and of its indicators.
    units: Ids
    upper_units: Ids
    indicators: Ids

    def ids_of_units(self, codes: Iterable[str]) -> list[int]:
        """The ids of these units; of one that is not known, none."""
        return sorted(self.unit.ids[code] for code in set(codes) if code in self.unit.ids)


def read_codes(connection: sqlite3.Connection, programme: Programme) -> Codes:
    """The numbering as the store has it; a store only read may not know all of the programme."""
    units = connection.execute("select code, id, coalesce(upper, id) from unit").fetchall()
    indicators = dict(connection.execute("select code, id from indicator"))
    upper = np.zeros(max((row[1] for row in units), default=0) + 1, dtype=np.int64)
    for _, number, above in units:
        upper[number] = above
    known = {code: number for code, number, _ in units}
    there = [unit for unit in programme.units.values() if unit.code in known]
    return Codes(
        unit=Numbering(known),
        indicator=Numbering(indicators),
        upper=upper,
        units=_ids(known[u.code] for u in there),
        upper_units=_ids(known[u.code] for u in there if u.kind != "office"),
        indicators=_ids(indicators[c] for c in programme.indicators if c in indicators),
    )


def _ids(numbers: Iterable[int]) -> Ids:
    return np.fromiter(numbers, dtype=np.int64)
