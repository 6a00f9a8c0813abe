"""Who may do what: every action, on everything there is, by every role."""

from typing import get_args

import pytest

from tracking.access import (
    ROLES,
    RULES,
    Action,
    Actor,
    Role,
    actor_for,
    local_administrator,
    may,
)
from tracking.access.rules import Kind

OWN, OTHER, EVERY = "110000", "310000", "*"
KINDS = get_args(Kind)
NAMED_PAGES = ("page:submit", "page:review", "page:admin")
# Who may, in the order of ROLES: nobody (-), of the own units (o), of all (a).
WANTED = {
    ("open", "page"): "aaaa",
    ("open", "page:submit"): "-a-a",
    ("open", "page:review"): "--aa",
    ("open", "page:admin"): "---a",
    ("see", "counted"): "aaaa",
    ("read", "submission"): "-ooa",
    ("download", "submission"): "-ooa",
    ("attach", "submission"): "-o-a",
    ("withdraw", "submission"): "-o-a",
    ("remark", "submission"): "-ooa",
    ("approve", "submission"): "--oa",
    ("submit", "unit"): "-o-a",
    ("enter", "unit"): "---a",
    ("submit", "draft"): "-o--",
    ("read", "draft"): "-o--",
    ("download", "draft"): "-o--",
    ("attach", "draft"): "-o--",
    ("withdraw", "draft"): "-o--",
    ("settle_problem", "unit"): "-ooa",
    ("set_deadline", "unit"): "--oa",
    ("set_target", "unit"): "---a",
    ("save_briefing", "briefing"): "aaaa",
    ("keep_briefings", "briefing"): "---a",
    ("read_audit", "store"): "---a",
    ("keep_store", "store"): "---a",
    ("keep_accounts", "account"): "---a",
}


def of(role: Role) -> Actor:
    """Somebody of this role; reporters and reviewers have one unit."""
    units = frozenset({OWN}) if role in ("reporter", "reviewer") else frozenset()
    return Actor("wang", role, OWN, units)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("on", [*KINDS, *NAMED_PAGES])
@pytest.mark.parametrize("action", get_args(Action))
def test_every_action_is_open_to_whom_the_table_names_and_to_nobody_else(
    action: Action, on: str, role: Role
) -> None:
    how = WANTED.get((action, on), "----")[ROLES.index(role)]
    if on in NAMED_PAGES:
        assert may(of(role), action, on) is (how == "a")
        return
    answers = [may(of(role), action, f"{on}:{which}") for which in (OWN, OTHER, EVERY)]
    assert answers == [how in "oa", how == "a", how == "a"]


def test_the_table_has_no_row_that_is_not_wanted() -> None:
    named = [(action, rule.on) for rule in RULES for action in rule.actions]
    assert sorted(named) == sorted(WANTED)


def test_a_reviewer_of_no_named_unit_reviews_all() -> None:
    assert may(Actor("li", "reviewer"), "approve", f"submission:{OTHER}")
    assert may(Actor("li", "reviewer"), "set_deadline", "unit:*")


def test_a_reporter_of_no_unit_reports_for_none() -> None:
    assert not may(Actor("wang", "reporter"), "submit", f"unit:{OWN}")
    assert not may(Actor("wang", "reporter"), "submit", "unit:*")


def test_nothing_at_all_is_open_to_nobody() -> None:
    for resource in ("", "unit", "unit:", "vault:1", "page:"):
        assert not may(local_administrator(), "submit", resource)
        assert not may(local_administrator(), "open", resource)


def test_a_role_that_is_not_known_may_nothing() -> None:
    stranger = Actor("li", "owner")  # type: ignore[arg-type]
    assert not may(stranger, "open", "page:overview")


def test_a_region_s_reporter_reports_for_the_offices_below_it(programme) -> None:
    region = next(iter(programme.offices))
    reporter = actor_for(programme, "wang", "reporter", region)
    assert all(may(reporter, "submit", f"unit:{o.code}") for o in programme.offices[region])


def test_a_region_s_reviewer_reviews_the_offices_below_it(programme) -> None:
    region = next(iter(programme.offices))
    reviewer = actor_for(programme, "li", "reviewer", units=[region])
    assert all(may(reviewer, "approve", f"submission:{o.code}") for o in programme.offices[region])
    assert not may(reviewer, "approve", f"submission:{OWN}")


def test_a_reviewer_does_not_review_the_unit_they_belong_to_unless_it_is_named(programme) -> None:
    reviewer = actor_for(programme, "li", "reviewer", OWN, [OTHER])
    assert reviewer.units == {OTHER}
