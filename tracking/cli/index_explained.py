"""How an index came about: what `explain --ref` prints for the reference of one."""

import click

from tracking.briefing import Reference, index_rows
from tracking.cli.asking import assessed, tell_stamp
from tracking.cli.printing import print_json, table
from tracking.cli.session import Session
from tracking.cli.speaking import Refused
from tracking.progress import explain_index


def explain_reference(session: Session, of: Reference, *, cities: bool, as_json: bool) -> None:
    """Sentences, formulas, and a table of the indicators with each one's own reference."""
    programme, language = session.programme, session.language
    with session.store(read_only=True) as store:
        found = assessed(session, store, str(of.quarter), of.known_on.isoformat(), cities=cities)
        ahead = found.outlook
        told = explain_index(
            found.rows[found.rows["unit"] == of.unit],
            programme,
            language,
            chain=of.within,
            outlook=ahead[ahead["unit"] == of.unit],
        )
        if told is None:
            raise Refused(
                session.say(
                    "“{text}” leads to nothing: nothing is known, owed or aimed at there.", text=of
                )
            )
        if as_json:
            print_json(index_rows.data(told, of))
            return
        tell_stamp(session, store, of.known_on)
    for sentence in (*told.sentences, *told.formulas):
        click.echo(sentence)
    rows = index_rows.indicator_rows(told, of, programme, language)
    click.echo("\n" + table(index_rows.indicator_heads(told, language), rows, right=(1, 2)))
    if told.chains:
        rows = index_rows.chain_rows(told, of, programme, language)
        click.echo("\n" + table(index_rows.chain_heads(language), rows, right=(1,)))
