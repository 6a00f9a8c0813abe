"""Which backups stay, whatever the moments they were made at."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracking.store.retention import LATEST, kept

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
MOMENTS = st.lists(
    st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes)),
    max_size=60,
)
LATER = st.integers(0, 500).map(lambda days: NOW + timedelta(days=days))


@given(MOMENTS, LATER)
def test_the_latest_seven_always_stay(moments: list[datetime], now: datetime) -> None:
    assert kept(moments, now) >= set(sorted(set(moments))[-LATEST:])


@given(MOMENTS)
def test_what_stays_stays_when_asked_again(moments: list[datetime]) -> None:
    assert kept(kept(moments, NOW), NOW) == kept(moments, NOW)


@given(MOMENTS, LATER)
def test_as_time_goes_by_no_backup_comes_back(moments: list[datetime], now: datetime) -> None:
    assert kept(moments, now) <= kept(moments, NOW)


@given(MOMENTS, MOMENTS, LATER)
def test_removing_every_day_keeps_what_removing_once_would_have_kept(
    moments: list[datetime], more: list[datetime], now: datetime
) -> None:
    old = [moment - timedelta(days=4 * 365) for moment in more]
    earlier = NOW - timedelta(days=4 * 365)
    assert kept({*kept(old, earlier), *moments}, now) == kept([*old, *moments], now)


@given(MOMENTS)
def test_each_of_thirty_days_and_of_thirty_six_months_keeps_its_last(
    moments: list[datetime],
) -> None:
    # China's calendar is eight hours ahead.
    staying = kept(moments, NOW)
    china = [moment + timedelta(hours=8) for moment in moments]
    for moment in moments:
        there = moment + timedelta(hours=8)
        last_of_day = there == max(m for m in china if m.date() == there.date())
        if last_of_day and (NOW + timedelta(hours=8) - there).days < 29:
            assert moment in staying
        month = (there.year, there.month)
        last_of_month = there == max(m for m in china if (m.year, m.month) == month)
        if last_of_month and month > (2023, 11):
            assert moment in staying


def test_of_four_years_of_daily_backups_sixty_four_stay() -> None:
    daily = [NOW - timedelta(days=n) for n in range(4 * 365)]
    # 31 October is one of the thirty days and the last of a month.
    assert len(kept(daily, NOW)) == 30 + 35 - 1
