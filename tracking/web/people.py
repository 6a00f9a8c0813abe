"""Names and moments of the record, as a reader reads them."""

from datetime import datetime
from typing import Final

from tracking.published import ACTOR
from tracking.reporting import CHINA
from tracking.web.house import house
from tracking.words import N_, Language, numbers, say

# Who is no person: the one without accounts, and the product itself.
KNOWN: Final = {
    "local": N_("Local administrator"),
    "local reviewer": N_("Local reviewer"),
    ACTOR: N_("Import of published figures"),
    "demonstration": N_("Demonstration"),
}


def person(language: Language, name: str) -> str:
    """Who did something; “—” for nobody."""
    if name in KNOWN:
        return say(language, KNOWN[name])
    kind, _, unit = name.partition(" ")
    units = house().programme.units
    if kind == "local" and unit in units:
        return say(language, "{unit}, reporter", unit=units[unit].short.to(language))
    return name or numbers.MISSING


def record(
    language: Language,
    submitted_by: str,
    submitted_at: datetime | str | None,
    decided_by: str,
    decided_at: datetime | str | None,
) -> str:
    """Who handed a figure in and who approved it, and when; published figures were imported.

    >>> record("zh", "published", "2026-11-23T13:00:00Z", "published", "2026-11-23T13:00:00Z")
    '公开数据，2026-11-23 21:00导入'
    """
    if submitted_by == ACTOR:
        return say(language, "Published figures, imported {at}", at=moment(submitted_at))
    told = say(
        language,
        "Submitted by {by}, {at}",
        by=person(language, submitted_by),
        at=moment(submitted_at),
    )
    if not decided_at:
        return told
    decided = say(
        language, "decided by {by}, {at}", by=person(language, decided_by), at=moment(decided_at)
    )
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
