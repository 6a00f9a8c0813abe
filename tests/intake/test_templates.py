"""A file says itself which template it was filled in on."""

import pytest

from tracking.intake.templates import (
    META_SHEET,
    TemplateId,
    standing,
    structure_of,
    template_in,
    template_of,
)
from tracking.sheets.cells import Sheet

ONE = TemplateId(1, "hand-in-hand-2022", "110000", "2024Q3", "0a1b2c")


def meta(**changed: str) -> list[Sheet]:
    rows = [[field, changed.get(field, text)] for field, text in ONE.rows()]
    return [Sheet("报送表", [["甲"]]), Sheet(META_SHEET, rows, hidden=True)]


def test_a_workbook_s_hidden_sheet_says_which_template_it_is() -> None:
    assert template_of(meta()) == ONE


@pytest.mark.parametrize("changed", [{"template": "invoice"}, {"version": "x"}, {"version": ""}])
def test_a_hidden_sheet_of_that_name_that_says_something_else_is_no_template(
    changed: dict[str, str],
) -> None:
    assert template_of(meta(**changed)) is None


def test_a_workbook_without_the_sheet_is_no_template() -> None:
    assert template_of([Sheet("报送表", [["甲", "乙"]])]) is None
    assert template_of([Sheet(META_SHEET, [["甲"], []])]) is None


@pytest.mark.parametrize("label", ["模板：", "模板:", "Template: ", "template："])
def test_a_line_above_a_table_says_which_template_it_is(label: str) -> None:
    assert template_in([[], [f"{label}{ONE.line()}", "", ""]]) == ONE


def test_other_lines_above_a_table_say_nothing() -> None:
    assert template_in([["模板：季度报送"], ["情况表"], [""]]) is None


@pytest.mark.parametrize(
    ("version", "stands"), [(1, "older"), (2, "read"), (3, "read"), (4, "read"), (5, "newer")]
)
def test_older_versions_are_read_down_to_the_oldest_that_is_known(
    version: int, stands: str
) -> None:
    assert standing(version, oldest=2, newest=4) == stands


def test_the_structure_changes_with_heads_and_rows_and_their_order() -> None:
    heads, rows = ["指标", "本期值"], ["INN-1-1", "INN-1-2"]
    others = [
        structure_of(heads[::-1], rows),
        structure_of(heads, rows[::-1]),
        structure_of(heads, rows[:1]),
        structure_of([*heads, "依据"], rows),
    ]
    assert structure_of(heads, rows) not in others
    assert len(set(others)) == 4
