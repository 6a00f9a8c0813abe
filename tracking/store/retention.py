"""Which backups stay: the latest ones, then one a day, then one a month."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from tracking.store.clock import CHINA

LATEST: Final = 7
DAYS: Final = 30
MONTHS: Final = 36


def kept(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """The backups that stay, of those made at these moments.

    The latest seven; the last of each of the past 30 days; the last of each of the past 36 months,
    today and this month counted in, by China's calendar. As it is the last of a day or month that
    stays, nothing is ever removed that a later day would have wanted.

    >>> from datetime import UTC, timedelta
    >>> noon = datetime(2026, 11, 24, 4, tzinfo=UTC)
    >>> hourly = [noon - timedelta(hours=n) for n in range(24 * 400)]
    >>> len(kept(hourly, noon))  # 7 of today, 29 of the days before, 12 of the months before
    48
    """
    ordered = sorted(set(moments))
    today, month = _day(now), _month(now)
    days = {_day(moment): moment for moment in ordered if _day(moment) > today - DAYS}
    months = {_month(moment): moment for moment in ordered if _month(moment) > month - MONTHS}
    return {*ordered[-LATEST:], *days.values(), *months.values()}


def _day(moment: datetime) -> int:
    return moment.astimezone(CHINA).toordinal()


def _month(moment: datetime) -> int:
    there = moment.astimezone(CHINA)
    return there.year * 12 + there.month
