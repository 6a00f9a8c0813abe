"""An account as the one who acts, for the rules of access; and its role in words."""

from typing import Final

from tracking.access import Actor, actor_for
from tracking.programme import Programme
from tracking.store.accounts import Account, Role
from tracking.words import N_, Language, say

_ROLES: Final[dict[Role, str]] = {
    "viewer": N_("viewer"),
    "reporter": N_("reporter"),
    "reviewer": N_("reviewer"),
    "administrator": N_("administrator"),
}


def actor_of(programme: Programme, account: Account) -> Actor:
    """Who acts: a reporter for their unit and the offices below it, a reviewer of their units."""
    return actor_for(programme, account.name, account.role, account.unit, account.units)


def role_name(language: Language, role: Role) -> str:
    """A role, as a person reads it."""
    return say(language, _ROLES[role])
