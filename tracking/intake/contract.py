"""The columns of a report file: what they are called, and what they hold.

docs/report-format.md is for those who fill one in; docs/report-format.schema.json for programs.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, Literal

from tracking.intake.limits import NAME_CHARACTERS
from tracking.words import Text

Holds = Literal["string", "number", "date", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; its head is its name in either language, its code, or one of the spellings.

    A file without a `required` column is refused; a row may leave all others blank.
    """

    code: str
    name: Text
    about: Text
    spellings: str
    holds: Holds = "string"
    required: bool = False


COLUMNS: Final = (
    Column(
        "unit",
        Text("填报单位", "Reporting unit"),
        Text("报送单位的代码或名称，全称、简称均可", "The unit’s code, or its full or short name"),
        """单位名称 单位代码 报送单位 上报单位 填报地区 地区 地区名称 地区代码 省份 省（区、市）
        城市 地市 部门 部门名称 牵头单位 责任单位 单位 units unit_code unit_name region area
        ministry department reporter""",
        required=True,
    ),
    Column(
        "period",
        Text("报告期", "Period"),
        Text("季度，如 2024Q3 或 2024年三季度", "The quarter, like 2024Q3 or 2024年三季度"),
        """报告期别 报告时间 报告季度 填报期 期间 期别 时期 季度 时间 统计期 统计时间 截至时间
        所属期 数据时间 periods quarter reporting_period report_period time as_of""",
        required=True,
    ),
    Column(
        "indicator",
        Text("指标", "Indicator"),
        Text("指标的代码或名称", "The indicator’s code or name"),
        """指标名称 指标代码 指标编码 指标编号 统计指标 监测指标 考核指标 项目指标 indicators
        indicator_code indicator_name""",
        required=True,
    ),
    Column(
        "basis",
        Text("口径", "Basis"),
        Text(
            "本期值涵盖的时间：本季、本年累计、自启动以来累计或期末",
            "What the value covers: quarter, year to date, since start or period end",
        ),
        "数据口径 统计口径 数值口径 取值口径 累计方式 value_basis coverage",
    ),
    Column(
        "value",
        Text("本期值", "Value"),
        Text(
            "以指标的计量单位填报的数值，撤销已填报数值的填“撤销”；里程碑填未启动、进行中或已完成",
            "The value in the indicator’s own unit, 撤销 (withdrawn) to take back a known one; of a"
            " milestone: not started, under way or done",
        ),
        """数值 指标值 本期数 本季值 本季数 本期 完成值 完成数 实际值 实际完成 填报值
        values figure amount actual result""",
        "number",
    ),
    Column(
        "numerator",
        Text("分子", "Numerator"),
        Text("比率指标的分子", "The numerator of a ratio"),
        "分子值 分子数 numerator_value",
        "number",
    ),
    Column(
        "denominator",
        Text("分母", "Denominator"),
        Text("比率指标的分母", "The denominator of a ratio"),
        "分母值 分母数 denominator_value",
        "number",
    ),
    Column(
        "completed_on",
        Text("完成日期", "Completed on"),
        Text("里程碑完成之日，如 2024-09-30", "The day a milestone was completed, like 2024-09-30"),
        "完成时间 办结日期 办结时间 completion_date completed date_completed",
        "date",
    ),
    Column(
        "progress_note",
        Text("进展情况", "Progress"),
        Text("进展的文字说明", "Progress in words"),
        """进展 工作进展 进展说明 工作动态 主要做法 完成情况 备注 说明 progress_note note
        notes remark remarks comment""",
    ),
    Column(
        "problem",
        Text("存在问题", "Problem"),
        Text("存在的困难和问题", "Difficulties and problems"),
        "问题 困难 存在困难 困难和问题 存在的问题 主要问题 problems difficulties",
    ),
    Column(
        "next_step",
        Text("下一步举措", "Next step"),
        Text("下一步的工作举措", "What will be done next"),
        """下一步 下一步工作 下一步打算 下一步措施 下一步安排 下步举措 下一步计划 next_steps
        plan""",
    ),
    Column(
        "source",
        Text("依据", "Source"),
        Text("数据的出处：文件、台账或系统", "Where it is from: a document, ledger or system"),
        "数据来源 来源 出处 资料来源 佐证材料 sources reference evidence",
    ),
    Column(
        "definition_break",
        Text("口径调整", "Definition break"),
        Text("自本期起统计口径有调整的填“是”", "Yes where the definition changed with this period"),
        "口径变化 口径变动 口径变更 是否调整口径 口径是否调整 break definition_changed",
        "boolean",
    ),
)

BY_CODE: Final = {column.code: column for column in COLUMNS}

# A row says something when one of these is filled in.
SAYING: Final = (
    "value",
    "numerator",
    "denominator",
    "completed_on",
    "progress_note",
    "problem",
    "next_step",
)

# Heads that report files often have and that carry nothing we keep; they are passed over silently.
# The last ones stand in our own templates, beside what is typed.
PASSED_OVER: Final = (
    "序号 编号 计量单位 指标单位 数据单位 链条 链条名称 举措 重点举措 填报人 联系人 联系电话 电话 "
    "审核人 单位负责人 填报日期 报出日期 no no. # chain measure unit_of_measure measured_in "
    "上次填报值 last_reported 季末计划值 planned_value"
)

_SPACE_AND_MARKS = re.compile(r"[\s*:_\-]+")
_BRACKETED = re.compile(r"\([^()]*\)$|\[[^\[\]]*\]$|【[^【】]*】$")


def column_of(head: str) -> str | None:
    """The code of the column with this head, "" for one that is passed over, None if unknown.

    Case, width, blanks and a bracketed addition do not matter; of a two-row head either row will
    do.

    >>> [column_of(h) for h in ("填报 单位（盖章）", "基本情况/报告期", "序号", "北京")]
    ['unit', 'period', '', None]
    """
    return _column_of(_bare(head)) if len(head) <= NAME_CHARACTERS else None


@lru_cache(maxsize=10_000)
def _column_of(bare: str) -> str | None:
    known = _known_heads()
    for part in (bare, *reversed(bare.split("/"))):
        for words in (part, _BRACKETED.sub("", part)):
            if words in known:
                return known[words]
    return None


@cache
def _known_heads() -> dict[str, str]:
    known = {_bare(head): "" for head in PASSED_OVER.split()}
    for column in COLUMNS:
        zh, en = column.name.zh, column.name.en
        both = (f"{zh}{column.code}", f"{zh}{en}", f"{zh}({column.code})", f"{zh}({en})")
        for head in (column.code, zh, en, *both, *column.spellings.split()):
            known[_bare(head)] = column.code
    return known


def _bare(head: str) -> str:
    return _SPACE_AND_MARKS.sub("", unicodedata.normalize("NFKC", head).casefold())


def table_schema() -> dict[str, Any]:
    """The contract as a Frictionless Table Schema.

    Only what holds for every file is stated: one written with the columns' codes as heads, plain
    numbers and ISO dates. Reading takes much more than that.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "title": "Progress report: one row per unit, quarter and indicator",
        "fieldsMatch": "partial",
        "fields": [_field(column) for column in COLUMNS],
        "primaryKey": ["unit", "period", "indicator"],
        "missingValues": ["", "—", "-", "/", "不适用", "n/a"],
    }


def schema_text() -> str:
    """The schema as docs/report-format.schema.json has it."""
    return json.dumps(table_schema(), ensure_ascii=False, indent=2) + "\n"


def _field(column: Column) -> dict[str, Any]:
    # A value may also be a milestone's state or 1.2万: only its text can be promised.
    holds = "string" if column.code == "value" else column.holds
    field: dict[str, Any] = {
        "name": column.code,
        "title": f"{column.name.zh} / {column.name.en}",
        "type": holds,
        "description": f"{column.about.zh} / {column.about.en}",
    }
    if holds == "boolean":
        field |= {
            "trueValues": ["是", "yes", "true", "1"],
            "falseValues": ["否", "no", "false", "0"],
        }
    if column.required:
        field["constraints"] = {"required": True}
    return field
