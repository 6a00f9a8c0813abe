"""Reminders: to whom, of what, in words ready to send."""

import csv
import io
from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.progress.test_obligations import NOVEMBER, Q3, owed, report
from tracking.programme import Programme
from tracking.progress.reminders import as_csv, as_text, reminders, table

BACK = report(
    "2024-10-28T08:00:00.000Z",
    "returned",
    decided_at="2024-11-02T01:00:00.000Z",
    reason="=联合体数\n与上季不符",
)


def some(rows: pd.DataFrame, *units: str) -> pd.DataFrame:
    return rows[rows["unit"].isin(units)]


def text_of(programme: Programme, rows: pd.DataFrame, language: Any, **more: Any) -> str:
    (letter,) = reminders(some(rows, "110000"), programme, language, NOVEMBER, **more)
    return letter.text


def test_what_is_missing_is_asked_for_with_its_day(programme: Programme) -> None:
    rows = owed(programme)
    said = text_of(programme, rows, "zh")
    assert said.splitlines()[0] == "催报通知"
    assert "北京市：" in said
    assert "1. 2024年三季度：截止日期为2024年10月30日，已逾期21天，尚未报送，应报指标42项。" in said
    english = text_of(programme, rows, "en")
    assert "1. 2024 Q3: due on 30 Oct 2024; 21 days overdue; nothing received; 42 ind" in english


def test_what_was_returned_is_asked_for_with_its_reason_on_one_line(programme: Programme) -> None:
    rows = owed(programme, BACK)
    assert "已于2024年11月2日退回，尚未重新报送。退回原因：=联合体数 与上季不符" in text_of(
        programme, rows, "zh"
    )
    assert "Reason: =联合体数 与上季不符" in text_of(programme, rows, "en")


def test_an_extension_is_told_with_its_reason(programme: Programme) -> None:
    rows = owed(programme, deadlines=[("110000", "2024-11-15", "系统切换")])
    assert "截止日期延至2024年11月15日（系统切换），已逾期5天" in text_of(programme, rows, "zh")


def test_before_the_deadline_nobody_is_called_late(programme: Programme) -> None:
    rows = owed(programme, today=date(2024, 10, 20))
    (letter,) = reminders(some(rows, "110000"), programme, "zh", date(2024, 10, 20))
    assert letter.text.startswith("报送提醒")
    assert "逾期" not in letter.text


def test_a_quarter_that_is_not_over_is_not_asked_for(programme: Programme) -> None:
    assert reminders(owed(programme, today=Q3.last_day), programme, "zh", Q3.last_day) == []


def test_who_has_reported_is_left_alone(programme: Programme) -> None:
    rows = owed(programme, report("2024-11-05T08:00:00.000Z", "submitted"))
    assert "110000" not in {letter.unit for letter in reminders(rows, programme, "zh", NOVEMBER)}


def test_a_unit_gets_one_reminder_of_all_its_quarters(programme: Programme) -> None:
    rows = owed(programme, quarters=(Q3 + -1, Q3))
    said = text_of(programme, rows, "en")
    assert "1. 2024 Q2" in said
    assert "2. 2024 Q3" in said


def test_a_demonstration_says_so_in_every_reminder(programme: Programme) -> None:
    said = text_of(programme, owed(programme), "zh", demonstration=True)
    assert "演示数据" in said.splitlines()[0]


def test_the_text_file_opens_in_the_editors_of_windows(programme: Programme) -> None:
    letters = reminders(owed(programme), programme, "zh", NOVEMBER)
    data = as_text(letters)
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    assert b"\r\r" not in data
    assert data.decode("utf-8-sig").count("催报通知") == 48


def test_the_table_has_one_row_for_each_report_and_runs_nothing(programme: Programme) -> None:
    rows = some(owed(programme, BACK), "110000", "120000")
    data = as_csv(rows, programme, "en", NOVEMBER)
    first, second = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert (first["Code"], first["State"], first["Days overdue"]) == ("110000", "Returned", "21")
    assert first["Returned because"].startswith("'=")
    assert (second["State"], second["Returned on"]) == ("Not received", "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nobody_owes_nothing(programme: Programme, language: Any) -> None:
    rows = owed(programme).iloc[:0]
    assert reminders(rows, programme, language, NOVEMBER) == []
    assert table(rows, programme, language, NOVEMBER).empty
