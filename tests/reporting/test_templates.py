"""A unit's template is prefilled with what the store knows of it."""

from datetime import date
from pathlib import Path

from tracking.programme import Programme, Quarter
from tracking.reporting.templates import template
from tracking.store import Store

Q = Quarter.of("2024Q3")


def head(store: Store, programme: Programme, unit: str) -> str:
    _name, data = template(store, programme, unit, Q, "zh", "csv")
    return data.decode("utf-8-sig").split("填报单位,", maxsplit=1)[0]


def test_it_says_the_deadline_that_holds_for_the_unit(programme: Programme, tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.db", programme) as store:
        store.deadlines.set(Q, date(2024, 11, 8), "admin")
        store.deadlines.set(Q, date(2024, 11, 25), "admin", "140000", "系统切换")
        assert "2024年11月8日" in head(store, programme, "130000")
        assert "2024年11月25日" in head(store, programme, "140000")
