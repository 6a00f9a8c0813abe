"""The rules as a table in words: what docs/access.md shows."""

from collections.abc import Mapping
from typing import Final

from tracking.access.actor import ROLES, Role
from tracking.access.rules import RULES, Rule
from tracking.words import N_, Language, numbers, say

# What each role is called.
ROLE_NAMES: Final[Mapping[str, str]] = {
    "viewer": N_("Viewer"),
    "reporter": N_("Reporter"),
    "reviewer": N_("Reviewer"),
    "administrator": N_("Administrator"),
}
_OWN: Final[dict[Role, str]] = {
    "reporter": N_("own unit and the offices below it"),
    "reviewer": N_("the units they review"),
}
# Of these there is no unit's own.
_WHOLE: Final = ("page", "briefing", "store", "account")


def table(language: Language) -> str:
    """Every rule in a line, the roles side by side, as Markdown."""
    heads = [say(language, N_("What")), *(say(language, ROLE_NAMES[role]) for role in ROLES)]
    lines = [heads, ["---"] * len(heads)]
    lines += [
        [say(language, rule.said), *(_scope(language, rule, role) for role in ROLES)]
        for rule in RULES
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _scope(language: Language, rule: Rule, role: Role) -> str:
    scope = rule.scope(role)
    if scope == "no":
        return numbers.MISSING
    if scope == "own":
        return say(language, _OWN[role])
    return "✔" if rule.kind in _WHOLE else say(language, N_("all units"))
