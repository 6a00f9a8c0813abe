"""Reports that are owed, from the command line: who, until when, and their reminders."""

import getpass
from pathlib import Path

import pytest

from tests.cli.conftest import Run, data_of
from tests.pages.reporting import NOW, reported
from tracking.programme import Programme, Quarter, load
from tracking.store import Store


@pytest.fixture(scope="module")
def programme_() -> Programme:
    return load(Path(__file__).parents[2] / "data" / "programme")


@pytest.fixture(scope="module")
def small(tmp_path_factory, programme_: Programme) -> Path:
    return reported(tmp_path_factory.mktemp("owing") / "store.db", programme_)


@pytest.fixture
def own(tmp_path: Path, programme_: Programme) -> Path:
    return reported(tmp_path / "own.db", programme_)


def test_everybody_s_report_of_a_quarter_is_told(run: Run, small: Path) -> None:
    result = run("obligations", "--quarter", NOW, "--known-on", "2024-11-20", store=small)
    assert result.exit_code == 0
    lines = {line.split()[0]: line for line in result.stdout.splitlines()}
    assert "2024-10-30  Approved      2024-11-04           5" in lines["Tianjin"]
    assert "Not received" in lines["Hebei"]
    assert lines["Hebei"].rstrip().endswith("0/42")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (["--state", "late"], ["120000"]),
        (["--state", "in_time"], ["110000", "310000", "210000", "210200"]),
        (["--state", "approved", "--unit", "北京"], ["110000"]),
        (["--state", "missing", "--unit", "北京"], []),
    ],
)
def test_one_state_or_unit_is_asked_for(
    run: Run, small: Path, asked: list[str], expected: list[str]
) -> None:
    day = ["--known-on", "2024-11-20"]
    rows = data_of(run("obligations", "--quarter", NOW, *day, *asked, "--json", store=small))
    assert sorted(row["unit"] for row in rows) == sorted(expected)


def test_the_data_names_quarter_state_and_days(run: Run, small: Path) -> None:
    asked = ["--quarter", NOW, "--known-on", "2024-11-20", "--unit", "120000", "--json"]
    (row,) = data_of(run("obligations", *asked, store=small))
    assert (row["quarter"], row["due"], row["received"]) == (NOW, "2024-10-30", "2024-11-04")
    assert (row["state"], row["state_name"], row["came"], row["days"]) == (
        "approved", "Approved", "late", 5,
    )  # fmt: skip
    assert (row["owed"], row["reported"], row["expected"]) == (42, 1, True)


def test_earlier_quarters_are_told_where_asked_for(run: Run, small: Path) -> None:
    asked = ["--unit", "河北", "--quarter", NOW, "--earlier", "--json"]
    rows = data_of(run("obligations", *asked, store=small))
    assert (rows[0]["quarter"], rows[-1]["quarter"]) == ("2022Q2", NOW)


def test_a_reminder_for_each_unit_and_a_table_are_written(
    run: Run, small: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out" / "reminders"
    asked = ["--quarter", NOW, "--known-on", "2024-11-20", "--reminders", folder]
    result = run("obligations", *asked, lang="zh", store=small)
    assert result.exit_code == 0
    assert "43份催报通知" in result.stderr
    assert len(list(folder.glob("reminder-*.txt"))) == 43
    letter = (folder / "reminder-130000.txt").read_text("utf-8-sig")
    assert letter.startswith("催报通知")
    assert "河北省" in letter
    assert len((folder / "reminders.csv").read_text("utf-8-sig").splitlines()) == 44


def test_reminders_can_be_read_on_the_screen(run: Run, small: Path) -> None:
    day = ["--quarter", NOW, "--known-on", "2024-11-20", "--unit", "130000"]
    result = run("obligations", *day, "--reminders", "-", store=small)
    assert result.stdout.startswith("Reminder: reports overdue\n\nTo: Hebei")
    both = run("obligations", *day, "--reminders", "-", "--json", store=small)
    assert both.exit_code == 2
    assert "choose one" in both.stderr


def test_a_quarter_outside_the_programme_is_refused(run: Run, small: Path) -> None:
    result = run("obligations", "--quarter", "2021Q1", store=small)
    assert result.exit_code == 2
    assert "2021Q1 is outside the programme" in result.stderr


def test_a_deadline_is_set_extended_and_listed(run: Run, own: Path, programme_: Programme) -> None:
    said = run("deadline", NOW, "2024-11-08", store=own)
    assert said.stdout == "The reports of 2024Q3 are due on 8 Nov 2024 now.\n"
    again = run("deadline", NOW, "2024-11-08", store=own)
    assert again.stdout == "This is in force already; nothing was changed.\n"
    longer = ["--unit", "北京", "--reason", "汛期"]
    said = run("deadline", NOW, "2024-11-20", *longer, lang="zh", store=own)
    assert said.stdout == "北京市报送期限已延至2024年11月20日。\n"
    listed = data_of(run("deadline", NOW, "--json", store=own))
    assert listed["due"] == "2024-11-08"
    assert [(d["unit"], d["due"]) for d in listed["set"]] == [
        ("110000", "2024-11-20"),
        ("", "2024-11-08"),
    ]
    assert "Beijing" in run("deadline", NOW, store=own).stdout
    then = data_of(run("deadline", NOW, "--known-on", "2024-10-01", "--json", store=own))
    assert (then["due"], then["set"]) == ("2024-10-30", [])
    refused = run("deadline", NOW, "2024-11-09", "--known-on", "2024-10-01", store=own)
    assert refused.exit_code == 2
    with Store.open(own, programme_) as store:
        assert set(store.deadlines.history()["actor"]) == {getpass.getuser()}
        assert Quarter(int(store.deadlines.all()["quarter"].iloc[0])) == Quarter.of(NOW)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([NOW, "2024-09-01"], "cannot be due before the quarter ends on 30 Sep 2024"),
        ([NOW, "2024-11-20", "--unit", "北京"], "Say why Beijing may report later"),
        ([NOW, "2024-10-01", "--unit", "北京", "--reason", "x"], "before the deadline for all"),
        ([NOW, "soon"], "“soon” is not a day"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changed(
    run: Run, small: Path, asked: list[str], said: str
) -> None:
    result = run("deadline", *asked, store=small)
    assert result.exit_code == 2
    assert said in result.stderr
    assert data_of(run("deadline", NOW, "--json", store=small))["set"] == []
