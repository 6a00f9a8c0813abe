"""Saved briefings: one definition asked for again each quarter, and when it is due."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, Self, get_args

import pandas as pd

from tracking.briefing.request import Request, Scope
from tracking.programme import Programme, Quarter
from tracking.progress.obligations import due_of_all
from tracking.words import LANGUAGES, N_, Language

# What a saved briefing compares its quarter with.
Compared = Literal["before", "year", "none"]
COMPARED: Final[tuple[Compared, ...]] = get_args(Compared)
COMPARED_NAMES: Final = {
    "before": N_("with the quarter before"),
    "year": N_("with a year before"),
    "none": N_("with nothing"),
}
_BACK: Final = {"before": 1, "year": 4}


@dataclass(frozen=True, slots=True)
class SavedBriefing:
    """One definition; `made` is the last quarter it was made for, by whom, and when (UTC)."""

    name: str
    scope: str
    compared: Compared
    language: Language
    full: bool
    formats: tuple[str, ...]
    saved_by: str
    made: Quarter | None
    made_by: str
    made_at: str

    @classmethod
    def of(cls, row: dict[Any, Any]) -> Self:
        """A row of the store's saved briefings."""
        return cls(
            name=str(row["name"]),
            scope=str(row["scope"]),
            compared=next(one for one in COMPARED if one == row["compared"]),
            language=next(one for one in LANGUAGES if one == row["language"]),
            full=bool(row["full"]),
            formats=tuple(str(row["formats"]).split(",")),
            saved_by=str(row["actor"]),
            made=Quarter(int(row["made"])) if row["made"] >= 0 else None,
            made_by=str(row["made_by"]),
            made_at=str(row["made_at"]),
        )

    def request(self, programme: Programme, quarter: Quarter) -> Request:
        """What it asks for in this quarter.

        Raises ValueError where the programme does not have its scope any more.
        """
        before = compared_with(self.compared, programme, quarter)
        scope = Scope.of(self.scope, programme)
        return Request(scope, quarter, before, self.language, full=self.full)


def saved_briefings(rows: pd.DataFrame) -> list[SavedBriefing]:
    """The saved briefings of a store, from its frame."""
    return [SavedBriefing.of(row) for row in rows.to_dict("records")]


def compared_with(compared: Compared, programme: Programme, quarter: Quarter) -> Quarter | None:
    """The quarter that a quarter is compared with; None where it lies before the start."""
    if compared == "none":
        return None
    before = quarter + -_BACK[compared]
    return before if before >= programme.start else None


def comparison_of(quarter: Quarter, before: Quarter | None) -> Compared | None:
    """How a comparison is said of any quarter; None where it can be said of this one alone."""
    if before is None:
        return "none"
    apart = quarter.index - before.index
    return next((one for one in COMPARED if _BACK.get(one) == apart), None)


def quarter_due(
    deadlines: pd.DataFrame, programme: Programme, reported: Collection[int], today: date
) -> Quarter | None:
    """The latest quarter with figures whose reports were due before this day."""
    over = [
        quarter
        for quarter in map(Quarter, sorted(set(reported)))
        if quarter in programme.quarters and due_of_all(deadlines, programme, quarter) < today
    ]
    return over[-1] if over else None


def due(briefings: Iterable[SavedBriefing], quarter: Quarter) -> list[SavedBriefing]:
    """Those not yet made for a quarter."""
    return [one for one in briefings if one.made is None or one.made < quarter]
