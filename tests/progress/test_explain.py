"""Explanations agree with their numbers; headlines are right for none, one, all and ties."""

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.progress.small import figures, one, q, target, targets
from tracking.programme import Programme
from tracking.progress import (
    MARKS,
    STATUSES,
    assess,
    explain,
    headline_of_chain,
    headline_of_comparison,
    headline_of_ministries,
    headline_of_nation,
    headline_of_region,
    mark_name,
    status_meaning,
    status_name,
    targets_of,
    worst_first,
)
from tracking.progress.changes import CAUSES
from tracking.progress.names import CAUSE_NAMES, MARK_NAMES, STATUS_MEANINGS, STATUS_NAMES
from tracking.published import ACTOR

FLOW, STOCK, RATIO, GIANTS = "INN-1-2", "INN-2-1", "IND-1-2", "IND-3-1"
FROM_ZERO = {"baseline": 10, "baseline_quarter": q("2022Q1")}
HAN = re.compile(r"[\u4e00-\u9fff]")


def worked_out(formula: str) -> tuple[float, float]:
    """What the numbers of a formula come to, and what it says they do."""
    *_, numbers, result = re.split(" [=≈] ", formula)
    sums = numbers.replace("−", "-").replace("×", "*").replace("^", "**")
    assert re.fullmatch(r"[-+*/() .\d]+", sums), formula
    return eval(sums), float(result.replace("−", "-"))


@pytest.mark.parametrize("path", ["linear", "s_curve", "geometric", "plan"])
@pytest.mark.parametrize(("value", "direction"), [(35.0, "up"), (4.0, "up"), (35.0, "down")])
def test_every_formula_works_out_to_what_is_said(
    programme: Programme, path: str, value: float, direction: str
) -> None:
    indicator = STOCK if direction == "up" else "CAP-2-3"
    goal = 100 if direction == "up" else 2
    wanted = targets(target(indicator, "110000", goal, path=path, **FROM_ZERO))
    known = figures(
        (indicator, "110000", "2023Q1", 8.0), (indicator, "110000", "2023Q4", value),
        numerator=[0.8, value / 10], denominator=[10, 10],
    )  # fmt: skip
    row = one(assess(known, wanted, programme), indicator, "110000", "2023Q4")
    explanation = explain(row, programme, "en")
    assert len(explanation.formulas) >= 6
    for formula in explanation.formulas:
        if " = x = " in formula:  # nothing to work out
            continue
        found, said = worked_out(formula)
        # Written in digits for reading; the data has them all.
        assert found == pytest.approx(said, rel=2e-3, abs=2e-4), formula
        assert not re.search(r"\d\.\d{6}", formula)
    for name in ("achieved", "expected", "pace", "gap", "need"):
        assert explanation.data[name] == row[name]


def test_an_explanation_says_everything_in_both_languages(programme: Programme) -> None:
    wanted = targets(target(FLOW, "110000", 150))
    known = figures(*((FLOW, "110000", f"2022Q{n}", 8.0) for n in (2, 4)), submission=9, row=4)
    row = one(assess(known, wanted, programme), FLOW, "110000", "2022Q4")
    zh, en = (explain(row, programme, language) for language in ("zh", "en"))
    assert zh.sentences == (
        "2022年二季度至2022年四季度，北京“‘揭榜’成功项目数”累计16项。",
        "数据取自第9号报送件第4行。",
        "目标：到2025年四季度末达到150项（依据：《计划》）。",
        "基期：2022年一季度末为0项。",
        "从基期到目标已完成10.7%，按匀速推进路径此时应完成20.0%。",
        "落后计划路径14项。",
        "为序时进度的53.3%。",
        "状态为“滞后”：完成进度不足序时进度的60%。",
        "要如期达到目标，今后每季度需增加11项。",
        "近期每季度平均增加5.3项。",
        "所需速度为近期的2.1倍。",
        "说明：部分报送缺失，为下限值。",
    )
    assert len(en.sentences) == len(zh.sentences)
    assert all(HAN.search(s) for s in zh.sentences)
    assert not any(HAN.search(s) for s in en.sentences if "计划" not in s)
    assert en.data["status"] == "off_track"
    assert en.data["quarter"] == "2022Q4"
    assert en.data["submission"] == 9
    assert en.data["marks"] == ["partial"]
    assert en.data["numerator"] is None
    assert en.data["thresholds"]["on_track"] == 0.95


@pytest.mark.parametrize(
    ("indicator", "values", "goal", "said"),
    [
        (
            STOCK,
            (10.0, 30.0),
            100,
            ["今后每季度需增加5.8台", "近期每季度平均增加10", "按近期速度可如期"],
        ),
        (STOCK, (30.0, 10.0), 100, ["今后每季度需增加7.5台", "近期每季度平均减少10"]),
        (STOCK, (10.0, 10.0), 100, ["今后每季度需增加7.5台", "近期没有变化。"]),
        (RATIO, (30.0, 33.0), 40, ["需增加0.58个百分点", "平均增加1.5个百分点", "可如期"]),
        ("CAP-2-3", (6.0, 5.0), 2, ["需减少0.25个百分点", "平均减少0.50个百分点", "可如期"]),
        (STOCK, (10.0, 12.0), 30, ["增加1.5台", "所需速度为近期的1.5倍"]),
    ],
)
def test_what_is_needed_is_said_in_the_indicators_unit_and_judged(
    programme: Programme, indicator: str, values: tuple[float, ...], goal: float, said: list[str]
) -> None:
    start = {"baseline": values[0], "baseline_quarter": q("2022Q1")}
    quarters = ("2022Q2", "2022Q4")
    known = figures(
        *((indicator, "110000", at, v) for at, v in zip(quarters, values, strict=True)),
        numerator=[v / 10 for v in values], denominator=[10, 10],
    )  # fmt: skip
    frame = assess(known, targets(target(indicator, "110000", goal, **start)), programme)
    sentences = explain(one(frame, indicator, "110000", "2022Q4"), programme, "zh").sentences
    told = "".join(sentences)
    assert [part for part in said if part not in told] == []
    assert "变动" not in told
    if "可如期" not in "".join(said):
        assert "可如期" not in told


@pytest.mark.parametrize(
    ("state", "due", "said"),
    [
        (
            "under_way",
            "2022Q4",
            "状态为“未完成”：已过期限（2022年四季度末），尚无经核实的完成记录。",
        ),
        ("claimed", "2023Q4", "状态为“尚未达到”：期限未到，尚无经核实的完成记录。"),
        ("verified", "2022Q4", "状态为“已达目标”：已核实完成。"),
    ],
)
def test_a_milestone_is_explained_without_shares_and_formulas(
    programme: Programme, state: str, due: str, said: str
) -> None:
    known = figures(("SUP-1-4", "miit", "2023Q1", np.nan), state=[state])
    wanted = targets(target("SUP-1-4", "miit", 1, due=q(due)))
    told = explain(
        one(assess(known, wanted, programme), "SUP-1-4", "miit", "2023Q1"), programme, "zh"
    )
    assert said in told.sentences
    assert told.formulas == ()
    assert "60%" not in "".join(told.sentences)


def test_the_nations_explanation_tells_both_sources(programme: Programme) -> None:
    known = figures(
        *((GIANTS, u.code, "2023Q4", 250.0) for u in programme.regions),
        (GIANTS, "miit", "2023Q4", 10_000.0),
    )
    row = one(assess(known, targets_of(programme), programme), GIANTS, "nation", "2023Q4")
    said = " ".join(explain(row, programme, "zh").sentences)
    assert "采用工信部数据" in said
    assert "工信部数据为10,000家，各地区合计9,250家，差额（地区减部门）为−750家" in said
    versions = pd.DataFrame(
        {"submission": [3, 0], "row": [7, 2], "file_name": ["乙.xlsx", "甲.csv"],
         "submitted_by": ["李", "王"], "submitted_at": ["2024-02-01T00:00:00Z"] * 2}
    )  # fmt: skip
    told = " ".join(explain(row, programme, "zh", versions=versions).sentences)
    assert "《甲.csv》第2行，2024年2月1日报送" in told
    assert "2个版本" in told


def test_every_row_of_an_assessment_can_be_explained(
    programme: Programme, orchard: Programme
) -> None:
    known = figures(
        ("SUP-1-4", "miit", "2023Q1", np.nan), (STOCK, "110000", "2023Q1", 5.0),
        (RATIO, "120000", "2023Q1", 40.0), (FLOW, "340000", "2023Q2", 3.0),
        state=["claimed", "", "", ""], qualifier=["", "≥", "~", ""],
    )  # fmt: skip
    wanted = targets(
        target("SUP-1-4", "nation", 1), target(STOCK, "110000", 4), target(RATIO, "120000", 50),
    )  # fmt: skip
    for of, frame in (
        (programme, assess(known, wanted, programme)),
        (orchard, assess(figures(), targets_of(orchard), orchard)),
    ):
        last = frame[frame["quarter"] == frame["quarter"].max()]
        for row in last.to_dict("records"):
            for language in ("zh", "en"):
                explanation = explain(row, of, language)
                assert explanation.sentences
                assert not any(re.search(r"\{|\bnan\b", s) for s in explanation.sentences)


def test_every_status_mark_and_cause_has_its_words(programme: Programme) -> None:
    assert list(STATUS_NAMES) == list(STATUS_MEANINGS) == list(STATUSES)
    assert list(MARK_NAMES) == list(MARKS)
    assert list(CAUSE_NAMES) == list(CAUSES)
    for code in STATUSES:
        assert HAN.search(status_name("zh", code))
        assert "{" not in status_meaning("zh", code, programme.thresholds)
    assert all(HAN.search(mark_name("zh", code)) for code in MARKS)
    assert status_meaning("en", "delayed", programme.thresholds) == (
        "pace from 60% to below 95% of what the planned path asks for"
    )


def small_frame(programme: Programme, *shares: tuple[str, float], **more: Any) -> pd.DataFrame:
    """Regions' STOCK at ½ of the way: each with the share of the way done."""
    wanted = targets(
        *(target(STOCK, u, 100, baseline=0, baseline_quarter=q("2023Q4")) for u, _ in shares)
    )
    known = figures(*((STOCK, u, "2024Q4", 100 * share) for u, share in shares))
    return assess(known, wanted, programme, through=q("2024Q4"), **more)


def test_the_headline_of_nothing_says_so(programme: Programme) -> None:
    frame = assess(figures(), targets(), programme, through=q("2024Q4"))
    at = (q("2024Q4"), "zh")
    assert headline_of_nation(frame, programme, *at) == "截至2024年四季度，尚无数据。"
    assert headline_of_region(frame, programme, "110000", *at).startswith(
        "截至2024年四季度，北京尚无数据。"
    )
    assert "尚不具备比较条件" in headline_of_comparison(frame, programme, *at)
    assert headline_of_ministries(frame, programme, *at) == (
        "截至2024年四季度，各部门尚无数据。11个部门中0个有本季度数据。"
    )
    assert headline_of_chain(frame, programme, "innovation", *at) == (
        "截至2024年四季度，创新链尚无数据。"
    )


def test_the_headline_of_a_quarter_outside_the_frame_says_nothing_is_known(
    programme: Programme,
) -> None:
    frame = assess(figures(), targets(), programme, through=q("2023Q4"))
    for language in ("zh", "en"):
        at = (q("2024Q4"), language)
        assert headline_of_nation(frame, programme, *at)
        assert headline_of_chain(frame, programme, "capital", *at)
        assert headline_of_comparison(frame, programme, *at)
        assert headline_of_ministries(frame, programme, *at, "miit")


def test_the_nations_headline_counts_the_shipped_targets(programme: Programme) -> None:
    known = figures((GIANTS, "miit", "2024Q4", 14_600.0), ("SUP-1-1", "110000", "2024Q4", 5.0))
    frame = assess(known, targets_of(programme), programme)
    assert headline_of_nation(frame, programme, q("2024Q4"), "zh") == (
        "截至2024年四季度，48项指标中有目标的5项：1项已达目标、1项报送不足、3项未报。"
    )
    assert headline_of_nation(frame, programme, q("2024Q4"), "en") == (
        "As of 2024 Q4, 5 of 48 indicators have a target: 1 achieved, 1 too few reports,"
        " 3 not reported."
    )


def test_a_regions_headline_names_what_lags_most(programme: Programme) -> None:
    frame = small_frame(programme, ("110000", 0.1))
    assert headline_of_region(frame, programme, "110000", q("2024Q4"), "zh") == (
        "截至2024年四季度，北京42项指标中有目标的1项：1项滞后。"
        "进度最慢的是“大企业开放仪器设备台（套）数”，为序时进度的20%。42项指标中本季度已报1项。"
    )


def test_ties_are_told_as_ties(programme: Programme) -> None:
    at = (q("2024Q4"), "zh")
    frame = small_frame(
        programme, ("110000", 0.5), ("120000", 0.49), ("130000", 0.3), ("140000", 0.2)
    )
    assert headline_of_comparison(frame, programme, *at) == (
        "截至2024年四季度，4个可计算指数的地区中，北京、天津领先（50%），山西靠后（20%）。"
    )
    close = small_frame(programme, ("110000", 0.50), ("120000", 0.49))
    assert "差距过小，不分先后" in headline_of_comparison(close, programme, *at)
    single = small_frame(programme, ("110000", 0.50))
    assert "仅北京可计算指数，为50%" in headline_of_chain(single, programme, "innovation", *at)


def test_worst_comes_first(programme: Programme) -> None:
    frame = small_frame(
        programme, ("110000", 0.5), ("120000", 0.1), ("130000", 0.2), ("140000", 1.0)
    )
    rows = frame[(frame["quarter"] == q("2024Q4")) & (frame["unit_kind"] == "region")]
    units = worst_first(rows[rows["target"].notna()])["unit"].tolist()
    assert units == ["120000", "130000", "110000", "140000"]


def test_who_leads_does_not_trail(programme: Programme) -> None:
    frame = small_frame(programme, ("110000", 0.50), ("120000", 0.48), ("130000", 0.46))
    assert headline_of_comparison(frame, programme, q("2024Q4"), "zh").endswith(
        "北京、天津领先（50%），河北靠后（46%）。"
    )
    assert headline_of_comparison(frame, programme, q("2024Q4"), "en").endswith(
        "it is highest in Beijing, Tianjin (50%) and lowest in Hebei (46%)."
    )


def test_every_indicator_that_moved_away_is_counted(programme: Programme) -> None:
    wanted = targets(
        target(STOCK, "110000", 100, **FROM_ZERO),
        target("INN-2-2", "110000", 100, **FROM_ZERO),
        target("INN-4-2", "110000", 5, **FROM_ZERO),  # reached at the baseline, and lost
    )
    known = figures(
        (STOCK, "110000", "2024Q4", 9.0), ("INN-2-2", "110000", "2024Q4", 1.0),
        ("INN-4-2", "110000", "2024Q4", 4.0),
    )  # fmt: skip
    frame = assess(known, wanted, programme)
    said = headline_of_region(frame, programme, "110000", q("2024Q4"), "en")
    assert "and 2 more have moved away from their targets." in said


def test_english_verbs_go_with_how_many(programme: Programme) -> None:
    known = figures((STOCK, "110000", "2024Q4", 9.0), ("ONE-3-1", "sasac", "2024Q4", 1.0))
    frame = assess(known, targets(target(STOCK, "110000", 100)), programme)
    said = headline_of_region(frame, programme, "110000", q("2024Q4"), "en")
    assert "1 of 42 indicators has a target" in said
    assert said.endswith("1 of 42 indicators is reported for this quarter.")
    ministries = headline_of_ministries(frame, programme, q("2024Q4"), "en")
    assert ministries.endswith("1 of 11 ministries has figures for this quarter.")


def test_a_total_is_said_to_reach_as_far_as_its_reports(programme: Programme) -> None:
    known = figures((FLOW, "110000", "2022Q2", 7.0), (FLOW, "120000", "2023Q1", 8.0))
    frame = assess(known, targets(), programme, through=q("2024Q1"))

    def said(unit: str, quarter: str) -> tuple[str, ...]:
        return explain(one(frame, FLOW, unit, quarter), programme, "zh").sentences[:2]

    assert said("110000", "2024Q1") == (
        "2022年二季度，北京“‘揭榜’成功项目数”为7项。",
        "此后尚未报送。",
    )
    assert said("120000", "2023Q1")[0] == (
        "2022年二季度至2023年一季度，天津“‘揭榜’成功项目数”累计8项。"
    )


def test_a_gap_is_never_said_to_be_nothing_and_that_of_a_share_is_in_points(
    programme: Programme,
) -> None:
    wanted = targets(
        target(STOCK, "110000", 10, baseline=0, baseline_quarter=q("2022Q1")),
        target(RATIO, "110000", 100, **FROM_ZERO),
    )
    known = figures(
        (STOCK, "110000", "2022Q3", 1.0), (RATIO, "110000", "2022Q3", 19.0),
        numerator=[np.nan, 19], denominator=[np.nan, 100],
    )  # fmt: skip
    frame = assess(known, wanted, programme)
    count, rate = (
        " ".join(explain(one(frame, i, "110000", "2022Q3"), programme, "zh").sentences)
        for i in (STOCK, RATIO)
    )
    assert "落后计划路径0.3台（套）" in count
    assert "落后计划路径3.0个百分点" in rate


def test_the_ministrys_wording_and_the_sums_reports_stand_beside_both_sources(
    programme: Programme,
) -> None:
    known = figures(
        (GIANTS, "110000", "2023Q4", 250.0), (GIANTS, "miit", "2023Q4", 10_000.0),
        qualifier=["", "≥"],
    )  # fmt: skip
    row = one(assess(known, targets_of(programme), programme), GIANTS, "nation", "2023Q4")
    said = " ".join(explain(row, programme, "zh").sentences)
    assert "工信部数据为超10,000家，各地区合计250家" in said
    assert "应报37个单位，本季度已报1个" in said


def test_a_published_figure_leads_with_its_source_and_names_no_actor(programme: Programme) -> None:
    known = figures(("CAP-1-1", "pboc", "2025Q4", 36.57), submission=5, row=11)
    row = one(assess(known, targets(), programme), "CAP-1-1", "nation", "2025Q4")
    versions = pd.DataFrame(
        {"submission": [5], "row": [11], "file_name": ["pboc-lending.csv"],
         "submitted_by": [ACTOR], "submitted_at": ["2026-11-23T00:00:00Z"],
         "source": ["中国人民银行《统计报告》，2026年1月27日发布"]}
    )  # fmt: skip
    zh, en = (explain(row, programme, g, versions=versions).sentences for g in ("zh", "en"))
    assert zh[1] == (
        "数据来源：中国人民银行《统计报告》，2026年1月27日发布"
        "（公开数据，文件pboc-lending.csv第11行）。"
    )
    assert en[1].startswith("Source: 中国人民银行《统计报告》")
    assert not any("由published" in s or "by published" in s for s in (*zh, *en))


def test_a_sum_of_one_unit_is_said_to_be_that_units(programme: Programme) -> None:
    known = figures(("INN-3-2", "340000", "2022Q2", 428.3), basis="year_to_date")
    frame = assess(known, targets(), programme, through=q("2025Q4"))
    row = one(frame, "INN-3-2", "nation", "2025Q4")
    assert {"partial", "before_start"} <= set(row["marks"])
    zh, en = (" ".join(explain(row, programme, g, parts=known).sentences) for g in ("zh", "en"))
    assert zh.startswith(
        "全国“技术合同成交额”：应报37个单位中仅安徽有数据，为428.30亿元（2022年二季度）。"
        "此数为安徽数据，不代表全国。"
    )
    assert "下限值" not in zh
    assert "上限值" not in zh
    assert "of 37 units only Anhui has figures" in en


def test_a_sum_that_misses_units_names_those_it_has(programme: Programme) -> None:
    known = figures((STOCK, "110000", "2024Q4", 5.0), (STOCK, "340000", "2024Q4", 6.0))
    row = one(assess(known, targets(), programme), STOCK, "nation", "2024Q4")
    said = " ".join(explain(row, programme, "zh", parts=known).sentences)
    assert "应报37个单位中仅2个有数据：北京、安徽" in said


def test_a_change_of_definition_is_told_at_every_later_quarter(programme: Programme) -> None:
    known = figures(
        ("CAP-1-1", "pboc", "2024Q1", 33.41), ("CAP-1-1", "pboc", "2024Q2", 32.38),
        ("CAP-1-1", "pboc", "2025Q4", 36.57), definition_break=[False, True, False],
    )  # fmt: skip
    breaks = pd.DataFrame({"unit": ["pboc"], "quarter": [q("2024Q2")], "note": ["口径不同。"]})
    frame = assess(known, targets(), programme)
    for quarter in ("2024Q2", "2025Q4"):
        row = one(frame, "CAP-1-1", "nation", quarter)
        zh, en = (
            " ".join(explain(row, programme, g, breaks=breaks).sentences) for g in ("zh", "en")
        )
        assert "2024年二季度口径调整，报送材料说明：口径不同。" in zh
        assert "不可比" in zh
        assert "The definition changed in 2024 Q2" in en


def test_what_moved_away_is_not_said_to_be_done(programme: Programme) -> None:
    wanted = targets(target(STOCK, "110000", 100, **FROM_ZERO))
    known = figures((STOCK, "110000", "2023Q4", 5.5))
    row = one(assess(known, wanted, programme), STOCK, "110000", "2023Q4")
    said = explain(row, programme, "en").sentences
    assert (
        "It has moved away from the target by 5.0% of the way from baseline to target; the straight"
        " path asks for 46.7% by now." in said
    )
    assert not any("is done" in one or "−" in one or "pace planned" in one for one in said)
    zh = explain(row, programme, "zh").sentences
    assert any(one.startswith("较基期倒退，幅度相当于基期到目标差距的5.0%") for one in zh)


def test_next_to_no_way_back_is_said_as_none_done(programme: Programme) -> None:
    wanted = targets(target(STOCK, "110000", 100, **FROM_ZERO))
    known = figures((STOCK, "110000", "2023Q4", 9.99))
    row = one(assess(known, wanted, programme), STOCK, "110000", "2023Q4")
    said = explain(row, programme, "en").sentences
    assert any(one.startswith("0.0% of the way from baseline to target is done") for one in said)
