"""Names and moments of the record, with the names of the programme that is served."""

from datetime import datetime

from tracking import people
from tracking.people import moment
from tracking.published import ACTOR
from tracking.store import Submission, state_name
from tracking.web.house import house
from tracking.words import Language, say

__all__ = ["decided", "moment", "person", "record", "standing", "submitted"]


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


def standing(language: Language, submitted_by: str, state: str) -> str:
    """Where a submission stands; nobody decided on what was printed: it was imported."""
    if submitted_by == ACTOR and state == "approved":
        return say(language, "Published figure")
    return state_name(language, state)


def submitted(language: Language, one: Submission) -> str:
    """When and by whom a submission was handed in, or that it was imported."""
    if one.submitted_by == ACTOR:
        return record(language, ACTOR, one.submitted_at, "", None)
    return f"{moment(one.submitted_at)} {person(language, one.submitted_by)}"


def decided(language: Language, one: Submission) -> str:
    """When and by whom it was decided on; that nobody else looked at what one person entered."""
    if one.submitted_by == ACTOR or one.decided_at is None:
        return ""
    if one.entered and one.decided_by == one.submitted_by:
        return say(language, "not reviewed by a second person")
    return f"{moment(one.decided_at)} {person(language, one.decided_by)}"
