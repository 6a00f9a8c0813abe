"""The reporting loop on the command line: submit, approve, return, withdraw, history."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run, data_of

SUSPICIOUS = "填报单位,报告期,指标,口径,本期值\n江苏,2024Q3,专精特新中小企业数,期末,900000\n"
EARLIER = "填报单位,报告期,指标,口径,本期值\n江苏,2024Q2,专精特新中小企业数,期末,9000\n"


@pytest.fixture
def store(run: Run) -> None:
    run("init")


@pytest.fixture
def handed_in(run: Run, report: Path, store: None) -> int:
    """A submission of Wang's that waits."""
    number: int = data_of(run("submit", report, "--by", "wang", "--json"))["submission"]["id"]
    return number


def value(run: Run) -> object:
    rows = data_of(run("figures", "--unit", "江苏", "--indicator", "INN-1-1", "--json"))
    return rows[0]["value"] if rows else None


def test_the_whole_loop_ends_in_a_figure(run: Run, handed_in: int) -> None:
    assert value(run) is None
    result = run("approve", handed_in, "--by", "li")
    assert (result.exit_code, result.stdout.strip()) == (0, f"Submission {handed_in}: approved.")
    assert value(run) == 321


def test_nobody_approves_their_own(run: Run, handed_in: int) -> None:
    result = run("approve", handed_in, "--by", "wang")
    assert result.exit_code == 1
    assert "handed in by you" in result.output
    assert value(run) is None


def test_approving_twice_changes_nothing_and_says_so(run: Run, handed_in: int) -> None:
    run("approve", handed_in, "--by", "li")
    again = run("approve", handed_in, "--by", "li")
    assert again.exit_code == 1
    assert "is approved; it cannot become approved" in again.output


def test_a_return_keeps_its_reason_and_history_tells_it(run: Run, handed_in: int) -> None:
    assert run("return", handed_in, "--reason", "与上季度不符", "--by", "li").exit_code == 0
    (told,) = data_of(run("history", handed_in, "--json"))
    assert [move["state"] for move in told["moves"]] == ["submitted", "returned"]
    assert told["moves"][1]["reason"] == "与上季度不符"
    assert told["moves"][1]["actor"].startswith("li (")
    shown = run("history", handed_in, lang="zh").output
    assert "与上季度不符" in shown
    assert "退回" in shown


def test_a_return_without_a_reason_is_refused(run: Run, handed_in: int) -> None:
    assert run("return", handed_in).exit_code == 2
    blank = run("return", handed_in, "--reason", " ", "--by", "li")
    assert blank.exit_code == 1
    assert "Say why" in blank.output


def test_taking_an_approval_back_takes_the_figure_back(run: Run, handed_in: int) -> None:
    run("approve", handed_in, "--by", "li")
    assert run("return", handed_in, "--reason", "更正", "--by", "li").exit_code == 0
    assert value(run) is None
    assert run("verify").exit_code == 0


def test_a_draft_is_handed_in_by_its_number(run: Run, report: Path, store: None) -> None:
    draft = data_of(run("submit", report, "--draft", "--json"))["submission"]
    assert draft["state"] == "draft"
    assert run("submit", draft["id"]).stdout.strip() == f"Submission {draft['id']}: submitted."


def test_what_waits_can_be_withdrawn_once(run: Run, handed_in: int) -> None:
    assert run("withdraw", handed_in, "--by", "wang").exit_code == 0
    again = run("withdraw", handed_in, "--by", "wang")
    assert again.exit_code == 1
    assert "withdrawn" in again.output


def test_a_suspicious_value_goes_in_with_a_reason_only(
    run: Run, tmp_path: Path, store: None
) -> None:
    for name, text in (("earlier.csv", EARLIER), ("now.csv", SUSPICIOUS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    run("import", tmp_path / "earlier.csv", "--approve")
    asked = run("submit", tmp_path / "now.csv")
    assert asked.exit_code == 1
    assert "unit_mix_up:2=" in asked.output
    refused = run("submit", tmp_path / "now.csv", "--reason", "核实无误")
    assert refused.exit_code == 1
    assert "not why" in refused.output
    taken = run("submit", tmp_path / "now.csv", "--reason", "unit_mix_up=并入全部入库企业")
    assert taken.exit_code == 0, taken.output


def test_a_file_with_errors_is_not_handed_in(run: Run, bad_report: Path, store: None) -> None:
    told = data_of(run("submit", bad_report, "--json"))
    assert told["submission"] is None
    assert told["findings"]


def test_history_is_found_by_unit_quarter_and_state(run: Run, handed_in: int) -> None:
    assert len(data_of(run("history", "--unit", "江苏", "--json"))) == 1
    assert data_of(run("history", "--unit", "北京", "--json")) == []
    assert data_of(run("history", "--quarter", "2024Q2", "--json")) == []
    assert data_of(run("history", "--state", "approved", "--json")) == []
    assert "no such submission" in run("history", "--state", "draft").output


def test_a_number_that_is_not_there_is_one_sentence(run: Run, store: None) -> None:
    for command in (("approve", "99"), ("withdraw", "99"), ("return", "99", "--reason", "x")):
        result = run(*command)
        assert result.exit_code == 1
        assert result.output.strip() == "There is no submission 99."


def test_history_is_told_as_it_was_known(run: Run, handed_in: int) -> None:
    assert data_of(run("history", "--known-on", "2022-12-31", "--json")) == []
    assert "no such submission" in run("history", handed_in, "--known-on", "2022-12-31").output
