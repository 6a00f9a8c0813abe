"""Names and moments of the record, as a reader reads them."""

from datetime import datetime
from typing import Final

from tracking.reporting import CHINA
from tracking.words import N_, Language, numbers, say

# Who is no person: the one without accounts, and the product itself.
KNOWN: Final = {
    "local": N_("Local administrator"),
    "published": N_("Import of published figures"),
    "demonstration": N_("Demonstration"),
}


def person(language: Language, name: str) -> str:
    """Who did something; “—” for nobody."""
    return say(language, KNOWN[name]) if name in KNOWN else name or numbers.MISSING


def moment(at: datetime | str | None) -> str:
    """A moment of the record, in China's time; “—” for none.

    >>> moment("2024-10-01T01:30:00.000Z"), moment("")
    ('2024-10-01 09:30', '—')
    """
    if not at:
        return numbers.MISSING
    known = datetime.fromisoformat(at) if isinstance(at, str) else at
    return known.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
