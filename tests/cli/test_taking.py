"""init, published, check and import: what they take, say and end in."""

from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import ROOT, Run, data_of

CHECKED = {"file", "ok", "findings"}
FINDING = {"code", "severity", "sheet", "row", "column", "found", "message"}


def test_init_makes_a_store_and_says_so_only_once(run: Run, tmp_path: Path) -> None:
    made = run("init", "--json")
    assert made.exit_code == 0
    assert data_of(made) == {"store": str(tmp_path / "store.db"), "made": True}
    assert data_of(run("init", "--json"))["made"] is False


def test_a_command_that_reads_says_how_to_make_a_store_when_there_is_none(run: Run) -> None:
    for command in (
        ["progress"],
        ["figures"],
        ["verify"],
        ["explain", "IND-3-1", "nation", "2025Q4"],
    ):
        result = run(*command)
        assert result.exit_code == 2
        assert "tracking published" in result.stderr
        assert not result.stdout


def test_published_takes_every_file_in_and_a_second_time_none(run: Run) -> None:
    first = run("published", "--json")
    assert first.exit_code == 0
    files = {file.name for file in (ROOT / "data" / "published").glob("*.csv")}
    assert {one["file"] for one in data_of(first)} == files
    assert all(one["taken"] and one["submission"]["state"] == "approved" for one in data_of(first))
    again = run("published", "--json")
    assert again.exit_code == 0
    assert not any(one["taken"] for one in data_of(again))


def test_check_of_one_file_prints_one_object(run: Run, bad_report: Path) -> None:
    result = run("check", bad_report, "--json")
    assert result.exit_code == 1
    data = data_of(result)
    assert data.keys() == CHECKED
    assert data["file"] == str(bad_report)
    assert data["ok"] is False
    (finding,) = data["findings"]
    assert finding.keys() >= FINDING
    assert (finding["code"], finding["severity"]) == ("unknown_unit", "error")
    assert (finding["row"], finding["column"], finding["found"]) == (2, "填报单位", "江酥")


def test_check_of_several_files_prints_a_list(run: Run, report: Path, bad_report: Path) -> None:
    result = run("check", report, bad_report, "--json")
    assert result.exit_code == 1
    assert [one["ok"] for one in data_of(result)] == [True, False]


def test_check_neither_needs_nor_makes_a_store(run: Run, report: Path, tmp_path: Path) -> None:
    assert run("check", report).exit_code == 0
    assert not (tmp_path / "store.db").exists()


def test_warnings_end_in_1_only_when_asked(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "about.csv"
    file.write_text("填报单位,报告期,指标,本期值\n江苏,2024Q3,INN-1-1,约3000\n", encoding="utf-8")
    assert run("check", file).exit_code == 0
    assert run("check", file, "--strict").exit_code == 1


def test_findings_are_said_in_the_language_asked_for(run: Run, bad_report: Path) -> None:
    assert "江酥" in run("check", bad_report, lang="zh").stdout
    assert "错误" in run("check", bad_report, lang="zh").stdout
    assert "error" in run("check", bad_report, lang="en").stdout


def test_a_file_with_findings_is_written_marked_and_one_without_is_not(
    run: Run, report: Path, bad_report: Path, tmp_path: Path
) -> None:
    out = tmp_path / "returned"
    result = run("check", report, bad_report, "--marked", out, "--json")
    assert result.exit_code == 1
    assert [one["marked"] for one in data_of(result)] == [None, str(out / "bad_Findings.xlsx")]
    assert [path.name for path in out.iterdir()] == ["bad_Findings.xlsx"]
    cell = openpyxl.load_workbook(out / "bad_Findings.xlsx")["bad"]["A2"]
    assert cell.value == "江酥"
    assert "No reporting unit" in cell.comment.text


def test_marked_files_of_one_name_do_not_replace_each_other_nor_what_is_checked(
    run: Run, bad_report: Path, tmp_path: Path
) -> None:
    again = tmp_path / "bad.txt"
    again.write_bytes(bad_report.read_bytes())
    run("check", bad_report, "--marked", tmp_path, lang="zh")
    handed_in = tmp_path / "bad_核查意见.xlsx"
    before = handed_in.read_bytes()
    result = run("check", handed_in, bad_report, again, "--marked", tmp_path, lang="zh")
    assert handed_in.read_bytes() == before
    for n in (2, 3, 4):
        path = tmp_path / f"bad_核查意见 ({n}).xlsx"
        assert path.exists()
        assert f"已标注核查意见：{path}" in result.stdout


def test_a_folder_that_cannot_be_made_is_one_sentence(run: Run, bad_report: Path) -> None:
    result = run("check", bad_report, "--marked", bad_report / "returned")
    assert result.exit_code == 2
    assert "is not there, or is a folder" in result.stderr
    assert "Traceback" not in result.output


def test_a_gbk_file_is_seen_in_progress_once_it_is_approved(run: Run, report: Path) -> None:
    run("init")
    first = run("import", report, "--json")
    assert first.exit_code == 0
    assert data_of(first)["submission"]["state"] == "submitted"
    assert data_of(first)["new"] == 2
    assert run("progress", "--unit", "江苏").exit_code == 2

    second = run("import", report, "--approve", "--json")
    assert second.exit_code == 0
    assert data_of(second)["submission"]["state"] == "approved"

    wanted = ["--unit", "江苏", "--indicator", "INN-1-1", "--quarter", "2024Q3"]
    (row,) = data_of(run("progress", *wanted, "--json"))
    assert row["value"] == 321
    assert "321" in run("progress", *wanted).stdout


def test_the_same_file_a_second_time_changes_nothing_and_is_named(run: Run, report: Path) -> None:
    run("init")
    run("import", report, "--approve")
    again = run("import", report, "--approve", "--json")
    assert again.exit_code == 0
    data = data_of(again)
    assert data["taken"] is False
    assert data["submission"]["id"] == 1
    assert "already" in run("import", report).stdout


def test_a_correction_says_what_it_changes(run: Run, report: Path, tmp_path: Path) -> None:
    run("init")
    run("import", report, "--approve")
    corrected = tmp_path / "corrected.csv"
    corrected.write_bytes(report.read_bytes().replace(b",321,", b",330,"))
    result = run("import", corrected, "--approve")
    assert result.exit_code == 0
    assert "1 changed, 1 unchanged" in result.stdout
    assert "+9" in result.stdout


def test_a_file_with_an_error_leaves_nothing_and_does_not_stop_the_others(
    run: Run, report: Path, bad_report: Path
) -> None:
    run("init")
    result = run("import", bad_report, report, "--approve", "--json")
    assert result.exit_code == 1
    bad, good = data_of(result)
    assert bad["submission"] is None
    assert good["submission"]["figures"] == 2
    assert len(data_of(run("figures", "--json"))) == 2


def test_a_file_that_is_not_there_stops_before_anything_is_done(run: Run, report: Path) -> None:
    run("init")
    result = run("import", report, "missing.csv", "--approve")
    assert result.exit_code == 2
    assert "missing.csv" in result.stderr
    assert run("figures", "--json").stdout.strip() == "[]"


def test_a_store_of_reports_is_not_replaced_by_a_demonstration(run: Run, report: Path) -> None:
    run("init")
    run("import", report, "--approve")
    result = run("demo")
    assert result.exit_code == 2
    assert "not replaced" in result.stderr
    assert len(data_of(run("figures", "--json"))) == 2


def test_a_file_that_vanishes_half_way_does_not_hide_what_was_taken(
    run: Run, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init")
    gone = tmp_path / "gone.csv"
    gone.write_bytes(report.read_bytes() + b"\n")
    read_bytes = Path.read_bytes

    def vanishing(path: Path) -> bytes:
        gone.unlink(missing_ok=True)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", vanishing)
    result = run("import", report, gone, "--approve", "--json")
    assert result.exit_code == 2
    assert data_of(result)[0]["submission"]["state"] == "approved"
    assert "gone.csv" in result.stderr
    assert "above" in result.stderr


def test_a_file_far_too_large_is_told_without_reading_it(run: Run, tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(1 << 40)
    result = run("check", huge, "--json")
    assert result.exit_code == 1
    assert [f["code"] for f in data_of(result)["findings"]] == ["too_large"]
