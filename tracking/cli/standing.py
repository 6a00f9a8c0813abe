"""Since when a status holds, as `explain` says it: a sentence, each turn, what was known then."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import click
import pandas as pd

from tracking.cli.asking import Assessed, records
from tracking.cli.session import Session
from tracking.programme import Indicator
from tracking.progress import (
    cause_name,
    changed_since_said,
    history,
    known_value,
    standing_said,
    status_history,
    status_name,
    turned_said,
)
from tracking.store import Store
from tracking.then import known_then
from tracking.words import N_
from tracking.words.numbers import quarter as quarter_name


@dataclass(frozen=True, slots=True)
class Standing:
    """Since when one status holds, and its series quarter by quarter; see progress.standing."""

    indicator: Indicator
    held: dict[Any, Any]
    quarters: pd.DataFrame

    @classmethod
    def of(
        cls,
        session: Session,
        store: Store,
        found: Assessed,
        row: pd.Series,
        as_of: date,
        *,
        cities: bool,
    ) -> Self:
        """That of one row of an assessment."""
        code, unit = str(row["indicator"]), str(row["unit"])
        # Of a quarter before the programme there is nothing within it.
        early = found.quarter < session.programme.start
        series = found.whole if early else found.within
        series = series[(series["indicator"] == code) & (series["unit"] == unit)]
        then = known_then(store, session.programme, as_of, indicator=code, cities=cities)
        then = then[(then["unit"] == unit) & (then["quarter"] <= found.quarter.index)]
        (held,) = history(series).loc[[row.name]].to_dict("records")
        return cls(session.programme.indicators[code], held, status_history(series, then))

    def data(self) -> dict[str, Any]:
        """As data: since when, and a list of the quarters; null where there is nothing to say."""
        (held,) = records(pd.DataFrame([self.held]))
        return {
            "since": held["since"],
            "quarters_held": held["held"],
            "status_before": held["status_before"] or None,
            "status_history": [
                {name: None if value == "" else value for name, value in quarter.items()}
                for quarter in records(self.quarters)
            ],
        }

    def tell(self, session: Session) -> None:
        """Print it."""
        language, quarters = session.language, self.quarters
        click.echo(standing_said(language, self.held))
        self._tell(session, quarters[quarters["cause"] != ""], "before", "cause")
        since = changed_since_said(language, quarters)
        if since:
            click.echo(since)
        revised = quarters[(quarters["cause_since"] != "") & (quarters["status_then"] != "")]
        if len(revised):
            click.echo(session.say(N_("Known otherwise: then → today")))
        self._tell(session, revised, "then", "cause_since")

    def _tell(self, session: Session, rows: pd.DataFrame, other: str, cause: str) -> None:
        language = session.language
        for row in rows.iloc[::-1].to_dict("records"):
            statuses = (status_name(language, row[name]) for name in (f"status_{other}", "status"))
            values = (
                known_value(language, self.indicator, row[name])
                for name in (f"value_{other}", "value")
            )
            line = session.say(
                "{quarter}: {status}; {cause}; {value}",
                quarter=quarter_name(language, int(row["quarter"])),
                status=turned_said(language, *statuses),
                cause=cause_name(language, row[cause]),
                value=turned_said(language, *values),
            )
            click.echo(f"  {line}")
