"""A template asks a unit for what it owes, knows what is known, and locks what is not typed."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tests.forms.conftest import HEAD, QUARTER, cell_of, columns_of, opened, rows_of
from tracking.figures import STORED_DTYPES, figures_of, no_figures
from tracking.forms import template_csv, template_name, template_xlsx
from tracking.forms.columns import BESIDE
from tracking.intake.contract import column_of
from tracking.intake.layout import head_text
from tracking.intake.templates import META_SHEET
from tracking.programme import BASES, Programme, Quarter
from tracking.words import LANGUAGES, Language, Text

HandedOut = Callable[..., bytes]


def earlier(*figures: dict[str, Any]) -> pd.DataFrame:
    """Figures of Beijing, in the quarter before unless another is given."""
    usual = {"unit": "110000", "quarter": QUARTER.index - 1, "basis": "period_end", "state": "",
             "value": float("nan"), "qualifier": ""}  # fmt: skip
    rows = pd.DataFrame([usual | figure for figure in figures])
    return figures_of({name: rows[name] for name in rows}, STORED_DTYPES)


def beside(data: bytes, indicator: str, head: str) -> Any:
    """What stands in a column that only informs."""
    sheet = opened(data).worksheets[0]
    at = next(c.column for c in sheet[HEAD] if head_text(c.value) == head)
    return sheet.cell(rows_of(sheet)[indicator], at).value


@pytest.mark.parametrize("unit", ["110000", "650000", "miit", "pboc", "340100"])
def test_it_asks_for_what_the_unit_owes_and_nothing_else(
    unit: str, handed_out: HandedOut, programme: Programme
) -> None:
    owed = [c for c, i in programme.indicators.items() if programme.owes(programme.units[unit], i)]
    sheet = opened(handed_out(unit)).worksheets[0]
    assert list(rows_of(sheet)) == owed
    for code, row in rows_of(sheet).items():
        indicator = programme.indicators[code]
        assert cell_of(sheet, row, "indicator").value == indicator.name.zh
        assert (
            beside(handed_out(unit), code, "举措") == programme.measures[indicator.measure].name.zh
        )
        break


@pytest.mark.parametrize("unit", ["110000", "miit", "acfic"])
def test_it_has_no_column_that_none_of_its_indicators_needs(
    unit: str, handed_out: HandedOut, programme: Programme
) -> None:
    kinds = {
        i.kind for i in programme.indicators.values() if programme.owes(programme.units[unit], i)
    }
    columns = columns_of(opened(handed_out(unit)).worksheets[0])
    assert ("numerator" in columns) == ("denominator" in columns) == ("ratio" in kinds)
    assert ("completed_on" in columns) == ("milestone" in kinds)


def test_every_column_that_only_informs_is_passed_over_silently() -> None:
    for code, head in BESIDE.items():
        wanted = "indicator" if code == "indicator_code" else ""
        assert {column_of(head.zh), column_of(head.en)} == {wanted}


def test_the_last_value_before_the_quarter_stands_beside_with_its_quarter(
    handed_out: HandedOut,
) -> None:
    known = earlier(
        {"indicator": "INN-3-2", "value": 1.0, "quarter": QUARTER.index - 5, "basis": "quarter"},
        {"indicator": "INN-3-2", "value": 1234.5, "quarter": QUARTER.index - 2, "basis": "quarter"},
        {"indicator": "INN-3-2", "quarter": QUARTER.index - 1, "basis": "quarter"},
        {"indicator": "INN-3-2", "value": 99.0, "quarter": QUARTER.index, "basis": "quarter"},
        {"indicator": "INN-2-2", "value": 7.0, "unit": "130000"},
        {"indicator": "INN-1-2", "value": 31.0, "basis": "year_to_date"},
        {"indicator": "INN-2-1", "value": 3000.0, "qualifier": "≥"},
    )
    data = handed_out("110000", known=known)
    assert beside(data, "INN-3-2", "上次填报值") == "1,234.50\n2024年一季度"
    assert beside(data, "INN-2-2", "上次填报值") == "—"
    assert beside(data, "INN-1-2", "上次填报值") == "本年累计31\n2024年二季度"
    assert beside(data, "INN-2-1", "上次填报值") == "超3,000\n2024年二季度"
    english = handed_out("110000", "en", known=known)
    assert beside(english, "INN-1-2", "Last reported") == "31 year to date\n2024 Q2"


def test_a_milestone_s_last_state_stands_beside(handed_out: HandedOut) -> None:
    known = earlier({"indicator": "SUP-1-4", "unit": "miit", "state": "under_way"})
    assert (
        beside(handed_out("miit", known=known), "SUP-1-4", "上次填报值") == "进行中\n2024年二季度"
    )


def test_a_planned_value_stands_beside_where_there_is_one(handed_out: HandedOut) -> None:
    data = handed_out("110000", planned={"INN-1-1": 120.5, "INN-1-3": float("nan")})
    assert beside(data, "INN-1-1", "季末计划值") == 120.5
    assert beside(data, "INN-1-3", "季末计划值") == "—"
    heads = [head_text(c.value) for c in opened(handed_out("110000")).worksheets[0][HEAD]]
    assert "季末计划值" not in heads


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_reporter_s_cells_can_be_typed_in(
    language: Language, handed_out: HandedOut, programme: Programme
) -> None:
    sheet = opened(handed_out("miit", language)).worksheets[0]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    for code, row in rows_of(sheet).items():
        kind = programme.indicators[code].kind
        open_ = {c for c in columns_of(sheet) if not cell_of(sheet, row, c).protection.locked}
        typed = {"value", "progress_note", "problem", "next_step", "source", "definition_break"}
        typed |= {"numerator", "denominator"} if kind == "ratio" else set()
        typed |= {"completed_on"} if kind == "milestone" else set()
        typed |= {"basis"} if len(BASES[kind]) > 1 else set()
        assert open_ == typed, code


def choices(book: Any, sheet: Any, cell: str) -> list[str]:
    """What the dropdown of a cell offers."""
    (rule,) = [r for r in sheet.data_validations.dataValidation if cell in r.sqref]
    place = book.defined_names[rule.formula1.removeprefix("=")].attr_text
    name, area = place.split("!")
    return [cell.value for (cell,) in book[name.strip("'")][area.replace("$", "")]]


def test_dropdowns_offer_the_bases_of_the_kind_and_the_states(
    handed_out: HandedOut, programme: Programme
) -> None:
    book = opened(handed_out("miit"))
    sheet = book.worksheets[0]
    rows, columns = rows_of(sheet), columns_of(sheet)

    def offered(indicator: str, column: str) -> list[str]:
        cell = sheet.cell(rows[indicator], columns[column]).coordinate
        return choices(book, sheet, cell)

    assert offered("DAT-4-2", "basis") == ["期末", "本季", "本年累计", "自启动以来累计"]
    assert offered("SUP-1-4", "value") == ["未启动", "进行中", "已完成"]
    assert offered("IND-3-1", "definition_break") == ["是", "否"]
    assert [s.sheet_state for s in book][-2:] == ["hidden", "veryHidden"]


def test_a_number_cell_takes_numbers_within_the_limits_and_says_so(
    handed_out: HandedOut,
) -> None:
    sheet = opened(handed_out("110000")).worksheets[0]
    cell = cell_of(sheet, rows_of(sheet)["IND-1-2"], "value").coordinate
    (rule,) = [r for r in sheet.data_validations.dataValidation if cell in r.sqref]
    assert (
        rule.formula1 == f'OR(AND(ISNUMBER({cell}),{cell}>=0,{cell}<=100),{cell}="—",{cell}="撤销")'
    )
    assert "“%”" in rule.error
    assert "0至100之间" in rule.error


def test_values_are_shown_with_their_indicator_s_decimals(
    handed_out: HandedOut, programme: Programme
) -> None:
    sheet = opened(handed_out("110000")).worksheets[0]
    formats = {
        cell_of(sheet, row, "value").number_format
        for code, row in rows_of(sheet).items()
        if programme.indicators[code].decimals == 2
    }
    assert formats == {"#,##0.00"}
    assert cell_of(sheet, rows_of(sheet)["INN-1-1"], "value").number_format == "#,##0"


def test_it_prints_on_a4_across_with_heads_and_page_numbers(handed_out: HandedOut) -> None:
    sheet = opened(handed_out("110000")).worksheets[0]
    setup = sheet.page_setup
    assert (setup.orientation, int(setup.paperSize), setup.fitToHeight) == ("landscape", 9, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
    assert sheet.oddFooter.center.text == "— &P —"
    assert sheet.freeze_panes == "H5"


def test_notes_say_what_heads_and_indicators_mean(handed_out: HandedOut) -> None:
    sheet = opened(handed_out("110000")).worksheets[0]
    row = rows_of(sheet)["IND-3-1"]
    note = cell_of(sheet, row, "indicator").comment.text
    assert "期末数（时点存量）" in note
    assert "复核会使在有效期内的家数下降" in note
    assert "口径" in sheet.cell(HEAD, columns_of(sheet)["definition_break"]).comment.text


def test_the_explanations_name_every_indicator(handed_out: HandedOut) -> None:
    book = opened(handed_out("miit"))
    said = {cell.value for line in book["填报说明"] for cell in line}
    assert set(rows_of(book.worksheets[0])) < said


def test_a_text_that_looks_like_a_formula_stays_a_text(programme: Programme) -> None:
    bad = Text('=HYPERLINK("http://a")', "@SUM(1)")
    unit = replace(programme.units["110000"], name=bad, short=bad)
    first = programme.indicators["INN-1-1"]
    indicators = dict(programme.indicators) | {"INN-1-1": replace(first, name=bad, note=bad)}
    measures = dict(programme.measures)
    measures["INN-1"] = replace(measures["INN-1"], name=bad, quote=bad)
    hostile = replace(programme, indicators=indicators, measures=measures, short=bad,
                      units=dict(programme.units) | {"110000": unit})  # fmt: skip
    nothing = no_figures(STORED_DTYPES)
    due = programme.deadline_of(QUARTER)
    book = opened(template_xlsx(unit, QUARTER, hostile, nothing, {}, "zh", due))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not [cell.coordinate for cell in cells if cell.hyperlink]
    text = template_csv(unit, QUARTER, hostile, nothing, {}, "en", due).decode("utf-8-sig")
    begun = {cell[:1] for line in csv.reader(io.StringIO(text)) for cell in line if cell}
    assert not begun & set("=+-@＝＋－＠")
    assert "'@SUM(1)" in text


def test_both_files_say_the_same(handed_out: HandedOut) -> None:
    planned = {"INN-1-1": 120.5}
    known = earlier({"indicator": "INN-1-1", "value": 118.0, "basis": "since_start"})
    sheet = opened(handed_out("110000", known=known, planned=planned)).worksheets[0]
    text = handed_out("110000", known=known, planned=planned, csv=True).decode("utf-8-sig")
    lines = [*csv.reader(io.StringIO(text))][3:]
    rows = [
        [str("" if c.value is None else c.value).replace("\n", "") for c in line]
        for line in sheet.iter_rows(min_row=HEAD, max_row=HEAD + len(lines) - 1)
    ]
    assert rows == lines


def test_it_carries_who_it_is_for(handed_out: HandedOut, programme: Programme) -> None:
    meta = {a.value: b.value for a, b in opened(handed_out("340100"))[META_SHEET].iter_rows()}
    assert meta["programme"] == programme.code
    assert (meta["unit"], meta["quarter"]) == ("340100", "2024Q3")


def test_the_file_is_named_after_unit_and_quarter(programme: Programme) -> None:
    q = Quarter.of("2024Q3")
    units = programme.units
    assert template_name(units["110000"], q, "zh") == "报送表_北京_2024年三季度.xlsx"
    assert template_name(units["miit"], q, "en", "csv") == "Report_MIIT_2024_Q3.csv"
    strange = replace(units["110000"], short=Text("甲/乙:*?", ""))
    assert template_name(strange, q, "zh") == "报送表_甲乙_2024年三季度.xlsx"


def test_a_unit_is_called_shortly_only_where_that_is_unmistakable(programme: Programme) -> None:
    hefei = replace(programme.units["340100"], short=Text("北京", "Beijing"))
    other = replace(programme, units=dict(programme.units) | {"340100": hefei})
    due = programme.deadline_of(QUARTER)
    data = template_xlsx(hefei, QUARTER, other, no_figures(STORED_DTYPES), {}, "zh", due)
    sheet = opened(data).worksheets[0]
    assert cell_of(sheet, HEAD + 1, "unit").value == "合肥市"


def test_another_programme_s_template_is_made_as_well(orchard: Programme) -> None:
    unit = next(
        u
        for u in orchard.units.values()
        if any(orchard.owes(u, i) for i in orchard.indicators.values())
    )
    for language in LANGUAGES:
        data = template_xlsx(unit, orchard.start, orchard, no_figures(STORED_DTYPES), {},
                             language, orchard.deadline_of(orchard.start))  # fmt: skip
        assert opened(data).worksheets[0].max_row > HEAD
