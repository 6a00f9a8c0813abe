"""A row without a value says nothing of the value that is known; to withdraw one takes a word."""

import pandas as pd
import pytest

from tests.intake.conftest import Check
from tracking.figures import STORED_DTYPES, figures_of
from tracking.intake import Checked
from tracking.programme import Quarter

HEADS = "unit,period,indicator,value,numerator,denominator,progress_note"
NOTHING = figures_of({"indicator": [], "unit": []}, STORED_DTYPES)


def known(value: float = 1343.0, **more: object) -> pd.DataFrame:
    columns: dict[str, object] = {
        "indicator": ["INN-2-1"],
        "unit": ["420000"],
        "quarter": [Quarter.of("2024Q3").index],
        "value": [value],
        "basis": ["period_end"],
        "origin": ["own"],
        **more,
    }
    return figures_of(columns, STORED_DTYPES)


def row(value: str, text: str = "", parts: str = ",", indicator: str = "INN-2-1") -> str:
    return f"{HEADS}\n420000,2024Q3,{indicator},{value},{parts},{text}"


def codes(result: Checked) -> list[str]:
    return [finding.code for finding in result.findings]


def test_words_alone_are_taken_beside_a_known_value(checked: Check) -> None:
    result = checked(row("", "补充说明：已全部联网"), known=known())
    assert codes(result) == []
    assert result.figures["value"].isna().tolist() == [True]
    assert result.figures["state"].tolist() == [""]


def test_a_number_in_words_is_refused_where_the_value_is_known(checked: Check) -> None:
    result = checked(row("约一百五十"), known=known())
    [finding] = result.findings
    assert (result.ok, finding.code, finding.column) == (
        False,
        "known_value_without_figures",
        "value",
    )
    assert "1,343" in finding.said("zh")
    assert "请填" not in finding.said("zh")
    assert "填写数值" in finding.said("zh")


@pytest.mark.parametrize(
    "beside",
    [None, NOTHING, known(quarter=[Quarter.of("2024Q2").index]), known(float("nan")),
     known(float("nan"), state=["withdrawn"]), known(origin=["rolled"])],
)  # fmt: skip
def test_where_none_is_known_the_wording_is_a_warning(
    checked: Check, beside: pd.DataFrame | None
) -> None:
    result = checked(row("约一百五十"), known=beside)
    assert (result.ok, codes(result)) == (True, ["value_without_figures"])


def test_a_dash_keeps_the_known_value_and_says_so(checked: Check) -> None:
    result = checked(row("—"), known=known())
    [finding] = result.findings
    assert (finding.code, finding.severity) == ("value_kept", "warning")
    assert "1,343" in finding.said("zh")
    assert not finding.rule.explain
    assert codes(checked(row("—"), known=NOTHING)) == []


@pytest.mark.parametrize("word", ["撤销", " 作废 ", "撤回", "Withdrawn"])
def test_a_value_is_withdrawn_by_a_word_and_must_be_explained(checked: Check, word: str) -> None:
    result = checked(row(word), known=known())
    [finding] = result.findings
    assert result.ok
    assert (finding.code, finding.rule.explain) == ("value_withdrawn", True)
    assert "1,343" in finding.said("zh")
    assert result.figures["state"].tolist() == ["withdrawn"]
    assert result.figures["value"].isna().tolist() == [True]


def test_what_is_not_known_cannot_be_withdrawn(checked: Check) -> None:
    result = checked(row("撤销"), known=NOTHING)
    assert (result.ok, codes(result)) == (False, ["nothing_to_withdraw"])
    # Without a store nobody can tell.
    assert codes(checked(row("撤销"))) == []


def test_withdrawing_twice_changes_nothing(checked: Check) -> None:
    assert codes(checked(row("撤销"), known=known(float("nan"), state=["withdrawn"]))) == []


def test_a_withdrawal_stands_beside_no_number(checked: Check) -> None:
    lines = f"{HEADS}\npboc,2024Q3,CAP-1-2,撤销,46,100,"
    assert codes(checked(lines)) == ["withdrawal_with_value"]


def test_a_milestone_is_not_withdrawn_but_has_another_state(checked: Check) -> None:
    lines = f"{HEADS}\nmiit,2024Q3,SUP-1-4,撤销,,,"
    assert codes(checked(lines)) == ["unknown_state"]


def test_a_withdrawn_value_is_nobodys_past(checked: Check) -> None:
    lines = f"{row('撤销')}\n420000,2024Q4,INN-2-1,20,,,"
    assert codes(checked(lines, known=known())) == ["value_withdrawn"]
