"""The ledger as files: its lines, what they hold, and that nothing in them runs."""

import csv
import io

import numpy as np
import openpyxl
import pandas as pd
import pytest

from tests.store.conftest import OFFICE, Q1, Q3
from tests.store.test_ledger import CONSORTIA, PROBLEM, told
from tracking.forms import ledger as lines
from tracking.forms.ledger_book import as_xlsx
from tracking.programme import Programme, Quarter
from tracking.progress import assess, targets_of
from tracking.store import LEDGER_DTYPES
from tracking.words import LANGUAGES

NOTICE = "SUP-1-4"
HOSTILE = '=HYPERLINK("http://evil","x")'


def row(**columns: object) -> pd.DataFrame:
    """One row of a ledger."""
    empty = {"str": "", "int32": Q3, "int64": 1}
    given = {name: [columns.get(name, empty[dtype])] for name, dtype in LEDGER_DTYPES.items()}
    given["indicator"] = [columns.get("indicator", CONSORTIA)]
    given["unit"] = [columns.get("unit", "110000")]
    return pd.DataFrame(given).astype(LEDGER_DTYPES)


@pytest.fixture
def assessment(programme: Programme) -> pd.DataFrame:
    """Beijing has 25 of 100 consortia."""
    target = pd.DataFrame(
        {
            "indicator": [CONSORTIA], "unit": ["110000"], "value": [100.0],
            "due": [Quarter.of("2025Q4").index], "baseline": [0.0],
            "baseline_quarter": [Quarter.of("2022Q1").index], "path": ["linear"], "interim": [""],
            "basis_zh": ["《计划》"], "basis_en": ["Plan"], "set_by": [""],
            "effective": ["2022-05-12"], "id": [1],
        }
    ).astype(targets_of(programme).dtypes.to_dict())  # fmt: skip
    figures = told((CONSORTIA, "110000", Q3, "", "", ""), value=25.0).assign(
        submission=1, origin="own", reported=1, expected=1
    )
    return assess(figures, target, programme, through=Q3)


def composed(rows: pd.DataFrame, assessment: pd.DataFrame, programme: Programme) -> dict[str, str]:
    (line,) = lines.composed(rows, assessment, programme, "zh").to_dict("records")
    return {str(name): str(text) for name, text in line.items()}


def test_a_line_has_the_columns_of_a_ledger_in_their_usual_order() -> None:
    heads = lines.heads("zh")
    who = ["序号", "重点任务", "具体举措", "牵头单位", "责任单位", "完成时限", "目标值"]
    what = ["进展情况", "完成率", "状态", "存在问题", "下一步举措", "备注"]
    usual = [*who, *what]
    assert [head for head in heads if head in usual] == usual


def test_a_line_tells_who_what_and_how_far(assessment: pd.DataFrame, programme: Programme) -> None:
    line = composed(row(problem=PROBLEM, state="open"), assessment, programme)
    assert line["number"] == "1"
    assert (line["chain"], line["measure"]) == ("创新链", "推动协同创新")
    assert line["lead"] == "国家发展改革委、科技部、工信部"
    assert (line["unit"], line["quarter"]) == ("北京市", "2024年三季度")
    assert (line["due"], line["target"], line["value"]) == ("2025年四季度", "100个", "25个")
    assert line["achieved"] == "25%"
    assert line["status"].endswith("滞后")
    assert (line["problem"], line["state"]) == (PROBLEM, "未销号")


def test_an_office_has_no_status_of_its_own(assessment: pd.DataFrame, programme: Programme) -> None:
    line = composed(row(unit=OFFICE, progress_note="进展"), assessment, programme)
    assert [line[n] for n in ("target", "value", "achieved", "status")] == ["", "", "", ""]
    assert line["progress_note"] == "进展"


def test_the_remark_says_why_and_when_a_problem_was_closed(
    assessment: pd.DataFrame, programme: Programme
) -> None:
    closed = row(
        state="closed", reason="已设立专项", changed_at="2024-10-08T18:00:00.000Z", source="台账"
    )
    line = composed(closed, assessment, programme)
    assert line["state"] == "已销号"
    assert line["remark"] == "2024年10月9日销号：已设立专项\n来源：台账"


def problems(*states: str) -> pd.DataFrame:
    n = len(states)
    return pd.DataFrame(
        {
            "indicator": [CONSORTIA, NOTICE, CONSORTIA][:n],
            "unit": ["110000", "miit", "310000"][:n],
            "quarter": np.array([Q3, Q3, Q1][:n], dtype=np.int32),
            "state": list(states),
        }
    )


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ((), "No problem is named in any current report."),
        (("closed",), "The one problem that was named is closed."),
        (("closed", "closed"), "All 2 problems that were named are closed."),
        (("open",), "1 open problem of 1 unit in 1 key task, the oldest named for 2024 Q3."),
        (
            ("open", "closed", "open"),
            "2 open problems of 2 units in 1 key task, the oldest named for 2024 Q1."
            " 1 problem is closed.",
        ),
    ],
)
def test_one_sentence_sums_the_problems_up(
    programme: Programme, states: tuple[str, ...], said: str
) -> None:
    assert lines.summed_up(problems(*states), programme, "en") == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_csv_file_is_read_back_and_runs_nothing(
    assessment: pd.DataFrame, programme: Programme, language: str
) -> None:
    rows = row(progress_note=HOSTILE, problem='引号"，\n第二行', next_step="＋1")
    told = lines.composed(rows, assessment, programme, language)
    data = lines.as_csv(told, language)
    assert data.startswith(b"\xef\xbb\xbf")
    head, line = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert head == lines.heads(language)
    cells = dict(zip(lines.HEADS, line, strict=True))
    assert cells["progress_note"] == f"'{HOSTILE}"
    assert cells["next_step"] == "'＋1"
    assert cells["problem"] == '引号"，\n第二行'


def book(told: pd.DataFrame, programme: Programme, *, demonstration: bool = False):
    heading = lines.heading(
        programme, "zh", ["2024年三季度", "未销号"], [("数据截至", "2024年三季度")],
        demonstration=demonstration,
    )  # fmt: skip
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(told, heading, "zh"))).active


def test_a_workbook_says_what_it_holds_and_prints_with_its_head_on_each_sheet(
    assessment: pd.DataFrame, programme: Programme
) -> None:
    told = lines.composed(row(problem=PROBLEM, state="open"), assessment, programme, "zh")
    sheet = book(told, programme, demonstration=True)
    assert sheet["A1"].value == "“携手行动”督查台账"
    assert sheet["A2"].value == "范围：2024年三季度；未销号"
    assert sheet["A3"].value == "数据截至 2024年三季度"
    assert [cell.value for cell in sheet[4]] == lines.heads("zh")
    assert [cell.value or "" for cell in sheet[5]] == told.iloc[0].tolist()
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert "演示数据" in sheet.oddFooter.left.text
    assert sheet["K5"].alignment.wrap_text


def test_every_cell_of_a_workbook_is_a_text_whatever_it_holds(
    assessment: pd.DataFrame, programme: Programme
) -> None:
    rows = row(progress_note=HOSTILE, problem="http://a.cn\x01", next_step="长" * 40_000)
    told = lines.composed(rows, assessment, programme, "zh")
    sheet = book(told, programme)
    cells = dict(zip(lines.HEADS, sheet[5], strict=True))
    assert {cell.data_type for cell in sheet[5] if cell.value is not None} == {"s"}
    assert (cells["progress_note"].value, cells["problem"].value) == (HOSTILE, "http://a.cn")
    assert cells["problem"].hyperlink is None
    assert len(cells["next_step"].value) == 32_767


def test_a_ledger_without_lines_is_still_a_workbook(
    assessment: pd.DataFrame, programme: Programme
) -> None:
    told = lines.composed(row().iloc[:0], assessment, programme, "zh")
    assert book(told, programme).max_row == 4
