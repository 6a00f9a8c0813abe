"""Who may do what."""

import pytest

from tracking.access import (
    ROLES,
    Actor,
    local_administrator,
    local_reporter,
    local_reviewer,
    may,
)

WANG = Actor("wang", "reporter", "110000", frozenset({"110000"}))


@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_open_the_pages_that_show_figures(role):
    assert may(Actor("someone", role), "open", "page:overview")


def test_only_who_reports_opens_the_page_to_submit():
    allowed = [role for role in ROLES if may(Actor("someone", role), "open", "page:submit")]
    assert allowed == ["reporter", "administrator"]


def test_only_who_reviews_opens_the_page_to_review():
    allowed = [role for role in ROLES if may(Actor("someone", role), "open", "page:review")]
    assert allowed == ["reviewer", "administrator"]


def test_the_local_administrator_may_submit_and_approve_for_any_unit():
    assert may(local_administrator(), "submit", "unit:310000")
    assert may(local_administrator(), "approve", "submission:310000")


def test_a_reporter_submits_and_withdraws_for_the_own_unit_only():
    assert may(WANG, "submit", "unit:110000")
    assert may(WANG, "withdraw", "submission:110000")
    assert not may(WANG, "submit", "unit:310000")
    assert not may(WANG, "withdraw", "submission:310000")


def test_a_reporter_approves_and_enters_nothing():
    assert not may(WANG, "approve", "submission:110000")
    assert not may(WANG, "enter", "unit:110000")


def test_a_region_s_reporter_reports_for_the_offices_below_it(programme):
    region = next(iter(programme.offices))
    reporter = local_reporter(programme, region)
    assert all(may(reporter, "submit", f"unit:{o.code}") for o in programme.offices[region])


def test_a_reviewer_submits_nothing():
    assert not may(local_reviewer(), "submit", "unit:110000")
    assert may(local_reviewer(), "approve", "submission:110000")


def test_a_reporter_without_a_unit_submits_for_none():
    assert not may(Actor("wang", "reporter"), "submit", "unit:")


def test_what_is_not_named_is_refused():
    assert not may(Actor("li", "viewer"), "download", "submission:110000")
    assert not may(local_administrator(), "open", "vault:1")


def test_who_reports_and_who_reviews_have_different_names(programme):
    names = {
        local_administrator().name,
        local_reviewer().name,
        local_reporter(programme, "110000").name,
        local_reporter(programme, "310000").name,
    }
    assert len(names) == 4
