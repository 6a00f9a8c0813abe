"""progress, explain, figures and verify: what they print on the published figures."""

import csv
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run, data_of
from tracking.cli.printing import width
from tracking.programme import Programme
from tracking.published import import_published
from tracking.reporting import today_in_china
from tracking.store import Store
from tracking.words import LANGUAGES, numbers

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
    told, *lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert told.startswith("Hand-in-Hand Action · as known on ")
    assert " · data version " in told
    rows = list(csv.DictReader(lines))
    assert len(rows) == 29
    assert {row["Period"] for row in rows} >= {"2019Q3", "2025Q4"}
    assert {row["Unit of measure"] for row in rows} == {"trillion yuan", "%"}
    printed = run("figures", "--unit", "人民银行", store=published_store).stdout
    assert list(csv.DictReader(printed.splitlines()[1:])) == rows


def test_exported_figures_have_chinese_heads_and_whole_numbers(
    run: Run, published_store: Path
) -> None:
    wanted = ["figures", "--indicator", "IND-3-1", "--unit", "miit"]
    told, head, *lines = run(*wanted, lang="zh", store=published_store).stdout.splitlines()
    assert "演示数据" not in told
    assert head.startswith(
        "指标,编码（指标）,填报单位,编码（单位）,报告期,口径,原文限定,本期值,计量单位"
    )
    assert any(",17600,家," in line for line in lines)
    assert not any(".0," in line for line in lines)


def test_what_figures_writes_can_be_read_in_again(
    run: Run, published_store: Path, tmp_path: Path
) -> None:
    for lang in LANGUAGES:
        file = tmp_path / f"{lang}.csv"
        run("figures", "--unit", "miit", "--output", file, lang=lang, store=published_store)
        read = data_of(run("check", file, "--json", store=published_store))
        assert read["ok"]
        assert {f["severity"] for f in read["findings"]} <= {"warning"}


def test_figures_says_that_there_are_none(run: Run, published_store: Path) -> None:
    result = run("figures", "--quarter", "2031Q1", lang="zh", store=published_store)
    assert result.stderr.strip() == "没有符合条件的数据。"


def test_progress_says_first_which_day_and_that_it_is_a_demonstration(
    run: Run, published_store: Path, tmp_path: Path, programme: Programme
) -> None:
    today = today_in_china()
    wanted = ["progress", "--unit", "nation", "--known-on", today.isoformat()]
    told = run(*wanted, lang="zh", store=published_store).stdout.splitlines()[0]
    assert told == f"携手行动 · 所知截至{numbers.day('zh', today)}"
    invented = tmp_path / "invented.db"
    with Store.open(invented, programme) as store:
        store.mark_demonstration("tester")
        import_published(store, programme)
    for wanted in (["progress"], ["explain", "CAP-1-1", "nation", "2025Q4"]):
        told = run(*wanted, lang="zh", store=invented).stdout.splitlines()[0]
        assert told == "携手行动 · 演示数据"
    assert "演示数据" in run("figures", lang="zh", store=invented).stdout.splitlines()[0]


def test_one_regions_figure_is_not_told_as_the_nations(run: Run, published_store: Path) -> None:
    wanted = ["progress", "--unit", "nation", "--indicator", "INN-3-2"]
    assert "—（仅安徽428.30亿元）" in run(*wanted, lang="zh", store=published_store).stdout


def test_who_writes_is_told_into_which_store(run: Run, tmp_path: Path) -> None:
    result = run("published", lang="zh")
    assert f"数据库：{tmp_path / 'store.db'}" in result.stderr
    assert "数据库：" not in run("progress", lang="zh").stderr


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
    told = data_of(result)
    assert (told["ok"], told["differences"]) == (True, [])


def test_a_store_goes_on_from_the_end_that_was_kept(run: Run, report: Path) -> None:
    run("published")
    end = data_of(run("verify", "--json"))["chain_end"]
    run("import", report)
    assert run("verify", "--after", f"{end['entry']}:{end['hash']}").exit_code == 0


def test_a_store_exchanged_for_another_sound_one_is_found_out(
    run: Run, published_store: Path, tmp_path: Path
) -> None:
    run("published")
    end = data_of(run("verify", "--json"))["chain_end"]
    assert run("verify", store=published_store).exit_code == 0
    result = run("verify", "--after", f"{end['entry']}:{end['hash']}", store=published_store)
    assert result.exit_code == 1
    assert "it is another store" in result.stdout


@pytest.mark.parametrize("after", ["", "12", ":ab", "twelve:ab", "²:ab"])
def test_what_is_no_end_of_a_chain_is_said(run: Run, published_store: Path, after: str) -> None:
    result = run("verify", "--after", after, store=published_store)
    assert result.exit_code == 2
    assert "is no end of an audit trail" in result.stderr


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


def test_progress_says_since_which_quarter_a_status_holds(run: Run, published_store: Path) -> None:
    wanted = ["progress", "--unit", "nation", "--indicator", "IND-3-1", "--quarter", "2025Q4"]
    (row,) = data_of(run(*wanted, "--json", store=published_store))
    assert (row["since"], row["quarters_held"]) == ("2024Q4", 4)
    assert row["status_before"] == "not_yet"
    assert "2024Q4 (4)" in run(*wanted, "--since", store=published_store).stdout
    assert "2024Q4 (4)" not in run(*wanted, store=published_store).stdout
