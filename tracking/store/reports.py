"""What was handed in for which unit and quarter, and what the checks had found in it."""

import json
from collections.abc import Iterable
from typing import Final

import pandas as pd

from tracking.programme import Quarter
from tracking.store.clock import KnownOn, moves_known
from tracking.store.connections import Connections
from tracking.store.figures import fetch_columns

# One row a submission, unit and quarter. `state` is the submission's last one, `decided_at` when it
# came into it; `figures` are those of this unit and quarter. Times are UTC, "" for not yet.
REPORT_DTYPES: Final[dict[str, str]] = {
    "unit": "str",
    "quarter": "int32",
    "submission": "int64",
    "file_name": "str",
    "submitted_by": "str",
    "submitted_at": "str",
    "state": "str",
    "approved_at": "str",
    "decided_by": "str",
    "decided_at": "str",
    "reason": "str",
    "figures": "int32",
}

# One row a finding of a submission that counts. `indicator` is "" where the finding is not about
# one figure; `unit` is that of the figure, else the submission's if it has one only.
FOUND_DTYPES: Final[dict[str, str]] = {
    "submission": "int64",
    "file_name": "str",
    "unit": "str",
    "quarter": "int32",
    "indicator": "str",
    "code": "str",
    "severity": "str",
    "row": "int32",
    "message_zh": "str",
    "message_en": "str",
    "reason": "str",  # the reporter's, why the value is right
}


class Reports:
    """The reports of one store."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def known(self, known_on: KnownOn = None, *, offices: bool = False) -> pd.DataFrame:
        """Every report that was handed in, oldest first, as REPORT_DTYPES; no drafts."""
        with self._connections.reading() as connection:
            cursor = connection.execute(
                f"""
                with known as materialized (
                    select submission,
                        min(id) filter (where state = 'submitted') as came,
                        min(id) filter (where state = 'approved') as approved,
                        max(id) as last
                    from move where id <= ?1 group by submission)
                select u.code, r.quarter, r.submission, s.name, c.actor, c.at, l.state,
                    coalesce(a.at, ''), iif(l.id > c.id, l.actor, ''), iif(l.id > c.id, l.at, ''),
                    l.reason, r.figures
                from known k
                join move c on c.id = k.came
                join move l on l.id = k.last
                left join move a on a.id = k.approved
                join submission s on s.id = k.submission
                join report r on r.submission = k.submission
                join unit u on u.id = r.unit
                where u.active {"" if offices else "and u.kind <> 'office'"}
                order by c.id, r.unit, r.quarter
                """,  # noqa: S608
                [moves_known(connection, known_on)],
            )
            return fetch_columns(cursor, REPORT_DTYPES)

    def several(self, known_on: KnownOn = None, *, offices: bool = False) -> pd.DataFrame:
        """How many indicators came in several submissions: unit, quarter, indicators.

        Where there is one submission, its figures are as many.
        """
        with self._connections.reading() as connection:
            cursor = connection.execute(
                f"""
                with standing as materialized (
                    select m.submission from move m where m.id in (
                        select max(id) from move where id <= ?1 group by submission)
                    and m.state in ('submitted', 'approved', 'superseded')),
                twice as materialized (
                    select r.unit, r.quarter from report r
                    join standing s on s.submission = r.submission
                    join unit u on u.id = r.unit
                    where u.active {"" if offices else "and u.kind <> 'office'"}
                    group by r.unit, r.quarter having count(*) > 1)
                select u.code, t.quarter, count(*) from twice t
                join unit u on u.id = t.unit
                cross join indicator i
                where exists (
                    select 1 from figure f join standing s on s.submission = f.submission
                    where f.indicator = i.id and f.unit = t.unit and f.quarter = t.quarter)
                group by t.unit, t.quarter
                """,  # noqa: S608
                [moves_known(connection, known_on)],
            )
            return fetch_columns(cursor, {"unit": "str", "quarter": "int32", "indicators": "int32"})

    def found(
        self, codes: Iterable[str], quarter: Quarter, known_on: KnownOn = None
    ) -> pd.DataFrame:
        """Findings of these kinds kept with what counts for a quarter, as FOUND_DTYPES."""
        with self._connections.reading() as connection:
            moves = moves_known(connection, known_on)
            cursor = connection.execute(_FOUND, [moves, quarter.index, json.dumps(list(codes))])
            return fetch_columns(cursor, FOUND_DTYPES)


# A finding is about the figure of its submission that stands in its row; with none there (totals)
# or several (on other sheets) it cannot be told. One about a figure that another submission
# has replaced is settled. What a message says in
# one language only it says in that one.
_FOUND: Final = """
    with holding as materialized (
        select submission, known_from from approval where known_from <= ?1 and ?1 < known_to),
    noted as materialized (
        select f.submission, f.number, f.code, f.severity, f.said, h.known_from,
            coalesce(json_extract(f.said, '$.row'), 0) as row
        from finding f join holding h on h.submission = f.submission
        where f.code in (select value from json_each(?3)) and exists (
            select 1 from report r where r.submission = f.submission and r.quarter = ?2)),
    stated as materialized (
        select g.submission, g.row, count(*) as several, max(g.indicator) as indicator,
            max(g.unit) as unit, max(g.quarter) as quarter
        from report r
        cross join indicator i
        join figure g on g.indicator = i.id and g.unit = r.unit and g.quarter = r.quarter
            and g.submission = r.submission
        where r.submission in (select submission from noted)
        group by g.submission, g.row)
    select n.submission, s.name,
        coalesce(u.code, (
            select case when count(distinct r.unit) = 1 then max(o.code) else '' end
            from report r join unit o on o.id = r.unit where r.submission = n.submission)),
        ?2, coalesce(i.code, ''), n.code, n.severity, n.row,
        coalesce(json_extract(n.said, '$.message.zh'), json_extract(n.said, '$.message')),
        coalesce(json_extract(n.said, '$.message.en'), json_extract(n.said, '$.message')),
        coalesce(e.text, '')
    from noted n
    join submission s on s.id = n.submission
    left join explanation e on e.submission = n.submission and e.finding = n.number
    left join stated g on g.submission = n.submission and g.row = n.row
    left join unit u on u.id = g.unit and g.several = 1
    left join indicator i on i.id = g.indicator and g.several = 1
    where coalesce(g.several, 0) <> 1 or g.quarter = ?2 and not exists (
        select 1 from figure f join holding h on h.submission = f.submission
        where f.indicator = g.indicator and f.unit = g.unit and f.quarter = g.quarter
          and h.known_from > n.known_from)
    order by n.submission desc, n.number
"""
