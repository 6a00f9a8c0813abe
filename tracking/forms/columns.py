"""The columns of a template: the contract's, and those beside them that only inform."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracking.forms.rows import Row
from tracking.intake.contract import BY_CODE
from tracking.words import Language, Text


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column; `about` is the note on its head, `width` is in characters.

    What is `typed` is for the reporter; the rest stands there already.
    """

    code: str
    head: str
    about: str
    width: float
    typed: bool = False

    @property
    def shown(self) -> str:
        """The head as it is written: 口径调整 in two lines of two; reading joins them again."""
        halves = len(self.head) == 4 and self.width < 8 and self.head > "\u2e7f"
        return f"{self.head[:2]}\n{self.head[2:]}" if halves else self.head


# Reading passes these heads over, see contract.PASSED_OVER; all but the code, which it takes.
BESIDE: Final = {
    "no": Text("序号", "No."),
    "chain": Text("链条", "Chain"),
    "measure": Text("举措", "Measure"),
    "indicator_code": Text("指标代码", "Indicator code"),
    "unit_of_measure": Text("计量单位", "Unit of measure"),
    "last": Text("上次填报值", "Last reported"),
    "planned": Text("季末计划值", "Planned value"),
}
_ABOUT: Final = {
    "last": Text("此前最近一次填报的数值及所属季度", "The latest value before, and its quarter"),
    "planned": Text(
        "按目标的计划进度，本季度末应达到的数值",
        "What the target’s path asks for by the quarter’s end",
    ),
}
# Widths for Chinese and English, in the order the columns stand in.
_WIDTHS: Final[dict[str, tuple[float, float]]] = {
    "no": (4.5, 4.5),
    "unit": (8, 11),
    "period": (7, 8),
    "chain": (6.5, 9.5),
    "measure": (18, 19),
    "indicator_code": (9.5, 10),
    "indicator": (21, 22),
    "unit_of_measure": (7.5, 11),
    "last": (13, 12),
    "planned": (9.5, 9.5),
    "basis": (9, 10),
    "value": (10.5, 10.5),
    "numerator": (9, 10.5),
    "denominator": (9, 12.5),
    "completed_on": (10.5, 11),
    "definition_break": (6, 9.5),
    "progress_note": (20, 20),
    "problem": (16, 16),
    "next_step": (16, 16),
    "source": (11, 11),
}
_KEYS: Final = {"unit", "period", "indicator"}


def columns_of(rows: Sequence[Row], language: Language) -> list[FormColumn]:
    """The columns these rows need: without a ratio there is no numerator, and so on."""
    kinds = {row.indicator.kind for row in rows}
    needless = set()
    if "ratio" not in kinds:
        needless |= {"numerator", "denominator"}
    if "milestone" not in kinds:
        needless.add("completed_on")
    if all(row.planned is None for row in rows):
        needless.add("planned")
    return [_column(code, language) for code in _WIDTHS if code not in needless]


def _column(code: str, language: Language) -> FormColumn:
    width = _WIDTHS[code][0 if language == "zh" else 1]
    if code in BY_CODE:
        column = BY_CODE[code]
        head, about = column.name.to(language), column.about.to(language)
        return FormColumn(code, head, about, width, typed=code not in _KEYS)
    about = _ABOUT[code].to(language) if code in _ABOUT else ""
    return FormColumn(code, BESIDE[code].to(language), about, width)
