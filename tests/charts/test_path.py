"""The path chart draws what reports say, and nothing between."""

import pandas as pd

from tests.charts.frames import END, NAN, START, course
from tracking.charts import Figure, alt, bullet, path, sparkline
from tracking.programme import Programme
from tracking.words import Language


def drawn(programme: Programme, rows: pd.DataFrame, language: Language = "zh") -> Figure:
    return path(rows, programme.indicators["IND-3-1"], programme, language, "light")


def trace(figure: Figure, name: str) -> dict[str, list[object]]:
    return next(t for t in figure["data"] if t["name"] == name)


def labels(figure: Figure) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


def test_a_missing_quarter_is_a_gap_and_not_a_line(programme: Programme) -> None:
    rows = course(programme.indicators["IND-3-1"], [200.0, NAN, 300.0])
    actual = trace(drawn(programme, rows), "实际进展")
    assert actual["y"] == [200.0, None, 300.0]
    assert actual["connectgaps"] is False


def test_a_quarter_without_a_row_is_a_gap_too(programme: Programme) -> None:
    rows = course(programme.indicators["IND-3-1"], [200.0, 250.0, 300.0]).drop(index=1)
    assert trace(drawn(programme, rows), "实际进展")["y"] == [200.0, None, 300.0]


def test_the_planned_path_runs_from_the_baseline_to_the_target(programme: Programme) -> None:
    figure = drawn(programme, course(programme.indicators["IND-3-1"], [200.0, 300.0]))
    plan = trace(figure, "计划进度")
    assert (plan["x"][0], plan["y"][0]) == (START - 1, 100.0)
    assert (plan["x"][-1], plan["y"][-1]) == (END, 1000.0)
    assert plan["line"]["dash"] == "dash"
    assert "目标 1,000家" in labels(figure)
    assert "期限 2025年四季度" in labels(figure)


def goal(figure: Figure) -> dict[str, object]:
    return next(n for n in figure["layout"]["annotations"] if n["text"].startswith("目标"))


def test_the_targets_label_keeps_clear_of_a_course_that_nears_it(programme: Programme) -> None:
    rising = course(programme.indicators["IND-3-1"], [60.0 * (n + 1) for n in range(15)])
    label = goal(drawn(programme, rising))
    assert (label["x"], label["xanchor"]) == (START - 1, "left")
    falling = rising.assign(value=[2000.0 - 65 * n for n in range(15)], path_value=NAN)
    level = falling["value"].iloc[:4].mean()
    label = goal(drawn(programme, falling.assign(target=level)))
    assert label["xanchor"] == "right"


def test_the_deadlines_label_goes_up_where_a_course_ends_low(programme: Programme) -> None:
    falling = course(programme.indicators["IND-3-1"], [2000.0 - 60 * n for n in range(15)])
    figure = drawn(programme, falling.assign(path_value=falling["value"], baseline=2060.0))
    label = next(n for n in figure["layout"]["annotations"] if n["text"].startswith("期限"))
    assert (label["y"], label["yanchor"]) == (1, "top")


def test_the_zero_of_an_axis_is_plain(programme: Programme) -> None:
    money = programme.indicators["INN-3-2"]
    rows = course(money, [20_000.0, 60_000.0]).assign(target=62_000.0)
    axis = path(rows, money, programme, "zh", "light")["layout"]["yaxis"]
    assert axis["ticktext"][0] == "0"


def test_without_a_target_there_is_only_the_level(programme: Programme) -> None:
    rows = course(programme.indicators["IND-3-1"], [200.0, 300.0]).assign(
        target=NAN, due=-1, path_value=NAN, baseline=NAN, baseline_quarter=-1, status="no_target"
    )
    figure = drawn(programme, rows)
    assert [t["name"] for t in figure["data"]] == ["实际进展"]
    assert labels(figure) == []


def test_a_definition_break_is_drawn_broken_and_named(programme: Programme) -> None:
    rows = course(
        programme.indicators["IND-3-1"], [200.0, 900.0, 950.0], marks=[(), ("break",), ()]
    )
    figure = drawn(programme, rows)
    actual = trace(figure, "实际进展")
    assert actual["y"] == [200.0, None, 900.0, 950.0]
    assert actual["x"] == [START, START + 0.5, START + 1, START + 2]
    assert "口径调整" in labels(figure)
    assert START + 0.5 in [shape["x0"] for shape in figure["layout"]["shapes"]]


def test_neighbouring_breaks_share_a_label(programme: Programme) -> None:
    firms = programme.indicators["IND-3-1"]
    rows = course(firms, [200.0, 300.0, 400.0, 500.0, 600.0, 700.0])
    figure = path(rows, firms, programme, "zh", "light", breaks={START + 1, START + 2, START + 4})
    assert labels(figure).count("口径调整") == 2


def test_a_lower_bound_is_an_open_marker_with_its_sign(programme: Programme) -> None:
    rows = course(programme.indicators["IND-3-1"], [200.0, 300.0], qualifier=["", "≥"])
    actual = trace(drawn(programme, rows), "实际进展")
    assert actual["text"] == ["", "≥"]
    assert actual["marker"]["symbol"] == ["circle", "circle-open"]
    assert "超300家" in actual["hovertext"][1]


def test_history_before_the_start_is_apart(programme: Programme) -> None:
    rows = course(programme.indicators["IND-3-1"], [50.0, 80.0, 120.0], first=START - 2)
    figure = drawn(programme, rows)
    history, actual = trace(figure, "行动启动前"), trace(figure, "实际进展")
    assert history["x"] == [START - 2, START - 1]
    assert actual["x"] == [START - 1, START]
    assert history["line"]["color"] != actual["line"]["color"]


def test_the_ministry_and_the_regions_are_two_lines(programme: Programme) -> None:
    rows = course(
        programme.indicators["IND-3-1"],
        [200.0, 300.0],
        ministry_value=[200.0, 300.0],
        regions_value=[190.0, NAN],
    )
    figure = drawn(programme, rows)
    assert trace(figure, "部门公布数")["y"] == [200.0, 300.0]
    assert trace(figure, "各地区合计")["y"] == [190.0, None]


def test_a_point_opens_its_figure(programme: Programme) -> None:
    figure = drawn(programme, course(programme.indicators["IND-3-1"], [200.0, 300.0]))
    assert trace(figure, "实际进展")["customdata"][1] == ["IND-3-1", "nation", START + 1]


def test_large_numbers_are_ticked_in_wan(programme: Programme) -> None:
    firms = programme.indicators["GOAL-2-1"]
    rows = course(firms, [60_000.0, 90_000.0]).assign(target=140_000.0, path_value=70_000.0)
    axis = path(rows, firms, programme, "zh", "light")["layout"]["yaxis"]
    assert "10万" in axis["ticktext"]
    assert "ticktext" not in path(rows, firms, programme, "en", "light")["layout"]["yaxis"]


def test_the_picture_is_told_in_a_sentence(programme: Programme) -> None:
    rows = course(programme.indicators["IND-3-1"], [200.0, 300.0])
    assert alt(drawn(programme, rows, "en")) == (
        "National “little giants” in force: from 2022 Q2 to 2022 Q3, 200 enterprises became "
        "300 enterprises; planned 220 enterprises; target 1,000 enterprises by 2025 Q4."
    )


def test_a_bullet_shows_value_plan_target_and_before(programme: Programme) -> None:
    firms = programme.indicators["IND-3-1"]
    row = course(firms, [200.0, 1200.0]).iloc[-1]
    figure = bullet(row, firms, "zh", "light", previous=200.0)
    assert figure["data"][0]["x"] == [1200.0]
    assert figure["layout"]["xaxis"]["range"][1] > 1200
    assert labels(figure) == ["目标 1,000家", "应达 220家"]
    assert alt(figure).endswith("1,200家；● 达序时进度；目标值1,000家；序时应达220家；上期200家。")


def test_a_negative_value_is_left_of_zero_and_inside(programme: Programme) -> None:
    firms = programme.indicators["IND-3-1"]
    row = course(firms, [-50.0]).iloc[-1]
    assert bullet(row, firms, "zh", "light")["layout"]["xaxis"]["range"][0] < -50


def test_a_sparkline_keeps_its_gaps_and_marks_the_last_value(programme: Programme) -> None:
    firms = programme.indicators["IND-3-1"]
    line = sparkline(course(firms, [1.0, NAN, 3.0, 4.0]), firms, "zh", "light")["data"][0]
    assert line["y"] == [1.0, None, 3.0, 4.0]
    # The first stands alone between gaps, the last is where we are.
    assert line["marker"]["size"] == [4, 0, 0, 7]


OUTLOOK = {
    "last": 8097, "value": 1200.0, "centre": 1500.0, "low": 1400.0, "high": 1600.0,
    "full_pace": 1700.0, "hit": 0.64, "likelihood": "uncertain", "reason": "", "n": 6,
}  # fmt: skip


def test_the_outlook_is_a_fan_with_its_middle_and_full_pace(programme: Programme) -> None:
    firms = programme.indicators["IND-3-1"]
    figure = path(course(firms, [200.0, 1200.0]), firms, programme, "zh", "light", outlook=OUTLOOK)
    named = {trace["name"]: trace for trace in figure["data"]}
    assert named["80%区间"]["y"] == [1200, 1600, 1400, 1200]
    assert named["展望"]["y"] == [1200, 1500]
    assert named["近期速度全部延续"]["y"] == [1200, 1700]
    assert "达标可能性为64%：尚不确定" in alt(figure)


def test_without_an_outlook_nothing_of_it_is_drawn(programme: Programme) -> None:
    firms = programme.indicators["IND-3-1"]
    none = OUTLOOK | {"centre": float("nan"), "likelihood": "not_assessed", "reason": "few"}
    figure = path(course(firms, [200.0, 1200.0]), firms, programme, "zh", "light", outlook=none)
    assert "展望" not in {trace["name"] for trace in figure["data"]}
