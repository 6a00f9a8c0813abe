"""Progress in the growth-ratio reading, as a table."""

from collections.abc import Hashable
from typing import Any

import click
import pandas as pd

from tracking.cli.asking import named, value_said
from tracking.cli.printing import table
from tracking.cli.session import Session
from tracking.programme import Quarter
from tracking.progress import reading_name, refusal_said
from tracking.words import N_
from tracking.words.numbers import number, share

# Of these nobody asks how they grew.
_SILENT = ("milestone", "not_reported")


def tell_growth(session: Session, assessment: pd.DataFrame, at: Quarter) -> None:
    """The rows whose values can grow, each with its class or why it has none.

    `growth_ratio` holds a row's reading.
    """
    rows = [
        _line(session, row)
        for row in assessment.to_dict("records")
        if row["growth_ratio"]["refusal"] not in _SILENT
    ]
    programme = session.programme.short.to(session.language)
    click.echo(session.say("{programme}, {quarter}", programme=programme, quarter=at))
    heads = (
        N_("Indicator"),
        N_("Unit"),
        N_("Value"),
        N_("Target"),
        N_("Growth a year"),
        N_("Required a year"),
        N_("Growth ratio"),
        N_("Score (−5 to 5)"),
        N_("Growth-ratio reading"),
    )
    if rows:
        click.echo(table([session.say(head) for head in heads], rows, right=range(2, 8)))


def _line(session: Session, row: dict[Hashable, Any]) -> list[str]:
    language, of = session.language, row["growth_ratio"]
    indicator = session.programme.indicators[row["indicator"]]
    reading = reading_name(language, of["reading"])
    if of["refusal"]:
        reason = refusal_said(language, of["refusal"])
        reading = session.say("{reading}: {reason}", reading=reading, reason=reason)
    return [
        f"{indicator.code} {indicator.name.to(language)}",
        named(session.programme.units, row["unit"], session),
        value_said(session, indicator, row["value"], str(row["qualifier"])),
        value_said(session, indicator, row["target"]),
        share(language, of["observed"], 1),
        share(language, of["required"], 1),
        number(language, of["ratio"], 2) if pd.notna(of["target"]) else "",
        number(language, of["score"], 1),
        reading,
    ]
