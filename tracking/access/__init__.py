"""Who may do what: one table of (actor, action, resource); what it does not name is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from tracking.programme import Programme

Role = Literal["viewer", "reporter", "reviewer", "administrator"]
Action = Literal[
    "open",
    "submit",
    "withdraw",
    "enter",
    "approve",
    "remark",
    "download",
    "set_deadline",
    "settle_problem",
]
Rules = frozenset[tuple[Action, str]]

ROLES: Final[tuple[Role, ...]] = get_args(Role)

# A resource is "page:<stem>", "unit:<code>" or "submission:<unit code>". "*" stands for each of the
# kind, "own" for those of the actor's own unit and of the offices below it.
_READS: Final[Rules] = frozenset({("open", "page:*")})
_REPORTS: Final[Rules] = frozenset(
    {
        ("open", "page:submit"),
        ("submit", "unit:own"),
        ("withdraw", "submission:own"),
        ("remark", "submission:own"),
        ("download", "submission:own"),
        ("settle_problem", "unit:own"),
    }
)
_REVIEWS: Final[Rules] = frozenset(
    {
        ("open", "page:review"),
        ("approve", "submission:*"),
        ("remark", "submission:*"),
        ("download", "submission:*"),
        ("settle_problem", "unit:*"),
        ("set_deadline", "unit:*"),
    }
)
# Who keeps the system enters what came some other way, and answers for it alone.
_KEEPS: Final[Rules] = frozenset(
    {
        ("open", "page:submit"),
        ("submit", "unit:*"),
        ("enter", "unit:*"),
        ("withdraw", "submission:*"),
    }
)
ALLOWED: Final[Mapping[Role, Rules]] = {
    "viewer": _READS,
    "reporter": _READS | _REPORTS,
    "reviewer": _READS | _REVIEWS,
    "administrator": _READS | _REVIEWS | _KEEPS,
}
# Pages that are named one by one: "page:*" does not hold for them.
GUARDED: Final = frozenset({"page:submit", "page:review"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a name for the audit, a role, and the units they report for.

    `unit` is their own (empty: none); `units` are those and the offices below it.
    """

    name: str
    role: Role
    unit: str = ""
    units: frozenset[str] = frozenset()


def local_administrator() -> Actor:
    """The one person of an installation without accounts, who sits at the machine itself."""
    return Actor("local", "administrator")


def local_reviewer() -> Actor:
    """The same person, reviewing: what they hand in as a reporter is somebody else's then."""
    return Actor("local reviewer", "reviewer")


def local_reporter(programme: Programme, unit: str) -> Actor:
    """The same person, reporting for a unit and the offices below it."""
    offices = (office.code for office in programme.offices.get(unit, ()))
    return Actor(f"local {unit}", "reporter", unit, frozenset({unit, *offices}))


def may(actor: Actor, action: Action, resource: str) -> bool:
    """Whether this actor may do this to that.

    >>> may(local_administrator(), "approve", "submission:110000")
    True
    >>> wang = Actor("wang", "reporter", "110000", frozenset({"110000"}))
    >>> may(wang, "submit", "unit:110000"), may(wang, "submit", "unit:310000")
    (True, False)
    """
    kind, _, which = resource.partition(":")
    allowed = ALLOWED[actor.role]
    if (action, resource) in allowed:
        return True
    if (action, f"{kind}:*") in allowed and resource not in GUARDED:
        return True
    return bool(which) and which in actor.units and (action, f"{kind}:own") in allowed
