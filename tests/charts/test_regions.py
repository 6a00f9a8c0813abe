"""Regions beside each other: tiles, heat, ranks, dots, calendar, milestones."""

from datetime import date

import pandas as pd
import pytest

from tests.charts.frames import NAN, START, counts
from tracking import charts
from tracking.charts import alt
from tracking.charts.cells import share_colour
from tracking.programme import Programme


def test_status_counts_are_stacked_worst_first(programme: Programme) -> None:
    rows = counts(achieved=[3, 1], off_track=[0, 2], not_reported=[1, 0], delayed=[0, 0])
    figure = charts.status_counts(rows, programme, "zh", "light")
    assert [t["name"] for t in figure["data"]] == ["■ 滞后", "✔ 已达目标", "– 未报"]
    assert figure["data"][2]["marker"]["pattern"]["shape"] == "/"
    assert figure["data"][1]["customdata"] == [["innovation", "achieved"], ["industry", "achieved"]]
    assert alt(figure) == "各类状态指标数：■ 滞后 2、✔ 已达目标 4、– 未报 1。"


def test_a_bar_carries_its_sign_and_no_dash_before_its_number(programme: Programme) -> None:
    rows = counts(missed=[2, 0], partly=[0, 3], stale=[1, 0])
    figure = charts.status_counts(rows, programme, "zh", "light")
    texts = [bar["text"] for bar in figure["data"]]
    assert texts == [["■\u20092", ""], ["", "▲\u20093"], ["1", ""]]


def test_every_region_has_a_tile_and_the_outside_is_not_in_scope(programme: Programme) -> None:
    figure = charts.tiles(
        pd.DataFrame({"unit": ["110000"], "value": [0.5]}), programme, "zh", "light"
    )
    squares = figure["data"][0]
    assert len(squares["x"]) == len(programme.regions) + len(programme.outside)
    texts = dict(zip((str(d) for d in squares["customdata"]), squares["text"], strict=False))
    assert texts["['110000']"] == "北京<br>50%"
    assert texts["['120000']"] == "天津<br>–"
    assert sum("不在范围" in text for text in squares["text"]) == 3
    assert squares["customdata"][-1] == []


def test_the_five_cities_and_the_corps_have_a_dotted_frame(programme: Programme) -> None:
    rows = pd.DataFrame({"unit": ["110000"], "status": ["achieved"]})
    shapes = charts.tiles(rows, programme, "zh", "light", chosen="110000")["layout"]["shapes"]
    assert [shape["line"]["dash"] for shape in shapes] == ["dot"] * 6 + ["solid"]


def test_a_tile_with_a_status_shows_its_symbol(programme: Programme) -> None:
    rows = pd.DataFrame({"unit": ["110000"], "status": ["off_track"], "value": [NAN]})
    squares = charts.tiles(rows, programme, "zh", "light")["data"][0]
    assert squares["text"][0] == "北京<br>■"
    assert squares["hovertext"][0] == "北京市<br>■ 滞后"
    assert squares["marker"]["color"][0] == "#D1431F"


@pytest.mark.parametrize(
    ("share", "as_if"), [(0.896, 0.9), (0.746, 0.75), (0.744, 0.7), (1.4, 1.0), (-0.2, 0.0)]
)
def test_a_share_is_coloured_as_it_is_shown(share: float, as_if: float) -> None:
    assert share_colour(share) == share_colour(as_if)


def test_another_programme_draws_its_own_tiles(orchard: Programme) -> None:
    unit = orchard.regions[0].code
    figure = charts.tiles(pd.DataFrame({"unit": [unit], "value": [0.5]}), orchard, "en", "light")
    assert len(figure["data"][0]["x"]) == sum(u.tile is not None for u in orchard.regions) + len(
        orchard.outside
    )


def test_ties_have_a_span_of_ranks(programme: Programme) -> None:
    rows = pd.DataFrame(
        {
            "unit": ["110000", "310000", "440000", "650000"],
            "index": [0.8, 0.9, 0.8, NAN],
            "rank": [2, 1, 2, NAN],
            "rank_to": [3, 1, 3, NAN],
        }
    )
    figure = charts.ranking(rows, programme, "zh", "light", nation=0.75)
    assert figure["layout"]["yaxis"]["ticktext"] == [
        "上海  1",
        "北京  并列2–3",
        "广东  并列2–3",
        "新疆  —",
    ]
    assert figure["data"][0]["x"] == [0.9, 0.8, 0.8, None]
    assert [note["text"] for note in figure["layout"]["annotations"]] == [
        "90%",
        "80%",
        "80%",
        "—",
        "全国 75%",
    ]
    assert alt(figure).endswith("；全国75%")


def test_where_less_is_better_the_lowest_leads(programme: Programme) -> None:
    rate = programme.indicators["CAP-2-3"]
    rows = pd.DataFrame({"unit": ["110000", "310000"], "value": [5.1, 3.2]})
    figure = charts.dots(rows, rate, programme, "zh", "light")
    assert figure["layout"]["yaxis"]["ticktext"] == ["上海", "北京"]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["3.20%", "5.10%"]


def test_one_region_alone_is_drawn(programme: Programme) -> None:
    rows = pd.DataFrame({"unit": ["110000"], "value": [0.0], "status": ["missed"]})
    figure = charts.dots(rows, None, programme, "en", "light")
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < 0 < high


def test_a_unit_without_a_value_is_last_and_a_dash(programme: Programme) -> None:
    firms = programme.indicators["IND-3-1"]
    rows = pd.DataFrame({"unit": ["110000", "310000"], "value": [NAN, -3.0]})
    figure = charts.dots(rows.assign(status="not_reported"), firms, programme, "zh", "light")
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["−3", "—"]
    assert figure["data"][0]["hovertext"][1] == "北京<br>未报送<br>– 未报"


def test_two_quarters_join_only_what_is_known(programme: Programme) -> None:
    rows = pd.DataFrame({"unit": ["110000", "310000"], "before": [NAN, 0.4], "now": [0.6, 0.5]})
    joint, before, now = charts.two_quarters(rows, (START, START + 1), programme, "zh", "light")[
        "data"
    ]
    assert joint["x"] == [0.4, 0.5, None]
    assert before["x"] == [None, 0.4]
    assert now["name"] == "2022年三季度"


def test_a_heat_cell_says_symbol_and_share(programme: Programme) -> None:
    rows = pd.DataFrame(
        {
            "unit": ["110000", "110000", "310000"],
            "indicator": ["INN-1-1", "INN-1-2", "INN-1-1"],
            "status": ["achieved", "not_reported", "delayed"],
            "achieved": [1.204, NAN, 0.7],
        }
    )
    figure = charts.heat(
        rows, programme, "zh", "light", by="indicator", value="achieved", order=["310000", "110000"]
    )
    squares = figure["data"][0]
    assert squares["text"] == ["✔ 120%", "–", "▲ 70%"]
    assert squares["hovertext"][0] == "北京<br>组建融通创新联合体数<br>✔ 已达目标<br>120.4%"
    assert squares["customdata"][2] == ["310000", "INN-1-1"]
    assert figure["layout"]["yaxis"]["ticktext"] == ["上海", "北京"]


def test_a_profile_sets_a_region_beside_nation_and_group(programme: Programme) -> None:
    rows = pd.DataFrame(
        {
            "unit": ["110000", "nation", "group:east", "group:west"],
            "chain": "data",
            "index": [0.9, 0.7, 0.8, 0.5],
            "expected": 0.6,
        }
    )
    figure = charts.profile(rows, "110000", programme, "zh", "light")
    assert [t["name"] for t in figure["data"]] == ["北京", "全国", "东部"]
    assert figure["data"][0]["customdata"] == [["110000", "data"]]
    assert alt(figure) == "北京各链条指数：数据链 90%。"


def test_the_calendar_tells_late_from_missing_from_not_due(programme: Programme) -> None:
    rows = pd.DataFrame(
        {
            "unit": "110000",
            "quarter": [START, START + 1, START + 2, START + 3],
            "came": ["in_time", "late", "missing", "not_due"],
            "days": [-2, 9, 40, -20],
        }
    )
    figure = charts.record(rows, programme, "zh", "light")
    assert figure["data"][0]["text"] == ["●", "▲<br>9", "–", ""]
    assert "逾期9天" in figure["data"][0]["hovertext"][1]
    assert alt(figure) == "各季度报送情况：按时报送 1、逾期报送 1、未报 1、未到期 1。"


def test_the_calendar_says_why_a_report_went_back_or_may_come_later(programme: Programme) -> None:
    rows = pd.DataFrame(
        {
            "unit": ["110000", "120000"],
            "quarter": START,
            "came": ["returned", "in_time"],
            "days": [12, -3],
            "due": ["2022-07-30", "2022-08-20"],
            "extension": ["", "<b>汛期</b>"],
            "received": ["", "2022-08-17"],
            "returned": ["2022-08-02", ""],
            "reason": ["数据" * 40, ""],
        }
    )
    figure = charts.record(rows, programme, "zh", "light")
    trace = figure["data"][0]
    assert trace["text"] == ["←", "●*"]
    back, extended = trace["hovertext"]
    assert "2022年8月2日退回：数据" in back
    assert back.count("数据") == 19
    assert "逾期12天" in back
    assert "2022年8月17日报送" in extended
    assert "延期至2022年8月20日：&lt;b&gt;汛期" in extended
    assert charts.record_legend(rows, "zh") == "● 按时报送、← 已退回、* 已延期"


def test_a_milestone_done_claimed_open_or_overdue(programme: Programme) -> None:
    rows = pd.DataFrame(
        {
            "indicator": "SUP-1-4",
            "unit": ["miit", "ndrc", "most", "mof"],
            "state": ["verified", "claimed", "under_way", "not_started"],
            "completed_on": ["2023-03-20", "2024-08-20", "", ""],
            "due": [START + 3, START + 8, START + 8, -1],
        }
    )
    figure = charts.timeline(rows, programme, "zh", "light", date(2024, 7, 10))
    assert [t["name"] for t in figure["data"]] == [
        "✔ 已核实",
        "● 自报完成、待核实",
        "○ 未到期",
        "■ 逾期未完成",
    ]
    said = [note["text"] for note in figure["layout"]["annotations"]]
    assert said[2].endswith("应于2024年6月30日完成，已逾期10天")
    assert alt(figure) == "里程碑：已核实 1、自报完成、待核实 1、未到期 1、逾期未完成 1。"


def test_small_courses_stay_on_their_tiles(programme: Programme) -> None:
    rows = pd.DataFrame(
        {
            "unit": ["110000"] * 3,
            "quarter": [START, START + 1, START + 2],
            "achieved": [-0.1, NAN, 1.5],
        }
    )
    line, dots = charts.multiples(rows, programme, "zh", "light")["data"]
    tile = programme.units["110000"].tile
    assert tile is not None
    assert all(tile[0] - 0.5 < y < tile[0] + 0.5 for y in line["y"] if y is not None)
    assert line["y"][1] is None
    assert dots["hovertext"] == ["北京<br>150%"]


def test_no_dash_stands_before_a_number_like_a_minus(programme: Programme) -> None:
    rows = pd.DataFrame({"unit": ["110000"], "status": ["stale"], "value": [0.88]})
    squares = charts.tiles(rows, programme, "zh", "light")["data"][0]
    assert squares["text"][0] == "北京<br>–"
    assert "88.0%" in squares["hovertext"][0]


def test_two_quarters_that_fell_are_whole_in_the_picture(programme: Programme) -> None:
    rows = pd.DataFrame({"unit": ["110000"], "before": [0.9], "now": [0.2]})
    figure = charts.two_quarters(rows, (8097, 8098), programme, "en", "light")
    assert figure["layout"]["xaxis"]["range"][1] > 0.9


def test_what_cannot_be_compared_is_not_joined_and_has_no_change(programme: Programme) -> None:
    rows = pd.DataFrame(
        {"unit": ["110000", "310000"], "before": [0.5, 0.4], "now": [0.6, 0.5],
         "why": ["definition changed between the two quarters", ""]}
    )  # fmt: skip
    figure = charts.two_quarters(rows, (8097, 8098), programme, "en", "light")
    assert figure["data"][0]["x"] == [0.4, 0.5, None]
    said = [note["text"] for note in figure["layout"]["annotations"]]
    assert said == ["60% (≠)", "50% (+10)"]
    assert "definition changed" in figure["data"][2]["hovertext"][0]


def test_every_dot_stands_on_its_own_row_whatever_lines_cross_it(programme: Programme) -> None:
    rows = pd.DataFrame({"unit": ["110000", "310000", "440000"], "value": [0.1, 0.2, 0.3]})
    lines = [charts.Line("Nation", 0.2), charts.Line("East", 0.21)]
    figure = charts.dots(rows, None, programme, "en", "light", lines=lines)
    assert figure["data"][0]["y"] == [0, 1, 2]
    heads = [note for note in figure["layout"]["annotations"] if "%" in note["text"]][-2:]
    assert [note["text"] for note in heads] == ["Nation 20%", "East 21%"]
    assert heads[0]["yshift"] != heads[1]["yshift"]


def test_courses_share_a_scale_and_stop_at_a_changed_definition(programme: Programme) -> None:
    rows = pd.DataFrame(
        {
            "unit": ["110000"] * 3 + ["310000"] * 3,
            "quarter": [8096, 8097, 8098] * 2,
            "value": [1.0, 2.0, 3.0, 10.0, NAN, 20.0],
            "target": [6.0] * 3 + [NAN] * 3,
            "marks": [(), ("break",), ()] * 2,
        }
    )
    firms = programme.indicators["IND-3-1"]
    figure = charts.courses(rows, firms, programme, "en", "light")
    grounds, targets, lines, ends = figure["data"]
    assert grounds["customdata"] == [["310000"], ["110000"]]
    # A missing quarter and a changed definition both part the line.
    assert [y is None for y in lines["y"]] == [
        False, True, True, False, True, False, True, False, False, True
    ]  # fmt: skip
    foot = figure["layout"]["shapes"][0]["y0"]
    # 3 of 20 is as high as it is in a chart of its own scale.
    assert foot - ends["y"][1] == pytest.approx((foot - ends["y"][0]) * 3 / 20)
    assert foot - targets["y"][0] == pytest.approx((foot - ends["y"][0]) * 6 / 20)
