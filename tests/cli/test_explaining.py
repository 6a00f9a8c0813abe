"""explain: the status, its numbers, and the reports behind them."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run, data_of
from tests.store.conftest import stated
from tracking.programme import Programme, Quarter, Target
from tracking.store import Store
from tracking.words import Text

Q1 = Quarter.of("2024Q1").index


@pytest.fixture
def corrected(tmp_path: Path, programme: Programme) -> Path:
    """A figure that one person entered, a correction that was returned in May."""
    path = tmp_path / "corrected.db"
    rows = stated(("INN-1-1", "110000", Q1, 3.0))
    with Store.open(path, programme) as store:
        store.submit(b"1", "first.csv", rows, actor="local", at=_day(3), approve=True)
        second = store.submit(b"2", "second.csv", rows.assign(value=4.0), actor="wang", at=_day(4))
        store.approve(second.id, actor="li", at=_day(4))
        store.send_back(second.id, actor="zhao", reason="typing error", at=_day(5))
    return path


def _day(month: int) -> datetime:
    return datetime(2024, month, 10, tzinfo=UTC)


def test_explain_says_where_a_number_is_from(run: Run, published_store: Path) -> None:
    wanted = ["explain", "IND-3-1", "miit", "2025Q4"]
    data = data_of(run(*wanted, "--json", store=published_store))
    assert data["sentences"]
    (version,) = data["versions"]
    assert version["file_name"] == "miit-specialised-enterprises.csv"
    assert version["row"] == 4
    assert version["submitted_by"] == "published"
    said = run(*wanted, lang="zh", store=published_store).stdout
    assert "国务院新闻办公室" in said
    assert "http" not in said


def test_explain_names_the_offices_behind_a_sum(run: Run, published_store: Path) -> None:
    wanted = ["explain", "INN-3-2", "安徽", "2022Q2"]
    data = data_of(run(*wanted, "--json", store=published_store))
    assert len(data["contributions"]) == 16
    assert "Hefei" in run(*wanted, store=published_store).stdout


def test_explain_lists_the_parts_of_a_sum_and_who_is_missing(
    run: Run, published_store: Path
) -> None:
    wanted = ["explain", "INN-3-2", "nation", "2025Q4"]
    data = data_of(run(*wanted, "--json", store=published_store))
    assert [(part["unit"], part["origin"]) for part in data["parts"]] == [("340000", "rolled")]
    assert len(data["missing"]) == 36
    assert data["contributions"] == []
    said = run(*wanted, store=published_store).stdout
    assert "of 37 units only Anhui has figures" in said
    assert "16 offices" in said
    assert "Nothing reported by (36): Beijing" in said


def test_explain_tells_changes_of_definition(run: Run, published_store: Path) -> None:
    wanted = ["explain", "CAP-1-1", "nation", "2025Q4"]
    *_, one = data_of(run(*wanted, "--json", store=published_store))["breaks"]
    assert (one["unit"], one["quarter"]) == ("pboc", "2024Q2")
    assert one["note"]
    assert "2024年二季度口径调整" in run(*wanted, lang="zh", store=published_store).stdout


def test_explain_says_where_one_person_entered_and_approved(run: Run, corrected: Path) -> None:
    wanted = ["explain", "INN-1-1", "110000", "2024Q1"]
    said = run(*wanted, store=corrected).stdout
    assert "Entered by Local administrator, 2024-03-10 08:00" in said
    assert "not reviewed by a second person" in said
    assert "未经第二人审核" in run(*wanted, lang="zh", store=corrected).stdout


def test_published_figures_keep_their_wording(run: Run, published_store: Path) -> None:
    said = run("explain", "IND-3-1", "miit", "2025Q4", store=published_store).stdout
    assert "Published figures, imported" in said
    assert "second person" not in said


def test_explain_knows_of_versions_only_what_was_known(run: Run, corrected: Path) -> None:
    def told(day: str) -> list[tuple[str, str]]:
        wanted = ["explain", "INN-1-1", "110000", "2024Q1", "--known-on", day, "--json"]
        versions = data_of(run(*wanted, store=corrected))["versions"]
        return [(version["file_name"], version["state"]) for version in versions]

    assert told("2024-03-31") == [("first.csv", "approved")]
    assert told("2024-04-30") == [("second.csv", "approved"), ("first.csv", "superseded")]
    assert told("2024-05-31") == [("second.csv", "returned"), ("first.csv", "approved")]


def test_what_was_handed_in_and_does_not_count_is_not_said_to_be_the_value(
    run: Run, tmp_path: Path, programme: Programme
) -> None:
    path = tmp_path / "waiting.db"
    with Store.open(path, programme) as store:
        rows = stated(("INN-1-1", "110000", Q1, 3.0))
        store.submit(b"1", "first.csv", rows.assign(unit="310000"), actor="a", approve=True)
        store.submit(b"2", "second.csv", rows, actor="wang")
    said = run("explain", "INN-1-1", "110000", "2024Q1", store=path).stdout
    assert "nothing has been reported" in said
    assert "It comes from" not in said
    assert "second.csv" in said


def test_explain_says_since_when_and_what_was_known_then(run: Run, turned: Path) -> None:
    wanted = ["explain", "INN-1-1", "110000", "2024Q2"]
    data = data_of(run(*wanted, "--json", store=turned))
    assert (data["since"], data["quarters_held"], data["status_before"]) == (
        "2024Q2", 1, "off_track"
    )  # fmt: skip
    first, second = data["status_history"][-2:]
    assert (first["quarter"], first["status"], first["status_then"]) == (
        "2024Q1", "off_track", "on_track"
    )  # fmt: skip
    assert (first["value"], first["value_then"], first["cause_since"]) == (5, 55, "revised")
    assert (second["cause"], second["value_before"], second["status_then"]) == (
        "reported", 5, "on_track"
    )  # fmt: skip
    said = run(*wanted, store=turned).stdout
    assert "On track since 2024 Q2 (1 quarter); before that off track." in said
    assert "2024 Q2: Off track → On track; new report; 5" in said
    assert "1 quarter has another status today than was known then." in said
    assert "2024 Q1: On track → Off track; earlier figure revised; 55" in said
    assert (
        "自2024年二季度起为“达序时进度”，此前为“滞后”。"
        in run(*wanted, lang="zh", store=turned).stdout
    )


def test_explain_of_a_past_day_knows_nothing_of_later_ones(run: Run, turned: Path) -> None:
    wanted = ["explain", "INN-1-1", "110000", "2024Q1", "--known-on", "2024-05-31", "--json"]
    (*_, last) = data_of(run(*wanted, store=turned))["status_history"]
    assert (last["value"], last["status_then"]) == (55, None)


@pytest.fixture
def turned(tmp_path: Path, programme: Programme) -> Path:
    """Two quarters' reports; the first one was corrected downwards after the next was over."""
    path = tmp_path / "turned.db"
    aim = Target(
        "INN-1-1", "110000", 100, Quarter.of("2025Q4"), 0.0, Quarter.of("2022Q1"), "linear",
        Text("《计划》", "Plan"), date(2022, 5, 12),
    )  # fmt: skip
    with Store.open(path, programme) as store:
        store.add_targets([aim], "admin", _day(1))
        for month, quarter, value in ((4, Q1, 55.0), (7, Q1 + 1, 62.0), (11, Q1, 5.0)):
            rows = stated(("INN-1-1", "110000", quarter, value))
            name = f"{month}.csv"
            store.submit(name.encode(), name, rows, actor="wang", at=_day(month), approve=True)
    return path


def test_explain_tells_a_region_per_thousand_enterprises(
    run: Run, turned: Path, tmp_path: Path, programme: Programme
) -> None:
    folder = tmp_path / "programme"
    shutil.copytree(ROOT / "data" / "programme", folder)
    (folder / "denominators.csv").write_text(
        "code,name_zh,name_en,per,unit,value,as_of,source_zh,source_en\n"
        "firms,家中小企业,SMEs,1000,110000,25000,2023-12-31,测试用虚构数,Invented for a test\n",
        encoding="utf-8",
    )
    wanted = ["--programme", folder, "explain", "INN-1-1", "110000", "2024Q2"]
    (data,) = data_of(run(*wanted, "--json", store=turned))["per_size"]
    assert (data["per"], data["size"], data["source"]) == (1000, 25000, "测试用虚构数")
    said = run(*wanted, store=turned).stdout
    assert "÷ 25,000 SMEs × 1,000 = " in said
    assert "Invented for a test" in said
