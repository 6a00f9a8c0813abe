"""What a value was read from: flows say what they add up, claims that wait are named."""

import numpy as np
import pandas as pd

from tests.progress.small import figures, one, targets
from tracking.programme import Programme
from tracking.progress import assess, explain

FLOW, STOCK, NOTICE = "INN-1-2", "INN-2-1", "SUP-1-4"


def version(**more: object) -> dict[str, object]:
    row = {
        "value": 8.0, "qualifier": "", "basis": "", "milestone_state": "", "completed_on": "",
        "submission": 3, "row": 4, "file_name": "甲.csv", "submitted_by": "王",
        "submitted_at": "2022-12-31T17:00:00Z", "state": "approved", "source": "",
    }  # fmt: skip
    return row | more


def told(programme: Programme, known: pd.DataFrame, indicator: str, *of: dict[str, object]) -> str:
    row = one(assess(known, targets(), programme), indicator, known["unit"].iloc[0], "2022Q4")
    versions = pd.DataFrame(of)
    return "".join(explain(row, programme, "zh", versions=versions, parts=known).sentences)


def test_a_flow_says_how_many_quarters_it_adds_up_and_where_the_latest_is(
    programme: Programme,
) -> None:
    known = figures(*((FLOW, "110000", f"2022Q{n}", 8.0) for n in (2, 3, 4)), submission=3, row=4)
    said = told(programme, known, FLOW, version(), version(submission=2))
    assert "累计24项。由3个季度的数据相加，最近一次为2022年四季度当季8项。" in said
    assert "最近一次数据取自《甲.csv》第4行，2023年1月1日报送。" in said
    assert "数据取自《甲.csv》第4行" not in said.replace("最近一次数据取自", "")


def test_a_total_stated_as_a_whole_is_read_from_its_file(programme: Programme) -> None:
    known = figures(
        (FLOW, "110000", "2022Q2", 8.0), (FLOW, "110000", "2022Q4", 20.0),
        basis="since_start", submission=3, row=4,
    )  # fmt: skip
    said = told(programme, known, FLOW, version(value=20.0))
    assert "相加" not in said
    assert "推算" not in said
    assert "数据取自《甲.csv》第4行，2023年1月1日报送。" in said


def test_figures_on_several_bases_are_said_to_be_worked_out(programme: Programme) -> None:
    known = figures(
        (FLOW, "110000", "2022Q3", 8.0), (FLOW, "110000", "2022Q4", 5.0),
        basis=["since_start", "quarter"], submission=3, row=4,
    )  # fmt: skip
    said = told(programme, known, FLOW, version(value=5.0))
    assert "由2个季度的报送数据推算，最近一次报送为2022年四季度当季5项。" in said


def test_a_stock_is_read_from_one_file(programme: Programme) -> None:
    known = figures(*((STOCK, "110000", f"2022Q{n}", 8.0) for n in (2, 4)), submission=3, row=4)
    assert "数据取自《甲.csv》第4行，2023年1月1日报送。" in told(programme, known, STOCK, version())


def test_what_waits_for_review_is_named_with_its_file(programme: Programme) -> None:
    known = figures((NOTICE, "miit", "2022Q4", np.nan), state="under_way", submission=3, row=4)
    claim = version(
        value=np.nan, submission=9, row=2, file_name="补充.csv", state="submitted",
        milestone_state="claimed", completed_on="2022-11-28",
    )  # fmt: skip
    said = told(programme, known, NOTICE, claim, version(value=np.nan))
    waits = (
        "另有待审核数据：自报完成、待核实（2022年11月28日），"
        "见《补充.csv》第2行，2023年1月1日报送。"
    )
    assert waits in said
    assert "另有待审核数据" not in told(
        programme, known, NOTICE, claim | {"state": "returned"}, version()
    )
