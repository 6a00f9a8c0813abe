"""The files that the page of changes gives away."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.progress.small import figures
from tracking.access import local_administrator
from tracking.knowledge import Learned, assessed, between
from tracking.programme import Programme, Quarter
from tracking.store import Store
from tracking.web import changed
from tracking.web.view import View
from tracking.words import Text

CODE, TODAY = "INN-1-1", date(2024, 12, 1)


@pytest.fixture
def shown(tmp_path, programme: Programme) -> tuple[View, Learned]:
    """A correction of an indicator whose name a spreadsheet would run."""
    wicked = replace(programme.indicators[CODE], name=Text("=1+1", "=1+1"))
    programme = replace(programme, indicators=dict(programme.indicators) | {CODE: wicked})
    with Store.open(tmp_path / "tracking.db", programme) as store:
        for month, value in ((2, 12345.5), (3, 20.25)):
            at = datetime(2024, month, 10, 4, tzinfo=UTC)
            rows = figures((CODE, "110000", "2023Q3", value))
            came = store.submit(f"{month}".encode(), f"{month}.csv", rows, actor="wang", at=at)
            store.approve(came.id, actor="li", at=at)
        start = date(2024, 2, 29)
        then, now = (assessed(store, programme, d, TODAY, cities=False) for d in (start, None))
        found = between(store, programme, start, None, today=TODAY, then=then, now=now)
        nothing: Any = None
        view = View(
            page="changes", language="en", actor=local_administrator(), programme=programme,
            store=store, quarter=Quarter.of("2024Q3"), quarters=(), known_on=None, cities=False,
            theme="light", today=TODAY, measured=nothing,
        )  # fmt: skip
        return view, found


def rows_of(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_file_of_figures_has_every_number_as_it_is(shown):
    view, found = shown
    (row,) = rows_of(changed.as_csv(view, found.figures, changed.figures_in_full))
    assert (row["Indicator code"], row["Unit code"], row["Quarter"]) == (CODE, "110000", "2023Q3")
    assert (row["Value before"], row["Value now"]) == ("12345.5", "20.25")
    assert (row["Report before"], row["Report now"]) == ("1", "2")


def test_no_spreadsheet_runs_a_name_in_a_file(shown):
    view, found = shown
    (figure,) = rows_of(changed.as_csv(view, found.figures, changed.figures_in_full))
    assert figure["Indicator"] == "'=1+1"
    # A negative number stays a number.
    assert float(figure["Change"]) == pytest.approx(-12325.25)
    for status in rows_of(changed.as_csv(view, found.statuses, changed.statuses_in_full)):
        assert status["Indicator"].startswith("'=")
