"""How we know a number: its source in full, the figures behind a sum, changes of definition."""

import re

import pytest


def dialog(at) -> str:
    """Everything the window says, without its markup."""
    assert not at.exception
    return re.sub(r"<[^>]+>", " ", " ".join(element.proto.body for element in at.get("html")))


def test_a_published_figure_is_told_with_its_source_and_as_imported(run, published):
    said = dialog(run(published, explain="CAP-1-1,nation,2025Q4"))
    source = "中国人民银行《2025年四季度金融机构贷款投向统计报告》，2026年1月27日发布"
    assert f"数据来源：{source}（公开数据，文件pboc-lending.csv第11行）。" in said
    assert "导入）" in said
    assert "审定" not in said.split("数据来源")[1]
    assert "由published" not in said


def test_a_sum_lists_the_offices_figures_with_their_rows_and_who_is_missing(run, published):
    said = dialog(run(published, explain="INN-3-2,nation,2025Q4"))
    assert "应报37个单位中仅安徽有数据" in said
    assert said.count("anhui-technology-contracts-2022h1.csv第") == 16
    assert "尚未报送的单位（36个）：北京、天津" in said
    assert "本季度未报的单位（1个）：安徽。" in said
    assert "不超过428.30" not in said


@pytest.mark.parametrize("quarter", ["2024Q2", "2024Q3", "2025Q4"])
def test_a_change_of_definition_is_told_with_what_the_report_says(run, published, quarter):
    at = run(published, explain=f"CAP-1-1,nation,{quarter}")
    said = dialog(at)
    assert "2024年二季度口径调整，报送材料说明：" in said
    assert "与一季度末33.41万亿元口径不同，不可直接环比。" in said
    assert "调整前后数据不可比" in said
    assert len(at.get("plotly_chart"))


def test_the_window_speaks_english(run, published):
    said = dialog(run(published, language="en", explain="INN-3-2,nation,2025Q4"))
    assert "of 37 units only Anhui has figures" in said
    assert "Nothing reported by (36): Beijing" in said
