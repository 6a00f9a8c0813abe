"""What is asked for: whose progress, which quarter, compared with which, in which language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, Self, get_args

from tracking.programme import NATION, Programme, Quarter
from tracking.words import Language, Text

ScopeKind = Literal["nation", "chain", "region", "ministry", "indicator"]
SCOPE_KINDS: Final[tuple[ScopeKind, ...]] = get_args(ScopeKind)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a briefing is about: the nation, or one chain, region, ministry or indicator."""

    kind: ScopeKind
    code: str = ""

    @classmethod
    def of(cls, text: str, programme: Programme) -> Self:
        """The scope written as nation, chain:innovation, region:110000, …

        Raises ValueError for anything that the programme does not know.
        """
        kind, _, code = text.partition(":")
        scope = next((one for one in SCOPE_KINDS if one == kind), None)
        if scope is None or code not in _codes(scope, programme):
            raise ValueError(text)
        return cls(scope, code)

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}" if self.code else self.kind

    def name(self, programme: Programme) -> Text:
        """What it is called."""
        if self.kind == "chain":
            return programme.chains[self.code].name
        if self.kind == "indicator":
            return programme.indicators[self.code].name
        return (
            programme.units[self.unit].short
            if self.kind == "nation"
            else (programme.units[self.unit].name)
        )

    def indicators(self, programme: Programme) -> tuple[str, ...]:
        """The indicators it is about, by code."""
        if self.kind == "indicator":
            return (self.code,)
        if self.kind == "chain":
            return tuple(indicator.code for indicator in programme.indicators_of(self.code))
        return tuple(programme.indicators)

    @property
    def unit(self) -> str:
        """The unit whose assessments it tells: the nation's for all but a unit's own."""
        return self.code if self.kind in ("region", "ministry") else NATION


def scopes(programme: Programme) -> Iterator[Scope]:
    """Every scope a briefing can have, the nation first."""
    for kind in SCOPE_KINDS:
        yield from (Scope(kind, code) for code in _codes(kind, programme))


def _codes(kind: ScopeKind, programme: Programme) -> list[str]:
    return {
        "nation": [""],
        "chain": list(programme.chains),
        "region": [unit.code for unit in programme.regions],
        "ministry": [unit.code for unit in programme.ministries],
        "indicator": list(programme.indicators),
    }[kind]


@dataclass(frozen=True, slots=True)
class Request:
    """One briefing asked for; `compared_with` None compares with nothing, `full` or one page."""

    scope: Scope
    quarter: Quarter
    compared_with: Quarter | None
    language: Language
    full: bool = True
