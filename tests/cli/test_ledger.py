"""The ledger on the command line: told, exported, and its problems settled."""

import csv
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run, data_of
from tracking.cli.session import operator
from tracking.programme import Programme
from tracking.store import Store

REPORT = (
    "填报单位,报告期,指标,口径,本期值,进展情况,存在问题,下一步举措\n"
    "江苏,2024Q3,组建融通创新联合体数,自启动以来累计,321,已组建一批,=融资难,对接银行\n"
    "江苏,2024Q3,“百场万企”对接活动场次,本季,12,办会12场,,\n"
)
KEY = ("INN-1-1", "江苏", "2024Q3")


@pytest.fixture
def told(run: Run, tmp_path: Path) -> Run:
    """A store with a report that names one problem."""
    file = tmp_path / "江苏.csv"
    file.write_text(REPORT, encoding="utf-8")
    assert run("init").exit_code == 0
    result = run("import", file, "--approve")
    assert result.exit_code == 0, result.output
    return run


def test_the_ledger_is_told_in_full(told: Run) -> None:
    result = told("ledger")
    assert result.exit_code == 0
    for words in ("1 open problem of 1 unit", "2 entries", "已组建一批", "=融资难", "Open problem"):
        assert words in result.stdout


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("--search", "融资"), ["INN-1-1"]),
        (("--search", "会12"), ["SUP-1-1"]),
        (("--search", "没有这个词"), []),
        (("--open",), ["INN-1-1"]),
        (("--closed",), []),
        (("--unit", "江苏"), ["INN-1-1", "SUP-1-1"]),
        (("--unit", "北京"), []),
        (("--chain", "创新链"), ["INN-1-1"]),
        (("--quarter", "2024Q2"), []),
        (("--known-on", "2024-01-01"), []),
    ],
)
def test_the_ledger_is_narrowed(told: Run, asked: tuple[str, ...], found: list[str]) -> None:
    rows = data_of(told("ledger", *asked, "--json"))
    assert [row["indicator"] for row in rows] == found


def test_the_ledger_goes_into_files_that_run_nothing(told: Run, tmp_path: Path) -> None:
    sheet, text = tmp_path / "台账.xlsx", tmp_path / "台账.csv"
    result = told("ledger", "--open", "--xlsx", sheet, "--csv", text, lang="zh")
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    (line,) = csv.DictReader(io.StringIO(text.read_text(encoding="utf-8-sig"), newline=""))
    assert (line["存在问题"], line["问题状态"], line["责任单位"]) == (
        "'=融资难",
        "未销号",
        "江苏省",
    )
    book = openpyxl.load_workbook(sheet).active
    assert book["A2"].value == "范围：未销号"
    assert "数据截至 2024年三季度" in book["A3"].value
    assert "=融资难" in [cell.value for cell in book[5]]


def test_csv_goes_to_standard_output_when_asked(told: Run) -> None:
    (line,) = csv.DictReader(io.StringIO(told("ledger", "--open", "--csv", "-").stdout))
    assert line["Problem"] == "'=融资难"


def test_a_problem_is_closed_and_opened_again(told: Run) -> None:
    closed = told("settle", *KEY, "--reason", "已设立资金池", "--by", "李强")
    assert closed.exit_code == 0, closed.output
    assert closed.stdout.startswith("Closed: Jiangsu · ")
    (row,) = data_of(told("ledger", "--closed", "--json"))
    assert row["reason"] == "已设立资金池"
    assert row["changed_by"].startswith("李强")
    opened = data_of(told("settle", *KEY, "--reason", "未到位", "--reopen", "--json"))
    assert opened == {
        "indicator": "INN-1-1", "unit": "320000", "quarter": "2024Q3", "state": "open",
    }  # fmt: skip
    assert told("verify").exit_code == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((*KEY, "--reason", "未到位", "--reopen"), "is open already"),
        (("SUP-1-1", "江苏", "2024Q3", "--reason", "已解决"), "names no problem"),
        ((*KEY, "--reason", " "), "Say why the problem is closed or opened again"),
        (KEY, "--reason is missing"),
    ],
)
def test_what_cannot_be_settled_is_refused_in_one_sentence(
    told: Run, asked: tuple[str, ...], said: str
) -> None:
    result = told("settle", *asked)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_an_empty_store_has_an_empty_ledger(run: Run, tmp_path: Path) -> None:
    run("init")
    assert "No problem is named" in run("ledger").stdout
    file = tmp_path / "empty.xlsx"
    assert run("ledger", "--xlsx", file).exit_code == 0
    assert openpyxl.load_workbook(file).active["A2"].value == "Shown: everything"


def test_a_file_that_is_written_stands_in_the_audit_trail_under_the_operators_name(
    told: Run, tmp_path: Path, programme: Programme
) -> None:
    told("ledger", "--csv", tmp_path / "台账.csv")
    with Store.open(tmp_path / "store.db", programme, read_only=True) as store:
        (entry,) = store.audit(1).to_dict("records")
    assert (entry["action"], entry["actor"]) == ("export", operator())
    assert json.loads(entry["details"]) == {"what": "ledger", "file_name": "台账.csv"}


def test_a_store_that_may_only_be_read_gives_its_file_and_says_it_is_not_recorded(
    told: Run, tmp_path: Path
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        store = Path(shutil.copy(tmp_path / "store.db", folder))
        store.chmod(0o444)
        with as_nobody(), tempfile.TemporaryDirectory() as own:
            result = told("ledger", "--csv", Path(own) / "台账.csv", store=store)
            assert Path(own, "台账.csv").exists()
    assert result.exit_code == 0
    assert "does not tell of this file" in result.stderr


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of the machine's administrator, who may write everywhere."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(me)
