"""The page of changes: two days, what differs between them, and which report did it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.pages.reporting import table, texts
from tests.progress.small import figures
from tracking.programme import Programme, Quarter, Target
from tracking.store import Store
from tracking.web import changed
from tracking.words import Text

CODE, UNIT, QUARTER = "INN-1-1", "110000", "2023Q3"
FROM, TO = "2024-02-29", "2024-03-31"


def aim(value: float, effective: date) -> Target:
    return Target(
        indicator=CODE, unit=UNIT, value=value, due=Quarter.of("2025Q4"), baseline=0.0,
        baseline_quarter=Quarter.of("2022Q1"), path="linear", basis=Text("《计划》", "Plan"),
        effective=effective,
    )  # fmt: skip


@pytest.fixture(scope="module")
def story(tmp_path_factory, programme: Programme) -> Path:
    """Reported in February; corrected, one taken back, a target raised in March."""
    path: Path = tmp_path_factory.mktemp("story") / "tracking.db"
    with Store.open(path, programme) as store:
        store.add_targets([aim(100, date(2022, 5, 12))], "admin", datetime(2022, 5, 12, tzinfo=UTC))
        for month, unit, value in ((2, UNIT, 50.0), (2, "310000", 7.0), (3, UNIT, 20.0)):
            at = datetime(2024, month, 10, 4, tzinfo=UTC)
            name = f"{unit}-{month}.csv"
            rows = figures((CODE, unit, QUARTER, value))
            came = store.submit(name.encode(), name, rows, actor="wang", at=at)
            store.approve(came.id, actor="li", at=at)
        at = datetime(2024, 3, 12, 4, tzinfo=UTC)
        store.send_back(2, actor="zhao", reason="wrong unit", at=at)
        store.add_targets([aim(120, date(2024, 3, 15))], "admin", at)
    return path


def opened(run, story: Path, language: str = "en", **state: str):
    days = {"from": FROM, "known_on": TO} | state
    at = run(story, "changes", language, **days)
    assert not at.exception
    return at


def lead(at) -> str:
    (said,) = [html.proto.body for html in at.get("html") if 'class="lead"' in html.proto.body]
    return said


def test_the_lead_counts_what_changed(run, story):
    said = lead(opened(run, story))
    assert "Between 29 Feb 2024 and 31 Mar 2024, 2 figures of 2 units changed" in said
    assert "1 corrected, 1 taken back" in said
    assert "2024年2月29日至2024年3月31日，2家单位的2项数据有变化" in lead(opened(run, story, "zh"))


def test_a_correction_shows_old_new_and_change(run, story):
    told = table(opened(run, story), "Value before")
    corrected, taken_back = told.to_dict("records")
    assert corrected["Unit"] == "Beijing"
    assert (corrected["Value before"], corrected["Value now"]) == ("50 consortia", "20 consortia")
    assert (corrected["Change"], corrected["Change in %"]) == ("−30 consortia", "−60.0%")
    assert (corrected["Kind of change"], corrected["By report"]) == ("corrected", "no. 3")
    assert (taken_back["Value now"], taken_back["By report"]) == ("—", "no. 2")


def test_a_status_that_turned_names_its_cause(run, story):
    told = table(opened(run, story), "Turn")
    beijing = told[(told["Unit"] == "Beijing") & (told["Quarter"] == QUARTER)]
    assert beijing["Turn"].tolist() == ["worse"]
    assert beijing["Cause"].tolist() == ["target changed"]


def test_each_report_says_what_it_did_and_who_decided(run, story):
    told = table(opened(run, story), "Decided").set_index("No.")
    assert list(told.index) == ["2", "3"]
    assert (told.loc["3", "File"], told.loc["3", "Figures"]) == ("110000-3.csv", "1 corrected")
    assert told.loc["3", "State"] == "approved"
    assert told.loc["2", "State"] == "returned"
    assert told.loc["3", "Submitted"] == "2024-03-10 12:00 wang"
    assert told.loc["3", "Decided"] == "2024-03-10 12:00 li"
    assert told.loc["2", "Decided"] == "2024-03-12 12:00 zhao: wrong unit"


def test_a_changed_target_stands_beside_the_one_before(run, story):
    (row,) = table(opened(run, story), "Target before").to_dict("records")
    assert row["Target before"] == "100 consortia by 2025Q4"
    assert row["Target now"] == "120 consortia by 2025Q4"


def test_the_restatement_note_is_of_quarters_before_the_previous_one(run, story):
    with_note = opened(run, story)
    assert "Restatement note" not in " ".join(h.value for h in with_note.header)


def test_only_the_quarter_shown_where_the_reader_wants_it(run, story):
    at = opened(run, story, of="one", quarter="2023Q4")
    assert "no figure changed" in lead(at)
    at = opened(run, story, of="one", quarter=QUARTER)
    assert "2 figures of 2 units changed" in lead(at)


def test_where_nothing_changed_every_part_says_so(run, story):
    at = opened(run, story, **{"from": "2024-03-20"})
    assert "no figure and no status changed" in lead(at)
    said = texts(at)
    for sentence in (
        "No status turned.",
        "No figure that was known was corrected or taken back.",
        "No report was approved or taken back between the two days.",
        "No target changed.",
    ):
        assert sentence in said


@pytest.mark.parametrize("year", [2023, 1999])
def test_from_before_the_first_approval_everything_is_new(run, story, year):
    at = opened(run, story, **{"from": f"{year}-01-01"})
    assert "1 new" in lead(at)
    assert f"No figure was approved by 1 Jan {year}: everything known since is new." in texts(at)


@pytest.mark.parametrize("first", [TO, "2024-12-31", "2999-01-01"])
def test_the_first_day_must_lie_before_the_second(run, story, first):
    at = opened(run, story, **{"from": first})
    assert "The first day must lie before the second." in texts(at)


def test_without_a_first_day_the_month_before_the_last_approval_is_shown(run, story):
    at = opened(run, story, **{"from": ""})
    assert "Between 9 Feb 2024 and 31 Mar 2024" in lead(at)


def test_a_first_day_that_is_none_is_named(run, story):
    at = opened(run, story, **{"from": "last week"})
    assert "“last week” is no day" in at.warning[0].value


def test_a_preset_goes_into_the_address(run, story):
    at = opened(run, story)
    at.button(key="since-0").click().run()
    assert at.query_params["from"] == "2024-03-24"
    assert "Between 24 Mar 2024 and 31 Mar 2024" in lead(at)


def test_a_preset_goes_back_to_the_deadline_that_was_set(run, story, copy, programme: Programme):
    own = copy(story)
    with Store.open(own, programme) as store:
        store.deadlines.set(Quarter.of("2025Q4"), date(2026, 2, 20), "admin")
    at = run(own, "changes", "en")
    at.button(key="since-2").click().run()
    assert at.button(key="since-2").label == "Since the deadline of 2025Q4"
    assert at.query_params["from"] == "2026-02-20"


def test_the_second_day_is_the_one_as_known_on(run, story):
    at = opened(run, story)
    at.text_input(key="since-to").set_value("2024年3月5日").run()
    assert at.query_params["known_on"] == "2024-03-05"
    assert "and 5 Mar 2024" in lead(at)


@pytest.mark.parametrize("field", ["since-from", "since-to"])
def test_a_day_that_is_none_is_said_and_changes_nothing(run, story, field):
    at = opened(run, story)
    before = lead(at)
    at.text_input(key=field).set_value("2024/2/30").run()
    assert "“2024/2/30” cannot be read as a day" in at.error[0].value
    assert at.text_input(key=field).value == "2024/2/30"
    assert lead(at) == before
    at.text_input(key=field).set_value("2024/3/1").run()
    assert not at.error


def test_an_address_may_say_to(run, story):
    at = run(story, "changes", "en")
    at.query_params.update({"from": FROM, "to": "2024-03-11"})
    at.run()
    assert "Between 29 Feb 2024 and 11 Mar 2024, 1 figure of 1 unit changed" in lead(at)


def test_a_long_list_is_shown_page_by_page(run, story, monkeypatch):
    monkeypatch.setattr(changed, "PAGE", 1)
    at = opened(run, story)
    pages = at.selectbox(key="state-reports_page")
    assert pages.options == ["1–1 of 2", "2–2 of 2"]
    assert table(at, "Decided")["No."].tolist() == ["2"]
    pages.select("2–2 of 2").run()
    assert at.query_params["reports_page"] == "2"
    assert table(at, "Decided")["No."].tolist() == ["3"]


def test_a_row_opens_its_door(run, story):
    at = opened(run, story, explain=f"{CODE},{UNIT},{QUARTER}")
    assert "110000-3.csv" in texts(at)
