"""progress, explain, figures and verify: what they print on the published figures."""

import csv
import io
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run, data_of
from tracking.cli.printing import width

PROGRESS = {
    "indicator", "chain", "unit", "quarter", "value", "baseline", "target", "target_basis",
    "achieved", "expected", "pace", "gap", "status", "marks",
}  # fmt: skip


def test_progress_prints_what_was_promised(run: Run, published_store: Path) -> None:
    rows = data_of(run("progress", "--unit", "nation", "--json", store=published_store))
    assert all(row.keys() >= PROGRESS for row in rows)
    assert {row["quarter"] for row in rows} == {"2025Q4"}
    assert all(isinstance(row["marks"], list) for row in rows)
    by_code = {row["indicator"]: row for row in rows}
    assert by_code["IND-3-1"]["value"] == 17600
    assert by_code["IND-3-1"]["target"] == 10000
    assert by_code["IND-3-1"]["status"] == "achieved"
    assert by_code["GOAL-2-1"]["qualifier"] == "≥"
    assert by_code["SUP-1-1"]["value"] is None


def test_the_basis_of_a_target_is_in_the_language_asked_for(
    run: Run, published_store: Path
) -> None:
    wanted = ["progress", "--unit", "nation", "--indicator", "IND-4-1", "--json"]
    (zh,) = data_of(run(*wanted, lang="zh", store=published_store))
    (en,) = data_of(run(*wanted, lang="en", store=published_store))
    assert "中小企业发展规划" in zh["target_basis"]
    assert "Five-Year Plan" in en["target_basis"]


def test_names_do_as_well_as_codes(run: Run, published_store: Path) -> None:
    def wanted(unit: str) -> object:
        return data_of(run("progress", "--unit", unit, "--json", store=published_store))

    assert wanted("江苏") == wanted("320000") == wanted("jiangsu")


def test_an_unknown_name_gets_the_nearest_ones(run: Run, published_store: Path) -> None:
    result = run("progress", "--unit", "黑龙江", store=published_store)
    assert result.exit_code == 0
    result = run("progress", "--unit", "黑笼江", store=published_store)
    assert result.exit_code == 2
    assert "Heilongjiang" in result.stderr


def test_a_quarter_before_the_reports_knows_only_what_was_known(
    run: Run, published_store: Path
) -> None:
    wanted = ["progress", "--unit", "nation", "--indicator", "IND-3-2", "--quarter", "2023Q4"]
    (row,) = data_of(run(*wanted, "--json", store=published_store))
    assert row["value"] == 12950


def test_nothing_was_known_before_the_import(run: Run, published_store: Path) -> None:
    result = run("progress", "--known-on", "2022-01-01", store=published_store)
    assert result.exit_code == 2
    assert "no approved figures" in result.stderr


def test_the_table_is_aligned_with_chinese_characters(run: Run, published_store: Path) -> None:
    lines = run("progress", "--unit", "nation", lang="zh", store=published_store).stdout.split("\n")
    rule = next(line for line in lines if line.startswith("─"))
    head = lines[lines.index(rule) - 1]
    assert width(head) <= width(rule)
    assert "已达目标" in "\n".join(lines)


def test_figures_are_csv_that_excel_opens(run: Run, published_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    result = run("figures", "--unit", "人民银行", "--output", file, store=published_store)
    assert result.exit_code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert len(rows) == 29
    assert {row["quarter"] for row in rows} >= {"2019Q3", "2025Q4"}
    printed = run("figures", "--unit", "人民银行", store=published_store).stdout
    assert list(csv.DictReader(io.StringIO(printed))) == rows


def test_the_sixteen_cities_are_figures_of_their_own(run: Run, published_store: Path) -> None:
    rows = data_of(run("figures", "--indicator", "INN-3-2", "--json", store=published_store))
    cities = [row for row in rows if row["unit"].startswith("34") and row["unit"] != "340000"]
    assert len(cities) == 16
    assert round(sum(row["value"] for row in cities), 1) == 428.3


def test_a_region_is_exported_with_the_offices_below_it(run: Run, published_store: Path) -> None:
    rows = data_of(run("figures", "--unit", "安徽", "--json", store=published_store))
    assert len(rows) == 16


def test_a_sum_of_few_units_says_of_how_many(run: Run, published_store: Path) -> None:
    wanted = ["progress", "--unit", "nation", "--indicator", "INN-3-2", "--quarter", "2022Q2"]
    assert "1/37" in run(*wanted, store=published_store).stdout


def test_a_sound_store_is_proved(run: Run, published_store: Path) -> None:
    result = run("verify", "--json", store=published_store)
    assert result.exit_code == 0
    assert data_of(result) == {"ok": True, "differences": []}


def test_an_altered_store_is_found_out(run: Run, tmp_path: Path) -> None:
    run("published")
    connection = sqlite3.connect(tmp_path / "store.db")
    connection.execute("drop trigger figure_refuses_update")
    connection.execute("update figure set value = value * 2 where value = 17600")
    connection.commit()
    connection.close()
    result = run("verify", "--json")
    assert result.exit_code == 1
    assert data_of(result)["differences"]


@pytest.mark.parametrize("command", ["progress", "figures", "verify"])
def test_a_file_that_is_no_store_is_refused_without_a_traceback(
    run: Run, tmp_path: Path, command: str
) -> None:
    (tmp_path / "store.db").write_text("not a database, but long enough to be read as one" * 50)
    result = run(command)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert str(tmp_path / "store.db") in result.stderr


@pytest.mark.parametrize("quarter", ["0001Q1", "1999Q4", "2099Q4"])
def test_a_quarter_outside_the_programme_is_said_to_be(
    run: Run, published_store: Path, quarter: str
) -> None:
    for command in (["progress", "--quarter"], ["explain", "IND-3-1", "nation"]):
        result = run(*command, quarter, store=published_store)
        assert result.exit_code == 2
        assert "runs from 2022Q" in result.stderr


def test_a_group_that_is_none_is_named(run: Run, published_store: Path) -> None:
    result = run("progress", "--unit", "group:xx", store=published_store)
    assert result.exit_code == 2
    assert "group:xx" in result.stderr
