"""The origins of a briefing's figures, numbered in the order they are first told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from math import isfinite
from typing import Any

from tracking.briefing.briefing import Origin
from tracking.briefing.material import Material
from tracking.briefing.refs import ALL, Reference
from tracking.programme import Quarter
from tracking.progress import index_name, unit_name, value_said
from tracking.progress.quality_said import quality_of
from tracking.words import Language, numbers, say, say_n


@dataclass(frozen=True, eq=False)
class Origins:
    """Takes down each figure that is told, once; `told` lists them."""

    material: Material
    language: Language
    _found: dict[Reference, Origin] = field(default_factory=dict)

    def of(self, row: Mapping[Any, Any]) -> int:
        """The number of an assessment's figure; 0 where it has neither value nor target."""
        if not isfinite(row["value"]) and not isfinite(row["target"]):
            return 0
        reference = Reference(
            str(row["indicator"]),
            str(row["unit"]),
            Quarter(int(row["quarter"])),
            self.material.as_of,
        )
        if reference not in self._found:
            self._found[reference] = self._origin(reference, row)
        return self._found[reference].number

    def of_index(self, row: Mapping[Any, Any]) -> int:
        """The number of an index and its counts of statuses; `row` as chains or standings."""
        reference = Reference(
            "",
            str(row["unit"]),
            Quarter(int(row["quarter"])),
            self.material.as_of,
            chain=str(row["chain"]) or ALL,
        )
        if reference not in self._found:
            self._found[reference] = self._origin_of_index(reference, row)
        return self._found[reference].number

    def of_reports(self, unit: str, quarter: Quarter) -> int:
        """The number of what became of a unit's reports of one quarter, of the nation all."""
        reference = Reference("", unit, quarter, self.material.as_of, reports=True)
        if reference not in self._found:
            self._found[reference] = self._origin_of_reports(reference)
        return self._found[reference].number

    @property
    def told(self) -> tuple[Origin, ...]:
        """All of them, by number."""
        return tuple(self._found.values())

    def _origin(self, reference: Reference, row: Mapping[Any, Any]) -> Origin:
        programme, language = self.material.programme, self.language
        indicator = programme.indicators[reference.indicator]
        return Origin(
            number=len(self._found) + 1,
            reference=str(reference),
            said=say(
                language,
                "{unit}, {indicator}, {quarter}",
                unit=unit_name(reference.unit, programme, language),
                indicator=indicator.name.to(language),
                quarter=numbers.quarter(language, reference.quarter, short=True),
            ),
            value=value_said(language, indicator, row),
            stands_in=self._stands_in(row),
        )

    def _origin_of_index(self, reference: Reference, row: Mapping[Any, Any]) -> Origin:
        programme, language = self.material.programme, self.language
        known = isfinite(row["index"])
        counted = int(row["in_index"] if known else row["indicators"])
        return Origin(
            number=len(self._found) + 1,
            reference=str(reference),
            said=say(
                language,
                "{unit}, {chain}, {quarter}: index and statuses",
                unit=unit_name(reference.unit, programme, language),
                chain=index_name(str(row["chain"]), programme, language),
                quarter=numbers.quarter(language, reference.quarter, short=True),
            ),
            value=numbers.share(language, row["index"]) if known else say(language, "no index"),
            stands_in=say_n(
                language,
                "weighted mean of {n} indicator",
                "weighted mean of {n} indicators",
                counted,
            )
            if known
            else say_n(
                language, "statuses of {n} indicator", "statuses of {n} indicators", counted
            ),
        )

    def _origin_of_reports(self, reference: Reference) -> Origin:
        language = self.language
        owing = self.material.owing(reference.quarter, reference.unit)
        _ = partial(say, language)
        now = quality_of(owing)
        return Origin(
            number=len(self._found) + 1,
            reference=str(reference),
            said=_(
                "{unit}, {quarter}: reports",
                unit=unit_name(reference.unit, self.material.programme, language),
                quarter=numbers.quarter(language, reference.quarter, short=True),
            ),
            value=numbers.MISSING
            if now is None
            else _("{received} of {due} came", received=now.received, due=now.due),
            stands_in=say_n(
                language, "reports owed by {n} unit", "reports owed by {n} units", len(owing)
            ),
        )

    def _stands_in(self, row: Mapping[Any, Any]) -> str:
        _ = partial(say, self.language)
        if not isfinite(row["value"]):
            return _("nothing reported")
        submission = int(row["submission"])
        if not submission:
            return say_n(
                self.language,
                "sum of the reports of {n} unit",
                "sum of the reports of {n} units",
                int(row["reporting"]),
            )
        file = self.material.files.get(submission)
        name = file.name if file else ""
        return _("report {n}, {file}, row {row}", n=submission, file=name, row=int(row["row"]))
