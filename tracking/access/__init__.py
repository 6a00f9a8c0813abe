"""Who may do what: the one place that answers it."""

from tracking.access.actor import (
    ROLES,
    Actor,
    Role,
    actor_for,
    local_administrator,
    local_reporter,
    local_reviewer,
)
from tracking.access.rules import RULES, Action, Rule, Scope, may
from tracking.access.told import table

__all__ = [
    "ROLES",
    "RULES",
    "Action",
    "Actor",
    "Role",
    "Rule",
    "Scope",
    "actor_for",
    "local_administrator",
    "local_reporter",
    "local_reviewer",
    "may",
    "table",
]
