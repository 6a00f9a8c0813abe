"""An unforeseen fault leaves a number with the person and everything else in the log."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tracking.cli import main
from tracking.faults import log_beside, noted
from tracking.store import Store


def test_the_log_has_the_fault_under_its_number(tmp_path: Path) -> None:
    log = log_beside(tmp_path / "tracking.db")
    try:
        raise ValueError("盒子")
    except ValueError as error:
        reference = noted(error, log, "page")
    written = log.read_text(encoding="utf-8")
    assert f"page: reference {reference}" in written
    assert "ValueError: 盒子" in written


def test_two_faults_have_two_numbers(tmp_path: Path) -> None:
    log = tmp_path / "tracking.log"
    assert noted(ValueError("a"), log, "x") != noted(ValueError("b"), log, "x")
    assert log.read_text(encoding="utf-8").count("reference") == 2


def test_without_a_log_to_write_the_number_is_still_there(tmp_path: Path) -> None:
    assert noted(ValueError("a"), tmp_path / "no" / "such" / "folder.log", "x")


def test_a_command_that_fails_tells_the_number_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tracking.db"
    CliRunner().invoke(main, ["--store", str(path), "init"])
    monkeypatch.setattr(Store, "verify", lambda *_, **_of: 1 / 0)
    result = CliRunner().invoke(main, ["--store", str(path), "--lang", "zh", "verify"])
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    written = log_beside(path).read_text(encoding="utf-8")
    reference = written.split("reference ")[1][:6]
    assert reference in result.output
    assert "ZeroDivisionError: division by zero" in written
