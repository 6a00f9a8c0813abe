"""The window of a number: what it adds up, its versions, its files, its course."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from tests.progress.small import figures
from tracking.programme import Programme, Quarter, Target
from tracking.store import Store
from tracking.words import Text

FLOW, NOTICE = "INN-1-2", "SUP-1-4"
QUARTERS = ("2024Q2", "2024Q3", "2024Q4")


@pytest.fixture(scope="module")
def store(tmp_path_factory, programme: Programme) -> Path:
    """Two regions report a flow for three quarters; a ministry's second notice is not out."""
    path: Path = tmp_path_factory.mktemp("window") / "tracking.db"
    basis = Text("演示", "Demonstration")
    with Store.open(path, programme) as store:
        due = Quarter.of("2024Q3")
        day = datetime(2022, 5, 13, tzinfo=UTC)
        goal = Target(NOTICE, "nation", 1, due, None, None, "linear", basis, day.date())
        store.add_targets([goal], "admin", day)
        for quarter in QUARTERS:
            for unit, value in (("110000", 3.0), ("310000", 5.0)):
                name = f"{unit}-{quarter}.csv"
                rows = figures((FLOW, unit, quarter, value))
                store.submit(name.encode(), name, rows, actor="keeper", approve=True)
        for quarter, state, on in (
            ("2023Q2", "verified", "2023-05-20"), ("2024Q4", "under_way", "")
        ):  # fmt: skip
            rows = figures((NOTICE, "miit", quarter, np.nan), state=state, completed_on=on)
            name = f"miit-{quarter}.csv"
            store.submit(name.encode(), name, rows, actor="keeper", approve=True)
        later = figures(
            (NOTICE, "miit", "2024Q4", np.nan), state="claimed", completed_on="2024-11-28"
        )
        store.submit(b"later", "later.csv", later, actor="miit")
    return path


def opened(run, store: Path, explain: str, **state: str):
    at = run(store, quarter="2024Q4", explain=explain, **state)
    assert not at.exception
    return at


def words(at) -> str:
    return re.sub(r"<[^>]+>", " ", " ".join(element.proto.body for element in at.get("html")))


def course(at) -> dict:
    return json.loads(at.get("plotly_chart")[-1].proto.spec)


def test_a_sum_of_many_figures_is_told_by_unit_largest_first_with_its_total(run, store):
    at = opened(run, store, f"{FLOW},nation,2024Q4")
    rows = re.findall(r"(合计|上海|北京) *(\d+)项 *(\d)", re.sub(r" +", " ", words(at)))
    assert rows[:3] == [("合计", "24", "6"), ("上海", "15", "3"), ("北京", "9", "3")]
    assert any(one.label == "逐项查看（共6项）" for one in at.expander)
    assert any(one.value == "所依据的数据（2家单位、6项数据）" for one in at.subheader)


def test_a_flows_versions_are_those_of_its_quarter(run, store):
    at = opened(run, store, f"{FLOW},310000,2024Q3")
    titles = [one.value for one in at.subheader]
    assert "2024年三季度当季数的历次版本（由新到旧）" in titles
    assert "由2个季度的数据相加" in words(at)


def test_the_file_offered_first_is_the_figures_own(run, store):
    at = opened(run, store, f"{FLOW},310000,2024Q3")
    (files,) = [box for box in at.selectbox if box.label == "原始文件"]
    assert files.options[0].endswith("310000-2024Q3.csv")


def test_the_course_ends_at_the_quarter_asked_about(run, store):
    drawn = course(opened(run, store, f"{FLOW},310000,2024Q3"))
    last = max(
        x for trace in drawn["data"] for x, y in zip(trace["x"], trace["y"], strict=True) if y
    )
    assert last == Quarter.of("2024Q3").index


def test_a_milestone_is_drawn_in_time_and_told_with_its_day(run, store):
    at = opened(run, store, f"{NOTICE},nation,2024Q4")
    drawn = course(at)
    assert drawn["layout"]["xaxis"]["type"] == "date"
    assert len([x for trace in drawn["data"] for x in trace["x"]]) == 2
    said = words(at)
    assert "已过期限（2024年三季度末），尚无经核实的完成记录" in said
    assert "自报完成、待核实（2024年11月28日）" in said
    assert "later.csv" in said


def test_a_picture_says_what_it_shows_and_rests_on(run, store):
    at = opened(run, store, f"{FLOW},310000,2024Q3")
    chart = at.get("plotly_chart")[-1].proto
    name = json.loads(chart.config)["toImageButtonOptions"]["filename"]
    assert name == "上海_“揭榜”成功项目数_2024年三季度"
    picture = course(at)["layout"]["meta"]["picture"]
    assert picture["title"] == ["上海", "“揭榜”成功项目数", "2024年三季度"]
    assert picture["basis"][:2] == ["携手行动", "数据截至2024年四季度"]


def test_a_picture_of_invented_figures_says_so(run, store, copy, programme):
    invented = copy(store)
    with Store.open(invented, programme) as one:
        one.mark_demonstration("tester")
    drawn = course(opened(run, invented, f"{FLOW},310000,2024Q3"))
    assert drawn["layout"]["meta"]["picture"]["basis"][-1] == "演示数据"


@pytest.fixture(scope="module")
def turned(tmp_path_factory, programme: Programme) -> Path:
    """A region on track for two quarters, until the first one's figure is corrected much later."""
    path: Path = tmp_path_factory.mktemp("turned") / "tracking.db"
    with Store.open(path, programme) as store:
        start, due = Quarter.of("2022Q1"), Quarter.of("2025Q4")
        set_on, basis = datetime(2022, 5, 13, tzinfo=UTC), Text("演示", "Demonstration")
        aim = Target("INN-1-1", "310000", 100, due, 0.0, start, "linear", basis, set_on.date())
        store.add_targets([aim], "admin", set_on)
        for month, quarter, value in (
            (4, "2024Q1", 55.0),
            (7, "2024Q2", 62.0),
            (11, "2024Q1", 5.0),
        ):
            rows = figures(("INN-1-1", "310000", quarter, value))
            at = datetime(2024, month, 10, tzinfo=UTC)
            store.submit(str(at).encode(), f"{month}.csv", rows, actor="k", at=at, approve=True)
    return path


def test_the_window_says_since_when_and_what_was_known_then(run, turned):
    at = opened(run, turned, "INN-1-1,310000,2024Q2")
    said = re.sub(r"\s+", " ", words(at))
    assert "自2024年二季度起为“达序时进度”，此前为“滞后”。" in said
    assert "一季度 ■ 滞后 当时：● 达序时进度 二季度 ● 达序时进度" in said
    assert "有1个季度的状态与当时所知不同。" in said
    assert "2024年二季度 ■ 滞后 → ● 达序时进度 新报送数据 5个 → 62个" in said
    assert "2024年一季度 ● 达序时进度 → ■ 滞后 以往数据修订 55个 → 5个" in said


def test_the_window_of_a_past_quarter_tells_nothing_of_later_ones(run, turned):
    said = words(opened(run, turned, "INN-1-1,310000,2024Q1", language="en"))
    assert "Off track since 2024 Q1 (1 quarter)." in said
    assert "2024 Q2" not in said.split("Off track since")[1].split("Versions")[0]


def test_the_window_of_a_past_day_compares_with_nothing_later(run, turned):
    at = opened(run, turned, "INN-1-1,310000,2024Q1", known_on="2024-05-31", language="en")
    assert "then:" not in words(at)
    assert not any(one.value.startswith("Then:") for one in at.caption)


def test_a_page_that_is_not_asked_measures_no_past(run, turned):
    at = run(turned, "regions", unit="310000", quarter="2024Q2")
    assert not at.exception
    assert "状态沿革" not in [one.value for one in at.subheader]
