"""Files of targets: handed out, filled in, read whole or not at all."""

import csv
import io

import pytest

from tests.targets.conftest import BASIS, COUNT, TODAY, versions_of
from tracking.targets import Series, Versions, every_series, frame_of, read_file, template

HEAD = "指标,单位,目标值,完成期限,依据"
ROW = f"组建融通创新联合体数,北京,120,2025Q4,{BASIS}"
NONE = Versions(frame_of(()))


def read(programme, text: str | bytes, versions: Versions = NONE, **common: str):
    data = text if isinstance(text, bytes) else text.encode()
    return read_file(data, "目标.csv", programme, versions, TODAY, common)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_file_is_read_in_the_encodings_of_reports(programme, encoding):
    found = read(programme, f"{HEAD}\n{ROW}\n".encode(encoding))
    (target,) = found.targets
    assert (target.indicator, target.unit, target.value) == (COUNT, "110000", 120)
    assert target.basis.zh == BASIS
    assert found.faults == ()


def test_rows_pasted_from_a_spreadsheet_are_read(programme):
    assert len(read(programme, f"{HEAD}\n{ROW}\n".replace(",", "\t")).targets) == 1


def test_a_title_above_the_heads_is_passed_over(programme):
    assert len(read(programme, f"2024年目标分解表,,,,\n{HEAD}\n{ROW}\n").targets) == 1


def test_a_row_without_value_and_basis_is_passed_over(programme):
    found = read(programme, f"{HEAD}\n组建融通创新联合体数,天津,,2025Q4,\n{ROW}\n")
    assert len(found.targets) == 1


def test_one_fault_keeps_the_whole_file_out_and_names_its_place(programme):
    found = read(programme, f"{HEAD}\n{ROW}\n组建融通创新联合体数,天津,很多,2025Q4,{BASIS}\n")
    assert found.targets == ()
    (fault,) = found.faults
    assert fault.said("zh").startswith("目标.csv 第 3 行“目标值”：“很多”不是数值")
    assert "row 3" in fault.said("en")


def test_each_fault_of_a_file_is_told(programme):
    rows = [f"组建融通创新联合体数,{unit},{value},2025Q4,{basis}" for unit, value, basis in (
        ("北京", "x", BASIS), ("江酥", "1", BASIS), ("天津", "1", "文件"))]  # fmt: skip
    found = read(programme, "\n".join([HEAD, *rows]))
    assert [(f.row, f.column) for f in found.faults] == [(2, "目标值"), (3, "单位"), (4, "依据")]


def test_a_series_stated_twice_is_refused(programme):
    found = read(programme, f"{HEAD}\n{ROW}\n{ROW}\n")
    assert "Row 2 states a target for the same" in found.faults[0].said("en")


def test_a_column_nobody_knows_is_refused_where_it_says_something(programme):
    found = read(programme, f"{HEAD},基准\n{ROW},5\n")
    assert "“基准”：没有名为此的列" in found.faults[0].said("zh")
    assert read(programme, f"{HEAD},基准\n{ROW},\n").faults == ()


def test_a_missing_column_is_named(programme):
    found = read(programme, "指标,单位,目标值\n组建融通创新联合体数,北京,120\n")
    assert "Basis: This column is missing." in found.faults[0].said("en")


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\xff", b"a,b\n1,2\n", b"PK\x03\x04"])
def test_what_is_no_such_file_is_one_sentence(programme, data):
    found = read(programme, data)
    assert found.targets == ()
    assert len(found.faults) == 1
    assert found.faults[0].said("zh")


def test_what_every_row_shares_is_said_once(programme):
    text = "指标,单位,目标值,完成期限\n组建融通创新联合体数,北京,120,2025Q4\n"
    (target,) = read(programme, text, basis_zh=BASIS, effective="2024年6月1日").targets
    assert target.basis.zh == BASIS
    assert str(target.effective) == "2024-06-01"


def test_a_target_that_stands_is_changed_only_for_a_reason(programme, made):
    standing = Versions(frame_of([made(effective="2023-01-01")]))
    (fault,) = read(programme, f"{HEAD}\n{ROW.replace('120', '150')}\n", standing).faults
    assert fault.fault.name == "reason"
    changed = read(programme, f"{HEAD}\n{ROW.replace('120', '150')}\n", standing,
                   reason="通知第三条上调")  # fmt: skip
    assert [one.value for one in changed.targets] == [150]


def test_what_stands_already_changes_nothing(programme, made):
    standing = Versions(frame_of([made(effective="2023-01-01")]))
    found = read(programme, f"{HEAD}\n{ROW}\n", standing)
    assert (found.targets, found.unchanged, found.faults) == ((), 1, ())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_read_back_changes_nothing(store, programme, made, language):
    steps = made(unit="120000", interim="2023Q4=50;2024Q4=90", baseline="3",
                 baseline_quarter="2022Q1", effective="2023-01-01")  # fmt: skip
    store.add_targets([made(effective="2023-01-01"), steps], "a")
    versions = versions_of(store)
    data = template(every_series(programme), versions.in_force(TODAY), programme, language)
    found = read(programme, data, versions)
    assert found.faults == ()
    assert found.targets == ()
    assert found.unchanged == len(programme.targets) + 2


def test_a_draft_of_shares_cannot_be_taken_in_without_a_basis(programme):
    series = [Series(COUNT, "110000"), Series(COUNT, "120000")]
    data = template(series, frame_of(()), programme, "zh", {series[0]: 7.0})
    found = read(programme, data)
    assert found.targets == ()
    assert [fault.fault.name for fault in found.faults] == ["basis_zh"]
    assert [one.value for one in read(programme, data, basis_zh=BASIS).targets] == [7.0]


def test_a_template_runs_nothing_in_a_spreadsheet_and_is_read_back_as_it_was(programme, made):
    evil = made(basis_zh="=HYPERLINK(1)", effective="2023-01-01")
    data = template([Series(COUNT, "110000")], frame_of([evil]), programme, "zh")
    (line,) = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:]
    assert "'=HYPERLINK(1)" in line
    assert read(programme, data, Versions(frame_of([evil]))).unchanged == 1
