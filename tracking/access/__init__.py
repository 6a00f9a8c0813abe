"""Who may do what: the one place that answers it."""

from tracking.access.actor import (
    ROLES,
    Actor,
    Role,
    actor_for,
    local_administrator,
)
from tracking.access.rules import RULES, Action, Rule, Scope, may
from tracking.access.told import ROLE_NAMES, table

__all__ = [
    "ROLES",
    "ROLE_NAMES",
    "RULES",
    "Action",
    "Actor",
    "Role",
    "Rule",
    "Scope",
    "actor_for",
    "local_administrator",
    "may",
    "table",
]
