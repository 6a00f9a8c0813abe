"""The page on reporting quality: what came, until when, what was found, whom to remind."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.pages.reporting import CONSORTIA, NOW, chart, reported, shows, table, texts
from tests.progress.small import figures
from tracking.programme import Programme, Quarter
from tracking.store import Store
from tracking.words import LANGUAGES

Q = Quarter.of(NOW)  # due on 30 October 2024
DAY = "2024-11-20"
NOTED = {"code": "running_total_falls", "severity": "warning", "row": 2,
         "message": {"zh": "累计数下降", "en": "The running total fell"}}  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory, programme: Programme) -> Path:
    """As `reported`, and Hebei's report went back, Shanxi may come later, Hubei's looks odd."""
    path = reported(tmp_path_factory.mktemp("quality") / "tracking.db", programme)
    at = datetime(2024, 11, 10, 4, tzinfo=UTC)
    with Store.open(path, programme) as store:
        rows = figures((CONSORTIA, "130000", NOW, 7.0))
        back = store.submit(b"130000", "河北.csv", rows, actor="hebei", at=at)
        store.send_back(back.id, actor="admin", reason="与上季度不符", at=at)
        odd = figures((CONSORTIA, "420000", NOW, 7.0))
        came = store.submit(b"420000", "湖北.csv", odd, actor="hubei", at=at, findings=[NOTED])
        store.approve(came.id, actor="admin", at=at)
        store.deadlines.set(Q, date(2024, 11, 25), "admin", "140000", "系统切换", at=at)
    return path


def open_page(run, store: Path, language: str = "en", **state: str):
    return run(store, "quality", language, **({"quarter": NOW, "known_on": DAY} | state))


def day(at, label: str):
    return next(one for one in at.text_input if one.label == label)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_leads_with_how_much_came_and_who_is_overdue(run, small, language):
    at = open_page(run, small, language)
    assert not at.exception
    said = texts(at)
    if language == "en":
        assert "Of 479 reports due so far 2% came and 2% came in time; 48 units are below" in said
        assert "41 reports of 2024 Q3 are overdue, by up to 21 days." in said
    else:
        assert "截至目前应报送479份，报送率2%，及时率2%" in said
        assert "2024年三季度有41份逾期未报，最长已21天。" in said


def test_the_calendar_shows_every_state_with_a_sign_and_its_meaning(run, small):
    at = open_page(run, small)
    trace = chart(at, "calendar")["data"][0]
    last = {
        unit: sign
        for (unit, quarter), sign in zip(trace["customdata"], trace["text"], strict=True)
        if quarter == Q.index
    }
    assert last["110000"] == "●"
    assert last["120000"] == "▲"
    assert last["130000"] == "←"
    assert last["140000"] == "*"
    assert last["150000"] == "–"
    assert any("extended to 25 Nov 2024: 系统切换" in hover for hover in trace["hovertext"])
    assert "← Returned" in texts(at)


def test_shares_are_of_the_reports_that_are_due(run, small):
    at = open_page(run, small)
    rows = table(at, "Completeness").set_index("Quarter")
    # Shanxi's report of the quarter is not due yet.
    assert rows.loc[NOW, ["Reports due", "Came", "In time"]].tolist() == [47, 6, 4]
    assert rows.loc[NOW, "Completeness"] == "▼ 12.8%"
    units = next(
        e.value for e in at.dataframe if list(e.value.columns)[:2] == ["Unit", "Completeness"]
    )
    assert units.iloc[0]["Completeness"] == "▼ 0.0%"


def test_reports_of_the_quarter_say_why_they_are_open(run, small):
    at = open_page(run, small)
    rows = next(e.value for e in at.dataframe if "Remarks" in e.value.columns).set_index("Unit")
    assert rows.loc["Hebei", "State"] == "Returned"
    assert rows.loc["Hebei", "Remarks"] == "returned 10 Nov 2024: 与上季度不符"
    assert rows.loc["Shanxi", "State"] == "Not due yet"
    assert rows.loc["Shanxi", "Remarks"] == "extended to 25 Nov 2024: 系统切换"
    assert rows.loc["Tianjin", "In time"] == "5 days late"
    assert rows.index[0] not in ("Hebei", "Beijing")


def test_an_address_opens_what_came_when(run, small):
    at = open_page(run, small, report=f"130000,{NOW}")
    assert not at.exception
    row = table(at, "Decided").iloc[0]
    assert (row["File"], row["State"], row["Reason"]) == ("河北.csv", "returned", "与上季度不符")
    assert "Returned, overdue by 21 days" in texts(at)


def test_a_region_with_offices_opens_with_theirs(run, small, copy, programme):
    own = copy(small)
    with Store.open(own, programme) as store:
        rows = figures((CONSORTIA, "340100", NOW, 7.0))
        store.submit(b"340100", "合肥.csv", rows, actor="hefei")
    at = run(own, "quality", "en", quarter=NOW, report=f"340000,{NOW}")
    assert not at.exception
    said = texts(at)
    assert "Nothing was handed in." in said
    assert "No report from Wuhu" in said
    assert "Hefei" in [r for e in at.dataframe if "Unit" in e.value for r in e.value["Unit"]]


@pytest.mark.parametrize("asked", ["atlantis,2024Q3", "110000,1999Q9", "anything"])
def test_an_address_without_a_report_opens_nothing(run, small, asked):
    at = open_page(run, small, report=asked)
    assert not at.exception
    assert not any("Decided" in e.value.columns for e in at.dataframe)


def test_what_the_checks_found_is_listed_by_kind(run, small):
    at = open_page(run, small)
    assert at.get("button_group")[0].value == "falls"
    row = table(at, "Finding").iloc[0]
    assert (row["Unit"], row["Finding"]) == ("Hubei", "The running total fell")
    before = run(small, "quality", "en", quarter=NOW, known_on="2024-11-05")
    assert "The checks found nothing in the reports of this quarter." in texts(before)


def seen_by(run, store: Path, actor: str, **state: str):
    """The page after the administrator has seen it, so that nothing is told from memory."""
    open_page(run, store, **state)
    wanted = {"quarter": NOW, "known_on": DAY} | state
    return run(store, "quality", "en", acting=actor, **wanted)


@pytest.mark.parametrize(
    ("actor", "said"),
    [("130000", "returned 10 Nov 2024: 与上季度不符"), ("310000", "returned 10 Nov 2024")],
)
def test_why_a_report_went_back_is_its_reporters_to_know(run, small, actor, said):
    at = seen_by(run, small, actor)
    rows = next(e.value for e in at.dataframe if "Remarks" in e.value.columns).set_index("Unit")
    assert rows.loc["Hebei", "Remarks"] == said


def test_of_another_unit_s_report_that_waits_or_went_back_no_file_is_named(run, small):
    at = seen_by(run, small, "310000", report=f"130000,{NOW}")
    row = table(at, "Decided").iloc[0]
    assert (row["File"], row["State"], row["Reason"]) == ("", "returned", "")
    assert "与上季度不符" not in texts(at)


@pytest.mark.parametrize(("actor", "sees"), [("420000", True), ("310000", False)])
def test_what_the_checks_found_is_shown_of_the_own_units(run, small, actor, sees):
    at = seen_by(run, small, actor)
    assert any("Finding" in e.value.columns for e in at.dataframe) == sees
    assert "whose reports you may read" in texts(at)
    assert "The checks found nothing" not in texts(at)


def test_the_deadline_and_its_extensions_are_told_with_their_history(run, small):
    at = open_page(run, small)
    said = texts(at)
    assert "Reports were due on 30 Oct 2024." in said
    assert "What was set (1 entry)" in said
    row = table(at, "Extended to").iloc[0]
    assert row.tolist() == ["Shanxi", "2024-11-25", "系统切换"]


def test_a_reviewer_sets_the_deadline_of_the_quarter(run, small, copy, programme):
    own = copy(small)
    at = run(own, "quality", "en", quarter=NOW)
    day(at, "Reports are due on").set_value("2024/11/8")
    next(b for b in at.button if b.label == "Set the deadline").click().run()
    assert not at.exception
    assert "The reports of 2024 Q3 are due on 8 Nov 2024 now." in at.success[0].value
    with Store.open(own, programme) as store:
        entry = store.deadlines.history().iloc[0]
    assert (entry["due"], entry["unit"], entry["actor"]) == ("2024-11-08", "", "local")
    next(b for b in at.button if b.label == "Set the deadline").click().run()
    assert "nothing was changed" in at.info[0].value


def test_an_extension_needs_its_reason(run, small, copy, programme):
    own = copy(small)
    at = run(own, "quality", "zh", quarter=NOW)
    unit = next(s for s in at.selectbox if s.label == "单位" and s.value is None)
    unit.select("110000")
    day(at, "延期至").set_value("2024年12月1日")
    next(b for b in at.button if b.label == "延期").click().run()
    assert at.error[0].value == "请填写北京市延期报送的原因。未作改动。"
    next(t for t in at.text_input if t.label == "理由").input("汛期")
    next(b for b in at.button if b.label == "延期").click().run()
    assert "北京报送期限已延至2024年12月1日。" in at.success[0].value
    with Store.open(own, programme) as store:
        assert store.deadlines.history().iloc[0]["reason"] == "汛期"


def test_an_extension_without_a_unit_asks_for_it(run, small, copy):
    at = run(copy(small), "quality", "en", quarter=NOW)
    next(b for b in at.button if b.label == "Extend").click().run()
    assert at.error[0].value == "Choose the unit and the day."


@pytest.mark.parametrize(
    ("typed", "said"),
    [("8 Nov", "“8 Nov” cannot be read as a day"), ("2024-09-29", "No earlier than 30 Sep 2024"),
     ("", "Write the day.")],
)  # fmt: skip
def test_a_deadline_that_is_no_day_is_not_set(run, small, copy, programme, typed, said):
    own = copy(small)
    at = run(own, "quality", "en", quarter=NOW)
    day(at, "Reports are due on").set_value(typed)
    next(b for b in at.button if b.label == "Set the deadline").click().run()
    assert said in at.error[0].value
    with Store.open(own, programme) as store:
        assert (store.deadlines.history()["due"] == "2024-11-25").all()


@pytest.mark.parametrize(("actor", "may"), [("reviewer", True), ("110000", False)])
def test_only_who_may_is_asked_for_deadlines(run, small, actor, may):
    at = run(small, "quality", "en", acting=actor, quarter=NOW)
    assert not at.exception
    assert any(b.label == "Set the deadline" for b in at.button) == may


def test_in_the_past_no_deadline_is_set(run, small):
    at = open_page(run, small)
    assert all(one.label != "Reports are due on" for one in at.text_input)
    assert "Deadlines are set in the present view" in texts(at)


def test_reminders_are_ready_to_send(run, small):
    at = open_page(run, small, "zh")
    assert "应催报42个单位" in texts(at)
    unit = next(s for s in at.selectbox if s.key.startswith("remind"))
    unit.select("130000").run()
    (letter,) = [c.value for c in at.code if "催报" in c.value]
    assert letter.startswith("催报通知\n\n河北省：")
    assert "退回原因：与上季度不符" in letter
    assert len(at.get("download_button")) >= 2


def test_earlier_quarters_can_be_reminded_of_too(run, small):
    at = open_page(run, small, earlier="1")
    (letter,) = [c.value for c in at.code if "Reminder" in c.value]
    assert "1. 2022 Q2" in letter


def test_a_unit_that_may_come_later_is_not_called_overdue(run, small):
    at = open_page(run, small, "zh")
    unit = next(s for s in at.selectbox if s.key.startswith("remind"))
    unit.select("140000").run()
    (letter,) = [c.value for c in at.code if "山西省" in c.value]
    assert letter.startswith("报送提醒")


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_from_print_are_no_reports(run, published, language):
    at = run(published, "quality", language)
    assert not at.exception
    said = "尚未收到任何报送" if language == "zh" else "No report has been handed in here yet."
    assert said in texts(at)
    assert not shows(at, "calendar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_first_report_deadlines_can_be_set_and_units_reminded(run, empty, language):
    at = run(empty, "quality", language)
    assert not at.exception
    label = "设定截止日期" if language == "zh" else "Set the deadline"
    assert any(b.label == label for b in at.button)
    assert any("催报" in c.value or "Reminder" in c.value for c in at.code)


def test_sums_that_lack_reports_say_what_they_may_come_to(run, small):
    at = open_page(run, small)
    told = next(one.value for one in at.dataframe if "As the others" in one.value)
    row = told[told["Indicator"].str.contains("consortia")].iloc[0]
    assert row["Missing"] == 31
    assert "national sum lacks reports of the quarter" in texts(at)


def test_where_no_sum_lacks_a_report_that_is_said(run, empty, copy):
    at = run(copy(empty), "quality", "en")
    assert "Every sum of the nation has all its reports." in texts(at)
