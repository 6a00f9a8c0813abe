"""Names and moments of the record, with the names of the programme that is served."""

from datetime import datetime

from tracking import people
from tracking.people import moment
from tracking.web.house import house
from tracking.words import Language

__all__ = ["moment", "person", "record"]


def person(language: Language, name: str) -> str:
    """Who did something; “—” for nobody."""
    return people.person(language, house().programme, name)


def record(
    language: Language,
    submitted_by: str,
    submitted_at: datetime | str | None,
    decided_by: str,
    decided_at: datetime | str | None,
    *,
    entered: bool = False,
) -> str:
    """Who handed a figure in and who decided on it, and when; published figures were imported."""
    programme = house().programme
    return people.record(
        language, programme, submitted_by, submitted_at, decided_by, decided_at, entered=entered
    )
