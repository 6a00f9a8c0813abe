"""What a page is shown: whose eyes, which language, which quarter, and what is known of it."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import Any, Final, TypeVar

import pandas as pd
import streamlit as st

from tracking import charts, progress
from tracking.access import Action, Actor, may
from tracking.programme import Programme, Quarter
from tracking.store import GuardedStore, Submission
from tracking.web.drawing import Drawn
from tracking.web.measured import Measured
from tracking.web.pages import page
from tracking.words import Language, numbers, say, say_n

T = TypeVar("T")

# What Markdown could read as markup.
_MARKUP: Final = str.maketrans({sign: f"\\{sign}" for sign in r"\`*_{}[]<>()#+-.!|~$:^=&\"'@/"})


def plain(text: str) -> str:
    r"""Text from a report, so that Streamlit's Markdown shows it as it was written.

    >>> plain("**bold** [x](http://y)")
    '\\*\\*bold\\*\\* \\[x\\]\\(http\\:\\/\\/y\\)'
    """
    # A blank at a line's start makes code, a line break ends a table row.
    return " ".join(text.split()).translate(_MARKUP)


@dataclass(frozen=True)
class View:
    """One opened page. `assessment` and `chains` hold every quarter; `measured` looks rows up."""

    page: str
    language: Language
    actor: Actor
    programme: Programme
    store: GuardedStore
    quarter: Quarter
    quarters: tuple[Quarter, ...]  # those that can be chosen, first to last
    known_on: date | None  # None: now
    cities: bool  # provinces with their cities with separate planning, and these apart
    theme: charts.Theme
    today: date
    measured: Measured

    @cached_property
    def _(self) -> partial[str]:
        """Say a message in the reader's language."""
        return partial(say, self.language)

    @cached_property
    def n_(self) -> partial[str]:
        """Say a message of n things in the reader's language."""
        return partial(say_n, self.language)

    def joined(self, sentences: Iterable[str]) -> str:
        """Several sentences as one text; empty ones leave no blank."""
        return ("" if self.language == "zh" else " ").join(one for one in sentences if one)

    @property
    def assessment(self) -> pd.DataFrame:
        """Every assessment as known, all quarters."""
        return self.measured.assessment

    @property
    def chains(self) -> pd.DataFrame:
        """Every chain's counts and index, all units and quarters."""
        return self.measured.chains

    @property
    def figures(self) -> pd.DataFrame:
        """The current figures down to the regions, as known."""
        return self.measured.figures

    @property
    def as_of(self) -> date:
        """The day up to which days are counted: as known on, else today."""
        return self.known_on or self.today

    @property
    def before(self) -> Quarter | None:
        """The quarter before the one shown; None for the first."""
        earlier = self.quarter + -1
        return earlier if earlier >= self.programme.start else None

    @property
    def eyes(self) -> Hashable:
        """What the answers of `store` depend on that differ from reader to reader."""
        return self.actor.role, self.actor.units

    def may(self, action: Action, resource: str) -> bool:
        """Whether the reader may do this."""
        return may(self.actor, action, resource)

    def may_with(self, action: Action, submission: Submission) -> bool:
        """Whether the reader may do this with a submission, for each unit it speaks for."""
        kind, units = submission.kind, submission.units
        return bool(units) and all(self.may(action, f"{kind}:{unit}") for unit in units)

    def unit_name(self, code: str, short: bool = True) -> str:
        """A unit's, or a group's (group:east), name in the reader's language."""
        if code.startswith("group:"):
            return self.programme.groups[code.removeprefix("group:")].name.to(self.language)
        unit = self.programme.units[code]
        return (unit.short if short else unit.name).to(self.language)

    def indicator_name(self, code: str) -> str:
        """An indicator's name in the reader's language."""
        return self.programme.indicators[code].name.to(self.language)

    def alone(self, row: Mapping[Any, Any]) -> str:
        """The one unit whose figures a sum holds while it waits for others; "" for none."""
        if str(row["origin"]) != "sum":
            return ""
        quarter, reading = Quarter(int(row["quarter"])), self.measured
        found = reading.once(
            ("alone", quarter),
            lambda: progress.alone(reading.at(quarter), reading.figures, self.programme),
        )
        return found.get((str(row["indicator"]), str(row["unit"])), "")

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Compute what this page shows once for all readers with the same quarter and language.

        `key` names all else it depends on, `eyes` where not everybody may see it; the answer must
        not be written to.
        """
        of = (self.page, self.language, self.theme, self.quarter, self.as_of, key)
        return self.measured.once(of, compute)

    def chart(
        self,
        figure: charts.Figure,
        subject: str | Sequence[str],
        *,
        indicator: str = "",
        quarter: Quarter | None = None,
        **more: Any,
    ) -> Any:
        """Show a chart in the house style.

        Its download is called after `subject`, as unit and indicator, and the quarter shown or
        `quarter`; the picture says so, too, with the unit of measure of the `indicator`.
        """
        parts = [subject] if isinstance(subject, str) else list(subject)
        when = self.quarter_name(quarter or self.quarter)
        title = [*parts, *self._measure_of(indicator), when]
        return st.plotly_chart(
            Drawn(
                charts.captioned(figure, self.theme, title, self.basis),
                page=self.page,
                known_on=self.as_of,
            ),
            theme=None,
            config=charts.config(self.language, charts.file_name([*parts, when])),
            alt=charts.alt(figure),
            **more,
        )

    @cached_property
    def basis(self) -> list[str]:
        """What every export says it rests on, as the page's foot does in full."""
        _, language, latest = self._, self.language, self.measured.latest
        told = [self.programme.short.to(language)]
        if latest is not None:
            told.append(_("data up to {quarter}", quarter=numbers.quarter(language, latest)))
        told.append(_("as known on {day}", day=numbers.day(language, self.as_of)))
        if self.store.demonstration:
            told.append(_("Demonstration data"))
        return told

    def _measure_of(self, indicator: str) -> list[str]:
        unit = self.programme.indicators[indicator].unit if indicator else None
        return [self._("unit: {unit}", unit=unit.to(self.language))] if unit and unit.zh else []

    def page_file(self, stem: str) -> Path:
        """Another page, for st.switch_page; the state goes along."""
        return page(stem).file

    def quarter_name(self, quarter: Quarter) -> str:
        """A quarter's name in the reader's language."""
        return numbers.quarter(self.language, quarter)

    def lead(self, sentence: str) -> None:
        """Show the one computed sentence that a page leads with."""
        st.html(f'<p class="lead">{escape(sentence)}</p>')
        if self._provisional():
            due = self.programme.deadline_of(self.quarter)
            st.caption(
                self._(
                    "The reports for {quarter} are due by {day}; until then, a verdict from an"
                    " earlier quarter’s data or from a part of the reports is provisional.",
                    quarter=self.quarter_name(self.quarter),
                    day=numbers.day(self.language, due),
                )
            )

    def _provisional(self) -> bool:
        """Whether some verdict of the quarter shown is provisional."""
        reading, as_of = self.measured, self.as_of
        return reading.once(
            ("provisional", self.quarter, as_of),
            lambda: bool(
                progress.provisional(reading.at(self.quarter), self.programme, as_of).any()
            ),
        )

    def hint(self, words: str) -> None:
        """Say what can be done on the screen; print.css leaves it out."""
        st.html(f'<p class="hint">{escape(words)}</p>')

    def text(self, words: str) -> None:
        """Show a text from a report as it was written."""
        st.text(words)
