"""Which passwords are fit: long, not among those guessed first, not the account's own name."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from tracking.signing.errors import OnlyDigits, SaysTheName, TooCommon, TooLong, TooShort
from tracking.store.accounts import folded

LEAST: Final = 10
MOST: Final = 200
_COMMON: Final = Path(__file__).with_name("common_passwords.txt")
# What beside the name has to be there, and how many different characters.
_BESIDE_THE_NAME: Final = 6
_DIFFERENT: Final = 5


def must_be_fit(password: str, name: str) -> None:
    """Raises UnfitPassword where this account should not have this password.

    >>> must_be_fit("梅花 香自 苦寒来 2026", "wang")
    """
    said = folded(password)
    if len(said) < LEAST:
        raise TooShort(least=LEAST)
    if len(said) > MOST:
        raise TooLong(most=MOST)
    if said.isdigit():
        raise OnlyDigits
    if len(said.replace(folded(name), "")) < _BESIDE_THE_NAME:
        raise SaysTheName
    if _is_common(said):
        raise TooCommon


def _is_common(said: str) -> bool:
    if len(set(said)) < _DIFFERENT or _runs(said):
        return True
    word = said.strip("".join(c for c in set(said) if not c.isalpha()))
    return said in _common() or word in _common()


def _runs(said: str) -> bool:
    """Whether each character follows the one before, as in abcdefghij."""
    steps = {ord(after) - ord(before) for before, after in pairwise(said)}
    return len(steps) == 1


@cache
def _common() -> frozenset[str]:
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("# "))
