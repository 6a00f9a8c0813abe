"""How each value of a chart or a table is looked up: its reference, and one line that says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from tracking.briefing.briefing import Lookup, Traced
from tracking.briefing.refs import ALL, Reference
from tracking.charts.names import chain_name, unit_name
from tracking.programme import NATION, Programme, Quarter
from tracking.words import N_, Language, numbers, say

# What is looked up one by one.
BAR = N_("Origin of each bar: {pattern}, such as {example}")
SQUARE = N_("Origin of each square: {pattern}, such as {example}")
ROW = N_("Origin of each row: {pattern}, such as {example}")


@dataclass(frozen=True, slots=True)
class Lookups:
    """The references of one briefing: `of` has its unit, its quarter and the day it is known on.

    `before` is the quarter compared with, if any.
    """

    of: Reference
    before: Quarter | None
    programme: Programme
    language: Language

    def chains(self, codes: Iterable[str]) -> Lookup:
        """One bar a chain, of the briefing's own unit."""
        references = [self._index(code, self.of.unit) for code in codes]
        values = [
            Traced(chain_name(one.within, self.programme, self.language), str(one))
            for one in references
        ]
        return self._each(BAR, self._pattern(subject=say(self.language, "chain")), values)

    def indicators(
        self, codes: Iterable[str], told: str = BAR, *, compared: bool = False
    ) -> Lookup:
        """One bar (or what `told` says) an indicator, of the briefing's own unit.

        `compared`: beside each value stands that of the quarter before.
        """
        references = [self.of.of_indicator(code) for code in codes]
        values = [
            Traced(self.programme.indicators[one.indicator].name.to(self.language), str(one))
            for one in references
        ]
        pattern = self._pattern(subject=say(self.language, "indicator"))
        lookup = self._each(told, pattern, values)
        if not compared or self.before is None or not lookup.said:
            return lookup
        earlier = replace(references[0], quarter=self.before)
        said = say(
            self.language, "{told}; before: {reference}", told=lookup.said, reference=earlier
        )
        return replace(lookup, said=said)

    def units(
        self,
        codes: Iterable[tuple[str, bool]],
        *,
        indicator: str = "",
        chain: str = "",
        line: bool = False,
        told: str = BAR,
    ) -> Lookup:
        """One bar (or what `told` says) a unit: of an indicator, else of a chain's index or of all.

        Each with whether anything is known of it. `line`: the nation's value is drawn across.
        """
        of = self.of.of_indicator(indicator) if indicator else self._index(chain, NATION)
        values = [
            Traced(
                unit_name(code, self.programme, self.language),
                str(of.of_unit(code)) if known else "",
            )
            for code, known in codes
        ]
        pattern = self._pattern(subject=of.subject, unit=say(self.language, "unit"))
        lookup = self._each(told, pattern, values)
        if not line or not lookup.said:
            return lookup
        said = say(
            self.language,
            "{told}; nation: {reference}",
            told=lookup.said,
            reference=of.of_unit(NATION),
        )
        return replace(lookup, said=said)

    def squares(
        self, units: Sequence[str], chains: Sequence[str], known: Iterable[tuple[str, str]]
    ) -> Lookup:
        """One square a unit and chain, row by row."""
        there, _ = set(known), partial(say, self.language)
        heads = {code: chain_name(code, self.programme, self.language) for code in chains}
        values = [
            Traced(
                _("{unit}, {chain}", unit=name, chain=heads[code]),
                str(self._index(code, unit)) if (unit, code) in there else "",
            )
            for unit in units
            for name in [unit_name(unit, self.programme, self.language)]
            for code in chains
        ]
        return self._each(SQUARE, self._pattern(subject=_("chain"), unit=_("unit")), values)

    def course(self, indicator: str, first: int, until: int, known: Iterable[int]) -> Lookup:
        """One value a quarter; what is planned and likely is told with the last that is known."""
        of, there = self.of.of_indicator(indicator), set(known)
        values = [
            Traced(
                numbers.quarter(self.language, at, short=True),
                str(replace(of, quarter=Quarter(at)) if at in there else of),
            )
            for at in range(first, until + 1)
        ]
        earlier = [at for at in sorted(there) if first <= at < of.quarter.index]
        said = say(self.language, "Origin: {reference}", reference=of)
        if earlier:
            said = say(
                self.language,
                "Origin: {reference}; for an earlier quarter put that quarter in, as {example}",
                reference=of,
                example=replace(of, quarter=Quarter(earlier[-1])),
            )
        return Lookup(said, tuple(values))

    def reports(self) -> Lookup:
        """Counts of reports: one reference leads to all."""
        of = self.of.of_reports()
        return Lookup(say(self.language, "Origin: {reference}", reference=of))

    def _index(self, chain: str, unit: str) -> Reference:
        return self.of.of_chain(chain or ALL).of_unit(unit)

    def _pattern(self, *, subject: str, unit: str = "") -> str:
        """A reference with words in place of what differs."""
        _subject, own, *rest = str(self.of.of_chain(ALL)).split(".")
        return ".".join((subject, unit or own, *rest))

    def _each(self, told: str, pattern: str, values: Sequence[Traced]) -> Lookup:
        """The line names a pattern and one that resolves; of one value there is no pattern."""
        there = [one.reference for one in values if one.reference]
        if not there:
            return Lookup()
        said = say(self.language, told, pattern=pattern, example=there[0])
        if len(there) == 1:
            said = say(self.language, "Origin: {reference}", reference=there[0])
        return Lookup(said, tuple(values))
