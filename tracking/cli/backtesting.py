"""The command that holds outlooks against what came."""

import click

from tracking.cli.asking import KNOWN_ON, tell_stamp
from tracking.cli.printing import print_json, table
from tracking.cli.session import Session
from tracking.cli.speaking import AS_JSON, Command
from tracking.knowledge import assessed, outlooks_tested
from tracking.progress import (
    backtest_data,
    trust_by_chance,
    trust_by_horizon,
    trust_by_way,
    trust_lead,
    trust_said,
)
from tracking.words import N_


@click.command(
    cls=Command, name="backtest", help=N_("Hold the outlooks made so far against what came.")
)
@KNOWN_ON
@AS_JSON
@click.pass_context
def backtest_(context: click.Context, known_on: str | None, as_json: bool) -> None:
    """How far the outlook can be trusted."""
    session: Session = context.obj
    day = session.day(known_on) if known_on else None
    programme, language = session.programme, session.language
    with session.store(read_only=True) as store:
        assessment = assessed(store, programme, day, session.today, cities=False)
        found = outlooks_tested(store, programme, assessment, day, session.today)
        if not as_json:
            tell_stamp(session, store, day)
    sentences = [trust_lead(found, programme, language), *trust_said(found, programme, language)]
    if as_json:
        print_json(backtest_data(found) | {"sentences": sentences})
    else:
        for sentence in sentences:
            click.echo(sentence)
        if found.enough:
            for rows in (trust_by_horizon, trust_by_way, trust_by_chance):
                told = rows(found, language)
                heads = [str(head) for head in told]
                click.echo()
                click.echo(table(heads, told.to_numpy().tolist(), right=range(1, len(heads))))
    context.exit(0 if found.enough else 1)
