"""What is wrong with a target, or worth a second look, each in one clear sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracking.intake import Finding
from tracking.programme import Quarter
from tracking.targets.fields import BY_CODE
from tracking.words import Language, Text, numbers, say


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something cannot be set as it is; `name` is the code of the field it is about."""

    name: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def said(self, language: Language) -> str:
        """The sentence, in this language."""
        values = {name: in_words(language, value) for name, value in self.values.items()}
        return say(language, self.message, **values)


@dataclass(frozen=True, slots=True)
class Placed:
    """A fault in a file; `row` counts as a spreadsheet does, `column` is the head as it stands."""

    file: str
    sheet: str
    row: int
    column: str
    fault: Fault

    def said(self, language: Language) -> str:
        """The sentence with its place."""
        place = {"file": self.file, "row": self.row, "what": self.fault.said(language)}
        column = self.column or BY_CODE[self.fault.name].name.to(language)
        if self.sheet:
            return say(
                language,
                "{file}, sheet {sheet}, row {row}, {column}: {what}",
                sheet=self.sheet, column=column, **place,
            )  # fmt: skip
        return say(language, "{file}, row {row}, {column}: {what}", column=column, **place)


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a file cannot be read at all."""

    finding: Finding

    def said(self, language: Language) -> str:
        """The file, what is wrong with it, and what is wanted."""
        what = self.finding.said(language)
        return say(language, "{file}: {what}", file=self.finding.file, what=what)


class NotSettable(Exception):  # noqa: N818 (it is named for what is the matter)
    """Targets that cannot be set; nothing of them was. `faults` says why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(one.said("en") for one in faults))


def in_words(language: Language, value: Any) -> Any:
    """A value as a sentence holds it: names in the language, quarters and days in words."""
    if isinstance(value, Text):
        return value.to(language)
    if isinstance(value, Quarter):
        return numbers.quarter(language, value)
    if isinstance(value, date):
        return numbers.day(language, value)
    if isinstance(value, tuple):
        return ("、" if language == "zh" else ", ").join(in_words(language, v) for v in value)
    return value
