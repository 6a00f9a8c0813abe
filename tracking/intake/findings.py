"""What is wrong, or looks wrong, in a report file: where, what was found and what is wanted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tracking.intake.codes import CODES, Rule, Severity
from tracking.words import N_, Language, Text, say
from tracking.words.outside import NAME_BYTES, visible

# What a message can be filled with; texts and lists of texts are put into the reader's language.
Value = str | int | float | Text | tuple[Text, ...]

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, with its place in the file; `row` counts as a spreadsheet does.

    `column` is the head as the file has it, `found` the cell as the file has it; what is said of
    them hides nothing and has an end. `nearest` are known names close to one that is not known.

    >>> Finding("unknown_unit", "a.csv", row=3, column="单位", found="背景").said("en")
    'No reporting unit is called “背景”. Wanted: a unit’s code or name.'
    """

    code: str
    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    found: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    nearest: tuple[Text, ...] = ()

    @property
    def rule(self) -> Rule:
        """The kind of finding this is."""
        return CODES[self.code]

    @property
    def severity(self) -> Severity:
        """Whether it must be mended before the file is taken."""
        return self.rule.severity

    @property
    def is_rest(self) -> bool:
        """Whether it only counts what else there is of a kind."""
        return self.code.startswith("more_")

    @property
    def wanted(self) -> str:
        """What is wanted instead, as an English message."""
        return self.rule.wanted

    def said(self, language: Language) -> str:
        """What was found and what is wanted, without the place."""
        sentences = [self._filled(self.rule.sentence, language)]
        if self.wanted:
            asks = {"error": N_("Wanted: {wanted}."), "warning": N_("Please {wanted}.")}
            wanted = self._filled(self.wanted, language)
            sentences.append(say(language, asks[self.severity], wanted=wanted))
        if self.nearest:
            names = _joined(self.nearest, language)
            sentences.append(say(language, "Closest known: {names}.", names=names))
        return ("" if language == "zh" else " ").join(sentences)

    def place(self, language: Language) -> str:
        """Where it is: file, sheet, row and column, as far as they are known."""
        parts = [visible(self.file, NAME_BYTES)]
        if self.sheet:
            parts.append(say(language, "sheet “{sheet}”", sheet=visible(self.sheet)))
        if self.row is not None:
            parts.append(say(language, "row {row}", row=self.row))
        if self.column:
            parts.append(say(language, "column “{column}”", column=visible(self.column)))
        return ("，" if language == "zh" else ", ").join(parts)

    def to_json(self, language: Language) -> dict[str, str | int | None]:
        """The finding as plain data, its sentence in this language."""
        return {
            "code": self.code,
            "severity": self.severity,
            "sheet": visible(self.sheet),
            "row": self.row,
            "column": visible(self.column),
            "found": visible(self.found),
            "wanted": self._filled(self.wanted, language) if self.wanted else "",
            "message": self.said(language),
        }

    def _filled(self, message: str, language: Language) -> str:
        here: dict[str, Value | None] = {
            "found": visible(self.found),
            "row": self.row,
            "column": visible(self.column),
            "sheet": visible(self.sheet),
        }
        values = here | {name: _worded(value, language) for name, value in self.values.items()}
        if self.is_rest and (of_kind := CODES.get(str(self.values["kind"]))):
            values["kind"] = opened(language, of_kind.sentence).rstrip(".。")
        return say(language, message, **values)


class UnreadableFile(Exception):  # noqa: N818 (named for what it is)
    """A file that cannot be read as a report; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(f"{finding.file}: {finding.said('en')}")


def severity_name(language: Language, severity: Severity) -> str:
    """“Error” or “warning” in this language."""
    return say(language, {"error": N_("error"), "warning": N_("warning")}[severity])


def opened(language: Language, message: str) -> str:
    """A message with an ellipsis for what each file fills in.

    >>> opened("en", "{n} more errors of this kind: {kind}.")
    '… more errors of this kind: ….'
    """
    names = _PLACEHOLDER.findall(message)
    return say(language, message, **dict.fromkeys(names, "…")) if message else ""


def _worded(value: Value, language: Language) -> str | int | float:
    if isinstance(value, Text):
        return value.to(language)
    if isinstance(value, tuple):
        return _joined(value, language)
    return visible(value) if isinstance(value, str) else value


def _joined(texts: tuple[Text, ...], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(text.to(language) for text in texts)
