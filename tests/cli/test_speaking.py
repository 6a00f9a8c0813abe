"""Help and mistakes on the command line, in both languages."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.conftest import Run
from tracking.cli import main


@pytest.mark.parametrize("name", main.commands)
def test_help_is_in_the_language_asked_for(run: Run, name: str) -> None:
    en, zh = run(name, "--help", lang="en").stdout, run(name, "--help", lang="zh").stdout
    assert en.startswith("Usage: ")
    assert zh.startswith("用法：")
    assert "Show this help" in en
    assert "显示本帮助后退出" in zh


def test_the_language_is_the_terminals_when_none_is_asked_for() -> None:
    def first(**environment: str) -> str:
        settings = {"LC_ALL": None, "LC_MESSAGES": None, "LANG": None} | environment
        return CliRunner().invoke(main, ["--help"], env=settings).stdout[:2]

    assert first() == "用法"
    assert first(LANG="zh_CN.UTF-8") == "用法"
    assert first(LANG="en_US.UTF-8") == "Us"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["progess"], "没有 progess 这一命令。相近的有：progress。"),
        (["progress", "--quater", "2024Q3"], "没有 --quater 这一选项。"),
        (["progress", "--lang", "zh"], "--lang 须写在命令之前"),
        (["settle", "IND-3-1"], "缺少 UNIT。"),
        (["check"], "缺少 FILE…。"),
        (["progress", "--unit"], "--unit 后须填写取值。"),
    ],
)
def test_a_mistake_is_one_sentence_and_the_way_on(
    run: Run, arguments: list[str], said: str
) -> None:
    result = run(*arguments, lang="zh")
    assert result.exit_code == 2
    assert said in result.stderr.replace("\n", "")
    assert "未执行任何操作" in result.stderr
    assert not result.stdout


def test_a_quarter_or_day_that_is_none_is_said(run: Run) -> None:
    run("published")
    assert "like 2024Q3" in run("progress", "--quarter", "2024-3").stderr
    assert "like 2024-09-30" in run("progress", "--known-on", "30.9.2024").stderr


def test_a_faulty_programme_is_said_with_its_faults(tmp_path: Path) -> None:
    before = ["--store", str(tmp_path / "x.db"), "--programme", str(tmp_path), "--lang", "zh"]
    result = CliRunner().invoke(main, [*before, "init"])
    assert result.exit_code == 2
    assert "chains.csv" in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "x.db").exists()


def test_a_store_that_is_a_folder_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "store.db").mkdir()
    result = run("init")
    assert result.exit_code == 2
    assert "store.db" in result.stderr
