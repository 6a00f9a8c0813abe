"""A unit's template for a quarter, prefilled with what the store knows of it."""

from typing import Final, Literal

from tracking import progress
from tracking.forms.template import template_csv, template_name, template_xlsx
from tracking.programme import Programme, Quarter
from tracking.progress.obligations import due_of
from tracking.store import Store
from tracking.words import Language

Kind = Literal["xlsx", "csv"]
KINDS: Final[tuple[Kind, ...]] = ("xlsx", "csv")


def template(
    store: Store,
    programme: Programme,
    unit: str,
    quarter: Quarter,
    language: Language,
    kind: Kind = "xlsx",
) -> tuple[str, bytes]:
    """The template's file name and its bytes.

    Beside what is asked stand the unit's last values, where its targets' paths are by then, and
    until when the unit may report.
    """
    of = programme.units[unit]
    known = store.current(units=[unit])
    write = template_xlsx if kind == "xlsx" else template_csv
    data = write(
        of,
        quarter,
        programme,
        known,
        _planned(store, programme, unit, quarter),
        language,
        due_of(store.deadlines.all(), programme, of, quarter),
    )
    return template_name(of, quarter, language, kind), data


def may_have_template(programme: Programme, unit: str) -> bool:
    """Whether a unit owes anything."""
    of = programme.units[unit]
    return any(programme.owes(of, indicator) for indicator in programme.indicators.values())


def _planned(store: Store, programme: Programme, unit: str, quarter: Quarter) -> dict[str, float]:
    """Where the unit's targets' paths are at the quarter's end, by indicator."""
    figures = store.figures()
    figures = figures[figures["unit"] == unit]
    rows = progress.assess(figures, store.targets(), programme, through=quarter.index)
    mine = rows[
        (rows["unit"] == unit)
        & (rows["quarter"] == quarter.index)
        & rows["path_value"].notna()
        & (rows["kind"] != "milestone")
    ]
    return dict(zip(mine["indicator"].astype("str"), mine["path_value"].astype(float), strict=True))
