"""targets: listed, set, withdrawn, imported and handed out on the command line."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run, data_of
from tests.progress.small import figures
from tracking.programme import Programme
from tracking.store import Store

COUNT, GIANTS = "INN-1-1", "IND-3-1"
BASIS, REASON = "工信部企业〔2024〕8号", "通知第三条上调"
SET = ("targets", "set", COUNT, "江苏", "--value", "500", "--basis", BASIS)
FILE = f"指标,单位,目标值,完成期限,依据\n组建融通创新联合体数,江苏,100,2025Q4,{BASIS}\n"


@pytest.fixture
def store(tmp_path: Path, programme: Programme) -> Path:
    """Jiangsu has reported; nothing but the shipped targets is set."""
    path = tmp_path / "store.db"
    with Store.open(path, programme) as opened:
        rows = figures((COUNT, "320000", "2024Q3", 300.0))
        opened.approve(opened.submit(b"1", "1.csv", rows, actor="a").id, actor="b")
    return path


def holding(run: Run, unit: str = "江苏") -> dict:
    (row,) = data_of(run("targets", "list", "--indicator", COUNT, "--unit", unit, "--json"))
    return row


def test_the_list_has_what_is_stated_and_counts_what_is_not(run, store):
    result = run("targets", "list")
    assert result.exit_code == 0
    assert "10,000 enterprises" in result.stdout
    assert "14th Five-Year Plan" in result.stdout
    assert "43 more without a target: no document states one." in result.stdout


def test_the_list_of_one_indicator_has_every_unit(run, store):
    rows = data_of(run("targets", "list", "--indicator", COUNT, "--json"))
    assert len(rows) == 38
    assert {row["value"] for row in rows} == {None}


def test_a_target_is_set_with_what_it_would_turn_told_first(run, store):
    result = run(*SET, "--yes")
    assert result.exit_code == 0, result.output
    told = result.stdout.splitlines()
    before = next(n for n, line in enumerate(told) if "status would turn" in line
                  or "statuses would turn" in line)  # fmt: skip
    assert told.index("1 target is set.") > before
    assert "No target" in result.stdout
    assert holding(run)["value"] == 500
    assert holding(run)["basis_zh"] == BASIS
    assert run("verify").exit_code == 0


def test_a_dry_run_saves_nothing(run, store):
    result = run(*SET, "--dry-run")
    assert result.exit_code == 0
    assert "would turn" in result.stdout
    assert "Nothing was saved." in result.stdout
    assert holding(run)["value"] is None


def test_without_a_yes_nothing_is_saved(run, store):
    result = run(*SET)
    assert result.exit_code == 2
    assert "--yes" in result.output
    assert holding(run)["value"] is None


def test_the_effect_is_there_as_data(run, store):
    told = data_of(run(*SET, "--dry-run", "--json"))
    assert told["dry_run"] is True
    assert told["set"] == []
    row = next(r for r in told["effect"]["series"] if r["unit"] == "320000")
    assert (row["status_before"], row["target"]) == ("no_target", 500)
    assert row["due"] == "2025Q4"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--basis", "有关文件"), "names no basis"),
        (("--value", "很多"), "“很多” is no number"),
        (("--path", "geometric"), "A geometric path from 0 to 500"),
        (("--interim", "2026Q1=5"), "must lie after"),
        (("--effective", "明天"), "not a day"),
    ],
)
def test_what_cannot_be_set_is_said_and_nothing_is_saved(run, store, more, said):
    result = run(*SET, *more, "--yes")
    assert result.exit_code in (1, 2)
    assert said in result.output
    assert "Traceback" not in result.output
    assert holding(run)["value"] is None


def test_what_is_not_given_stays_and_a_change_wants_a_reason(run, store):
    run(*SET, "--interim", "2023Q4=100", "--yes")
    assert run("targets", "set", COUNT, "江苏", "--value", "600", "--yes").exit_code == 1
    result = run("targets", "set", COUNT, "江苏", "--value", "600", "--reason", REASON, "--yes")
    assert result.exit_code == 0, result.output
    row = holding(run)
    assert (row["value"], row["interim"], row["path"]) == (600, "2023Q4=100", "plan")
    assert row["basis_zh"] == BASIS


def test_setting_the_same_again_says_so(run, store):
    run(*SET, "--yes")
    result = run(*SET)
    assert result.exit_code == 0
    assert "This is in force already; nothing was changed." in result.stdout


def test_a_withdrawn_target_is_in_the_history_and_can_be_set_again(run, store):
    run(*SET, "--yes")
    assert run("targets", "withdraw", COUNT, "江苏", "--reason", "无", "--yes").exit_code == 1
    gone = run("targets", "withdraw", COUNT, "江苏", "--reason", "文件废止，不再考核", "--yes")
    assert gone.exit_code == 0, gone.output
    assert holding(run)["value"] is None
    versions = data_of(run("targets", "history", COUNT, "江苏", "--json"))
    assert [v["withdrawn"] for v in versions] == [True, False]
    told = run("targets", "history", COUNT, "江苏").stdout
    assert "withdrawn" in told
    assert "set for the first time" in told
    number = str(versions[1]["id"])
    back = run(
        "targets", "set", COUNT, "江苏", "--again", number, "--reason", "恢复原目标值", "--yes"
    )
    assert back.exit_code == 0, back.output
    assert holding(run)["value"] == 500


def test_a_version_that_is_none_cannot_be_set_again(run, store):
    result = run("targets", "set", COUNT, "江苏", "--again", "99", "--yes")
    assert result.exit_code == 2
    assert "no version 99" in result.output


def test_where_there_is_no_target_none_is_withdrawn(run, store):
    result = run("targets", "withdraw", COUNT, "江苏", "--reason", "文件废止，不再考核", "--yes")
    assert result.exit_code == 2
    assert "There is no target to withdraw" in result.output


def test_a_target_as_known_on_an_earlier_day_is_not_the_one_of_now(run, store):
    run(*SET, "--effective", "2023-01-01", "--yes")
    (row,) = data_of(run("targets", "list", "--indicator", COUNT, "--unit", "江苏", "--known-on",
                         "2023-06-01", "--json"))  # fmt: skip
    assert row["value"] is None


def test_a_file_is_imported_whole(run, store, tmp_path):
    file = tmp_path / "目标.csv"
    file.write_bytes(FILE.encode("gbk"))
    result = run("targets", "import", file, "--yes")
    assert result.exit_code == 0, result.output
    assert holding(run)["value"] == 100
    assert "1 row changes nothing." in run("targets", "import", file, "--yes").stdout


def test_a_fault_in_a_file_keeps_all_of_it_out(run, store, tmp_path):
    file = tmp_path / "目标.csv"
    file.write_text(FILE + f"组建融通创新联合体数,浙江,-1,2025Q4,{BASIS}\n", encoding="utf-8")
    result = run("targets", "import", file, "--yes")
    assert result.exit_code == 1
    assert "目标.csv, row 3, 目标值: -1 is too small" in result.stdout
    assert holding(run)["value"] is None
    told = data_of(run("targets", "import", file, "--yes", "--json"))
    assert told["set"] == []
    assert len(told["faults"]) == 1


def test_a_file_that_is_not_there_is_said(run, store):
    assert run("targets", "import", "nothing.csv").exit_code == 2


def test_the_template_is_what_import_reads(run, store, tmp_path):
    run(*SET, "--yes")
    file = tmp_path / "template.csv"
    assert run("targets", "template", "--all", "--output", file).exit_code == 0
    result = run("targets", "import", file)
    assert result.exit_code == 0, result.output
    assert "6 rows change nothing." in result.stdout


def test_a_proportional_split_is_a_draft_that_wants_a_basis(run, store, tmp_path):
    run("targets", "set", COUNT, "nation", "--value", "1000", "--basis", BASIS, "--yes")
    file = tmp_path / "draft.csv"
    run("targets", "template", "--indicator", COUNT, "--split", "--output", file)
    text = file.read_text(encoding="utf-8-sig")
    assert ",1000," in text.split("\n")[-2] or "Jiangsu,consortia,1000" in text
    refused = run("targets", "import", file, "--yes")
    assert refused.exit_code == 1
    assert "Name the document that sets it" in refused.stdout


def test_shares_are_held_against_the_nations(run, store):
    run(*SET, "--yes")
    run("targets", "set", COUNT, "nation", "--value", "1000", "--basis", BASIS, "--yes")
    result = run("targets", "shares", COUNT)
    assert "The targets of 1 of 37 units come to 500" in result.stdout
    told = data_of(run("targets", "shares", COUNT, "--json"))
    assert (told["adds_up"], told["difference"]) == (False, -500)


def test_the_list_is_written_as_csv_and_excel(run, store, tmp_path):
    csv, xlsx = tmp_path / "t.csv", tmp_path / "t.xlsx"
    assert run("targets", "list", "--csv", csv, "--xlsx", xlsx, lang="zh").exit_code == 0
    assert "目标值" in csv.read_text(encoding="utf-8-sig").splitlines()[0]
    assert xlsx.read_bytes().startswith(b"PK")
    assert "尚无文件规定" in run("targets", "list", "--csv", "-", lang="zh").stdout


def test_who_set_it_is_the_user_who_typed_the_command(run, store):
    run(*SET, "--by", "王五", "--yes")
    (version,) = data_of(run("targets", "history", COUNT, "江苏", "--json"))
    assert version["set_by"].startswith("王五 (")
