"""The demonstration's files and targets, before a store has them."""

from collections import Counter
from itertools import pairwise

import pytest

from tracking.demo.narratives import phrases
from tracking.demo.plan import BASIS
from tracking.demo.story import Story, story_of
from tracking.programme import NATION, Programme


@pytest.fixture(scope="module")
def story(programme: Programme) -> Story:
    return story_of(programme, 2022)


def test_the_same_seed_tells_the_same_byte_for_byte(story: Story, programme: Programme):
    again = story_of(programme, 2022)
    assert [(r.name, r.data) for r in again.reports] == [(r.name, r.data) for r in story.reports]
    assert again.targets == story.targets


def test_another_seed_tells_something_else(story: Story, programme: Programme):
    other = story_of(programme, 7)
    assert {r.data for r in other.reports}.isdisjoint(r.data for r in story.reports)


def test_everybody_reports_about_everything(story: Story, programme: Programme):
    reports = [r.event for r in story.reports if r.event.sort == "report"]
    assert {e.unit for e in reports} == {
        u.code for u in (*programme.regions, *programme.ministries)
    }
    assert {e.quarter for e in reports} == set(programme.quarters)


def test_files_come_in_the_order_of_their_times(story: Story):
    times = [r.event.sent_at for r in story.reports]
    assert all(a <= b for a, b in pairwise(times))
    assert all(
        r.event.decided_at is None or r.event.decided_at > r.event.sent_at for r in story.reports
    )


def test_some_reports_are_late_some_missing_some_corrected_some_waiting(
    story: Story, programme: Programme
):
    reports = [r.event for r in story.reports if r.event.sort == "report"]
    late = [e for e in reports if e.sent_at.date() > programme.deadline_of(e.quarter)]
    owed = (len(programme.regions) + len(programme.ministries)) * len(programme.quarters)
    assert 0.04 < len(late) / owed < 0.15
    assert 0.02 < 1 - len(reports) / owed < 0.10
    sorts = Counter(r.event.sort for r in story.reports)
    assert sorts["correction"] >= 20
    assert sorts["mixed_up"] == 1
    assert sorts["offices"] >= len(programme.quarters) - 2
    waiting = [e for e in reports if e.decided_at is None]
    assert len(waiting) >= 4
    assert {e.quarter for e in waiting} == {programme.end}


def test_two_regions_are_silent_again_and_again(story: Story, programme: Programme):
    sent = Counter(r.event.unit for r in story.reports if r.event.sort == "report")
    often_silent = [u for u in sent if sent[u] <= len(programme.quarters) - 5]
    assert len(often_silent) == 2


def test_files_come_as_people_save_them(story: Story):
    starts = {r.data[:3] for r in story.reports}
    assert b"\xef\xbb\xbf" in starts, "UTF-8 with a mark, as Excel saves it"
    assert "填报单位".encode("gb18030")[:3] in starts, "GBK"
    assert any(r.data[:2] in (b"\xff\xfe", b"\xfe\xff") for r in story.reports), "UTF-16"
    assert any(r.name.endswith(".xlsx") for r in story.reports)


def test_the_shares_of_a_target_add_up(story: Story, programme: Programme):
    for targets in story.targets.values():
        by_indicator: dict[str, dict[str, float]] = {}
        for target in targets:
            by_indicator.setdefault(target.indicator, {})[target.unit] = target.value
        for code, shares in by_indicator.items():
            indicator = programme.indicators[code]
            if indicator.rollup != "sum" or len(shares) == 1:
                continue
            whole = shares.pop(NATION)
            if indicator.national_source:
                assert shares.pop(indicator.national_source) == whole
            adding = [
                share
                for unit, share in shares.items()
                if programme.units[unit].kind == "region" or not indicator.national_source
            ]
            assert not adding or sum(adding) == pytest.approx(whole, abs=0.011), code


def test_levels_have_a_baseline_and_totals_none(story: Story, programme: Programme):
    for target in (t for targets in story.targets.values() for t in targets):
        level = programme.indicators[target.indicator].kind in ("stock", "ratio")
        assert (target.baseline is not None) == level
        assert (target.baseline_quarter is not None) == level


def test_everything_says_that_it_is_a_demonstration(story: Story):
    assert all("演示" in r.name for r in story.reports)
    assert all(t.basis == BASIS for targets in story.targets.values() for t in targets)


def test_narratives_have_many_blocks():
    assert phrases().blocks >= 60


def test_a_second_programme_has_its_demonstration_too(orchard: Programme):
    story = story_of(orchard, 1)
    assert {r.event.quarter for r in story.reports} == set(orchard.quarters)
    assert {t.indicator for targets in story.targets.values() for t in targets} == set(
        orchard.indicators
    )
