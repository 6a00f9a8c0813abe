"""What was handed in, as known on a day, and the findings kept with what counts."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from tests.store.conftest import OFFICE, Q1, Q2, stated, take
from tracking.programme import Quarter
from tracking.store import Store

ONE = stated(("INN-1-1", "110000", Q1, 3.0))
TWO = stated(("INN-1-1", "110000", Q1, 4.0), ("SUP-1-2", "110000", Q1, 80.0))
MAY = datetime(2024, 5, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def outlier(row: int | None, message: object = "偏离") -> dict[str, object]:
    return {"code": "outlier", "severity": "warning", "row": row, "message": message}


def test_a_report_is_told_with_its_state_and_its_times(store: Store) -> None:
    first = store.submit(b"1", "1.csv", ONE, actor="a", at=MAY)
    (row,) = store.reports.known().to_dict("records")
    assert (row["state"], row["approved_at"], row["decided_at"]) == ("submitted", "", "")
    store.approve(first.id, actor="b", at=MAY + DAY)
    (row,) = store.reports.known().to_dict("records")
    assert row == {
        "unit": "110000",
        "quarter": Q1,
        "submission": first.id,
        "file_name": "1.csv",
        "submitted_by": "a",
        "submitted_at": "2024-05-01T09:00:00.000Z",
        "state": "approved",
        "approved_at": "2024-05-02T09:00:00.000Z",
        "decided_by": "b",
        "decided_at": "2024-05-02T09:00:00.000Z",
        "reason": "",
        "figures": 1,
    }


def test_a_report_is_as_it_was_on_the_day_that_is_asked_for(store: Store) -> None:
    first = store.submit(b"1", "1.csv", ONE, actor="a", at=MAY)
    store.send_back(first.id, actor="b", reason="请核实", at=MAY + 2 * DAY)
    assert store.reports.known(date(2024, 4, 30)).empty
    assert store.reports.known(date(2024, 5, 2))["state"].tolist() == ["submitted"]
    (row,) = store.reports.known(date(2024, 5, 3)).to_dict("records")
    assert (row["state"], row["reason"]) == ("returned", "请核实")


def test_a_report_counts_from_its_handing_in_not_from_its_draft(store: Store) -> None:
    draft = store.submit(b"1", "1.csv", ONE, actor="a", at=MAY, draft=True)
    store.hand_in(draft.id, actor="a")
    (row,) = store.reports.known().to_dict("records")
    assert row["submitted_at"] > "2024-05-02"


def test_offices_are_told_where_they_are_asked_for(store: Store) -> None:
    take(store, stated(("INN-1-1", OFFICE, Q1, 3.0)))
    assert store.reports.known().empty
    assert store.reports.known(offices=True)["unit"].tolist() == [OFFICE]


def test_indicators_of_several_submissions_are_counted_once(store: Store) -> None:
    take(store, TWO)
    assert store.reports.several().empty
    second = store.submit(b"2", "2.csv", ONE.assign(value=9.0), actor="a")
    (row,) = store.reports.several().to_dict("records")
    assert row == {"unit": "110000", "quarter": Q1, "indicators": 2}
    store.withdraw(second.id, actor="a")
    assert store.reports.several().empty


def checked(store: Store, rows: pd.DataFrame, *findings: object, at: datetime | None = None):
    data = f"checked {len(store.submissions())}".encode()
    came = store.submit(data, "r.csv", rows, actor="a", findings=list(findings), at=at)
    return store.approve(came.id, actor="b", at=at)


def found(store: Store, quarter: int = Q1, *codes: str, known_on: date | None = None):
    return store.reports.found(codes or ("outlier",), Quarter(quarter), known_on)


def test_a_finding_names_the_figure_in_its_row(store: Store) -> None:
    checked(store, TWO, outlier(3))
    (row,) = found(store).to_dict("records")
    assert (row["unit"], row["indicator"], row["row"]) == ("110000", "SUP-1-2", 3)
    assert found(store, Q2).empty


def test_a_finding_about_no_figure_keeps_the_unit_of_its_file(store: Store) -> None:
    checked(store, TWO, outlier(99), outlier(None))
    rows = found(store)
    assert rows["unit"].tolist() == ["110000", "110000"]
    assert rows["indicator"].tolist() == ["", ""]


def test_only_kinds_that_are_asked_for_are_told(store: Store) -> None:
    checked(store, TWO, outlier(2), outlier(3) | {"code": "unit_mix_up"})
    assert found(store)["row"].tolist() == [2]
    assert found(store, Q1, "outlier", "unit_mix_up")["row"].tolist() == [2, 3]


def test_findings_of_what_does_not_count_are_not_told(store: Store) -> None:
    waiting = store.submit(b"1", "1.csv", TWO, actor="a", findings=[outlier(3)])
    assert found(store).empty
    store.approve(waiting.id, actor="b")
    assert len(found(store)) == 1
    store.send_back(waiting.id, actor="b", reason="请核实")
    assert found(store).empty


def test_a_finding_is_settled_when_its_figure_is_replaced(store: Store) -> None:
    checked(store, TWO, outlier(2), outlier(3), at=MAY)
    take(store, ONE.assign(value=9.0), at=MAY + 5 * DAY)
    assert found(store)["row"].tolist() == [3]
    assert found(store, known_on=date(2024, 5, 2))["row"].tolist() == [2, 3]


def test_a_row_on_two_sheets_names_no_figure(store: Store) -> None:
    checked(store, TWO.assign(row=2), outlier(2))
    (row,) = found(store).to_dict("records")
    assert (row["unit"], row["indicator"]) == ("110000", "")


@pytest.mark.parametrize(
    ("message", "expected"),
    [("偏离", ("偏离", "偏离")), ({"zh": "偏离", "en": "off"}, ("偏离", "off"))],
)
def test_a_message_is_told_in_both_languages(store: Store, message, expected) -> None:
    checked(store, TWO, outlier(2, message))
    (row,) = found(store).to_dict("records")
    assert (row["message_zh"], row["message_en"]) == expected


def test_a_finding_is_told_with_the_reporter_s_reason(store: Store) -> None:
    came = store.submit(
        b"1", "r.csv", TWO, actor="a", findings=[outlier(2), outlier(3)], reasons={2: "新增企业"}
    )
    store.approve(came.id, actor="b")
    assert found(store)["reason"].tolist() == ["", "新增企业"]
