"""Findings as checking meets them: many rows at once, of each kind no more than can be read."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tracking.intake.codes import CODES, SPOILS_ROW
from tracking.intake.findings import Finding, Value
from tracking.intake.shape import Rows
from tracking.words import Text

LIMIT: Final = 1000

# What is wrong with a row of a wide table in one period, though its cell serves them all.
_OF_A_PERIOD: Final = frozenset({"duplicate_key", "basis_against_period"})

Positions = npt.NDArray[Any]
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class _Placed:
    table: int
    finding: Finding


class Collector:
    """The findings of one file; beyond LIMIT of a kind they are only counted."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._placed: list[_Placed] = []
        self._counts: Counter[str] = Counter()

    def add(self, finding: Finding, table: int = 0) -> None:
        """One finding."""
        self._counts[finding.code] += 1
        if self._counts[finding.code] <= LIMIT:
            self._placed.append(_Placed(table, finding))

    def add_rows(
        self,
        code: str,
        rows: Rows,
        where: Positions,
        column: str,
        values: Callable[[int], Values] = lambda _: {},
        nearest: Callable[[str], tuple[Text, ...]] = lambda _: (),
    ) -> None:
        """One finding for each of these rows; `where` is a mask or positions."""
        positions = np.flatnonzero(where) if where.dtype == bool else where
        if rows.wide and column not in ("value", "period") and code not in _OF_A_PERIOD:
            # Each period made a row of its own; the cell that is wrong is the same.
            positions = positions[np.unique(rows.numbers[positions], return_index=True)[1]]
        room = max(0, LIMIT - self._counts[code])
        for position in positions[:room].tolist():
            found = rows.found(column, position)
            finding = Finding(
                code,
                self._file,
                rows.sheet,
                int(rows.numbers[position]),
                rows.head(column, position),
                found,
                values(position),
                nearest(found),
            )
            self._placed.append(_Placed(rows.table, finding))
        self._counts[code] += len(positions)

    @property
    def has_errors(self) -> bool:
        """Whether something must be mended."""
        return any(CODES[code].severity == "error" for code, n in self._counts.items() if n)

    def finish(self) -> tuple[Finding, ...]:
        """All of them as the file runs, then how many more there are of a kind."""
        spoilt = {(p.table, p.finding.row) for p in self._placed if p.finding.code in SPOILS_ROW}
        placed = [
            p
            for p in self._placed
            if p.finding.code in SPOILS_ROW or (p.table, p.finding.row) not in spoilt
        ]
        ordered = sorted(placed, key=lambda p: (p.table, p.finding.row or 0))
        return (*(p.finding for p in ordered), *self._more())

    def _more(self) -> Iterable[Finding]:
        for code, count in self._counts.items():
            if count > LIMIT:
                more = "more_errors" if CODES[code].severity == "error" else "more_warnings"
                yield Finding(more, self._file, values={"n": count - LIMIT, "kind": code})
