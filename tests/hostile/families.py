"""All families, and how many files of each: the same seed gives the same files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

from tests.hostile import books, names, sizes, texts

Family = Callable[[Random], Iterator[tuple[str, bytes]]]

# Of a thousand files so many are of a family; 0 for a family with one file of each of its kinds.
SHARES: dict[Family, int] = {
    texts.flipped_bytes: 110,
    texts.flipped_characters: 110,
    texts.cut_short: 80,
    texts.doubled: 70,
    texts.spliced: 70,
    texts.random_bytes: 90,
    texts.encodings: 60,
    texts.broken_characters: 60,
    texts.odd_numbers: 60,
    texts.odd_ratios: 20,
    texts.odd_cells: 70,
    texts.odd_heads: 40,
    texts.odd_separators: 50,
    texts.formulas_in_text: 15,
    sizes.huge_fields: 0,
    names.odd_names: 60,
    books.raw_bytes: 25,
    books.spoilt_parts: 15,
    books.odd_cells: 10,
    books.odd_ods: 10,
    books.old_excel: 10,
    books.archives: 0,
    books.hostile_xml: 0,
}
# Files near the limits of size, a minute's work in all: only where they are asked for.
LARGER: dict[Family, int] = {sizes.larger: 0}
FAMILIES = {
    family.__module__.split(".")[-1] + "." + family.__name__: family for family in SHARES | LARGER
}


@dataclass(frozen=True)
class File:
    """A hostile file: the nth of its family."""

    family: str
    n: int
    name: str
    data: bytes


def files(of: list[str], total: int, seed: int) -> Iterator[File]:
    """The files of these families when `total` are made of all together."""
    shares = SHARES | LARGER
    for called in of:
        family = FAMILIES[called]
        dice = Random(f"{seed} {called}")
        count = max(8, total * shares[family] // 1000) if shares[family] else None
        for n, (name, data) in enumerate(islice(family(dice), count)):
            yield File(called, n, name, data)
