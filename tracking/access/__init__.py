"""Who may do what: one table of (actor, action, resource); what it does not name is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

Role = Literal["reader", "reporter", "reviewer", "administrator"]
Action = Literal["open", "submit", "approve", "download"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)

# A resource is "page:<stem>", "unit:<code>" or "submission:<unit code>". "*" stands for each of the
# kind, "own" for those of the actor's own unit.
ALLOWED: Final[Mapping[Role, frozenset[tuple[Action, str]]]] = {
    "reader": frozenset({("open", "page:*")}),
    "reporter": frozenset(
        {("open", "page:*"), ("submit", "unit:own"), ("download", "submission:own")}
    ),
    "reviewer": frozenset(
        {("open", "page:*"), ("approve", "submission:*"), ("download", "submission:*")}
    ),
    "administrator": frozenset(
        {
            ("open", "page:*"),
            ("submit", "unit:*"),
            ("approve", "submission:*"),
            ("download", "submission:*"),
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a name for the audit, a role, and the unit they report for (empty: none)."""

    name: str
    role: Role
    unit: str = ""


def local_administrator() -> Actor:
    """The one person of an installation without accounts, who sits at the machine itself."""
    return Actor("local", "administrator")


def may(actor: Actor, action: Action, resource: str) -> bool:
    """Whether this actor may do this to that.

    >>> may(local_administrator(), "approve", "submission:110000")
    True
    >>> may(Actor("wang", "reporter", "110000"), "submit", "unit:110000")
    True
    >>> may(Actor("wang", "reporter", "110000"), "submit", "unit:310000")
    False
    """
    kind, _, which = resource.partition(":")
    allowed = ALLOWED[actor.role]
    if (action, f"{kind}:*") in allowed:
        return True
    return bool(which) and which == actor.unit and (action, f"{kind}:own") in allowed
