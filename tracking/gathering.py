"""What a briefing is made from, gathered from one reading of the store."""

from collections.abc import Collection
from datetime import date

import pandas as pd

from tracking import progress, published
from tracking.briefing import File, Material
from tracking.knowledge import last_quarter
from tracking.programme import Programme, Quarter
from tracking.progress.obligations import obligations
from tracking.store import Store


def gather(
    store: Store,
    programme: Programme,
    quarters: Collection[Quarter],
    today: date,
    known_on: date | None = None,
    *,
    assessment: pd.DataFrame | None = None,
) -> Material:
    """What a briefing on these quarters rests on, as known at the end of a day, or now.

    `assessment` is the one of that knowledge where it is at hand. Files are named that the reader
    of the store may see.
    """
    as_of = known_on or today
    figures = store.figures(known_on)
    latest = Quarter(int(figures["quarter"].max())) if len(figures) else None
    if assessment is None:
        through = last_quarter(programme, latest.index if latest else None, as_of).index
        assessment = progress.assess(figures, store.targets(known_on), programme, through=through)
    reports = store.reports.known(known_on)
    told = assessment[assessment["quarter"].isin([quarter.index for quarter in quarters])]
    numbers = sorted({int(n) for n in told["submission"].unique() if n})
    found = store.submissions(numbers=numbers, known_on=known_on) if numbers else []
    return Material(
        programme=programme,
        assessment=assessment,
        chains=progress.chains(assessment, programme),
        obligations=obligations(
            reports,
            store.reports.several(known_on),
            store.deadlines.all(known_on),
            programme,
            sorted(quarters),
            as_of,
            imported_by={published.ACTOR},
        ),
        narratives=store.narratives(known_on, quarters=quarters),
        files={one.id: File(one.id, one.name) for one in found},
        as_of=as_of,
        version=store.version,
        demonstration=store.demonstration,
        handed_in=bool(
            ((reports["submitted_by"] != published.ACTOR) & (reports["state"] != "withdrawn")).any()
        ),
        latest=latest,
    )
