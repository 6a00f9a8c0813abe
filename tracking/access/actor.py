"""Who asks: a name for the record, a role, and the units it holds for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from tracking.programme import Programme

Role = Literal["viewer", "reporter", "reviewer", "administrator"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks.

    `unit` is the one they belong to, "" for none. `units` are those they report for or review, the
    offices below them included. A reviewer of no named unit reviews all; a reporter of none reports
    for none.
    """

    name: str
    role: Role
    unit: str = ""
    units: frozenset[str] = frozenset()

    def speaks_for(self, unit: str) -> bool:
        """Whether a unit is one of the actor's own; “*” asks for all of them."""
        if self.role == "reviewer" and not self.units:
            return True
        return unit in self.units


def actor_for(
    programme: Programme, name: str, role: Role, unit: str = "", units: Iterable[str] = ()
) -> Actor:
    """An actor of these units, and of the offices below each.

    A reporter reports for their own `unit` and for `units`; a reviewer's own is not theirs to
    review unless it is named.
    """
    named = {unit, *units} - {""} if role == "reporter" else set(units)
    below = (office.code for code in named for office in programme.offices.get(code, ()))
    return Actor(name, role, unit, frozenset({*named, *below}))


def local_administrator() -> Actor:
    """The one person of an installation without accounts, who sits at the machine itself."""
    return Actor("local", "administrator")
