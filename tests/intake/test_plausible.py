"""A value that is possible but looks wrong is pointed out, beside what it was held against."""

from collections.abc import Sequence

import pandas as pd
import pytest

from tests.intake.conftest import Check, table_of
from tracking.figures import STORED_DTYPES, figures_of
from tracking.intake import Checked
from tracking.programme import Quarter

HEADS = "unit,period,indicator,basis,value,numerator,denominator,definition_break"


def codes(result: Checked) -> list[str]:
    return [finding.code for finding in result.findings]


def series(indicator: str, values: Sequence[object], unit: str = "110000", basis: str = "") -> str:
    quarters = [str(Quarter.of("2022Q4") + n) for n in range(len(values))]
    lines = [
        f"{unit},{q},{indicator},{basis},{v},,," for q, v in zip(quarters, values, strict=True)
    ]
    return "\n".join([HEADS, *lines])


def known(indicator: str, quarter: str, value: float, **more: object) -> pd.DataFrame:
    columns: dict[str, object] = {
        "indicator": [indicator],
        "unit": ["110000"],
        "quarter": [Quarter.of(quarter).index],
        "value": [value],
        "basis": ["since_start"],
        "origin": ["own"],
        **more,
    }
    return figures_of(columns, STORED_DTYPES)


def one(indicator: str, value: object, mark: str = "", period: str = "2024Q3") -> str:
    return f"{HEADS}\n110000,{period},{indicator},,{value},,,{mark}"


def test_a_running_total_that_falls_is_pointed_out(checked: Check) -> None:
    result = checked(series("INN-1-1", [10, 12, 11]))
    [finding] = result.findings
    assert (result.ok, finding.code, finding.row) == (True, "running_total_falls", 4)
    name = finding.values["indicator"]
    assert finding.said("en").startswith(f"The running total of “{name.en}” fell: 11 ")
    assert "2023年一季度为12个，本期为11个" in finding.said("zh")


def test_it_falls_also_against_what_is_known(checked: Check) -> None:
    before = known("INN-1-1", "2024Q2", 20)
    assert codes(checked(one("INN-1-1", 19), known=before)) == ["running_total_falls"]
    assert codes(checked(one("INN-1-1", 20), known=before)) == []
    assert codes(checked(one("INN-1-1", 19, "是"), known=before)) == []


def test_a_rolled_up_figure_is_nobodys_past(checked: Check) -> None:
    before = known("INN-1-1", "2024Q2", 20, origin=["rolled"])
    assert codes(checked(one("INN-1-1", 19), known=before)) == []


def test_a_file_that_restates_a_quarter_is_held_against_its_own_value(checked: Check) -> None:
    before = known("INN-1-1", "2024Q2", 20)
    lines = f"{one('INN-1-1', 15, period='2024Q2')}\n110000,2024Q3,INN-1-1,,16,,,"
    assert codes(checked(lines, known=before)) == []


def test_the_year_to_date_may_start_anew_but_not_fall(checked: Check) -> None:
    ytd = "year to date"
    # 2022Q4, then the year 2023.
    assert codes(checked(series("INN-1-2", [90, 30, 55, 80], basis=ytd))) == []
    assert codes(checked(series("INN-1-2", [90, 30, 25, 80], basis=ytd))) == ["running_total_falls"]


def test_ten_times_the_figure_before_may_be_a_mix_up_of_units(checked: Check) -> None:
    result = checked(series("INN-1-2", [120, 1_300_000]))
    [finding] = result.findings
    assert finding.code == "unit_mix_up"
    assert "1,300,000项为前一次填报数（2022年四季度，120项）的10,833倍。" in finding.said("zh")
    assert codes(checked(series("INN-1-2", [120, 1200]))) == []
    assert codes(checked(series("SUP-1-3", [3.2, 0.3]))) == ["unit_mix_up"]


def test_small_counts_may_well_be_ten_times_as_many(checked: Check) -> None:
    assert codes(checked(series("INN-1-2", [2, 25]))) == []


def test_a_level_that_falls_or_jumps_raises_the_question_of_its_definition(checked: Check) -> None:
    loans = [f"pboc,2024Q{q},CAP-1-1,,{v},,,{m}" for q, v, m in ((1, 33.41, ""), (2, 32.38, ""))]
    result = checked("\n".join([HEADS, *loans]))
    assert codes(result) == ["definition_break_suspected"]
    assert "口径" in result.findings[0].said("zh")
    assert codes(checked("\n".join([HEADS, loans[0], loans[1] + "是"]))) == []
    assert codes(checked(series("INN-2-1", [1000, 1210]))) == ["definition_break_suspected"]
    assert codes(checked(series("INN-2-1", [1000, 1190, 1170]))) == []


def test_a_step_out_of_line_with_the_past_is_an_outlier(checked: Check) -> None:
    steady = [100, 103, 106, 110, 113, 116]
    assert codes(checked(series("INN-1-1", [*steady, 190]))) == ["outlier"]
    assert codes(checked(series("INN-1-1", [*steady, 119]))) == []
    assert codes(checked(series("INN-1-1", [100, 103, 106, 110, 190]))) == []


def test_an_even_past_still_shows_an_outlier(checked: Check) -> None:
    # All changes but one are equal, so that the median absolute deviation is 0.
    assert codes(checked(series("INN-1-1", [10, 20, 30, 40, 50, 60, 70, 170]))) == ["outlier"]
    assert codes(checked(series("INN-1-1", [10, 20, 30, 40, 50, 60, 70, 80]))) == []


def test_a_series_that_stands_still_where_it_always_moved_is_pointed_out(checked: Check) -> None:
    [finding] = checked(series("INN-1-1", [100, 110, 120, 130, 140, 150, 150])).findings
    assert (finding.code, finding.rule.explain) == ("stands_still", True)
    assert "与2024年一季度相同（均为150个），而以往各季通常有变动。请核实该数值。" in finding.said(
        "zh"
    )


@pytest.mark.parametrize(
    ("values", "suspected"),
    [([45.9, 0.46], True), ([0.459], True), ([0.6, 0.5], False), (["45.9", "0.9%"], False)],
)
def test_a_fraction_where_a_percentage_is_meant_is_pointed_out(
    checked: Check, values: list[object], suspected: bool
) -> None:
    result = checked(series("CAP-1-2", values, unit="pboc"))
    last = len(values) + 1
    found = [f.code for f in result.findings if f.row == last]
    assert ("fraction_suspected" in found) == suspected


def test_a_denominator_that_jumps_is_pointed_out(checked: Check) -> None:
    lines = [HEADS, "pboc,2024Q1,CAP-1-2,,,46,100,", "pboc,2024Q2,CAP-1-2,,,52,111,"]
    [finding] = checked("\n".join(lines)).findings
    assert (finding.code, finding.column, finding.row) == ("denominator_jump", "denominator", 3)
    assert codes(checked("\n".join([*lines[:2], lines[2] + "yes"]))) == []


def test_a_total_row_is_held_against_its_rows(checked: Check) -> None:
    text = "单位,期间,指标,数值\n合肥市,2024Q3,INN-1-2,10\n芜湖市,2024Q3,INN-1-2,20"
    assert codes(checked(table_of(text, totals="合计,,,30"))) == []
    [finding] = checked(table_of(text, totals="合计,,,31")).findings
    assert (finding.code, finding.row, finding.found) == ("total_differs", 4, "31")
    assert finding.values["computed"] == "30"


def test_a_rounded_total_is_no_difference(checked: Check) -> None:
    text = "单位,期间,指标,数值\n合肥市,2024Q3,INN-3-2,210.1\n芜湖市,2024Q3,INN-3-2,218.2"
    assert codes(checked(table_of(text, totals="合计,,,428.4"))) == []


def test_totals_of_a_wide_table_are_by_quarter(checked: Check) -> None:
    text = "单位,指标,2024Q2,2024Q3\n合肥市,INN-1-2,10,11\n芜湖市,INN-1-2,20,21"
    [finding] = checked(table_of(text, totals="合计,,30,35")).findings
    assert (finding.code, finding.column) == ("total_differs", "2024Q3")


def test_sub_totals_and_a_grand_total_are_both_right(checked: Check) -> None:
    text = "单位,期间,指标,数值\n合肥市,2024Q3,INN-1-2,10\n芜湖市,2024Q3,INN-1-2,20"
    assert codes(checked(table_of(text, totals="小计,,,30\n总计,,,30"))) == []


def test_a_total_of_unlike_rows_says_nothing(checked: Check) -> None:
    text = "单位,期间,指标,数值\n合肥市,2024Q3,INN-1-2,10\n合肥市,2024Q3,INN-1-3,20"
    assert codes(checked(table_of(text, totals="合计,,,99"))) == []


QUARTERLY = pd.concat(
    [
        known("INN-3-2", str(Quarter.of("2023Q1") + n), value, basis=["quarter"])
        for n, value in enumerate([12, 15, 22, 17, 14, 19])
    ],
    ignore_index=True,
)


def flow(value: object, basis: str, period: str = "2024Q3") -> str:
    return f"{HEADS}\n110000,{period},INN-3-2,{basis},{value},,,"


def test_a_total_is_held_against_the_quarters_before(checked: Check) -> None:
    [finding] = checked(flow(1234.5, "year to date"), known=QUARTERLY).findings
    assert finding.code == "unit_mix_up"
    assert (
        "折合每季411.5亿元（本年累计1,234.5亿元）为前一次填报数（2024年二季度，本季19亿元）的21.7倍"
        in finding.said("zh")
    )
    assert finding.said("en").startswith(
        f"“{finding.values['indicator'].en}”: 41,150 million yuan a quarter"  # type: ignore[union-attr]
    )


@pytest.mark.parametrize(
    ("value", "basis", "found"),
    [
        (52, "year to date", []),
        # 33 came in the first two quarters already.
        (30, "year to date", ["less_than_parts"]),
        (33, "year to date", []),
        # A third of it is 60, where 12 to 22 came before.
        (180, "year to date", ["outlier"]),
        (160, "since start", []),
        (60, "since start", ["less_than_parts"]),
        (17, "quarter", []),
    ],
)
def test_a_value_on_another_basis_is_judged_by_what_it_comes_to(
    checked: Check, value: float, basis: str, found: list[str]
) -> None:
    assert codes(checked(flow(value, basis), known=QUARTERLY)) == found


def test_a_quarter_is_held_against_totals_before(checked: Check) -> None:
    totals = known("INN-3-2", "2024Q2", 180.0, basis=["since_start"])
    assert codes(checked(flow(21, "quarter"), known=totals)) == []
    assert codes(checked(flow(300, "quarter"), known=totals)) == ["unit_mix_up"]


def test_a_total_that_falls_below_its_own_kind_is_told_once(checked: Check) -> None:
    before = pd.concat(
        [
            known("INN-3-2", "2024Q1", 20, basis=["quarter"]),
            known("INN-3-2", "2024Q2", 40, basis=["year_to_date"]),
        ]
    )
    assert codes(checked(flow(30, "year to date"), known=before)) == ["running_total_falls"]


def level(value: object, mark: str = "") -> str:
    return f"{HEADS}\n110000,2024Q3,INN-2-1,,{value},,,{mark}"


REPLACED = known("INN-2-1", "2024Q3", 4051, basis=["period_end"])


def test_a_correction_of_ten_times_is_held_against_what_it_replaces(checked: Check) -> None:
    for value, told in ((40510, "10倍"), ("405.1", "10%")):
        [finding] = checked(level(value), known=REPLACED).findings
        assert (finding.code, finding.rule.explain) == ("correction_mix_up", True)
        assert "为所更正数值（4,051" in finding.said("zh")
        assert f"的{told}。" in finding.said("zh")


def test_a_large_correction_is_pointed_out_and_a_small_one_is_not(checked: Check) -> None:
    [finding] = checked(level(2000), known=REPLACED).findings
    assert (finding.code, finding.rule.explain) == ("large_correction", True)
    assert "更正为2,000" in finding.said("zh")
    assert "变动−50.6%" in finding.said("zh")
    assert codes(checked(level(4200), known=REPLACED)) == []
    assert codes(checked(level(4051), known=REPLACED)) == []
    assert codes(checked(level(2000, "是"), known=REPLACED)) == []


def test_what_a_correction_was_asked_about_is_not_asked_again(checked: Check) -> None:
    before = pd.concat([known("INN-2-1", "2024Q2", 3863, basis=["period_end"]), REPLACED])
    assert codes(checked(level(40510), known=before)) == ["correction_mix_up"]


def test_a_correction_to_another_basis_is_compared_by_the_quarter(checked: Check) -> None:
    before = known("INN-3-2", "2024Q3", 17, basis=["quarter"])
    assert codes(checked(flow(52, "year to date"), known=before)) == []
    [finding] = checked(flow(5200, "year to date"), known=before).findings
    assert finding.code == "correction_mix_up"
    assert "本年累计5,200亿元为所更正数值（本季17亿元）" in finding.said("zh")


def test_a_correction_away_from_zero_says_by_how_much(checked: Check) -> None:
    before = known("INN-2-1", "2024Q3", 0, basis=["period_end"])
    [finding] = checked(level(500), known=before).findings
    assert (finding.code, "变动+500" in finding.said("zh")) == ("large_correction", True)
