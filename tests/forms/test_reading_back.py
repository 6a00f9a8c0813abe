"""What is typed into a template comes back exactly, and what is left blank says nothing."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.forms.conftest import (
    HEAD,
    cell_of,
    opened,
    rows_of,
    saved,
    typed_into,
)
from tests.forms.make_round_trip import TYPED
from tracking.intake import Checked, UnreadableFile, read
from tracking.intake.check import Finding
from tracking.intake.templates import META_SHEET, VERSION
from tracking.programme import BASES, Programme
from tracking.words import LANGUAGES, Language

ROUND_TRIP = Path(__file__).parent / "libreoffice-round-trip.xlsx"
HandedOut = Callable[..., bytes]
SentBack = Callable[..., Checked]

# A region, the ministry with a milestone, one with little to report, an office below a region.
UNITS = ("110000", "miit", "pboc", "340100")


def codes(checked: Checked) -> list[str]:
    return [finding.code for finding in checked.findings]


def figures(checked: Checked) -> dict[str, dict[str, Any]]:
    return {str(row["indicator"]): row for row in checked.figures.to_dict("records")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_every_number_that_is_typed_comes_back_and_nothing_is_found(
    unit: str, language: Language, handed_out: HandedOut, sent_back: SentBack, programme: Programme
) -> None:
    owed = [i for i in programme.indicators.values() if programme.owes(programme.units[unit], i)]
    counted = [i for i in owed if i.kind not in ("ratio", "milestone")]
    ratios = [i for i in owed if i.kind == "ratio"]
    typed: dict[str, dict[str, Any]] = {i.code: {"value": 3 * n} for n, i in enumerate(counted)}
    typed |= {i.code: {"numerator": n, "denominator": 8} for n, i in enumerate(ratios)}
    checked = sent_back(typed_into(handed_out(unit, language), typed))
    assert checked.findings == ()
    got = figures(checked)
    assert {c: got[c]["value"] for c in got if c not in {i.code for i in ratios}} == {
        i.code: 3 * n for n, i in enumerate(counted)
    }
    assert {i.code: got[i.code]["value"] for i in ratios} == {
        i.code: i.scale * n / 8 for n, i in enumerate(ratios)
    }
    assert {row["basis"] for row in got.values()} == {BASES[i.kind][0] for i in counted + ratios}
    assert checked.units == (unit,)
    assert checked.quarters == (8098,)


@pytest.mark.parametrize("language", LANGUAGES)
def test_states_days_bases_and_texts_come_back(
    language: Language, handed_out: HandedOut, sent_back: SentBack
) -> None:
    done, yes = ("已完成", "是") if language == "zh" else ("done", "yes")
    total = "自启动以来累计" if language == "zh" else "since start"
    typed = {
        "SUP-1-4": {"value": done, "completed_on": date(2024, 9, 12)},
        "DAT-4-2": {"basis": total, "value": 62.5, "definition_break": yes},
        "IND-3-1": {
            "progress_note": "=1+1 不是公式",
            "problem": "无专人",
            "next_step": "续",
            "source": "台账",
        },
    }
    got = figures(sent_back(typed_into(handed_out("miit", language), typed)))
    assert set(got) == set(typed)
    assert (got["SUP-1-4"]["state"], got["SUP-1-4"]["completed_on"]) == ("claimed", "2024-09-12")
    assert (got["DAT-4-2"]["basis"], got["DAT-4-2"]["value"]) == ("since_start", 62.5)
    assert got["DAT-4-2"]["definition_break"]
    assert {text: got["IND-3-1"][text] for text in typed["IND-3-1"]} == typed["IND-3-1"]


def test_a_file_that_libreoffice_has_saved_reads_the_same(sent_back: SentBack) -> None:
    data = ROUND_TRIP.read_bytes()
    assert opened(data)[META_SHEET].sheet_state == "hidden"
    checked = sent_back(data)
    assert checked.findings == ()
    got = figures(checked)
    assert set(got) == set(TYPED)
    for indicator, cells in TYPED.items():
        for column, value in cells.items():
            if column not in ("basis", "definition_break"):
                assert got[indicator][column] == value
    assert got["INN-1-2"]["basis"] == "year_to_date"
    assert got["IND-3-1"]["definition_break"]


def test_a_template_sent_back_as_it_was_says_that_nothing_is_filled_in(
    handed_out: HandedOut, sent_back: SentBack
) -> None:
    checked = sent_back(handed_out("110000"))
    assert codes(checked) == ["nothing_filled_in"]


def test_a_source_without_anything_it_is_the_source_of_is_still_asked_about(
    handed_out: HandedOut, sent_back: SentBack
) -> None:
    typed = {"INN-1-1": {"value": 5}, "INN-1-2": {"source": "台账"}}
    checked = sent_back(typed_into(handed_out("110000"), typed))
    assert codes(checked) == ["nothing_reported"]


def test_a_blank_row_in_a_file_that_is_no_template_is_still_an_error(
    handed_out: HandedOut, sent_back: SentBack
) -> None:
    book = opened(typed_into(handed_out("pboc"), {"CAP-1-1": {"value": 5}}))
    del book[META_SHEET]
    assert "nothing_reported" in codes(sent_back(saved(book)))


def test_who_filled_it_in_is_passed_over(handed_out: HandedOut, sent_back: SentBack) -> None:
    for language in LANGUAGES:
        book = opened(typed_into(handed_out("pboc", language), {"CAP-1-1": {"value": 5}}))
        sheet = book.worksheets[0]
        below = sheet.max_row
        labels = [cell for cell in sheet[below] if cell.value]
        assert len(labels) == 4
        for cell in sheet[below]:
            if not cell.protection.locked and type(cell).__name__ == "Cell":
                cell.value = "张三 010-12345678"
        checked = sent_back(saved(book))
        assert checked.findings == ()
        assert len(checked.figures) == 1


def with_identity(data: bytes, **changed: str) -> bytes:
    book = opened(data)
    for field, value in book[META_SHEET].iter_rows(max_col=2):
        if field.value in changed:
            value.value = changed[field.value]
    return saved(book)


def refused(data: bytes) -> Finding:
    with pytest.raises(UnreadableFile) as caught:
        read(data, "报送表.xlsx")
    return caught.value.finding


def test_a_template_of_a_later_version_is_refused_with_what_to_do(handed_out: HandedOut) -> None:
    finding = refused(with_identity(handed_out("110000"), version="99"))
    assert finding.said("zh") == (
        f"报送表模板为第 99 版，本系统只能读取第 {VERSION} 版及以前的模板。"
        "要求：在本系统重新下载模板填报。"
    )


def test_a_template_older_than_any_that_is_read_is_refused(handed_out: HandedOut) -> None:
    assert refused(with_identity(handed_out("110000"), version="0")).code == "template_outdated"


def test_a_template_of_another_programme_is_refused(
    handed_out: HandedOut, sent_back: SentBack
) -> None:
    data = typed_into(handed_out("110000"), {"INN-1-1": {"value": 5}})
    checked = sent_back(with_identity(data, programme="another-2030"))
    assert codes(checked) == ["template_other_programme"]
    assert "another-2030" in checked.findings[0].said("en")


def test_another_unit_s_copied_file_is_taken_with_a_warning(
    handed_out: HandedOut, sent_back: SentBack
) -> None:
    typed = {"INN-1-1": {"value": 5, "unit": "河北"}, "INN-1-2": {"value": 7, "unit": "河北"}}
    checked = sent_back(typed_into(handed_out("110000"), typed))
    assert codes(checked) == ["template_of_another"]
    assert checked.ok
    assert checked.findings[0].row == HEAD + 1
    assert "北京市" in checked.findings[0].said("zh")


def test_another_quarter_in_the_rows_is_taken_with_a_warning(
    handed_out: HandedOut, sent_back: SentBack
) -> None:
    typed = {"INN-1-1": {"value": 5, "period": "2024年二季度"}}
    checked = sent_back(typed_into(handed_out("110000"), typed))
    assert codes(checked) == ["template_of_another"]


def test_a_template_with_rows_taken_out_is_read_with_a_warning(
    handed_out: HandedOut, sent_back: SentBack
) -> None:
    book = opened(typed_into(handed_out("110000"), {"INN-1-1": {"value": 5}}))
    book.worksheets[0].delete_rows(HEAD + 3)
    checked = sent_back(saved(book))
    assert codes(checked) == ["template_changed"]
    assert len(checked.figures) == 1


def test_another_sheet_of_a_template_is_read_too(
    handed_out: HandedOut, sent_back: SentBack
) -> None:
    book = opened(typed_into(handed_out("110000"), {"INN-1-1": {"value": 5}}))
    sheet = book.create_sheet("补报")
    sheet.append(["填报单位", "报告期", "指标", "本期值"])
    sheet.append(["北京", "2024Q3", "INN-1-3", 9])
    checked = sent_back(saved(book))
    assert checked.findings == ()
    assert {c: row["value"] for c, row in figures(checked).items()} == {"INN-1-1": 5, "INN-1-3": 9}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_csv_template_is_recognised_and_read_exactly(
    language: Language, handed_out: HandedOut, sent_back: SentBack
) -> None:
    data = handed_out("110000", language, csv=True)
    assert data.startswith(b"\xef\xbb\xbf")
    lines = [*csv.reader(io.StringIO(data.decode("utf-8-sig")))]
    head = next(n for n, line in enumerate(lines) if len(line) > 3)
    assert codes(sent_back(data, "报送表.csv")) == ["nothing_filled_in"]
    at = lines[head].index("本期值" if language == "zh" else "Value")
    lines[head + 2][at] = "12"
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    checked = sent_back(text.getvalue().encode("gb18030"), "报送表.csv")
    assert checked.findings == ()
    assert checked.figures[["indicator", "value"]].values.tolist() == [["INN-1-2", 12.0]]


def test_a_copied_csv_template_is_noticed(handed_out: HandedOut, sent_back: SentBack) -> None:
    text = handed_out("110000", csv=True).decode("utf-8-sig")
    lines = [line.replace("北京", "河北") for line in text.splitlines()]
    lines[4] = lines[4].replace(",自启动以来累计,,", ",自启动以来累计,5,")
    checked = sent_back("\n".join(lines).encode(), "a.csv")
    assert codes(checked) == ["template_of_another"]


def test_a_day_typed_with_its_hour_is_that_day(handed_out: HandedOut, sent_back: SentBack) -> None:
    typed = {"SUP-1-4": {"completed_on": datetime(2024, 9, 12)}}
    got = figures(sent_back(typed_into(handed_out("miit"), typed)))
    assert (got["SUP-1-4"]["state"], got["SUP-1-4"]["completed_on"]) == ("claimed", "2024-09-12")


def test_the_rows_stand_where_a_finding_says(handed_out: HandedOut, sent_back: SentBack) -> None:
    data = typed_into(handed_out("110000"), {"IND-1-2": {"value": 120}})
    (finding,) = sent_back(data).findings
    sheet = opened(data).worksheets[0]
    assert finding.code == "outside_limits"
    assert finding.row == rows_of(sheet)["IND-1-2"]
    assert cell_of(sheet, finding.row, "value").value == 120
