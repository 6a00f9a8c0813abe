"""The fields of a target: what they are called in forms and files, and what they hold."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from tracking.words import Text


@dataclass(frozen=True, slots=True)
class Field:
    """One field; a file's head is its name in either language, its code, or one of the spellings.

    A file without a `required` one is refused. `width` is that of a column, in characters.
    """

    code: str
    name: Text
    about: Text
    width: float
    spellings: str = ""
    required: bool = False


FIELDS: Final = (
    Field(
        "indicator",
        Text("指标", "Indicator"),
        Text("指标的代码或名称", "The indicator’s code or name"),
        24,
        "指标代码 指标名称 indicator_code indicator_name",
        required=True,
    ),
    Field(
        "unit",
        Text("单位", "Unit"),
        Text("“全国”，或地区、部门的代码或名称",
             "nation, or the code or name of a region or ministry"),
        12,
        "单位代码 单位名称 填报单位 责任单位 地区 unit_code unit_name region",
        required=True,
    ),
    Field(
        "value",
        Text("目标值", "Target value"),
        Text("以指标的计量单位填写；里程碑填 1", "In the indicator’s unit; 1 for a milestone"),
        12,
        "目标 target goal 目标数",
        required=True,
    ),
    Field(
        "due",
        Text("完成期限", "Due"),
        Text("于该季度末前达到，如 2025Q4", "The quarter by whose end it is due, like 2025Q4"),
        10,
        "期限 完成时限 目标期限 deadline due_quarter",
    ),
    Field(
        "baseline",
        Text("基期值", "Baseline"),
        Text("基期季度末的数值", "The value at the end of the baseline quarter"),
        12,
        "基数 基期数 基准值 baseline_value",
    ),
    Field(
        "baseline_quarter",
        Text("基期", "Baseline quarter"),
        Text("如 2022Q1", "Like 2022Q1"),
        10,
        "基期季度 基准期 baseline_period",
    ),
    Field(
        "path",
        Text("推进路径", "Path"),
        Text("匀速、计划、等比或 S形", "linear, plan, geometric or s_curve"),
        10,
        "路径 进度路径",
    ),
    Field(
        "interim",
        Text("阶段目标", "Interim targets"),
        Text("如 2023Q4=500;2024Q4=900，按计划推进时填写",
             "Like 2023Q4=500;2024Q4=900, for a planned path"),
        20,
        "分阶段目标 阶段性目标 interim_target steps",
    ),
    Field(
        "basis_zh",
        Text("依据", "Basis"),
        Text("文件名称及文号，或“由……于……确定”",
             "The document that sets it, or who set it and when"),
        28,
        "目标依据 依据文件 文件依据 basis document",
        required=True,
    ),
    Field(
        "basis_en",
        Text("依据（英文）", "Basis in English"),
        Text("可不填", "May be left out"),
        20,
        "英文依据",
    ),
    Field(
        "effective",
        Text("生效日期", "Effective from"),
        Text("自该日起按此目标评价，如 2024-03-15；不填即为当日",
             "The day from which it holds, like 2024-03-15; today if left out"),
        12,
        "生效日 执行日期 effective_date valid_from",
    ),
    Field(
        "reason",
        Text("调整原因", "Reason"),
        Text("调整已有目标时必填", "Why a target that stands is changed"),
        24,
        "原因 调整理由 理由 变更原因 change_reason",
    ),
)  # fmt: skip
BY_CODE: Final = {field.code: field for field in FIELDS}

_MARKS: Final = re.compile(r"[\s*:_\-()（）]+")


def field_of(head: str) -> str | None:
    """The code of the field with this head, None where no field is called so.

    >>> field_of("目标值*"), field_of("Basis (EN)"), field_of("basis_en"), field_of("备注")
    ('value', 'basis_en', 'basis_en', None)
    """
    return _heads().get(_bare(head))


@cache
def _heads() -> dict[str, str]:
    return {
        _bare(head): field.code
        for field in FIELDS
        for head in (field.code, field.name.zh, field.name.en, *field.spellings.split())
    }


def _bare(head: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", head).casefold())
