"""Names in a report file become codes of units and indicators, or the nearest known names."""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tracking.intake.limits import NAME_CHARACTERS
from tracking.programme import Programme
from tracking.words import Text

# Quotation marks and blanks are left out of a name, dashes are one dash.
_LEFT_OUT: Final = dict.fromkeys(map(ord, "“”„‟‘’‚‛\"'`«»「」『』"))
_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_LETTERS: Final = _LEFT_OUT | _DASHES

NEAREST: Final = 3
CUTOFF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Names:
    """All the names that units, or indicators, go by."""

    codes: tuple[str, ...]
    shown: tuple[Text, ...]
    known: dict[str, tuple[int, ...]]

    def find(self, text: str) -> tuple[int, ...]:
        """Which are called so, by position in `codes`: none, one, or several."""
        return self.known.get(bare(text), ())

    def nearest(self, text: str) -> tuple[Text, ...]:
        """The known ones whose names are closest to this one."""
        if len(text) > NAME_CHARACTERS:
            return ()
        close = difflib.get_close_matches(bare(text), self.known, n=2 * NEAREST, cutoff=CUTOFF)
        positions = dict.fromkeys(p for name in close for p in self.known[name])
        return tuple(self.shown[p] for p in list(positions)[:NEAREST])


def unit_names(programme: Programme) -> Names:
    """The names of the programme's units: code, full, short and former names."""
    return _names(
        (u.code, u.name, (u.short.zh, u.short.en, *u.aliases)) for u in programme.units.values()
    )


def indicator_names(programme: Programme) -> Names:
    """The names of the programme's indicators: code and name."""
    return _names((i.code, i.name, ()) for i in programme.indicators.values())


def bare(name: str) -> str:
    """A name without what spelling varies: case, width, blanks, quotation marks; none is endless.

    >>> bare("ＩＮＤ－３－１"), bare("北京 市"), bare("“小巨人”企业数（有效期内）")
    ('ind-3-1', '北京市', '小巨人企业数(有效期内)')
    """
    if len(name) > NAME_CHARACTERS:
        return name
    plain = unicodedata.normalize("NFKC", name.translate(_LETTERS)).casefold()
    return "".join(plain.translate(_LETTERS).split())


def _names(things: Iterable[tuple[str, Text, tuple[str, ...]]]) -> Names:
    things = list(things)
    known: dict[str, list[int]] = {}
    for position, (_, name, others) in enumerate(things):
        for spelling in (name.zh, name.en, *others):
            here = known.setdefault(bare(spelling), [])
            if spelling and position not in here:
                here.append(position)
    # A code is unmistakable, whatever else is called so.
    own = {bare(code): (position,) for position, (code, _, _) in enumerate(things)}
    several = {name: tuple(positions) for name, positions in known.items() if positions}
    return Names(
        codes=tuple(code for code, _, _ in things),
        shown=tuple(name for _, name, _ in things),
        known=several | own,
    )
