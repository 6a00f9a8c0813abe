"""What hostile files tried, each once: made to be slow, to be lost without a word, or misread.

tests/hostile makes thousands more of them.
"""

import signal
from collections import Counter
from collections.abc import Iterator
from datetime import date
from types import FrameType

import numpy as np
import pytest

from tests.hostile import books, sizes
from tests.hostile.seeds import COUNT, HEADS, with_parts
from tests.intake.conftest import Check
from tracking.intake import UnreadableFile, check, encodings, read
from tracking.intake.limits import DIFFERENT_TEXTS, NAME_CHARACTERS
from tracking.intake.matching import bare
from tracking.programme import Programme

SECONDS = 10  # of the processor
TODAY = date(2026, 11, 23)
HEAD = HEADS + "\n"
ROW = f"北京市,2024Q3,{COUNT},期末,5,\n"


@pytest.fixture(autouse=True)
def _watched() -> Iterator[None]:
    """No file here may take as long as the limit."""

    def too_long(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


def found(programme: Programme, data: bytes | str, name: str = "a.csv") -> Counter[str]:
    """How often which finding is made."""
    data = data.encode() if isinstance(data, str) else data
    try:
        findings = check(read(data, name), programme, TODAY).findings
    except UnreadableFile as error:
        findings = (error.finding,)
    return Counter(finding.code for finding in findings)


@pytest.mark.parametrize("name", ["行注释", "格注释", "格属性", "名注释"])
def test_tags_in_a_comment_make_no_search_slow(name: str, programme: Programme) -> None:
    sheet = books.hostile_sheets()[name]
    codes = found(programme, with_parts("xlsx", sheet=sheet), "a.xlsx")
    assert not codes or codes == {"formula_without_value": 1}


def test_overlapping_merged_areas_are_not_filled_thousands_of_times(programme: Programme) -> None:
    sheet = books.hostile_sheets()["大合并"]
    assert found(programme, with_parts("xlsx", sheet=sheet), "a.xlsx") == {"damaged": 1}


def test_merged_areas_beyond_all_sense_are_refused_unopened(programme: Programme) -> None:
    sheets = books.hostile_sheets()
    for name in ("合并", "全合并"):
        data = with_parts("xlsx", sheet=sheets[name])
        assert found(programme, data, "a.xlsx") == {"too_many_cells": 1}


def test_an_endless_directory_is_refused_unread(programme: Programme) -> None:
    data = books.many_entries(100_000, b"xl/workbook.xml")
    assert found(programme, data, "a.xlsx") == {"too_many_parts": 1}
    assert found(programme, books.many_entries(100_000), "a.zip") == {"unknown_format": 1}


@pytest.mark.parametrize("count", ["0", "-1", "-1000000", "x"])
def test_cells_repeated_less_than_once_are_not_lost_without_a_word(
    count: str, programme: Programme
) -> None:
    content = books.parts(books.workbook("ods"))["content.xml"]
    cell = b"<table:table-cell"
    for name in ("number-columns-repeated", "number-rows-spanned"):
        odd = content.replace(cell, f'{cell.decode()} table:{name}="{count}"'.encode(), 1)
        assert found(programme, with_parts("ods", content=odd), "a.ods") == {"damaged": 1}


@pytest.mark.parametrize("value", ["1e400", "-1e400"])
def test_a_number_that_is_none_names_its_cell(value: str, programme: Programme) -> None:
    sheet = books.sheet(f'<c r="E2"><v>{value}</v></c>')
    codes = found(programme, with_parts("xlsx", sheet=sheet), "a.xlsx")
    assert codes == {"not_a_number": 1}


def test_a_formula_without_its_result_is_found_whichever_quotes_its_cell_has(
    programme: Programme,
) -> None:
    sheet = books.sheet("<c r='E2'><f>1+1</f></c>")
    codes = found(programme, with_parts("xlsx", sheet=sheet), "a.xlsx")
    assert codes == {"formula_without_value": 1}


def test_twenty_thousand_totals_are_compared(programme: Programme) -> None:
    codes = found(programme, HEAD + (ROW + "合计,,,,7,\n") * 20_000)
    assert codes["total_differs"] == 1_000
    assert codes["more_warnings"] == 1
    codes = found(programme, HEAD + (ROW + "合计,,,,5,\n") * 20_000)
    assert codes["total_differs"] == 0


def test_a_total_of_small_values_below_large_ones_is_exact(programme: Programme) -> None:
    large = f"北京市,2024Q3,{COUNT},期末,{9 * 10**14},\n合计,,,,{9 * 10**14},\n"
    small = "上海市,2024Q3,INN-1-1,,0.1,\n天津市,2024Q3,INN-1-1,,0.2,\n合计,,,,0.3,\n"
    assert found(programme, HEAD + large + small)["total_differs"] == 0


def test_of_very_many_cells_that_show_an_error_the_first_are_named(programme: Programme) -> None:
    codes = found(programme, HEAD + f"北京市,2024Q3,{COUNT},期末,#N/A,\n" * 50_000)
    assert codes["error_cell"] == 20


def test_endless_names_of_combining_characters_are_no_names(programme: Programme) -> None:
    mixed = sizes.MIXED * 8_000
    codes = found(
        programme, HEAD + "".join(f"{mixed},{mixed},{n}{mixed},{mixed},1,\n" for n in range(40))
    )
    assert set(codes) == {"unknown_unit", "unknown_period", "unknown_indicator", "unknown_basis"}
    assert bare("长" * (NAME_CHARACTERS + 1)) == "长" * (NAME_CHARACTERS + 1)


def test_more_different_periods_than_any_report_has_are_unknown(programme: Programme) -> None:
    rows = "".join(f"北京市,p{n},{COUNT},期末,5,\n" for n in range(DIFFERENT_TEXTS + 10))
    codes = found(programme, HEAD + rows + ROW)
    assert codes == {"unknown_period": 1_000, "more_errors": 1}


def test_a_title_of_brackets_never_closed_is_read(programme: Programme) -> None:
    assert found(programme, "口径(" * 8_000 + "\n" + HEAD + ROW) == {}


def test_what_an_endless_head_says_is_not_kept_whole() -> None:
    (table,) = read(f"{HEADS},{'长' * 9_000}\n{ROW.strip()},1\n".encode(), "a.csv")
    assert len(table.header[-1]) <= NAME_CHARACTERS + 1


def test_bytes_that_are_no_text_are_not_read_to_their_end() -> None:
    for data in (b"\x80" * (20 << 20), b"\xff\n" * (10 << 20)):
        assert encodings.decode(HEAD.encode("gbk") + data).lost


def test_fifty_thousand_blank_lines_and_notes_lose_no_row(programme: Programme) -> None:
    between = "\n" * 50_000 + "注：说明\n续\n" + " , ,\n" * 50_000
    (table,) = read((HEAD + ROW + between + ROW.replace("北京", "天津")).encode(), "a.csv")
    assert table.rows.tolist() == [2, 100_005]


@pytest.mark.parametrize("value", ["1e16", "-1e300", "9" * 300, "1e15万亿", "99999999999999999亿"])
def test_a_number_beyond_what_anything_measures_is_refused(value: str, checked: Check) -> None:
    result = checked(f"单位,报告期,指标,本期值\n北京市,2024Q3,{COUNT},{value}")
    assert [f.code for f in result.findings] == ["outside_limits"]
    assert "1000000000000000" in result.findings[0].said("en")


def test_a_ratio_of_numbers_beyond_all_sense_is_refused(checked: Check) -> None:
    heads = "单位,报告期,指标,本期值,分子,分母\n"
    for parts in (",1e300,1e300", ",1,1e-320", ",1e14,1e-300", "5,1e200,3"):
        result = checked(heads + f"miit,2024Q3,IND-3-1,{parts}")
        assert not result.ok, parts
        assert np.isfinite(result.figures["value"]).all()


def test_a_message_shows_what_nobody_sees_and_has_an_end(checked: Check) -> None:
    result = checked(f"单位,报告期,指标,本期值\n北京\u202e市,2024Q3,{COUNT},{'x' * 9_000}")
    unit, value = result.findings
    assert "北京⟨U+202E⟩市" in unit.said("zh")
    assert "\u202e" not in unit.said("zh") + str(unit.to_json("zh"))
    assert len(value.said("zh")) < 300
    assert value.found == "x" * 9_000
