"""Who may do what."""

import pytest

from tracking.access import ROLES, Actor, local_administrator, may


@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_open_the_pages(role):
    assert may(Actor("someone", role), "open", "page:overview")


def test_the_local_administrator_may_submit_and_approve_for_any_unit():
    assert may(local_administrator(), "submit", "unit:310000")
    assert may(local_administrator(), "approve", "submission:310000")


def test_a_reporter_submits_for_the_own_unit_only():
    wang = Actor("wang", "reporter", "110000")
    assert may(wang, "submit", "unit:110000")
    assert not may(wang, "submit", "unit:310000")
    assert not may(wang, "approve", "submission:110000")


def test_a_reporter_without_a_unit_submits_for_none():
    assert not may(Actor("wang", "reporter"), "submit", "unit:")


def test_what_is_not_named_is_refused():
    assert not may(Actor("li", "reader"), "download", "submission:110000")
    assert not may(local_administrator(), "open", "vault:1")
