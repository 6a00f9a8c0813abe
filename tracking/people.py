"""Names and moments of the record, as a reader reads them."""

from datetime import datetime
from typing import Final

from tracking.access import ROLE_NAMES
from tracking.programme import Programme
from tracking.progress.obligations import CHINA
from tracking.progress.reported import IMPORTED
from tracking.store.identities import PROVIDER
from tracking.words import N_, Language, numbers, say

# Who is no person: the one without accounts, and the product itself.
KNOWN: Final = {
    "local": N_("Local administrator"),
    "local reviewer": N_("Local reviewer"),
    IMPORTED: N_("Import of published figures"),
    "demonstration": N_("Demonstration"),
    PROVIDER: N_("Identity provider"),
    "programme": N_("The programme’s files"),
}


def role_name(language: Language, role: str) -> str:
    """What a role is called."""
    return say(language, ROLE_NAMES[role])


def person(language: Language, programme: Programme, name: str) -> str:
    """Who did something; “—” for nobody."""
    if name in KNOWN:
        return say(language, KNOWN[name])
    kind, _, unit = name.partition(" ")
    if kind == "local" and unit in programme.units:
        short = programme.units[unit].short.to(language)
        return say(language, "{unit}, reporter", unit=short)
    return name or numbers.MISSING


def record(
    language: Language,
    programme: Programme,
    submitted_by: str,
    submitted_at: datetime | str | None,
    decided_by: str,
    decided_at: datetime | str | None,
    *,
    entered: bool = False,
) -> str:
    """Who handed a figure in and who decided on it, and when; published figures were imported.

    `entered` is what one person may both hand in and approve: where they did, it says so.
    """
    if submitted_by == IMPORTED:
        return say(language, "Published figures, imported {at}", at=moment(submitted_at))
    by = person(language, programme, submitted_by)
    if entered and decided_at and decided_by == submitted_by:
        return say(
            language,
            "Entered by {by}, {at}, not reviewed by a second person",
            by=by,
            at=moment(submitted_at),
        )
    told = say(language, "Submitted by {by}, {at}", by=by, at=moment(submitted_at))
    if not decided_at:
        return told
    decider = person(language, programme, decided_by)
    decided = say(language, "decided by {by}, {at}", by=decider, at=moment(decided_at))
    return say(language, "; ").join((told, decided))


def moment(at: datetime | str | None) -> str:
    """A moment of the record, in China's time; “—” for none.

    >>> moment("2024-10-01T01:30:00.000Z"), moment("")
    ('2024-10-01 09:30', '—')
    """
    if not at:
        return numbers.MISSING
    known = datetime.fromisoformat(at) if isinstance(at, str) else at
    return known.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
