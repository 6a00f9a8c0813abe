"""What became of a quarter's reports: what `explain --ref` prints for the reference of these."""

import click

from tracking.briefing import Reference, reports_told
from tracking.cli.asking import tell_stamp
from tracking.cli.printing import print_json, table
from tracking.cli.session import Session
from tracking.cli.speaking import Refused
from tracking.gathering import gather


def explain_reports(session: Session, of: Reference, *, as_json: bool) -> None:
    """Sentences, the counts, the reports that are not in time, and the problems that they name."""
    language = session.language
    with session.store(read_only=True) as store:
        material = gather(store, session.programme, [of.quarter], session.today, of.known_on)
        told = reports_told.reports_told(material, of, language)
        if told is None:
            raise Refused(
                session.say("“{text}” leads to nothing: no report is owed there.", text=of)
            )
        if as_json:
            print_json(told.data | {"sentences": list(told.sentences)})
            return
        tell_stamp(session, store, of.known_on)
    for sentence in told.sentences:
        click.echo(sentence)
    for heads, rows, right in (
        (reports_told.count_heads(language), told.counts, (1,)),
        (reports_told.unit_heads(language), told.units, (4,)),
        (reports_told.problem_heads(language), told.problems, (1,)),
    ):
        if rows:
            click.echo("\n" + table(heads, rows, right=right))
