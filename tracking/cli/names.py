"""Codes and names a person types, found in the programme."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Generic, Protocol, TypeVar

from tracking.programme import Chain, Indicator, Programme, Unit
from tracking.words import Text


class Named(Protocol):
    """Anything with a code and a name."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def name(self) -> Text:
        """Its name."""


T = TypeVar("T", bound=Named)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """The thing of this name, or the nearest ones."""

    thing: T | None
    nearest: tuple[T, ...] = ()


def unit_called(programme: Programme, text: str) -> Found[Unit]:
    """The unit of this code or name, full or short, in either language."""
    return _called(
        text,
        (
            (name, unit)
            for unit in programme.units.values()
            for name in (unit.code, *_both(unit.name), *_both(unit.short), *unit.aliases)
        ),
    )


def indicator_called(programme: Programme, text: str) -> Found[Indicator]:
    """The indicator of this code or name."""
    return _called(
        text, ((n, i) for i in programme.indicators.values() for n in (i.code, *_both(i.name)))
    )


def chain_called(programme: Programme, text: str) -> Found[Chain]:
    """The chain of this code or name."""
    return _called(
        text, ((n, c) for c in programme.chains.values() for n in (c.code, *_both(c.name)))
    )


def _called(text: str, names: Iterable[tuple[str, T]]) -> Found[T]:
    known = {name.casefold(): thing for name, thing in names if name}
    wanted = text.strip().casefold()
    if wanted in known:
        return Found(known[wanted])
    close = [known[name] for name in get_close_matches(wanted, known, n=5, cutoff=0.4)]
    return Found(None, tuple({thing.code: thing for thing in close}.values())[:3])


def _both(text: Text) -> tuple[str, str]:
    return text.zh, text.en
