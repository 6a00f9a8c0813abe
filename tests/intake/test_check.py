"""A report becomes figures, or every mistake in it is named with its place."""

import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.conftest import Check, table_of
from tracking.intake import Checked, Table, check
from tracking.programme import Programme, Quarter

HEADS = "填报单位,报告期,指标,口径,本期值,分子,分母,完成日期,进展情况,口径调整"


def codes(result: Checked) -> list[str]:
    return [finding.code for finding in result.findings]


def row(text: str) -> str:
    return f"{HEADS}\n{text}"


def test_a_plain_report_becomes_figures(checked: Check) -> None:
    result = checked(row("北京,2024年三季度,组建融通创新联合体数,自启动以来累计,12,,,,进展顺利,"))
    assert result.ok
    assert result.findings == ()
    [figure] = result.figures.to_dict("records")
    assert (figure["unit"], figure["indicator"]) == ("110000", "INN-1-1")
    assert (figure["quarter"], figure["basis"]) == (Quarter.of("2024Q3").index, "since_start")
    assert (figure["value"], figure["row"], figure["progress_note"]) == (12.0, 2, "进展顺利")
    assert (result.units, result.quarters) == (("110000",), (Quarter.of("2024Q3").index,))


@pytest.mark.parametrize(
    "text", ["无", "暂无。", "没有", "无明显问题", "暂无困难", "/", "None", "no problems"]
)
def test_a_cell_that_says_there_is_nothing_is_empty(checked: Check, text: str) -> None:
    result = checked(f"填报单位,报告期,指标,本期值,存在问题\n北京,2024Q3,INN-1-1,12,{text}")
    assert result.figures["problem"].tolist() == [""]


@pytest.mark.parametrize("text", ["无专项资金", "没有问题清单", "无法核实", "no budget"])
def test_a_problem_that_begins_with_no_is_one(checked: Check, text: str) -> None:
    result = checked(f"填报单位,报告期,指标,本期值,存在问题\n北京,2024Q3,INN-1-1,12,{text}")
    assert result.figures["problem"].tolist() == [text]


def test_english_heads_and_codes_do_as_well(checked: Check) -> None:
    result = checked("unit,period,indicator,basis,value\n110000,2024Q3,INN-1-1,since start,12")
    assert result.ok
    assert result.figures["value"].tolist() == [12.0]


def test_categorical_cells_are_taken_like_texts(checked: Check) -> None:
    table = table_of(
        "unit,period,indicator,value\n110000,2024Q3,INN-1-1,12\n120000,2024Q3,INN-1-1,"
    )
    cells = table.cells.replace("", None).astype("category")
    result = checked(type(table)(**{**vars(table), "cells": cells}))
    assert codes(result) == ["nothing_reported"]


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("北平市局,2024Q3,INN-1-1,,12,,,,,", "unknown_unit", "填报单位"),
        (",2024Q3,INN-1-1,,12,,,,,", "blank_cell", "填报单位"),
        ("北京,2024Q3,融通联合体个数,,12,,,,,", "unknown_indicator", "指标"),
        ("北京,三季度,INN-1-1,,12,,,,,", "unknown_period", "报告期"),
        ("北京,2024-08,INN-1-1,,12,,,,,", "inside_quarter", "报告期"),
        ("北京,2025Q1,INN-1-1,,12,,,,,", "future_quarter", "报告期"),
        ("北京,2018Q4,INN-1-1,,12,,,,,", "before_history", "报告期"),
        ("北京,2024Q3,CAP-1-1,,12,,,,,", "wrong_reporter", "填报单位"),
        ("全国,2024Q3,INN-1-1,,12,,,,,", "wrong_reporter", "填报单位"),
        ("北京,2024Q3,INN-1-1,本季,12,,,,,", "wrong_basis", "口径"),
        ("北京,2024Q3,INN-1-2,期末,12,,,,,", "wrong_basis", "口径"),
        ("北京,2024Q3,INN-1-2,累计,12,,,,,", "ambiguous_basis", "口径"),
        ("北京,2024Q3,INN-1-2,同比,12,,,,,", "unknown_basis", "口径"),
        ("北京,2024年1-9月,INN-1-2,本季,12,,,,,", "basis_against_period", "口径"),
        ("北京,2024Q3,INN-1-1,,12a,,,,,", "not_a_number", "本期值"),
        ("北京,2024Q3,INN-1-1,,-1,,,,,", "outside_limits", "本期值"),
        ("人民银行,2024Q3,CAP-1-2,,445.9,,,,,", "outside_limits", "本期值"),
        ("人民银行,2024Q3,CAP-1-2,,,5,4,,,", "numerator_outside", "分子"),
        ("人民银行,2024Q3,CAP-1-2,,,5,0,,,", "denominator_zero", "分母"),
        ("人民银行,2024Q3,CAP-1-2,,,5,,,,", "half_a_ratio", "分子"),
        ("人民银行,2024Q3,CAP-1-2,,60,1,2,,,", "value_disagrees", "本期值"),
        ("北京,2024Q3,INN-1-1,,12,1,2,,,", "not_a_ratio", "分子"),
        ("北京,2024Q3,INN-1-1,,12%,,,,,", "percent_mark", "本期值"),
        ("北京,2024Q3,INN-1-1,,,,,,,", "nothing_reported", "本期值"),
        ("北京,2024Q3,INN-1-1,,12,,,,,也许", "unclear_mark", "口径调整"),
        ("工信部,2024Q3,SUP-1-4,,,,,,,", "no_state", "本期值"),
        ("工信部,2024Q3,SUP-1-4,,顺利,,,,,", "unknown_state", "本期值"),
        ("工信部,2024Q3,SUP-1-4,,进行中,,,2024-09-01,,", "state_against_date", "本期值"),
        ("工信部,2024Q3,SUP-1-4,,完成,,,2024-02-30,,", "unreadable_date", "完成日期"),
        ("工信部,2024Q3,SUP-1-4,,完成,,,2025-02-01,,", "future_date", "完成日期"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place_and_nothing_is_kept(
    checked: Check, line: str, code: str, column: str
) -> None:
    result = checked(row(line))
    [finding] = result.findings
    assert (finding.code, finding.severity, finding.row) == (code, "error", 2)
    assert finding.column == column
    assert not result.ok
    assert result.figures.empty
    for language in ("zh", "en"):
        assert "{" not in finding.said(language)


def test_an_unknown_name_comes_with_the_closest_known(checked: Check) -> None:
    [finding] = checked(row("内蒙古自治曲,2024Q3,INN-1-1,,12,,,,,")).findings
    assert finding.nearest[0].zh == "内蒙古自治区"
    assert "Inner Mongolia" in finding.said("en")


def test_nothing_is_said_of_what_an_unknown_indicator_may_hold(checked: Check) -> None:
    heads = "填报单位,报告期,指标,本期值,完成日期\n"
    result = checked(heads + "工信部,2024Q3,年度场次通知,已印发,2024-08-15")
    assert codes(result) == ["unknown_indicator"]


def test_a_limit_is_named_in_the_message(checked: Check) -> None:
    [finding] = checked(row("人民银行,2023Q1,科技型中小企业获贷率,,445.9,,,,,")).findings
    assert "0–100" in finding.said("en")
    assert finding.to_json("en")["found"] == "445.9"


def test_every_mistake_is_found_at_once(checked: Check) -> None:
    lines = "某地,2024Q3,INN-1-1,,12,,,,,\n北京,2024Q9,INN-1-1,,-3,,,,,"
    assert codes(checked(row(lines))) == ["unknown_unit", "unknown_period", "outside_limits"]


def test_the_last_quarter_is_reported_from_the_day_after_it(programme: Programme) -> None:
    table = table_of(row("北京,2024Q4,INN-1-1,,12,,,,,"))
    assert not check([table], programme, date(2024, 12, 31)).ok
    assert check([table], programme, date(2025, 1, 1)).ok


def test_a_key_may_stand_only_once_even_across_sheets(checked: Check) -> None:
    line = "北京,2024Q3,INN-1-1,,12,,,,,"
    [finding] = checked(row(f"{line}\n北京市,2024年9月,INN-1-1,,13,,,,,")).findings
    assert (finding.code, finding.row, finding.values["first"]) == ("duplicate_key", 3, "2")
    [finding] = checked(table_of(row(line), "表一"), table_of(row(line), "表二")).findings
    assert (finding.sheet, finding.values["first"]) == ("表二", "表一 2")


@pytest.mark.parametrize(
    ("heads", "code"),
    [
        ("报告期,指标,本期值", "unit"), ("单位,指标,本期值", "period"),
        ("单位,报告期,本期值", "indicator"),
        ("单位,报告期,指标", "value"),
    ],
)  # fmt: skip
def test_a_missing_column_is_named(checked: Check, heads: str, code: str) -> None:
    [finding] = checked(f"{heads}\n{','.join('1' for _ in heads.split(','))}").findings
    assert (finding.code, finding.values["code"], finding.row) == ("missing_column", code, 1)


def test_two_value_columns_are_refused_and_unknown_ones_passed_over(checked: Check) -> None:
    assert "duplicate_column" in codes(
        checked("单位,期间,指标,数值,本期值\n北京,2024Q3,INN-1-1,1,2")
    )
    result = checked("序号,单位,期间,指标,数值,同比\n1,北京,2024Q3,INN-1-1,1,3%")
    assert (result.ok, codes(result)) == (True, ["unknown_column"])


def test_a_file_without_rows_is_refused(checked: Check) -> None:
    assert codes(checked(HEADS)) == ["no_rows"]


def test_code_and_name_side_by_side_must_agree(checked: Check) -> None:
    heads = "单位,期间,指标代码,指标名称,数值"
    assert checked(f"{heads}\n北京,2024Q3,INN-1-1,组建融通创新联合体数,1").ok
    assert checked(f"{heads}\n北京,2024Q3,,组建融通创新联合体数,1").ok
    result = checked(f"{heads}\n北京,2024Q3,INN-1-2,组建融通创新联合体数,1")
    assert codes(result) == ["names_disagree"]


@pytest.mark.parametrize(
    ("period", "basis", "indicator", "meant"),
    [
        ("2024Q3", "", "INN-1-2", "quarter"), ("2024年1-9月", "", "INN-1-2", "year_to_date"),
        ("2024年1-9月", "累计", "INN-1-2", "year_to_date"),
        ("2024Q1", "本年累计", "INN-1-2", "year_to_date"),
        ("2024年1-3月", "本季", "INN-1-2", "quarter"), ("2024Q3", "累计", "INN-1-1", "since_start"),
        ("2024年1-9月", "", "INN-1-1", "since_start"),
        ("2024年前三季度", "", "INN-2-1", "period_end"),
        ("2024Q3", "余额", "INN-2-1", "period_end"), ("2024Q3", "", "IND-1-2", "period_end"),
        ("2024Q3", "本期", "INN-2-1", "period_end"),
    ],
)  # fmt: skip
def test_the_basis_is_said_or_implied_or_the_kinds_own(
    checked: Check, period: str, basis: str, indicator: str, meant: str
) -> None:
    result = checked(row(f"北京,{period},{indicator},{basis},50,,,,,"))
    assert result.ok, result.findings
    assert result.figures["basis"].tolist() == [meant]


@pytest.mark.parametrize(
    ("indicator", "unit", "cell", "value"),
    [
        ("INN-1-1", "北京", "1.2万", 12000), ("SUP-1-3", "北京", "3.5亿", 3.5),
        ("SUP-1-3", "北京", "3500万元", 0.35),
        ("SUP-1-3", "北京", "3.5", 3.5), ("CAP-1-1", "人民银行", "32.38万亿元", 32.38),
        ("CAP-1-2", "人民银行", "75.2%", 75.2),
        ("CAP-1-2", "人民银行", "752‰", 75.2), ("SUP-1-3", "北京", "350000000元", 3.5),
    ],
)  # fmt: skip
def test_a_value_with_its_unit_is_brought_into_the_indicators_own(
    checked: Check, indicator: str, unit: str, cell: str, value: float
) -> None:
    result = checked(row(f"{unit},2024Q3,{indicator},,{cell},,,,,"))
    assert result.ok, result.findings
    assert result.figures["value"].tolist() == [pytest.approx(value)]


def test_a_ratio_is_computed_from_its_parts(checked: Check) -> None:
    result = checked(
        row("人民银行,2024Q3,CAP-1-2,,47.5,475,1000,,,\n人民银行,2024Q2,CAP-1-2,,,1,3,,,")
    )
    assert result.ok, result.findings
    assert result.figures["value"].tolist() == [47.5, pytest.approx(100 / 3)]
    assert result.figures["denominator"].tolist() == [1000, 3]


@pytest.mark.parametrize(
    ("cell", "day", "state", "completed_on"),
    [
        ("已完成", "2024年9月3日", "claimed", "2024-09-03"),
        ("", "2024-09-03", "claimed", "2024-09-03"),
        ("done", "", "claimed", ""), ("进行中", "", "under_way", ""),
        ("Not started", "—", "not_started", ""),
    ],
)  # fmt: skip
def test_a_milestone_has_a_state(
    checked: Check, cell: str, day: str, state: str, completed_on: str
) -> None:
    result = checked(row(f"工信部,2024Q3,SUP-1-4,,{cell},,,{day},,"))
    assert result.ok, result.findings
    assert result.figures["state"].tolist() == [state]
    assert result.figures["completed_on"].tolist() == [completed_on]
    assert result.figures["value"].isna().all()


def test_no_value_said_on_purpose_is_no_zero(checked: Check) -> None:
    result = checked(row("北京,2024Q3,INN-1-1,,—,,,,,\n北京,2024Q2,INN-1-1,,,,,,尚无,"))
    assert result.ok, result.findings
    assert result.figures["value"].isna().all()


def test_a_wording_is_kept_with_a_warning(checked: Check) -> None:
    result = checked(row("工信部,2024Q3,GOAL-2-1,,超14万家,,,,,\n北京,2024Q3,INN-1-2,,近三成,,,,,"))
    assert result.ok
    assert codes(result) == ["qualified_value", "value_without_figures"]
    assert result.figures["value"].tolist()[0] == 140000
    assert result.figures["qualifier"].tolist() == ["≥", ""]


def test_a_month_that_ends_no_quarter_is_a_warning_for_a_level(checked: Check) -> None:
    result = checked(row("工信部,2024-11,IND-4-1,,300,,,,,"))
    assert (result.ok, codes(result)) == (True, ["not_quarter_end"])
    assert result.figures["quarter"].tolist() == [Quarter.of("2024Q4").index]


def test_quarters_as_heads_become_rows(checked: Check) -> None:
    result = checked(
        "单位,指标,2024年二季度,2024年三季度,依据\n北京,INN-1-1,5,7,台账\n天津,INN-1-1,,x,台账"
    )
    [finding] = result.findings
    assert (finding.code, finding.row, finding.column) == ("not_a_number", 3, "2024年三季度")
    result = checked("单位,指标,2024Q2,2024Q3,依据\n北京,INN-1-1,5,7,台账\n天津,INN-1-1,,—,台账")
    assert result.figures["value"].tolist() == [5, 7]
    assert result.figures["row"].tolist() == [2, 2]
    assert result.figures["source"].tolist() == ["", "台账"]


def test_years_below_a_common_head_become_rows(checked: Check) -> None:
    result = checked("单位,指标,本期值/2022年,本期值/2023年\n工信部,IND-3-2,9000,12000")
    assert result.ok, result.findings
    assert result.figures["quarter"].tolist() == [
        Quarter.of("2022Q4").index,
        Quarter.of("2023Q4").index,
    ]


def test_very_many_mistakes_are_counted(checked: Check) -> None:
    lines = "\n".join(f"地区{n},2024Q3,INN-1-1,,12,,,,," for n in range(1203))
    findings = checked(row(lines)).findings
    assert len(findings) == 1001
    assert (findings[-1].code, findings[-1].values["n"]) == ("more_errors", 203)


def test_another_programme_is_checked_by_its_own_rules(orchard: Programme) -> None:
    table = table_of(
        "单位,期间,指标,分子,分母\n南,2027Q1,漏水率,5,50\nS1,2027Q1,漏水率,60,50\nX,2027Q1,漏水率,1,2"
    )
    result = check([table], orchard, date(2027, 5, 1))
    assert codes(result) == ["numerator_outside", "unknown_unit"]


# What reporters write, and what nobody would.
WRITTEN = """北京 110000 工信部 2024Q3 2024年1-9月 2024-08 INN-1-1 INN-2-1 CAP-1-2 SUP-1-4 累计 期末
    12 1.2万 445.9% — 约30 近三成 完成 2024-09-30 是 0 -5"""
CELLS = st.one_of(st.text(max_size=8), st.sampled_from(WRITTEN.split()))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=10, max_size=10), max_size=6),
    st.booleans(),
)
def test_no_cell_breaks_the_check(
    programme: Programme, lines: list[list[str]], categorical: bool
) -> None:
    cells = pd.DataFrame(lines, columns=range(10), dtype="str")
    rows = np.arange(2, len(lines) + 2, dtype=np.int32)
    given_cells = cells.astype("category") if categorical else cells
    table = Table("f.csv", "", tuple(HEADS.split(",")), given_cells, rows)
    result = check([table], programme, date(2025, 1, 20))
    assert result.ok == (len(result.figures) > 0)
    for finding in result.findings:
        assert re.search(r"\{[a-z]+\}", finding.said("zh").replace(finding.found, "")) is None
        assert finding.to_json("en")["code"] == finding.code


def test_a_wrong_cell_of_a_wide_table_is_reported_once_and_not_for_each_quarter(
    checked: Check,
) -> None:
    heads = "填报单位,指标,口径,2024年一季度,2024年二季度,2024年三季度"
    result = checked(f"{heads}\n北京城,INN-1-1,每季,1,2,3\n上海,INN-1-1,自启动以来累计,x,y,3")
    places = [(f.code, f.row, f.column) for f in result.findings]
    assert places == [
        ("unknown_unit", 2, "填报单位"),
        ("unknown_basis", 2, "口径"),
        ("not_a_number", 3, "2024年一季度"),
        ("not_a_number", 3, "2024年二季度"),
    ]


def test_a_row_twice_in_a_wide_table_is_told_of_each_quarter(checked: Check) -> None:
    heads = "填报单位,指标,口径,2024年一季度,2024年二季度"
    again = "北京,INN-1-1,自启动以来累计,1,2"
    result = checked(f"{heads}\n{again}\n{again}")
    assert codes(result) == ["duplicate_key", "duplicate_key"]
