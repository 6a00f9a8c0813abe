"""What somebody typed to search for: its words, and the spellings each is found in.

Found alike are capital and small letters a–z, and full-width and half-width letters, digits and
signs (５Ｇ and 5G), as long as one word is written in one way. Not found alike are traditional and
simplified characters, accents, and words that only sound or mean the same. All is plain text:
nothing that is typed acts as an operator.
"""

from dataclasses import dataclass
from typing import Final

# A search is a few words; what is typed beyond this is not looked at.
LONGEST: Final = 200
# The index holds every three characters in a row; shorter words are looked for text by text.
INDEXED: Final = 3

# Half-width signs, letters and digits, and their full-width twins.
_HALF: Final = "".join(map(chr, range(0x21, 0x7F)))
_FULL: Final = "".join(map(chr, range(0xFF01, 0xFF5F)))
_TO_HALF: Final = str.maketrans(_FULL, _HALF)
_TO_FULL: Final = str.maketrans(_HALF, _FULL)
# SQLite, too, takes only these for the same.
_TO_SMALL: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_TO_CAPITAL: Final = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a search; a text has it when it has one of its spellings, all small a–z."""

    spellings: tuple[str, ...]

    @property
    def indexed(self) -> bool:
        """Whether the index can find it."""
        return len(self.spellings[0]) >= INDEXED


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a search, each once; blanks part them, also full-width ones.

    >>> [word.spellings for word in words_of("融资　5G 融资")]
    [('融资',), ('5g', '５ｇ', '５Ｇ')]
    """
    parts = text[:LONGEST].replace("\0", " ").split()
    return tuple(dict.fromkeys(Word(_spellings(part)) for part in parts))


def small(text: str) -> str:
    """A text with its letters A–Z made small, as spellings are; its length stays."""
    return text.translate(_TO_SMALL)


def places(text: str, words: tuple[Word, ...]) -> list[tuple[int, int]]:
    """Where a text has these words: from, to; in order, joined where they touch.

    >>> places("融资难、5G 应用", words_of("5g 融资 资难"))
    [(0, 3), (4, 6)]
    """
    looked_at = small(text)
    found = sorted(
        (start, start + len(spelling))
        for word in words
        for spelling in word.spellings
        for start in _starts(looked_at, spelling)
    )
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _spellings(word: str) -> tuple[str, ...]:
    half = small(word.translate(_TO_HALF))
    full, capital = (one.translate(_TO_FULL) for one in (half, half.translate(_TO_CAPITAL)))
    return tuple(dict.fromkeys((half, full, capital, small(word))))


def _starts(text: str, part: str) -> list[int]:
    found, at = [], text.find(part)
    while at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found
