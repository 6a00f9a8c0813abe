"""The store's two clocks: times as text, and the number of the move up to which one knows."""

import sqlite3
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from tracking.store.errors import TimeRunsBack
from tracking.store.views import STILL

CHINA: Final = timezone(timedelta(hours=8))

# When: a day means its end in China; None means now, with all that is known.
KnownOn = datetime | date | None


def text_of(moment: datetime) -> str:
    """A moment as the store writes it, in UTC; one without a zone is China's time.

    >>> text_of(datetime(2024, 10, 1, 9, 30))
    '2024-10-01T01:30:00.000Z'
    """
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=CHINA)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_of(text: str) -> datetime:
    """The moment that the store wrote."""
    return datetime.fromisoformat(text)


def end_of(known_on: datetime | date) -> str:
    """The last moment that still counts as known on this day, or at this moment.

    >>> end_of(date(2024, 9, 30))
    '2024-09-30T15:59:59.999Z'
    """
    if isinstance(known_on, datetime):
        return text_of(known_on)
    return text_of(datetime.combine(known_on, time(23, 59, 59, 999_000), CHINA))


def must_lie_before(start: KnownOn, end: KnownOn) -> None:
    """Raises ValueError unless the first moment lies before the second; None is now."""
    if start is None or (end is not None and end_of(start) >= end_of(end)):
        raise ValueError("the first moment must lie before the second")


def moves_known(connection: sqlite3.Connection, known_on: KnownOn) -> int:
    """The number of the last move known then; moves are numbered in the order of their times."""
    if known_on is None:
        return STILL - 1
    found = connection.execute(
        "select id from move where at <= ? order by at desc, id desc limit 1", [end_of(known_on)]
    ).fetchone()
    return found[0] if found else 0


def time_of_move(connection: sqlite3.Connection, at: datetime | None) -> str:
    """The time of a move made now, or `at`; never before the last one. Raises TimeRunsBack."""
    found = connection.execute("select at from move order by id desc limit 1").fetchone()
    last = found[0] if found else ""
    if at is None:
        # Should the machine's clock have been set back, the order of moves still stands.
        return max(text_of(datetime.now(UTC)), last)
    given = text_of(at)
    if given < last:
        raise TimeRunsBack(at=given, last=last)
    return given
